"""Verb: look whether everything is whole, part by part. It changes nothing unless it is to mend what needs no guess.

Safe while people label and upload: rows are read some at a time, and what looks wrong is looked at once more.
"""

import time
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from assets.models import Asset, Video
from core.storage import locks
from core.storage.base import blobs
from exports.models import DatasetVersion
from labeler.integrity import counts, files, history, mending, others, versions
from labeler.integrity.findings import Finding, Units
from labeler.integrity.journal import Journal, Noted, Reached
from labeler.integrity.look import Look
from labeler.serving import first_run
from projects.models import DeletedProject, Project

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
    """With a sentence: the database or the store does not answer, or is another's. `goes_on`: whether the same look
    would go on from where this one ended."""

    def __init__(self, sentence: str, *, goes_on: bool = False) -> None:
        super().__init__(sentence)
        self.goes_on = goes_on


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
    was ended, or `anew` at all. What that one found is looked at once more, and told where it is still so. `going_on`
    hears where it goes on.

    Raises CannotLook.
    """
    options = {"hash": look.hashes, "grace": look.grace.total_seconds(), "mend": mend, "begun": after or ""}
    with locks.held("check_files") as alone:
        if not alone:
            raise CannotLook("Another check is running on this machine.")
        journal = None
        try:
            _parts_behind(after or "")
            _see_that_all_answers()
            journal = Journal(options)
            reached = journal.begin_anew() if anew else journal.reached()
            if not reached.after and after:
                reached.after = after
            if reached.after:
                going_on(reached.after)
            _tell_again(look, mend, journal, reached, tell)
            _look_at_all(look, mend, journal, reached, tell, progress)
        except CannotLook:
            raise
        except KeyboardInterrupt:
            raise CannotLook("Stopped.", goes_on=journal is not None and journal.is_kept()) from None
        except Exception as problem:  # database and store have many kinds, and their clients have more
            said = " ".join(str(problem).split()) or type(problem).__name__
            goes_on = journal is not None and journal.is_kept()
            raise CannotLook(f"It could not be looked further: {said.rstrip('.')}.", goes_on=goes_on) from problem
        journal.end()
    return reached


def _tell_again(look: Look, mend: bool, journal: Journal, reached: Reached, tell: Tell) -> None:
    """What was found before the look was ended, as far as it is still so, as it is now. What was mended since then by
    somebody else is no finding any more; what broke since then is one of the next look."""
    noted_now = []
    for (part, behind, until), some in groupby(journal.noted(), lambda noted: noted[1:]):
        before = [noted.finding for noted in some]
        for finding in before:
            _count(finding, reached, -1)
        open_ones = {_same(finding) for finding in before if not finding.repaired}
        now = [finding for finding in before if finding.repaired]
        for finding in _found_now(part, behind, until, look) if open_ones else ():
            if _same(finding) in open_ones:
                if mend:
                    mending.mend(finding)
                now.append(finding)
        for finding in now:
            _count(finding, reached)
            noted_now.append(Noted(finding, part, behind, until))
            tell(finding)
    reached.found, reached.mended = +reached.found, +reached.mended
    journal.note_instead(noted_now, reached)


def _found_now(part: str, behind: str, until: str, look: Look) -> Iterator[Finding]:
    for unit in _units(part, behind, look):
        yield from unit.findings
        if _place(part, unit.after) >= _place(part, until):
            return


def _units(part: str, behind: str, look: Look) -> Units:
    """Those of a part behind a place. Of a project that is being deleted half is gone: that is nobody's error."""
    for unit in PARTS[part](behind, look):
        if unit.findings:
            going = DeletedProject.objects.exclude(state=DeletedProject.DONE).values_list("slug", "dataset_id")
            names = {str(name) for row in going for name in row}
            unit.findings = [each for each in unit.findings if names.isdisjoint({each.project, *each.file.split("/")})]
        yield unit


def _same(finding: Finding) -> tuple[Any, ...]:
    """What makes two findings the same; sizes and ages in their words may change."""
    which = finding.kind, finding.project, finding.file, finding.video, finding.version, finding.shape
    return *which, *finding.assets


def _look_at_all(look: Look, mend: bool, journal: Journal, reached: Reached, tell: Tell, progress: Progress) -> None:
    before, began = reached.seconds, time.monotonic()
    try:
        for part, begun in _parts_behind(reached.after):
            behind = begun
            counted, whole = WHOLE[part][0], WHOLE[part][1]()
            for unit in _units(part, begun, look):
                for finding in unit.findings:
                    if mend:
                        mending.mend(finding)
                    _count(finding, reached)
                    journal.note(Noted(finding, part, behind, unit.after))
                    tell(finding)
                reached.after = f"{part}:{unit.after}"
                behind = unit.after
                reached.looked += unit.looked
                reached.seconds = before + time.monotonic() - began
                journal.reach(reached)
                progress(part, reached.looked[counted], whole)
    finally:
        journal.keep()  # behind the last unit that was looked at to its end


def _parts_behind(after: str) -> list[tuple[str, str]]:
    """Each part that is left, and where to go on in it. Raises CannotLook where there is no such place."""
    begun, _, behind = after.partition(":")
    if begun and begun not in PARTS:
        raise CannotLook(f"There is no part {begun}: {', '.join(PARTS)} are looked at, in this order.")
    try:
        _place(begun, behind)
    except ValueError:
        raise CannotLook(f"There is no place {after}: behind the part comes a number, as in files:3/a7.") from None
    names = list(PARTS)
    left = names[names.index(begun) if begun else 0 :]
    return [(name, behind if name == begun else "") for name in left]


def _place(part: str, after: str) -> tuple[int, str]:
    """What rises while a part is gone through. Raises ValueError where it is no place of this part."""
    if part == "others":
        return 0, "" if after == others.LOOSE else after
    number, _, beginning = after.partition("/")
    if part != "files" and beginning:
        raise ValueError(after)
    return int(number or 0), beginning


def _count(finding: Finding, reached: Reached, times: int = 1) -> None:
    reached.found[finding.kind] += times
    if finding.repaired:
        reached.mended[finding.kind] += times


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
