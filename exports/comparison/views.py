"""Pages that compare two versions: a panel of the version's page, and a page of its own. What takes a look at all rows
comes after the page has painted, by the same address and `?part=`."""

import re
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assets.models import Asset
from core.exceptions import Refused
from exports.comparison import diff
from exports.models import DatasetVersion
from exports.versions.release import Release, category_marks, others_of
from projects.access import Right, project_for
from projects.models import Project

FIRST = {"added": 16, "removed": 16, "relabeled": 5, "moved": 5}  # entries that are there at once
MORE = 50  # entries that each "Show more" adds
WORDS = {"added": "Added", "removed": "Removed", "relabeled": "Relabeled", "moved": "Moved"}


@require_safe
def difference(request: HttpRequest, slug: str, number: int, other: int) -> HttpResponse:
    project = project_for(request.user, slug, Right.CURATE)
    versions = project.versions.select_related("created_by").defer("manifest")
    newer, older = (get_object_or_404(versions, number=each) for each in (number, other))
    part = request.GET.get("part")
    try:
        if part == "delta":
            return render(request, "versions/_delta.html", {"version": newer, "images": diff.counts(older, newer)})
        if part == "changes":
            return render(request, "versions/_changes.html", _changes(request, project, older, newer))
        if part in diff.KINDS:
            context = {"project": project, "tab": Tab(part, older, newer, request.GET.get("cursor"))}
            return render(request, "versions/_changed_images.html", context)
    except Refused as problem:
        raise Http404(problem.message) from None
    return render(request, "versions/compare.html", _page(project, older, newer))


def _page(project: Project, older: DatasetVersion, newer: DatasetVersion) -> dict[str, Any]:
    return {
        "project": project,
        "section": "versions",
        "older": Release(older, project, []),
        "newer": Release(newer, project, []),
        "others": others_of(project, newer),
        "newer_ones": others_of(project, older),
        "cancelled": next((v for v in (newer, older) if v.state == DatasetVersion.State.CANCELLED), None),
        "categories": _side_by_side(older, newer),
        "contract_program": reverse("api-contract-program"),
    }


def _changes(request: HttpRequest, project: Project, older: DatasetVersion, newer: DatasetVersion) -> dict[str, Any]:
    difference = diff.overview(older, newer)
    tabs = [Tab(kind, older, newer) for kind in diff.KINDS if kind != "moved" or difference["images"]["moved"]]
    changed = [tab for tab in tabs if tab.count]
    category_rows = list(_category_rows(difference["categories"], older, newer))
    first = changed[0].kind if changed else "categories" if category_rows else ""
    return {
        "project": project,
        "older": older,
        "newer": newer,
        "difference": difference,
        "full": "full" in request.GET,
        "tabs": tabs if first else [],
        "first": first,
        "category_rows": category_rows,
        "others": others_of(project, newer),
    }


class Tab:
    """The images of one kind of change, as many as are shown at once, and the way to more."""

    def __init__(self, kind: str, older: DatasetVersion, newer: DatasetVersion, cursor: str | None = None) -> None:
        self.kind = kind
        self.title = WORDS[kind]
        self.older, self.newer = older, newer
        self.count = diff.counts(older, newer)[kind]
        self.page = diff.page(kind, older, newer, cursor, MORE if cursor else FIRST[kind]) if self.count else diff.EMPTY

    @property
    def as_tiles(self) -> bool:
        return self.kind in ("added", "removed")

    @property
    def left(self) -> int:
        """How many there are behind the first ones."""
        return self.count - len(self.page.items)

    @property
    def next(self) -> str:
        """The address of the entries behind these; empty when there are none."""
        if not self.page.next:
            return ""
        address = reverse("version-diff", args=[self.newer.project.slug, self.newer.number, self.older.number])
        return f"{address}?part={self.kind}&cursor={self.page.next}"

    @property
    def rows(self) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = self.page.items
        assets = Asset.objects.in_bulk([entry["id"] for entry in entries])
        before, now = category_marks(self.older), category_marks(self.newer)
        held = before if self.kind == "removed" else now
        names = _names(entry["by"] for entry in entries if entry.get("by"))
        return [
            {
                "asset": assets[entry["id"]],
                "name": short_name(assets[entry["id"]].original_name),
                "category": held.get(entry.get("category_id", 0)),
                "from": entry.get("from") if self.kind == "moved" else before.get(entry.get("from", 0)),
                "to": entry.get("to") if self.kind == "moved" else now.get(entry.get("to", 0)),
                "by": names.get(entry.get("by", "")),
                "at": entry.get("at"),
            }
            for entry in entries
        ]


def short_name(file_name: str) -> str:
    """IMG_2046 of IMG_2046.jpg."""
    return re.sub(r"\.[^.]{1,5}$", "", file_name)


def _names(usernames: Iterable[str]) -> dict[str, str]:
    people = get_user_model().objects.filter(username__in=set(usernames))
    return {person.get_username(): person.get_full_name() or person.get_username() for person in people}


CATEGORY_WORDS = {
    "added": "Added",
    "missing": "Not there",
    "renamed": "Renamed",
    "retired": "Retired",
    "restored": "In use again",
    "regrouped": "In another group",
}


def _category_rows(
    changes: dict[str, list[dict[str, Any]]], older: DatasetVersion, newer: DatasetVersion
) -> Iterable[dict[str, Any]]:
    before, now = category_marks(older), category_marks(newer)
    for kind, entries in changes.items():
        for entry in entries:
            yield {
                "word": CATEGORY_WORDS[kind],
                "index": entry["class_index"],
                "was": before.get(entry["id"]) if kind == "renamed" else None,
                "mark": now.get(entry["id"]) or before[entry["id"]],
                "group": f"{entry['from'] or 'none'} → {entry['to'] or 'none'}" if kind == "regrouped" else "",
            }


def _side_by_side(older: DatasetVersion, newer: DatasetVersion) -> list[dict[str, Any]]:
    """Every category of either, by class index, with its images in both."""
    before, now = category_marks(older), category_marks(newer)
    counts = [(version.counts or {}).get("by_category", {}) for version in (older, newer)]
    rows = []
    for number in sorted(before.keys() | now.keys()):
        was, is_now = (count.get(str(number), 0) for count in counts)
        rows.append({"mark": now.get(number) or before[number], "was": was, "now": is_now, "change": is_now - was})
    return rows
