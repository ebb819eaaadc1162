"""A link with which a person chooses a new password: made by an admin, who does not learn it; for one hour, and once.

Nothing of it is kept. Its token is signed over what a use changes (the password), over when the person signed in last,
and over the entry in the audit that tells of its making: so a second link ends the first, and so does signing in. It
has 128 bits that nobody guesses; tries are not counted.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from core.exceptions import Refused
from people import audit, tokens
from people.accounts import sessions
from people.audit import What
from people.models import AuditEntry


class Tokens(PasswordResetTokenGenerator):
    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.is_active}{_entry_of(user)}"

    def _now(self) -> datetime:
        """By UTC: where summer time ends, an hour of the clock on the wall lasts two."""
        return timezone.now().replace(tzinfo=None)


TOKENS = Tokens()


def make(user: Any, by: Any = None, request: HttpRequest | None = None) -> str:
    """The path of a new link. Raises Refused for an account that is deactivated."""
    with transaction.atomic():
        user = _locked(user)
        if not user.is_active:
            raise Refused(f"{user.get_username()} is deactivated, and cannot sign in.", code="deactivated")
        audit.note(What.RESET_LINK_MADE, by, user, request)
        token = TOKENS.make_token(user)
    return reverse("new-password", args=[urlsafe_base64_encode(force_bytes(user.pk)), token])


def use(user: Any, token: str, password: str, request: HttpRequest) -> bool:
    """Give the person this password, and end what the old one opened: sessions and API tokens. False when the link is
    good no more, as when it was used a moment ago."""
    with transaction.atomic():
        user = _locked(user)
        if not (user.is_active and TOKENS.check_token(user, token)):
            return False
        user.set_password(password)
        user.save(update_fields=["password"])
        tokens.revoke_after_new_password(user, request=request)
        ended = sessions.end_all(user)
        # Nobody has signed in; whoever has the link acts for the person.
        audit.note(What.PASSWORD_CHANGED, None, user, request, by_link=True, sessions=ended)
    return True


def _locked(user: Any) -> Any:
    """One after the other for each person."""
    return get_user_model().objects.select_for_update().get(pk=user.pk)


def _entry_of(user: Any) -> int | None:
    """Of the newest link."""
    made = AuditEntry.objects.filter(what=What.RESET_LINK_MADE, of_kind=user._meta.model_name, of_id=str(user.pk))
    return made.order_by("-id").values_list("id", flat=True).first()
