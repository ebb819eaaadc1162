"""Pure: what a file of labels says, whatever tool wrote it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

ONCE_MORE = "Export or download it once more."  # what helps where a file is damaged


class Format(StrEnum):
    """Whose kind of file it is."""

    COCO = "coco"
    CSV = "csv"
    LABEL_STUDIO_JSON = "label_studio_json"
    LABEL_STUDIO_CSV = "label_studio_csv"
    CVAT_XML = "cvat_xml"
    HF_IMAGEFOLDER = "hf_imagefolder"
    PARQUET = "parquet"
    JSON_RECORDS = "json_records"  # a list of flat objects, which pandas and many scripts write
    CLASS_FOLDERS = "class_folders"
    LABELER_EXPORT = "labeler_export"
    LABELER_SHAPE = "labeler_shape"


class State(StrEnum):
    """What the other tool's people did with an image."""

    LABELED = "labeled"
    APPROVED = "approved"
    SKIPPED = "skipped"
    UNLABELED = "unlabeled"


class Unreadable(ValueError):
    """Why a file cannot be read as labels, and the way out, in a sentence for people."""


class Bad(ValueError):
    """Why one record cannot be read, in a sentence: it becomes a Problem."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a file says of one image.

    `place`: where in the file, for people ("task 1042", "row 7"). `path`: as the file names the image, "/" between its
    parts, without host, query and drive; "" if it names none, or its place where the hash of its bytes is known.
    `categories`: their names, each once; none when it has no label. `other_paths`: tried in order when `path` finds
    nothing.
    Where the file tells them: `sha256` of the image's bytes in hex; its number `asset`, and the `ids` of its
    categories, in their dataset; `by`, who answered there, `at`, when (aware, UTC), and `origin`, what that tool calls
    the answer. `note`: what was decided in reading it, a sentence. `split`: the part of a training set it belongs to.
    """

    place: str
    path: str
    categories: tuple[str, ...] = ()
    other_paths: tuple[str, ...] = ()
    state: State = State.LABELED
    sha256: str = ""
    asset: int = 0
    ids: tuple[int, ...] = ()
    by: str = ""
    at: datetime | None = None
    origin: str = ""
    note: str = ""
    split: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One record that cannot be used, in its place in the stream; it stops nothing else."""

    place: str
    why: str


Said = Record | Problem


@dataclass(frozen=True, slots=True)
class Choice:
    """Which columns somebody chose, counted from 0. `header`: whether the first row names them; None: as it seems."""

    file: int
    category: int
    header: bool | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table, or the fields of its objects, with what the first rows hold, to choose two of them.

    `names`: "" where a column has none. `file` and `category`: those that are taken, counted from 0; None where it is
    not clear, and somebody has to be asked. `header`: whether the first row names them.
    """

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    file: int | None = None
    category: int | None = None
    header: bool = True

    @property
    def are_clear(self) -> bool:
        return self.file is not None and self.category is not None


class ColumnsUnclear(Unreadable):
    """Somebody has to choose: which are the columns of the file and of its category."""

    def __init__(self, message: str, columns: Columns) -> None:
        super().__init__(message)
        self.columns = columns


class Reading(NamedTuple):
    """A table, or a list of objects, that is about to be read."""

    columns: Columns
    records: Iterator[Said]


@dataclass(frozen=True)
class LabelFile:
    """`records` is read as it is walked, once, and may raise Unreadable. `title`: what the file is, for people.

    `dataset_id`: whose numbers and ids the records tell. `columns`: of a table, where two can be chosen.
    """

    format: Format
    title: str
    records: Iterator[Said]
    dataset_id: str = ""
    columns: Columns | None = None
