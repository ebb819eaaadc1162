"""Where bytes lie on a local disk: under names that are hashes, written once, never changed."""

import contextlib
import errno
import os
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

from core.storage.base import NotDeleted, Stored

PART = ".part-"  # how the name of a file begins that is being written


class LocalBlobs(FileSystemStorage):
    """A folder of immutable files.

    A name stands for its bytes, so saving a name that exists keeps what is there. Files are complete or absent: they
    are written aside, synced and moved into place, read-only so that nothing that links to them can write. They are
    their owner's alone (0400, folders 0700); with `readers`, the number of a group, that group's to read, too (0440 and
    0750).
    """

    def __init__(self, *, readers: int | None = None, **options: Any) -> None:
        super().__init__(**options)
        self._readers = readers

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: File) -> str:
        self._write(self.path(name), content.chunks(), lasting=True)
        return name

    def save_bytes(self, contents: Mapping[str, bytes]) -> None:
        """The same of bytes in memory; their names, which are made of hashes, are not looked at. The disk gets all
        before it is waited for, so that it confirms them together."""
        folders = set()
        with contextlib.ExitStack() as stack:
            written: dict[str, IO[bytes]] = {}
            for name, content in contents.items():
                target = self._own_path(name)
                folders.add(os.path.dirname(target))
                if not os.path.exists(target):
                    file = stack.enter_context(self._aside(target))
                    file.write(content)
                    file.flush()
                    written[target] = file
            for file in written.values():
                os.fsync(file.fileno())
            for target, file in written.items():
                self._into_place(file, target)
        # Also of those that were there: whoever put them there may have been cut off before it confirmed their names.
        for folder in folders:
            _sync_folder(folder)

    def save_replaceable(self, name: str, content: bytes) -> None:
        """Keep what can be made again: without waiting for the disk, so that a power cut may leave it cut off."""
        self._write(self._own_path(name), [content], lasting=False)

    def _own_path(self, name: str) -> str:
        """Of a name that we made."""
        return os.path.join(self.location, name)

    def _write(self, target: str, chunks: Iterable[bytes], *, lasting: bool) -> None:
        if not os.path.exists(target):
            with self._aside(target, lasting=lasting) as file:
                for chunk in chunks:
                    file.write(chunk)
                file.flush()
                if lasting:
                    os.fsync(file.fileno())
                self._into_place(file, target)
        if lasting:  # also where it was there: see `save_bytes`
            _sync_folder(os.path.dirname(target))

    @contextlib.contextmanager
    def _aside(self, target: str, *, lasting: bool = True) -> Iterator[IO[bytes]]:
        """A new file beside the target, of which nothing stays where the block fails."""
        folder = os.path.dirname(target)
        try:
            handle, path = tempfile.mkstemp(dir=folder, prefix=PART)
        except FileNotFoundError:
            self._make_folder(folder, lasting=lasting)
            handle, path = tempfile.mkstemp(dir=folder, prefix=PART)
        try:
            os.close(handle)
            with open(path, "wb") as file:
                yield file
        except BaseException:
            with contextlib.suppress(FileNotFoundError):  # it is in its place already
                os.unlink(path)
            raise

    def _into_place(self, file: IO[bytes], target: str) -> None:
        self._close(file.name)
        os.replace(file.name, target)

    def link(self, path: str | Path, name: str) -> bool:
        """Let a file be the bytes of a name, without a copy, and read-only from now on; whoever could read it still
        can. Whether that was possible: not from another disk, nor of somebody else's file."""
        target = self.path(name)
        self._make_folder(os.path.dirname(target))
        try:
            self._close(path, and_for=stat.S_IMODE(os.stat(path).st_mode) & 0o444)
            os.link(path, target)
        except FileExistsError:
            pass  # as in `save_bytes`, its name may not have been confirmed
        except OSError:
            return False
        _sync_folder(os.path.dirname(target))
        return True

    def adopt(self, path: str | Path, name: str, alive: Callable[[], object] = lambda: None) -> None:
        """Move a finished file into the store: without copying its bytes where it lies on the same disk, else whole or
        not at all. `alive` is called while bytes are copied; what it raises ends it."""
        target = self.path(name)
        self._make_folder(os.path.dirname(target))
        self._close(path)
        try:
            os.replace(path, target)
        except OSError as problem:
            if problem.errno != errno.EXDEV:
                raise
            # In place of what is there, as on the same disk: that may be damaged.
            with open(path, "rb") as file, self._aside(target) as copy:
                for chunk in _while_alive(File(file).chunks(), alive):
                    copy.write(chunk)
                copy.flush()
                os.fsync(copy.fileno())
                self._into_place(copy, target)
            os.unlink(path)
        _sync_folder(os.path.dirname(target))

    def open_to_readers(self) -> None:
        """Let the group read what was stored before it was named. The folder itself comes last, and so tells whether
        all was done."""
        self._make_folder(str(self.location))
        if self._readers is None or self._is_open(os.stat(self.location)):
            return
        for folder, _, names in os.walk(self.location, topdown=False):
            for name in names:
                with contextlib.suppress(FileNotFoundError):
                    self._close(os.path.join(folder, name))
            self._open_folder(folder)

    def _is_open(self, folder: os.stat_result) -> bool:
        return folder.st_gid == self._readers and stat.S_IMODE(folder.st_mode) == 0o750

    def _close(self, path: str | Path, *, and_for: int = 0) -> None:
        """Nobody writes to it any more. `and_for`: mode bits of those who may read it besides."""
        if self._readers is not None:
            os.chown(path, -1, self._readers)
        os.chmod(path, and_for | (0o400 if self._readers is None else 0o440))

    def _make_folder(self, path: str, *, lasting: bool = True) -> None:
        """With those above it; what is made within the store outlasts a power cut, unless only what can be made again
        lies in it."""
        if os.path.isdir(path):
            return
        above = os.path.dirname(path)
        self._make_folder(above, lasting=lasting)
        with contextlib.suppress(FileExistsError):  # another was faster
            os.mkdir(path, 0o700)
            self._open_folder(path)
        if lasting and path != str(self.location):
            _sync_folder(above)

    def _open_folder(self, path: str) -> None:
        if self._readers is not None:
            os.chown(path, -1, self._readers)
            os.chmod(path, 0o750)  # noqa: S103 - to one group

    def delete_many(self, names: Sequence[str]) -> None:
        """One by one: a disk has no quicker way."""
        kept = {}
        for name in names:
            try:
                self.delete(name)
            except OSError as problem:
                kept[name] = problem.strerror or str(problem)
        if kept:
            raise NotDeleted(kept)

    def open_raw(self, name: str) -> BinaryIO:
        """A stored file for those who read large pieces of it: without a buffer in between, and its name, which is
        made of hashes, is not looked at."""
        return cast(BinaryIO, open(self._own_path(name), "rb", buffering=0))

    def linkable(self, name: str) -> Path | None:
        """The file itself, unless somebody may write to it: whoever could would change what lies here."""
        path = Path(self.path(name))
        try:
            return None if path.stat().st_mode & 0o222 else path
        except FileNotFoundError:
            return None

    def names_in(self, folder: str) -> list[str]:
        """What lies in a folder: none where there is no such folder."""
        try:
            names = os.listdir(self.path(folder))
        except FileNotFoundError:
            return []
        return sorted(f"{folder}/{name}" for name in names if not name.startswith(PART))

    def walk(self, folder: str, *, after: str = "") -> Iterator[Stored]:
        """Every file below a folder that is there, also one that is being written."""
        return _walk(self._own_path(folder), f"{folder}/" if folder else "", after)

    def forget_unfinished(self, folder: str, *, began_before: datetime) -> None:
        """What killed processes left half written below a folder."""
        for path in Path(self.path(folder)).glob(f"**/{PART}*"):
            if path.stat().st_mtime < began_before.timestamp():
                path.unlink(missing_ok=True)


def _walk(path: str, beginning: str, after: str) -> Iterator[Stored]:
    """`beginning`: of the names of what lies in the folder `path`."""
    try:
        with os.scandir(path) as found:
            entries = sorted(
                ((entry.name + "/" * entry.is_dir(follow_symlinks=False), entry) for entry in found),
                key=lambda each: each[0],
            )
    except FileNotFoundError:
        return
    for end, entry in entries:
        name = beginning + end
        if end.endswith("/"):
            if name > after or after.startswith(name):
                yield from _walk(entry.path, name, after)
        elif name > after:
            with contextlib.suppress(FileNotFoundError):  # it has just got its name, or is gone
                stat_now = entry.stat(follow_symlinks=False)
                # A hard link has the time of what it links to; that of its name is the later one.
                at = max(stat_now.st_mtime, stat_now.st_ctime)
                yield Stored(name, stat_now.st_size, datetime.fromtimestamp(at, UTC))


def _while_alive(chunks: Iterable[bytes], alive: Callable[[], object]) -> Iterator[bytes]:
    for chunk in chunks:
        alive()
        yield chunk


def _sync_folder(path: str) -> None:
    """Make a new name in a folder survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
