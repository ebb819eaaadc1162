"""How fast a project is labeled: images answered per day and person, counted from the history."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from annotations.browse.event_kinds import CHANGES, FIRST_LABEL
from annotations.models import AnnotationEvent
from annotations.moments import newest_event
from core.db import these
from projects.models import Project

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
    """Three queries, and two more where images were cleared and labeled again. Days follow the time zone of the
    installation."""
    today = timezone.localdate(now)
    days = [today - timedelta(days=ago) for ago in reversed(range(LOOKED_AT))]
    labeled = _first_labels(project, days)
    per_day, per_person, anew = _events(labeled)
    totals = Counter({actor: sum(_counts(counts)[-SHOWN:]) for actor, counts in per_person.items()})
    if anew:
        several = labeled.filter(AGAIN).values_list("asset", flat=True).distinct()
        rows = list(labeled.filter(asset__in=these(several)).values_list("asset", "actor", "day"))
        _count_once(rows, per_day, per_person, totals)
    counts = _counts(per_day)
    return Pace(tuple(days[-SHOWN:]), counts[-SHOWN:], _people(per_person, totals), _daily(counts[:-1]))


PerPerson = dict[int, Counter[int]]  # by id of the person, then by place of the day

# Between two first labels of an image it was cleared, so the second is its third change at the earliest.
AGAIN = Q(revision__gte=3)


def _first_labels(project: Project, days: Sequence[date]) -> QuerySet[Any]:
    """The events that gave an image a label, each with the place of its `day` among these."""
    events = AnnotationEvent.objects.filter(
        CHANGES[FIRST_LABEL],
        asset__project=project,
        at__gte=_midnight(days[0]),
        at__lt=_midnight(days[-1] + timedelta(days=1)),
        pk__lte=newest_event(),  # so that all of it is about the same events
    )
    return events.order_by().annotate(day=_place(days))


def _events(labeled: QuerySet[Any]) -> tuple[Counter[int], PerPerson, int]:
    """Events per day, and per person and day; and how many of them may be about an image that was labeled before.

    Events and not images: to tell images apart takes much longer.
    """
    per_day: Counter[int] = Counter()
    per_person: PerPerson = defaultdict(Counter)
    anew = 0
    for actor, day, count, repeats in labeled.values_list("actor", "day").annotate(
        events=Count("pk"), again=Count("pk", filter=AGAIN)
    ):
        per_day[day] += count
        per_person[actor][day] = count
        anew += repeats
    return per_day, per_person, anew


def _count_once(
    rows: Sequence[tuple[int, int, int]], per_day: Counter[int], per_person: PerPerson, totals: Counter[int]
) -> None:
    """Take off what counts an image twice on a day, for a person on a day, and for a person in all shown days. `rows`:
    image, person and day of each event of the images that were labeled more than once."""
    for (_, day), count in Counter((asset, day) for asset, _, day in rows).items():
        per_day[day] -= count - 1
    for (_, actor, day), count in Counter(rows).items():
        per_person[actor][day] -= count - 1
    shown = ((asset, actor) for asset, actor, day in rows if day >= LOOKED_AT - SHOWN)
    for (_, actor), count in Counter(shown).items():
        totals[actor] -= count - 1


def _people(per_person: PerPerson, totals: Counter[int]) -> tuple[Person, ...]:
    """The most first."""
    users = get_user_model().objects.in_bulk(totals)
    people = (
        Person(
            users[actor].get_username(),
            users[actor].get_full_name() or users[actor].get_username(),
            _counts(per_person[actor])[-SHOWN:],
            total,
        )
        for actor, total in totals.items()
        if total > 0
    )
    return tuple(sorted(people, key=lambda person: (-person.total, person.username)))


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
