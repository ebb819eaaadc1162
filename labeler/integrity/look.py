"""How it is looked: whether bytes are read and hashed, and from which age on a file that no row names is a finding."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.utils import timezone

from assets.images.kinds import jpeg
from assets.uploads.resumable import KEPT
from core.storage.base import Stored, blobs

GRACE = KEPT  # as what killed processes leave in the work folder is kept
READERS = 4  # threads that read while others wait for the disk or the bucket
TOGETHER = 16  # files that one of them takes at a time
CHUNK = 1 << 20

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class Look:
    """`hashes`: bytes are read, too. `grace`: how old a file has to be before it counts as nobody's. `renditions`:
    smaller pictures have to be there, too."""

    hashes: bool = False
    grace: timedelta = GRACE
    renditions: bool = True

    def is_settled(self, at: datetime) -> bool:
        """Whether whoever put a file there has had its time to write the row."""
        return at < timezone.now() - self.grace


def is_there(name: str) -> bool:
    return bool(name) and blobs.exists(name)


def stored(name: str) -> Stored | None:
    """A file as it is just now."""
    folder, _, end = name.rpartition("/")
    # The one that comes behind all that are before it.
    for each in blobs.walk(folder, after=f"{folder}/{end[:-1]}"):
        if each.name >= name:
            return each if each.name == name else None
    return None


def sha256_of(name: str) -> str | None:
    """Of a stored file, read in pieces; None where it is gone. Raises OSError where it is not given out."""
    digest = hashlib.sha256()
    try:
        with blobs.open_raw(name) as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
    except FileNotFoundError:
        return None
    return digest.hexdigest()


def is_whole_jpeg(name: str) -> bool | None:
    """Whether a rendition ends as it was written; None where it is gone."""
    try:
        with blobs.open_raw(name) as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - len(jpeg.END)))
            return file.read(len(jpeg.END)) == jpeg.END
    except FileNotFoundError:
        return None


def each(action: Callable[[T], R], items: Iterable[T]) -> Iterator[tuple[T, R | OSError]]:
    """What an action that asks the store answers of each, or why that could not be; by threads, which ask no database.

    A network that is away ends it: then nothing is known of any.
    """
    some = list(items)
    pieces = [some[start : start + TOGETHER] for start in range(0, len(some), TOGETHER)]

    def take(piece: list[T]) -> list[R | OSError]:
        return [_tried(action, one) for one in piece]

    with ThreadPoolExecutor(READERS, thread_name_prefix="check") as pool:
        for piece, answers in zip(pieces, pool.map(take, pieces), strict=True):
            yield from zip(piece, answers, strict=True)


def _tried(action: Callable[[T], R], one: T) -> R | OSError:
    try:
        return action(one)
    except ConnectionError:
        raise
    except OSError as problem:
        return problem
