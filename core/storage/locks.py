"""Locks by name between all processes of this server: files of the work folder, which the system unlocks when whoever
holds them ends, however that is."""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from core.storage.scratch import work_dir

BEGINNING = "lock-"

logger = logging.getLogger("labeler.storage")


@contextmanager
def held(name: str) -> Iterator[bool]:
    """Whether the lock is ours for the block; nobody is waited for. Not even another thread has it meanwhile. Where no
    file can be locked (a full disk, a folder that knows no locks) it is ours unseen: nothing here may stop for that.
    """
    path = work_dir() / f"{BEGINNING}{name}"
    try:
        file = _taken(path)
    except OSError as problem:
        logger.warning("No lock could be taken at %s: %s", path.name, problem.strerror)
        yield True
        return
    try:
        yield file is not None
    finally:
        if file is not None:
            path.unlink(missing_ok=True)  # while it is ours: whoever has it open sees that it is gone
            os.close(file)


def remove_left() -> None:
    """Remove the files of those that were killed, and none that is held: each is taken for a moment. For the start of
    the program: who wants one just then is told that it is held."""
    for path in Path(settings.WORK_DIR).glob(f"{BEGINNING}*"):
        try:
            file = _taken(path, os.O_RDWR)
        except OSError as problem:
            if not isinstance(problem, FileNotFoundError):
                logger.warning("%s is left over, and was not removed: %s", path.name, problem.strerror)
            continue
        if file is not None:
            path.unlink(missing_ok=True)
            os.close(file)


def _taken(path: Path, how: int = os.O_CREAT | os.O_RDWR) -> int | None:
    while True:
        file = os.open(path, how, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as problem:
            os.close(file)
            if isinstance(problem, BlockingIOError):
                return None
            raise
        if _is_at(path, file):
            return file
        os.close(file)  # its holder has just removed it


def _is_at(path: Path, file: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(file))
    except FileNotFoundError:
        return False
