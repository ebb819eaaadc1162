"""The numbers of the review page: how many images each choice would show, the others unchanged; and the issues."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from annotations.browse.filters import AssetFilter
from annotations.models import Annotation, AnnotationEvent
from annotations.sight import Sight
from annotations.statistics import counts
from assets.models import Asset
from assets.states import Status
from projects.models import Category, Project

MOST = 200  # people that are offered


def narrowed(project: Project, filters: Mapping[str, str], *, without: str = "") -> QuerySet[Asset]:
    """The project's images under these filters, one left out. They must be valid."""
    kept = {name: value for name, value in filters.items() if name != without}
    found: QuerySet[Asset] = AssetFilter(kept, queryset=project.assets.all(), sight=Sight(project)).qs
    return found.order_by()


def by_status(project: Project, filters: Mapping[str, str]) -> dict[str, int]:
    """Images in each of the five states, under the other filters. One query."""
    return counts.status_counts(project, narrowed(project, filters, without="status"))


def by_category(project: Project, filters: Mapping[str, str]) -> dict[int | None, int]:
    """Images under each category (its public id; None: without a label), under the other filters. One query."""
    found = narrowed(project, filters, without="category").values_list("annotations__category__public_id")
    return dict(found.annotate(count=Count("id")))


def categories_of(project: Project) -> list[Category]:
    """Those to narrow by, in display order: the active ones, and retired ones while images carry them."""
    carried = Exists(Annotation.objects.filter(category=OuterRef("pk")))
    return list(project.categories.in_display_order().filter(Q(retired_at=None) | carried))


def labelers(project: Project) -> list[str]:
    """User names of those who gave a label of this project that stands."""
    # By category, so that each look is one into an index, however many labels somebody gave elsewhere.
    labeled = Exists(Annotation.objects.filter(category__project=project, created_by=OuterRef("pk")))
    people = get_user_model().objects.filter(labeled).order_by("username")
    return list(people.values_list("username", flat=True)[:MOST])


def issue_count(project: Project, issue: str) -> int:
    """How many images a link to this issue shows. One query."""
    return narrowed(project, {"issue": issue}).count()


def oldest_needs_review(project: Project) -> Any:
    """Since when the longest waiting image has been sent back, or None."""
    sent_back = AnnotationEvent.objects.filter(
        asset__project=project, asset__status=Status.NEEDS_REVIEW, revision=F("asset__revision")
    )
    return sent_back.aggregate(oldest=Min("at"))["oldest"]
