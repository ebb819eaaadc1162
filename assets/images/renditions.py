"""Where a picture's files lie, and its renditions, which can always be made again from the original."""

import io
import uuid
from typing import BinaryIO, cast

from django.core.files.storage import default_storage

from assets.formats import FORMATS
from assets.images import pictures
from assets.models import Asset
from core.storage.base import blobs

ORIGINAL = "original"
DISPLAY = "display"
THUMB = "thumb"


def original_name(dataset_id: uuid.UUID, sha256: str, mime_type: str) -> str:
    return f"originals/{dataset_id}/{sha256[:2]}/{sha256}.{FORMATS[mime_type]}"


def rendition_name(dataset_id: uuid.UUID, sha256: str, kind: str) -> str:
    return f"renditions/{dataset_id}/{sha256[:2]}/{sha256}-{kind}.jpg"


def store(dataset_id: uuid.UUID, sha256: str, picture: pictures.Picture) -> None:
    for kind, content in ((DISPLAY, picture.display), (THUMB, picture.thumb)):
        blobs.save_replaceable(rendition_name(dataset_id, sha256, kind), content)


def file_name(asset: Asset, kind: str) -> str:
    """Where the bytes of one kind (original, display, thumb) lie in the store."""
    if kind == ORIGINAL:
        return asset.file
    return rendition_name(asset.project.dataset_id, asset.sha256, kind)


def signed_address(asset: Asset, kind: str, *, method: str = "GET") -> str | None:
    """A short-lived address on a bucket that serves its files itself; None on a local disk."""
    sign = getattr(default_storage, "signed_address", None)
    return sign(file_name(asset, kind), method=method) if sign else None


def open_original(asset: Asset) -> BinaryIO:
    return cast(BinaryIO, default_storage.open(asset.file))


def open_rendition(asset: Asset, kind: str) -> BinaryIO:
    """The rendition's bytes; made again when the file is gone, or was cut off by a power cut.

    Raises FileNotFoundError when the original is gone, too, and Unusable when it was damaged since it came in.
    """
    name = rendition_name(asset.project.dataset_id, asset.sha256, kind)
    content = _read(name)
    if not content.endswith(pictures.END_OF_JPEG):
        with open_original(asset) as file:
            # It came in under the limit of its day.
            picture = pictures.read(file.read(), max_pixels=2 * asset.width * asset.height)
        if content:
            default_storage.delete(name)
        store(asset.project.dataset_id, asset.sha256, picture)
        content = picture.display if kind == DISPLAY else picture.thumb
    return io.BytesIO(content)


def _read(name: str) -> bytes:
    try:
        with default_storage.open(name) as file:
            return cast(bytes, file.read())
    except FileNotFoundError:
        return b""
