"""What is told of mended labels: by person, by pair of categories, by week, and why labels were sent back."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.utils import timezone

from annotations.mending import reading
from annotations.models import ReviewedLabel
from annotations.proportions import Rate
from core.exceptions import Refused
from projects.access import Right
from projects.models import Category, Project

MOST_WEEKS = 26  # that are told, the newest ones
MOST_REASONS = 20


def query(of: str, **asked: str) -> str:
    """Of the list of the images that a number counts. `of`: of one person's labels, "" of all."""
    return urlencode(asked | ({"mended_of": of} if of else {}))


@dataclass(frozen=True)
class Person:
    """`rate`: of the labels that somebody else looked at, how many were mended. `sent_back`: how many came back."""

    username: str
    name: str
    rate: Rate
    sent_back: int

    @property
    def looked_query(self) -> str:
        return query(self.username, looked_at="all")

    @property
    def mended_query(self) -> str:
        return query(self.username, mended="all")

    @property
    def sent_back_query(self) -> str:
        return query(self.username, sent_back="all")


@dataclass(frozen=True)
class Pair:
    """How many labels of one category were mended to another one; of one person's labels, or of all ("")."""

    was: Category
    now: Category
    count: int
    of: str = ""

    @property
    def query(self) -> str:
        return query(self.of, mended=f"{self.was.public_id}-{self.now.public_id}")


@dataclass(frozen=True)
class WeekRow:
    """Of the labels that were looked at last in the ISO week that begins on this Monday, how many there are; and how
    many were mended in it."""

    first_day: date
    rate: Rate
    of: str = ""

    @property
    def name(self) -> str:
        year, week, _ = self.first_day.isocalendar()
        return f"{year}-W{week:02}"

    @property
    def looked_query(self) -> str:
        return query(self.of, looked_at=self.name)

    @property
    def mended_query(self) -> str:
        return query(self.of, mended_week=self.name)


@dataclass(frozen=True)
class Reason:
    reason: str
    count: int
    of: str = ""

    @property
    def query(self) -> str:
        return query(self.of, sent_back_for=self.reason)


@dataclass(frozen=True)
class Numbers:
    """`of`: whose labels alone it is about; "" of everybody's. `weeks`: without gaps, the oldest first. `is_all`: False
    while a part of the history was not looked through yet, and is missing."""

    of: str
    rate: Rate
    sent_back: int
    people: tuple[Person, ...]
    pairs: tuple[Pair, ...]
    weeks: tuple[WeekRow, ...]
    reasons: tuple[Reason, ...]
    is_all: bool
    counted_at: datetime

    @property
    def looked_query(self) -> str:
        return query(self.of, looked_at="all")

    @property
    def mended_query(self) -> str:
        return query(self.of, mended="all")

    @property
    def sent_back_query(self) -> str:
        return query(self.of, sent_back="all")


def whose(project: Project, user: Any, of: str) -> str:
    """Whose labels are told of, when this user asks for those of `of` ("": of all that they may see). Reviewers see
    everybody's, all others their own: PermissionDenied for those of others. The project comes with its rights."""
    mine: str = user.get_username()
    if Right.REVIEW in project.rights:
        return of
    if of not in ("", mine):
        raise PermissionDenied("You see how your own labels were mended. Those of others are for reviewers.")
    return mine


def numbers(project: Project, of: str) -> Numbers:
    """Refused when nobody is called so. At most nine queries where the history is read as far as it goes."""
    user = _person(of) if of else None
    is_all = reading.catch_up(project.pk)
    labels = ReviewedLabel.objects.filter(project=project).order_by()
    if user is not None:
        labels = labels.filter(by=user)
    looked = _counted(labels, "by", "looked_week")
    mended = _counted(labels.filter(mended_week__isnull=False), "by", "was", "now", "mended_week")
    back = _counted(labels.filter(sent_back=True), "by", "reason")
    return Numbers(
        of=of,
        rate=Rate(mended.total(), looked.total()),
        sent_back=back.total(),
        people=_people(_summed(looked, 0), _summed(mended, 0), _summed(back, 0)),
        pairs=_pairs(project, _summed(mended, 1, 2), of),
        weeks=_weeks(_summed(looked, 1), _summed(mended, 3), of),
        reasons=_reasons(_summed(back, 1), of),
        is_all=is_all,
        counted_at=timezone.now(),
    )


def _counted(labels: QuerySet[ReviewedLabel], *columns: str) -> Counter[Any]:
    """How many labels there are of each combination of values."""
    rows = labels.values_list(*columns).annotate(count=Count("pk"))
    return Counter({tuple(values): count for *values, count in rows})


def _summed(counted: Counter[Any], *places: int) -> Counter[Any]:
    """By those of the values alone: by tuples of them where they are several."""
    chosen: Any = itemgetter(*places)
    summed: Counter[Any] = Counter()
    for values, count in counted.items():
        summed[chosen(values)] += count
    return summed


def _person(username: str) -> int:
    named = get_user_model().objects.none() if "\0" in username else get_user_model().objects.filter(username=username)
    found = named.values_list("pk", flat=True).first()
    if found is None:
        raise Refused("Nobody is called so.", code="no_such_person", field="of")
    return found


def _people(looked: Counter[int], mended: Counter[int], back: Counter[int]) -> tuple[Person, ...]:
    """Whose labels were looked at, those with the most mended ones first."""
    users = get_user_model().objects.in_bulk(looked)
    people = [
        Person(
            users[by].get_username(),
            users[by].get_full_name() or users[by].get_username(),
            Rate(mended[by], total),
            back[by],
        )
        for by, total in looked.items()
    ]
    return tuple(sorted(people, key=lambda person: (-person.rate.count, -person.rate.total, person.username)))


def _pairs(project: Project, mended: Counter[tuple[int, int]], of: str) -> tuple[Pair, ...]:
    """The most frequent first."""
    categories = {category.public_id: category for category in project.categories.all()}
    pairs = [
        Pair(categories[was], categories[now], count, of)
        for (was, now), count in mended.items()
        if was in categories and now in categories
    ]
    return tuple(sorted(pairs, key=lambda pair: (-pair.count, pair.was.class_index, pair.now.class_index)))


def _weeks(looked: Counter[date], mended: Counter[date], of: str) -> tuple[WeekRow, ...]:
    if not looked:
        return ()
    first, last = min(looked), max(looked)
    first = max(first, last - timedelta(weeks=MOST_WEEKS - 1))
    mondays = [first + timedelta(weeks=week) for week in range((last - first).days // 7 + 1)]
    return tuple(WeekRow(monday, Rate(mended[monday], looked[monday]), of) for monday in mondays)


def _reasons(back: Counter[str], of: str) -> tuple[Reason, ...]:
    """Why they were sent back, the most frequent first; of those where nobody said so, nothing."""
    told = sorted(((reason, count) for reason, count in back.items() if reason), key=lambda one: (-one[1], one[0]))
    return tuple(Reason(reason, count, of) for reason, count in told[:MOST_REASONS])
