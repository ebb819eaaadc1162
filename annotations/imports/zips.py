"""Pure: reading the files of a zip that strangers made. Nothing is ever written under a name from the archive.

What a zip says of itself is not believed: the directory is bounded before it is parsed, sizes are checked as declared
and again as read, and only what is plainly a file is read at all.
"""

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import IO, BinaryIO

CHUNK = 1 << 20
MOST_RATIO = 100  # unpacked bytes for each byte of the zip; pictures hardly shrink
RATIO_FREE = 100_000_000  # bytes that may be unpacked whatever the ratio: flat drawings shrink a lot
DIRECTORY_BYTES = 400  # of the directory for each file that is allowed
READ = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED, UTF8 = 0x1, 0x800  # flag bits
UNWANTED = {"thumbs.db", "desktop.ini", "__macosx"}
DRIVE = re.compile(r"[A-Za-z]:")
DAMAGED = "This is no zip file, or it is damaged or cut off. Export or download it once more."
NESTED = "It is an archive in an archive. Unpack it first."
ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar")

_DIRECTORY_ENTRY = struct.Struct("<4s24xHHH12x")


class BadZip(ValueError):
    """Why the whole archive is refused, in a sentence for people."""


class BadEntry(ValueError):
    """Why one file of it is refused."""


@dataclass(frozen=True)
class Limits:
    """files: how many; file_bytes: of one, unpacked; total_bytes: of all, unpacked."""

    files: int
    file_bytes: int
    total_bytes: int


@dataclass(frozen=True)
class Entry:
    """A file of the archive. `folder`: the name of the folder it lies in, "" at the top."""

    path: str
    info: zipfile.ZipInfo = field(repr=False)

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        return self.parents.rpartition("/")[2]

    @property
    def parents(self) -> str:
        """The path of the folder it lies in."""
        return self.path.rpartition("/")[0]

    @property
    def certain_path(self) -> str:
        """The path, with U+FFFD for what may be another character: nobody said in which code page it is written."""
        if not _is_guessed(self.info):
            return self.path
        return "".join(character if character.isascii() else "\N{REPLACEMENT CHARACTER}" for character in self.path)


@dataclass
class Archive:
    """`entries`: the files that may be read, in the order of the archive; `refused`: (path, why) of the others.

    Folders, and what systems leave in folders, are neither.
    """

    entries: list[Entry]
    refused: list[tuple[str, str]]
    _zip: zipfile.ZipFile = field(repr=False)
    _limits: Limits = field(repr=False)
    _read: int = 0

    def open(self, entry: Entry) -> IO[bytes]:
        """A file as a seekable stream, whatever its size. Raises what zipfile raises where it is damaged."""
        return self._zip.open(entry.info)

    def read(self, entry: Entry) -> bytes:
        """The bytes of a file. Raises BadEntry when they are not as declared, BadZip when all are too many."""
        pieces: list[bytes] = []
        size = 0
        try:
            with self._zip.open(entry.info) as file:
                while piece := file.read(CHUNK):
                    size += len(piece)
                    self._read += len(piece)
                    self._check(size)
                    pieces.append(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, struct.error):
            raise BadEntry("It is damaged in the zip.") from None
        if size != entry.info.file_size:
            raise BadEntry("It is damaged in the zip.")
        return b"".join(pieces)

    def _check(self, size: int) -> None:
        if size > self._limits.file_bytes:
            raise BadEntry(_too_large(self._limits))
        if self._read > self._limits.total_bytes:
            raise BadZip(_too_much(self._limits))


@contextmanager
def opened(file: BinaryIO, limits: Limits) -> Iterator[Archive]:
    """The archive in a seekable file of known end. Raises BadZip when it is none, or breaks a limit as a whole."""
    size = file.seek(0, 2)
    file.seek(0)
    try:
        archive = zipfile.ZipFile(Bounded(file, limits.files))  # type: ignore[arg-type]
    except (zipfile.BadZipFile, struct.error, OverflowError, NotImplementedError, UnicodeDecodeError):
        raise BadZip(DAMAGED) from None
    with archive:
        entries, refused = _sorted_out(archive, limits)
        _check_total(entries, size, limits)
        yield Archive(entries, refused, archive, limits)


def _sorted_out(archive: zipfile.ZipFile, limits: Limits) -> tuple[list[Entry], list[tuple[str, str]]]:
    entries: list[Entry] = []
    refused: list[tuple[str, str]] = []
    named = [(_name(info), info) for info in archive.infolist()]
    separator = _separator([name for name, _ in named])
    for name, info in named:
        entry = Entry(name.replace(separator, "/"), info)
        if entry.path.endswith("/") or _is_unwanted(entry.path):
            continue
        if info.flag_bits & ENCRYPTED:
            raise BadZip("The zip is encrypted. Make one without a password.")
        if reason := _why_not(entry, limits):
            refused.append((name, reason))
        else:
            entries.append(entry)
    return entries, refused


def _separator(names: list[str]) -> str:
    """What stands between folders: `/` as it must be (APPNOTE 4.4.17.1), or the `\\` of Windows in an archive whose
    maker knew no `/`. Where both stand, a `\\` is no separator but a character that no path here may have."""
    return "/" if any("/" in name for name in names if not _is_unwanted(name)) else "\\"


def _why_not(entry: Entry, limits: Limits) -> str:
    kind = stat.S_IFMT(entry.info.external_attr >> 16)
    parts = entry.path.split("/")
    if "\\" in entry.path or ".." in parts or not parts[0] or DRIVE.match(entry.path):
        return "Its path is no plain one within the zip."
    if kind not in (0, stat.S_IFREG):
        return "It is a link, not a file." if kind == stat.S_IFLNK else "It is no plain file."
    if entry.path.lower().endswith(ARCHIVES):
        return NESTED
    if entry.info.compress_type not in READ:
        return "It is packed with a method that Labeler does not read. Make the zip with the usual one (deflate)."
    if entry.info.file_size > limits.file_bytes:
        return _too_large(limits)
    return ""


def _check_total(entries: list[Entry], size: int, limits: Limits) -> None:
    total = sum(entry.info.file_size for entry in entries)
    if total > limits.total_bytes:
        raise BadZip(_too_much(limits))
    # Also what catches files that lie on top of each other: together they are larger than the zip can hold.
    if total > RATIO_FREE and total > MOST_RATIO * size:
        raise BadZip(f"Unpacked it would be {total // max(size, 1):,} times as large, which pictures never are.")


def _name(info: zipfile.ZipInfo) -> str:
    """As its maker wrote it: many write UTF-8 without saying so, and zipfile takes it for the code page of DOS."""
    name = info.orig_filename
    if not info.flag_bits & UTF8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in name)


def _is_guessed(info: zipfile.ZipInfo) -> bool:
    """Whether its name is UTF-8 neither by its flag nor by its bytes, and so in any code page."""
    if info.flag_bits & UTF8 or info.orig_filename.isascii():
        return False
    try:
        info.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return True
    return False


def _is_unwanted(path: str) -> bool:
    parts = [part for part in path.split("/") if part]
    return any((part.startswith(".") and not part.startswith("..")) or part.lower() in UNWANTED for part in parts)


def _too_large(limits: Limits) -> str:
    return f"Unpacked it is larger than the limit of {limits.file_bytes // 1_000_000} MB."


def _too_much(limits: Limits) -> str:
    return f"Unpacked the zip is larger than the limit of {limits.total_bytes // 1_000_000:,} MB."


class Bounded:
    """The file, as zipfile reads it: its directory is looked at before it is parsed, in memory and all at once."""

    def __init__(self, file: BinaryIO, files: int) -> None:
        self._file = file
        self._files = files
        self._most = max(CHUNK, DIRECTORY_BYTES * files)
        self.tell = file.tell
        self._end = file.seek(0, 2)
        file.seek(0)

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        if whence == 0 and offset < 0:
            raise zipfile.BadZipFile("A header points before the start.")
        return self._file.seek(offset, whence)

    def close(self) -> None:
        """Whoever opened the file closes it."""

    def read(self, size: int = -1) -> bytes:
        wanted = self._end - self._file.tell() if size < 0 else size
        if wanted > self._most:
            raise BadZip(_too_many(self._files))
        data = self._file.read(wanted)
        if data[:4] == b"PK\x01\x02" and _entries_in(data, self._files) > self._files:
            raise BadZip(_too_many(self._files))
        return data


def _entries_in(directory: bytes, most: int) -> int:
    """How many entries a directory lists; it stops counting above `most`."""
    count = at = 0
    while at + 46 <= len(directory) and count <= most:
        mark, name, extra, comment = _DIRECTORY_ENTRY.unpack_from(directory, at)
        if mark != b"PK\x01\x02":
            break
        count += 1
        at += 46 + name + extra + comment
    return count


def _too_many(files: int) -> str:
    return f"The zip holds more than {files:,} files. Split it."
