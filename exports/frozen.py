"""What a version froze, read back: its images by id, their bytes, and the zip that was sealed."""

from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from assets import renditions
from assets.store import blobs
from projects.refusal import Refused

from . import contract
from .models import DatasetVersion, VersionItem

BATCH = 1000  # frozen rows read at a time


def images(version: DatasetVersion) -> Iterator[contract.Image]:
    """The version's images by id, some rows at a time: no long read stands in the way of writers."""
    last = 0
    while rows := list(
        VersionItem.objects.filter(version=version, asset_id__gt=last)
        .select_related("asset")
        .order_by("asset_id")[:BATCH]
    ):
        for row in rows:
            asset = row.asset
            yield contract.Image(
                id=asset.pk,
                sha256=asset.sha256,
                size_bytes=asset.size_bytes,
                mime_type=asset.mime_type,
                width=asset.width,
                height=asset.height,
                exif_orientation=asset.exif_orientation,
                original_name=asset.original_name,
                frame=(
                    None
                    if asset.video_id is None
                    else contract.Frame(asset.video_id, cast(int, asset.timestamp_ms), cast(int, asset.frame_index))
                ),
                class_index=row.class_index,
            )
        last = rows[-1].asset_id


def stored_name(version: DatasetVersion, image: contract.Image) -> str:
    return renditions.original_name(version.project.dataset_id, image.sha256, image.mime_type)


def opener(version: DatasetVersion) -> Callable[[contract.Image], BinaryIO]:
    """A call that opens an image of the version; it raises FileNotFoundError when its bytes are gone."""
    return lambda image: cast(BinaryIO, blobs.open(stored_name(version, image)))


def open_artifact(version: DatasetVersion) -> BinaryIO:
    """The zip of a ready version. Refused when it is gone from the store."""
    try:
        return cast(BinaryIO, blobs.open(version.artifact))
    except FileNotFoundError:
        raise Refused("The file of this version is missing from the store.", code="file_missing") from None
