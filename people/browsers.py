"""Browsers in which somebody has signed in before. A signed cookie tells as whom, and nothing of it is kept here."""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from people import guessing

COOKIE = "labeler_browser"
SALT = "people.browsers"
LIFE = 365 * 24 * 3600  # seconds since it was last signed in
MOST = 5  # people who share a browser


def known(request: HttpRequest, name: str) -> str:
    """The id of this browser when the name has signed in there before; else nothing."""
    browser, names = _read(request)
    return browser if guessing.key_of(name) in names else ""


def remember(request: HttpRequest, response: HttpResponseBase, name: str) -> None:
    """The name has signed in there."""
    browser, names = _read(request)
    key = guessing.key_of(name)
    names = [key, *(each for each in names if each != key)][:MOST]
    response.set_signed_cookie(
        COOKIE,
        ".".join([browser or secrets.token_hex(16), *names]),
        salt=SALT,
        max_age=LIFE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    value = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=LIFE)
    browser, *names = (value or "").split(".")
    return browser, names
