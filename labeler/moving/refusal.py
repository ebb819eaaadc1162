"""Why it cannot be done, in one sentence."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django import db
from django.core.exceptions import ImproperlyConfigured

from core.faults import fault_of
from core.storage import disk_full
from labeler.serving.first_run import NotReady

Say = Callable[[str], object]  # of what is done just now
Progress = Callable[[str, int, int], object]  # what is counted, how many, and of how many (0: not known)


class CannotMove(Exception):
    """With a sentence. What was in use before still is."""


@contextmanager
def in_words() -> Iterator[None]:
    """What the disk, a database or a bucket says no with, as a CannotMove."""
    try:
        yield
    except (NotReady, ImproperlyConfigured) as problem:
        raise CannotMove(str(problem)) from problem
    except (OSError, db.Error) as problem:
        fault = fault_of(problem)
        if fault is not None and fault.code == "disk_full":
            raise CannotMove(disk_full.FULL) from problem
        raise CannotMove(f"It could not be gone on with: {_said(problem).rstrip('.')}.") from problem
    except KeyboardInterrupt:
        raise CannotMove("Stopped.") from None


def _said(problem: Exception) -> str:
    if isinstance(problem, OSError) and problem.strerror and problem.filename:
        return f"{problem.filename}: {problem.strerror}"
    return next((line.strip() for line in str(problem).splitlines() if line.strip()), type(problem).__name__)
