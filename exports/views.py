"""The pages of dataset versions: the list, newest first, and one version."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from annotations import checks
from projects import palette
from projects.access import project_for
from projects.paging import Sort, keyset_page
from projects.refusal import Refused

from .models import DatasetVersion

PER_PAGE = 30
NEWEST_FIRST = Sort("number", descending=True, tie="number")


@require_safe
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    project = project_for(request.user, slug)
    listed = project.versions.exclude(state=DatasetVersion.State.CANCELLED).defer("manifest")
    try:
        page = keyset_page(listed.select_related("created_by"), NEWEST_FIRST, request.GET.get("cursor"), PER_PAGE)
    except Refused:
        return redirect("versions", slug=slug)
    latest = project.versions.ready().order_by("-number").values_list("number", flat=True).first()
    highest = project.versions.order_by("-number").values_list("number", flat=True).first() or 0
    return render(
        request,
        "exports/versions.html",
        {
            "project": project,
            "section": "versions",
            "releases": [Release(version, project, latest) for version in page.items],
            "next": page.next,
            "previous": page.previous,
            "next_number": highest + 1,
            "check": checks.latest(project),
            "categories": [
                {"id": category.public_id, "name": category.name, "active": category.active}
                for category in project.categories.in_display_order()
            ],
        },
    )


@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    project = project_for(request.user, slug)
    found = get_object_or_404(project.versions.select_related("created_by"), number=number)
    latest = project.versions.ready().order_by("-number").values_list("number", flat=True).first()
    release = Release(found, project, latest)
    return render(
        request,
        "exports/version.html",
        {
            "project": project,
            "section": "versions",
            "release": release,
            "version": found,
            "folder": found.file_name.removesuffix(".zip"),
            "download": request.build_absolute_uri(release.api("download/")),
        },
    )


class Release:
    """A version as the pages tell it: the frozen facts, in words."""

    def __init__(self, version: DatasetVersion, project: Any, latest: int | None) -> None:
        self.version = version
        self.project = project
        self.is_latest = version.number == latest

    def api(self, path: str = "") -> str:
        return reverse("api-version", args=[self.project.slug, self.version.number]) + path

    @property
    def address(self) -> str:
        return self.api()

    @property
    def download(self) -> str:
        return self.api("download/")

    @property
    def manifest(self) -> str:
        return self.api("manifest.json")

    @property
    def annotations(self) -> str:
        return self.api("annotations.json")

    @property
    def running(self) -> bool:
        return self.version.state in (DatasetVersion.State.QUEUED, DatasetVersion.State.BUILDING)

    @property
    def short_hash(self) -> str:
        return self.version.hash.removeprefix("sha256:")[:20]

    @property
    def hashes(self) -> list[tuple[str, str, str]]:
        """Name, value, and what an equal value means."""
        return [
            ("hash", self.version.hash, "Equal in two versions: the same images, labels and definitions."),
            ("labels_hash", self.version.labels_hash, "Equal: the same categories, so a trained model still fits."),
            ("samples_hash", self.version.samples_hash, "Equal: a model sees the same pixels with the same classes."),
        ]

    @property
    def categories(self) -> list[dict[str, Any]]:
        """The categories as they were, in the order that they were shown in, each with its share of the largest."""
        counts = (self.version.counts or {}).get("by_category", {})
        most = max(counts.values(), default=0)
        return [
            {
                **category,
                "color": category["color"] or palette.color_for(category["class_index"]),
                "shape": palette.shape_for(category["class_index"]),
                "images": counts.get(str(category["id"]), 0),
                "most": most,
            }
            for category in sorted(self.version.frozen["categories"], key=_shown)
        ]

    @property
    def used_categories(self) -> int:
        return sum(1 for category in self.categories if category["images"])

    @property
    def selection_words(self) -> str:
        return " and ".join(status.replace("_", " ") for status in self.version.frozen["selection"]["statuses"])

    @property
    def left_out(self) -> dict[str, int]:
        return self.version.frozen["selection"]["excluded"]


def _shown(category: dict[str, Any]) -> tuple[bool, int, int]:
    return (not category["active"], category["display_order"], category["class_index"])
