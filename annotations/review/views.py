"""The review page: the grid at once, its numbers after it has painted."""

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from annotations.browse import folders
from annotations.browse.address import ListAddress, page_at, parameters
from annotations.browse.event_kinds import WORDS as WHAT_WAS_DONE
from annotations.browse.filters import SORTS, AssetFilter, bounds
from annotations.checks import sample_checks
from annotations.page_data import ALL, categories_data, page_urls
from annotations.review import facets
from annotations.review.issues import TITLES, project_issues
from annotations.statistics import counts
from assets.models import Asset
from assets.states import FILTERS, STATUSES, WORDS, Status, statuses_of
from core.pagination import Page, Sort
from projects.access import Right, project_for
from projects.models import Category, Project

PER_PAGE = 120
MORE = ("search", "labeler", "video", "folder", "from", "to")
DONE = ("did", "by", "since", "until", "events", "added_by", "numbers")  # as the overview's numbers are linked
IN_ADDRESS = ("status", "category", *MORE, *DONE, "issue", "sort", "mode")
ONE_CLASS = "class"  # the mode that shows one category, everything selected
SORT_WORDS = {"place": "In order", "oldest": "Oldest first", "newest": "Newest first", "similar": "Similar together"}
USUAL_STATUSES = ("in_review", Status.LABELED.value, Status.NEEDS_REVIEW.value, Status.APPROVED.value, ALL)


@never_cache  # back from an image, the grid is as things are now
@require_safe
def review(request: HttpRequest, slug: str) -> HttpResponse:
    project = project_for(request.user, slug, Right.REVIEW)
    address = Address.of(request.GET)
    narrowed = AssetFilter(address.filter, queryset=project.assets.with_labels())
    page = page_at(narrowed, address.sort, request.GET.get("cursor"), PER_PAGE)
    if page is None:
        return redirect("review", slug=slug)  # a typo in the address, or a cursor of another list
    if request.GET.get("part") == "counts":
        return render(request, "review/_counts.html", _counts(project, address, page))
    return render(
        request,
        "review/review.html",
        _filters(project, address)
        | {
            "assets": page.items,
            **address.around(page),
            "per_page": PER_PAGE,
            "sorts": [(words, name == address.sort, address.with_(sort=name)) for name, words in SORT_WORDS.items()],
            "labelers": _labelers(project, address),
            "videos": project.videos.by_name(),
            "folders": folders.of(project, address.params.get("folder", "")),
            "check": sample_checks.latest(project),
            "any_approved": not page.items and project.assets.with_status(Status.APPROVED).exists(),
            "page": {
                "csrf": get_token(request),
                "categories": categories_data(project.categories.keyed()),
                "words": {status.value: words for status, words in WORDS.items()},
                "filter": address.filter,
                "one_class": address.one_class,
                "label_filter": _filter_with(address.status),
                "urls": page_urls(project),
            },
        },
    )


def _labelers(project: Project, address: "Address") -> list[str]:
    """Those to narrow by, and who it is narrowed by, also when nothing of theirs is left."""
    names, chosen = facets.labelers(project), address.params.get("labeler")
    return names if not chosen or chosen in names else [*names, chosen]


class Address(ListAddress):
    """What the address of the review page says."""

    @classmethod
    def of(cls, query: QueryDict) -> "Address":
        params = parameters(query, IN_ADDRESS)
        if params.get("status") == "done":
            params["status"] = Status.APPROVED.value  # the same here, by the name that is listed
        category = params.get("category", "")
        if not (category.isascii() and category.isdigit() and len(category) < 10):
            params.pop("category", None)
        if params.get("mode") != ONE_CLASS or "category" not in params:
            params.pop("mode", None)
        if params.get("sort") not in SORT_WORDS:
            params.pop("sort", None)
        return cls(params)

    @property
    def filter(self) -> dict[str, str]:
        """As the API's lists and bulk actions take it."""
        chosen = {"status": self.status} | self.params
        return {
            name: value
            for name, value in chosen.items()
            if name not in ("sort", "mode") and not (name == "status" and value == ALL)
        }

    @property
    def status(self) -> str:
        return self.params.get("status", "in_review")

    @property
    def category_id(self) -> int | None:
        return int(self.params["category"]) if "category" in self.params else None

    @property
    def one_class(self) -> bool:
        return "mode" in self.params

    @property
    def usual_sort(self) -> str:
        return "similar" if self.one_class or self.issue == "disagree" else "place"

    @property
    def sort(self) -> str:
        return self.params.get("sort", self.usual_sort)

    @property
    def first_day(self) -> str:
        return self.params.get("from", "")

    @property
    def issue(self) -> str:
        return self.params.get("issue", "")

    @property
    def more(self) -> bool:
        """Whether anything is chosen that stands further down."""
        return any(name in self.params for name in MORE)

    def with_(self, *, cursor: str = "", **changes: str) -> str:
        params = self.params | changes
        if changes.get("mode", "") != self.params.get("mode", "") and "mode" in changes:
            params.pop("sort", None)  # each mode has its usual one
        address = replace(self, params={name: value for name, value in params.items() if value})
        if address.params.get("sort") == address.usual_sort:
            del address.params["sort"]
        return "?" + urlencode({"status": self.status} | address.params | ({"cursor": cursor} if cursor else {}))

    @property
    def any_category(self) -> str:
        return self.with_(category="", mode="")

    @property
    def every_cell(self) -> str:
        return self.with_(mode="")

    @property
    def without_issue(self) -> str:
        return self.with_(issue="")

    @property
    def done(self) -> str:
        """What was done to these images, in words: `Approved by ana, 20 Nov 2026`."""
        params = self.params
        if "added_by" in params:
            return f"Added by {params['added_by']}"
        if not any(name in params for name in DONE):
            return ""
        what = WHAT_WAS_DONE.get(params.get("did", ""), "Answered") + (f" by {params['by']}" if "by" in params else "")
        days = dict.fromkeys(_day_words(params[name]) for name in ("since", "until") if name in params)
        return ", ".join([what, *([" to ".join(days)] if days else [])])

    @property
    def without_done(self) -> str:
        return self.with_(**dict.fromkeys(DONE, ""))

    @property
    def without_more(self) -> str:
        return self.with_(**dict.fromkeys(MORE, ""))

    @property
    def beyond_more(self) -> dict[str, str]:
        """What stays when these are chosen anew."""
        return {name: value for name, value in self.params.items() if name not in MORE}

    @property
    def plain(self) -> str:
        """Everything but the state given up."""
        return "?" + urlencode({"status": self.status})


def _day_words(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.day} {day:%b %Y}"


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
        "title": _title(address, categories),
        "statuses": [
            {
                "name": name,
                "words": _status_words(name),
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
    return tuple(Status) if name == ALL else statuses_of(name)


def _status_words(name: str) -> str:
    if name == ALL:
        return "All"
    return FILTERS[name][0] if name in FILTERS else WORDS[Status(name)]


def _filter_with(status: str) -> str:
    """The filter of the labeling page that has these images."""
    return next((name for name, (_, states) in FILTERS.items() if set(_states(status)) <= set(states)), ALL)


def _title(address: Address, categories: list[Category]) -> str:
    names = [category.name for category in categories if category.public_id == address.category_id]
    search = address.params.get("search")
    reasons = [words for words in (search and f"“{search}”", TITLES.get(address.issue), address.done) if words]
    state = [] if reasons and address.status == ALL else [_status_words(address.status)]
    return ", ".join([*reasons, *state, *names])


def _count_before(project: Project, address: Address, items: list[Asset]) -> int:
    """How many of the list lie before these."""
    sort: Sort = SORTS[address.sort]
    edge = [getattr(items[0], field) for field in sort.fields]
    return facets.narrowed(project, address.filter).filter(sort.beyond(edge, backwards=True)).count()
