"""Failures that pass by themselves are told as such, whichever database and whichever door."""

import errno
import sqlite3

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError, connection

from core.faults import fault_of


def of_sqlite(code):
    cause = sqlite3.OperationalError("told by SQLite")
    cause.sqlite_errorcode = code
    return wrapped(cause)


def wrapped(cause, kind=OperationalError):
    problem = kind("told by Django")
    problem.__cause__ = cause
    return problem


class OfPostgreSQL(Exception):
    def __init__(self, sqlstate):
        self.sqlstate = sqlstate


def code_of(problem):
    fault = fault_of(problem)
    return fault and fault.code


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_told_as_that(number):
    assert code_of(OSError(number, "no room")) == "disk_full"


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (of_sqlite(sqlite3.SQLITE_FULL), "disk_full"),
        (of_sqlite(sqlite3.SQLITE_BUSY), "unavailable"),
        (of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), "unavailable"),
        (of_sqlite(sqlite3.SQLITE_IOERR_WRITE), "unavailable"),
        (of_sqlite(sqlite3.SQLITE_CANTOPEN), "unavailable"),
        (wrapped(OfPostgreSQL("53100")), "disk_full"),
        (wrapped(OfPostgreSQL("57P01")), "unavailable"),
        (wrapped(OfPostgreSQL(None)), "unavailable"),
        (wrapped(OfPostgreSQL(None), InterfaceError), "unavailable"),
    ],
)
def test_a_database_that_is_full_or_away_is_told_as_that(problem, code):
    assert code_of(problem) == code


@pytest.mark.parametrize(
    "problem",
    [
        None,
        RuntimeError("a mistake"),
        FileNotFoundError(errno.ENOENT, "gone"),
        of_sqlite(sqlite3.SQLITE_ERROR),  # no such table
        wrapped(sqlite3.OperationalError("without a code")),
        wrapped(OfPostgreSQL("42P01"), ProgrammingError),
    ],
)
def test_a_mistake_of_ours_stays_one(problem):
    assert fault_of(problem) is None


def locked_database(path):
    """What SQLite really raises when somebody else writes."""
    writer, other = (sqlite3.connect(path, timeout=0, isolation_level=None) for _ in range(2))
    writer.execute("CREATE TABLE rows (number)")
    writer.execute("BEGIN IMMEDIATE")
    try:
        other.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as cause:
        return wrapped(cause)
    finally:
        writer.close()
        other.close()
    raise AssertionError("It was not locked.")


def full_database(path):
    """What SQLite really raises when there is no page left."""
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE rows (text)")
    database.execute("PRAGMA max_page_count = 3")
    try:
        database.execute("INSERT INTO rows VALUES (?)", ["x" * 100_000])
    except sqlite3.OperationalError as cause:
        return wrapped(cause)
    finally:
        database.close()
    raise AssertionError("It was not full.")


def test_what_sqlite_raises_is_known(tmp_path):
    assert code_of(locked_database(tmp_path / "locked")) == "unavailable"
    assert code_of(full_database(tmp_path / "full")) == "disk_full"


@pytest.mark.django_db
def test_a_table_that_is_not_there_is_a_mistake_of_ours():
    with pytest.raises((OperationalError, ProgrammingError)) as told, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM no_such_table")
    assert fault_of(told.value) is None
