"""Verb: a backup back, into a database and a store that are empty, of whatever kind they are: first the files, then all
rows in one transaction. What was stopped in the middle holds no row, and is gone on with by the same command."""

import contextlib
import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from core.storage.base import blobs
from core.storage.scratch import work_dir
from labeler.integrity import check
from labeler.integrity.findings import Finding
from labeler.integrity.look import Look
from labeler.moving import alone, archive, copying, databases, stores, tables
from labeler.moving.backup import scratch
from labeler.moving.refusal import CannotMove, Progress, Say, in_words
from labeler.serving import data_folder, first_run

BEGUN = "restoring"  # in the work folder: which backup is being brought back
# Renditions are not in a backup: they are made again as pictures are looked at.
LOOK = Look(grace=timedelta(0), renditions=False)

Leaves = list[tuple[str, str]]


@dataclass
class Restored:
    """What there is now. `found`: what `check_files` says is wrong with it."""

    rows: dict[str, int]
    end: archive.End
    found: list[Finding] = field(default_factory=list)


def restore(path: Path, say: Say, progress: Progress) -> Restored:
    """Raises CannotMove."""
    with in_words():
        data_folder.prepare(say)
        with archive.opened(path) as backup, scratch() as folder, alone.held():
            first_run.reach_database()
            databases.refuse_unless_empty()
            _refuse_other_files(path, backup)
            say("Reading the database of the backup.")
            copy = folder / archive.DATABASE
            backup.database(copy)
            with databases.opened(databases.a_copy(copy)) as copied:
                leaves = _leaves(path, copied)
                _prepare(leaves)
                say("Storing the files.")
                end = _store(backup, progress)
                say("Writing the rows.")
                rows = _write_rows(copied, leaves, progress)
            first_run.migrate(say)
            (work_dir() / BEGUN).unlink()
        data_folder.prepare(say)
        return _looked_at(Restored(rows, end), say, progress)


# --- what may be written over ---------------------------------------------------------------------------------------


def _refuse_other_files(path: Path, backup: archive.Reader) -> None:
    """A store has to be empty, or hold what a restore of this same backup left when it was stopped."""
    begun = work_dir() / BEGUN
    this = hashlib.sha256(repr(sorted(backup.manifest["database"].items())).encode()).hexdigest()
    there = next(iter(blobs.walk("")), None)
    if there is not None and (not begun.exists() or begun.read_text() != this):
        raise CannotMove(f"The store is not empty: {there.name} lies in it. Name an empty one to restore {path} into.")
    begun.write_text(this)
    blobs.forget_unfinished("", began_before=timezone.now())


# --- the database ---------------------------------------------------------------------------------------------------


def _leaves(path: Path, copied: Any) -> Leaves:
    """The last migrations of the backup: those that no other of its own depends on. Raises CannotMove where it has some
    that this program does not know."""
    with databases.in_use(copied):
        if strange := first_run.strange_migrations():
            raise CannotMove(
                f"{path} was made by a newer Labeler: this one does not know {strange}. Restore it with that one."
            )
        loader = MigrationLoader(copied)
    applied = {key for key in loader.applied_migrations if key in loader.graph.nodes}
    children = loader.graph.node_map
    return sorted(key for key in applied if not any(child.key in applied for child in children[key].children))


def _prepare(leaves: Leaves) -> None:
    """Empty tables as the backup has them, which may be older than the program."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    if any(backwards for _, backwards in executor.migration_plan(leaves)):
        name = first_run.database_name()
        raise CannotMove(f"{name} has tables of a later time than the backup. Name an empty database.")
    executor.migrate(leaves)


def _write_rows(copied: Any, leaves: Leaves, progress: Progress) -> dict[str, int]:
    models = tables.models_of(MigrationLoader(None).project_state(leaves).apps)  # of those tables, not of today's
    with transaction.atomic():
        return copying.fill(connections[DEFAULT_DB_ALIAS], copied, models, progress)


# --- files ----------------------------------------------------------------------------------------------------------


def _store(backup: archive.Reader, progress: Progress) -> archive.End:
    """Raises CannotMove where they are not those that were put into it."""
    read, putting = archive.End(), stores.Putting(blobs)
    try:
        for name, size, content in backup.files():
            read.add(name, size, _put(putting, name, size, content))
            progress("files", read.files, 0)
        putting.end()
        backup.see_that_all_came(read)
    except BaseException:
        putting.give_up()
        for name in read.sha256:  # nobody knows whether these have the right bytes
            with contextlib.suppress(OSError):
                blobs.delete(name)
        raise
    assert backup.end is not None
    return backup.end


def _put(putting: stores.Putting, name: str, size: int, content: IO[bytes]) -> str:
    """The SHA-256 of its bytes."""
    if size <= stores.SMALL:
        held = content.read()
        putting.put(name, held)
        return hashlib.sha256(held).hexdigest()
    hashing = stores.Hashing(content)
    putting.put_large(name, hashing)
    hashing.read_rest()  # of one that was there already
    return hashing.sha256


# --- the end --------------------------------------------------------------------------------------------------------


def _looked_at(restored: Restored, say: Say, progress: Progress) -> Restored:
    say("Looking whether all is whole.")
    try:
        check.run(LOOK, anew=True, tell=restored.found.append, progress=progress)
    except check.CannotLook as problem:
        raise CannotMove(f"All was restored, but it could not be looked whether it is whole: {problem}") from problem
    return restored
