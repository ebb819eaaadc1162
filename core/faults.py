"""Failures that are nobody's mistake and pass by themselves. Every door tells them the same way."""

import sqlite3

from django.db import InterfaceError, OperationalError

from core.exceptions import Refused
from core.storage import disk_full

RETRY_AFTER = 5  # seconds

UNAVAILABLE = "The database does not answer just now. Nothing was changed: try again in a moment."

# The primary codes (https://www.sqlite.org/rescode.html) that say nothing about what was asked for.
PASSING = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}
POSTGRESQL_DISK_FULL = "53100"  # https://www.postgresql.org/docs/current/errcodes-appendix.html


def fault_of(problem: BaseException | None) -> Refused | None:
    """How to tell it: with the code `disk_full` or `unavailable`. None when it is no such failure."""
    if isinstance(problem, OSError) and disk_full.is_full(problem):
        return Refused(disk_full.FULL, code="disk_full")
    if not isinstance(problem, OperationalError | InterfaceError):
        return None
    cause = problem.__cause__
    if isinstance(cause, sqlite3.Error):
        return _fault_of_sqlite(cause)
    if getattr(cause, "sqlstate", None) == POSTGRESQL_DISK_FULL:
        return Refused(disk_full.FULL, code="disk_full")
    return Refused(UNAVAILABLE, code="unavailable")


def _fault_of_sqlite(cause: sqlite3.Error) -> Refused | None:
    code = getattr(cause, "sqlite_errorcode", None)  # absent where the driver complains by itself
    primary = None if code is None else code & 0xFF
    if primary == sqlite3.SQLITE_FULL:
        return Refused(disk_full.FULL, code="disk_full")
    return Refused(UNAVAILABLE, code="unavailable") if primary in PASSING else None
