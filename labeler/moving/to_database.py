"""Verb: all rows into another, empty database, which then is used in place of this one."""

from dataclasses import dataclass

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from labeler import configuration
from labeler.moving import alone, copying, databases, tables, versions
from labeler.moving.refusal import CannotMove, Progress, Say, in_words
from labeler.serving import first_run


@dataclass(frozen=True)
class Moved:
    """`name`: of the database where all is now. `same`: how many versions came out as they were sealed; `damaged`:
    which could not be built, in words."""

    name: str
    rows: dict[str, int]
    same: int
    damaged: list[str]


def move(url: str, say: Say, progress: Progress) -> Moved:
    """`url`: as DATABASE_URL has it. Nothing is there before all is. Raises CannotMove."""
    with in_words():
        if not url:
            raise CannotMove("Name the database to move to, as in postgres://user:password@host:5432/name.")
        wanted = configuration.django_database(configuration.database_at(url, settings.CONFIG.data))
        first_run.reach_database()
        first_run.refuse_newer_tables()
        first_run.refuse_older_tables()
        source, models = connections[DEFAULT_DB_ALIAS], tables.models_of()
        with alone.held(), databases.opened(wanted) as target:
            with databases.in_use(target):
                first_run.reach_database()
                databases.refuse_unless_empty()
                first_run.refuse_newer_tables()
                say(f"Preparing {first_run.database_name()}.")
                first_run.migrate(lambda words: None)
                name = first_run.database_name()
            with alone.snapshot(models, locked=True):
                with databases.in_use(target), transaction.atomic():
                    say("Copying the rows.")
                    rows = copying.fill(target, source, models, progress)
                    say("Building every version again, and comparing.")
                    same, damaged = versions.compare(progress)
                    with databases.in_use(source):
                        alone.refuse_others()
                # From here on all is there, too.
                with databases.in_use(target):
                    _let_it_plan()
        return Moved(name, rows, same, damaged)


def _let_it_plan() -> None:
    """PostgreSQL knows nothing of so many new rows before its vacuum comes by."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
