"""What the browser tests of image work share."""

import os
from contextlib import contextmanager
from functools import partial

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Error, expect

from tests.support.cast import signed_in
from tests.support.program import eventually as eventually_of_program

# Playwright's own event loop runs in this thread, and is no reason not to use the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# Milliseconds. Nothing here is about time: a busy machine is no fault of a page.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)
eventually = partial(eventually_of_program, within=PATIENCE / 1000)


def sign_in(context, live_server, user):
    """The browser is this person's from now on."""
    session = signed_in(user)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": live_server.url}
    context.add_cookies([cookie])


def ask(page, url):
    """What the server answers whoever is signed in on the page. Like every browser, on a connection that the server has
    just ended it asks again."""
    return page.request.get(url, max_retries=3)


@contextmanager
def at_work(page, live_server, user):
    """The page is this person's until the block ends, and no script fails on it."""
    sign_in(page.context, live_server, user)
    page.set_default_timeout(PATIENCE)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield
    assert errors == []


def drop(page, *paths):
    """As a hand does it, from a file manager: folders stay folders."""
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": 700, "y": 300, "data": data})
    session.detach()


IS_HELD = """() => !location.protocol.startsWith("http")
    || fetch("/healthz?is-held").then((answer) => answer.text()).then((text) => text === "held")"""


def hold(page, url):
    """The requests of a page, or of all of a context, to such an address from now on; they wait until a test lets them
    go on."""
    held = []

    def keep(route):
        held.append(route)

    page.route(url, keep)
    # Chromium says that it asks first, and lets what it is sent in that moment pass.
    page.route("**/healthz?is-held", lambda route: route.fulfill(body="held"))
    for each in getattr(page, "pages", [page]):
        each.wait_for_function(IS_HELD)
    return held


# Its last frame is painted, and the page knows.
IS_SEEN = """() => new Promise((done) => {
    const look = () => document.querySelector("figure.is-waiting") ? requestAnimationFrame(look)
        : requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)));
    look();
})"""


def see_picture(page):
    """Wait until the picture to label is on the screen: keys that are pressed before are about none."""
    page.evaluate(IS_SEEN)


# Where it is, who hears its keys, and what it says.
STANDS = """() => [
    location.href,
    `focus: ${document.hasFocus()}, ${document.visibilityState}, on ${document.activeElement?.outerHTML.slice(0, 200)}`,
    `open: ${[...document.querySelectorAll("dialog[open], :popover-open")].map((each) => each.id)}`,
    `painted: ${performance.getEntriesByType("paint").map((each) => each.startTime)} of ${performance.now()} ms`,
    document.body.innerText.replace(/\\s+/g, " ").slice(0, 1500),
].join("\\n")"""


def as_it_stands(page):
    """What a failed test left on the screen, in a few lines: it may fail once in a thousand times."""
    try:
        return page.wait_for_function(STANDS, timeout=5_000).json_value()
    except Error as problem:
        return f"It does not answer: {problem}"


# What a part that empties itself has said, also before anybody looked.
REMEMBERS = """window.said = [];
new MutationObserver(() => {
    const words = document.querySelector("[data-part=toast_words]")?.textContent;
    if (words && said.at(-1) !== words) said.push(words);
}).observe(document, { childList: true, characterData: true, subtree: true });"""


# The rules of axe that look at colors: all that another theme can break.
OF_COLORS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


# Dialogs fade in, and colors over to another theme; what turns for ever is not waited for.
HAS_SETTLED = """() => Promise.allSettled(document.getAnimations()
    .filter((each) => each.effect.getComputedTiming().endTime < Infinity).map((each) => each.finished))"""


def violations(page, rules=None):
    """What axe has to say against the page as it stands. Half faded in, everything is pale."""
    page.evaluate(HAS_SETTLED)
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(Axe().axe_script)
    told = {"resultTypes": ["violations"]}  # of all others one each, and not every element of the page
    found = page.evaluate("(options) => axe.run(options)", told | (rules or {}))["violations"]
    return [(violation["id"], [node["html"] for node in violation["nodes"]]) for violation in found]


def violations_in_both_themes(page):
    """Those of the light page, and of the colors of the dark one."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    light = violations(page)
    page.emulate_media(color_scheme="dark")
    dark = violations(page, OF_COLORS)
    page.emulate_media(color_scheme="light")
    return light + dark
