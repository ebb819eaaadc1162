"""The other shapes that a version is given in: their names, their files, how many images each tells of."""

from collections.abc import Mapping
from typing import Any

from contract import v1, v1_1_multi

IMAGEFOLDER, HUGGING_FACE, CSV, CROISSANT = "imagefolder", "huggingface", "csv", "croissant"
KINDS = (IMAGEFOLDER, HUGGING_FACE, CSV, CROISSANT)
WITH_IMAGES = (IMAGEFOLDER, HUGGING_FACE)
OF_FILES = (*WITH_IMAGES, CROISSANT)  # they hold pictures, or describe the zip that does

# By task type, the shapes that there are none of, and why.
NOT_GIVEN: Mapping[str, Mapping[str, str]] = {
    v1.TASK_TYPE: {},
    v1_1_multi.TASK_TYPE: {
        IMAGEFOLDER: "An image of this version may have several classes, and a file lies in one folder only. Take "
        "Hugging Face or CSV, which tell all of them."
    },
}


def not_given(frozen: Mapping[str, Any]) -> Mapping[str, str]:
    """What a version that froze this is not given as, and why."""
    return NOT_GIVEN[frozen["task_type"]]


def given(frozen: Mapping[str, Any]) -> list[str]:
    """What a version that froze this is given as."""
    return [kind for kind in KINDS if kind not in not_given(frozen)]


def file_name(zip_name: str, kind: str) -> str:
    return f"{zip_name.removesuffix('.zip')}-{kind}.zip"


def held(kind: str, counts: dict[str, Any]) -> int:
    """How many images the shape tells of. An ImageFolder has no place for those without a label."""
    number: int = counts.get("annotations" if kind == IMAGEFOLDER else "images", 0)
    return number
