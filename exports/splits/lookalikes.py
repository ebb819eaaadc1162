"""Which pictures in different splits look alike. No Django, no files.

Hashes are those of `assets/images/looks.py`: a copy that was made smaller or saved anew differs in a few of 64 bits.
Comparing each with each is out of reach for a million, so those are compared that agree in two of six parts of the
hash: of two that differ in four bits at most, at least two parts are untouched.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

BITS = 64
MOST_BITS = 4  # that two may differ in to be compared by their numbers
SURE_BITS = 2  # no more: alike without another look
PLAIN_BITS = 6  # set, or not set: such a hash says nothing by itself, as of a white page
MOST_APART = 10  # of 255: how far the numbers of two may lie apart on average

# Where each of the six parts begins, and how wide it is.
PARTS = ((0, 11), (11, 11), (22, 11), (33, 11), (44, 10), (54, 10))
TABLES = tuple(combinations(PARTS, 2))

NEIGHBOURS = 200  # of those that agree in two parts each is compared with so many that follow it
MOST_COMPARED = 30_000_000
MOST_CANDIDATES = 100_000


class Pair(NamedTuple):
    """Places of two pictures in what was given, the lower one first, and in how many bits their hashes differ."""

    one: int
    other: int
    bits: int


@dataclass(frozen=True)
class Found:
    """`is_whole`: whether all that are alike are among the pairs, the nearest first."""

    pairs: list[Pair]
    is_whole: bool


def across(hashes: Sequence[int], splits: Sequence[int], alive: Callable[[], object] = lambda: None) -> Found:
    """The pairs in different splits whose hashes (0 to 2^64 - 1) differ in MOST_BITS at most. `alive` is called now
    and then; what it raises ends the search."""
    order = sorted(range(len(hashes)), key=hashes.__getitem__)
    search = _Search([hashes[place] for place in order], [splits[place] for place in order])
    for table in TABLES:
        alive()
        search.compare(table)
    found = ((order[one], order[other], bits) for one, other, bits in search.found)
    pairs = (Pair(min(one, other), max(one, other), bits) for one, other, bits in found)
    return Found(sorted(pairs, key=lambda pair: (pair.bits, pair.one, pair.other)), search.is_whole)


def are_alike(bits: int, one: bytes | None, other: bytes | None, is_plain: bool = False) -> bool:
    """Whether two pictures whose hashes differ in so many bits look alike. Where one has no numbers, the hashes decide,
    unless they are plain."""
    if bits <= SURE_BITS and not is_plain:
        return True
    if one is None or other is None or len(one) != len(other):
        return False
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) <= MOST_APART * len(one)


def is_plain(hashed: int) -> bool:
    return not PLAIN_BITS <= hashed.bit_count() <= BITS - PLAIN_BITS


class _Search:
    """Through hashes in rising order. What was found twice stands there once."""

    def __init__(self, hashes: list[int], splits: list[int]) -> None:
        self.hashes, self.splits = hashes, splits
        self.found: set[tuple[int, int, int]] = set()
        self.compared = 0
        self.is_whole = True

    def compare(self, table: tuple[tuple[int, int], tuple[int, int]]) -> None:
        """Those that agree in the two parts of this table."""
        for start, end, places in _runs(self.hashes, table):
            for first in range(start, end - 1):
                last = min(end, first + 1 + NEIGHBOURS)
                self.is_whole &= last == end
                if self.compared > MOST_COMPARED or len(self.found) >= MOST_CANDIDATES:
                    self.is_whole = False
                    return
                self.compared += last - first - 1
                self._with_each(places[first], places[first + 1 : last])

    def _with_each(self, one: int, others: list[int]) -> None:
        mine, split = self.hashes[one], self.splits[one]
        for other in others:
            if self.splits[other] != split and (bits := (mine ^ self.hashes[other]).bit_count()) <= MOST_BITS:
                self.found.add((one, other, bits))


def _runs(hashes: list[int], table: tuple[tuple[int, int], tuple[int, int]]) -> Iterator[tuple[int, int, list[int]]]:
    """(start, end, places) of each run of two or more places whose hashes agree in both parts, in rising order."""
    (low, wide), (high, tall) = table
    left, right = (1 << tall) - 1, (1 << wide) - 1
    width = len(hashes).bit_length()
    below = (1 << width) - 1
    keyed = sorted(
        ((value >> high & left) << wide | (value >> low & right)) << width | place for place, value in enumerate(hashes)
    )
    places = [key & below for key in keyed]
    start, current = 0, keyed[0] >> width if keyed else 0
    for end, key in enumerate(keyed):
        if key >> width != current:
            if end - start > 1:
                yield start, end, places
            start, current = end, key >> width
    if len(keyed) - start > 1:
        yield start, len(keyed), places
