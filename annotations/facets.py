"""The numbers beside the filters of the review page: how many images each choice would show, the others unchanged."""

from typing import Any

from django.db.models import Count, F, Min, Q

from assets.states import Status, statuses_of
from projects.models import Category, Project

from .models import AnnotationEvent


def by_status(project: Project, category: int | None) -> dict[str, int]:
    """Images in each of the five states, under the chosen category (a public id)."""
    counts = {status.value: 0 for status in Status}
    assets = project.assets.order_by()
    if category is not None:
        assets = assets.filter(annotations__category__class_index=category - 1)
    counts.update(assets.values_list("status").annotate(count=Count("id")))
    return counts


def by_category(project: Project, status: str) -> list[Category]:
    """The categories in display order, each with its `image_count` under the filter. Retired ones while in use."""
    shown = Q(annotations__asset__status__in=statuses_of(status))
    counted = project.categories.in_display_order().annotate(image_count=Count("annotations", filter=shown))
    return [category for category in counted if category.active or category.image_count]


def oldest_needs_review(project: Project) -> Any:
    """Since when the longest waiting image has been sent back, or None."""
    sent_back = AnnotationEvent.objects.filter(
        asset__project=project, asset__status=Status.NEEDS_REVIEW, revision=F("asset__revision")
    )
    return sent_back.aggregate(oldest=Min("at"))["oldest"]
