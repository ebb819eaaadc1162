"""The data set whose export lies in `1.1.0/`: pictures that were converted when they came in, among others.

Its input is what they were made into, so no decoder has a say in it. `1.1.0/` and `1.1.0.zip.sha256` are never edited.
"""

import hashlib
import io
from pathlib import Path
from typing import Any

from contract import archive, v1, v1_1
from exports.tests.golden import wardrobe

GOLDEN = wardrobe.HERE / v1_1.SCHEMA_VERSION
ZIP_SHA256 = (wardrobe.HERE / f"{v1_1.SCHEMA_VERSION}.zip.sha256").read_text("ascii").strip()

HEIC = hashlib.sha256(b"the bytes of a HEIC").hexdigest()
AVIF = hashlib.sha256(b"the bytes of an AVIF").hexdigest()
DEEP = hashlib.sha256(b"the bytes of a HEIC of ten bits").hexdigest()


def frozen(**fields: Any) -> dict[str, Any]:
    """What is stored when a version of it is requested."""
    return wardrobe.frozen(schema_version="1.1.0", dataset_name="Phone", version=4) | fields


def content(image: v1.Bytes) -> bytes:
    return (GOLDEN / image.path).read_bytes()


def photo(
    id: int,
    mime_type: str,
    size: tuple[int, int],
    original_name: str,
    class_index: int | None,
    *,
    made_of: tuple[str, str] | None = None,
    frame: v1.Frame | None = None,
) -> v1.Image:
    """An image whose bytes lie in the golden folder; `made_of`: hash and kind of what was uploaded."""
    data = (GOLDEN / "images" / f"{id:012d}.{v1.EXTENSIONS[mime_type]}").read_bytes()
    facts: dict[str, Any] = {
        "id": id,
        "sha256": hashlib.sha256(data).hexdigest(),
        "size_bytes": len(data),
        "mime_type": mime_type,
        "width": size[0],
        "height": size[1],
        "exif_orientation": 1,
        "original_name": original_name,
        "class_index": class_index,
    }
    if made_of:
        return v1_1.Image(**facts, converted=v1_1.Converted(*made_of))
    return v1.Image(**facts, frame=frame)


IMAGES = [
    photo(401, "image/jpeg", (16, 12), "IMG_0001.HEIC", 0, made_of=(HEIC, "image/heic")),
    photo(402, "image/png", (10, 8), "写真.avif", 2, made_of=(AVIF, "image/avif")),
    photo(403, "image/png", (6, 5), "deep.HIF", None, made_of=(DEEP, "image/heic")),
    photo(404, "image/jpeg", (8, 8), "plain.jpg", 0),
    photo(405, "image/jpeg", (9, 6), "walk_0015.jpg", 1, frame=v1.Frame(7, timestamp_ms=500, frame_index=15)),
]
VIDEOS = [video for video in wardrobe.VIDEOS if video.id == 7]


def build(folder: Path, stored: dict[str, Any] | None = None, *, images: list[v1.Image] = IMAGES) -> archive.Sealed:
    """Build `folder/export.zip` of it, changed as a test wants it."""
    return wardrobe.build(
        folder,
        frozen() if stored is None else stored,
        images=images,
        videos=VIDEOS if any(image.frame for image in images) else [],
        open_image=lambda image: io.BytesIO(content(image)),
    )
