"""Another database than the one of the settings, for a while in its place: then all of the program works on it, from
migrations to the build of a version."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import ConnectionHandler

from labeler.moving import tables
from labeler.moving.refusal import CannotMove
from labeler.serving import first_run
from projects.models import Project


@contextmanager
def opened(settings: Mapping[str, Any]) -> Iterator[BaseDatabaseWrapper]:
    """A connection beside those that there are. `settings`: as Django's DATABASES has them."""
    connection = ConnectionHandler({DEFAULT_DB_ALIAS: dict(settings)})[DEFAULT_DB_ALIAS]
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def in_use(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """For this thread, until the block ends."""
    before = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = connection
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = before
        ContentType.objects.clear_cache()


def a_copy(path: Path) -> dict[str, Any]:
    """The settings of a file of SQLite that is one file, and that nobody else knows: it waits for no disk."""
    pragmas = "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF"
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": {"init_command": pragmas}}


def refuse_unless_empty() -> None:
    """Raises CannotMove where somebody has worked in the database in use, or it is another program's. Empty tables of
    ours may be there."""
    there = set(connection.introspection.table_names())
    name = first_run.database_name()
    if there and MigrationRecorder.Migration._meta.db_table not in there:
        raise CannotMove(f"{name} has tables of another program. Name an empty database.")
    looked_at = [model for model in (get_user_model(), Project) if model._meta.db_table in there]
    people, projects = [*tables.counts(looked_at, connections[DEFAULT_DB_ALIAS]).values(), 0, 0][:2]
    if people or projects:
        raise CannotMove(f"{name} is not empty: it has {people:,} people and {projects:,} projects. Name an empty one.")
