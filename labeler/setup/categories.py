"""Settings, Categories: the classes of a project in their order, and those that were retired."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.access import Right, project_for
from projects.models import Category, Project
from projects.rules import palette


@require_safe
def settings_categories(request: HttpRequest, slug: str) -> HttpResponse:
    """The page; with `?part=list` only what a change made by a script may change. How many images each category has
    comes after the page has painted, from the API."""
    project = project_for(request.user, slug, Right.MANAGE)
    is_part = request.GET.get("part") == "list"
    template = "settings/_categories.html" if is_part else "settings/categories.html"
    return render(
        request, template, {"project": project, "section": "settings", "tab": "categories", **_lists(project)}
    )


def _lists(project: Project) -> dict[str, Any]:
    categories = project.categories.keyed()
    by_key = {category.pk: category for category in categories}
    rows = [_row(category, by_key) for category in categories]
    return {
        "active": [row for row in rows if row["category"].active],
        "retired": [row for row in rows if not row["category"].active],
        "next_id": max((row["category"].public_id for row in rows), default=0) + 1,
        "colors": " ".join(palette.COLORS),
    }


def _row(category: Category, by_key: Mapping[int, Category]) -> dict[str, Any]:
    color = category.color or palette.color_for(category.class_index)
    parent = by_key.get(category.parent_id) if category.parent_id else None
    return {"category": category, "color": color, "parent": parent}
