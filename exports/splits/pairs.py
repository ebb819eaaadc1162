"""What lists and pages tell of pairs that look alike and lie in different splits."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from assets.models import Asset
from core.exceptions import Refused
from core.pagination import Sort
from exports import task_types
from exports.models import DatasetVersion, LookalikePair, SplitReport, VersionItem
from exports.versions import split_counts
from exports.versions.release import category_marks

IN_ORDER = Sort("place", tie="place")


@dataclass(frozen=True)
class Side:
    """One picture of a pair. `category_id`: None where it has no label."""

    asset: Asset
    split: str
    category_id: int | None
    mark: dict[str, Any] | None  # of its category, as pages show it

    @property
    def id(self) -> int:
        return self.asset.pk


@dataclass(frozen=True)
class Told:
    one: Side
    other: Side
    bits: int


def report_of(version: DatasetVersion) -> SplitReport:
    """Of a ready version; one that waits where nobody asked for it yet. Refused where it has no splits."""
    if version.frozen["splits"] is None:
        raise Refused(f"v{version.number} has no splits, so nothing lies in different ones.", code="no_splits")
    return SplitReport.objects.filter(version=version).first() or SplitReport(version=version)


def of(report: SplitReport) -> QuerySet[LookalikePair]:
    """Nothing until it is ready: the pairs of a report that is being made are none yet."""
    sides = ("one__asset", "other__asset")
    return LookalikePair.objects.filter(report=report.pk, report__state=SplitReport.State.READY).select_related(*sides)


def told(version: DatasetVersion, pairs: Iterable[LookalikePair]) -> list[Told]:
    split_of = split_counts.dealer(version.frozen["splits"])
    task_type = task_types.of_version(version)
    pairs = list(pairs)
    labels = task_type.labels_of_rows([item for pair in pairs for item in (pair.one, pair.other)])
    marks = category_marks(version)

    def side(item: VersionItem) -> Side:
        asset = item.asset
        category_id = task_type.told(labels.get(asset.pk, ()))
        mark = None if category_id is None else marks[category_id]
        return Side(asset, split_of(asset.sha256, asset.video_id), category_id, mark)

    return [Told(side(pair.one), side(pair.other), pair.bits) for pair in pairs]
