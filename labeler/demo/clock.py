"""A clock that is set: what the verbs write is dated as if it had been done then.

Only what the program itself asks the time for. Entries of the audit are dated by the database row's own default and by
nothing else, and the database lets nobody change them: they tell when the demo was made.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.utils import timezone


class Clock:
    """Stands still but for `passes`."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def set(self, now: datetime) -> None:
        self.now = now

    def passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@contextmanager
def going_by(clock: Clock) -> Iterator[None]:
    """The program's time is that of the clock, until the block ends."""
    real = timezone.now
    setattr(timezone, "now", lambda: clock.now)  # noqa: B010 - mypy takes no assignment to a function
    try:
        yield
    finally:
        setattr(timezone, "now", real)  # noqa: B010
