"""The data set whose export lies in `1.0.0/`: one of everything that a reader may stumble over.

`1.0.0/` and `1.0.0.zip.sha256` are never edited: another format is another version, in a folder of its own.
"""

import hashlib
import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from contract import archive, v1
from contract.v1 import Frame, Image, Video

HERE = Path(__file__).parent
GOLDEN = HERE / v1.SCHEMA_VERSION
ZIP_SHA256 = (HERE / f"{v1.SCHEMA_VERSION}.zip.sha256").read_text("ascii").strip()


def category(class_index: int, name: str, **fields: Any) -> dict[str, Any]:
    """A category as a frozen version stores it."""
    return {
        "id": class_index + 1,
        "class_index": class_index,
        "name": name,
        "supercategory": "",
        "active": True,
        "display_order": class_index,
        "color": None,
    } | fields


CATEGORIES = [
    category(0, "帽子", display_order=3, color="#D81B60"),
    category(1, "écharpe", active=False),
    category(2, "платье", supercategory="одежда"),
    category(3, '👗 dress, “Größe” "M" \\ </b>', color="#00897B"),
    category(4, "حذاء"),
    category(5, "ñ" * 100),
    category(6, "nobody wears this", display_order=0),
]


def frozen(**fields: Any) -> dict[str, Any]:
    """What is stored when a version of the wardrobe is requested."""
    return {
        "schema_version": "1.0.0",
        "task_type": "classification_single",
        "dataset_id": "5f0c3b0a-6b0e-4d0e-9a57-0d8f6f1a2c11",
        "dataset_name": "Wardrobe 衣柜",
        "version": 3,
        "created_at": "2026-11-22T19:00:00Z",
        "previous": {"version": 1, "hash": "sha256:" + "0123456789abcdef" * 4},
        "categories": CATEGORIES,
        "selection": {
            "statuses": ["approved", "unlabeled"],
            "category_ids": None,
            "include_unlabeled": True,
            "include_inactive_categories": True,
            "excluded": {"unlabeled": 0, "inactive_category": 0},
        },
        "splits": {
            "method": "stable-hash-v1",
            "seed": "wardrobe",
            "ratios": {"train": 6000, "val": 2000, "test": 2000},
        },
        "generator": {"name": "labeler", "version": "0.1.0"},
    } | fields


def content(image: v1.Bytes) -> bytes:
    return (GOLDEN / image.path).read_bytes()


def photo(
    id: int,
    mime_type: str,
    size: tuple[int, int],
    original_name: str,
    class_index: int | None,
    *,
    exif_orientation: int = 1,
    frame: Frame | None = None,
) -> Image:
    """An image whose bytes lie in the golden folder."""
    data = (GOLDEN / "images" / f"{id:012d}.{v1.EXTENSIONS[mime_type]}").read_bytes()
    width, height = size
    return Image(
        id=id,
        sha256=hashlib.sha256(data).hexdigest(),
        size_bytes=len(data),
        mime_type=mime_type,
        width=width,
        height=height,
        exif_orientation=exif_orientation,
        original_name=original_name,
        frame=frame,
        class_index=class_index,
    )


IMAGES = [
    photo(101, "image/jpeg", (16, 8), "walk_0000.jpg", 0, frame=Frame(7, timestamp_ms=0, frame_index=0)),
    photo(102, "image/jpeg", (16, 8), "walk_0015.jpg", 0, frame=Frame(7, timestamp_ms=500, frame_index=15)),
    photo(103, "image/jpeg", (16, 8), "walk_0030.jpg", 2, frame=Frame(7, timestamp_ms=1001, frame_index=30)),
    photo(104, "image/jpeg", (16, 8), "散歩_0045.jpg", 2, frame=Frame(9, timestamp_ms=1500, frame_index=45)),
    photo(205, "image/jpeg", (12, 7), "CON.jpg", 2, exif_orientation=6),
    photo(206, "image/png", (9, 11), "a?.png", 3),
    photo(207, "image/png", (9, 11), "копия a?.png", 3),  # the same bytes once more
    photo(208, "image/webp", (10, 10), "😀.webp", None),
    photo(309, "image/bmp", (5, 4), "صورة.bmp", 4),
    photo(310, "image/tiff", (6, 5), "scan 1.TIFF", 5),
    photo(311, "image/gif", (7, 6), "two frames.gif", 0),
    photo(v1.MAX_IMAGE_ID, "image/png", (3, 2), "x" * 251 + ".png", 1),
]

VIDEOS = [
    Video(7, "walk.mp4", hashlib.sha256(b"walk").hexdigest()),
    Video(9, "散歩.mov", hashlib.sha256(b"sanpo").hexdigest()),
]


def build(
    folder: Path,
    stored: dict[str, Any] | None = None,
    *,
    images: Iterable[Image] = IMAGES,
    videos: Iterable[Video] = VIDEOS,
    distinct_images: int | None = None,
    open_image: archive.OpenImage = lambda image: io.BytesIO(content(image)),
    progress: Callable[[int], None] = lambda copied: None,
) -> archive.Sealed:
    """Build `folder/export.zip` of the wardrobe, changed as a test wants it; spools lie in `folder` too."""
    images = list(images)
    return archive.build(
        frozen() if stored is None else stored,
        images=images,
        videos=videos,
        distinct_images=distinct_images or len({image.sha256 for image in images}),
        open_image=open_image,
        target=folder / "export.zip",
        work_dir=folder,
        progress=progress,
    )
