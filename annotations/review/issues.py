"""What a reviewer should know about a project: each kind of issue with its count and the filter that finds it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from annotations.browse.review_address import TITLES
from annotations.browse.second_answers import unsettled
from annotations.review import facets
from assets.states import Status
from projects.models import Category, Project

STRIP = 5  # pictures of those that need review

# Where the images of an issue are: parameters of the review page. Thin categories each have their own.
QUERIES = {
    "needs_review": "status=needs_review",
    "disagree": "status=all&issue=disagree",
    "second": "status=all&issue=second",
    "retired": "status=all&issue=retired",
    "unlabeled": "status=unlabeled",
    "skipped": "status=skipped",
}


@dataclass(frozen=True)
class Counted:
    """A category, and how many images carry it."""

    category: Category
    count: int

    @property
    def query(self) -> str:
        return f"status=all&category={self.category.public_id}"


@dataclass(frozen=True)
class Issue:
    """One kind of issue that a project has. `count`: images, or for `thin` categories."""

    name: str
    count: int
    categories: tuple[Counted, ...] = ()  # retired ones in use; thin ones
    oldest: datetime | None = None  # since when the first of them has been sent back
    strip: tuple[int, ...] = ()  # numbers of some images
    looked_at: int = 0  # images that are not unlabeled
    average: int = 0  # labels of an active category

    @property
    def title(self) -> str:
        return TITLES[self.name]

    @property
    def query(self) -> str:
        return QUERIES.get(self.name, "")

    @property
    def share(self) -> str:
        return f"{self.count / self.looked_at:.1%}"


def project_issues(project: Project, totals: dict[str, Any]) -> list[Issue]:
    """Those that the project has, most urgent first. `totals`: as `stats.project_stats` counts them. At most five
    queries."""
    issues = totals["issues"]
    labels = [
        Counted(category, totals["by_category"][str(category.public_id)])
        for category in project.categories.in_display_order()
    ]
    active = [counted for counted in labels if counted.category.active]
    thin = tuple(counted for counted in active if counted.category.public_id in issues["thin_categories"])
    found = [
        _needs_review(project, issues["needs_review"]),
        Issue("disagree", facets.issue_count(project, "disagree")),
        Issue("second", unsettled().filter(asset__project=project).count()),  # one to an image, and few
        Issue("retired", issues["retired_category"], categories=_retired(labels)),
        Issue("unlabeled", issues["missing_labels"]),
        Issue("skipped", issues["skipped"], looked_at=totals["total"] - totals["by_status"][Status.UNLABELED]),
        Issue("thin", len(thin), categories=thin, average=_average(active)),
    ]
    return [issue for issue in found if issue.count]


def _needs_review(project: Project, count: int) -> Issue:
    if not count:
        return Issue("needs_review", 0)
    waiting = project.assets.with_status(Status.NEEDS_REVIEW).order_by("place", "pk").values_list("pk", flat=True)
    return Issue(
        "needs_review", count, oldest=facets.oldest_needs_review(project), strip=tuple(waiting[:STRIP])
    )  # fmt: skip


def _retired(labels: Iterable[Counted]) -> tuple[Counted, ...]:
    return tuple(counted for counted in labels if counted.count and not counted.category.active)


def _average(active: list[Counted]) -> int:
    return round(sum(counted.count for counted in active) / len(active)) if active else 0
