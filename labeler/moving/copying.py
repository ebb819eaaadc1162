"""All rows of one database into another one, in one transaction, as they are."""

from collections.abc import Sequence
from contextlib import closing

from django.db import Error
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from labeler.moving import guards, tables
from labeler.moving.refusal import CannotMove, Progress


def fill(
    target: BaseDatabaseWrapper, source: BaseDatabaseWrapper, models: Sequence[type[Model]], progress: Progress
) -> dict[str, int]:
    """Let `target`, in a transaction of its own, have the rows of `source`, which nobody changes meanwhile, and none
    else: with their numbers, and the numbers that come next. How many rows there are, by table.

    Raises CannotMove where it does not take them, or has others in the end.
    """
    assert target.in_atomic_block
    counts: dict[str, int] = {}
    with guards.lifted(target):
        with target.cursor() as cursor:
            for model in reversed(models):  # what migrations made is in the source, too, maybe under other numbers
                cursor.execute(f"DELETE FROM {target.ops.quote_name(model._meta.db_table)}")  # noqa: S608
        for model in models:
            table, expected = model._meta.db_table, tables.Sum()
            try:
                with closing(tables.rows(model, source)) as found:
                    tables.insert(model, expected.over(found), target)
            except (Error, ValueError) as problem:
                said = str(problem).partition("\n")[0].rstrip(".")  # what follows tells the row
                raise CannotMove(f"A row of {table} is not taken there: {said}.") from problem
            if tables.sum_of(model, target) != expected:
                raise CannotMove(f"The rows of {table} come out otherwise there than they are.")
            counts[table] = expected.count
            progress("rows", sum(counts.values()), 0)
        tables.set_last_numbers(models, tables.last_numbers(models, source), target)
    return counts
