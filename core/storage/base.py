"""The store: what a folder (`local.py`) and a bucket (`s3.py`) can do beyond Django's storages."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Protocol, cast

from django.conf import DEFAULT_STORAGE_ALIAS
from django.core.files.storage import default_storage, storages

MOST_NAMED = 3  # files that a sentence names


class Stored(NamedTuple):
    """A file of the store: its name, how many bytes it has, and when it got that name, or its bytes, last."""

    name: str
    size: int
    at: datetime


class NotDeleted(OSError):
    """`kept`: the names of files that were to go, and why each is still there."""

    def __init__(self, kept: Mapping[str, str]) -> None:
        some = "; ".join(f"{name}: {why}" for name, why in list(kept.items())[:MOST_NAMED])
        more = f"; and {len(kept) - MOST_NAMED} more" if len(kept) > MOST_NAMED else ""
        files = "1 file was" if len(kept) == 1 else f"{len(kept)} files were"
        super().__init__(f"{files} not deleted: {some}{more}")
        self.kept = dict(kept)


class Store(Protocol):
    """Immutable files under names that stand for their bytes."""

    def open(self, name: str) -> Any: ...

    def open_raw(self, name: str) -> BinaryIO:
        """A file under a name that we made, for those who read large pieces of it: without a buffer in between.
        FileNotFoundError when there is none."""

    def save(self, name: str, content: Any) -> str: ...

    def exists(self, name: str) -> bool: ...

    def delete(self, name: str) -> None: ...

    def delete_many(self, names: Sequence[str]) -> None:
        """All of them, under names that we made; one that is not there is as good as deleted. NotDeleted, when all
        others are gone, with those that the store kept."""

    def save_bytes(self, contents: Mapping[str, bytes]) -> None:
        """The same as `save` for bytes in memory, under names that we made."""

    def save_replaceable(self, name: str, content: bytes) -> None:
        """Keep what can be made again: it may be lost with the power."""

    def adopt(self, path: Path, name: str, alive: Callable[[], object]) -> None:
        """Take over a finished file of this machine. What `alive` raises on the way ends it, and nothing stays."""

    def linkable(self, name: str) -> Path | None:
        """The file itself, where it may be linked to without a copy: on this machine, and read-only for everybody."""

    def names_in(self, folder: str) -> list[str]:
        """Names of the files in a folder, sorted."""

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """The names of the folders in a folder, and of the files."""

    def walk(self, folder: str, *, after: str = "") -> Iterator[Stored]:
        """All files below a folder, those being written included, in the order of their names, byte by byte; those
        whose names come behind `after`. It reads on while it is gone through: what comes meanwhile may be there."""

    def forget_unfinished(self, folder: str, *, began_before: datetime) -> None:
        """What killed processes left half written in a folder."""


blobs = cast(Store, default_storage)


@contextmanager
def in_use(store: Store) -> Iterator[None]:
    """Another store in place of the one of the settings, for all of this process, until the block ends."""
    stands_for: Any = default_storage
    before = storages[DEFAULT_STORAGE_ALIAS]
    stands_for._wrapped = store
    try:
        yield
    finally:
        stands_for._wrapped = before
