"""The pages of a project's images: the grid with its filters and uploads, and one image."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from annotations.browse import folders
from annotations.browse.address import ListAddress, page_at, parameters
from annotations.browse.filters import REVIEWED, SORTS, AssetFilter
from annotations.browse.review_address import reviewed_words
from annotations.browse.second_answers import second_answers
from annotations.models import GoldPicture
from annotations.sight import Sight, sight_of
from assets.images import names
from assets.images.pictures import TAKEN
from assets.models import Asset, WithdrawalJob
from assets.states import FILTERS, WORDS, Status
from core.pagination import Page, cursor_after, cursor_before, keyset_page
from projects.access import Right, manages_all, project_for
from projects.models import Category, Project
from projects.rules import shown

PER_PAGE = 120
SORT_WORDS = {
    "place": "In order",
    "newest": "Newest first",
    "oldest": "Oldest first",
    "name": "File name",
    "similar": "Similar together",
}
USUAL_SORT = "place"  # as they were dropped, or stood in their zip or video
SIZES = {"s": "Small", "m": "Medium", "l": "Large"}
HEIGHTS = {"s": 120, "m": 176, "l": 256}  # of a row of tiles, in CSS pixels
IN_ADDRESS = ("status", "category", "labeler", "video", "folder", "search", *REVIEWED, "sort", "size")


@require_safe
def assets(request: HttpRequest, slug: str) -> HttpResponse:
    project = project_for(request.user, slug)
    address = Address.of(request.GET)
    sight = sight_of(project, request.user)
    filters = AssetFilter(request.GET, queryset=project.assets.with_labels(), sight=sight)
    page = page_at(project, filters, address.sort, request.GET.get("cursor"), PER_PAGE)
    if page is None:
        return redirect("assets", slug=slug)  # a typo in the address, or a cursor of another list
    sight.look(page.items)
    categories = list(project.categories.in_display_order())
    return render(
        request,
        "assets/assets.html",
        {
            "project": project,
            "section": "assets",
            "page": page,
            "address": address,
            "tabs": _tabs(address),
            "categories": categories,
            "category": _chosen(categories, address),
            "state_words": _state_words(address),
            "single_state": address.status in WORDS and address.status not in FILTERS,
            "sorts": SORT_WORDS.items(),
            "row_height": HEIGHTS[address.size],
            "videos": project.videos.by_name(),
            "video": address.params.get("video", ""),
            "folders": folders.of(project, address.folder),
            "sizes": [(size, words, address.with_(size=size)) for size, words in SIZES.items()],
            **address.around(page),
            "whole": _is_whole(page),
            "partial": filters.is_whole is False and address.narrowed_query,
            "first": not page.previous,
            "nothing_yet": not page.items and not address.narrows,
            "taken": TAKEN,
            "max_bytes": settings.MAX_UPLOAD_BYTES,
            "import_limit": settings.MAX_IMPORT_BYTES,
        },
    )


@require_safe
def asset(request: HttpRequest, slug: str, asset_id: int) -> HttpResponse:
    project = project_for(request.user, slug)
    sight = sight_of(project, request.user)
    found = sight.look_at(get_object_or_404(project.assets.with_labels(), pk=asset_id))
    address = Address.of(request.GET)
    before, after = _neighbours(project, found, address, request.GET, sight)
    return render(
        request,
        "assets/asset.html",
        {
            "project": project,
            "section": "assets",
            "asset": found,
            "shown": shown.words(found.shown) if found.shown else "",
            "address": address,
            "before": before,
            "after": after,
            "answer": [annotation.category for annotation in found.annotations.all()],
            "status_words": WORDS[Status(found.status)],
            "withdrawal": _withdrawal(project, found),
            "may_withdraw": manages_all(request.user) and found.status != Status.WITHDRAWN,
            "labeled_by": _last_labeler(found),
            **_asked_again(project, found),
            "other_names": names.others_of(found),
            # History names categories by id; retired ones, too.
            "categories": {category.public_id: _told(category) for category in project.categories.all()},
            "words": {status.value: words for status, words in WORDS.items()},
            "time_zone": settings.TIME_ZONE,
        },
    )


def _withdrawal(project: Project, asset: Asset) -> WithdrawalJob | None:
    """Who withdrew it, when and why."""
    if asset.status != Status.WITHDRAWN:
        return None
    said = project.withdrawals.filter(sha256=asset.sha256).select_related("job__by")
    return next((each.job for each in said), None)


def _asked_again(project: Project, asset: Asset) -> dict[str, Any]:
    """For those who review: what others said of it without seeing its answer, and whether it is a known image. What was
    said stays, whoever is asked now."""
    if Right.REVIEW not in project.rights:
        return {}
    said = second_answers(asset)
    categories = {category.public_id: category for category in project.categories.all()} if said else {}
    is_asked = bool(said or project.second_share or project.gold_share)
    is_known = is_asked and GoldPicture.objects.filter(asset=asset).exists()
    return {
        "second_answers": [(answer, [categories[number] for number in answer.category_ids]) for answer in said],
        "is_known": is_known,
        "may_be_known": bool(project.gold_share) and (is_known or asset.status == Status.APPROVED),
    }


def _neighbours(
    project: Project, asset: Asset, address: "Address", query: QueryDict, sight: Sight
) -> tuple[int | None, int | None]:
    """The images before and after this one in the list that the address names."""
    filters = AssetFilter(query, queryset=project.assets.all(), sight=sight)
    if not filters.is_valid():
        return None, None
    sort = SORTS[address.sort]
    ways = (cursor_before(asset, sort), cursor_after(asset, sort))
    pages = [keyset_page(filters.qs, sort, cursor, limit=1).items for cursor in ways]
    before, after = (page[0].pk if page else None for page in pages)
    return before, after


class Address(ListAddress):
    """What the address of the grid says: filters, sort and tile size."""

    @classmethod
    def of(cls, query: QueryDict) -> "Address":
        given = parameters(query, IN_ADDRESS)
        if given.get("sort") not in SORT_WORDS:
            given.pop("sort", None)
        if given.get("size") not in SIZES:
            given.pop("size", None)
        return cls(given)

    @property
    def sort(self) -> str:
        return self.params.get("sort", USUAL_SORT)

    @property
    def size(self) -> str:
        return self.params.get("size", "m")

    @property
    def status(self) -> str:
        return self.params.get("status", "")

    @property
    def search(self) -> str:
        return self.params.get("search", "")

    @property
    def folder(self) -> str:
        return self.params.get("folder", "")

    @property
    def narrows(self) -> bool:
        """Whether anything but the sort and the size is chosen."""
        return any(name not in ("sort", "size") for name in self.params)

    @property
    def beyond_status(self) -> str:
        """What else narrows the list, as a query: the counts of the tabs are asked for with it."""
        return urlencode({name: value for name, value in self.params.items() if name not in ("sort", "size", "status")})

    @property
    def narrowed_query(self) -> str:
        """For one call of the API's list, under the same filters."""
        return urlencode({name: value for name, value in self.params.items() if name not in ("sort", "size")})

    def with_(self, **changes: str) -> str:
        params = {name: value for name, value in (self.params | changes).items() if value}
        for name, usual in (("sort", USUAL_SORT), ("size", "m")):
            if params.get(name) == usual:
                del params[name]
        return f"?{urlencode(params)}" if params else "?"

    @property
    def query(self) -> str:
        """For the address of another page that belongs to this list."""
        return self.with_().removesuffix("?")

    @property
    def reviewed(self) -> str:
        """Which labels it asks for that somebody else looked at, in words; "" without that."""
        return reviewed_words(self.params)

    @property
    def reviewed_parts(self) -> list[tuple[str, str]]:
        """For the fields of a form that keeps them."""
        return [(name, self.params[name]) for name in REVIEWED if name in self.params]

    @property
    def without_reviewed(self) -> str:
        return self.with_(**dict.fromkeys(REVIEWED, ""))

    @property
    def without_status(self) -> str:
        return self.with_(status="")

    @property
    def without_search(self) -> str:
        return self.with_(search="")

    @property
    def plain(self) -> str:
        """Everything that was narrowed, given up."""
        return self.with_(**dict.fromkeys(set(IN_ADDRESS) - {"sort", "size"}, ""))


def _tabs(address: Address) -> list[dict[str, Any]]:
    """All, Unlabeled, In review, Done, Skipped; a single state is shown under the tab that holds it."""
    chosen = _tab_of(address.status)
    words = {"": "All", **{name: words for name, (words, _) in FILTERS.items()}}
    return [
        {
            "words": words[name],
            "count": name or "total",
            "href": address.with_(status=name),
            # "page" is this very list, "true" a list of which this one is a part.
            "current": "" if name != chosen else "page" if name == address.status else "true",
        }
        for name in words
    ]


def _tab_of(status: str) -> str:
    if status in FILTERS or not status:
        return status
    return next((name for name, (_, states) in FILTERS.items() if status in states), "")


def _chosen(categories: list[Category], address: Address) -> Category | None:
    wanted = address.params.get("category")
    return next((category for category in categories if str(category.public_id) == wanted), None)


def _state_words(address: Address) -> str:
    """The word of the state or tab that the list is narrowed to."""
    if address.status in FILTERS:
        return FILTERS[address.status][0]
    return WORDS[Status(address.status)] if address.status else ""


def _is_whole(page: Page) -> bool:
    return not page.next and not page.previous


def _last_labeler(asset: Asset) -> Any:
    annotation = next(iter(asset.annotations.all()), None)
    return annotation and annotation.created_by


def _told(category: Category) -> dict[str, Any]:
    return {"name": category.name, "shape": category.shape, "active": category.active}
