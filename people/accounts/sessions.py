"""How long somebody stays signed in: until nobody has been at it for twelve hours, and for fourteen days at most. And
for how long a password that was typed is enough for what opens more doors: ten minutes.

What is kept lies in the session itself: when it began, when it was used last, when the password was typed. Use is noted
every ten minutes at most, because a note is a write; so a session ends up to ten minutes later, never earlier.
"""

import math
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from people.accounts import last_seen

NOTED_EVERY = timedelta(minutes=10)
IDLE = timedelta(seconds=settings.SESSION_COOKIE_AGE)  # twelve hours, and what a note may be late
LONGEST = timedelta(days=14)
FRESH = timedelta(minutes=10)
SWEPT = 100  # rows of ended sessions that go with each that begins

# Keys of a session; each holds seconds since 1970.
BEGAN, USED, TYPED = "began", "used", "typed"

UNATTENDED = "X-Unattended"  # a page asks by itself, and nobody is there (static/labeler/base/here.js)


def begin(session: SessionBase) -> None:
    """Somebody signed in. Also for a session that an earlier version of the program made: its days count from now."""
    session[BEGAN] = session[USED] = now()


def password_typed(session: SessionBase, at: int | None = None) -> None:
    """It was right. `at`: when that was, if not now."""
    session[TYPED] = now() if at is None else at


def password_is_fresh(session: SessionBase) -> bool:
    return TYPED in session and not _is_over(TYPED, FRESH, session)


def middleware(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Ends a session that is over, and notes the use of any other."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if SESSION_KEY in request.session:
            _keep(request.session, is_use=_is_of_a_person(request))
        return get_response(request)

    return answer


def _keep(session: SessionBase, *, is_use: bool) -> None:
    if BEGAN not in session:
        begin(session)
        last_seen.note(int(session[SESSION_KEY]))
    elif _is_over(USED, IDLE, session) or _is_over(BEGAN, LONGEST, session):
        session.flush()
    elif is_use and _is_over(USED, NOTED_EVERY, session):
        session[USED] = now()
        last_seen.note(int(session[SESSION_KEY]))


def _is_over(key: str, time: timedelta, session: SessionBase) -> bool:
    """Whether so much time has passed since then."""
    return bool(now() >= session[key] + time.total_seconds())


def _is_of_a_person(request: HttpRequest) -> bool:
    """Neither what a page asks while nobody is there, nor a picture: a browser asks again for one that did not load."""
    return UNATTENDED not in request.headers and not request.headers.get("Accept", "").startswith("image/")


def end_all(user: Any, but: str | None = None) -> int:
    """Whoever is signed in as this person no longer is, except in the session with the key `but`. How many ended.

    They are found by looking into all that go on: a session tells nowhere else whose it is.
    """
    going_on = Session.objects.filter(expire_date__gt=timezone.now()).exclude(pk=but or "")
    theirs = [row.pk for row in going_on.iterator() if row.get_decoded().get(SESSION_KEY) == str(user.pk)]
    return Session.objects.filter(pk__in=theirs).delete()[0]


def sweep() -> None:
    """Some rows of sessions that ended by themselves go."""
    ended = Session.objects.filter(expire_date__lt=timezone.now()).values("pk")[:SWEPT]
    Session.objects.filter(pk__in=ended).delete()


def now() -> int:
    """In seconds since 1970, as sessions keep it."""
    return math.floor(timezone.now().timestamp())
