"""What somebody is in all open projects: the Django group of that name. Of several the one that may most counts."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.http import HttpRequest

from core.exceptions import Refused
from people import audit
from people.audit import What
from projects.models import Kind


def may_change(by: Any) -> bool:
    """Who is in a group is what only superusers say: it gives rights."""
    return bool(by.is_active and by.is_superuser)


def of(user: Any) -> str:
    """The kind of a person, of whom the groups are at hand (`prefetch_related("groups")`); empty for none."""
    return strongest(group.name for group in user.groups.all())


def strongest(names: Iterable[str]) -> str:
    held = set(names)
    return next((kind for kind in reversed(Kind.values) if kind in held), "")


def group(kind: str) -> Group:
    """A migration made it, and an admin may have deleted it: who is in none may more than a labeler."""
    return Group.objects.get_or_create(name=Kind(kind).value)[0]


def put(user: Any, kind: str, *, by: Any, request: HttpRequest | None = None) -> None:
    """This person is of that kind in all open projects from now on, or of none (""). Other groups stay."""
    if kind and kind not in Kind.values:
        raise Refused(f"kind is one of {', '.join(Kind.values)}.", code="bad_kind", field="kind")
    with transaction.atomic():
        user = get_user_model().objects.select_for_update().get(pk=user.pk)
        before = _names(user)
        user.groups.remove(*Group.objects.filter(name__in=set(Kind.values) - {kind}))
        if kind:
            user.groups.add(group(kind))
        audit.note_change(What.PERSON_CHANGED, by, user, request, {"groups": before}, {"groups": _names(user)})


def _names(user: Any) -> list[str]:
    return sorted(user.groups.values_list("name", flat=True))
