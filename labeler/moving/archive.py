"""The one file of a backup: a tar that holds, in this order, what it is (`manifest.json`), the database as a file of
SQLite, the stored files that its rows name, and a sum (`end.json`): one without it was cut off.

It is written and read from the beginning to the end, in little memory. Nothing is compressed, because pictures are.
"""

import hashlib
import io
import json
import re
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from labeler.moving.refusal import CannotMove

FORMAT = 1
MANIFEST, DATABASE, FILES, END = "manifest.json", "labeler.sqlite3", "files/", "end.json"
CHUNK = 1 << 20
MOST_MANIFEST = 10_000_000  # bytes
STORED = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/)+[A-Za-z0-9_][A-Za-z0-9_.-]*")  # names in a store
TOLD = re.compile(r"(?:^|[/-])([0-9a-f]{64})\.\w+$")  # a name that tells the SHA-256 of its bytes


@dataclass
class End:
    """`files`, `bytes`: how many there are. `sha256`: of each whose name does not tell it. `gone`: what was deleted
    while it was made. `lost`, `damaged`: what the store did not have, or not as its name says, though rows name it."""

    files: int = 0
    bytes: int = 0
    sha256: dict[str, str] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)

    def add(self, name: str, size: int, sha256: str) -> None:
        self.files += 1
        self.bytes += size
        if sha256 != told_by(name):
            self.sha256[name] = sha256


def told_by(name: str) -> str:
    """The SHA-256 that the bytes of a stored file have by its name; empty where that does not tell it."""
    found = TOLD.search(name)
    return found[1] if found else ""


class Writer:
    """Nothing is whole before `end`."""

    def __init__(self, file: IO[bytes]) -> None:
        self._tar = tarfile.TarFile(fileobj=file, mode="w", format=tarfile.PAX_FORMAT, copybufsize=CHUNK)

    def manifest(self, told: dict[str, Any]) -> None:
        self._add_bytes(MANIFEST, _spelled({"format": FORMAT, **told}))

    def database(self, path: Path) -> None:
        with path.open("rb") as file:
            self._add(DATABASE, path.stat().st_size, file)

    def file(self, name: str, size: int, content: IO[bytes]) -> None:
        self._add(FILES + name, size, content)

    def end(self, end: End) -> None:
        self._add_bytes(END, _spelled(asdict(end)))
        self._tar.close()

    def _add_bytes(self, name: str, content: bytes) -> None:
        self._add(name, len(content), io.BytesIO(content))

    def _add(self, name: str, size: int, content: IO[bytes]) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode, entry.mtime = size, 0o600, int(time.time())
        self._tar.addfile(entry, content)
        _forget(self._tar)


@contextmanager
def opened(path: Path) -> Iterator["Reader"]:
    """Raises CannotMove where it is no backup, one of a newer program, cut off or damaged; also what reads on."""
    with path.open("rb") as file:
        try:
            with tarfile.open(fileobj=file, mode="r|", bufsize=CHUNK) as tar:
                yield Reader(path, tar)
        except (tarfile.TarError, EOFError) as problem:
            raise CannotMove(f"{path} is no backup of Labeler, or it was cut off: {problem}.") from problem


class Reader:
    """Its parts are asked for in their order."""

    def __init__(self, path: Path, tar: tarfile.TarFile) -> None:
        self._path, self._tar = path, tar
        self.manifest = self._manifest()
        self.end: End | None = None  # known when all files were read

    def database(self, target: Path) -> None:
        """Write it to a file."""
        entry = self._tar.next()
        told = self.manifest["database"]
        if entry is None or entry.name != DATABASE:
            raise self._damaged("the database is not in it")
        digest = hashlib.sha256()
        with target.open("wb") as file:
            content = self._content(entry)
            while chunk := content.read(CHUNK):
                digest.update(chunk)
                file.write(chunk)
        if digest.hexdigest() != told["sha256"]:
            raise self._damaged("the database has other bytes than were put into it")

    def files(self) -> Iterator[tuple[str, int, IO[bytes]]]:
        """(name in the store, bytes, content) of each, to be read before the next is asked for."""
        while (entry := self._tar.next()) is not None:
            _forget(self._tar)
            if entry.name == END:
                self.end = End(**json.loads(self._content(entry).read()))
                return
            name = entry.name.removeprefix(FILES)
            if not entry.isreg() or name == entry.name or not STORED.fullmatch(name):
                raise self._damaged(f"no file of a store is called {entry.name!r}")
            yield name, entry.size, self._content(entry)
        raise CannotMove(f"{self._path} was cut off: its end is missing.")

    def see_that_all_came(self, read: End) -> None:
        """`read`: what was read, added up as it was when it was written."""
        if self.end is None or (read.files, read.bytes) != (self.end.files, self.end.bytes):
            raise self._damaged("it holds other files than were put into it")
        differ = {name for name, _ in read.sha256.items() ^ self.end.sha256.items()}
        if differ:
            more = f" and {len(differ) - 1:,} more" if len(differ) > 1 else ""
            raise self._damaged(f"{min(differ)}{more} has other bytes than were put into it")

    def _manifest(self) -> dict[str, Any]:
        entry = self._tar.next()
        if entry is None or entry.name != MANIFEST or entry.size > MOST_MANIFEST:
            raise CannotMove(f"{self._path} is no backup of Labeler: it does not begin with what it is.")
        try:
            told: dict[str, Any] = json.loads(self._content(entry).read())
            number, version = int(told["format"]), str(told["program"])
        except (ValueError, KeyError, TypeError) as problem:
            raise CannotMove(f"{self._path} is no backup of Labeler: what it is cannot be read.") from problem
        if number > FORMAT:
            raise CannotMove(
                f"{self._path} was made by a newer Labeler ({version}): this one knows no backup of format {number}. "
                "Restore it with that one."
            )
        return told

    def _content(self, entry: tarfile.TarInfo) -> IO[bytes]:
        content = self._tar.extractfile(entry)
        if content is None:
            raise self._damaged(f"{entry.name!r} is no file")
        return content

    def _damaged(self, said: str) -> CannotMove:
        return CannotMove(f"{self._path} is damaged: {said}.")


def _forget(tar: Any) -> None:
    """What was read or written of it: a million entries would fill the memory."""
    tar.members.clear()


def _spelled(told: dict[str, Any]) -> bytes:
    return (json.dumps(told, indent=1) + "\n").encode()
