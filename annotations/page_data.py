"""What the scripts of the pages are given from the start."""

from typing import Any

from django.urls import reverse

from projects.models import Category, Project

ALL = "all"


def categories_data(categories: list[Category]) -> list[dict[str, Any]]:
    """Categories for pages and their scripts."""
    return [
        {
            "id": category.public_id,
            "name": category.name,
            "shape": category.shape,
            "active": category.active,
            "description": category.description,
            "key": category.key,
        }
        for category in categories
    ]


def rules_data(categories: list[Category]) -> list[dict[str, Any]]:
    """Of categories that may have parents and groups: the places of all of a project."""
    public_ids = {category.pk: category.public_id for category in categories}
    return [
        {
            "id": category.public_id,
            "parent_id": category.parent_id and public_ids[category.parent_id],
            "exclusive_group": category.exclusive_group,
        }
        for category in categories
    ]


def runs_data(categories: list[Category]) -> list[dict[str, Any]]:
    """Categories in their order, those together that a page brackets as one of a group: with what lies below them."""
    runs: list[dict[str, Any]] = []
    inside: set[int] = set()  # the run that grows, by key
    for category in categories:
        is_below = category.parent_id in inside and category.exclusive_group in ("", runs[-1]["group"])
        group = runs[-1]["group"] if is_below else category.exclusive_group
        if not runs or runs[-1]["group"] != group:
            runs.append({"group": group, "categories": []})
            inside = set()
        inside.add(category.pk)
        runs[-1]["categories"] += [told | {"depth": category.depth} for told in categories_data([category])]
    return runs


def page_urls(project: Project) -> dict[str, str]:
    """Where the pages of a project are, and its calls."""
    pages = {name: reverse(name, args=[project.slug]) for name in ("project", "label", "review", "assets")}
    return pages | {"api": reverse("api-project", args=[project.slug])}
