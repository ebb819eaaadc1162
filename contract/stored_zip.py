"""Zips that are equal on every machine, written front to back in one pass. No Django."""

import os
import zipfile
from collections.abc import Iterable
from hashlib import sha256
from io import RawIOBase
from pathlib import Path
from typing import Self

UNCHANGING = (1980, 1, 1, 0, 0, 0)
BUFFER = 1 << 18  # bytes that are gathered before they are hashed and written


class StoredZip:
    """A zip as dataset contract 1.0.0, section 10, has it: every entry stored, with one date, one mode, and its check
    sum and size in its local header, which the caller knows before the bytes. zipfile spells headers and directory.

        with StoredZip(path) as packed:
            packed.add("a.txt", size=2, crc=crc32(b"hi"), pieces=[b"hi"])
            sha256, size = packed.finish()  # whole, and on the disk
    """

    def __init__(self, path: Path) -> None:
        self._out = _Hashed(path.open("wb", buffering=0))
        self._entries: list[zipfile.ZipInfo] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self._out.file.close()

    def add(self, path: str, *, size: int, crc: int, pieces: Iterable[bytes]) -> None:
        """A file. Raises ValueError when the pieces are not so many bytes."""
        entry = self._begin(path, 0o100644 << 16)
        entry.file_size = entry.compress_size = size
        entry.CRC = crc
        self._out.write(entry.FileHeader(zip64=size * 1.05 > zipfile.ZIP64_LIMIT))
        start = self._out.tell()
        for piece in pieces:
            self._out.write(piece)
        if self._out.tell() - start != size:
            raise ValueError(f"{path} has {self._out.tell() - start} bytes, not {size}.")

    def folder(self, path: str) -> None:
        """A folder, which may stay empty; its path ends in a slash."""
        entry = self._begin(path, (0o40755 << 16) | 0x10)  # the latter for MS-DOS
        entry.CRC = 0
        self._out.write(entry.FileHeader(zip64=False))

    def finish(self) -> tuple[str, int]:
        """Write the directory and sync. The sha256 of the zip in hex, and its size in bytes."""
        directory = zipfile.ZipFile(self._out, "w")  # type: ignore[call-overload]
        directory.filelist = self._entries
        directory.close()
        self._out.flush()
        os.fsync(self._out.file.fileno())
        return self._out.sha256.hexdigest(), self._out.tell()

    def _begin(self, path: str, attributes: int) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(path, date_time=UNCHANGING)
        entry.compress_type = zipfile.ZIP_STORED
        entry.create_system = 3  # Unix
        entry.external_attr = attributes
        entry.header_offset = self._out.tell()
        self._entries.append(entry)
        return entry


class _Hashed:
    """A file that is only appended to, and the sha256 of what went in."""

    def __init__(self, file: RawIOBase) -> None:
        self.file = file
        self.sha256 = sha256()
        self._size = 0
        self._gathered: list[bytes] = []  # not hashed, not written
        self._gathered_size = 0

    def write(self, data: bytes) -> int:
        self._gathered.append(data)
        self._gathered_size += len(data)
        self._size += len(data)
        if self._gathered_size >= BUFFER:
            self.flush()
        return len(data)

    def tell(self) -> int:
        return self._size

    def seek(self, position: int) -> int:
        """zipfile goes to the end before it writes the directory; nothing goes elsewhere."""
        if position != self._size:
            raise ValueError("A zip is written front to back.")
        return position

    def flush(self) -> None:
        # One piece for both, as both let other threads work while they run.
        gathered = memoryview(b"".join(self._gathered))
        self._gathered, self._gathered_size = [], 0
        self.sha256.update(gathered)
        while gathered:
            gathered = gathered[self.file.write(gathered) :]
