"""About which classes an image was asked: the one place that says so in queries.

Asked about a class is an image that has it, of which somebody looked whether it has it (`Absence`), or whose last whole
answer was given while the class was there to be chosen: the labels revision of that answer tells
(`Asset.asked_revision`; `projects.categories` notes when each class opened and closed).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from annotations.models import Absence, Annotation
from annotations.sight import is_asked_again
from assets.models import Asset
from assets.states import CARRYING
from core.db import these
from projects.models import Category, CategoryQuerySet
from projects.task_types import facts

ANSWERED = CARRYING  # by a whole answer


def not_asked(asset: str = "") -> CategoryQuerySet:
    """Of the asset of the query around it, the classes of its project that it was not asked about, retired ones, too.
    Of one without a whole answer that is told only where somebody looked for classes one by one. `asset`: how the query
    around it leads to the asset, where it is of something else: `asset__`."""
    answer = OuterRef(f"{asset}asked_revision")
    closed = Q(closed_from__isnull=False, closed_from__lte=answer) & ~Q(closed_to__lte=answer)
    here = {"asset": OuterRef(OuterRef(f"{asset}pk")), "category": OuterRef("pk")}
    classes = Category.objects.filter(project=OuterRef(f"{asset}project")).exclude(Q(opened__lte=answer) & ~closed)
    return classes.filter(~Exists(Annotation.objects.filter(**here)), ~Exists(Absence.objects.filter(**here)))


def partly_asked() -> Q:
    """Of assets: answered, and not asked about a class that is there to be chosen now."""
    return Q(Exists(not_asked().filter(retired_at=None)), status__in=ANSWERED)


@dataclass(frozen=True)
class Asked:
    """What is told of an image that may have several labels: whether it has a whole answer; the labels revision of it,
    0: none; the classes, by public id, that it was not asked about, none where it is not answered."""

    answered: bool = False
    revision: int = 0
    not_asked: tuple[int, ...] = ()


def tell(assets: Iterable[Asset]) -> None:
    """Note it on each of the images: `asked`, None where an image has one label at most. One query where some are
    answered and may have several."""
    several = []
    for asset in assets:
        asset.asked = None  # type: ignore[attr-defined]
        if facts(asset.project.task_type).most_classes != 1:
            asset.asked = Asked()  # type: ignore[attr-defined]
            several.append(asset)
    # Who does not see an answer is not told that there is one.
    answered = {each.pk: each for each in several if each.status in ANSWERED and not is_asked_again(each)}
    if not answered:
        return
    missing: dict[int, list[int]] = {pk: [] for pk in answered}
    rows = Asset.objects.filter(pk__in=these(answered), project__categories__in=not_asked())
    for pk, public_id in rows.order_by("pk").values_list("pk", "project__categories__public_id"):
        missing[pk].append(public_id)
    for pk, asset in answered.items():
        asset.asked = Asked(True, asset.asked_revision, tuple(sorted(missing[pk])))  # type: ignore[attr-defined]


def of(asset: Asset) -> Asked | None:
    if not hasattr(asset, "asked"):
        tell([asset])
    told: Asked | None = asset.asked  # type: ignore[attr-defined]
    return told
