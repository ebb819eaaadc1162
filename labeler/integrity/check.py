"""Verb: look whether everything is whole, part by part. It changes nothing unless it is to mend what needs no guess.

Safe while people label and upload: rows are read some at a time, and what looks wrong is looked at once more.
"""

import time
from collections.abc import Callable, Iterator

from django import db

from assets.models import Asset, Video
from core.storage import locks
from core.storage.base import blobs
from exports.models import DatasetVersion
from labeler.integrity import counts, files, history, mending, others, versions
from labeler.integrity.findings import Finding, Units
from labeler.integrity.journal import Journal, Reached
from labeler.integrity.look import Look
from labeler.serving import first_run
from projects.models import Project

PARTS: dict[str, Callable[[str, Look], Units]] = {
    "files": files.units,
    "others": others.units,
    "versions": versions.units,
    "history": history.units,
    "counts": counts.units,
}
# What is counted while a part is looked at, and how many there are.
WHOLE: dict[str, tuple[str, Callable[[], int]]] = {
    "files": ("images", Asset.objects.count),
    "others": ("files", lambda: 0),
    "versions": ("versions", DatasetVersion.objects.count),
    "history": ("answers", Asset.objects.count),
    "counts": ("projects", Project.objects.count),
}

Tell = Callable[[Finding], object]
Progress = Callable[[str, int, int], object]  # a part, how many of it are done, and how many there are (0: not known)


class CannotLook(Exception):
    """With a sentence: the database or the store does not answer, or is another's."""


def run(
    look: Look,
    *,
    mend: bool = False,
    after: str | None = None,
    anew: bool = False,
    tell: Tell = lambda finding: None,
    progress: Progress = lambda part, done, whole: None,
    going_on: Callable[[str], object] = lambda after: None,
) -> Reached:
    """Look at all that is behind `after` (`files:3/a7`); without it, behind where an earlier look with the same options
    was ended, or `anew` at all. What that one found is told again. `going_on` hears where it goes on.

    Raises CannotLook.
    """
    options = {"hash": look.hashes, "grace": look.grace.total_seconds(), "mend": mend, "begun": after or ""}
    with locks.held("check_files") as alone:
        if not alone:
            raise CannotLook("Another check is running on this machine.")
        try:
            _see_that_all_answers()
            journal = Journal(options)
            reached = journal.begin_anew() if anew else journal.reached()
            if not reached.after and after:
                reached.after = after
            if reached.after:
                going_on(reached.after)
            for finding in journal.findings():
                tell(finding)
            _look_at_all(look, mend, journal, reached, tell, progress)
        except (db.Error, OSError) as problem:
            raise CannotLook(f"It could not be looked further: {str(problem).strip()}") from problem
        journal.end()
    return reached


def _look_at_all(look: Look, mend: bool, journal: Journal, reached: Reached, tell: Tell, progress: Progress) -> None:
    before, began = reached.seconds, time.monotonic()
    try:
        for part, behind in _parts(reached.after):
            counted, whole = WHOLE[part][0], WHOLE[part][1]()
            for unit in PARTS[part](behind, look):
                for finding in unit.findings:
                    if mend:
                        mending.mend(finding)
                    _count(finding, reached)
                    journal.note(finding)
                    tell(finding)
                reached.after = f"{part}:{unit.after}"
                reached.looked += unit.looked
                reached.seconds = before + time.monotonic() - began
                journal.reach(reached)
                progress(part, reached.looked[counted], whole)
    finally:
        journal.keep()  # behind the last unit that was looked at to its end


def _parts(after: str) -> Iterator[tuple[str, str]]:
    begun, _, behind = after.partition(":")
    if begun and begun not in PARTS:
        raise CannotLook(f"There is no part {begun}: {', '.join(PARTS)} are looked at, in this order.")
    names = list(PARTS)
    for name in names[names.index(begun) if begun else 0 :]:
        yield name, behind if name == begun else ""


def _count(finding: Finding, reached: Reached) -> None:
    reached.found[finding.kind] += 1
    if finding.repaired:
        reached.mended[finding.kind] += 1


def _see_that_all_answers() -> None:
    try:
        first_run.reach_database()
        first_run.refuse_newer_tables()
        first_run.refuse_older_tables()
    except first_run.NotReady as problem:
        raise CannotLook(str(problem)) from problem
    try:
        blobs.listdir("")
    except FileNotFoundError as problem:
        if Asset.objects.exists() or Video.objects.exists():
            raise CannotLook(f"The folder of the stored files is not there: {problem.filename}") from problem
