"""Pictures of kinds that training readers cannot open, HEIC and AVIF, made into JPEG or PNG when they come in (dataset
contract, section 17). No Django and no files.

Whatever looks into such a file does so in a confined process, its head included (`assets/confined.py`), which alone
loads the libraries for it (`heif.py`).
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from PIL import Image

from assets import confined
from assets.formats import AVIF, CONVERTED, HEIC, Unusable
from assets.images import pictures

# What the box at the beginning names (ISO/IEC 14496-12, 4.3): HEVC in HEIF is ISO/IEC 23008-12, annex B.4; AV1 in it,
# av1-avif, section 6. The third ones say nothing of how the pixels are coded.
BRANDS = {
    HEIC: {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"},
    AVIF: {b"avif", b"avis", b"avio", b"MA1A", b"MA1B"},
}
CONTAINERS = {b"mif1", b"mif2", b"msf1", b"miaf"}

SHARE = 2  # a decoder holds several copies of the whole: of what other pictures may have, these have one half
MOST_BYTES = 200_000_000  # of what comes out
# Bytes of addresses that the libraries take. A process that loaded them has these limits, which are its own: it reads
# no other pictures, which would lack as much.
LIBRARIES = 150_000_000
# What libheif says of what it was not built for, and of what is more than it may hold; and what we say like it.
UNREADABLE = ("Unsupported", "unsupported", "No decoder", "without plugin", "not supported")
PROTECTION = b"ipro"  # the box of a file that tells how parts of it are encrypted (ISO/IEC 14496-12, 8.11.5)
NO_MEMORY = ("memory", "Memory", "security limit")


@dataclass(frozen=True)
class Converted:
    """The file that was made of a picture, and what it says."""

    content: bytes
    picture: pictures.Picture


def kind(content: bytes) -> str | None:
    """`image/heic` or `image/avif` by the first bytes; None of every other file."""
    size = int.from_bytes(content[:4])
    if content[4:8] != b"ftyp" or min(size, len(content)) < 16:
        return None
    head = content[8 : min(size, 1024)]
    major, *others = (head[place : place + 4] for place in range(0, len(head), 4) if place != 4)
    for name, brands in BRANDS.items():
        if major in brands or (major in CONTAINERS and brands.intersection(others)):
            return name
    return HEIC if major in CONTAINERS else None


def convert(content: bytes, of_type: str, *, max_pixels: int) -> Converted:
    """The picture upright as JPEG, in sRGB and with no other metadata; as PNG where it has transparency or more than
    eight bits. `of_type`: what `kind` says. Raises Unusable."""
    usual = confined.limits(memory=max_pixels / confined.USUAL_PIXELS)
    limits = replace(usual, memory=usual.memory + LIBRARIES)
    values = {"content": content, "of_type": of_type, "max_pixels": max_pixels}
    head = confined.read("picture", look_here, limits, keep=True, **values)
    with pictures.ROOM.taken(SHARE * int(head["pixels"])):
        made = confined.read("picture", convert_here, limits, keep=True, **values)
    return Converted(made.pop("content"), pictures.Picture(**made))


def look_here(content: bytes, of_type: str, max_pixels: int) -> dict[str, Any]:
    """How many `pixels` it has, by its head, in this process. Raises Unusable."""
    with _plainly_refused(content, of_type):
        width, height = _opened(content, of_type, max_pixels).size
    return {"pixels": width * height}


def convert_here(content: bytes, of_type: str, max_pixels: int) -> dict[str, Any]:
    """The same as `convert` in this process: the Picture as a dict, and `content`."""
    with _plainly_refused(content, of_type):
        made = _opened(content, of_type, max_pixels).converted()
    if len(made) > MOST_BYTES:
        raise Unusable(
            "too_large",
            f"Made into a file that training programs can open, this {CONVERTED[of_type]} would have "
            f"{len(made) // 1_000_000:,} MB; {MOST_BYTES // 1_000_000:,} MB are the most. Save it as JPEG.",
        )
    return pictures.read_here(made, max_pixels) | {"content": made}


def _opened(content: bytes, of_type: str, max_pixels: int) -> Any:
    from assets.images import heif

    opened = heif.Heic(content) if of_type == HEIC else heif.Avif(content)
    width, height = opened.size
    pictures.check_pixels(width, height, max_pixels // SHARE, f"The {CONVERTED[of_type]}", "Such pictures")
    return opened


@contextlib.contextmanager
def _plainly_refused(content: bytes, of_type: str) -> Iterator[None]:
    try:
        yield
    except (*pictures.BROKEN, RuntimeError, Image.DecompressionBombError) as problem:
        said = str(problem)
        if any(words in said for words in NO_MEMORY):
            raise MemoryError from None
        if any(words in said for words in UNREADABLE) or PROTECTION in content:
            raise Unusable(
                "unknown_coding",
                f"The pixels of this {CONVERTED[of_type]} are coded or encrypted in a way that Labeler cannot read. "
                "Open it where it came from, and save it as JPEG.",
            ) from None
        raise Unusable("damaged", pictures.DAMAGED) from None
