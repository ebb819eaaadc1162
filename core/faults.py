"""Failures that are nobody's mistake and pass by themselves. Every door tells them the same way, and the log knows them
for the one fact that they are, whoever meets it and however often."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError

from core.exceptions import Refused
from core.storage import disk_full

RETRY_AFTER = 5  # seconds

UNAVAILABLE = "The database does not answer just now. Nothing was changed: try again in a moment."

# The primary codes (https://www.sqlite.org/rescode.html) that say nothing about what was asked for.
PASSING = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}
POSTGRESQL_DISK_FULL = "53100"  # https://www.postgresql.org/docs/current/errcodes-appendix.html
# It ends, starts, or has ended: one and the same for those who wait for it.
POSTGRESQL_GONE = {None, "57P01", "57P02", "57P03", "08000", "08001", "08003", "08004", "08006"}
# Of the clients of a cache and of a bucket, which are not always installed: package, and classes that mean silence.
SILENCE = {
    "redis": ("The cache does not answer", {"ConnectionError", "TimeoutError"}),
    "botocore": ("The bucket does not answer", {"ConnectionError", "HTTPClientError"}),
}
MOST_CAUSES = 10  # of a chain that is looked through


@dataclass(frozen=True)
class Fact:
    """`what`: in words, the same whoever meets it. `which`: what tells it from others of the same words, such as the
    reason for which a database refuses. `reason`: what was heard, on one line."""

    what: str
    which: str
    reason: str


def fact_behind(problem: BaseException) -> Fact | None:
    """The fact that made `problem`, or what it was raised from; None when it is something else."""
    for cause in _causes(problem):
        if fact := _fact(cause):
            return fact
    return None


def _causes(problem: BaseException | None) -> Iterator[BaseException]:
    for _ in range(MOST_CAUSES):
        if problem is None:
            return
        yield problem
        problem = problem.__cause__


def _fact(problem: BaseException) -> Fact | None:
    reason = " ".join(str(problem).split())
    for kind in type(problem).__mro__:
        words, classes = SILENCE.get(kind.__module__.partition(".")[0], ("", set()))
        if kind.__name__ in classes:
            return Fact(words, "", reason)
    cause = problem if isinstance(problem, sqlite3.Error) else problem.__cause__
    fault = _fault_of_sqlite(problem) if isinstance(problem, sqlite3.Error) else fault_of(problem)
    if fault is None:
        return None
    if fault.code == "disk_full":
        # A database in a file lies on the disk that files lie on; a server has one of its own.
        return Fact("The disk is full", "the database's" if getattr(cause, "sqlstate", None) else "", reason)
    return Fact("The database does not answer", _which(cause, reason), reason)


def _which(cause: BaseException | None, reason: str) -> str:
    if isinstance(cause, sqlite3.Error):
        return str(getattr(cause, "sqlite_errorcode", None))
    state = getattr(cause, "sqlstate", None)
    if state in POSTGRESQL_GONE:
        # Who is refused at the door gets words alone: a wrong password is another fact than a server that starts.
        refused = reason.partition("FATAL: ")[2].strip()
        return "" if refused.startswith(("the database system is", "terminating connection")) else refused
    return str(state)


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
