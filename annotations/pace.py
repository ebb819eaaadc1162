"""How fast a project is labeled: images answered per day and person, counted from the history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from assets.changes import CHANGES, FIRST_LABEL
from projects.models import Project

from .models import AnnotationEvent

SHOWN = 14  # days of the chart
LOOKED_AT = 28  # days in which active ones are looked for
ACTIVE = 7  # of them make the pace
ENOUGH = 3  # active days, before a pace is told


@dataclass(frozen=True)
class Person:
    """One labeler: their images per shown day, oldest first, and in all these days (each is counted once)."""

    username: str
    name: str
    per_day: tuple[int, ...]
    total: int


@dataclass(frozen=True)
class Pace:
    """Images that got a label, per shown day (oldest first, the last one is today), and by whom.

    `daily`: the mean of the last active days, None before there are enough of them. Today is not over: it counts as an
    active day for nobody.
    """

    days: tuple[date, ...]
    per_day: tuple[int, ...]
    people: tuple[Person, ...]
    daily: float | None

    @property
    def total(self) -> int:
        return sum(self.per_day)

    def days_left(self, unlabeled: int) -> int | None:
        """Whole days until nothing is unlabeled, at this pace."""
        return -int(-unlabeled // self.daily) if self.daily else None


def project_pace(project: Project, now: datetime | None = None) -> Pace:
    """Two queries: by person, and of all. Days follow the time zone of the installation."""
    today = timezone.localdate(now)
    days = [today - timedelta(days=ago) for ago in reversed(range(LOOKED_AT))]
    per_day = {f"day_{place}": _between(day, day) for place, day in enumerate(days)}
    labeled = AnnotationEvent.objects.filter(
        CHANGES[FIRST_LABEL], asset__project=project, at__gte=_midnight(days[0])
    ).order_by()
    rows = labeled.values_list("actor__username", "actor__first_name", "actor__last_name").annotate(
        **per_day, shown=_between(days[-SHOWN], today)
    )
    people = sorted((_person(row) for row in rows if row[-1]), key=lambda person: (-person.total, person.username))
    totals = list(labeled.aggregate(**per_day).values())
    return Pace(tuple(days[-SHOWN:]), tuple(totals[-SHOWN:]), tuple(people), _daily(totals[:-1]))


def _between(first: date, last: date) -> Any:
    """How many images were labeled on these days; one that was cleared and labeled again is one."""
    days = Q(at__gte=_midnight(first), at__lt=_midnight(last + timedelta(days=1)))
    return Count("asset", distinct=True, filter=days)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _person(row: Sequence[Any]) -> Person:
    username, first, last, *counts, total = row
    return Person(username, f"{first} {last}".strip() or username, tuple(counts[-SHOWN:]), total)


def _daily(totals: Sequence[int]) -> float | None:
    active = [count for count in totals if count][-ACTIVE:]
    return sum(active) / len(active) if len(active) >= ENOUGH else None
