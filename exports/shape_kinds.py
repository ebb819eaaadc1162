"""The other shapes that a version is given in: their names, their files, how many images each tells of."""

from typing import Any

IMAGEFOLDER, HUGGING_FACE, CSV, CROISSANT = "imagefolder", "huggingface", "csv", "croissant"
KINDS = (IMAGEFOLDER, HUGGING_FACE, CSV, CROISSANT)
WITH_IMAGES = (IMAGEFOLDER, HUGGING_FACE)
OF_FILES = (*WITH_IMAGES, CROISSANT)  # they hold pictures, or describe the zip that does


def file_name(zip_name: str, kind: str) -> str:
    return f"{zip_name.removesuffix('.zip')}-{kind}.zip"


def held(kind: str, counts: dict[str, Any]) -> int:
    """How many images the shape tells of. An ImageFolder has no place for those without a label."""
    number: int = counts.get("annotations" if kind == IMAGEFOLDER else "images", 0)
    return number
