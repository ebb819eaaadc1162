"""What a start warns of, a line each: what somebody would otherwise find out by what it leads to."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password

from labeler import health
from labeler.configuration import VARIABLES
from labeler.demo import folder as demo
from labeler.doctor import names

LEAST_KEY, LEAST_SIGNS = 50, 5  # characters of a key, and different ones among them: as Django's own check has it
MADE_BY_DJANGO = "django-insecure-"  # what stands in many places on the web
# What people who make an account by hand type first. Each costs as long as signing in.
KNOWN_PASSWORDS = ("admin", "password", "labeler", "changeme")
MOST_ASKED = 3  # accounts whose passwords are tried


def at_once() -> Iterator[str]:
    """What takes no time to see."""
    yield from names.unknown(os.environ, VARIABLES)
    yield from weak_key()


def in_time() -> Iterator[str]:
    """What takes a second or more, or as long as others do not answer."""
    for name, part in (("STORAGE_URL", health.storage()), ("CACHE_URL", health.cache())):
        if not part["ok"]:
            yield f"{part['reason']} Look at {name}, and at the log."
    if warning := health.disk().get("warning"):
        yield f"{warning} {free_words()}"
    yield from weak_passwords()


def weak_key() -> Iterator[str]:
    key = settings.SECRET_KEY
    if len(key) < LEAST_KEY or len(set(key)) < LEAST_SIGNS or key.startswith(MADE_BY_DJANGO):
        yield (
            f"SECRET_KEY can be guessed: it should be {LEAST_KEY} random characters or more. Unset it, and one is made "
            "and kept in the data folder."
        )


def weak_passwords() -> Iterator[str]:
    """Of accounts that may do everything, the first ones."""
    users = get_user_model().objects.filter(is_superuser=True, is_active=True).order_by("pk")[:MOST_ASKED]
    for user in users:
        for password in known_passwords(user.get_username()):
            # Not the method of the account: that would write what it finds to be old.
            if check_password(password, user.password):
                yield f"The password of {user.get_username()} is one that everybody tries. Choose another: /account/"
                break


def known_passwords(username: str) -> Iterator[str]:
    yield from dict.fromkeys([username, *KNOWN_PASSWORDS])
    # That of a demo is good for a demo: with others on the network it is in a file that many have seen.
    if settings.CONFIG.host not in ("127.0.0.1", "localhost", "::1"):
        signed = Path(settings.CONFIG.data) / demo.SIGN_IN
        if signed.is_file():
            yield demo.password(Path(settings.CONFIG.data))


def free_words() -> str:
    total, free = health.room()
    return f"{free / 1e9:,.1f} GB of {total / 1e9:,.1f} GB are free where {settings.WORK_DIR} lies."
