"""The people of a project, as its settings list them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from annotations.statistics import week
from people.accounts import finding
from people.accounts.last_seen import LAST_SEEN
from projects import access
from projects.joining import site_kinds
from projects.models import Kind, Membership, Project

MOST = 200


@dataclass(frozen=True)
class Row:
    """Somebody and a project. `kind`: by membership, empty for none; `site_kind`: in all open projects. `is_sole`: who
    looks may not change it, as the project would be left without a manager."""

    user: Any
    kind: str
    site_kind: str
    week: week.Week
    is_you: bool
    is_sole: bool

    @property
    def is_staff(self) -> bool:
        return access.manages_all(self.user)

    @property
    def last_seen(self) -> datetime | None:
        seen: datetime | None = self.user.seen
        return seen

    @property
    def is_here(self) -> bool:
        """As near to now as is noted."""
        return self.last_seen is not None and timezone.now() - self.last_seen < timedelta(minutes=10)


@dataclass(frozen=True)
class Listed:
    rows: list[Row]
    total: int
    deactivated: int

    @property
    def active(self) -> int:
        return self.total - self.deactivated


def listed(project: Project, viewer: Any, search: str = "") -> Listed:
    """Of a closed project its members, of an open one everybody who may sign in; by user name, no more than MOST. Six
    queries, however many there are."""
    found = _found(project, search)
    kinds = dict(Membership.objects.filter(project=project).values_list("user", "kind"))
    did = week.of_each(project)
    sole = _sole_manager(project, viewer)
    people = found.annotate(seen=LAST_SEEN).prefetch_related("groups").order_by("-is_active", "username")[:MOST]
    rows = [
        Row(
            user, kinds.get(user.pk, ""), site_kinds.of(user), did.get(user.pk, week.Week()),
            user.pk == viewer.pk, user.pk == sole,
        )
        for user in people
    ]  # fmt: skip
    counted = found.aggregate(total=Count("pk"), deactivated=Count("pk", filter=Q(is_active=False)))
    return Listed(rows, **counted)


def _found(project: Project, search: str) -> QuerySet[Any]:
    everybody = get_user_model().objects.all()
    found = everybody.filter(memberships__project=project) if project.closed else everybody.filter(is_active=True)
    return found.filter(finding.named(search)) if search else found


def _sole_manager(project: Project, viewer: Any) -> int | None:
    """Who has to stay a manager, as far as who looks is concerned: staff may leave a project without any."""
    if not project.closed or access.manages_all(viewer):
        return None
    managers = Membership.objects.filter(project=project, kind=Kind.MANAGER, user__is_active=True)
    found = list(managers.values_list("user", flat=True)[:2])
    return found[0] if len(found) == 1 else None
