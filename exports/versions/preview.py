"""What a version asked for now would hold, and what it would leave out. Nothing is written."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db.models import Count, QuerySet, Sum

from annotations.models import Annotation
from assets.models import Asset
from assets.states import ANSWERED
from contract import v1
from exports import task_types
from exports.task_types.base import TaskType
from exports.versions import quality, split_counts
from exports.versions.selection import excluded, frozen_splits, held, refuse_what_is_not_there
from exports.wanted import Wanted
from projects.models import Project


def of(project: Project, wanted: Wanted) -> dict[str, Any]:
    """Counts of what would be held, by category, by split and by both, and of what would not, by reason; and what would
    differ from the newest version that is ready. Refused as the request would be, but for an empty selection and a gate
    that is not open, which it tells of."""
    refuse_what_is_not_there(project, wanted)
    splits = frozen_splits(project, wanted)
    active = project.categories.active().values_list("public_id", flat=True)
    found = quality.gate(project, wanted)
    rows, task_type = held(project, wanted), task_types.of(project)
    sums = rows.aggregate(images=Count("id"), image_bytes=Sum("size_bytes"))
    by_category = _by_category(project, task_type.labels_held(rows, wanted))
    by_split, by_split_and_category = _by_split(task_type, rows, splits, by_category) if splits else (None, None)
    return {
        "images": sums["images"],
        "annotations": sum(by_category.values()),
        "image_bytes": sums["image_bytes"] or 0,
        "by_category": by_category,
        "by_split": by_split,
        "by_split_and_category": by_split_and_category,
        "thin_splits": [asdict(each) for each in split_counts.thin(by_split_and_category, splits, active)],
        "excluded": excluded(project, wanted),
        "not_selected": _not_selected(project, wanted),
        "since": _since_latest(project, rows, sums["images"], splits),
        "gate": found and asdict(found),
    }


def _by_category(project: Project, labels: QuerySet[Annotation]) -> dict[str, int]:
    counts = {str(category_id): 0 for category_id in project.categories.values_list("public_id", flat=True)}
    counted = labels.values_list("category__public_id").annotate(count=Count("id"))
    for category_id, count in counted.order_by():
        counts[str(category_id)] = count
    return counts


def _by_split(
    task_type: TaskType, rows: QuerySet[Asset], splits: Mapping[str, Any], by_category: Mapping[str, int]
) -> tuple[dict[str, int], split_counts.Counts]:
    """Images by split, and labels by split and category."""
    split_of = split_counts.dealer(splits)
    images, dealt = Counter[str](), Counter[tuple[str, int]]()
    for sha256, video, category_ids in task_type.labels_now(rows, "sha256", "video"):
        split = split_of(sha256, video)
        images[split] += 1
        dealt.update((split, category_id) for category_id in category_ids)
    return {name: images[name] for name in v1.SPLITS}, split_counts.table(dealt, [*map(int, by_category)])


def _not_selected(project: Project, wanted: Wanted) -> dict[str, int]:
    """How many images have a status that was not asked for, by status."""
    counted = project.assets.exclude(status__in=wanted.statuses).values_list("status").annotate(count=Count("id"))
    counts = dict(counted.order_by())
    return {status.value: counts[status] for status in ANSWERED if status in counts}


def _since_latest(
    project: Project, rows: QuerySet[Asset], images: int, splits: Mapping[str, Any] | None
) -> dict[str, Any] | None:
    latest = project.versions.ready().order_by("-number").first()
    if latest is None:
        return None
    both, relabeled = task_types.since(latest, project).in_both(rows, latest)
    before = latest.frozen["splits"]
    return {
        "version": latest.number,
        "added": images - both,
        "removed": latest.images - both,
        "relabeled": relabeled,
        "deals_anew": None not in (before, splits) and before != splits,
    }
