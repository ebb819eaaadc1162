"""Where a picture's files lie, and its renditions, which can always be made again from the original."""

import io
import uuid
from typing import BinaryIO, cast

from django.core.files.storage import default_storage

from assets.formats import FORMATS
from assets.images import pictures
from assets.images.kinds import jpeg
from assets.models import Asset
from core.storage.base import blobs
from projects.rules.shown import AUTO, window_of

ORIGINAL = "original"
DISPLAY = "display"
THUMB = "thumb"


def original_name(dataset_id: uuid.UUID, sha256: str, mime_type: str) -> str:
    return f"originals/{dataset_id}/{sha256[:2]}/{sha256}.{FORMATS[mime_type]}"


def rendition_name(dataset_id: uuid.UUID, sha256: str, kind: str, recipe: str = "") -> str:
    """A name stands for its bytes, so that of a deep picture has the recipe by which it is shown."""
    return f"{_beginning(dataset_id, sha256)}{kind}{recipe and f'-{recipe}'}.jpg"


def store(dataset_id: uuid.UUID, sha256: str, picture: pictures.Picture, recipe: str | None = None) -> None:
    """`recipe`: by which it was read, where that is not the one that pictures are read by as they come in."""
    if recipe is None:
        recipe = "" if picture.shown_from is None else AUTO
    for kind, content in ((DISPLAY, picture.display), (THUMB, picture.thumb)):
        blobs.save_replaceable(rendition_name(dataset_id, sha256, kind, recipe), content)


def file_name(asset: Asset, kind: str, recipe: str | None = None) -> str:
    """Where the bytes of one kind (original, display, thumb) lie in the store; as it is shown now, without a recipe."""
    if kind == ORIGINAL:
        return asset.file
    return rendition_name(asset.project.dataset_id, asset.sha256, kind, asset.recipe if recipe is None else recipe)


def names(asset: Asset) -> list[str]:
    """Of all renditions that may lie in the store."""
    usual = [rendition_name(asset.project.dataset_id, asset.sha256, kind) for kind in (DISPLAY, THUMB)]
    if not asset.shown:
        return usual
    beginning = _beginning(asset.project.dataset_id, asset.sha256)
    beside = blobs.names_in(folder(asset.project.dataset_id, asset.sha256))
    return sorted({*usual, *(name for name in beside if name.startswith(beginning))})


def folder(dataset_id: uuid.UUID, sha256: str) -> str:
    return f"renditions/{dataset_id}/{sha256[:2]}"


def _beginning(dataset_id: uuid.UUID, sha256: str) -> str:
    return f"{folder(dataset_id, sha256)}/{sha256}-"


def signed_address(asset: Asset, kind: str, recipe: str | None = None, *, method: str = "GET") -> str | None:
    """A short-lived address on a bucket that serves its files itself; None on a local disk, and where a deep picture
    was not yet made by this recipe."""
    sign = getattr(default_storage, "signed_address", None)
    if sign is None:
        return None
    name = file_name(asset, kind, recipe)
    if kind != ORIGINAL and asset.shown and not default_storage.exists(name):
        return None
    return cast(str, sign(name, method=method))


def is_whole(asset: Asset, kind: str, recipe: str | None = None) -> bool:
    """Whether the file lies in the store as it is to be sent: the original, or a rendition that was not cut off."""
    try:
        with default_storage.open(file_name(asset, kind, recipe)) as file:
            if kind == ORIGINAL:
                return True
            file.seek(0, io.SEEK_END)
            file.seek(max(0, file.tell() - len(jpeg.END)))
            return bool(file.read() == jpeg.END)
    except FileNotFoundError:
        return False


def open_original(asset: Asset) -> BinaryIO:
    return cast(BinaryIO, default_storage.open(asset.file))


def open_rendition(asset: Asset, kind: str, recipe: str | None = None) -> BinaryIO:
    """The rendition's bytes, as it is shown now or by a recipe; made when the file is not there, or was cut off by a
    power cut. What was made by a recipe that is no longer the project's is not kept.

    Raises FileNotFoundError when the original is gone, too, and Unusable when it was damaged since it came in.
    """
    recipe = asset.recipe if recipe is None else recipe
    name = file_name(asset, kind, recipe)
    content = _read(name)
    if content is None or not content.endswith(jpeg.END):
        picture = _made(asset, recipe)
        if content is not None:  # also an empty one, which would be taken for one that is there
            default_storage.delete(name)
        if recipe in ("", AUTO, asset.recipe):
            store(asset.project.dataset_id, asset.sha256, picture, recipe)
            if Asset.objects.filter(pk=asset.pk, status=Asset.Status.WITHDRAWN).exists():
                # At this very moment, behind our look at the original: one of the two sees it.
                default_storage.delete(rendition_name(asset.project.dataset_id, asset.sha256, DISPLAY, recipe))
                default_storage.delete(rendition_name(asset.project.dataset_id, asset.sha256, THUMB, recipe))
                raise FileNotFoundError(name)
        content = picture.display if kind == DISPLAY else picture.thumb
    return io.BytesIO(content)


def _made(asset: Asset, recipe: str) -> pictures.Picture:
    with open_original(asset) as file:
        # It came in under the limit of its day.
        most = 2 * asset.width * asset.height
        return pictures.read(file.read(), max_pixels=most, window=window_of(recipe) if recipe else None)


def _read(name: str) -> bytes | None:
    try:
        with default_storage.open(name) as file:
            return cast(bytes, file.read())
    except FileNotFoundError:
        return None
