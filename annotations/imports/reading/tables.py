"""Pure: CSV of any two columns, separated by comma, semicolon, tab or |, with or without a header."""

import csv
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from types import MappingProxyType
from typing import IO, TextIO

from annotations.imports.reading import columns, paths, text
from annotations.imports.reading.columns import HEAD
from annotations.imports.reading.records import Choice, Columns, Said, Unreadable

LONGEST_LINE = 1_000_000
LONGEST_ROW = 1_000_000  # characters of a row, which quotes may lead over many lines
DELIMITERS = ",;\t"
RARE = "|"  # where none of these is: in one cell it stands between several labels

ONE_COLUMN = (
    "The file has one column. A table needs two, separated by commas, semicolons or tabs: a file and its category."
)

_QUOTED = re.compile(r'"[^"]*"')
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?")  # Excel's own word on it


@dataclass(frozen=True)
class Table:
    """`head`: the first rows; `rows`: all of them with their numbers, these included. Empty rows are left out."""

    head: list[list[str]]
    rows: Iterator[tuple[int, list[str]]]


@contextmanager
def opened(file: IO[bytes]) -> Iterator[Table]:
    """Raises Unreadable, also while the rows are walked."""
    with text.opened(file) as source:
        rows = _rows(source)
        head = list(islice(rows, HEAD))
        if not head:
            raise Unreadable("The file has no rows.")
        yield Table([cells for _, cells in head], chain(head, rows))


def columns_of(head: list[list[str]], choice: Choice | None) -> Columns:
    """Of a table whose first row may name them. Raises Unreadable when it has fewer than two."""
    first, rest = head[0], head[1:]
    if len(first) < 2:
        raise Unreadable(ONE_COLUMN)
    width = max(len(cells) for cells in head)
    asked = choice.header if choice else None
    if _is_header(first, rest) if asked is None else asked:
        names = first + [""] * (width - len(first))
        return columns.guessed(names, rest, header=True)
    return _without_header(head, len(first))


def records(
    table: Table,
    choice: Choice | None,
    *,
    where: str = "",
    numbers_are_names: bool = True,
    class_names: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Iterator[Said]:
    """A record a row. Raises ColumnsUnclear. `where`: what stands behind the number of a row, for people;
    `numbers_are_names` and `class_names` as for `columns.Rows`."""
    chosen = columns.taken(columns_of(table.head, choice), choice)
    width = None if chosen.header else len(table.head[0])
    rows = columns.Rows.of(chosen, numbers_are_names=numbers_are_names, width=width, class_names=class_names)
    for at, (number, cells) in enumerate(table.rows):
        if at or not chosen.header:
            yield rows.record(f"row {number:,}{where}", cells)


def _is_header(first: list[str], rest: list[list[str]]) -> bool:
    known = {*columns.FILE_NAMES, *columns.CATEGORY_NAMES}
    if any(paths.looks_like_one(cell) for cell in first):
        return False
    if known.intersection(columns.spelled(cell) for cell in first):
        return True
    return any(paths.looks_like_one(cell) for cells in rest for cell in cells)


def _without_header(head: list[list[str]], width: int) -> Columns:
    names = [""] * width
    if width == 2:
        swapped = not any(paths.looks_like_one(cells[0]) for cells in head) and any(
            len(cells) > 1 and paths.looks_like_one(cells[1]) for cells in head
        )
        return columns.offered(names, head, int(swapped), int(not swapped), header=False)
    return columns.guessed(names, head, header=False)


def _rows(source: TextIO) -> Iterator[tuple[int, list[str]]]:
    first = source.readline(LONGEST_LINE)
    if found := _SEPARATOR_LINE.fullmatch(first):
        lines, delimiter = _Lines(source, ""), found[1]
    else:
        unquoted = _QUOTED.sub("", first)
        lines, delimiter = _Lines(source, first), max(DELIMITERS, key=unquoted.count)
        if delimiter not in unquoted and RARE in unquoted:
            delimiter = RARE
    number = 0
    try:
        for number, row in enumerate(csv.reader(lines, delimiter=delimiter), start=1 + bool(found)):
            if lines.is_over and row:
                why = "a quote in it is not closed. Close it, or take it away."
                raise Unreadable(f"Row {number:,} cannot be read: {why}")
            lines.taken = 0
            columns.check_width(len(row))
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield number, cells
    except csv.Error as problem:
        raise Unreadable(f"Row {number + 1:,} cannot be read: {problem}. Is a quote not closed?") from None


class _Lines:
    """The lines of a text, bounded: a quote that is not closed reads on and on."""

    def __init__(self, source: TextIO, first: str) -> None:
        self._source, self._first = source, first
        self.taken = 0  # characters since a row was whole
        self.is_over = False

    def __iter__(self) -> Iterator[str]:
        for line in chain([self._first] if self._first else [], iter(self._next, "")):
            self.taken += len(line)
            if self.taken > LONGEST_ROW:
                raise Unreadable(f"A row is longer than {LONGEST_ROW:,} characters. Is a quote not closed?")
            yield line
        # Of a row in which a quote is open this is a part; else it is an empty row.
        self.is_over = True
        yield "\n"

    def _next(self) -> str:
        return self._source.readline(LONGEST_LINE)
