"""Pure: what pictures of one kind have in common, told from their 400 numbers (`looks.py`): where edges run, and which
way, more than how bright anything is. Pillow does the work on many at once: no array library is needed.

After N. Dalal and B. Triggs, "Histograms of Oriented Gradients for Human Detection" (CVPR 2005), on 16 × 16 squares:
the strength of edges in four directions, in cells of 2 × 2, under the square root of R. Arandjelović and A. Zisserman,
"Three things everyone should know to improve object retrieval" (CVPR 2012).
"""

import math
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import mul

from PIL import Image, ImageChops, ImageFilter

SIDE = 16  # squares of luma
CELLS = 49  # 7 × 7: those at the rim, whose neighbours are not known, are left out
PER_PICTURE = 56  # cells from one picture to the next, in the column that they stand in
DIRECTIONS = [math.pi * number / 4 for number in range(4)]
OWN = 0.8  # of the strongest direction: what stays below it belongs to that one
ROOTS = [round(math.sqrt(255 * value)) for value in range(256)]
COLOURS = [0.001 * (value - 128) for value in range(256)]  # beside edges, whose squares have the sum 1

Vector = tuple[float, ...]


def vectors(numbers: Sequence[bytes]) -> Iterator[Vector]:
    """One for each, of pictures in any number; those of pictures that look alike lie near to each other."""
    if not numbers:
        return
    strengths = _strengths(Image.frombytes("L", (SIDE, SIDE * len(numbers)), b"".join(each[:256] for each in numbers)))
    cells = [one.reduce(2, (1, 1, SIDE - 1, SIDE * len(numbers) - 1)).point(ROOTS).tobytes() for one in strengths]
    for place, each in enumerate(numbers):
        start = PER_PICTURE * place
        edges = b"".join([one[start : start + CELLS] for one in cells])
        scale = 1 / (math.sqrt(sum(map(mul, edges, edges))) or 1)
        yield (*[scale * value for value in edges], *map(COLOURS.__getitem__, each[256:]))


def _strengths(squares: Image.Image) -> list[Image.Image]:
    """Of the edges in each direction, beyond what they share with the strongest one."""
    each = [_edges(squares, direction) for direction in DIRECTIONS]
    most = reduce(ImageChops.lighter, each).point([round(OWN * value) for value in range(256)])
    return [ImageChops.subtract(one, most) for one in each]


def _edges(squares: Image.Image, direction: float) -> Image.Image:
    """How much brighter or darker it gets this way."""
    across, down = math.cos(direction), math.sin(direction)
    kernel = [0, -down, 0, -across, 0, across, 0, down, 0]
    # What would be below 0 is cut off, so both signs are asked.
    up, back = [squares.filter(ImageFilter.Kernel((3, 3), [sign * value for value in kernel], 1)) for sign in (1, -1)]
    return ImageChops.add(up, back)


class Mean:
    """The sum of some vectors, and their mean without one of them."""

    def __init__(self, of: Sequence[Vector]) -> None:
        self.count = len(of)
        self._sums = [math.fsum(column) for column in zip(*of, strict=True)]
        self.all: Vector = tuple([value / self.count for value in self._sums])

    def without(self, one: Vector) -> Vector:
        rest = self.count - 1
        return tuple([(value - own) / rest for value, own in zip(self._sums, one, strict=True)])
