"""The rows of a project, whatever room they are of: which tables have some, in which order these let go of them, and
how they are deleted some at a time.

All of it is read from the models: a table that comes tomorrow has its place. Whether the triggers of that table let go
of its rows, and whether files hang on it, the model cannot tell: a test has a list of all that were thought of.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import ForeignKey, Model, QuerySet

from core.jobs.job import Job
from projects.models import Project

AT_ONCE = 500  # rows of a transaction: on SQLite all others who write wait for it
OWNERS_AT_ONCE = 500  # rows of another table whose rows are looked for together


@dataclass(frozen=True)
class Table:
    """`way`: the fields that lead from a row to its project, such as asset, project. `points_at_itself`: a row may
    point at one that was there before."""

    model: type[Model]
    way: tuple[str, ...]
    points_at_itself: bool

    @property
    def label(self) -> str:
        return self.model._meta.label

    def rows(self, project: int) -> QuerySet[Any]:
        return self.model._base_manager.filter(**{"__".join(self.way): project}).order_by()


@cache
def in_order() -> tuple[Table, ...]:
    """All tables whose rows are of a project: each before those that its rows point at."""
    ways = _ways()
    order: TopologicalSorter[type[Model]] = TopologicalSorter(dict.fromkeys(ways, ()))
    for model in ways:
        for key in _keys(model):
            if key.related_model in ways and key.related_model is not model:
                order.add(key.related_model, model)
    return tuple(
        Table(model, ways[model], points_at_itself=any(key.related_model is model for key in _keys(model)))
        for model in order.static_order()
    )


def jobs() -> dict[type[Job], Table]:
    """Those whose rows are jobs, by their models."""
    return {table.model: table for table in in_order() if issubclass(table.model, Job)}


def count(project: int) -> Iterator[int]:
    """How many rows of this project there are, table by table."""
    for table in in_order():
        yield table.rows(project).count()


def delete(project: int) -> Iterator[int]:
    """Delete them all, each time telling how many have just gone. Raises IntegrityError where somebody has just written
    a row that points at one of them: it is found by who begins again."""
    for table in in_order():
        for rows in _in_pieces(table, project):
            while gone := _delete_some(rows):
                yield gone


def _in_pieces(table: Table, project: int) -> Iterator[QuerySet[Any]]:
    """The rows of a table by few of what they hang on: a database that is asked for all, some at a time, would walk
    each time through what is empty by then."""
    rows = table.model._base_manager.order_by("-pk") if table.points_at_itself else table.model._base_manager.order_by()
    first, *further = table.way
    if not further:
        yield rows.filter(**{first: project})
        return
    owner: Any = table.model._meta.get_field(first).related_model
    owners = owner._base_manager.filter(**{"__".join(further): project}).order_by("pk").values_list("pk", flat=True)
    some = list(owners[:OWNERS_AT_ONCE])
    while some:
        yield rows.filter(**{f"{first}__in": some})
        some = list(owners.filter(pk__gt=some[-1])[:OWNERS_AT_ONCE])


def _delete_some(rows: QuerySet[Any]) -> int:
    """Without a look at what hangs on them: that is gone by then, or the database refuses."""
    found = list(rows.values_list("pk", flat=True)[:AT_ONCE])
    if not found:
        return 0
    with transaction.atomic():
        rows.model._base_manager.filter(pk__in=found)._raw_delete(rows.db)
    return len(found)


def _ways() -> dict[type[Model], tuple[str, ...]]:
    """The shortest way from each table that has one; first by keys that every row has."""
    found: dict[type[Model], tuple[str, ...]] = {Project: ()}
    while news := _further(found, may_be_null=False) or _further(found, may_be_null=True):
        found |= news
    del found[Project]
    return found


def _further(found: dict[type[Model], tuple[str, ...]], *, may_be_null: bool) -> dict[type[Model], tuple[str, ...]]:
    news = {}
    for model in apps.get_models(include_auto_created=True):
        if model in found or model._meta.proxy:
            continue
        for key in _keys(model):
            if key.related_model in found and (may_be_null or not key.null):
                news[model] = (key.name, *found[key.related_model])
                break
    return news


def _keys(model: type[Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
