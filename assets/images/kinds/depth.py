"""Pictures of more than eight bits a channel: the numbers that they hold, and how these become eight bits to look at.

A grey one is shown over what it holds. Colours mean what they are only from 0 on, and up to the most that their bits
can tell, unless they use so few of these that nothing would be seen. Pillow reads colours of sixteen bits as their
upper halves; where that is too coarse, the lower halves are read by a second decode.
"""

import io
import sys
from collections.abc import Callable, Iterator
from typing import Any, cast

from PIL import Image, ImageMath, TiffImagePlugin
from PIL.ImageFile import ImageFile

from assets.images.kinds.tiff import right
from projects.rules.shown import Range

GROUND = (128, 128, 128)  # beneath what is transparent
STRIP = 4_000_000  # pixels that are looked at at once
WHOLE = Range(0, 65535)
DIM = 64  # upper halves below this: at most fourteen bits are used
LARGEST = 3.4028234663852886e38  # a float of 32 bits
Box = tuple[int, int, int, int]
SWAPPED = {"B": "L", "L": "B", "N": "B" if sys.byteorder == "little" else "L"}


class Deep:
    """A deep picture whose head was read. Its pixels are asked for once it was loaded."""

    def __init__(self, image: ImageFile, content: bytes) -> None:
        self._image = image
        self._content = content
        self._coarse = _has_coarse_colours(image)
        self._is_negative = _tag(image, TiffImagePlugin.PHOTOMETRIC_INTERPRETATION, 1) == 0
        self._is_unsigned = _tag(image, TiffImagePlugin.SAMPLEFORMAT, 1) == 1
        self._low: Image.Image | None = None

    def range(self) -> Range:
        """Over which numbers it is shown by itself."""
        if self._coarse:
            return self._range_of_colours()
        found = [end for box in strips(self._image) for ends in _extrema(self._numbers(box)[0]) for end in ends]
        if not found:
            return Range(0, 1)  # not one number
        low, high = min(found), max(found)
        if low < high:
            return Range(low, high)
        if self._image.mode.startswith("I;16"):
            return WHOLE
        return Range(0, 255) if 0 <= low <= 255 else Range(min(0, low), max(0, low))

    def is_plain(self, shown: Range) -> bool:
        """Whether that is what Pillow's own eight bits show: the upper halves of colours."""
        return self._coarse and shown == WHOLE

    def flat(self, box: Box, shown: Range) -> Image.Image:
        """A part of it as L or RGB: what is at most `shown.start` black, at least `shown.end` white."""
        bands = [_stretched(band, shown) for band in self._numbers(box)]
        if self._is_negative:
            bands = [band.point(lambda value: 255 - value) for band in bands]
        image = bands[0] if len(bands) == 1 else Image.merge("RGB", bands)
        if "A" not in self._image.getbands():
            return image
        ground = Image.new("RGB", image.size, GROUND)
        ground.paste(image, mask=self._image.crop(box).getchannel("A"))
        return ground

    def _range_of_colours(self) -> Range:
        bands = [band for band in self._image.getbands() if band != "A"]
        if max(_ends(self._image.getchannel(band))[1] for band in bands) >= DIM:
            return WHOLE
        brightest = max(_ends(band)[1] for box in strips(self._image) for band in self._numbers(box))
        return Range(0, brightest) if brightest else WHOLE

    def _numbers(self, box: Box) -> list[Image.Image]:
        """Its channels without transparency, each as I or F."""
        if self._coarse:
            low = self._lower_halves().crop(box)
            high = self._image.crop(box)
            return [_joined(low.getchannel(band), high.getchannel(band)) for band in high.getbands() if band != "A"]
        part = self._image.crop(box)
        if part.mode == "F":
            return [part]
        numbers = part.convert("I")
        if self._is_unsigned and part.mode == "I" and _ends(numbers)[0] < 0:
            # Pillow has no unsigned numbers of 32 bits: large ones come out negative.
            return [_calculated(lambda args: args["float"](args["x"]) + 2.0**32 * (args["x"] < 0), numbers)]
        return [numbers]

    def _lower_halves(self) -> Image.Image:
        """As large as the picture and in its mode, with the lower eight bits of each number."""
        if self._low is None:
            self._low = _read_lower_halves(self._image, self._content)
        return self._low


def opened(image: ImageFile, content: bytes) -> Deep | None:
    """The deep picture that an open, not yet loaded image is; None for all others."""
    if image.mode.startswith("I") or image.mode == "F" or _has_coarse_colours(image):
        return Deep(image, content)
    return None


def strips(image: Image.Image, rows: int = 0) -> Iterator[Box]:
    """From top to bottom, of so many rows each."""
    rows = rows or max(1, STRIP // image.width)
    for top in range(0, image.height, rows):
        yield 0, top, image.width, min(top + rows, image.height)


def _has_coarse_colours(image: ImageFile) -> bool:
    return bool(image.tile) and ";16" in _raw_mode(image.tile[0]) and image.mode in ("RGB", "RGBA", "LA")


def _raw_mode(tile: object) -> str:
    args = getattr(tile, "args", None)
    return str(args[0] if isinstance(args, tuple) else args)


def _tag(image: Image.Image, number: int, usual: int) -> int:
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        return usual
    value = image.tag_v2.get(number, usual)
    return cast(int, value[0] if isinstance(value, tuple) else value)


def _read_lower_halves(image: ImageFile, content: bytes) -> Image.Image:
    again = right(Image.open(io.BytesIO(content), formats=[image.format or ""]))
    raw_mode = _raw_mode(again.tile[0])
    # The lower half of grey stands where a picture of eight bits has its green.
    is_grey = raw_mode == "LA;16B"
    again.tile = [_read_as(tile, "RGBA" if is_grey else _swapped(_raw_mode(tile))) for tile in again.tile]
    again.load()
    if not is_grey:
        return again
    grey = again.getchannel("G")
    return Image.merge("RGBA", (grey, grey, grey, again.getchannel("A")))


def _read_as(tile: Any, raw_mode: str) -> Any:
    return tile._replace(args=(raw_mode, *tile.args[1:]) if isinstance(tile.args, tuple) else raw_mode)


def _swapped(raw_mode: str) -> str:
    """As if its bytes were in the other order. Of planes that libtiff takes apart none is: they stay coarse."""
    return raw_mode[:-1] + SWAPPED[raw_mode[-1]] if raw_mode[-4:-1] == ";16" else raw_mode


def _joined(low: Image.Image, high: Image.Image) -> Image.Image:
    pairs = Image.merge("LA", (low, high)).tobytes()
    return Image.frombytes("I;16", low.size, pairs).convert("I")


def _extrema(numbers: Image.Image) -> list[tuple[float, float]]:
    """The least and the greatest number; nothing where there is none."""
    if numbers.mode == "I":
        return [_ends(numbers)]
    bad = _bad(numbers)
    if not bad.getbbox():
        return [_ends(numbers)]
    ends = []
    for limit, which in ((LARGEST, 0), (-LARGEST, 1)):
        tame = numbers.copy()
        tame.paste(limit, (0, 0, *tame.size), bad)
        ends.append(_ends(tame)[which])
    return [(ends[0], ends[1])] if ends[0] <= ends[1] else []


def _bad(numbers: Image.Image) -> Image.Image:
    """A mask of what is not a number, or infinite."""
    found = _calculated(lambda args: 255 - 255 * (abs(args["x"]) <= LARGEST), numbers)
    return found.convert("L").convert("1", dither=Image.Dither.NONE)


def _stretched(numbers: Image.Image, shown: Range) -> Image.Image:
    """As L. What is not a number is black."""
    if numbers.mode == "F":
        no_numbers = _calculated(lambda args: 255 * (args["x"] != args["x"]), numbers).convert("L")
        numbers = numbers.copy()
        numbers.paste(
            max(shown.start, -LARGEST), (0, 0, *numbers.size), no_numbers.convert("1", dither=Image.Dither.NONE)
        )
    scale = 255 / (shown.end - shown.start)
    offset = 0.5 - shown.start * scale  # to the nearest
    return numbers.convert("F").point(lambda value: value * scale + offset).convert("L")


def _ends(numbers: Image.Image) -> tuple[float, float]:
    low, high = cast(tuple[float, float], numbers.getextrema())
    return float(low), float(high)


def _calculated(formula: Callable[[dict[str, Any]], Any], numbers: Image.Image) -> Image.Image:
    return cast(Image.Image, ImageMath.lambda_eval(formula, x=numbers))
