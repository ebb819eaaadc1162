"""Verb: all files into another store, a bucket or a folder, which then is used in place of this one."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from core.storage import base
from core.storage.base import Store, Stored
from core.storage.local import PART
from labeler.integrity import check
from labeler.integrity.files import side_by_side
from labeler.integrity.findings import Finding
from labeler.integrity.look import Look
from labeler.moving import alone, stores, tables, versions
from labeler.moving.refusal import CannotMove, Progress, Say, in_words
from labeler.serving import first_run

LOOK = Look(hashes=True, grace=timedelta(0))


@dataclass
class Moved:
    """`files`, `bytes`: how many are there. `same`: how many versions came out of them as they were sealed; `damaged`:
    which could not be built, in words. `found`: what `check_files --hash` says is wrong there."""

    files: int = 0
    bytes: int = 0
    same: int = 0
    damaged: list[str] = field(default_factory=list)
    found: list[Finding] = field(default_factory=list)


def move(target: Store, name: str, say: Say, progress: Progress) -> Moved:
    """`name`: what a sentence calls the other store. One that was stopped is gone on with. Raises CannotMove."""
    with in_words():
        first_run.reach_database()
        first_run.refuse_newer_tables()
        first_run.refuse_older_tables()
        with alone.held(), alone.snapshot(tables.models_of(), locked=True):
            say("Looking at what is there.")
            moved, missing = _plan(base.blobs, target, name)
            say(f"Copying {missing:,} files.")
            _copy(base.blobs, target, missing, progress)
            with base.in_use(target):
                say("Reading all of it there.")
                _look(moved, progress)
                say("Building every version again, and comparing.")
                moved.same, moved.damaged = versions.compare(progress)
            alone.refuse_others()
        return moved


def _plan(source: Store, target: Store, name: str) -> tuple[Moved, int]:
    """All that is to be there, and how many are missing there. Raises CannotMove where other files lie there."""
    moved, missing = Moved(), 0
    for here, there in _pairs(source, target):
        if here is None:
            assert there is not None
            raise CannotMove(f"{name} is not empty: {there.name} lies there, and not here. Name an empty one.")
        moved.files += 1
        moved.bytes += here.size
        missing += not _is_same(here, there)
    return moved, missing


def _copy(source: Store, target: Store, missing: int, progress: Progress) -> None:
    wanted = (here.name for here, there in _pairs(source, target) if here and not _is_same(here, there))
    putting = stores.Putting(target)
    try:
        for done, (name, taken) in enumerate(stores.ahead(lambda name: stores.take(source, name), wanted)):
            progress("files", done, missing)
            if taken.content is not None:
                putting.put(name, taken.content)
            else:
                assert taken.file is not None
                with taken.file:
                    putting.put_large(name, io.BufferedReader(taken.file))  # type: ignore[type-var]
        putting.end()
    finally:
        putting.give_up()


def _pairs(source: Store, target: Store) -> Iterator[tuple[Stored | None, Stored | None]]:
    """Each file that lies here or there, as it is here and there."""
    for _, (here, there) in side_by_side(_whole(source), _whole(target)):
        yield next(iter(here), None), next(iter(there), None)


def _whole(store: Store) -> Iterator[tuple[str, list[Any]]]:
    """Without what somebody wrote when it was killed."""
    return ((each.name, [each]) for each in store.walk("") if not each.name.rpartition("/")[2].startswith(PART))


def _is_same(here: Stored, there: Stored | None) -> bool:
    """Names stand for bytes, and a file gets its name when it is whole."""
    return there is not None and here.size == there.size


def _look(moved: Moved, progress: Progress) -> None:
    try:
        check.run(LOOK, anew=True, tell=moved.found.append, progress=progress)
    except check.CannotLook as problem:
        raise CannotMove(f"It could not be looked whether all is whole there: {problem}") from problem
