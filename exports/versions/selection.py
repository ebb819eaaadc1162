"""Which images a version holds: the one place that turns what was asked for into rows."""

from typing import Any

from django.db.models import Case, CharField, Exists, F, QuerySet, Value, When

from assets.models import Asset
from core.exceptions import Refused
from exports import task_types
from exports.task_types.base import labels_of_asset
from exports.wanted import Wanted
from projects.models import Project
from projects.rules import splits


def refuse_what_is_not_there(project: Project, wanted: Wanted) -> None:
    """A category that the project does not have would make a version of less than was meant; and what makes no sense
    in it."""
    task_types.of(project).refuse(wanted)
    here = project.categories.values_list("public_id", flat=True)
    if wanted.category_ids and (strange := sorted(set(wanted.category_ids).difference(here))):
        raise Refused(f"This project has no category {strange[0]}.", code="bad_selection", field="category_ids")


def chosen(project: Project, wanted: Wanted) -> QuerySet[Asset]:
    """Images of the statuses and categories that were asked for, before anything is left out."""
    rows = project.assets.filter(status__in=set(wanted.statuses))
    if wanted.category_ids is not None:
        rows = rows.filter(Exists(labels_of_asset().filter(category__public_id__in=wanted.category_ids)))
    return rows


def held(project: Project, wanted: Wanted) -> QuerySet[Asset]:
    """The images that the version holds."""
    rows = chosen(project, wanted)
    for _, condition in task_types.of(project).reasons(wanted):
        rows = rows.exclude(condition)
    return rows


def excluded(project: Project, wanted: Wanted) -> dict[str, int]:
    """How many of the chosen images are left out, by reason."""
    rows, task_type = chosen(project, wanted), task_types.of(project)
    left_out: dict[str, int] = {}
    for name, condition in task_type.reasons(wanted):  # each image is counted once, by the first
        found = rows.filter(condition)
        left_out[name] = found.count()
        rows = rows.exclude(condition)
    return task_type.excluded(wanted, left_out, task_type.inactive_now(rows))


def sorted_out(project: Project, wanted: Wanted) -> QuerySet[Asset, Any]:
    """Each chosen image once: (asset_id, converted_from, left_out, revision), where `left_out` is '' or a key of
    `excluded`; and what is frozen of its labels."""
    task_type = task_types.of(project)
    reasons = [When(condition, then=Value(name)) for name, condition in task_type.reasons(wanted)]
    frozen = task_type.now()
    return (
        chosen(project, wanted)
        .order_by()
        .annotate(
            asset_id=F("pk"),
            left_out=Case(*reasons, default=Value(""), output_field=CharField()),
            **frozen,
        )
        .values_list("asset_id", "converted_from", "left_out", "revision", *frozen)
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
