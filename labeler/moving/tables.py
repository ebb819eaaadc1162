"""The rows of a database, table by table, and what tells whether two databases have the same.

Which tables there are is what Django's models say, those of today or those of an earlier state of migrations.
"""

import hashlib
import json
import uuid
from collections.abc import Generator, Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from django.apps import apps as apps_of_today
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

# Jobs that wait lie in tables of their own, too, and each sweep puts them into the queue again. What lies in the queue
# is signed with a key that another place may not have.
LEFT_OUT = ("django_q",)
AT_ONCE = 2000  # rows read or written at a time
SUMS = 2**256

Row = tuple[Any, ...]


class Sum:
    """How many rows there are, and a sum over all that they say, in whatever order they come."""

    def __init__(self) -> None:
        self.count = self.total = 0

    def over(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The same rows, each added as it passes."""
        for row in rows:
            line = json.dumps([_plain(value) for value in row], sort_keys=True)
            self.total = (self.total + int.from_bytes(hashlib.sha256(line.encode()).digest(), "big")) % SUMS
            self.count += 1
            yield row

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sum) and (self.count, self.total) == (other.count, other.total)

    __hash__ = None  # type: ignore[assignment]  # it grows


def models_of(apps: Any = apps_of_today) -> list[type[Model]]:
    """One for each table that is copied."""
    models = (model for model in apps.get_models(include_auto_created=True) if model._meta.app_label not in LEFT_OUT)
    return [model for model in models if model._meta.managed and not model._meta.proxy]


def rows(model: type[Model], connection: BaseDatabaseWrapper) -> Generator[Row, None, None]:
    """As Python has their values, in no order. Little memory, whatever their number."""
    fields = [field.attname for field in model._meta.local_concrete_fields]
    query = model._base_manager.order_by().values_list(*fields).query
    yield from query.get_compiler(connection=connection).results_iter(
        tuple_expected=True, chunked_fetch=True, chunk_size=AT_ONCE
    )


def insert(model: type[Model], given: Iterable[Row], connection: BaseDatabaseWrapper) -> None:
    """Rows as `rows` gives them. Columns that the database works out are left to it."""
    fields = [(place, field) for place, field in enumerate(model._meta.local_concrete_fields) if not field.generated]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for _, field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    spelled = ([field.get_db_prep_save(row[place], connection) for place, field in fields] for row in given)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in spelled:
                    copy.write_row(row)
            return
        statement = f"INSERT INTO {table} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608
        while some := list(islice(spelled, AT_ONCE)):
            cursor.executemany(statement, some)


def sum_of(model: type[Model], connection: BaseDatabaseWrapper) -> Sum:
    found = Sum()
    for _ in found.over(rows(model, connection)):
        pass
    return found


def counts(models: Iterable[type[Model]], connection: BaseDatabaseWrapper) -> dict[str, int]:
    """How many rows there are, by table."""
    found = {}
    with connection.cursor() as cursor:
        for table in (model._meta.db_table for model in models):
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            found[table] = int(cursor.fetchone()[0])
    return found


def _plain(value: Any) -> Any:
    """The same for the same value, whichever database it comes from."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):  # PostgreSQL keeps 1e22 of a JSON value as a whole number, and knows no -0.0
        return int(value) if value.is_integer() else value
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, uuid.UUID):
        return str(value)
    raise TypeError(f"A column of {type(value).__name__} is not known here.")


# --- numbers that were given ----------------------------------------------------------------------------------------


def last_numbers(models: Iterable[type[Model]], connection: BaseDatabaseWrapper) -> dict[str, int]:
    """By table, the last number that a row was given: no other row ever gets it, also where its row is gone."""
    numbered = {model._meta.db_table: model for model in models if model._meta.auto_field}
    given: dict[str, int] = {}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            given = dict(cursor.fetchall())
        else:
            for table, model in numbered.items():
                cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {_sequence(cursor, model)}")  # noqa: S608
                (given[table],) = cursor.fetchone()
        return {table: max(given.get(table, 0), _highest(cursor, model)) for table, model in numbered.items()}


def set_last_numbers(models: Iterable[type[Model]], numbers: dict[str, int], connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for model in models:
            table = model._meta.db_table
            if table not in numbers:
                continue
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, numbers[table]])
            else:
                last = numbers[table]
                cursor.execute(
                    "SELECT setval(%s::regclass, %s, %s)", [_sequence(cursor, model), max(last, 1), last > 0]
                )


def _sequence(cursor: Any, model: type[Model]) -> str:
    """Its name as PostgreSQL quotes it."""
    names = [f'"{model._meta.db_table}"', model._meta.auto_field.column]  # type: ignore[union-attr]
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", names)
    return str(cursor.fetchone()[0])


def _highest(cursor: Any, model: type[Model]) -> int:
    column = model._meta.auto_field.column  # type: ignore[union-attr]
    cursor.execute(f'SELECT MAX("{column}") FROM "{model._meta.db_table}"')  # noqa: S608
    return int(cursor.fetchone()[0] or 0)
