"""The jobs of all kinds as one list: those that run, wait, failed and are done, the newest first in each."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from core.exceptions import Refused
from core.jobs import leases
from core.jobs.job import State
from labeler.jobs.kinds import KINDS, Kind

LIMIT = 50  # rows of a page
KEPT = timedelta(days=30)  # that one that ended is listed
GROUPS = ("running", "waiting", "failed", "done", "cancelled")  # in the order of the list
TABS = ("all", *GROUPS[:-1])


@dataclass(frozen=True)
class Row:
    """A job as the list tells it."""

    kind: Kind
    job: Any
    group: str
    now: datetime

    @property
    def title(self) -> str:
        return f"{self.kind.does} {self.job.called}"

    @property
    def address(self) -> str:
        return self.kind.where(self.job)

    @property
    def seen(self) -> datetime | None:
        """When its worker gave its last sign of life."""
        return self.job.lease_until - leases.LEASE if self.group == "running" and self.job.lease_until else None

    @property
    def is_silent(self) -> bool:
        """Its worker has let its lease run out: another one takes it over."""
        return self.group == "running" and (self.job.lease_until is None or self.job.lease_until <= self.now)

    @property
    def whole(self) -> int:
        return self.kind.whole(self.job)

    @property
    def percent(self) -> int:
        return min(99, 100 * self.job.progress // self.whole) if self.whole else 0

    @property
    def done(self) -> int:
        """How many of what it counts it went through."""
        return self.job.progress or (self.whole if self.group == "done" else 0)

    @property
    def tries(self) -> int:
        return self.kind.tries(self.job)

    @property
    def due(self) -> datetime | None:
        """When it is tried again, of one that waits for that."""
        due: datetime | None = getattr(self.job, "due_at", None)
        return due if self.group == "waiting" and due and due > self.now else None

    @property
    def may_cancel(self) -> bool:
        return self.kind.cancel is not None and self.group in ("running", "waiting")

    @property
    def may_retry(self) -> bool:
        return self.kind.retry is not None and self.job.state in self.kind.retried and self.kind.may_begin(self.job)


@dataclass(frozen=True)
class _Edge:
    """The last row of a page: in the order of GROUPS, the newest first, by the place of its kind, by its number."""

    group: int
    moment: datetime
    kind: int
    pk: int

    @classmethod
    def read(cls, cursor: str) -> "_Edge":
        try:
            group, moment, kind, pk = json.loads(base64.urlsafe_b64decode(cursor.encode()))
            return cls(int(group), parse_datetime(moment) or _no_moment(), int(kind), int(pk))
        except (ValueError, TypeError, AttributeError):
            raise Refused("There is no such page of this list.", code="bad_cursor", field="cursor") from None

    def __str__(self) -> str:
        told = json.dumps([self.group, self.moment.isoformat(), self.kind, self.pk])
        return base64.urlsafe_b64encode(told.encode()).decode()

    def beyond(self, group: int, kind: int) -> Q | None:
        """What of a kind in a group comes behind it; None where nothing does."""
        if group != self.group:
            return Q() if group > self.group else None
        older = Q(moment__lt=self.moment)
        if kind == self.kind:
            return older | Q(moment=self.moment, pk__lt=self.pk)
        return older | Q(moment=self.moment) if kind > self.kind else older


def page(tab: str, cursor: str = "") -> tuple[list[Row], str]:
    """Rows of a tab behind the cursor, and the cursor of what follows; "" where nothing does. Refused (bad_cursor)."""
    edge = _Edge.read(cursor) if cursor else None
    now = timezone.now()
    found: list[tuple[_Edge, Row]] = []
    for place, name in enumerate(GROUPS):
        if tab not in ("all", name):
            continue
        behind = [item for kind in range(len(KINDS)) for item in _of_group(place, kind, edge, now)]
        behind.sort(key=lambda item: (-item[0].moment.timestamp(), item[0].kind, -item[0].pk))
        found += behind
        if len(found) > LIMIT:
            break
    rows = [row for _, row in found[:LIMIT]]
    return rows, str(found[LIMIT - 1][0]) if len(found) > LIMIT else ""


def _of_group(place: int, kind_place: int, edge: _Edge | None, now: datetime) -> Iterator[tuple[_Edge, Row]]:
    kind, group = KINDS[kind_place], GROUPS[place]
    behind = edge.beyond(place, kind_place) if edge else Q()
    if behind is None or (asked := _chosen(kind, group, now)) is None:
        return
    for job in kind.told(kind.rows().filter(asked, behind)).order_by("-moment", "-pk")[: LIMIT + 1]:
        yield _Edge(place, job.moment, kind_place, job.pk), Row(kind, job, group, now)


def _chosen(kind: Kind, group: str, now: datetime) -> Q | None:
    """What of a kind is in a group; None where it has no such state."""
    model = kind.model
    states = {
        "running": model.RUNNING,
        "waiting": State.QUEUED,
        "failed": State.FAILED,
        "done": model.DONE,
        "cancelled": State.CANCELLED,
    }
    if states[group] not in dict(model._meta.get_field("state").choices or ()):
        return None
    chosen = Q(state=states[group])
    return chosen if group in ("running", "waiting") else chosen & Q(moment__gte=now - KEPT)


def counts() -> dict[str, int]:
    """How many jobs are in each tab. One query a kind."""
    now = timezone.now()
    found = dict.fromkeys(("all", *GROUPS), 0)
    for kind in KINDS:
        chosen = {group: asked for group in GROUPS if (asked := _chosen(kind, group, now)) is not None}
        counted = kind.rows().aggregate(**{group: Count("pk", filter=asked) for group, asked in chosen.items()})
        for group, count in counted.items():
            found[group] += count
            found["all"] += count
    return found


def oldest_waiting() -> datetime | None:
    """Since when the job waits that waits longest, of those that are not for later."""
    now = timezone.now()
    waiting = [kind.rows().filter(state=State.QUEUED).exclude(**_later(kind, now)) for kind in KINDS]
    moments = [rows.aggregate(first=Min("moment"))["first"] for rows in waiting]
    return min((moment for moment in moments if moment), default=None)


def _later(kind: Kind, now: datetime) -> dict[str, Any]:
    has_due = any(field.name == "due_at" for field in kind.model._meta.fields)
    return {"due_at__gt": now} if has_due else {"pk": None}


def _no_moment() -> datetime:
    raise ValueError("no moment")
