"""What a version froze, read back: its images by id, and their bytes."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from assets.images import renditions
from contract import v1
from core.storage.base import blobs
from exports import task_types
from exports.models import DatasetVersion


def images(version: DatasetVersion) -> Iterator[v1.Picture]:
    """The version's images by id, some rows at a time: no long read stands in the way of writers."""
    return task_types.of_version(version).images(version)


def stored_name(version: DatasetVersion, image: v1.Bytes) -> str:
    return renditions.original_name(version.project.dataset_id, image.sha256, image.mime_type)


def opener(version: DatasetVersion) -> Callable[[v1.Bytes], BinaryIO]:
    """A call that opens an image of the version; it raises FileNotFoundError when its bytes are gone. It asks the
    database nothing, so that other threads, which have connections of their own, may call it."""
    dataset_id = version.project.dataset_id
    return lambda image: blobs.open_raw(renditions.original_name(dataset_id, image.sha256, image.mime_type))
