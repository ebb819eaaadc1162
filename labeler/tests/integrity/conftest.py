"""A store and a database in which something is broken on purpose."""

import json
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.support.cast import make_photos


class Checked:
    """What `manage.py check_files --json` said, and its exit code."""

    def __init__(self, *arguments):
        out = StringIO()
        self.code = 0
        try:
            call_command("check_files", "--json", *arguments, stdout=out, stderr=StringIO())
        except CommandError as problem:
            self.code, self.words = problem.returncode, str(problem)
        lines = [json.loads(line) for line in out.getvalue().splitlines()]
        self.summary = lines.pop() if lines and "whole" in lines[-1] else None
        self.findings = lines

    @property
    def kinds(self):
        return sorted(each["finding"] for each in self.findings)


@pytest.fixture
def check():
    """Look: `check("--hash")`. Nothing is too young to be nobody's, unless the test says so."""
    return lambda *arguments: Checked(*arguments, *(() if "--grace" in arguments else ("--grace", "0")))


@pytest.fixture
def three(project, bob):
    return make_photos(project, range(3), by=bob)


@pytest.fixture
def no_triggers():
    """Raw SQL that the database would refuse: `no_triggers("DELETE …")`."""

    def execute(sql, *values):
        with without_triggers() as cursor:
            cursor.execute(sql, values)

    return execute


@contextmanager
def without_triggers():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Those of foreign keys stay: an error there would be one of the test.
            cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
            tables = [table for (table,) in cursor.fetchall()]
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield cursor
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield cursor
        for _, sql in triggers:
            cursor.execute(sql)


@pytest.fixture
def broken(files):
    """Write to a stored file as a failing disk would: `broken(name, content)`; None takes it away."""

    def write(name, content):
        path = files / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            path.chmod(0o600)
        path.unlink() if content is None else path.write_bytes(content)

    return write


def flipped(content, at=-1):
    """With one bit changed."""
    changed = bytearray(content)
    changed[at] ^= 1
    return bytes(changed)
