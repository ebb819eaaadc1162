"""API tokens: made with a name and an end, shown once, kept as a hash. They end with the password of their making."""

import hashlib
import logging
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import DatabaseError, transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from knox.crypto import hash_token
from knox.models import AuthToken

from core.exceptions import Refused
from people import audit
from people.audit import What
from people.models import TokenFacts

MOST = 20  # of one person
DAYS = 90  # that a token lives when nobody says otherwise
MOST_DAYS = 3650

# Why a token goes that nobody revoked.
NEW_PASSWORD = "new password"  # noqa: S105
ENDED = "ended before"
NEVER = "never"  # it ends by itself

logger = logging.getLogger("labeler")


def make(
    user: Any,
    name: str,
    *,
    days: int | None = DAYS,
    read_only: bool = False,
    by: Any = None,
    request: HttpRequest | None = None,
) -> tuple[TokenFacts, str]:
    """A new token and its text, which is kept nowhere. Without `days` it does not end by itself.

    What can no longer be used makes room. Raises Refused when the name or the days will not do, the person has a token
    of that name, or has as many as one may have.
    """
    name = clean_name(name)
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise Refused(f"A token lives 1 to {MOST_DAYS} days.", code="bad_days", field="days")
    with transaction.atomic():
        # One after the other for each person: nobody gets one too many by asking twice at once.
        user = get_user_model().objects.select_for_update().get(pk=user.pk)
        useless = Q(token__expiry__lte=timezone.now()) | _of_another_password(user)
        _delete(of(user).filter(useless), by, request, because=ENDED)
        names = _names(user)
        if name.casefold() in names:
            raise Refused(f"There is a token named {name} already.", code="name_taken", field="name")
        if len(names) >= MOST:
            raise Refused(f"One person has at most {MOST} tokens. Delete one first.", code="too_many_tokens")
        token, text = AuthToken.objects.create(user, expiry=timedelta(days=days) if days else None)
        facts = TokenFacts.objects.create(
            token=token, name=name, read_only=read_only, password_digest=_digest(user.password)
        )
        audit.note(What.TOKEN_MADE, by, user, request, **_told(facts), read_only=read_only, days=days or NEVER)
    return facts, text


def clean_name(text: str) -> str:
    name = " ".join(text.split())
    if not 1 <= len(name) <= TokenFacts.MOST_NAME or not name.isprintable():
        raise Refused(f"A name has 1 to {TokenFacts.MOST_NAME} characters.", code="bad_name", field="name")
    return name


def free_name(user: Any, name: str) -> str:
    """The name, or the first of “name 2”, “name 3” … that no token of this person has."""
    taken = _names(user)
    names = [name, *(f"{name} {number}" for number in range(2, MOST + 2))]
    return next((each for each in names if each.casefold() not in taken), name)


def of(user: Any) -> QuerySet[TokenFacts]:
    """All tokens of a person, the newest first."""
    return TokenFacts.objects.filter(token__user=user).select_related("token").order_by("-token__created")


def _names(user: Any) -> list[str]:
    """Two names that differ in capitals only are one."""
    return [name.casefold() for name in of(user).values_list("name", flat=True)]


def use(text: str) -> TokenFacts:
    """The token with this text and its owner, for a call of today. Raises Refused when it opens nothing."""
    facts = TokenFacts.objects.select_related("token__user").filter(pk=hash_token(text)).first()
    if facts is None:
        raise Refused("Invalid token.", code="wrong_token")
    owner = facts.token.user
    if not owner.is_active:
        raise Refused("This account is deactivated.", code="deactivated")
    if facts.password_digest != _digest(owner.password):
        with suppress(DatabaseError):  # it is refused in any case
            _delete(TokenFacts.objects.filter(pk=facts.pk), because=NEW_PASSWORD)
        raise Refused("The password was changed, and its tokens ended with it. Make a new one.", code="token_ended")
    if facts.has_ended:
        raise Refused("This token has come to its end. Make a new one.", code="token_ended")
    _note_use(facts)
    return facts


def _note_use(facts: TokenFacts) -> None:
    """Once a day: a call that only reads does not wait for the writers of others."""
    today = timezone.localdate()
    if facts.last_used_on == today:
        return
    try:
        TokenFacts.objects.filter(pk=facts.pk).update(last_used_on=today)
    except DatabaseError:
        logger.warning("The use of a token could not be noted", exc_info=True)


def revoke(tokens: Iterable[TokenFacts], *, by: Any = None, request: HttpRequest | None = None) -> int:
    """Programs that use them are refused from now on. How many there were."""
    return _delete(TokenFacts.objects.filter(pk__in=[facts.pk for facts in tokens]), by, request)


def revoke_after_new_password(user: Any, *, by: Any = None, request: HttpRequest | None = None) -> int:
    """Delete what was made under another password than the person has now. How many there were."""
    return _delete(of(user).filter(_of_another_password(user)), by, request, because=NEW_PASSWORD)


def told_as_deleted(count: int) -> str:
    return "1 API token was deleted." if count == 1 else f"{count} API tokens were deleted."


def keep_over_new_hash(user: Any, before: str) -> None:
    """The same password is hashed anew, as Django does when it hashes harder by now: tokens stay."""
    of(user).order_by().filter(password_digest=_digest(before)).update(password_digest=_digest(user.password))


def _of_another_password(user: Any) -> Q:
    return ~Q(password_digest=_digest(user.password))


@transaction.atomic
def _delete(tokens: QuerySet[TokenFacts], by: Any = None, request: HttpRequest | None = None, **why: str) -> int:
    # Of two who delete the same at once, the second finds nothing.
    found = list(tokens.select_related("token__user").select_for_update(of=("self",)))
    for facts in found:
        audit.note(What.TOKEN_REVOKED, by, facts.token.user, request, **_told(facts), **why)
    # Facts go with their token.
    AuthToken.objects.filter(pk__in=[facts.pk for facts in found]).delete()
    return len(found)


def _told(facts: TokenFacts) -> dict[str, str]:
    return {"token": facts.name, "starts_with": facts.starts_with}


def _digest(password: str) -> str:
    """Of the hash of a password. Not by the secret key: a lost one ends sessions, and no program."""
    return hashlib.sha256(password.encode()).hexdigest()
