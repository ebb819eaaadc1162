"""Pure: the text of a file: UTF-8 with or without a mark, UTF-16 with one. All else is refused with the way out."""

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, TextIO, cast

from annotations.imports.reading.records import Unreadable

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)  # the first begins as UTF-16 does
NOT_UTF8 = "The file is not UTF-8. Save it as “CSV UTF-8”, or in UTF-8 as another kind of text."


def encoding_of(start: bytes) -> str:
    """By the mark at the start of a file; UTF-8 without one."""
    return next((encoding for mark, encoding in MARKS if start.startswith(mark)), "utf-8")


@contextmanager
def opened(file: IO[bytes]) -> Iterator[TextIO]:
    """A seekable file from its start, as text; it stays open. Raises Unreadable, also while it is read."""
    file.seek(0)
    encoding = encoding_of(file.read(4))
    file.seek(0)
    try:
        yield io.TextIOWrapper(cast(Any, _Kept(file)), encoding=encoding, newline="")
    except UnicodeDecodeError:
        raise Unreadable(NOT_UTF8) from None


class _Kept(io.BufferedIOBase):
    """A file for a text wrapper, which closes what it wraps; whoever opened it goes on with it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        return self._file.read(-1 if size is None else size)

    def read1(self, size: int = -1) -> bytes:
        return self._file.read(size)
