"""What the writers of shapes ask of a task type, and what all of them tell of an image."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from contract import v1

# Of an image, behind what is said of its classes, in the order of the columns of a CSV.
FACTS = (
    "split", "original_name", "sha256", "size_bytes", "width", "height", "exif_orientation", "video_id", "timestamp_ms",
    "frame_index",
)  # fmt: skip

Record = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """Of the contract's metadata.jsonl. `type`: of `parquet`; `of_classes`: it holds class indices."""

    name: str
    type: str
    of_classes: bool = False


class TaskType(Protocol):
    """What its module has."""

    SHAPE_VERSIONS: Mapping[str, int]  # by kind; each is raised when the bytes of that shape become others
    COLUMNS: Sequence[Column]  # by name
    WHAT: str  # what a version of it is a dataset for
    READING: str  # Markdown of the card: how `load_dataset` gives the classes
    OTHER_ROWS: Mapping[int, str]  # what the card counts beside classes, by what `counted` calls it
    CSV_README: str

    def metadata(self, snapshot: v1.Snapshot, image: v1.Picture) -> Record:
        """The row of the contract's metadata.jsonl."""

    def typed(self, record: Record) -> Record:
        """That row where each column has a type: nothing has to stand for what is not there."""

    def counted(self, record: Record) -> Iterable[int]:
        """What the card counts of it: class indices, and keys of `OTHER_ROWS`."""

    def held(self, counts: Mapping[str, Any], classes: int) -> str:
        """What a version holds, in a sentence. `counts`: of its manifest."""

    def csv_columns(self, snapshot: v1.Snapshot) -> Iterable[str]: ...

    def csv_row(self, snapshot: v1.Snapshot, image: v1.Picture) -> Iterable[Any]:
        """A cell a column; None where there is nothing."""


def facts(snapshot: v1.Snapshot, image: v1.Picture) -> Record:
    """What a CSV tells of an image, whatever its classes are."""
    split = snapshot.split_of(image)
    told = v1.image_record(image, split) | {"file_name": image.path, "image_id": image.id}
    return told | (image.provenance() if image.frame else {})
