"""Pure: which of many paths shares most with another one, counted from its last component backwards.

A file of labels names `/home/ana/data/a/001.jpg` or `C:\\data\\a\\001.jpg`, and the picture came as `a/001.jpg`: what
stands before the part that both have tells nothing. Components count as wholes, in one spelling for upper and lower
case and for accents that are written apart.
"""

import re
import tempfile
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import merge
from pathlib import Path
from typing import IO, Any

from projects.names import name_key

END = "\0"  # of a path in the list: before every character that a name has
PART = 50_000  # paths that are sorted at once
LAST = "\U0010ffff"
UNUSABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")  # control characters and half surrogates: in no name here


@dataclass(frozen=True, slots=True)
class Backwards:
    """A path from its last component to its first: as it is spelled, and as it is compared."""

    spelled: tuple[str, ...]
    compared: tuple[str, ...]

    def shared_with(self, other: "Backwards") -> tuple[bool, ...]:
        """One for each component that both have in whatever spelling, the last first: whether it is spelled equally.

        Of two that are as long, the greater one is spelled more alike.
        """
        count = _shared(self.compared, other.compared)
        return tuple(one == two for one, two in zip(self.spelled[:count], other.spelled, strict=False))


def backwards(path: str) -> Backwards:
    """Of a path of any system. Folders are kept in NFC, as those of pictures are; no path has none."""
    parts = [part.strip() for part in re.split(r"[/\\]", UNUSABLE.sub("", path))]
    name, *parents = [part for part in reversed(parts) if part not in ("", ".", "..")] or [""]
    spelled = (name, *(unicodedata.normalize("NFC", part) for part in parents))
    return Backwards(spelled, tuple(name_key(part) for part in spelled))


def _shared(some: tuple[str, ...], others: tuple[str, ...]) -> int:
    count = 0
    for one, other in zip(some, others, strict=False):
        if one != other:
            break
        count += 1
    return count


@dataclass(frozen=True, slots=True)
class Near:
    """The paths that share most with another one: how many components, how many paths, and their marks, not all where
    they are many."""

    shared: int
    count: int
    marks: list[str]


@dataclass(slots=True)
class Paths:
    """Paths, each with a mark; eight bytes for one beside its own, so that a million fit into memory.

    They stand in order, read backwards: those that share most with another one are its neighbours. While they come,
    they are sorted by parts, which wait on the disk: in `folder`, the system's without.
    """

    folder: Path | None = None
    _fresh: list[str] = field(default_factory=list)
    _parts: list[IO[str]] = field(default_factory=list)
    _lines: "_Sorted | None" = None

    def add(self, path: str, mark: str) -> None:
        self._fresh.append(_line(backwards(path).compared) + END + mark)
        if len(self._fresh) == PART:
            part = tempfile.TemporaryFile(  # noqa: SIM115 - closed when it is read
                "w+", encoding="utf-8", newline="\n", dir=self.folder
            )
            part.writelines(f"{line}\n" for line in sorted(self._fresh))
            self._parts.append(part)
            self._fresh = []

    def nearest(self, path: Backwards, *, most: int) -> Near:
        """Those that share most components with the path, with the first `most` marks."""
        lines = self._sorted()
        at = bisect_left(lines, _line(path.compared))
        beside = (_components(lines[place]) for place in range(max(0, at - 1), min(at + 1, len(lines))))
        shared = max((_shared(path.compared, each) for each in beside), default=0)
        if not shared:
            return Near(0, 0, [])
        start = _line(path.compared[:shared])
        first, end = bisect_left(lines, start), bisect_left(lines, start + LAST)
        return Near(shared, end - first, [_mark(lines[place]) for place in range(first, min(end, first + most))])

    def _sorted(self) -> "_Sorted":
        if self._lines is None or self._fresh or self._parts:
            before = self._lines if self._lines is not None else ()
            self._lines = _Sorted(merge(sorted(self._fresh), *map(_read, self._parts), before))
            self._fresh, self._parts = [], []
        return self._lines


def _read(part: IO[str]) -> Iterator[str]:
    with part:
        part.seek(0)
        yield from (line[:-1] for line in part)  # no name has a line break


class _Sorted(Sequence[str]):
    """Text in order, one after the other in one piece of memory. UTF-8 has the order of its characters."""

    __slots__ = ("_ends", "_text")

    def __init__(self, lines: Iterable[str]) -> None:
        self._text, self._ends = bytearray(), array("Q", [0])
        for line in lines:
            self._text += line.encode()
            self._ends.append(len(self._text))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, at: Any) -> Any:
        if not 0 <= at < len(self):
            raise IndexError
        return self._text[self._ends[at] : self._ends[at + 1]].decode()


def _line(compared: Iterable[str]) -> str:
    """Every component is ended, so that none is the beginning of another."""
    return "".join(f"{part}/" for part in compared)


def _components(line: str) -> tuple[str, ...]:
    return tuple(line.partition(END)[0].split("/")[:-1])


def _mark(line: str) -> str:
    return line.rpartition(END)[2]
