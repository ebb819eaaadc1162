"""What the browser tests of image work share."""

import os
from functools import partial

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from tests.support.program import eventually as eventually_of_program

# Playwright's own event loop runs in this thread, and is no reason not to use the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

PATIENCE = 15_000  # milliseconds
eventually = partial(eventually_of_program, within=PATIENCE / 1000)


def sign_in(context, live_server, user):
    """The browser is this person's from now on."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": live_server.url}
    context.add_cookies([cookie])


def violations(page):
    """What axe has to say against the page as it stands. Half faded in, everything is pale."""
    page.evaluate(
        "Promise.all([...document.querySelectorAll('dialog')].flatMap((d) => d.getAnimations().map((a) => a.finished)))"
    )
    found = Axe().run(page).response["violations"]
    return [(violation["id"], [node["html"] for node in violation["nodes"]]) for violation in found]
