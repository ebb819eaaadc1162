"""Pure: which of many paths shares most with another one, counted from its last component backwards.

A file of labels names `/home/ana/data/a/001.jpg` or `C:\\data\\a\\001.jpg`, and the picture came as `a/001.jpg`: what
stands before the part that both have tells nothing. Components count as wholes, in one spelling for upper and lower
case and for accents that are written apart.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from projects.names import name_key

END = "\0"  # of a path in the list: before every character that a name has
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
    """Paths, each with a mark; about a hundred bytes for one, so that a million fit into memory.

    They stand in order, read backwards: those that share most with another one are its neighbours.
    """

    _lines: list[str] = field(default_factory=list)
    _sorted: bool = True

    def add(self, path: str, mark: str) -> None:
        self._lines.append(_line(backwards(path).compared) + END + mark)
        self._sorted = False

    def nearest(self, path: Backwards, *, most: int) -> Near:
        """Those that share most components with the path, with the first `most` marks."""
        self._sort()
        line = _line(path.compared)
        at = bisect_left(self._lines, line)
        beside = (_parts(each) for each in self._lines[max(0, at - 1) : at + 1])
        shared = max((_shared(path.compared, each) for each in beside), default=0)
        if not shared:
            return Near(0, 0, [])
        start = _line(path.compared[:shared])
        first, end = bisect_left(self._lines, start), bisect_left(self._lines, start + LAST)
        return Near(shared, end - first, [_mark(each) for each in self._lines[first : min(end, first + most)]])

    def _sort(self) -> None:
        if not self._sorted:
            self._lines.sort()
            self._sorted = True


def _line(compared: Iterable[str]) -> str:
    """Every component is ended, so that none is the beginning of another."""
    return "".join(f"{part}/" for part in compared)


def _parts(line: str) -> tuple[str, ...]:
    return tuple(line.partition(END)[0].split("/")[:-1])


def _mark(line: str) -> str:
    return line.rpartition(END)[2]
