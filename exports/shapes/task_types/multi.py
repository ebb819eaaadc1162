"""Any number of classes an image. Three things look alike and are not: none of the classes is there, nobody looked, and
nobody was asked about a class. Each shape tells them apart."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from contract import v1, v1_1_multi
from exports.shape_kinds import CROISSANT, CSV, HUGGING_FACE
from exports.shapes import parquet
from exports.shapes.task_types import base
from exports.shapes.task_types.base import Column, Record

SHAPE_VERSIONS: Mapping[str, int] = {HUGGING_FACE: 1, CSV: 1, CROISSANT: 1}

COLUMNS: Sequence[Column] = (
    Column("answered", parquet.BOOLEAN),
    Column("category_ids", parquet.INTEGERS),
    Column("file_name", parquet.TEXT),
    Column("image_id", parquet.INTEGER),
    Column("label_names", parquet.TEXTS),
    Column("labels", parquet.INTEGERS, of_classes=True),
    Column("not_asked", parquet.INTEGERS),
    Column("split", parquet.TEXT),
)

# What stands in a list of metadata.jsonl that holds nothing.
NOTHING = {
    "category_ids": [v1_1_multi.NO_ID],
    "label_names": [v1_1_multi.NO_NAME],
    "labels": [v1_1_multi.NO_LABEL],
    "not_asked": [v1_1_multi.NO_ID],
}

WHAT = "image classification with any number of classes an image"

READING = """\
```python
from datasets import load_dataset

dataset = load_dataset("path/to/this/folder")
names = next(iter(dataset.values())).features["labels"].feature.names  # position = class index = output of a model


def target(row):
    \"\"\"Of each class: 1 it is there, 0 it is not, None nobody knows; leave that out of the loss.\"\"\"
    target = [0 if row["answered"] else None] * len(names)
    for category_id in row["not_asked"]:
        if category_id > 0:
            target[category_id - 1] = None
    for label in row["labels"]:
        if label >= 0:
            target[label] = 1
    return target
```

`labels` are class indices, `category_ids` and `not_asked` ids of categories, which are one more. An image that is
`answered` without a label has none of the classes: it is a negative example of all of them but those in `not_asked`.
Where `answered` is false nobody looked: it is an example of nothing. What holds nothing is `[-1]`, `[0]` or `[""]` in
metadata.jsonl, as programs would guess no type for an empty list, and an empty list in labels.parquet. Classes that are
no longer used keep their place. The rules between classes are `label_rules` of manifest.json.
"""

NONE, UNANSWERED = -1, -2
OTHER_ROWS: Mapping[int, str] = {NONE: "none of these", UNANSWERED: "not answered"}

CSV_README = """\
labels.csv: one row an image, in UTF-8, with commas. Lines end in LF; what there is none of is an empty cell.

answered is 1 where a person said which classes are in the picture, which may be none, and 0 where nobody looked.

Behind what is told of the image stands a column for each class, which is called class_<class index>_<name>. The class
index is the output of a model (0, 1, 2...), and one less than the category's id. By it no two columns are called the
same, however alike two names are: take the number between the first two _, the rest is for people. A cell is

  1      the class is in the picture
  0      it is not: somebody was asked, and said no
  empty  nobody knows: the picture is not answered, or nobody was asked about this class (it came later, or is no longer
         used). It is no example of the class, neither for it nor against it.

A class that is no longer used keeps its column. The rules between classes are label_rules of manifest.json.

original_name and the names of the class columns are raw: as a file was called, or as somebody typed them. A name of a
file may begin with a character that makes a spreadsheet take the cell for a formula and run it (= + - @). Read the
table with a program, or import it into a spreadsheet with original_name as text.
"""


def metadata(snapshot: v1.Snapshot, image: v1.Picture) -> Record:
    multi, stored = _of(snapshot, image)
    split = multi.split_of(stored)
    return v1_1_multi.metadata_record(stored, multi.answer_of(stored), split, multi.categories)


def typed(record: Record) -> Record:
    return record | {name: [] for name, nothing in NOTHING.items() if record[name] == nothing}


def counted(record: Record) -> Iterator[int]:
    if not record["answered"]:
        yield UNANSWERED
        return
    yield from (NONE if label == v1_1_multi.NO_LABEL else label for label in record["labels"])


def held(counts: Mapping[str, Any], classes: int) -> str:
    some = counts["answered"] - counts["none"]
    return (
        f"{counts['images']:,} images: {some:,} with {counts['annotations']:,} labels, {counts['none']:,} with none of "
        f"the classes, {counts['images'] - counts['answered']:,} not answered; {counts['partly_asked']:,} were not "
        f"asked about every class. {classes:,} classes."
    )


def csv_columns(snapshot: v1.Snapshot) -> list[str]:
    return ["file_name", "image_id", "answered", *base.FACTS, *map(_column, snapshot.categories)]


def _column(category: v1.Category) -> str:
    """By its number it is nobody else's, however alike two names look, and no fact of the image has it."""
    return f"class_{category.class_index}_{category.name}"


def csv_row(snapshot: v1.Snapshot, image: v1.Picture) -> list[Any]:
    multi, stored = _of(snapshot, image)
    answer, told = multi.answer_of(stored), base.facts(multi, stored)
    cells: list[int | None] = [0 if stored.answered else None] * len(multi.categories)
    for index in answer.not_asked:
        cells[index] = None
    for index in answer.labels:
        cells[index] = 1
    facts = [told.get(name) for name in base.FACTS]
    return [told["file_name"], told["image_id"], int(stored.answered), *facts, *cells]


def _of(snapshot: v1.Snapshot, image: v1.Picture) -> tuple[v1_1_multi.Snapshot, v1_1_multi.Image]:
    if not (isinstance(snapshot, v1_1_multi.Snapshot) and isinstance(image, v1_1_multi.Image)):
        raise ValueError(f"image {image.id} is of another task type")
    return snapshot, image
