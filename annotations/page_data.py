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


def page_urls(project: Project) -> dict[str, str]:
    """Where the pages of a project are, and its calls."""
    pages = {name: reverse(name, args=[project.slug]) for name in ("project", "label", "review", "assets")}
    return pages | {"api": reverse("api-project", args=[project.slug])}
