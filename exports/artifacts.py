"""The files that jobs make of frozen rows: built in the work folder, moved into the store whole, under a name that ends
with their hash, and only then told by their row. What killed attempts left is found by its name, and cleared away."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from django.utils import timezone

from core.jobs import job as life
from core.storage.base import blobs
from core.storage.scratch import clear_scratch, work_dir

T = TypeVar("T")


def build(
    attempt: life.Attempt[Any],
    scratch: str,
    beginning: str,
    write: Callable[[Path, Callable[[int], None]], tuple[str, T]],
) -> tuple[str, T]:
    """The name in the store, and what else `write(target, progress)` answers beside the SHA-256 of what it wrote.

    `scratch` and `beginning`: how the names of such files begin in the work folder, and in the store with its folder.
    """
    target = work_dir() / f"{scratch}{attempt.owner}.zip"
    try:
        # Progress keeps the lease, too, but a disk that syncs and a bucket that takes an upload tell none for minutes.
        with attempt.renewing() as still_ours:
            alive = attempt.signs_of_life(at_once=False)
            sha256, written = write(target, lambda done: alive(progress=done))
            # The last look before anything can be seen: whoever took over meanwhile ends with the same bytes.
            attempt.renew()
            name = f"{beginning}{sha256}.zip"
            _into_store(target, name, still_ours)
        return name, written
    finally:
        target.unlink(missing_ok=True)


def clear_store(beginning: str, is_told: Callable[[str], bool] = lambda name: False) -> None:
    """Remove what attempts that were killed after the move left behind: files of these names that no row tells of."""
    for name in blobs.names_in(beginning.rpartition("/")[0]):
        if name.startswith(beginning) and not is_told(name):
            blobs.delete(name)


def sweep(rows: Any, store: str, scratch: str, on_failure: Callable[[Any], None]) -> None:
    """Put jobs that nobody holds into the queue again, fail those whose attempts are used up, and clear away what
    killed ones left in this machine's work folder, and half sent to the folder `store` of the store."""
    life.sweep(rows, on_failure=on_failure)
    clear_scratch(scratch, rows.model.objects.unfinished())
    blobs.forget_unfinished(store, began_before=timezone.now() - timedelta(seconds=rows.model.TIMEOUT))


def _into_store(path: Path, name: str, still_ours: Callable[[], None]) -> None:
    blobs.adopt(path, name, still_ours)
