"""Where the images of a version lie in its zip (dataset contract, section 10), so that many are fetched by one request.

The zip stores its files as they are, in one order, each behind a header whose length follows from its name. So what
is missing is asked for by byte ranges, and what lies side by side by one.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from labeler_client.errors import Altered

HEADER = struct.Struct("<4sHHHHHIIIHH")
SIGNATURE = b"PK\3\4"
ZIP64 = 0x7FFFFFFF  # beyond this, CPython's zipfile gives a header the field for large sizes
ZIP64_FIELD = 20
FRONT = ("manifest.json", "checksums.sha256", "annotations.json", "metadata.jsonl")
WITHDRAWN = "withdrawn.json"  # behind these, where pictures were withdrawn
GAP = 64 << 10  # bytes that are fetched for nothing rather than by another request
SMALLEST, LARGEST = 1 << 20, 16 << 20  # of a range, but for one large image
PATH = "images/"


class Image(NamedTuple):
    """A file of the zip. `offset`: of its header."""

    path: str
    sha256: str
    size: int
    offset: int

    @property
    def end(self) -> int:
        return self.offset + header_size(self.path, self.size) + self.size


def images(export: Path) -> Iterator[Image]:
    """All images of the version whose text files lie in `export`, in the order of the zip; without those that were
    withdrawn."""
    gone = withdrawn(export)
    front = (*FRONT, WITHDRAWN) if gone else FRONT
    offset = sum(_entry_size(name, (export / name).stat().st_size) for name in front)
    for sha256, name, size in _records(export / "annotations.json"):
        if name in gone:
            continue
        image = Image(PATH + name, sha256, size, offset)
        yield image
        offset = image.end


def withdrawn(export: Path) -> dict[str, str]:
    """File name to sha256 of the pictures that are not there; none without the text that names them."""
    try:
        named = json.loads((export / WITHDRAWN).read_bytes())["withdrawn"]
        return {str(each["file_name"]): str(each["sha256"]) for each in named}
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError):
        raise Altered(f"{WITHDRAWN} is no list of withdrawn pictures.") from None


def _records(annotations: Path) -> Iterator[tuple[str, str, int]]:
    """By line, as the file is written: it may have millions."""
    with annotations.open("rb") as lines:
        for line in lines:
            if line == b'"images":[\n':
                break
        for line in lines:
            if line.startswith(b"]"):
                return
            try:
                record = json.loads(line.rstrip(b",\n"))
                found = str(record["sha256"]), str(record["file_name"]), int(record["size_bytes"])
            except (ValueError, KeyError, TypeError):
                raise Altered("annotations.json has a line that is no image.") from None
            if found[2] < 1:
                raise Altered("annotations.json has an image without bytes.")
            if "/" in found[1] or "\\" in found[1] or found[1] in ("", ".", "..") or not found[1].isascii():
                raise Altered("annotations.json has a file name that leads elsewhere.")
            yield found


def header_size(path: str, size: int) -> int:
    return HEADER.size + len(path) + (ZIP64_FIELD if size * 1.05 > ZIP64 else 0)


def _entry_size(path: str, size: int) -> int:
    return header_size(path, size) + size


def grouped(missing: Iterable[Image], workers: int, in_all: int) -> Iterator[list[Image]]:
    """Stretches of the zip that are worth one request each; every image is in one of them. `in_all`: the bytes of all
    that are missing, of which each of the `workers` gets several stretches."""
    most = min(LARGEST, max(SMALLEST, in_all // (workers * 4)))
    stretch: list[Image] = []
    for image in missing:
        if stretch and (image.offset - stretch[-1].end > GAP or image.end - stretch[0].offset > most):
            yield stretch
            stretch = []
        stretch.append(image)
    if stretch:
        yield stretch


class Splitter:
    """Takes the bytes of a stretch, and tells which of them are of which image: `(image, piece, is_last)`."""

    def __init__(self, stretch: list[Image]) -> None:
        self._waiting = list(stretch)
        self._at = stretch[0].offset  # in the zip
        self._end = stretch[-1].end
        self._header = bytearray()

    @property
    def left(self) -> tuple[int, int] | None:
        """The first byte that has not come, and the last one; None when it is whole."""
        return (self._at, self._end - 1) if self._waiting else None

    def feed(self, piece: bytes) -> Iterator[tuple[Image, memoryview, bool]]:
        view = memoryview(piece)
        while view and self._waiting:
            image = self._waiting[0]
            end = image.end
            body = end - image.size
            if self._at < image.offset:  # a gap
                view = self._take(view, image.offset - self._at)[1]
                continue
            if self._at < body:
                part, view = self._take(view, body - self._at)
                self._header += part
                if self._at == body:
                    _check(bytes(self._header), image)
                    self._header.clear()
                continue
            part, view = self._take(view, end - self._at)
            if is_last := self._at == end:
                self._waiting.pop(0)
            yield image, part, is_last

    def _take(self, view: memoryview, most: int) -> tuple[memoryview, memoryview]:
        part = view[:most]
        self._at += len(part)
        return part, view[len(part) :]


def _check(header: bytes, image: Image) -> None:
    signature, *_, name_length, _ = HEADER.unpack_from(header)
    name = header[HEADER.size : HEADER.size + name_length]
    if signature != SIGNATURE or name != image.path.encode("ascii"):
        raise Altered(f"The zip of the version has something else where {image.path} belongs.")
