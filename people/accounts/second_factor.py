"""A second factor beside the password: codes of an app (TOTP, RFC 6238), and ten recovery codes for when it is lost.

django-otp keeps and compares them: a code is good once, and after the nth that did not match the next may come after
2ⁿ⁻¹ seconds. What it keeps lies in the database as it is; whoever reads that has the codes, but no password.
"""

import re
from base64 import b32encode
from datetime import datetime
from typing import Any

import segno
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from core.exceptions import Refused
from people import audit, guessing, refusals
from people.accounts import sessions
from people.audit import What

APP, RECOVERY = "app", "recovery code"
RECOVERY_CODES = 10
OF_APP = re.compile(r"[0-9]{6}")
OF_RECOVERY = re.compile(r"[a-z2-7]{8}")


class WrongCode(Refused):
    def __init__(self) -> None:
        super().__init__("That code does not match. Each is good once: wait for the next.", code="wrong_code")


def is_on(user: Any) -> bool:
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def is_missing(user: Any) -> bool:
    """Whether this person has to set one up before anything else."""
    if not (settings.STAFF_NEED_SECOND_FACTOR and user.is_authenticated):
        return False
    return bool((user.is_staff or user.is_superuser) and not is_on(user))


# --- set up ---


def new_key() -> str:
    """Of an app that is not added yet; hexadecimal."""
    return str(default_key())


def secret_of(key: str) -> str:
    """As people type it into an app: letters and digits in groups of four."""
    text = b32encode(bytes.fromhex(key)).decode()
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


def picture_of(user: Any, key: str) -> SafeString:
    """The same for a camera: a QR code as SVG, black on white whatever the theme."""
    address = TOTPDevice(user=user, key=key).config_url
    code = segno.make(address, error="m", micro=False)
    return mark_safe(code.svg_inline(scale=4, border=4, light="#fff", omitsize=True))  # noqa: S308 -- squares only


def add(user: Any, key: str, code: str, request: HttpRequest) -> list[str]:
    """The app with this key is the person's from now on; the code proves that it has it. Answers with recovery codes,
    which can be shown now only. Raises WrongCode, or Refused when there is an app already."""
    with transaction.atomic():
        user = get_user_model().objects.select_for_update().get(pk=user.pk)
        if is_on(user):
            raise Refused("There is a second factor already. Turn it off first.", code="second_factor_is_on")
        app = TOTPDevice.objects.create(user=user, key=key, name=APP)
        if not (OF_APP.fullmatch(_plain(code)) and app.verify_token(_plain(code))):
            raise WrongCode
        codes = _make_recovery_codes(user)
        # Whoever came in elsewhere by the password alone comes in by both.
        sessions.end_all(user, but=request.session.session_key)
        audit.note(What.SECOND_FACTOR_ADDED, user, user, request, kind=APP)
    return codes


def renew_recovery_codes(user: Any, request: HttpRequest) -> list[str]:
    """New ones, which can be shown now only; those before are good no more. Raises Refused without a second factor."""
    with transaction.atomic():
        user = get_user_model().objects.select_for_update().get(pk=user.pk)
        if not is_on(user):
            raise Refused("There is no second factor.", code="second_factor_is_off")
        codes = _make_recovery_codes(user)
        audit.note(What.SECOND_FACTOR_ADDED, user, user, request, kind=RECOVERY)
    return codes


def _make_recovery_codes(user: Any) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    box = StaticDevice.objects.create(user=user, name=RECOVERY)
    StaticToken.objects.bulk_create(StaticToken(device=box, token=code) for code in codes)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def recovery_codes_left(user: Any) -> int:
    return int(StaticToken.objects.filter(device__user=user).count())


# --- asked for ---


def check(user: Any, code: str, request: HttpRequest) -> str:
    """Use up a code, of the app or for recovery; which of the two it was.

    Raises WrongCode, and guessing.TooManyTries when it comes too early after others that did not match; that one is not
    looked at. Of several at once with one code one is right: they wait for each other at its row.
    """
    code = _plain(code)
    if OF_APP.fullmatch(code):
        kind, devices = APP, TOTPDevice.objects
    elif OF_RECOVERY.fullmatch(code):
        kind, devices = RECOVERY, StaticDevice.objects
    else:
        refusals.say(What.SECOND_FACTOR_REFUSED, request, of=user.get_username(), because="no code")
        raise WrongCode
    with transaction.atomic(), refusals.said_if_early("code", request):
        device = devices.select_for_update().filter(user=user, confirmed=True).first()
        if device is None:
            raise WrongCode
        may, why = device.verify_is_allowed()
        if not may:
            raise _too_early(why["locked_until"])
        if device.verify_token(code):
            return kind
        # As seldom as a wrong one is looked at: after the tenth every quarter of an hour.
        refusals.note(What.SECOND_FACTOR_REFUSED, user, request, by=request.user, kind=kind)
    raise WrongCode


def _too_early(until: datetime) -> guessing.TooManyTries:
    return guessing.TooManyTries(until - timezone.now(), guessing.BY_CODE)


def turn_off(user: Any, code: str, request: HttpRequest) -> None:
    """By the person, who has a code, and whose other sessions end. Raises what `check` does."""
    check(user, code, request)
    with transaction.atomic():
        remove(user, user, request)
        sessions.end_all(user, but=request.session.session_key)


def remove(user: Any, by: Any, request: HttpRequest | None = None) -> bool:
    """The password alone is enough from now on. Whether there was a second factor."""
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        gone, _ = TOTPDevice.objects.filter(user=user).delete()
        if gone:
            audit.note(What.SECOND_FACTOR_REMOVED, by, user, request)
    return bool(gone)


def _plain(code: str) -> str:
    """As it was typed, with spaces and dashes for reading."""
    return re.sub(r"[\s-]", "", code).lower()
