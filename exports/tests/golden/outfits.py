"""The data set whose export lies in `1.1.0-classification_multi/`: any number of classes an image, and each way in
which one can be missing.

`1.1.0-classification_multi/` and `1.1.0-classification_multi.zip.sha256` are never edited.
"""

import hashlib
import io
from pathlib import Path
from typing import Any

from contract import archive, v1, v1_1, v1_1_multi
from exports.tests.golden import phone, wardrobe

NAME = f"{v1_1_multi.SCHEMA_VERSION}-{v1_1_multi.TASK_TYPE}"
GOLDEN = wardrobe.HERE / NAME
ZIP_SHA256 = (wardrobe.HERE / f"{NAME}.zip.sha256").read_text("ascii").strip()

CATEGORIES = [
    wardrobe.category(0, "одежда", color="#D81B60"),
    wardrobe.category(1, "dress", display_order=4),
    wardrobe.category(2, "靴"),
    wardrobe.category(3, "sneaker", display_order=1),
    wardrobe.category(4, "écharpe", active=False),
    wardrobe.category(5, "day"),
    wardrobe.category(6, "night"),
    wardrobe.category(7, "gloves", supercategory="added later"),
]


def frozen(**fields: Any) -> dict[str, Any]:
    """What is stored when a version of it is requested."""
    return (
        wardrobe.frozen(
            schema_version="1.1.0",
            task_type="classification_multi",
            dataset_name="Outfits",
            version=5,
            categories=CATEGORIES,
            selection={
                "statuses": ["approved", "unlabeled"],
                "category_ids": None,
                "include_unlabeled": True,
                "include_inactive_categories": False,
                "include_partly_asked": True,
                "excluded": {"unlabeled": 0, "inactive_annotations": 1, "partly_asked": 0},
            },
            label_rules={"implies": [[2, 1], [4, 3]], "exclusive": [[6, 7]]},
        )
        | fields
    )


def content(image: v1.Bytes) -> bytes:
    return (GOLDEN / image.path).read_bytes()


def photo(
    id: int,
    mime_type: str,
    size: tuple[int, int],
    original_name: str,
    class_indices: tuple[int, ...] = (),
    not_asked: tuple[int, ...] = (),
    *,
    answered: bool = True,
    exif_orientation: int = 1,
    made_of: tuple[str, str] | None = None,
    frame: v1.Frame | None = None,
) -> v1_1_multi.Image:
    """An image whose bytes lie in the golden folder; `made_of`: hash and kind of what was uploaded."""
    data = (GOLDEN / "images" / f"{id:012d}.{v1.EXTENSIONS[mime_type]}").read_bytes()
    return v1_1_multi.Image(
        id=id,
        sha256=hashlib.sha256(data).hexdigest(),
        size_bytes=len(data),
        mime_type=mime_type,
        width=size[0],
        height=size[1],
        exif_orientation=exif_orientation,
        original_name=original_name,
        frame=frame,
        class_indices=class_indices,
        answered=answered,
        not_asked=not_asked,
        converted=v1_1.Converted(*made_of) if made_of else None,
    )


JPEG, PNG = "image/jpeg", "image/png"
IMAGES = [
    photo(501, JPEG, (12, 7), "CON.jpg", (1, 0, 5), exif_orientation=6),
    photo(502, PNG, (9, 11), "a?.png"),  # none of these
    photo(503, "image/webp", (10, 10), "😀.webp", answered=False),  # nobody looked
    photo(504, "image/bmp", (5, 4), "صورة.bmp", (2, 3), (7,)),  # before there were gloves
    photo(505, JPEG, (16, 12), "IMG_0001.HEIC", (0,), (7, 6, 5, 4, 3, 2, 1), made_of=(phone.HEIC, "image/heic")),
    photo(506, JPEG, (16, 8), "walk_0000.jpg", (4, 6, 2), frame=v1.Frame(7, timestamp_ms=0, frame_index=0)),
    photo(507, JPEG, (16, 8), "walk_0015.jpg", (), (4, 7), frame=v1.Frame(7, timestamp_ms=500, frame_index=15)),
    photo(508, PNG, (9, 11), "копия a?.png", (1,), (7,), answered=False),  # the bytes of 502, and a draft
    photo(509, "image/gif", (7, 6), "two frames.gif", (3,), (2,)),  # its parent was not asked about
]
VIDEOS = phone.VIDEOS


def build(
    folder: Path, stored: dict[str, Any] | None = None, *, images: list[v1_1_multi.Image] = IMAGES, **how: Any
) -> archive.Sealed:
    """Build `folder/export.zip` of it, changed as a test wants it."""
    return archive.build(
        frozen() if stored is None else stored,
        images=images,
        videos=VIDEOS if any(image.frame for image in images) else [],
        distinct_images=len({image.sha256 for image in images}),
        open_image=lambda image: io.BytesIO(content(image)),
        target=folder / "export.zip",
        work_dir=folder,
        **how,
    )
