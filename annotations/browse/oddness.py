"""Of each image of a category: how unlike the others it looks, so that wrong labels stand first.

The number of an image is by how much farther it is from the middle of its own category, itself left out, than from the
nearest middle of another one: 250,000 × (2 + the difference of squared distances), between 0 and 1,000,000
(`assets/images/likeness.py`; ADR 23 has what else was tried).

A number stays as long as its label does, because somebody may be on the second page of the list that it sorts. But what
was told of a category of ten says little once it has a hundred: when a category has doubled, up to REFERENCES labels,
all of it is told anew, as another *generation*. Numbers of different generations are never compared: that of a label
begins with its generation, in multiples of SPAN, so a cursor tells of which one it is. `measuring.py`
has when labels are told, and by whom.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import dist
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from annotations.models import NOT_MEASURED, Annotation
from assets.images import dhashes
from assets.images.likeness import Mean, Vector, vectors
from assets.models import Asset
from core.db import set_each, these
from core.pagination import Sort
from projects.models import Category, Project

logger = logging.getLogger("labeler.jobs")

ODD = "odd"
ORDER = Sort("oddness", descending=True)  # of what `ranked` gives

LOOK = "asset__look__numbers"
PART = 5000  # labels that are told in one transaction
REFERENCES = 1000  # labels that stand for a larger category
OTHERS = 1000  # labels that stand for all other categories together
LEAST, MOST = 20, 60  # of them for each
FILLED = 500  # thumbnails that are read in one go

MOST_ODD = 1_000_000
SPAN = 1 << 20  # between the numbers of two generations; more than MOST_ODD


def ranked(found: QuerySet[Asset], sort: str, project: Project, public_id: int | None) -> QuerySet[Asset]:
    """Images of a project under a filter of one category, with what ORDER goes by; under any other sort as they are."""
    if sort != ODD:
        return found
    # That it is this one row lets a database walk the index of ORDER, and stop at the end of a page.
    category = Category.objects.filter(project=project, public_id=public_id).order_by().values("pk")
    with_label = found.annotate(oddness=F("annotations__oddness"), label=F("annotations__category"))
    return with_label.filter(label=Subquery(category[:1]))


def ranked_all(found: QuerySet[Asset], sort: str) -> QuerySet[Asset]:
    """The same of any images, such as have no label any more: these stand with what nobody has measured."""
    last = Coalesce(F("annotations__oddness"), NOT_MEASURED)
    return found.annotate(oddness=last) if sort == ODD else found


@dataclass(frozen=True)
class Measured:
    """How far a category is told. `newest`: the last generation of which there is any number, or 0. `size`: how many
    labels, REFERENCES at most. `floor`: the least number of a label that is told by now. `is_whole`: all are."""

    category: Category
    newest: int
    size: int
    floor: int
    is_whole: bool

    @classmethod
    def of(cls, found: QuerySet[Category]) -> "Measured | None":
        """None where there is no such category."""
        numbers = Annotation.objects.filter(category=OuterRef("pk")).values("oddness")
        edges = {
            name: Subquery(numbers.order_by(way)[:1]) for name, way in (("least", "oddness"), ("most", "-oddness"))
        }
        category: Any = found.annotate(**edges).first()
        if category is None:
            return None
        newest = max(category.most or 0, 0) // SPAN
        size = _labels(category)[:REFERENCES].count()
        floor = SPAN * max(newest, size.bit_length())
        return cls(category, newest, size, floor, is_whole=category.least is None or category.least >= floor)

    def is_outdated(self, number: int) -> bool:
        """Whether a list that stands at this number was begun before the category was told anew."""
        return NOT_MEASURED < number < self.newest * SPAN

    @property
    def untold(self) -> QuerySet[Annotation]:
        return _labels(self.category).filter(oddness__lt=self.floor)


@dataclass(frozen=True)
class Labels:
    """How the images of some labels look, by label; None of an image that has no numbers yet. `references` stand for
    the category: the same ones each time, as long as they stay. `waiting`: those that are not told, the first PART."""

    references: dict[int, bytes | None]
    waiting: dict[int, bytes | None]

    @classmethod
    def of(cls, measured: Measured) -> "Labels":
        first = _labels(measured.category).order_by("pk")[:REFERENCES]
        rows = list(first.values_list("pk", LOOK, "oddness"))
        references = {pk: look for pk, look, _ in rows}
        if len(rows) < REFERENCES:
            return cls(references, {pk: look for pk, look, number in rows if number < measured.floor})
        return cls(references, dict(measured.untold.order_by("pk").values_list("pk", LOOK)[:PART]))


def tell(measured: Measured, labels: Labels, others: Iterable[Category]) -> int:
    """Give those that wait their numbers; how many got one. Of images whose looks nobody knows yet none does."""
    own = dict(_vectors(labels.references))
    middle = Mean([*own.values()])
    nearest = _middles(others)
    waiting = _vectors(labels.waiting)
    return _write(
        {pk: _oddness(vector, _own_middle(middle, vector, is_in=pk in own), nearest) for pk, vector in waiting},
        measured.floor,
    )


def others_of(category: Category) -> list[Category]:
    return list(Category.objects.filter(project=category.project_id).exclude(pk=category.pk).order_by("pk"))


def fill_looks(measured: Measured) -> int:
    """Give some images of earlier days what their labels are told by; how many there were. Of one that cannot be read
    nothing is known: it is not odd."""
    missing = measured.untold.filter(asset__look=None).order_by("pk")[:FILLED]
    assets = {each.asset: each.pk for each in missing.select_related("asset__project")}
    unreadable = dhashes.fill([*assets])
    if unreadable:
        logger.warning("%s images of %s cannot be read, and are not sorted", len(unreadable), measured.category)
    _write({pk: 0 for asset, pk in assets.items() if asset.pk in unreadable}, measured.floor)
    return len(assets)


def _write(odd: Mapping[int, int], floor: int) -> int:
    """Write the numbers of labels that have none yet: one that somebody else told meanwhile stays. How many it were.

    Whoever answers locks labels in an order of their own: so nobody is waited for here, and a label that is being
    changed is passed over."""
    with transaction.atomic(savepoint=False):
        free = Annotation.objects.select_for_update(no_key=True, skip_locked=True).order_by("pk")
        mine = free.filter(pk__in=these(odd), oddness__lt=floor).values_list("pk", flat=True)
        told = {pk: floor + odd[pk] for pk in mine}
        set_each(Annotation, "oddness", told)
    return len(told)


def _labels(category: Category) -> QuerySet[Annotation]:
    return Annotation.objects.filter(category=category)


def _vectors(looks: Mapping[int, bytes | None]) -> Iterable[tuple[int, Vector]]:
    known = {pk: bytes(each) for pk, each in looks.items() if each is not None}
    return zip(known, vectors([*known.values()]), strict=True)


def _own_middle(middle: Mean, vector: Vector, *, is_in: bool) -> Vector | None:
    """None where there is no other image."""
    if not is_in:
        return middle.all if middle.count else None
    return middle.without(vector) if middle.count > 1 else None


def _middles(others: Iterable[Category]) -> list[Vector]:
    others = [*others]
    most = max(LEAST, min(MOST, OTHERS // max(1, len(others))))
    firsts = [dict(_labels(other).order_by("pk").values_list("pk", LOOK)[:most]) for other in others]
    found = [Mean([vector for _, vector in _vectors(first)]) for first in firsts]
    return [mean.all for mean in found if mean.count]


def _oddness(vector: Vector, own: Vector | None, others: Sequence[Vector]) -> int:
    """Of one alone nobody can tell: 0."""
    if own is None:
        return 0
    nearest = min((dist(vector, other) for other in others), default=0.0)
    return max(0, min(MOST_ODD, round(250_000 * (2 + dist(vector, own) ** 2 - nearest**2))))
