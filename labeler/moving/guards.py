"""The triggers by which a database refuses what must never be: away while rows are copied that they would refuse."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

ON_POSTGRESQL = """
    SELECT tgrelid::regclass::text, tgname, tgenabled::text, pg_get_triggerdef(oid)
    FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2
"""
ON_SQLITE = "SELECT tbl_name, name, 'O', sql FROM sqlite_master WHERE type = 'trigger' ORDER BY 1, 2"


def in_force(connection: BaseDatabaseWrapper) -> list[tuple[str, str, str, str]]:
    """(table, name, whether it is in force: O, how it is spelled), of each trigger."""
    with connection.cursor() as cursor:
        cursor.execute(ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRESQL)
        return list(cursor.fetchall())


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """For the block, in a transaction that ends with them in force again, or is not committed."""
    before = in_force(connection)
    tables = sorted({table for table, *_ in before})
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for _, name, *_ in before:
                cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
        else:
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        # What hangs on rows that are not there is refused here; PostgreSQL alters no table before.
        connection.check_constraints()
        if connection.vendor == "sqlite":
            for *_, spelled in before:
                cursor.execute(spelled)
        else:
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    assert in_force(connection) == before
