"""The counts that a project's overview shows, read from what is stored; nothing is kept."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from annotations.browse.event_kinds import LABELED
from annotations.review.issues import project_issues
from annotations.statistics.counts import project_stats
from assets.states import Status
from projects.models import Category, Project


@dataclass(frozen=True)
class Bar:
    """A category's bar in the label distribution; shares are of the longest one. Retired categories have one only where
    images still carry them."""

    category: Category
    approved: int
    in_review: int
    longest: int
    labels: int

    @property
    def total(self) -> int:
        return self.approved + self.in_review


def overview(project: Project) -> dict[str, Any]:
    """The counts of a project: by state, by category and state, and what is worth a look."""
    bars = _bars(project, project.categories.keyed())
    stats = project_stats(project, labels={bar.category.pk: bar.total for bar in bars})
    return {
        "total": stats["total"],
        "by_status": stats["by_status"],
        "bars": [bar for bar in bars if bar.category.active or bar.total],
        "issues": project_issues(project, stats),
    }


def _bars(project: Project, categories: list[Category]) -> list[Bar]:
    """Of every category, in display order."""
    approved: dict[int, int] = {}
    in_review: dict[int, int] = {}
    counted = (
        project.assets.filter(status__in=LABELED)  # in the order of the index, which is faster by far
        .order_by()
        .values_list("annotations__category", "status")
        .annotate(count=Count("annotations"))
    )
    for pk, status, count in counted:
        into = approved if status == Status.APPROVED else in_review
        into[pk] = into.get(pk, 0) + count
    totals = [approved.get(category.pk, 0) + in_review.get(category.pk, 0) for category in categories]
    longest, labels = max(totals, default=0), sum(totals)
    return [
        Bar(category, approved.get(category.pk, 0), in_review.get(category.pk, 0), longest, labels)
        for category in categories
    ]
