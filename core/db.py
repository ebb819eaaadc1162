"""What the ORM has no words for: any number of ids or rows in one parameter, because a list of many would reach a
database's limit of parameters; and who waits for whom."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model
from django.db.models.expressions import RawSQL


def these(ids: Iterable[int]) -> RawSQL:
    """For `…__in`: exactly these ids."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(ids))])


def insert(
    model: type[Model], rows: Sequence[Sequence[Any]], columns: Mapping[str, str], constants: Mapping[str, Any]
) -> None:
    """Insert the rows in their order, by one statement. `columns`: of `rows`, with their types on PostgreSQL;
    `constants`: columns that have one value in all rows."""
    if not rows:
        return
    names = ", ".join([*columns, *constants])
    if connection.vendor == "postgresql":
        chosen = ", ".join(f"(value->>{place})::{kind}" for place, kind in enumerate(columns.values()))
        source = "jsonb_array_elements(%s::jsonb) WITH ORDINALITY AS listed(value, key)"
    else:
        chosen = ", ".join(f"json_extract(value, '$[{place}]')" for place in range(len(columns)))
        source = "json_each(%s)"
    by_column = {field.column: field for field in model._meta.concrete_fields}
    values = [by_column[name].get_db_prep_save(value, connection) for name, value in constants.items()]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({names}) "  # noqa: S608
            f"SELECT {chosen}{', %s' * len(values)} FROM {source} ORDER BY key",
            [*values, json.dumps(rows)],
        )


def set_each(model: type[Model], column: str, values: Mapping[int, int]) -> None:
    """Give each row, by its number, a whole number of its own, by one statement. Rows that are gone are left out."""
    if not values:
        return
    if connection.vendor == "postgresql":
        pairs = "(pair->>0)::bigint AS pk, (pair->>1)::bigint AS value"
        source = f"(SELECT {pairs} FROM jsonb_array_elements(%s::jsonb) AS pair) AS listed"  # noqa: S608
    else:
        pairs = "json_extract(value, '$[0]') AS pk, json_extract(value, '$[1]') AS value"
        source = f"(SELECT {pairs} FROM json_each(%s)) AS listed"  # noqa: S608
    key = model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {model._meta.db_table} SET {column} = listed.value FROM {source} "  # noqa: S608
            f"WHERE {model._meta.db_table}.{key} = listed.pk",
            [json.dumps(list(values.items()))],
        )


def one_at_a_time(lock: int) -> None:
    """For the rest of the transaction, of all who name this number. On SQLite whoever writes is alone anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])
