"""Arithmetic on whole pictures: one number a pixel, worked out in C by Pillow, so that no array library is needed."""

from array import array
from collections.abc import Callable, Sequence
from functools import lru_cache
from random import Random
from typing import Any

from PIL import Image, ImageMath

Size = tuple[int, int]


class Field:
    """A number for each pixel of a picture. All that are reckoned with each other have one size."""

    __slots__ = ("image",)

    def __init__(self, image: Image.Image) -> None:
        self.image = image if image.mode == "F" else image.convert("F")

    def __add__(self, other: "Field | float") -> "Field":
        return _both(lambda a: a["x"] + a["y"], self, other) if isinstance(other, Field) else self.line(1, other)

    def __sub__(self, other: "Field | float") -> "Field":
        return _both(lambda a: a["x"] - a["y"], self, other) if isinstance(other, Field) else self.line(1, -other)

    def __mul__(self, other: "Field | float") -> "Field":
        return _both(lambda a: a["x"] * a["y"], self, other) if isinstance(other, Field) else self.line(other, 0)

    def __truediv__(self, other: "Field") -> "Field":
        return _both(lambda a: a["x"] / a["y"], self, other)

    __radd__ = __add__
    __rmul__ = __mul__

    def __neg__(self) -> "Field":
        return self.line(-1, 0)

    def line(self, scale: float, offset: float) -> "Field":
        """`scale` times it, and `offset`."""
        return Field(self.image.point(lambda value: value * scale + offset))

    def root(self) -> "Field":
        return Field(ImageMath.lambda_eval(lambda a: a["x"] ** 0.5, x=self.image))

    def at_least(self, other: "Field | float") -> "Field":
        return _both(lambda a: a["max"](a["x"], a["y"]), self, self._like(other))

    def at_most(self, other: "Field | float") -> "Field":
        return _both(lambda a: a["min"](a["x"], a["y"]), self, self._like(other))

    def between(self, low: float = 0, high: float = 1) -> "Field":
        return self.at_least(low).at_most(high)

    def rise(self, low: float, high: float) -> "Field":
        """0 up to `low`, 1 from `high` on, and a smooth way between."""
        t = self.line(1 / (high - low), -low / (high - low)).between()
        return t * t * t.line(-2, 3)

    def squared(self, times: int = 1) -> "Field":
        """The square of the square, so many times: 3 is the eighth power."""
        result = self
        for _ in range(times):
            result = result * result
        return result

    def toward(self, other: "Field | float", share: "Field") -> "Field":
        """Itself where `share` is 0, the other where it is 1."""
        return self + (other - self if isinstance(other, Field) else self.line(-1, other)) * share

    def bytes(self, table: Sequence[int]) -> Image.Image:
        """Looked up in a table of 65,536, which stands for 0 to 4; Pillow takes the ends for what is beyond."""
        return self.line(16384, 0).image.convert("I").point(list(table), "L")

    def _like(self, other: "Field | float") -> "Field":
        return other if isinstance(other, Field) else Field(_constant(self.image.size, other))


def _both(reckon: Callable[[Any], Any], x: Field, y: Field) -> Field:
    return Field(ImageMath.lambda_eval(reckon, x=x.image, y=y.image))


@lru_cache(maxsize=16)
def _constant(size: Size, value: float) -> Image.Image:
    return Image.new("F", size, value)


def constant(size: Size, value: float) -> Field:
    return Field(_constant(size, value))


def across(size: Size, first: float, step: float) -> Field:
    """From left to right, the same in all rows."""
    row = array("f", (first + step * place for place in range(size[0]))).tobytes()
    return Field(Image.frombytes("F", (size[0], 1), row).resize(size, Image.Resampling.NEAREST))


def down(size: Size, first: float, step: float) -> Field:
    """From top to bottom, the same in all columns."""
    column = array("f", (first + step * place for place in range(size[1]))).tobytes()
    return Field(Image.frombytes("F", (1, size[1]), column).resize(size, Image.Resampling.NEAREST))


def looked_up(index: Image.Image, values: Sequence[float]) -> Field:
    """For each pixel the value at its index (mode I), to 16 bits."""
    low, high = min(values), max(values)
    step = (high - low) / 65535 or 1.0
    whole = [round((value - low) / step) for value in values]
    rest = [0] * (65536 - len(whole))
    upper = Field(index.point([value >> 8 for value in whole] + rest, "L"))
    lower = Field(index.point([value & 255 for value in whole] + rest, "L"))
    return upper.line(256 * step, low) + lower.line(step, 0)


def noise(random: Random, size: Size, cells: Size) -> Image.Image:
    """A cloud of so many cells, from 0 to 255."""
    small = Image.frombytes("L", cells, random.randbytes(cells[0] * cells[1]))
    return small.resize(size, Image.Resampling.BICUBIC)


def clouds(random: Random, size: Size, cell: float, octaves: int = 4, stretch: float = 1) -> Image.Image:
    """Clouds upon clouds, each half as large and half as strong; `cell` in pixels, `stretch` times as wide."""
    result = None
    for octave in range(octaves):
        cells = (
            max(2, round(size[0] / cell / stretch * 2**octave)),
            max(2, round(size[1] / cell * 2**octave)),
        )
        layer = noise(random, size, (min(cells[0], size[0]), min(cells[1], size[1])))
        result = layer if result is None else Image.blend(result, layer, 0.5**octave / (2 - 0.5**octave))
    assert result is not None
    return result
