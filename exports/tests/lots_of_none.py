"""A version of very many images that have none of the classes: more than programs look at before they guess what a
column holds. The last image has two classes, and was not asked about one."""

import hashlib
import io
import json
from functools import partial

from PIL import Image as Picture

from contract import v1_1_multi
from exports.shapes import writers
from exports.tests.golden import outfits

MANY = 100_000
NAMES = [category["name"] for category in outfits.CATEGORIES]
LAST = {
    "answered": True,
    "category_ids": [1, 2],
    "image_id": MANY + 1,
    "label_names": NAMES[:2],
    "labels": [0, 1],
    "not_asked": [8],
    "split": "",
}


def sealed():
    """As shapes are made of it. All its images have the bytes of one picture of a pixel."""
    drawn = io.BytesIO()
    Picture.new("RGB", (1, 1)).save(drawn, "PNG")
    content = drawn.getvalue()
    manifest = json.loads((outfits.GOLDEN / "manifest.json").read_bytes()) | {"splits": None}
    manifest["counts"] |= {"images": MANY + 1, "by_split": None}
    return writers.Sealed(
        snapshot=v1_1_multi.Snapshot.of(outfits.frozen(splits=None)),
        manifest=json.dumps(manifest).encode(),
        images=partial(_images, content),
        open_image=lambda image: io.BytesIO(content),
        zip_name="lots.zip",
        zip_sha256="",
        zip_size=0,
    )


def _images(content):
    facts = {"sha256": hashlib.sha256(content).hexdigest(), "size_bytes": len(content), "mime_type": "image/png"}
    facts |= {"width": 1, "height": 1, "exif_orientation": 1, "original_name": "a.png", "answered": True}
    for number in range(1, MANY + 1):
        yield v1_1_multi.Image(number, **facts, class_indices=(), not_asked=())
    yield v1_1_multi.Image(MANY + 1, **facts, class_indices=(1, 0), not_asked=(7,))
