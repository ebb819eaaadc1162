"""Files by their sha256: what was fetched once is never fetched again, whichever version it is for."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from labeler_client.errors import Altered, LocalProblem

FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
NO_LINK = (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EACCES, errno.ENOSYS)
READ_ONLY = 0o444  # a file of the cache is linked into exports: who changes one would change all
AS_IT_CAME = 1_000_000_000  # when a file of the cache was written, it says: who writes into it gives that away
CHUNK = 1 << 20
LEFT_BEHIND = 86_400  # seconds after which an unfinished file is of a program that was killed
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Cache:
    """A folder of files that are named by their content. A name is there only when all of its bytes were, and their
    sha256 was right; it may be deleted at any time, and be used by several programs at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._incoming = folder / "incoming"
        self._root = os.fspath(folder)

    def prepare(self) -> None:
        """Make the folders, and clear away what killed programs left unfinished."""
        with told_of(self.folder):
            self._incoming.mkdir(parents=True, exist_ok=True)
            for path in self._incoming.iterdir():
                with suppress(FileNotFoundError):  # another program clears away, too
                    if time.time() - path.stat().st_mtime > LEFT_BEHIND:
                        path.unlink()

    def path(self, sha256: str) -> str:
        if not _SHA256.fullmatch(sha256):
            raise Altered("The version names a file by what is no sha256.")
        return os.path.join(self._root, sha256[:2], sha256)

    def holds(self, sha256: str, size: int | None = None) -> bool:
        """Whether it is here. One of another size, as a power cut leaves them, is none. One that was written to since
        it came, or copied here without its time, is read first, and gone where its bytes are others."""
        path = self.path(sha256)
        try:
            found = os.stat(path)
        except OSError:
            return False
        if size not in (None, found.st_size):
            return False
        if is_marked(found):
            return True
        if self.drop_altered(sha256) or not os.path.exists(path):
            return False
        _mark(path)
        return True

    def begin(self, sha256: str, name: str) -> Incoming:
        """A file on its way, which is here once it is finished. `name`: for people."""
        return Incoming(self._incoming, self.path(sha256), sha256, name)

    def place(self, sha256: str, target: str | Path) -> None:
        """Have it at `target`, too: as a link, which takes no room, or as a copy where there can be none."""
        with told_of(target):
            try:
                os.link(self.path(sha256), target)
            except OSError as problem:
                if problem.errno not in NO_LINK:
                    raise
                shutil.copy2(self.path(sha256), target)  # with its mode and its time

    def forget(self, sha256: str) -> None:
        """It is not to be had any more."""
        _forget(self.path(sha256))

    def drop_altered(self, sha256: str) -> bool:
        """Whether its bytes were others by now; they are gone then."""
        path = self.path(sha256)
        try:
            with open(path, "rb") as file:
                digest = hashlib.sha256()
                while chunk := file.read(CHUNK):
                    digest.update(chunk)
            if digest.hexdigest() == sha256:
                return False
        except FileNotFoundError:
            return False
        except OSError:
            pass  # a disk that does not give it back
        _forget(path)
        return True


class Incoming:
    """A file on its way into the cache, under a name of its own until it is whole and right."""

    def __init__(self, folder: Path, target: str, sha256: str, name: str) -> None:
        self._target, self._expected, self._name = target, sha256, name
        self._sha256 = hashlib.sha256()
        self._temporary = os.path.join(folder, secrets.token_hex(8))
        with told_of(folder):
            self._file = open(self._temporary, "xb", buffering=0, opener=_read_only)  # noqa: SIM115 - until it is whole

    def write(self, piece: bytes | memoryview) -> None:
        """Raises LocalProblem where the disk takes no more."""
        self._sha256.update(piece)
        left = memoryview(piece)
        with told_of(self._target):
            while left:
                left = left[self._file.write(left) :]

    def finish(self) -> tuple[int, int]:
        """Device and inode of what was written. Raises Altered where it is not what its name says; nothing of it stays
        then."""
        try:
            if self._sha256.hexdigest() != self._expected:
                raise Altered(f"{self._name} came with other bytes than were sealed; they are not kept.")
            with told_of(self._target):
                found = os.fstat(self._file.fileno())
                self._file.close()
                _move(self._temporary, self._target)
        except BaseException:
            self.discard()
            raise
        _mark(self._target)  # not before: among what is on its way, an old file is cleared away
        return found.st_dev, found.st_ino

    def discard(self) -> None:
        """What is not finished is nothing."""
        with suppress(OSError):
            self._file.close()
        _forget(self._temporary)


@contextmanager
def told_of(where: str | Path) -> Iterator[None]:
    """Failures of the disk as sentences."""
    try:
        yield
    except OSError as problem:
        if problem.errno in FULL:
            raise LocalProblem(f"The disk of {where} is full. What came is kept; make room and go on.") from None
        raise LocalProblem(f"{problem.filename or where}: {problem.strerror or problem}.") from None


def is_as_it_came(path: str | Path, size: int | None = None) -> bool:
    """Whether nobody wrote to this file of the cache, or link to one, or copy of one, as far as its time and size tell:
    root can set both."""
    try:
        found = os.stat(path)
    except OSError:
        return False
    return is_marked(found) and size in (None, found.st_size)


def is_marked(found: os.stat_result) -> bool:
    return int(found.st_mtime) == AS_IT_CAME


def _move(temporary: str, target: str) -> None:
    """The folder is there already for all but the first files of a cache."""
    try:
        os.replace(temporary, target)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.replace(temporary, target)


def _mark(path: str) -> None:
    with suppress(OSError):  # one without the mark is read before it is believed
        os.utime(path, (AS_IT_CAME, AS_IT_CAME))


def _read_only(path: str, flags: int) -> int:
    """Opens a new file that can be written to by who made it, this once; who may read it, the umask says."""
    return os.open(path, flags, READ_ONLY)


def _forget(path: str | Path) -> None:
    with suppress(OSError):
        os.unlink(path)
