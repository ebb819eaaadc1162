"""One class an image, or none."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from contract import v1
from exports.shape_kinds import CROISSANT, CSV, HUGGING_FACE, IMAGEFOLDER
from exports.shapes import parquet
from exports.shapes.task_types import base
from exports.shapes.task_types.base import Column, Record

SHAPE_VERSIONS: Mapping[str, int] = {IMAGEFOLDER: 1, HUGGING_FACE: 2, CSV: 2, CROISSANT: 1}

COLUMNS: Sequence[Column] = (
    Column("category_id", parquet.INTEGER),
    Column("file_name", parquet.TEXT),
    Column("image_id", parquet.INTEGER),
    Column("label", parquet.INTEGER, of_classes=True),
    Column("label_name", parquet.TEXT),
    Column("split", parquet.TEXT),
)

WHAT = "image classification"

READING = """\
```python
from datasets import load_dataset

dataset = load_dataset("path/to/this/folder")
dataset["train"].features["label"].names  # position = class index = output of a model
```

A label of -1 is none. Classes that are no longer used keep their place.
"""

OTHER_ROWS: Mapping[int, str] = {}

CSV_COLUMNS = ("file_name", "label_name", "image_id", "category_id", "label", *base.FACTS)

CSV_README = """\
labels.csv: one row an image, in UTF-8, with commas. Lines end in LF; what there is none of is an empty cell.

label_name and original_name are raw: as somebody typed them, or as a file was called. A name may begin with a character
that makes a spreadsheet take the cell for a formula and run it (= + - @). New categories cannot have such a name; older
ones and files can. Read the table with a program, or import it into a spreadsheet with these columns as text.
"""


def class_index(image: v1.Picture) -> int | None:
    if not isinstance(image, v1.Image):
        raise ValueError(f"image {image.id} is of another task type")
    return image.class_index


def metadata(snapshot: v1.Snapshot, image: v1.Picture) -> Record:
    return v1.metadata_record(image, _category(snapshot, image), snapshot.split_of(image))  # type: ignore[arg-type]


def typed(record: Record) -> Record:
    return record


def counted(record: Record) -> Iterator[int]:
    yield record["label"]


def held(counts: Mapping[str, Any], classes: int) -> str:
    return f"{counts['images']:,} images, {counts['annotations']:,} of them labeled; {classes:,} classes."


def csv_columns(snapshot: v1.Snapshot) -> tuple[str, ...]:
    return CSV_COLUMNS


def csv_row(snapshot: v1.Snapshot, image: v1.Picture) -> list[Any]:
    category, told = _category(snapshot, image), base.facts(snapshot, image)
    if category:
        told |= {"category_id": category.id, "label": category.class_index, "label_name": category.name}
    return [told.get(name) for name in CSV_COLUMNS]


def _category(snapshot: v1.Snapshot, image: v1.Picture) -> v1.Category | None:
    index = class_index(image)
    return None if index is None else snapshot.category_of(image)  # type: ignore[arg-type]
