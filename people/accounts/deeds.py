"""What somebody does to a whole account, one's own or another's, with what the audit keeps of it."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpRequest

from people import audit
from people.accounts import second_factor, sessions
from people.audit import What


def sign_out_everywhere(user: Any, by: Any, request: HttpRequest, *, but_here: bool = False) -> int:
    """End the sessions of this person; with `but_here` not the one that asks. How many there were. API tokens stay:
    they are programs, and each is deleted by itself."""
    with transaction.atomic():
        ended = sessions.end_all(user, but=request.session.session_key if but_here else None)
        audit.note(What.SIGNED_OUT_EVERYWHERE, by, user, request, sessions=ended, but_here=but_here)
    return ended


def put_active(user: Any, active: bool, by: Any, request: HttpRequest) -> bool:
    """This person may come in, or no more: pages, sessions and tokens are refused from the next request on. Name and
    answers stay, and so does what they had when they are let in again. Whether that is a change."""
    with transaction.atomic():
        user = get_user_model().objects.select_for_update().get(pk=user.pk)
        before, user.is_active = user.is_active, active
        user.save(update_fields=["is_active"])
        noted = audit.note_change(What.PERSON_CHANGED, by, user, request, {"active": before}, {"active": active})
    return noted is not None


def may_help(by: Any, user: Any) -> bool:
    """Whether `by` may do something to the account of `user`. Whoever could take over an admin's account would be one,
    so only superusers may to that of staff."""
    if by.is_superuser:
        return bool(by.is_active)
    return bool(by.is_staff and by.has_perm("auth.change_user") and not (user.is_staff or user.is_superuser))


def may_deactivate(by: Any, user: Any) -> bool:
    """Nobody shuts themselves out, so that somebody is left who can let others in."""
    return bool(by.pk != user.pk and may_help(by, user))


def may_remove_factor(by: Any, user: Any) -> bool:
    """Only superusers: with it gone a password is enough, and others may make links for those."""
    return bool(by.is_active and by.is_superuser and second_factor.is_on(user))
