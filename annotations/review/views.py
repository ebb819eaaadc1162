"""The review page: the grid at once, its numbers after it has painted."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from annotations.browse import folders, measuring, oddness
from annotations.browse.address import page_at
from annotations.browse.filters import SORTS, AssetFilter, bounds
from annotations.browse.review_address import ONE_CLASS, TITLES, Address, status_words, title
from annotations.browse.second_answers import second_said
from annotations.checks import sample_checks
from annotations.page_data import ALL, categories_data, page_urls
from annotations.review import facets
from annotations.review.issues import project_issues
from annotations.sight import Sight
from annotations.statistics import counts
from assets.models import Asset
from assets.states import ANSWERED, STATUSES, WORDS, Status, statuses_of
from core.pagination import Page, Sort
from projects.access import Right, project_for
from projects.models import Project
from projects.rules.reasons import LONGEST

PER_PAGE = 120
USUAL_STATUSES = ("in_review", Status.LABELED.value, Status.NEEDS_REVIEW.value, Status.APPROVED.value, ALL)


@never_cache  # back from an image, the grid is as things are now
@require_safe
def review(request: HttpRequest, slug: str) -> HttpResponse:
    project = project_for(request.user, slug, Right.REVIEW)
    address = Address.of(request.GET)
    narrowed = AssetFilter(address.filter, queryset=project.assets.with_labels(), sight=Sight(project))
    cursor = request.GET.get("cursor")
    is_counting = request.GET.get("part") == "counts"
    try:
        # A list that was begun goes on in the order in which it began.
        is_odd = address.sort == oddness.ODD and not is_counting
        unmeasured = measuring.look(project, address.category_id, cursor) if is_odd else 0
    except measuring.Outdated:
        return redirect(f"{request.path}{address.with_()}")
    page = page_at(project, narrowed, address.sort, cursor, PER_PAGE)
    if page is None:
        return redirect("review", slug=slug)  # a typo in the address, or a cursor of another list
    if is_counting:
        return render(request, "review/_counts.html", _counts(project, address, page))
    if cursor and not page.items:
        return redirect(f"{request.path}{address.with_()}")  # what stood there is done: it begins with what is left
    return render(
        request,
        "review/review.html",
        _filters(project, address)
        | {
            "assets": page.items,
            "second_said": second_said(project, page.items),
            **address.around(page),
            "per_page": PER_PAGE,
            "sorts": [(words, name == address.sort, address.with_(sort=name)) for name, words in address.sorts],
            "unmeasured": unmeasured,
            "partial": narrowed.is_whole is False and urlencode(address.filter),
            "labelers": _labelers(project, address),
            "videos": project.videos.by_name(),
            "folders": folders.of(project, address.params.get("folder", "")),
            "check": sample_checks.latest(project, judge=request.user),
            "longest_reason": LONGEST,
            "any_approved": not page.items and project.assets.with_status(Status.APPROVED).exists(),
            "page": {
                "csrf": get_token(request),
                "categories": categories_data(project.categories.keyed()),
                "words": {status.value: words for status, words in WORDS.items()},
                "filter": address.filter,
                "one_class": address.one_class,
                "reasons": project.send_back_reasons,
                "urls": page_urls(project),
            },
        },
    )


def _labelers(project: Project, address: Address) -> list[str]:
    """Those to narrow by, and who it is narrowed by, also when nothing of theirs is left."""
    names, chosen = facets.labelers(project), address.params.get("labeler")
    return names if not chosen or chosen in names else [*names, chosen]


def _filters(project: Project, address: Address) -> dict[str, Any]:
    """What can be chosen beside the grid; its numbers are not known yet."""
    categories = facets.categories_of(project)
    places = [category.public_id for category in categories]
    here = places.index(address.category_id) + 1 if address.category_id in places else 0
    # One class at a time: where it begins, and where it goes on.
    first = address.category_id or (places and places[0])
    following = [*categories[here:], *categories[: max(here - 1, 0)]][:1]
    return {
        "project": project,
        "address": address,
        "title": ", ".join(title(address, categories)),
        "statuses": [
            {
                "name": name,
                "words": status_words(name),
                "mark": name if name in STATUSES else "",
                "href": address.with_(status=name),
            }
            for name in dict.fromkeys([*USUAL_STATUSES, address.status])
        ],
        "categories": [
            {"category": category, "href": address.with_(category=str(category.public_id))} for category in categories
        ],
        "issue": TITLES.get(address.issue),
        "by_class": first and address.with_(mode=ONE_CLASS, category=str(first)),
        "next_class": [(category, address.with_(category=str(category.public_id))) for category in following],
    }


def _counts(project: Project, address: Address, page: Page) -> dict[str, Any]:
    """The same with its numbers, and the issues."""
    seen = bounds(project)  # before anything is counted: what comes between is left alone by a bulk action
    by_status = facets.by_status(project, address.filter)
    by_category = facets.by_category(project, address.filter)
    totals = counts.project_stats(project)
    before = _count_before(project, address, page.items) if page.previous else 0
    filters = _filters(project, address)
    for status in filters["statuses"]:
        status["count"] = sum(by_status[state] for state in _states(status["name"]))
    for choice in filters["categories"]:
        choice["count"] = by_category.get(choice["category"].public_id, 0)
    return filters | {
        "counted": True,
        "bounds": seen,
        "all_categories": sum(by_category.values()),
        "found": sum(by_status[status] for status in _states(address.status)),
        "first": before + 1 if page.items else 0,
        "last": before + len(page.items),
        "issues": project_issues(project, totals),
        "in_review": sum(totals["by_status"][status] for status in statuses_of("in_review")),
    }


def _states(name: str) -> tuple[Status, ...]:
    return ANSWERED if name == ALL else statuses_of(name)


def _count_before(project: Project, address: Address, items: list[Asset]) -> int:
    """How many of the list lie before these."""
    sort: Sort = SORTS[address.sort]
    edge = [getattr(items[0], field) for field in sort.fields]
    listed = oddness.ranked(facets.narrowed(project, address.filter), address.sort, project, address.category_id)
    return listed.filter(sort.beyond(edge, backwards=True)).count()
