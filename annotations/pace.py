"""How fast a project is labeled: images answered per day and person, counted from the history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Case, Count, IntegerField, Value, When
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
    """Three queries: by person and day, by day, by person. Days follow the time zone of the installation."""
    today = timezone.localdate(now)
    days = [today - timedelta(days=ago) for ago in reversed(range(LOOKED_AT))]
    until = _midnight(today + timedelta(days=1))
    labeled = AnnotationEvent.objects.filter(
        CHANGES[FIRST_LABEL], asset__project=project, at__gte=_midnight(days[0]), at__lt=until
    ).order_by()
    by_day = labeled.annotate(day=_place(days))
    per_day = dict(by_day.values_list("day").annotate(IMAGES))
    per_person: dict[str, dict[int, int]] = {}
    for username, place, count in by_day.values_list("actor__username", "day").annotate(IMAGES):
        per_person.setdefault(username, {})[place] = count
    shown = labeled.filter(at__gte=_midnight(days[-SHOWN]))
    rows = shown.values_list("actor__username", "actor__first_name", "actor__last_name").annotate(IMAGES)
    people = sorted(
        (
            Person(username, f"{first} {last}".strip() or username, _counts(per_person[username])[-SHOWN:], total)
            for username, first, last, total in rows
        ),
        key=lambda person: (-person.total, person.username),
    )
    totals = _counts(per_day)
    return Pace(tuple(days[-SHOWN:]), totals[-SHOWN:], tuple(people), _daily(totals[:-1]))


# One that was cleared and labeled again is one.
IMAGES = Count("asset", distinct=True)


def _place(days: Sequence[date]) -> Case:
    """Which of the days an event belongs to, from 0; the newest is asked about first."""
    newest_first = reversed(list(enumerate(days)))
    return Case(
        *(When(at__gte=_midnight(day), then=Value(place)) for place, day in newest_first), output_field=IntegerField()
    )


def _counts(per_day: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(per_day.get(place, 0) for place in range(LOOKED_AT))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _daily(totals: Sequence[int]) -> float | None:
    active = [count for count in totals if count][-ACTIVE:]
    return sum(active) / len(active) if len(active) >= ENOUGH else None
