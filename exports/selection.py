"""Which images a version holds: the one place that turns what was asked for into rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from annotations.models import Annotation
from assets.models import Asset
from assets.states import CARRIES_LABEL, STATUSES, Status
from projects.models import Project
from projects.refusal import Refused

UNLABELED = [status for status in Status if not CARRIES_LABEL[status]]
MOST_RATIO = 10_000


@dataclass(frozen=True)
class Wanted:
    """What somebody asks of a version (dataset contract, section 7). `splits`: `{ratios, seed?}` or None."""

    statuses: tuple[str, ...] = (Status.APPROVED.value,)
    category_ids: tuple[int, ...] | None = None
    include_unlabeled: bool = False
    include_inactive_categories: bool = False
    splits: Mapping[str, Any] | None = field(default=None)

    def __post_init__(self) -> None:
        if not self.statuses or not STATUSES.issuperset(self.statuses):
            raise Refused("statuses are some of " + ", ".join(Status) + ".", code="bad_selection", field="statuses")


def chosen(project: Project, wanted: Wanted) -> QuerySet[Asset]:
    """Images of the statuses and categories that were asked for, before anything is left out."""
    rows = project.assets.filter(status__in=set(wanted.statuses))
    if wanted.category_ids is not None:
        indices = [category_id - 1 for category_id in wanted.category_ids]
        rows = rows.filter(Exists(labels().filter(category__class_index__in=indices)))
    return rows


def held(project: Project, wanted: Wanted) -> QuerySet[Asset]:
    """The images that the version holds."""
    rows = chosen(project, wanted)
    if not wanted.include_unlabeled:
        rows = rows.exclude(_without_label())
    if not wanted.include_inactive_categories:
        rows = rows.exclude(_of_inactive_category())
    return rows


def excluded(project: Project, wanted: Wanted) -> dict[str, int]:
    """How many of the chosen images are left out, by reason."""
    rows = chosen(project, wanted)
    return {
        "unlabeled": 0 if wanted.include_unlabeled else rows.filter(_without_label()).count(),
        "inactive_category": (
            0 if wanted.include_inactive_categories else rows.filter(_of_inactive_category()).count()
        ),
    }


def preview(project: Project, wanted: Wanted) -> dict[str, Any]:
    """What a version asked for now would hold and leave out; nothing is written. Refused as the request would be."""
    frozen_splits(project, wanted)
    rows = held(project, wanted)
    sums = rows.aggregate(images=Count("id"), image_bytes=Sum("size_bytes"))
    by_category = {str(index + 1): 0 for index in project.categories.values_list("class_index", flat=True)}
    counted = Annotation.objects.filter(asset__in=rows).values_list("category__class_index").annotate(count=Count("id"))
    for class_index, count in counted.order_by():
        by_category[str(class_index + 1)] = count
    return {
        "images": sums["images"],
        "annotations": sum(by_category.values()),
        "image_bytes": sums["image_bytes"] or 0,
        "by_category": by_category,
        "excluded": excluded(project, wanted),
    }


def frozen_splits(project: Project, wanted: Wanted) -> dict[str, Any] | None:
    """The splits as the manifest carries them, from the request or else the project. Refused when they are none."""
    ratios: Any
    if wanted.splits is not None:
        ratios, seed = wanted.splits.get("ratios"), wanted.splits.get("seed")
    else:
        ratios, seed = project.split_ratios, project.split_seed
    if ratios is None and wanted.splits is None:
        return None
    names = ("train", "val", "test")
    if not isinstance(ratios, Mapping) or set(ratios) != set(names):
        raise Refused("splits.ratios has train, val and test.", code="bad_splits", field="splits")
    shares = [ratios[name] for name in names]
    whole = all(isinstance(share, int) and not isinstance(share, bool) and share >= 0 for share in shares)
    if not whole or sum(shares) != MOST_RATIO:
        raise Refused(
            f"splits.ratios are whole numbers that add up to {MOST_RATIO}.", code="bad_splits", field="splits"
        )
    seed = seed or str(project.dataset_id)
    if not isinstance(seed, str) or len(seed) > 200:
        raise Refused("splits.seed has at most 200 characters.", code="bad_splits", field="splits")
    return {
        "method": "stable-hash-v1",
        "seed": seed,
        "ratios": dict(zip(names, shares, strict=True)),
    }


def labels() -> QuerySet[Annotation]:
    """The labels of the asset of the query around it."""
    return Annotation.objects.filter(asset=OuterRef("pk"))


def _without_label() -> Q:
    return Q(status__in=UNLABELED)


def _of_inactive_category() -> Q:
    return Q(Exists(labels().filter(category__retired_at__isnull=False)))
