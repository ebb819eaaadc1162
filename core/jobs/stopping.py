"""A stop that was asked for reaches the job that runs, wherever it stands: it is interrupted, as by Ctrl+C.

Who stops a worker's processes asks; they listen, because they were forked by one that did. What a job starts, such as
ffmpeg, does not hear it, and lives until the job ends it.
"""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

SIGNAL = signal.SIGURG  # who has no handler for it ignores it

# In shared memory: whoever was forked too late to hear the signal sees it. None: nobody listens here.
_asked: Any = None
_working = False
_interrupted = False


class Stopped(KeyboardInterrupt):
    """Raised in the work of a job when its process is to end. A KeyboardInterrupt, as psycopg ends a query by that."""


def listen() -> None:
    """From now on this process, and each that is forked from it, is interrupted in its work when asked to stop."""
    global _asked  # noqa: PLW0603 - a process stops once
    _asked = multiprocessing.get_context("fork").RawValue("b", 0)
    signal.signal(SIGNAL, _interrupt)


def ask() -> None:
    """Interrupt the work of the whole process group. Work that begins later is interrupted at once."""
    _asked.value = 1
    os.killpg(0, SIGNAL)


def is_asked() -> bool:
    """Whether this process is to stop."""
    return bool(_asked is not None and _asked.value)


@contextmanager
def interruptible() -> Iterator[None]:
    """Stopped is raised in here once, when a stop is asked for, or was; so is what comes of it while work cleans up."""
    global _working, _interrupted  # noqa: PLW0603 - signals come to a process, not to an object
    _working, _interrupted = True, False
    try:
        if is_asked():
            _interrupt()
        yield
    except Exception:
        if _interrupted:
            raise Stopped from None
        raise
    finally:
        _working = False


def _interrupt(*_: object) -> None:
    global _working, _interrupted
    if _working:
        _working, _interrupted = False, True
        raise Stopped
