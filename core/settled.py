"""Ids that a reader can follow: no row comes later under an id that somebody has passed.

On SQLite whoever writes is alone, so ids come in the order of commits. On PostgreSQL they do not: of two who write at
once, the one with the later id may be there first, and a reader who passes it never sees the other. So whoever writes
takes three steps in this order: its transaction gets a number, ids are drawn, and the rows are inserted under a second,
later number (of a savepoint), which stands in their `xmin`. Then all who drew an id before a row did have numbers below
that one; and the row may be passed once none of those is at work any more. docs/adr/0026 has the whole argument.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.fields import BooleanField
from django.utils import timezone

SURE = timedelta(hours=1)  # of an older row nobody is at work any more: numbers of transactions come again one day

# Of the transactions that drew an id of the table and are not over: their numbers. Who draws one locks the sequence
# first, and keeps that to the end.
AT_WORK = """
    WITH held AS MATERIALIZED (SELECT * FROM pg_locks WHERE granted AND pid <> pg_backend_pid())
    SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint, ARRAY(
        SELECT own.transactionid::text::bigint FROM held AS own JOIN held AS written USING (virtualtransaction)
        WHERE own.locktype = 'transactionid' AND own.mode = 'ExclusiveLock'
            AND written.locktype = 'relation' AND written.mode = 'RowExclusiveLock'
            AND written.relation = pg_get_serial_sequence(%s, 'id')::regclass
            AND written.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    )
"""
AGES = 2**32  # transactions have 32 bits in a row


@contextmanager
def drawn(*wanted: tuple[type[Model], int]) -> Iterator[list[list[int]]]:
    """Ids for so many rows of each model, ascending, to be inserted in the block, in a transaction that goes on."""
    assert connection.in_atomic_block, "rows and their ids belong to one transaction"
    if connection.vendor == "sqlite":
        yield _next_on_sqlite(wanted)
        return
    series = ", ".join(
        # The condition is asked before anything is drawn, and gives the transaction its number.
        "ARRAY(SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
        " WHERE pg_current_xact_id() IS NOT NULL)"
        for _ in wanted
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {series}", [part for model, count in wanted for part in (_table(model), count)])
        ids = list(cursor.fetchone())
    with transaction.atomic():  # whose number is a later one
        yield ids


def newest(rows: QuerySet[Any, Any]) -> int:
    """The highest id of these rows (of a model with an `at`, inserted as `drawn` has it) that a reader may pass: all up
    to it are there to be read by statements to come, and none is added any more. 0 where there is none. What the
    reader's own transaction added counts as there."""
    found = rows.order_by("-pk").values_list("pk", flat=True)
    if connection.vendor == "postgresql":
        found = found.filter(_passable(_table(rows.model)))
    return found.first() or 0


def _passable(table: str) -> Q:
    with connection.cursor() as cursor:
        cursor.execute(AT_WORK, [table])
        following, at_work = cursor.fetchone()
    # Told with 32 bits; those that are not below `following` bound nothing.
    behind = max([(following - number) % AGES for number in at_work if (following - number) % AGES < AGES // 2] or [0])
    # How far the number in a row lies behind the one that follows, also when that began to count anew.
    distance = f"((%s - {table}.xmin::text::bigint) %% {AGES} + {AGES}) %% {AGES}"
    passable = Q(at__lt=timezone.now() - SURE) | Q(
        _sql(f"{distance} > %s AND {distance} < {AGES // 2}", following, behind, following)
    )
    return passable | _own(table, following) if connection.in_atomic_block else passable


def _own(table: str, following: int) -> Q:
    """What is seen although its transaction is at work is of the one that asks."""
    ahead = f"(({table}.xmin::text::bigint - %s) %% {AGES} + {AGES} + {AGES // 2}) %% {AGES} - {AGES // 2}"
    state = f"pg_xact_status((%s + {ahead})::text::xid8) = 'in progress'"
    return Q(_sql(state, following, following))


def _sql(condition: str, *values: int) -> RawSQL:
    return RawSQL(condition, list(values), BooleanField())  # noqa: S611 - of names in this program


def _next_on_sqlite(wanted: tuple[tuple[type[Model], int], ...]) -> list[list[int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
        last = dict(cursor.fetchall())
    firsts = [last.get(_table(model), 0) + 1 for model, _ in wanted]
    return [list(range(first, first + count)) for first, (_, count) in zip(firsts, wanted, strict=True)]


def _table(model: type[Model]) -> str:
    return str(model._meta.db_table)
