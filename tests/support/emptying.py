"""Statements that empty a database between tests, for Django's `sql_flush`: (database operations, style, tables)."""

# Made together with the tables, and the same in all tests.
KEPT = {"django_content_type", "auth_permission"}


def on_sqlite(operations, style, tables, **options):
    """Triggers are dropped and made again: SQLite has no way to switch them off."""
    connection = operations.connection
    filled = _filled(connection, tables)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = [(name, sql) for name, table, sql in cursor.fetchall() if table in filled]
    return [
        *(f'DROP TRIGGER "{name}"' for name, _ in triggers),
        *(f'DELETE FROM "{table}"' for table in filled),
        *(sql for _, sql in triggers),
    ]


def on_postgresql(operations, style, tables, **options):
    connection = operations.connection
    filled = _filled(connection, tables)
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        triggered = [table for (table,) in cursor.fetchall() if table in filled]
    return [
        *(f'ALTER TABLE "{table}" DISABLE TRIGGER USER' for table in triggered),
        *(f'DELETE FROM "{table}"' for table in filled),
        # What is still to be checked at the end would be in the way.
        "SET CONSTRAINTS ALL IMMEDIATE",
        *(f'ALTER TABLE "{table}" ENABLE TRIGGER USER' for table in triggered),
    ]


def _filled(connection, tables):
    """Those of the tables that hold a row, but for what is kept."""
    asked = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in sorted(set(tables) - KEPT)
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [table for (table,) in cursor.fetchall()]
