"""How far people agree who labeled the same pictures without seeing each other's answers, and how often labelers are
wrong about known ones. Counted from rows each time it is asked; every interval is two-sided, at 95 %."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Q

from annotations.models import SecondAnswer
from annotations.proportions import proportion_interval
from annotations.sight import GOLD, SECOND
from annotations.statistics.agreement import kappa, kappa_interval, observed
from assets.states import Status
from projects.models import Project

Said = tuple[int, ...]  # public ids of categories; none: skipped
Table = Mapping[tuple[Said, Said], int]  # (what the first said, what the second said) -> how many pictures
Interval = tuple[float, float]


@dataclass(frozen=True)
class Measure:
    """`same` of `of` pictures, `kappa` beyond chance; without one where chance alone would agree in all."""

    of: int
    same: int
    share: float
    share_interval: Interval
    kappa: float | None
    kappa_interval: Interval | None


@dataclass(frozen=True)
class Pair:
    """Two people by user name, in the order of the alphabet, whoever of them came first."""

    one: str
    other: str
    measure: Measure


@dataclass(frozen=True)
class OfClass:
    """One category against all else: of the pictures that either called so, `same` were called so by both."""

    category_id: int
    measure: Measure


@dataclass(frozen=True)
class KnownTo:
    """How often a labeler was wrong about known pictures; those that they skipped are no errors, and not in `of`."""

    username: str
    of: int
    wrong: int
    skipped: int
    share: float | None
    interval: Interval


@dataclass(frozen=True)
class Agreement:
    """`waiting`: second answers that can still be taken back. `table`: all pairs together."""

    waiting: int = 0
    measure: Measure | None = None
    pairs: tuple[Pair, ...] = ()
    classes: tuple[OfClass, ...] = ()
    table: Table = field(default_factory=dict)
    known: tuple[KnownTo, ...] = ()


def agreement(project: Project) -> Agreement:
    """Three queries."""
    table: Counter[tuple[Said, Said]] = Counter()
    by_pair: dict[tuple[str, str], Counter[tuple[Said, Said]]] = defaultdict(Counter)
    for first_by, by, first_ids, ids, count in _compared(project):
        said = (tuple(first_ids), tuple(ids))
        table[said] += count
        turned = first_by > by
        by_pair[(by, first_by) if turned else (first_by, by)][said[::-1] if turned else said] += count
    named = sorted({category_id for said in table for ids in said for category_id in ids})
    return Agreement(
        waiting=SecondAnswer.objects.standing().filter(_here(project), kind=SECOND, compared_at=None).count(),
        measure=measure_of(table) if table else None,
        pairs=tuple(Pair(*people, measure_of(counts)) for people, counts in sorted(by_pair.items())),
        classes=tuple(OfClass(category_id, _of_class(table, category_id)) for category_id in named),
        table=dict(table),
        known=known_to(project),
    )


def measure_of(table: Table) -> Measure:
    """Of a table that is not empty."""
    of = sum(table.values())
    same = sum(count for (first, second), count in table.items() if first == second)
    return Measure(of, same, observed(table), proportion_interval(same, of), kappa(table), kappa_interval(table))


def _of_class(table: Table, category_id: int) -> Measure:
    """Raw of those that either called so: of all others both would agree, however rare the category is. Kappa of all
    pictures, the category against the rest."""
    against: Counter[tuple[bool, bool]] = Counter()
    for (first, second), count in table.items():
        against[category_id in first, category_id in second] += count
    both, either = against[True, True], sum(against.values()) - against[False, False]
    return Measure(
        either, both, both / either, proportion_interval(both, either), kappa(against), kappa_interval(against)
    )


def known_to(project: Project) -> tuple[KnownTo, ...]:
    """Of each labeler who was asked, by user name. One query."""
    skipped = Q(status=Status.SKIPPED.value)
    answers = SecondAnswer.objects.compared().filter(_here(project), kind=GOLD).order_by()
    rows = answers.values_list("by__username").annotate(
        of=Count("pk", filter=~skipped),
        wrong=Count("pk", filter=~skipped & Q(agrees=False)),
        skipped=Count("pk", filter=skipped),
    )
    return tuple(
        KnownTo(username, of, wrong, passed, wrong / of if of else None, proportion_interval(wrong, of))
        for username, of, wrong, passed in sorted(rows)
    )


def _compared(project: Project) -> list[tuple[str, str, list[int], list[int], int]]:
    answers = SecondAnswer.objects.compared().filter(_here(project), kind=SECOND).order_by()
    who_and_what = ("first_by__username", "by__username", "first_event__to_category_ids", "category_ids")
    return list(answers.values_list(*who_and_what).annotate(count=Count("pk")))


def _here(project: Project) -> Q:
    return Q(asset__project=project)
