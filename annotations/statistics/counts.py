"""How a project stands, counted from rows each time it is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from annotations.sight import EVERYTHING, Sight
from assets.models import Asset
from assets.states import ANSWERED, Status
from projects.models import Project

THIN = 0.2  # a category with less than this share of the average is thin
AT_ONCE = 100_000  # images of a project that are counted while somebody waits for a page


@dataclass(frozen=True)
class Totals:
    """How many images are in each of the five states; `counted_at` is None where that was just now."""

    by_status: dict[str, int]
    counted_at: datetime | None = None

    @property
    def total(self) -> int:
        return sum(self.by_status.values())


def project_stats(
    project: Project,
    found: QuerySet[Asset] | None = None,
    labels: Mapping[int, int] | None = None,
    sight: Sight = EVERYTHING,
) -> dict[str, Any]:
    """`total`; `by_status`, all five; `by_category`, keyed by public id as text, every category listed; `issues`.

    With `found`, some of the project's assets, everything is counted among these only, as whoever asks sees them.
    `labels`: how many each category (by its key) has, where that was counted already.
    """
    by_status = status_counts(project, found, sight)
    rows = (
        _label_counts(project, found if found is None else sight.visible(found))
        if labels is None
        else _counted(project, labels)
    )
    active = {row["public_id"]: row["label_count"] for row in rows if row["retired_at"] is None}
    return {
        "total": sum(by_status.values()),
        "by_status": by_status,
        "by_category": {str(row["public_id"]): row["label_count"] for row in rows},
        "issues": {
            "missing_labels": by_status[Status.UNLABELED],
            "skipped": by_status[Status.SKIPPED],
            "needs_review": by_status[Status.NEEDS_REVIEW],
            "retired_category": sum(row["label_count"] for row in rows if row["retired_at"] is not None),
            "thin_categories": thin_categories(active),
        },
    }


def status_counts(project: Project, found: QuerySet[Asset] | None = None, sight: Sight = EVERYTHING) -> dict[str, int]:
    """Images in each of the five states. One query; of a whole project, of an index only, and kept. Of some images
    those that whoever asks sees in each."""
    counts = {status.value: 0 for status in ANSWERED}
    counts.update(EVERYTHING.counted(project.assets.all()) if found is None else sight.counted(found))
    if found is None:
        keep_totals(project, counts)
    return counts


def keep_totals(project: Project, by_status: dict[str, int]) -> None:
    """Whoever counted a whole project says so. The totals of a small one are counted again when they are wanted."""
    totals = Totals(by_status, timezone.now())
    if totals.total > AT_ONCE:
        cache.set(_key(project), totals, timeout=None)


def totals_at_once(project: Project) -> Totals | None:
    """The totals for a page that waits for them: exact up to `AT_ONCE` images; above, those that were kept last, or
    None where there are none. Two queries, which look at no more images than that."""
    if project.assets.order_by()[: AT_ONCE + 1].count() <= AT_ONCE:
        return Totals(status_counts(project))
    known: Totals | None = cache.get(_key(project))
    return known


def _key(project: Project) -> str:
    return f"totals:{project.dataset_id}"


def _label_counts(project: Project, found: QuerySet[Asset] | None) -> list[dict[str, Any]]:
    """Of each category: its public id, when it was retired, and how many labels it has."""
    if found is None:
        categories = project.categories.with_label_counts()
    else:
        among = Q(annotations__asset__in=found.order_by().values("pk"))
        categories = project.categories.annotate(label_count=Count("annotations", filter=among))
    return list(categories.order_by("class_index").values("public_id", "retired_at", "label_count"))


def _counted(project: Project, labels: Mapping[int, int]) -> list[dict[str, Any]]:
    categories = project.categories.order_by("class_index").values("pk", "public_id", "retired_at")
    return [category | {"label_count": labels.get(category["pk"], 0)} for category in categories]


def thin_categories(counts: dict[int, int]) -> list[int]:
    """Ids of the categories with under a fifth of the average number of labels; none while that rounds to 0."""
    average = sum(counts.values()) / len(counts) if counts else 0
    if not round(average):
        return []
    return [category_id for category_id, count in counts.items() if count < THIN * average]
