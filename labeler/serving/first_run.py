"""What must be there before the program can run: the tables, and the first user."""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django import db
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from core.program import VERSION
from labeler.serving import first_password
from people import audit
from people.audit import What

ADMIN = "admin"
MOST_NAMED = 3  # migrations in a sentence
# Any number: those who migrate the same PostgreSQL database agree on it.
MIGRATION_LOCK = 5_225_237
# Letters and digits that nobody mistakes for one another.
CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"

Say = Callable[[str], object]


class NotReady(Exception):
    """With a sentence that says what is missing."""


def reach_database() -> None:
    try:
        connection.ensure_connection()
    except db.Error as problem:
        raise NotReady(f"{database_name()} cannot be opened: {_last_line(problem)}") from problem


def refuse_newer_tables() -> None:
    """Nothing is done on tables that a newer program has changed: what this one would write may not be what they take,
    and it would say that all is well."""
    if strange := strange_migrations():
        raise NotReady(
            f"{database_name()} was prepared by a newer Labeler: this one ({VERSION}) does not know {strange}. "
            "Start the newer one, or restore the backup from before its first start."
        )


def strange_migrations() -> str:
    """In words, those that the database has and this program does not know; empty where there are none."""
    strange = _strange_migrations()
    named = ", ".join(f"{app} {name}" for app, name in strange[:MOST_NAMED])
    return f"{named} and {len(strange) - MOST_NAMED} more" if len(strange) > MOST_NAMED else named


def refuse_older_tables() -> None:
    """For commands that change no tables."""
    if _migrations_are_missing():
        raise NotReady(f"{database_name()} is not prepared for this Labeler ({VERSION}). Start it once, which does it.")


def migrate(say: Say) -> None:
    with _alone():
        if _migrations_are_missing():
            say("Preparing the database.")
            call_command("migrate", interactive=False, verbosity=0)


def wait_for_migrations(say: Say, *, patience: float = 120) -> None:
    """A worker does not migrate: the web process does, and may be about to."""
    deadline = time.monotonic() + patience
    if _migrations_are_missing():
        say("Waiting for the web process to prepare the database.")
    while _migrations_are_missing():
        if time.monotonic() > deadline:
            raise NotReady("The database is not prepared. Start the web process, which does it.")
        time.sleep(1)


def make_first_user(say: Say) -> None:
    """On the first run there is nobody: make somebody who can log in and make others."""
    password = first_password.take()
    users = get_user_model().objects
    if users.exists():
        return
    if password:
        _refuse_a_weak_one(password)
    try:
        with transaction.atomic():
            admin = users.create_superuser(ADMIN, password=password or (made := make_password()))
            audit.note(What.PERSON_MADE, None, admin, superuser=True)
    except db.IntegrityError:  # another host was first
        return
    if password:
        say(f"The first user is {ADMIN}, with the password from LABELER_ADMIN_PASSWORD.")
    else:
        say(f"\n    The first user is {ADMIN}, with the password  {made}\n    It is shown only this once.\n")


def _refuse_a_weak_one(password: str) -> None:
    try:
        validate_password(password, get_user_model()(username=ADMIN))
    except ValidationError as problem:
        raise NotReady(f"{first_password.VARIABLE} is refused. {' '.join(problem.messages)}") from None


def make_password() -> str:
    return "-".join("".join(secrets.choice(CLEAR) for _ in range(5)) for _ in range(4))


def _strange_migrations() -> list[tuple[str, str]]:
    """Applied ones, (app, name), that this program does not have. Of packages only those behind the newest that are
    here: they may fold old ones together, and drop them."""
    loader = MigrationExecutor(connection).loader
    known = loader.disk_migrations
    newest: dict[str, str] = {}
    for app, name in known:
        newest[app] = max(newest.get(app, ""), name)
    ours = {config.label for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR}
    return sorted(
        (app, name)
        for app, name in loader.applied_migrations
        if app in newest and (app, name) not in known and (app in ours or name > newest[app])
    )


def _migrations_are_missing() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@contextmanager
def _alone() -> Iterator[None]:
    """On PostgreSQL several hosts may start at once. SQLite has one host, and its writers wait for one another."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def database_name() -> str:
    """What a sentence calls the database in use. Nothing secret is in it."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"The database file {database['NAME']}"
    where = f"{database.get('HOST') or 'localhost'}:{database.get('PORT') or 5432}"
    return f"The database {database['NAME']} at {where} (DATABASE_URL)"


def _last_line(problem: Exception) -> str:
    lines = [line.strip() for line in str(problem).splitlines() if line.strip()]
    return lines[-1] if lines else type(problem).__name__
