"""The pages of dataset versions: the list, newest first, and one version."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from annotations import checks
from projects import palette
from projects.access import project_for
from projects.models import Project
from projects.paging import Sort, keyset_page
from projects.refusal import Refused

from .models import DatasetVersion, VersionShape

PER_PAGE = 30
USUAL = {"train": 8000, "val": 1000, "test": 1000}  # what the dialog starts from where a project has no splits
NEWEST_FIRST = Sort("number", descending=True, tie="number")


@require_safe
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    project = project_for(request.user, slug)
    listed = project.versions.defer("manifest")
    try:
        page = keyset_page(listed.select_related("created_by"), NEWEST_FIRST, request.GET.get("cursor"), PER_PAGE)
    except Refused:
        return redirect("versions", slug=slug)
    ready = ready_numbers(project)
    highest = project.versions.order_by("-number").values_list("number", flat=True).first() or 0
    return render(
        request,
        "versions/versions.html",
        {
            "project": project,
            "section": "versions",
            "releases": [Release(version, project, ready) for version in page.items],
            "next": page.next,
            "previous": page.previous,
            "next_number": highest + 1,
            "check": checks.latest(project),
            "categories": [
                {
                    "id": category.public_id,
                    "name": category.name,
                    "active": category.active,
                    "color": category.color or palette.color_for(category.class_index),
                    "shape": category.shape,
                }
                for category in project.categories.in_display_order()
            ],
            "percents": {name: f"{share / 100:g}" for name, share in (project.split_ratios or USUAL).items()},
        },
    )


@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    project = project_for(request.user, slug)
    found = get_object_or_404(project.versions.select_related("created_by"), number=number)
    release = Release(found, project, ready_numbers(project))
    since = _since(request, project, release)
    return render(
        request,
        "versions/version.html",
        {
            "project": project,
            "section": "versions",
            "release": release,
            "version": found,
            "since": since,
            "check": checks.latest(project, at=found.created_at),
            "shapes": shapes_of(found, release) if found.state == DatasetVersion.State.READY else [],
            "categories": release.categories_since(since),
            "folder": found.file_name.removesuffix(".zip"),
            "download": request.build_absolute_uri(release.api("download/")),
            "contract_program": reverse("api-contract-program"),
        },
    )


def _since(request: HttpRequest, project: Project, release: "Release") -> DatasetVersion | None:
    """The version that the page compares with: the one that was asked for, else the one before."""
    asked = request.GET.get("since", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else release.before
    others = project.versions.exclude(state=DatasetVersion.State.CANCELLED).exclude(pk=release.version.pk)
    if number is None or release.version.state == DatasetVersion.State.CANCELLED:
        return None
    return others.defer("manifest").filter(number=number).first()


SHAPES = {
    VersionShape.Kind.IMAGEFOLDER: "A folder for each class, in class order, in a folder for each split.",
    VersionShape.Kind.HUGGING_FACE: "For load_dataset: images, metadata.jsonl, labels as Parquet.",
    VersionShape.Kind.CSV: "One row an image, without the images.",
    VersionShape.Kind.CROISSANT: "Croissant 1.1 metadata, to lie beside the zip.",
}


def shapes_of(version: DatasetVersion, release: "Release") -> list[dict[str, Any]]:
    """Each shape in words, with what was made of it so far."""
    made = {shape.kind: shape for shape in version.shapes.all()}
    unfinished = (VersionShape.State.QUEUED, VersionShape.State.BUILDING)
    for shape in made.values():
        shape.version = version  # its names come from the version and its project
    return [
        {
            "title": kind.label,
            "meaning": meaning,
            "address": release.api(f"shapes/{kind.value}/"),
            "shape": made.get(kind),
            "running": kind in made and made[kind].state in unfinished,
        }
        for kind, meaning in SHAPES.items()
    ]


def ready_numbers(project: Project) -> list[int]:
    """Numbers of the versions that are ready, the newest first."""
    return list(project.versions.ready().order_by("-number").values_list("number", flat=True))


def others_of(project: Project, version: DatasetVersion) -> list[int]:
    """Numbers of versions to compare one with, the newest first."""
    return [number for number in ready_numbers(project) if number != version.number]


def category_marks(version: DatasetVersion) -> dict[int, dict[str, Any]]:
    """By id, what pages need to show a category as it was in a version."""
    return {
        category["id"]: {
            "name": category["name"],
            "active": category["active"],
            "index": category["class_index"],
            "color": category["color"] or palette.color_for(category["class_index"]),
            "shape": palette.shape_for(category["class_index"]),
        }
        for category in version.frozen["categories"]
    }


class Release:
    """A version as the pages tell it: the frozen facts, in words. `ready`: numbers of those that are, newest first."""

    def __init__(self, version: DatasetVersion, project: Project, ready: list[int]) -> None:
        self.version = version
        self.project = project
        self.is_latest = version.number in ready[:1]
        self.before = next((number for number in ready if number < version.number), None)

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

    def categories_since(self, other: DatasetVersion | None) -> list[dict[str, Any]]:
        """The categories, each with how many images more it has than in the other version, when both are counted."""
        if other is None or not other.counts or not self.version.counts:
            return self.categories
        before = other.counts["by_category"]
        return [
            category | {"more": category["images"] - before.get(str(category["id"]), 0)} for category in self.categories
        ]

    @property
    def frames(self) -> dict[str, int]:
        """How many images are frames, and of how many videos."""
        if not self.project.videos.exists():
            return {"count": 0, "videos": 0}
        frames = self.version.items.exclude(asset__video=None)
        return frames.aggregate(count=Count("pk"), videos=Count("asset__video", distinct=True))

    @property
    def used_categories(self) -> int:
        return sum(1 for category in self.categories if category["images"])

    @property
    def selection_words(self) -> str:
        words = [status.replace("_", " ") for status in self.version.frozen["selection"]["statuses"]]
        return f"all {words[0]}" if len(words) == 1 else " and ".join(words)

    @property
    def left_out(self) -> dict[str, int]:
        return self.version.frozen["selection"]["excluded"]


def _shown(category: dict[str, Any]) -> tuple[bool, int, int]:
    return (not category["active"], category["display_order"], category["class_index"])
