"""Which kind of TIFF a file is: what Pillow reads wrongly is set right before, what it cannot read is named.

TIFF 6.0 (Adobe, 1992); sample formats in section 19, tiles in section 15. Pillow, but no Django and no files.
"""

import io
from typing import Any

from PIL import Image, TiffImagePlugin
from PIL.ImageFile import ImageFile
from PIL.TiffImagePlugin import ImageFileDirectory_v2 as Directory

from assets.formats import BROKEN

BEGINNINGS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
WIDTH, BITS, COMPRESSION, PHOTOMETRIC, SAMPLES = 256, 258, 259, 262, 277
PLANES, TILE_WIDTH, FORMATS, SUBSAMPLING = 284, 322, 339, 530
OFFSETS, BYTE_COUNTS = (273, 324), (279, 325)  # of strips, of tiles
SEPARATE = 2
UNSIGNED = 1

COMPRESSIONS = {
    1: "not compressed",
    2: "CCITT compression",
    3: "CCITT fax compression",
    4: "CCITT fax compression",
    5: "LZW compression",
    6: "JPEG compression of the old kind",
    7: "JPEG compression",
    8: "Deflate compression",
    32773: "PackBits compression",
    32809: "ThunderScan compression",
    32946: "Deflate compression",
    33003: "JPEG 2000 compression",
    33005: "JPEG 2000 compression",
    34676: "LogLuv compression",
    34677: "LogLuv compression",
    34712: "JPEG 2000 compression",
    34887: "LERC compression",
    34892: "lossy DNG compression",
    34925: "LZMA compression",
    34933: "PNG compression",
    34934: "JPEG XR compression",
    50000: "Zstandard compression",
    50001: "WebP compression",
    50002: "JPEG XL compression",
    52546: "JPEG XL compression",
}
READ = {1, 2, 3, 4, 5, 7, 8, 32773, 32946}  # by every libtiff: what fails of these is damaged
COLOURS = {
    0: "grey",
    1: "grey",
    2: "RGB",
    3: "palette",
    4: "mask",
    5: "CMYK",
    6: "YCbCr",
    8: "Lab",
    9: "Lab",
    32803: "colour filter array",
    34892: "raw camera data",
    32844: "LogLuv",
    32845: "LogLuv",
}
NUMBERS = {1: "unsigned", 2: "signed", 3: "floating point", 4: "unknown", 5: "complex", 6: "complex floating point"}


def right(image: ImageFile) -> ImageFile:
    """The same open image, with what Pillow gets wrong before it loads: it takes each plane of its own for one of eight
    bits, and a single one for the first letter of its kind."""
    if not isinstance(image, TiffImagePlugin.TiffImageFile) or _first(image.tag_v2, PLANES, 1) != SEPARATE:
        return image
    if _first(image.tag_v2, SAMPLES, 1) == 1:
        image.tag_v2[PLANES] = 1
        image._setup()  # reads the tags once more
    elif _first(image.tag_v2, BITS, 1) == 16:
        order = "L" if image.tag_v2.prefix == b"II" else "B"
        image.tile = [_of_sixteen(tile, order) if tile.codec_name == "raw" else tile for tile in image.tile]
    return image


def _of_sixteen(tile: Any, order: str) -> Any:
    plane, *others = tile.args
    return tile._replace(args=(f"{plane};16{order}", *others))


def is_read_wrongly(image: Image.Image) -> bool:
    """Whether its pixels would come out as others than they are."""
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        return False
    tags = image.tag_v2
    plain = _first(tags, COMPRESSION, 1) == 1
    halved = plain and _first(tags, PHOTOMETRIC, 0) == 6 and tuple(tags.get(SUBSAMPLING, (2, 2))) != (1, 1)
    # Pillow reads inks of sixteen bits as such only where they stand together.
    inks = plain and image.mode == "CMYK" and _first(tags, PLANES, 1) == SEPARATE and _first(tags, BITS, 8) == 16
    return halved or inks


def refusal(content: bytes) -> str | None:
    """Why a TIFF that Pillow does not open or load is not taken. None where the file is damaged, or no TIFF."""
    tags = _tags(content)
    if tags is None or WIDTH not in tags or not _has_its_pixels(tags, len(content)):
        return None
    return f"This kind of TIFF is not taken: {kind(tags)}. Save it as PNG, or as an ordinary grey or RGB TIFF."


def may_be_whole(content: bytes) -> bool:
    """Whether a TIFF that was opened, but not loaded, may be so for its compression."""
    tags = _tags(content)
    return tags is not None and _first(tags, COMPRESSION, 1) not in READ


def kind(tags: Directory) -> str:
    """`4 channels of 8 bits, grey, not compressed, in planes of their own`"""
    samples, bits = _first(tags, SAMPLES, 1), _first(tags, BITS, 1)
    channels = "1 channel" if samples == 1 else f"{samples} channels"
    numbers = _first(tags, FORMATS, UNSIGNED)
    compression, colours = _first(tags, COMPRESSION, 1), _first(tags, PHOTOMETRIC, 0)
    words = [
        f"{channels} of {bits} {'bit' if bits == 1 else 'bits'}",
        "" if numbers == UNSIGNED else NUMBERS.get(numbers, f"sample format {numbers}"),
        COLOURS.get(colours, f"colours of kind {colours}"),
        COMPRESSIONS.get(compression, f"compression {compression}"),
        "in planes of their own" if _first(tags, PLANES, 1) == SEPARATE else "",
        "in tiles" if TILE_WIDTH in tags else "",
    ]
    return ", ".join(filter(None, words))


def _tags(content: bytes) -> Directory | None:
    """Of the first picture. None where they cannot be read."""
    if not content.startswith(BEGINNINGS):
        return None
    try:
        file = io.BytesIO(content)
        tags = Directory(file.read(16 if content[2:4] in (b"+\0", b"\0+") else 8))
        file.seek(tags.next)
        tags.load(file)
        return tags
    except BROKEN:
        return None


def _has_its_pixels(tags: Directory, size: int) -> bool:
    """Whether the file goes on to where the last of them lie."""
    offsets, counts = (tags.get(strips) or tags.get(tiles) or () for strips, tiles in (OFFSETS, BYTE_COUNTS))
    return bool(offsets) and len(offsets) == len(counts) and max(map(sum, zip(offsets, counts, strict=True))) <= size


def _first(tags: Directory, number: int, usual: int) -> int:
    value: Any = tags.get(number, usual)
    if isinstance(value, tuple):
        value = value[0] if value else usual
    return value if isinstance(value, int) else usual
