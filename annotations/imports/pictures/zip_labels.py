"""What a zip of pictures says of their classes: by the folders they lie in, or by a file of labels among them."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from annotations.imports import labels, zips
from annotations.imports.class_folders import ClassFolders, Told
from annotations.imports.classes import Classes, Decisions
from annotations.imports.matching import MISSING, Match, Matcher, Named, Rule
from annotations.imports.problems import Problems
from annotations.imports.reading.recognition import SURE, recognised
from annotations.imports.reading.records import ColumnsUnclear, Format, Unreadable
from annotations.imports.suffixes import Paths, backwards
from annotations.labeling import record
from annotations.task_types.base import Answer
from assets.images import ingest
from assets.states import Status
from core.storage.scratch import work_dir
from projects.models import Project

BATCH = 500  # files whose hashes are looked up at once
# Endings of tables, notes and lists, those of Labeler's own zips among them.
BESIDE_PICTURES = (
    ".json", ".jsonl", ".csv", ".tsv", ".txt", ".xml", ".md", ".yaml", ".yml", ".parquet", ".sha256",
)  # fmt: skip
FRESH = Answer(Status.UNLABELED, ())


@dataclass
class Here:
    """Which files of a zip are images of the project already, by their bytes: numbers by path. `hashes`: of all that
    can be read; `broken`: (path, why) of the others."""

    numbers: dict[str, int] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    broken: list[tuple[str, str]] = field(default_factory=list)


def here(project: Project, archive: zips.Archive, entries: Sequence[zips.Entry], alive: Callable[[], object]) -> Here:
    """Reads each of the files once, one at a time."""
    found = Here()
    for start in range(0, len(entries), BATCH):
        hashes: dict[str, str] = {}
        for entry in entries[start : start + BATCH]:
            try:
                hashes[entry.path] = hashlib.sha256(archive.read(entry)).hexdigest()
            except zips.BadEntry as problem:
                found.broken.append((entry.path, str(problem)))
            alive()
        found.hashes |= hashes
        known = ingest.known_hashes(project, list(hashes.values()))
        found.numbers |= {path: known[sha256] for path, sha256 in hashes.items() if sha256 in known}
    return found


def to_come(found: Here) -> int:
    """How many pictures the readable files are at most: equal bytes are one, and what is here does not come again."""
    return len({sha256 for path, sha256 in found.hashes.items() if path not in found.numbers})


# --- folders ---


def told(archive: zips.Archive) -> dict[str, Told]:
    """What the folders of each file tell, by its path."""
    folders_of = ClassFolders([entry.certain_path for entry in archive.entries])
    return {entry.path: folders_of.of(entry.certain_path.rpartition("/")[0]) for entry in archive.entries}


def classes_of_folders(project: Project, told: dict[str, Told], decisions: Decisions, found: Here) -> Classes:
    """The classes of the readable files. Of equal bytes the first is counted, as it is the one that comes in; those
    that are here meet the answer that they have. Raises Unreadable where they are too many."""
    classes = Classes(project, decisions)
    first = {sha256: path for path, sha256 in reversed(found.hashes.items()) if told[path].name}
    of_path = {path: classes.number(told[path].name) for path in found.hashes if told[path].name}
    for number in of_path.values():
        classes[number].count += 1
    numbers = found.numbers
    paths = [path for path in of_path if first[found.hashes[path]] == path]
    for start in range(0, len(paths), BATCH):
        some = paths[start : start + BATCH]
        rows = record.read(project, [numbers[path] for path in some if path in numbers])
        for path in some:
            row = rows.get(numbers.get(path, 0))
            classes[of_path[path]].meets(row.answer if row else FRESH)
    return classes


# --- a file among them ---


def file_among(file: BinaryIO, archive: zips.Archive) -> tuple[bool, str]:
    """Whether a file of labels lies among the pictures; where one seems to, and cannot be read, why."""
    try:
        return recognised("", file) != Format.CLASS_FOLDERS, ""
    except Unreadable as problem:
        seems = any(entry.path.lower().endswith(SURE) for entry in archive.entries)
        return False, str(problem) if seems else ""


def look_at_file(
    project: Project,
    file: BinaryIO,
    among: "Among",
    decisions: Decisions,
    keep: Callable[[Problems], object],
    alive: Callable[[], object],
) -> dict[str, Any]:
    """What the file of labels says of the zip's pictures and of those that are here: the report of a dry run of it, or
    why it cannot be read: `{title, problem}`."""
    try:
        with labels.match(project, file, decisions=decisions, find=among.finder, alive=alive) as matched:
            carried = dict(matched.wanted.carried())
            skips = carried.pop(labels.SKIPPED, 0)
            for number, count in carried.items():
                matched.classes[number].free += count
            keep(matched.problems)
            return labels.dry_run(project, matched, carried_skips=skips, alive=alive)
    except ColumnsUnclear as problem:
        return labels.unclear_columns(problem.columns, str(problem))
    except Unreadable as problem:
        return {"title": "", "problem": str(problem)}


class Among:
    """Finds the images that records name: those of the zip that they came with, and then all others.

    `numbers`: by path, of those that are here. The others have negative ones, in the order of the zip, until all that
    could be taken have `arrived`.
    """

    def __init__(self, entries: Sequence[zips.Entry], numbers: dict[str, int], *, arrived: bool = False) -> None:
        self._arrived = arrived
        self._entries = entries
        self._numbers = numbers
        self._paths = Paths(work_dir())
        for at, entry in enumerate(entries):
            self._paths.add(entry.path, str(at))

    def finder(self, matcher: Matcher) -> labels.Find:
        def find(batch: list[Named]) -> list[Match]:
            found = [self._in_zip(each) for each in batch]
            others = iter(matcher.find([each for each, match in zip(batch, found, strict=True) if match is None]))
            return [match or next(others) for match in found]

        return find

    def _in_zip(self, named: Named) -> Match | None:
        several = 0
        for path in (named.path, *named.other_paths):
            near = self._paths.nearest(backwards(path), most=1)
            if near.count == 1:
                at = int(near.marks[0])
                number = self._numbers.get(self._entries[at].path)
                if number:
                    return Match(number, Rule.CONTENT)
                return MISSING if self._arrived else Match(-1 - at, Rule.WITH_IT)
            several = several or near.count
        return Match(count=several, why=f"{several:,} pictures of the zip are called so.") if several else None


def unclear(report: dict[str, Any] | None, *, skip_unknown: bool) -> str:
    """Why the labels of such a file cannot be set as it is; "" where nothing is in the way."""
    if report is None:
        return "The zip holds no file of labels."
    if problem := report.get("problem") or report.get("columns_unclear"):
        return str(problem)
    return "" if skip_unknown else labels.refusal_of(report)
