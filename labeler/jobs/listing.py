"""The jobs of all kinds as one list: those that run, wait, failed and are done, the newest first in each."""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, Min, Q, Value, When
from django.utils import timezone

from core.exceptions import Refused
from core.jobs import leases
from core.jobs.job import State
from labeler.jobs.kinds import KINDS, Kind

LIMIT = 50  # rows of a page
MOST_PK = 2**63 - 1
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
        return self.group == "running" and not leases.holds(self.job.lease_until, self.now, leases.LEASE)

    @property
    def done(self) -> int:
        """How many of what it counts it went through."""
        return self.job.progress or (self.job.whole if self.group == "done" else 0)

    @property
    def tries(self) -> int:
        return self.kind.tries(self.job)

    @property
    def due(self) -> datetime | None:
        """When it is tried again, of one that waits for that."""
        due: datetime | None = getattr(self.job, "due_at", None)
        return due if self.group == "waiting" and due and due > self.now else None

    @property
    def may_be_now(self) -> bool:
        return self.kind.now is not None and self.due is not None

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
            at = datetime.fromisoformat(moment).astimezone(UTC)
            return cls(int(group), at, int(kind), min(int(pk), MOST_PK))
        except (ValueError, TypeError, OverflowError):
            raise Refused("There is no such page of this list.", code="bad_cursor", field="cursor") from None

    def __str__(self) -> str:
        told = json.dumps([self.group, self.moment.isoformat(), self.kind, self.pk])
        return base64.urlsafe_b64encode(told.encode()).decode()

    def beyond(self, kind: int) -> Q:
        """What of a kind comes behind it."""
        older = Q(moment__lt=self.moment)
        if kind == self.kind:
            older |= Q(moment=self.moment, pk__lt=self.pk)
        elif kind > self.kind:
            older |= Q(moment=self.moment)
        return Q(group__gt=self.group) | Q(group=self.group) & older


def page(tab: str, cursor: str = "") -> tuple[list[Row], str]:
    """Rows of a tab behind the cursor, and the cursor of what follows; "" where nothing does. Refused (bad_cursor).
    Two queries a kind: what is under way is found by itself, however much has ended."""
    edge = _Edge.read(cursor) if cursor else None
    now = timezone.now()
    wanted = range(len(GROUPS)) if tab == "all" else [GROUPS.index(tab)]
    found: list[tuple[_Edge, Row]] = []
    for place, kind in enumerate(KINDS):
        behind = edge.beyond(place) if edge else Q()
        for part in _listed(kind, now):
            rows = kind.told(part.filter(behind, group__in=wanted))
            for job in rows.order_by("group", "-moment", "-pk")[: LIMIT + 1]:
                found.append((_Edge(job.group, job.moment, place, job.pk), Row(kind, job, GROUPS[job.group], now)))
    found.sort(key=lambda item: (item[0].group, -item[0].moment.timestamp(), item[0].kind, -item[0].pk))
    rows_of_page = [row for _, row in found[:LIMIT]]
    return rows_of_page, str(found[LIMIT - 1][0]) if len(found) > LIMIT else ""


def _listed(kind: Kind, now: datetime) -> tuple[Any, Any]:
    """Of a kind what is under way, and what ended not long ago, with the place of each one's `group`."""
    model = kind.model
    states = (model.RUNNING, State.QUEUED, State.FAILED, model.DONE, State.CANCELLED)
    group = Case(*(When(state=state, then=Value(place)) for place, state in enumerate(states)), default=Value(-1))
    rows = kind.rows().annotate(group=group)
    ended = [state for state in states[2:] if state not in kind.untold]
    unfinished = model.unfinished_states()
    return rows.filter(state__in=unfinished), rows.filter(state__in=ended, moment__gte=now - KEPT)


@dataclass(frozen=True)
class Summary:
    """How many jobs are in each tab, and since when that one waits that waits longest, of those not for later."""

    counts: dict[str, int]
    oldest_waiting: datetime | None


def summary() -> Summary:
    """Two queries a kind."""
    now = timezone.now()
    counts = dict.fromkeys(("all", *GROUPS), 0)
    waiting = []
    for kind in KINDS:
        for part in _listed(kind, now):
            asked = {name: Count("pk", filter=Q(group=place)) for place, name in enumerate(GROUPS)}
            told = part.aggregate(**asked, first=Min("moment", filter=_waits(kind, now)))
            waiting.append(told.pop("first"))
            for name, count in told.items():
                counts[name] += count
                counts["all"] += count
    return Summary(counts, min((moment for moment in waiting if moment), default=None))


def _waits(kind: Kind, now: datetime) -> Q:
    has_due = any(field.name == "due_at" for field in kind.model._meta.fields)
    return Q(state=State.QUEUED) & (Q(due_at__lte=now) if has_due else Q())
