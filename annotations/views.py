"""The two pages of image work: labeling and review."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assets.api import AssetSerializer
from assets.filters import SORTS, AssetFilter
from assets.models import Asset
from assets.states import FILTERS, STATUSES, WORDS, Status, statuses_of
from projects.access import project_for
from projects.models import Category, Project
from projects.paging import keyset_page
from projects.refusal import Refused

from . import facets, stats

PER_PAGE = 120
STRIP = 5  # pictures in the issues panel
ALL = "all"
LABEL_FILTERS = {ALL: "All", **{name: words for name, (words, _) in FILTERS.items()}}


@require_safe
def label(request: HttpRequest, slug: str) -> HttpResponse:
    project = project_for(request.user, slug)
    asset = _asked_asset(request, project)
    chosen = request.GET.get("filter", "")
    if chosen not in LABEL_FILTERS:
        chosen = ALL if asset else "unlabeled"
    categories = project.categories.keyed()
    active = [category for category in categories if category.active]
    counts = stats.status_counts(project)
    return render(
        request,
        "annotations/label.html",
        {
            "project": project,
            "filter": chosen,
            "filters": [
                {"name": name, "words": words, "count": sum(counts[status] for status in _states(name))}
                for name, words in LABEL_FILTERS.items()
            ],
            "categories": _told(active),
            "ready": bool(active) and any(counts.values()),
            "page": _label_data(request, project, categories, counts, chosen, asset),
        },
    )


def _asked_asset(request: HttpRequest, project: Project) -> Asset | None:
    number = request.GET.get("asset", "")
    if not number:
        return None
    number = number if number.isascii() and number.isdigit() and len(number) < 19 else "0"
    return get_object_or_404(project.assets.with_labels(), pk=int(number))


def _label_data(
    request: HttpRequest,
    project: Project,
    categories: list[Category],
    counts: dict[str, int],
    chosen: str,
    asset: Asset | None,
) -> dict[str, Any]:
    """What the labeling page's script knows from the start."""
    return {
        "user": request.user.pk,
        "username": request.user.get_username(),
        "dataset": str(project.dataset_id),
        "time_zone": settings.TIME_ZONE,
        "csrf": get_token(request),
        "categories": _told(categories),
        "counts": counts,
        "filter": chosen,
        "filters": {name: [status.value for status in states] for name, (_, states) in FILTERS.items()},
        "place_words": "" if chosen == ALL else f" {LABEL_FILTERS[chosen].lower()}",
        "words": {status.value: words for status, words in WORDS.items()},
        "urls": _urls(project),
    } | _start(project, chosen, asset)


def _start(project: Project, chosen: str, asset: Asset | None) -> dict[str, Any]:
    """The image that was asked for, how many of the filter lie before it, and the cursors where the lists go on."""
    if asset is None:
        return {"asset": None, "place": 0, "before": None, "after": ""}
    # The image itself belongs to the list, whatever the filter says.
    matching = project.assets.filter(Q(status__in=_states(chosen)) | Q(pk=asset.pk))
    return {
        "asset": AssetSerializer(asset).data,
        "place": matching.filter(pk__lt=asset.pk).count(),
        "before": keyset_page(matching.filter(pk__lte=asset.pk), SORTS["newest"], limit=1).next,
        "after": keyset_page(matching.filter(pk__gte=asset.pk), SORTS["oldest"], limit=1).next,
    }


def _states(name: str) -> tuple[Status, ...]:
    return tuple(Status) if name == ALL else statuses_of(name)


def _told(categories: list[Category]) -> list[dict[str, Any]]:
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


def _urls(project: Project) -> dict[str, str]:
    pages = {name: reverse(name, args=[project.slug]) for name in ("project", "label", "review", "assets")}
    return pages | {"api": reverse("api-project", args=[project.slug])}


@require_safe
def review(request: HttpRequest, slug: str) -> HttpResponse:
    project = project_for(request.user, slug)
    address = Address.of(request.GET)
    narrowed = AssetFilter(address.filter, queryset=project.assets.with_labels())
    try:
        if not narrowed.is_valid():
            raise Refused("There is no such filter.")
        page = keyset_page(narrowed.qs, SORTS[address.sort], request.GET.get("cursor"), PER_PAGE)
    except Refused:
        return redirect("review", slug=slug)  # a typo in the address, or a cursor of another list
    categories = project.categories.keyed()
    counts = facets.by_status(project, address.category_id)
    totals = stats.project_stats(project)
    found = sum(counts[status] for status in statuses_of(address.status))
    before = _count_before(narrowed.qs, address.sort, page.items) if page.previous else 0
    return render(
        request,
        "annotations/review.html",
        {
            "project": project,
            "address": address,
            "title": _title(address, categories),
            "statuses": [
                {
                    "name": name,
                    "words": _status_words(name),
                    "count": sum(counts[status] for status in statuses_of(name)),
                    "mark": name if name in STATUSES else "",
                    "href": address.with_(status=name),
                }
                for name in _listed_statuses(address.status)
            ],
            "all_categories": sum(totals["by_status"][status] for status in statuses_of(address.status)),
            "categories": [
                (category, address.with_(category=str(category.public_id)))
                for category in facets.by_category(project, address.status)
            ],
            "cells": page.items,
            "first": before + 1,
            "last": before + len(page.items),
            "found": found,
            "next": page.next and address.with_(cursor=page.next),
            "previous": page.previous and address.with_(cursor=page.previous),
            "per_page": PER_PAGE,
            "issues": _issues(project, totals, categories),
            "in_review": sum(totals["by_status"][status] for status in statuses_of("in_review")),
            "approved": totals["by_status"][Status.APPROVED],
            "page": {
                "csrf": get_token(request),
                "categories": _told(categories),
                "words": {status.value: words for status, words in WORDS.items()},
                "filter": address.filter,
                "label_filter": _filter_with(address.status),
                "urls": _urls(project),
            },
        },
    )


@dataclass(frozen=True)
class Address:
    """What the address of the review page says. Links change one thing and keep the others."""

    status: str = "in_review"
    category: str = ""
    sort: str = "oldest"

    @classmethod
    def of(cls, query: QueryDict) -> "Address":
        category = query.get("category", "")
        return cls(
            status=query.get("status") or "in_review",
            category=category if category.isascii() and category.isdigit() and len(category) < 10 else "",
            sort="newest" if query.get("sort") == "newest" else "oldest",
        )

    @property
    def filter(self) -> dict[str, str]:
        """As the API's lists and bulk actions take it."""
        return {"status": self.status} | ({"category": self.category} if self.category else {})

    @property
    def category_id(self) -> int | None:
        return int(self.category) if self.category else None

    def with_(self, *, cursor: str = "", **changes: str) -> str:
        params = {"status": self.status, "category": self.category, "sort": self.sort} | changes
        if params["sort"] == "oldest":
            del params["sort"]
        if cursor:
            params["cursor"] = cursor
        return "?" + urlencode({name: value for name, value in params.items() if value})

    @property
    def any_category(self) -> str:
        return self.with_(category="")

    @property
    def other_way(self) -> str:
        return self.with_(sort="oldest" if self.sort == "newest" else "newest")


def _listed_statuses(chosen: str) -> list[str]:
    """The usual four, and the chosen one when it is none of them."""
    usual = ["in_review", Status.LABELED.value, Status.NEEDS_REVIEW.value, Status.APPROVED.value]
    return usual if chosen in usual else [*usual, chosen]


def _status_words(name: str) -> str:
    return FILTERS[name][0] if name in FILTERS else WORDS[Status(name)]


def _filter_with(status: str) -> str:
    """The filter of the labeling page that has these images."""
    return next(name for name, (_, states) in FILTERS.items() if set(statuses_of(status)) <= set(states))


def _title(address: Address, categories: list[Category]) -> str:
    names = [category.name for category in categories if str(category.public_id) == address.category]
    return ", ".join([_status_words(address.status), *names])


def _count_before(queryset: Any, sort: str, items: list[Asset]) -> int:
    """How many of the list lie before these."""
    if not items:
        return 0
    beyond = {"pk__lt": items[0].pk} if sort == "oldest" else {"pk__gt": items[0].pk}
    return queryset.filter(**beyond).count()


def _issues(project: Project, totals: dict[str, Any], categories: list[Category]) -> list[dict[str, Any]]:
    """What a reviewer should know about the project, most urgent first; only what there is."""
    issues, by_status = totals["issues"], totals["by_status"]
    looked_at = totals["total"] - by_status[Status.UNLABELED]
    names = {category.public_id: category.name for category in categories}
    labels = {category.public_id: totals["by_category"][str(category.public_id)] for category in categories}
    active = [category.public_id for category in categories if category.active]
    found = [
        {
            "mark": Status.NEEDS_REVIEW.value,
            "title": "Needs review",
            "count": issues["needs_review"],
            "oldest": issues["needs_review"] and facets.oldest_needs_review(project),
            "strip": issues["needs_review"]
            and project.assets.with_status(Status.NEEDS_REVIEW).order_by("pk").values_list("pk", flat=True)[:STRIP],
        },
        {"mark": Status.UNLABELED.value, "title": "Missing labels", "count": issues["missing_labels"]},
        {
            "mark": Status.SKIPPED.value,
            "title": "Skipped",
            "count": issues["skipped"],
            "share": f"{issues['skipped'] / looked_at:.1%}" if looked_at else "",
        },
        {
            "mark": "thin",
            "title": "Thin categories",
            "count": len(issues["thin_categories"]),
            "thin": [(number, names[number], labels[number]) for number in issues["thin_categories"]],
            "average": round(sum(labels[number] for number in active) / len(active)) if active else 0,
        },
        {
            "mark": "retired",
            "title": "Removed categories",
            "count": issues["retired_category"],
            "retired": [(number, names[number]) for number in names if number not in active and labels[number]],
        },
    ]
    return [issue for issue in found if issue["count"]]
