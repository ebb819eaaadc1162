"""Which images a version holds: the one place that turns what was asked for into rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from annotations.models import Annotation
from assets.models import Asset
from assets.states import ANSWERED, CARRIES_LABEL, STATUSES, Status
from core.exceptions import Refused
from projects.models import Project
from projects.rules import splits

UNLABELED = [status for status in ANSWERED if not CARRIES_LABEL[status]]


@dataclass(frozen=True)
class Wanted:
    """What somebody asks of a version (dataset contract, section 7). `splits`: `{ratios, seed?}`, or None for those of
    the project; `without_splits`: not even those."""

    statuses: tuple[str, ...] = (Status.APPROVED.value,)
    category_ids: tuple[int, ...] | None = None
    include_unlabeled: bool = False
    include_inactive_categories: bool = False
    splits: Mapping[str, Any] | None = field(default=None)
    without_splits: bool = False

    def __post_init__(self) -> None:
        if not self.statuses or not STATUSES.issuperset(self.statuses):
            raise Refused("statuses are some of " + ", ".join(ANSWERED) + ".", code="bad_selection", field="statuses")


def refuse_what_is_not_there(project: Project, wanted: Wanted) -> None:
    """A category that the project does not have would make a version of less than was meant."""
    here = project.categories.values_list("public_id", flat=True)
    if wanted.category_ids and (strange := sorted(set(wanted.category_ids).difference(here))):
        raise Refused(f"This project has no category {strange[0]}.", code="bad_selection", field="category_ids")


def chosen(project: Project, wanted: Wanted) -> QuerySet[Asset]:
    """Images of the statuses and categories that were asked for, before anything is left out."""
    rows = project.assets.filter(status__in=set(wanted.statuses))
    if wanted.category_ids is not None:
        rows = rows.filter(Exists(labels().filter(category__public_id__in=wanted.category_ids)))
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


def sorted_out(project: Project, wanted: Wanted) -> QuerySet[Asset, Any]:
    """Each chosen image once: (asset_id, class_index, converted_from, left_out, revision), where `left_out` is '' or a
    key of `excluded`."""
    reasons = []
    if not wanted.include_unlabeled:
        reasons.append(When(_without_label(), then=Value("unlabeled")))
    if not wanted.include_inactive_categories:
        reasons.append(When(_of_inactive_category(), then=Value("inactive_category")))
    return (
        chosen(project, wanted)
        .order_by()
        .annotate(
            asset_id=F("pk"),
            class_index=Subquery(labels().values("category__class_index")[:1]),
            left_out=Case(*reasons, default=Value(""), output_field=CharField()),
        )
        .values_list("asset_id", "class_index", "converted_from", "left_out", "revision")
    )


def frozen_splits(project: Project, wanted: Wanted) -> dict[str, Any] | None:
    """The splits as the manifest carries them, from the request or else the project. Refused when they are none."""
    if wanted.without_splits:
        return None
    ratios: Any = project.split_ratios
    seed: Any = project.split_seed
    if wanted.splits is not None:
        ratios, seed = wanted.splits.get("ratios"), wanted.splits.get("seed")
    elif ratios is None:
        return None
    try:
        return {
            "method": "stable-hash-v1",
            "seed": splits.clean_seed(seed or str(project.dataset_id)),
            "ratios": splits.clean_ratios(ratios),
        }
    except ValueError as problem:
        raise Refused(f"splits.{problem}", code="bad_splits", field="splits") from None


def labels() -> QuerySet[Annotation]:
    """The labels of the asset of the query around it."""
    return Annotation.objects.filter(asset=OuterRef("pk"))


def _without_label() -> Q:
    return Q(status__in=UNLABELED)


def _of_inactive_category() -> Q:
    return Q(Exists(labels().filter(category__retired_at__isnull=False)))
