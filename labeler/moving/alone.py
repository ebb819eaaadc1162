"""Nobody writes to the database in use while all is moved: what somebody wrote would stay behind."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from django.db.models import Model

from labeler.moving.refusal import CannotMove
from labeler.serving import only_server

STOP = "Stop Labeler (all its web and worker processes) and other programs that use it, then run this again."

OTHERS = """
    SELECT coalesce(nullif(application_name, ''), 'a program') || coalesce(' at ' || host(client_addr), '')
    FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


@contextmanager
def held() -> Iterator[None]:
    """For the block, no server begins on a database in a file. Raises NotReady where one runs, and CannotMove where
    another program is connected."""
    only_server.be_it(port=0)
    try:
        refuse_others()
        yield
    finally:
        only_server.let_go()


def refuse_others() -> None:
    """Raises CannotMove where another program is connected to the database just now. In a transaction, SQLite cannot
    tell; then nobody can write there anyway."""
    if connection.vendor == "sqlite":
        if not connection.in_atomic_block and not _is_ours():
            raise CannotMove(f"Another program has the database open. {STOP}")
        return
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)
        others = sorted(name for (name,) in cursor.fetchall())
    if others:
        raise CannotMove(f"The database is in use: {', '.join(others)}. {STOP}")


def _is_ours() -> bool:
    """Whether no other process has it open: only then SQLite gives up the files that lie beside it for all."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (patience,) = cursor.fetchone()
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            cursor.execute("PRAGMA journal_mode = DELETE")
            (mode,) = cursor.fetchone()
        except OperationalError:
            return False
        finally:
            cursor.execute("PRAGMA journal_mode = WAL")
            cursor.execute(f"PRAGMA busy_timeout = {patience}")
    return bool(mode == "delete")


@contextmanager
def snapshot(models: Iterable[type[Model]] = (), *, locked: bool = False) -> Iterator[None]:
    """For the block, the database in use is read as it is at one moment. `locked`: nobody writes to the tables of
    `models` meanwhile; on SQLite to none."""
    if connection.vendor == "sqlite":
        # Whoever reads in a transaction reads of one moment, and ours take the lock of writers.
        with transaction.atomic():
            yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        if locked:
            tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
            cursor.execute(f"LOCK TABLE {tables} IN SHARE MODE")
        yield
