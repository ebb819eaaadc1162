"""The files of a project in the store. Each room puts them into a folder of the project's dataset id, which no other
project shares: the same bytes of another one lie in its own folder, also where a hard link made them one file."""

import contextlib
import uuid
from collections.abc import Callable
from itertools import islice

from core.storage.base import blobs

AT_ONCE = 1000


def delete(dataset_id: uuid.UUID, alive: Callable[[], object]) -> None:
    """All of them, also what is being written. `alive` is called after some; what it raises ends it. Raises NotDeleted
    where the store kept one."""
    for folder in _folders(dataset_id):
        names = (each.name for each in blobs.walk(folder))
        while some := list(islice(names, AT_ONCE)):
            blobs.delete_many(some)
            alive()
        _delete_empty(folder)


def _folders(dataset_id: uuid.UUID) -> list[str]:
    """Wherever in the store one may be."""
    try:
        return [f"{top}/{dataset_id}" for top in blobs.listdir("")[0]]
    except FileNotFoundError:
        return []  # nothing was ever stored


def _delete_empty(folder: str) -> None:
    """A disk has folders; a bucket has none, and takes no notice."""
    try:
        inner = blobs.listdir(folder)[0]
    except FileNotFoundError:
        return
    for each in inner:
        _delete_empty(f"{folder}/{each}")
    with contextlib.suppress(OSError):  # somebody has just put something there
        blobs.delete(folder)
