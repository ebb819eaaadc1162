"""Pure: flat objects that name a file and its label: lists of them, a line each, and Hugging Face's `imagefolder`.

The latter is a zip with a `metadata.jsonl` or `metadata.csv` in it, or one for each split, whose `file_name` counts
from the folder of that file (huggingface.co/docs/datasets, “image_dataset”).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import IO, Any

from annotations.imports.reading import columns, folders, json_pieces, tables
from annotations.imports.reading.archives import Packed
from annotations.imports.reading.columns import HEAD
from annotations.imports.reading.hugging_face import class_names
from annotations.imports.reading.hugging_face.class_names import NONE, Names
from annotations.imports.reading.records import Choice, Columns, Problem, Reading, Record, Said, Unreadable

METADATA = ("metadata.jsonl", "metadata.csv")
MOST_METADATA = 1000  # files of a zip


def listed(file: IO[bytes], choice: Choice | None) -> Reading:
    """A list of objects."""

    def found() -> Iterator[tuple[str, Any]]:
        return ((f"record {piece.number:,}", piece.value) for piece in json_pieces.pieces(file) if piece.number)

    return _reading(found, choice)


def lines(
    file: IO[bytes], choice: Choice | None, where: str = "", *, class_names: Names = NONE, word: str = "line"
) -> Reading:
    """An object a line. `where`: what stands behind the number of a line, for people, and `word` before it."""

    def found() -> Iterator[tuple[str, Any]]:
        return ((f"{word} {number:,}{where}", value) for number, value in json_pieces.lines(file))

    return _reading(found, choice, class_names)


def imagefolder(packed: Packed, choice: Choice | None, alive: Callable[[], object] = lambda: None) -> Reading:
    """All metadata files of the zip; the columns are those of the first that has rows. `alive` is called now and then
    while nothing comes yet."""
    names = sorted(packed.named(*METADATA))
    if len(names) > MOST_METADATA:
        raise Unreadable(f"The zip has more than {MOST_METADATA:,} files of metadata.")
    told = class_names.of_zip(packed, alive)
    return Reading(_offered(packed, names, choice), _of_all(packed, names, choice, told))


def _offered(packed: Packed, names: list[str], choice: Choice | None) -> Columns:
    found = (_columns_of(packed, name, choice) for name in names)
    return next((each for each in found if each.names), Columns((), ()))


def _columns_of(packed: Packed, name: str, choice: Choice | None) -> Columns:
    with packed.open(name) as file:
        if name.endswith("l"):
            return lines(file, choice).columns
        with tables.opened(file) as table:
            return tables.columns_of(table.head, choice)


def _of_all(packed: Packed, names: list[str], choice: Choice | None, told: Names) -> Iterator[Said]:
    for name in names:
        folder = name.rpartition("/")[0]
        with packed.open(name) as file:
            for each in _of_one(file, name, choice, told):
                yield _within(each, folder) if isinstance(each, Record) else each


def _of_one(file: IO[bytes], name: str, choice: Choice | None, told: Names) -> Iterator[Said]:
    where = f" of {name}"
    if name.lower().endswith("l"):
        yield from lines(file, choice, where, class_names=told).records
    else:
        with tables.opened(file) as table:
            yield from tables.records(table, choice, where=where, numbers_are_names=False, class_names=told)


def _within(record: Record, folder: str) -> Record:
    path = f"{folder}/{record.path}" if folder else record.path
    return folders.placed(record, path)


def _reading(
    found: Callable[[], Iterator[tuple[str, Any]]], choice: Choice | None, class_names: Names = NONE
) -> Reading:
    """`found` begins anew each time: the first objects are looked at, and not kept."""
    names, head = columns.fields(value for _, value in islice(found(), HEAD))
    offered = columns.guessed(names, head, header=True, but=columns.SHA256_NAMES)
    return Reading(offered, _records(found(), names, offered, choice, class_names))


def _records(
    found: Iterable[tuple[str, Any]],
    names: Sequence[str],
    offered: Columns,
    choice: Choice | None,
    class_names: Names,
) -> Iterator[Said]:
    if not names:
        return
    rows = columns.Rows.of(columns.taken(offered, choice), numbers_are_names=False, class_names=class_names)
    for place, value in found:
        if isinstance(value, dict):
            yield rows.record(place, [value.get(name) for name in names])
        else:
            yield Problem(place, str(value) if isinstance(value, ValueError) else "It is no object.")
