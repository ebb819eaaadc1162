"""Pure: zips that hold labels, or pictures in folders that say what they are."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, BinaryIO

from annotations.imports import zips
from annotations.imports.reading.records import Unreadable

# Labels are read as a stream, and pictures are not unpacked: what bounds both is how much a zip can be packed.
LIMITS = zips.Limits(files=1_000_000, file_bytes=1 << 50, total_bytes=1 << 50)
BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError, struct.error,
)  # fmt: skip


@dataclass(frozen=True)
class Packed:
    """`entries`: the files by their paths, in the order of the zip."""

    archive: zips.Archive
    entries: dict[str, zips.Entry]

    @contextmanager
    def open(self, path: str) -> Iterator[IO[bytes]]:
        """A file of it as a seekable stream. Raises Unreadable when there is none."""
        if path not in self.entries:
            raise Unreadable(f"This zip is not what it seems: a file of it is missing, {path}.")
        with self.archive.open(self.entries[path]) as file:
            yield file

    def named(self, *names: str) -> list[str]:
        """The paths of the files that have one of these names, whatever folder they lie in."""
        return [path for path in self.entries if path.rpartition("/")[2].lower() in names]


@contextmanager
def opened(file: BinaryIO) -> Iterator[Packed]:
    """Raises Unreadable, also while a file of it is read, when the zip is none, damaged, or hides too much."""
    try:
        with zips.opened(file, LIMITS) as archive:
            yield Packed(archive, {entry.path: entry for entry in archive.entries})
    except zips.BadZip as problem:
        raise Unreadable(str(problem)) from None
    except BROKEN:
        raise Unreadable(zips.DAMAGED) from None
