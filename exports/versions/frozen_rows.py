"""What a version froze, read back: its images by id, and their bytes."""

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from assets.images import renditions
from contract import v1, v1_1
from core.storage.base import blobs
from exports.models import DatasetVersion, VersionItem

BATCH = 1000  # frozen rows read at a time

# The fields of contract.Image in its order, those of its frame in place of it: no object of the model for each row.
COLUMNS = (
    "asset_id", "asset__sha256", "asset__size_bytes", "asset__mime_type", "asset__width", "asset__height",
    "asset__exif_orientation", "asset__original_name", "asset__video_id", "asset__timestamp_ms", "asset__frame_index",
    "class_index", "asset__upload_sha256", "asset__converted_from",
)  # fmt: skip


def images(version: DatasetVersion) -> Iterator[v1.Image]:
    """The version's images by id, some rows at a time: no long read stands in the way of writers."""
    last = 0
    rows = VersionItem.objects.filter(version=version).order_by("asset_id").values_list(*COLUMNS)
    while some := list(rows.filter(asset_id__gt=last)[:BATCH]):
        yield from map(_image, some)
        last = some[-1][0]


def _image(row: Any) -> v1.Image:
    *facts, video, timestamp_ms, frame_index, class_index, of_sha256, of_type = row
    frame = None if video is None else v1.Frame(video, timestamp_ms, frame_index)
    if of_type is None:
        return v1.Image(*facts, frame, class_index)  # type: ignore[call-arg] # mypy counts facts as nine
    made_of = v1_1.Converted(of_sha256, of_type)
    return v1_1.Image(*facts, frame, class_index, converted=made_of)  # type: ignore[misc, call-arg, arg-type] # the same


def stored_name(version: DatasetVersion, image: v1.Bytes) -> str:
    return renditions.original_name(version.project.dataset_id, image.sha256, image.mime_type)


def opener(version: DatasetVersion) -> Callable[[v1.Bytes], BinaryIO]:
    """A call that opens an image of the version; it raises FileNotFoundError when its bytes are gone. It asks the
    database nothing, so that other threads, which have connections of their own, may call it."""
    dataset_id = version.project.dataset_id
    return lambda image: blobs.open_raw(renditions.original_name(dataset_id, image.sha256, image.mime_type))
