"""What pages tell of one version."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse

from contract import v1
from exports.models import DatasetVersion, SplitReport, VersionFile
from exports.versions import split_counts, withdrawn
from projects.models import Project
from projects.rules import palette


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
    def zip(self) -> VersionFile | None:
        """Of a ready version."""
        return next(iter(self.version.files.all()), None)

    @property
    def lost(self) -> withdrawn.Lost | None:
        """What was withdrawn from it."""
        return withdrawn.lost(self.version)

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
        excluded: dict[str, int] = self.version.frozen["selection"]["excluded"]
        return excluded


@dataclass(frozen=True)
class SplitsTold:
    """What the page of a version tells of its splits. `rows`: of each category that is used or may be, its images in
    each split and whether that is too few; empty until the report is made."""

    report: SplitReport
    rows: list[dict[str, Any]]
    thin: str

    @property
    def running(self) -> bool:
        return self.report.is_unfinished


def splits_of(version: DatasetVersion) -> SplitsTold | None:
    """Of a ready version; None where it has no splits. A report that nobody asked for yet is one that waits."""
    splits = version.frozen["splits"]
    if splits is None or version.state != DatasetVersion.State.READY:
        return None
    report = SplitReport.objects.filter(version=version).first() or SplitReport(version=version)
    report.version = version
    counts = report.by_split_and_category
    if counts is None:
        return SplitsTold(report, [], "")
    marks = category_marks(version)
    thin = split_counts.thin(counts, splits, [each for each, mark in marks.items() if mark["active"]])
    few = {(each.category_id, each.split) for each in thin}
    rows = []
    for category in sorted(version.frozen["categories"], key=_shown):
        number = category["id"]
        cells = [(counts[split][str(number)], (number, split) in few) for split in v1.SPLITS]
        if category["active"] or any(images for images, _ in cells):
            rows.append({"mark": marks[number], "cells": cells})
    return SplitsTold(report, rows, split_counts.in_words(thin, {each: mark["name"] for each, mark in marks.items()}))


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


def others_of(project: Project, version: DatasetVersion) -> list[int]:
    """Numbers of versions to compare one with, the newest first."""
    return [number for number in ready_numbers(project) if number != version.number]


def ready_numbers(project: Project) -> list[int]:
    """Numbers of the versions that are ready, the newest first."""
    return list(project.versions.ready().order_by("-number").values_list("number", flat=True))


def _shown(category: dict[str, Any]) -> tuple[bool, int, int]:
    return (not category["active"], category["display_order"], category["class_index"])
