"""The backend itself: `"ENGINE": "core.sqlite"`. What waits and for how long is all that differs from Django's."""

import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

from django.db.backends.sqlite3 import base

from core.sqlite.line import Line, Turn, keep_trying, line_of

T = TypeVar("T")

# What takes the one lock of writers when it is not taken yet.
WRITES = re.compile(r"\s*(?:BEGIN IMMEDIATE|INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)

# Somebody else writes. (With SQLITE_BUSY_SNAPSHOT waiting is in vain: what was read is older than what was written.)
LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY}


class DatabaseWrapper(base.DatabaseWrapper):
    """Whoever wants to write stands in line, for a transaction until its end, for a statement alone until it is done.
    OPTIONS' `timeout` is how long; then SQLite itself says that the database is locked."""

    _held: tuple[Line, Turn] | None = None

    def create_cursor(self, name: Any = None) -> Any:
        return self.connection.cursor(factory=partial(Cursor, self))

    def write(self, statement: Callable[[], T]) -> T:
        """Do the statement, which takes the lock of writers, in its turn."""
        database = self.settings_dict["NAME"]
        if self.is_in_memory_db() or str(database).startswith("file:"):  # no file to stand in line beside
            return statement()
        if self._held:  # SQLite took the transaction back by itself, and Django is about to
            return statement()
        deadline = time.monotonic() + self._patience
        line = line_of(str(database))
        turn = line.enter(deadline)
        if turn is None:
            with self._sleepless():
                return statement()
        try:
            with line.next_of_all(deadline), self._sleepless():
                return keep_trying(statement, deadline, _is_locked)
        finally:
            if self.connection.in_transaction:
                self._held = line, turn
            else:
                line.leave(turn)

    @contextmanager
    def _sleepless(self) -> Iterator[None]:
        """SQLite says at once that the database is locked."""
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {int(1000 * self._patience)}")

    @property
    def _patience(self) -> float:
        """Seconds."""
        return float(self.settings_dict["OPTIONS"].get("timeout", 5))  # 5 is sqlite3's own

    def commit(self) -> None:
        super().commit()
        self._leave()  # not when it failed: a rollback follows

    def rollback(self) -> None:
        try:
            super().rollback()
        finally:
            self._leave()

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._leave()

    def _leave(self) -> None:
        if self._held:
            line, turn = self._held
            self._held = None
            line.leave(turn)


class Cursor(base.SQLiteCursorWrapper):
    def __init__(self, database: DatabaseWrapper, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._database = database

    # Not executemany: without a transaction each of its rows is one, and none may be tried again for the next.
    def execute(self, query: str, params: Any = None) -> Any:
        statement = partial(super().execute, query, params)
        if self.connection.in_transaction or not WRITES.match(query):
            return statement()
        return self._database.write(statement)


def _is_locked(problem: Exception) -> bool:
    return getattr(problem, "sqlite_errorcode", None) in LOCKED
