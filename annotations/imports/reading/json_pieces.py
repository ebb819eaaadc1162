"""Pure: a large JSON file piece by piece, in memory that does not grow with it.

A piece is an element of a list that stands at the top of the file, or in an object there. Python's own decoder reads
each; what a stranger's file can make it do is bounded by the size of one piece and by its own limit of depth.
"""

import json
import re
from collections.abc import Iterator
from typing import IO, Any, NamedTuple, TextIO

from annotations.imports.reading import text
from annotations.imports.reading.records import ONCE_MORE, Unreadable

LARGEST = 8_000_000  # characters of a piece
AHEAD = 1 << 18  # characters that are read at once
TOO_DEEP = "The file is no JSON of labels: it is nested too deep."
LONGEST_LINE = 1_000_000  # of a file with an object a line

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


class Piece(NamedTuple):
    """An element of the list `member`, counted from 1. With number 0: the member itself, [] for a list whose elements
    follow. `member` is "" for a list that is the whole file."""

    member: str
    number: int
    value: Any


def pieces(file: IO[bytes]) -> Iterator[Piece]:
    """The pieces of a file, in its order. Raises Unreadable where it is no JSON, or none of this build."""
    with text.opened(file) as source:
        window = _Window(source)
        if window.peek() == "{":
            yield from _members(window)
        elif window.peek() == "[":
            yield from _elements(window, "")
        else:
            raise window.damaged()
        if window.peek():
            raise window.damaged()


def lines(file: IO[bytes]) -> Iterator[tuple[int, Any]]:
    """The values of a file that has one on each line (JSON Lines), with the numbers of the lines. A line that is none
    gives a ValueError in the place of its value."""
    with text.opened(file) as source:
        for number, line in enumerate(iter(lambda: source.readline(LONGEST_LINE), ""), start=1):
            if len(line) >= LONGEST_LINE and not line.endswith("\n"):
                raise Unreadable(f"Line {number:,} is longer than {LONGEST_LINE:,} characters.")
            if line.strip():
                yield number, _value(line)


def _value(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return ValueError("The line is no JSON.")


def _members(window: "_Window") -> Iterator[Piece]:
    window.take("{")
    while window.peek() != "}":
        if window.peek() != '"':
            raise window.damaged()
        name = window.value()
        window.take(":")
        if window.peek() == "[":
            yield from _elements(window, name)
        else:
            yield Piece(name, 0, window.value())
        if window.peek() != "}":
            window.take(",")
    window.take("}")


def _elements(window: "_Window", member: str) -> Iterator[Piece]:
    yield Piece(member, 0, [])
    window.take("[")
    number = 0
    while window.peek() != "]":
        number += 1
        yield Piece(member, number, window.value())
        if window.peek() != "]":
            window.take(",")
    window.take("]")


class _Window:
    """What is read of the text and not yet taken: one piece, and a little ahead."""

    def __init__(self, source: TextIO) -> None:
        self._source = source
        self._text = ""
        self._at = 0
        self._before = 0  # characters in front of the window

    def peek(self) -> str:
        """The next character that is no space; "" at the end."""
        while True:
            self._at = _SPACE.match(self._text, self._at).end()  # type: ignore[union-attr]  # it always matches
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def take(self, character: str) -> None:
        if self.peek() != character:
            raise self.damaged()
        self._at += 1

    def value(self) -> Any:
        self.peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError:
                if not self._more():  # cut off, or none: only the end of the file tells
                    raise self.damaged() from None
            except RecursionError:
                raise Unreadable(TOO_DEEP) from None
            except ValueError:
                raise self.damaged() from None  # a number of thousands of digits
            else:
                taken = end - self._at
                # A number that ends where the window ends may go on behind it.
                if end < len(self._text) or not self._more():
                    self._at += taken
                    return value

    def _more(self) -> bool:
        """Read on, as much again as there is: a long piece is tried a few times only. False at the end of the file."""
        left = self._text[self._at :]
        if len(left) > LARGEST:
            raise Unreadable(f"The file has a piece of more than {LARGEST // 1_000_000} MB, which no label is.")
        fresh = self._source.read(max(AHEAD, len(left)))
        self._before += self._at
        self._text, self._at = left + fresh, 0
        return bool(fresh)

    def damaged(self) -> Unreadable:
        where = self._before + self._at
        return Unreadable(f"The file is no JSON, or it is damaged or cut off, near character {where:,}. {ONCE_MORE}")
