"""How a picture looks: one number that is the same for pictures that look the same, and 400 by which one that looks
unlike its fellows stands out. Pillow, but no Django and no files.
"""

import io
from typing import NamedTuple

from PIL import Image

from assets.formats import BROKEN, NO_DHASH, Unusable

DECODED = (36, 32)  # at least so large: a sixteenth of the work, or a sixty-fourth
HASHED = (9, 8)
GREY = (16, 16)
COLOUR = (9, 8)  # of each of the two channels: LOOK_NUMBERS in all


class Look(NamedTuple):
    """`dhash`: 64 bits, as a signed number. `numbers`: LOOK_NUMBERS bytes."""

    dhash: int
    numbers: bytes


def look(thumb: bytes) -> Look:
    """Of an upright rendition. Raises Unusable.

    The numbers: luma of 16 × 16 squares, then the two chroma channels of 9 × 8 each (ITU-R BT.601, as JPEG has them;
    0 to 255), each by row from the left; the picture is stretched to a square.
    """
    try:
        with Image.open(io.BytesIO(thumb), formats=["JPEG"]) as image:
            image.draft("YCbCr", DECODED)
            grey, *colours = image.convert("YCbCr").split()
            parts = [grey.resize(GREY, Image.Resampling.BOX)]
            parts += [colour.resize(COLOUR, Image.Resampling.BOX) for colour in colours]
            return Look(_dhash(grey), b"".join(part.tobytes() for part in parts))
    except BROKEN:
        raise Unusable("damaged", "The rendition is damaged: its pixels cannot be read.") from None


def _dhash(image: Image.Image) -> int:
    """The difference hash. Equal for pictures that look the same.

    Neal Krawetz, "Kind of Like That" (hackerfactor.com, 2013): nine grey columns by eight rows; by row from the left,
    the highest bit first, a bit is set where the next column is brighter. A plain picture has 0.
    """
    grey = image.resize(HASHED, Image.Resampling.LANCZOS).tobytes()
    bits = 0
    for place in range(8 * 9):
        if place % 9:
            bits = bits << 1 | (grey[place] > grey[place - 1])
    # What means "not known" in the database belongs to no picture.
    return min(bits - 2**64 if bits >= 2**63 else bits, NO_DHASH - 1)
