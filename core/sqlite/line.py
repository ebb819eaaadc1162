"""Who writes next to a database that knows one writer at a time: first come, first served.

SQLite has no queue. Who finds the database locked sleeps, ever longer, and looks again; meanwhile whoever comes by at
the right moment goes ahead. So those of one process stand in line, and of all processes one at a time, the first of its
line, waits for SQLite itself: nobody who comes later can be faster.
"""

import fcntl
import os
import random
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

# Seconds between two looks at what another process holds, on average: much less than a commit takes, never longer.
PAUSE = 0.001


def keep_trying(action: Callable[[], T], deadline: float, passes: Callable[[Exception], bool]) -> T:
    """What the action returns as soon as nothing that passes stands in its way; at the deadline (monotonic) that is
    raised. It is tried at least once."""
    while True:
        try:
            return action()
        except Exception as problem:
            if not passes(problem) or time.monotonic() >= deadline:
                raise
        time.sleep(random.uniform(0, 2 * PAUSE))  # noqa: S311 - so that two do not go on meeting each other


class Turn(threading.Event):
    """A place in line; set when it is the first."""


class Line:
    """Those of one process who want to write to one database. Of any thread, from any thread."""

    def __init__(self, path: Path) -> None:
        self._guard = threading.Lock()
        self._line: deque[Turn] = deque()  # the first one's turn it is
        # A lock on a file is the process's, which the kernel takes from it when it ends in any way, and no child
        # inherits it. It is a file of its own: closing SQLite's would drop the locks that SQLite has on it.
        self._door = path.open("ab")

    def enter(self, deadline: float) -> Turn | None:
        """Wait until those who came before have left. None when that was not until the deadline (monotonic)."""
        turn = Turn()
        try:
            with self._guard:
                self._line.append(turn)
                self._line[0].set()
            if turn.wait(deadline - time.monotonic()):
                return turn
        except BaseException:  # somebody interrupts the program
            self.leave(turn)
            raise
        self.leave(turn)
        return None

    def leave(self, turn: Turn) -> None:
        with self._guard:
            self._line.remove(turn)
            if self._line:
                self._line[0].set()

    @contextmanager
    def next_of_all(self, deadline: float) -> Iterator[None]:
        """For the one whose turn it is: no other process asks SQLite while the block lasts, which begins at the
        deadline at the latest."""
        with suppress(BlockingIOError):
            keep_trying(self._lock_door, deadline, lambda problem: isinstance(problem, BlockingIOError))
        try:
            yield
        finally:
            fcntl.lockf(self._door, fcntl.LOCK_UN)

    def _lock_door(self) -> None:
        fcntl.lockf(self._door, fcntl.LOCK_EX | fcntl.LOCK_NB)


_lines: dict[str, Line] = {}
_making = threading.Lock()


def line_of(database: str) -> Line:
    """The line of this process for the database in that file."""
    with _making:
        if database not in _lines:
            _lines[database] = Line(Path(f"{database}-line"))
        return _lines[database]


def _forget_lines() -> None:
    """Who stood in them are threads of the parent."""
    global _making  # noqa: PLW0603 - a thread of the parent may have held it
    _making = threading.Lock()
    _lines.clear()


os.register_at_fork(after_in_child=_forget_lines)
