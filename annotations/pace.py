"""How fast a project is labeled: images answered per day and person, counted from the history."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.auth import get_user_model
from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.utils import timezone

from assets.changes import CHANGES, FIRST_LABEL
from projects.id_sets import these
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
    """Three queries, and two more where images were cleared and labeled again. Days follow the time zone of the
    installation."""
    today = timezone.localdate(now)
    days = [today - timedelta(days=ago) for ago in reversed(range(LOOKED_AT))]
    until = _midnight(today + timedelta(days=1))
    newest = AnnotationEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    labeled = AnnotationEvent.objects.filter(
        CHANGES[FIRST_LABEL],
        asset__project=project,
        at__gte=_midnight(days[0]),
        at__lt=until,
        pk__lte=newest,  # so that all of it is about the same events
    ).order_by()
    by_day = labeled.annotate(day=_place(days))
    per_day: Counter[int] = Counter()
    per_person: defaultdict[int, Counter[int]] = defaultdict(Counter)
    anew = 0
    # Events and not images: to tell a million images apart takes five times as long as to count them.
    for actor, day, count, repeats in by_day.values_list("actor", "day").annotate(
        events=Count("pk"), again=Count("pk", filter=AGAIN)
    ):
        per_day[day] += count
        per_person[actor][day] = count
        anew += repeats
    totals = Counter({actor: sum(_counts(counts)[-SHOWN:]) for actor, counts in per_person.items()})
    if anew:
        several = labeled.filter(AGAIN).values_list("asset", flat=True).distinct()
        rows = list(by_day.filter(asset__in=these(several)).values_list("asset", "actor", "day"))
        for (_, day), count in Counter((asset, day) for asset, _, day in rows).items():
            per_day[day] -= count - 1
        for (_, actor, day), count in Counter(rows).items():
            per_person[actor][day] -= count - 1
        shown = ((asset, actor) for asset, actor, day in rows if day >= LOOKED_AT - SHOWN)
        for (_, actor), count in Counter(shown).items():
            totals[actor] -= count - 1
    names = get_user_model().objects.in_bulk(totals)
    people = [
        Person(
            names[actor].get_username(),
            names[actor].get_full_name() or names[actor].get_username(),
            _counts(per_person[actor])[-SHOWN:],
            total,
        )
        for actor, total in totals.items()
        if total > 0
    ]
    people.sort(key=lambda person: (-person.total, person.username))
    counts = _counts(per_day)
    return Pace(tuple(days[-SHOWN:]), counts[-SHOWN:], tuple(people), _daily(counts[:-1]))


# Between two first labels of an image it was cleared, so the second is its third change at the earliest.
AGAIN = Q(revision__gte=3)


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
