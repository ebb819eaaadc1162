"""What versions ask of the task type of their project, and nobody else decides: what is frozen of an image, how it is
read back, and what counts as another answer."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Protocol

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable

from annotations.models import Annotation
from assets.models import Asset
from assets.states import ANSWERED, CARRIES_LABEL
from contract import v1
from exports.models import DatasetVersion, VersionItem
from exports.wanted import Wanted
from projects.models import Project

UNLABELED = [status for status in ANSWERED if not CARRIES_LABEL[status]]
BATCH = 1000  # frozen rows read at a time

# Of an image and where it comes from, in the order of the contract's values: no object of the model for each row.
FACTS = (
    "asset_id", "asset__sha256", "asset__size_bytes", "asset__mime_type", "asset__width", "asset__height",
    "asset__exif_orientation", "asset__original_name", "asset__video_id", "asset__timestamp_ms", "asset__frame_index",
    "asset__upload_sha256", "asset__converted_from",
)  # fmt: skip

Labels = tuple[int, ...]  # of an image: class indices, ascending


class TaskType(Protocol):
    """What its module has."""

    LABEL: str  # the key of an image's label in what is told of it

    def refuse(self, wanted: Wanted) -> None:
        """Where something is asked for that makes no sense here."""

    def selection(self, wanted: Wanted) -> dict[str, Any]:
        """What the frozen selection has beside the keys of all."""

    def more(self, project: Project) -> dict[str, Any]:
        """What is frozen beside the keys of all."""

    def schema_version(self, *, holds_converted: bool) -> str:
        """The lowest version of the contract that describes it."""

    def reasons(self, wanted: Wanted) -> list[tuple[str, Q]]:
        """Why chosen images are left out, in the order in which the reasons are tried; keys of `excluded`."""

    def excluded(self, wanted: Wanted, left_out: Mapping[str, int], inactive: int) -> dict[str, int]:
        """As the manifest tells it. `left_out`: images by reason; `inactive`: labels of retired categories that images
        of the version have."""

    def inactive_now(self, assets: QuerySet[Asset]) -> int:
        """So many, of the images that would be held."""

    def inactive_chosen(self, chosen: str) -> int:
        """So many, of those in the table of what was chosen."""

    def why_nothing(self, project: Project, left_out: Mapping[str, int]) -> str:
        """Why a version would hold nothing, where there is more to say than that nothing was chosen."""

    def refuse_chosen(self, frozen: Mapping[str, Any], chosen: str) -> None:
        """Where what was chosen cannot be exported."""

    def now(self) -> dict[str, Combinable]:
        """What is frozen of an image's labels, by column: asked of assets, in the one statement that chooses them."""

    def labels_now(self, assets: QuerySet[Asset], *facts: str) -> Iterator[tuple[Any, ...]]:
        """Of each image these columns, and then its labels as public ids."""

    def labels_held(self, assets: QuerySet[Asset], wanted: Wanted) -> QuerySet[Annotation]:
        """The labels that a version of these images would hold."""

    def freeze(self, version: DatasetVersion, chosen: str) -> None:
        """Rows of the version, from the table of what was chosen: `asset_id`, `revision`, `left_out`, and `now`."""

    def images(self, version: DatasetVersion) -> Iterator[v1.Picture]:
        """Its images by id, some rows at a time: no long read stands in the way of writers."""

    def labels(self, version: DatasetVersion, assets: Collection[int]) -> dict[int, Labels]:
        """Of those of these images that have any."""

    def labels_of_rows(self, rows: Sequence[VersionItem]) -> dict[int, Labels]:
        """The same, of rows of one version."""

    def counted(self, version: DatasetVersion) -> dict[int, int]:
        """Labels by class index."""

    def stored(self, version: DatasetVersion) -> QuerySet[Any]:
        """Its labels as rows with `asset` and `class_index`."""

    def exported(self, version: DatasetVersion) -> QuerySet[Any]:
        """Those of them that it tells of."""

    def told(self, labels: Sequence[int]) -> Any:
        """As programs are told of them: by public ids."""


class Comparison(Protocol):
    """How two versions, or a version and what there is now, are compared: what counts as another answer."""

    def in_both(self, assets: QuerySet[Asset], version: DatasetVersion) -> tuple[int, int]:
        """How many of these images the version holds, and how many of them are labeled in another way now."""

    def both(self, older: DatasetVersion, newer: DatasetVersion) -> tuple[int, int]:
        """How many images both hold, and how many of them are labeled in another way in the newer one."""

    def relabeled(self, older: DatasetVersion, newer: DatasetVersion) -> QuerySet[VersionItem]:
        """The latter, as rows of the newer one."""

    def labels_before(self, older: DatasetVersion, rows: Sequence[VersionItem]) -> dict[int, Labels]:
        """What the images of rows of `relabeled` had in the older version."""


def labels_of_asset() -> QuerySet[Annotation]:
    """The labels of the asset of the query around it."""
    return Annotation.objects.filter(asset=OuterRef("pk"))


def without_label() -> Q:
    return Q(status__in=UNLABELED)


def of_inactive_category() -> Q:
    return Q(Exists(labels_of_asset().filter(category__retired_at__isnull=False)))


def frozen_rows(version: DatasetVersion, *columns: str, batch: int | None = None) -> Iterator[list[tuple[Any, ...]]]:
    """Rows of the version by image, a batch at a time; `asset_id` first, then these columns."""
    last = 0
    rows = VersionItem.objects.filter(version=version).order_by("asset_id").values_list("asset_id", *columns)
    while some := list(rows.filter(asset_id__gt=last)[: batch or BATCH]):
        yield some
        last = some[-1][0]
