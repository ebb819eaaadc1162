"""Who works in the demo."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

from people import audit
from people.audit import What
from projects.models import Kind

ADMIN = "admin"


@dataclass(frozen=True)
class Cast:
    """`you`: who looks around, and runs everything; two label, one reviews."""

    you: Any
    mara: Any
    jonas: Any
    ines: Any


def gather(password: str) -> Cast:
    """Accounts; only yours has a password."""
    users = get_user_model().objects
    with transaction.atomic():
        you = users.create_superuser(ADMIN, password=password)
        audit.note(What.PERSON_MADE, None, you, superuser=True)
        others = [_make(*names, by=you) for names in OTHERS]
    return Cast(you, *others)


OTHERS = (("mara", "Mara", "Lind"), ("jonas", "Jonas", "Weber"), ("ines", "Ines", "Duarte"))

LABELERS = ("mara", "jonas")  # and nothing else, in every open project


def _make(name: str, first: str, last: str, *, by: Any) -> Any:
    user = get_user_model().objects.create_user(name, first_name=first, last_name=last)
    if name in LABELERS:
        user.groups.add(Group.objects.get_or_create(name=Kind.LABELER)[0])
    audit.note(What.PERSON_MADE, by, user)
    return user
