"""Pure: which two columns of a table name the file and its category, and the records that its rows are.

Column names are compared in one spelling: `File Name`, `fileName` and `file-name` are `file_name`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Self

from annotations.imports.reading import paths
from annotations.imports.reading.records import (
    Bad,
    Choice,
    Columns,
    ColumnsUnclear,
    Problem,
    Record,
    Said,
    State,
    Unreadable,
)
from projects.names import name_key

HEAD = 100  # rows that are looked at before one is read
SHOWN = 5  # of them for somebody who is asked
LONGEST_SHOWN = 200  # characters of a cell
LONGEST_NUMBER = 20  # characters of one that is no class
LONGEST_BRIEF = 1000  # of one that may be an address
MOST = 1000  # columns

# The likeliest first: where a table has several, the first one here is taken.
FILE_NAMES = (
    "file_name", "filename", "file", "file_path", "filepath", "image_path", "image_file", "image_name", "image", "img",
    "img_path", "img_name", "path", "image_url", "photo", "picture", "url", "uri", "name", "image_id",
)  # fmt: skip
CATEGORY_NAMES = (
    "label_name", "label_text", "category_name", "class_name", "category", "label", "class", "choice", "labels",
    "classes", "target", "tag", "species",
)  # fmt: skip
SHA256_NAMES = ("sha256",)

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BETWEEN = re.compile(r"[\s./_-]+")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_INTEGER = re.compile(r"-?[0-9]{1,9}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def spelled(name: str) -> str:
    return _BETWEEN.sub("_", _CAMEL.sub("_", name.strip())).casefold().strip("_")


def guessed(names: Sequence[str], head: Sequence[Sequence[Any]], *, header: bool, but: Iterable[str] = ()) -> Columns:
    """What is likely, by the names, then by the cells that look like pictures. `but`: names that are neither."""
    keys = [spelled(name) for name in names]
    free = [at for at, key in enumerate(keys) if key not in set(but)]
    file = _first(keys, FILE_NAMES, free)
    pictures = [at for at in free if any(_is_picture(_cell(row, at)) for row in head)]
    if len(pictures) == 1 and (file is None or not any(_is_picture(_cell(row, file)) for row in head)):
        file = pictures[0]
    category = _category(keys, head, [at for at in free if at != file])
    rest = [at for at in free if at not in (file, category)]
    if file is not None and category is None and len(rest) == 1:
        category = rest[0]
    elif file is None and category is not None and len(rest) == 1:
        file = rest[0]
    return offered(names, head, file, category, header=header)


def _category(keys: Sequence[str], head: Sequence[Sequence[Any]], free: Sequence[int]) -> int | None:
    """A column of names goes before one of numbers: with these a table has both."""
    likely = [at for key in CATEGORY_NAMES for at in free if keys[at] == key]
    named = (at for at in likely if any(_is_word(_cell(row, at)) for row in head))
    return next(named, likely[0] if likely else None)


def offered(
    names: Sequence[str], head: Sequence[Sequence[Any]], file: int | None, category: int | None, *, header: bool = True
) -> Columns:
    rows = tuple(tuple(shown(_cell(row, at)) for at in range(len(names))) for row in head[:SHOWN])
    return Columns(tuple(name.strip()[:LONGEST_SHOWN] for name in names), rows, file, category, header)


def taken(columns: Columns, choice: Choice | None) -> Columns:
    """With what somebody chose. Raises ColumnsUnclear when nobody did and it has to be asked."""
    if choice is not None:
        there = range(len(columns.names))
        if choice.file not in there or choice.category not in there or choice.file == choice.category:
            raise ColumnsUnclear("Two columns of this file are to be chosen.", columns)
        return Columns(columns.names, columns.rows, choice.file, choice.category, columns.header)
    if not columns.are_clear:
        listed = ", ".join(name or f"column {at}" for at, name in enumerate(columns.names[:12], start=1))
        raise ColumnsUnclear(
            f"It is not clear which column names the file and which its category. Choose the two: {listed}.", columns
        )
    return columns


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of the columns that were taken, as records.

    `class_names`: of which a number is the place. `numbers_are_names`: whether a class may well be called 3; else 3 is
    the place of a name in a list that is not here, and is told to be taken for one. `width`: how many cells each row
    has, where no header says what else they hold.
    """

    file: int
    category: int
    sha256: int | None
    columns: int
    numbers_are_names: bool = True
    width: int | None = None
    class_names: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        columns: Columns,
        *,
        numbers_are_names: bool = True,
        width: int | None = None,
        class_names: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    ) -> Self:
        """`class_names`: by column."""
        assert columns.file is not None
        assert columns.category is not None
        keys = [spelled(name) for name in columns.names]
        sha256 = _first(keys, SHA256_NAMES, range(len(keys)))
        names = class_names.get(columns.names[columns.category], ())
        return cls(columns.file, columns.category, sha256, len(keys), numbers_are_names, width, names)

    def record(self, place: str, cells: Sequence[Any]) -> Said:
        sha256 = sha256_of(_cell(cells, self.sha256))
        try:
            if len(cells) <= max(self.file, self.category) or (self.width is not None and len(cells) != self.width):
                raise Bad(f"It has {len(cells)} columns instead of {self.width or self.columns}.")
            # Bytes are known without a name, too; the place is what people are told then.
            found = paths.Named(place) if sha256 and not cells[self.file] else paths.named(cells[self.file])
            value = called(cells[self.category], self.class_names) if self.class_names else cells[self.category]
            names = categories(value)
        except Bad as problem:
            return Problem(place, str(problem))
        note = "" if self.numbers_are_names or self.class_names else _note_of(names)
        state = State.LABELED if names else State.UNLABELED
        return Record(place, found.path, names, found.others, state, sha256, note=note)


def called(value: Any, names: Sequence[str]) -> Any:
    """A cell with names in the place of their numbers; -1 stands for none. Raises Bad where a number has no name."""
    if isinstance(value, list):
        return [called(each, names) for each in value]
    if isinstance(value, str) and _INTEGER.fullmatch(value.strip()):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return value
    if value == -1:
        return None
    if value != value // 1 or not 0 <= value < len(names):
        raise Bad(f"Its class is the number {_in_brief(value)}, and there are names for 0 to {len(names) - 1} only.")
    return names[int(value)]


def _in_brief(number: float) -> str:
    """An integer may be larger than any float, and longer than anybody reads."""
    told = str(number) if isinstance(number, int) else f"{number:.15g}"
    return told if len(told) <= LONGEST_NUMBER else told[:LONGEST_NUMBER] + "…"


def categories(value: Any) -> tuple[str, ...]:
    """The names in a cell, or a member of an object: none, one or a list of them. Raises Bad when it holds none."""
    if value is None:
        return ()
    if isinstance(value, str):
        return (value.strip(),) if value.strip() else ()
    if isinstance(value, bool) or not isinstance(value, int | float | list | tuple):
        raise Bad("What stands for its category is no name.")
    if value != value:  # NaN, by which pandas says that there is none
        return ()
    if isinstance(value, int | float):
        return (str(int(value) if value == value // 1 else value),)
    if any(isinstance(each, list) for each in value):
        raise Bad("What stands for its category is no name.")
    return distinct(name for each in value for name in categories(each))


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Names that a project would take for one are one: the first of them."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(name_key(name), name)
    return tuple(found.values())


def sha256_of(value: Any) -> str:
    return value if isinstance(value, str) and _SHA256.fullmatch(value) else ""


def fields(objects: Iterable[Any]) -> tuple[list[str], list[list[Any]]]:
    """The names of the members that some objects have, and what each of them has there, in brief."""
    found = [in_brief(each) for each in objects if isinstance(each, dict)]
    names = list(dict.fromkeys(key for each in found for key in each))
    check_width(len(names))
    return names, [[each.get(name) for name in names] for each in found]


def in_brief(members: dict[str, Any]) -> dict[str, Any]:
    check_width(len(members))
    return {key: brief(value) for key, value in members.items()}


def check_width(columns: int) -> None:
    """Raises Unreadable where there are more than a person can choose from."""
    if columns > MOST:
        raise Unreadable(f"The file has more than {MOST:,} columns. Keep two: the file and its category.")


def brief(value: Any) -> Any:
    """A cell as far as it helps to tell what its column is: a file may have pictures in its cells."""
    if isinstance(value, str):
        return value if len(value) <= LONGEST_BRIEF else value[:LONGEST_SHOWN]
    return value if isinstance(value, int | float) else shown(value)


def shown(value: Any) -> str:
    """A cell, for somebody who has to choose a column."""
    return ("" if value is None else str(value))[:LONGEST_SHOWN]


def _note_of(names: Sequence[str]) -> str:
    numbers = [name for name in names if _INTEGER.fullmatch(name)]
    return (
        f"The file does not say what the class {numbers[0]} is called: the number is taken as its name."
        if numbers
        else ""
    )


def _cell(row: Sequence[Any], at: int | None) -> Any:
    return row[at] if at is not None and at < len(row) else None


def _first(keys: Sequence[str], wanted: Sequence[str], among: Iterable[int]) -> int | None:
    places = {keys[at]: at for at in reversed(list(among))}
    return next((places[key] for key in wanted if key in places), None)


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and not _NUMBER.fullmatch(value.strip())


def _is_picture(value: Any) -> bool:
    return isinstance(value, str) and paths.looks_like_one(value)
