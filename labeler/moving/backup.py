"""Verb: all of it into one file, while people label: the database as it is at one moment, then the files that its rows
name. Files never change and are there before rows speak of them; only what is deleted meanwhile can be missing, and
that is said."""

import hashlib
import io
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from core.program import VERSION
from core.storage.base import blobs
from core.storage.scratch import work_dir
from labeler.moving import alone, archive, copying, databases, stores, tables
from labeler.moving.named import Named, is_named, named
from labeler.moving.refusal import CannotMove, Progress, Say, in_words
from labeler.serving import first_run


def make(path: Path, say: Say, progress: Progress) -> archive.End:
    """Into a file that is not there yet, its owner's alone, and there when it is whole. Raises CannotMove."""
    with in_words():
        if os.path.lexists(path):
            raise CannotMove(f"{path} is there already. Name another file: none is overwritten.")
        first_run.reach_database()
        first_run.refuse_newer_tables()
        first_run.refuse_older_tables()
        with scratch() as folder, _aside(path) as file:
            copy = folder / archive.DATABASE
            say("Copying the database.")
            _copy_database(copy, progress)
            say("Copying the files.")
            return _write(file, copy, progress)


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder in the work folder, for one who has it alone. What a killed one left there may be deleted."""
    with tempfile.TemporaryDirectory(dir=work_dir(), prefix="backup-") as folder:
        yield Path(folder)


@contextmanager
def _aside(path: Path) -> Iterator[Any]:
    """A file that gets its name when the block is done; else nothing stays of it."""
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.part-")  # 0600
    try:
        with open(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        os.unlink(part)
        raise


# --- the database ---------------------------------------------------------------------------------------------------


def _copy_database(target: Path, progress: Progress) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        # All in one step: of one moment, and whoever writes meanwhile does not wait.
        with closing(sqlite3.connect(target)) as copy, connection.wrap_database_errors:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file
        return
    source, applied = connections[DEFAULT_DB_ALIAS], MigrationRecorder(connection).applied_migrations()
    with databases.opened(databases.a_copy(target)) as copied, databases.in_use(copied):
        _make_tables(copied, applied)
        with databases.in_use(source), alone.snapshot(), databases.in_use(copied), transaction.atomic():
            copying.fill(copied, source, tables.models_of(), progress)


def _make_tables(copied: Any, applied: Iterable[tuple[str, str]]) -> None:
    """For rows alone: migrations would take longer than all else, and nobody is refused anything in a copy."""
    with copied.schema_editor() as editor:
        for model in tables.models_of():
            if not model._meta.auto_created:  # those come with the model that they belong to
                editor.create_model(model)
    recorder = MigrationRecorder(copied)
    recorder.ensure_schema()
    for migration in applied:
        recorder.record_applied(*migration)


def _manifest(path: Path) -> dict[str, Any]:
    vendor = connection.vendor
    with databases.opened(databases.a_copy(path)) as copy, databases.in_use(copy):
        rows = tables.counts(tables.models_of(), copy)
        applied = sorted(MigrationRecorder(copy).applied_migrations())
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "program": VERSION,
        "made_at": timezone.now().isoformat(),
        "database": {"of": vendor, "bytes": path.stat().st_size, "sha256": sha256, "rows": rows},
        "migrations": applied,
    }


# --- files ----------------------------------------------------------------------------------------------------------


def _write(file: Any, copy: Path, progress: Progress) -> archive.End:
    writer, end = archive.Writer(file), archive.End()
    writer.manifest(_manifest(copy))
    writer.database(copy)
    source = connections[DEFAULT_DB_ALIAS]
    with databases.opened(databases.a_copy(copy)) as copied, databases.in_use(copied):
        whole = sum(1 for _ in named())
        for each, taken in stores.ahead(_taken, named()):
            progress("files", end.files, whole)
            if isinstance(taken, OSError):
                with databases.in_use(source):
                    _note(end, each.name, taken)
            else:
                _add(writer, end, each, taken)
    writer.end(end)
    return end


def _taken(each: Named) -> stores.Taken | OSError:
    try:
        return stores.take(blobs, each.name)
    except ConnectionError:
        raise  # nothing is known of any file then
    except OSError as problem:
        return problem


def _note(end: archive.End, name: str, problem: OSError) -> None:
    """What is not there is no loss where its row went with it."""
    is_gone = isinstance(problem, FileNotFoundError) and not is_named(name)
    (end.gone if is_gone else end.lost).append(name)


def _add(writer: archive.Writer, end: archive.End, each: Named, taken: stores.Taken) -> None:
    hashing = stores.Hashing(io.BytesIO(taken.content) if taken.content is not None else taken.file)
    writer.file(each.name, taken.size, io.BufferedReader(hashing, stores.CHUNK))  # whole pieces, as a tar needs them
    if taken.file is not None:
        taken.file.close()
    end.add(each.name, taken.size, hashing.sha256)
    if each.sha256 and hashing.sha256 != each.sha256:
        end.damaged.append(each.name)
