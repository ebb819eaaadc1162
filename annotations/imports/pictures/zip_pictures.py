"""Verb: bring in the pictures of a zip file, and, if asked, answer each with the class that its folders tell, or a file
of labels among them.

An interrupted run goes on where its last transaction ended: how far it came is written in that transaction.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import transaction

from annotations.imports import give_labels, labels, zips
from annotations.imports.class_folders import Told
from annotations.imports.classes import Classes, Decisions, How, check_may_make
from annotations.imports.pictures import folder, zip_labels
from annotations.imports.problems import Problems
from annotations.imports.reading.opening import TITLES
from annotations.imports.reading.records import Format, Unreadable
from annotations.imports.report import Listing
from assets import folders
from assets.images import ingest, places, withdrawn
from core.exceptions import Refused
from projects.models import Project
from projects.names import name_key

BATCH = 50  # files of a transaction
BATCH_BYTES = 64_000_000  # of the pictures that wait in memory for it
THREADS = min(4, os.cpu_count() or 1)  # decoding lets other threads run

Alive = Callable[[], object]


@dataclass
class Tally:
    """What became of the files so far."""

    added: int = 0
    already_here: int = 0
    labeled: int = 0
    kept: int = 0
    not_set: int = 0  # whose category was retired meanwhile
    refused: Listing = field(default_factory=Listing)
    without_class: Listing = field(default_factory=Listing)  # that came in, and whose folders tell no class
    new_categories: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, report: dict[str, Any] | None) -> "Tally":
        if not report:
            return cls()
        counts = {name: report[name] for name in ("added", "already_here", "labeled", "kept", "new_categories")}
        without_class = Listing(report.get("without_class"))  # none in reports of older versions
        return cls(
            **counts, not_set=report.get("not_set", 0), refused=Listing(report["refused"]), without_class=without_class
        )

    def report(self) -> dict[str, Any]:
        return {
            "added": self.added,
            "already_here": self.already_here,
            "labeled": self.labeled,
            "kept": self.kept,
            "not_set": self.not_set,
            "refused": self.refused.value(),
            "without_class": self.without_class.value(),
            "new_categories": self.new_categories,
        }


@dataclass(frozen=True)
class Options:
    """`labels`: from the folders. `from_file`: from a file of labels among the pictures, which is none itself.
    `replace`: other answers, too. `decisions`: what somebody said of the classes. `bulk`: the action that all answers
    are. `number`: of the import, for those who follow the project."""

    labels: bool = False
    from_file: bool = False
    replace: bool = False
    decisions: Decisions = field(default_factory=Decisions)
    bulk: UUID | None = None
    number: int | None = None


def limits() -> zips.Limits:
    return zips.Limits(
        files=settings.MAX_IMPORT_FILES,
        file_bytes=settings.MAX_UPLOAD_BYTES,
        total_bytes=settings.MAX_IMPORT_UNPACKED_BYTES,
    )


def dry_run(
    project: Project,
    file: BinaryIO,
    options: Options,
    *,
    keep: Callable[[Problems], object] = lambda problems: None,
    alive: Callable[[], object] = lambda: None,
) -> dict[str, Any]:
    """What the zip holds, without writing: how many files may be pictures, how many of these are here already, and how
    many would come in at most; the classes that its folders tell, and, where a file of labels lies among them, what
    that says. `keep` is given all that cannot be used of the latter."""
    with zips.opened(file, limits()) as archive:
        tally = _begun(archive)
        has_file, problem = zip_labels.file_among(file, archive)
        entries = _pictures(archive, tally, from_file=has_file)
        here = zip_labels.here(project, archive, entries, alive)
        for path, why in here.broken:
            tally.refused.add(path, why)
        told = zip_labels.told(archive)
        for path in here.hashes:
            if why := told[path].why:
                tally.without_class.add(path, why)
        tally.already_here = len(here.numbers)
        report: dict[str, Any] = {"files": len(entries), "to_come": zip_labels.to_come(here), "label_file": None}
        report["classes"] = _classes(project, told, options, here, tally, alive)
        if has_file:
            among = zip_labels.Among(entries, here.numbers)
            report["label_file"] = zip_labels.look_at_file(project, file, among, options.decisions, keep, alive)
        elif problem:
            report["label_file"] = {"title": "", "problem": problem}
        report["title"] = _title(report)
        return tally.report() | report


def _title(report: dict[str, Any]) -> str:
    """What the zip is, for people, by what tells of labels in it; "" of pictures alone."""
    of_file = str((report["label_file"] or {}).get("title", ""))
    return of_file or (TITLES[Format.CLASS_FOLDERS] if report["classes"]["count"] else "")


def _classes(
    project: Project,
    told: dict[str, Told],
    options: Options,
    here: zip_labels.Here,
    tally: Tally,
    alive: Callable[[], object],
) -> dict[str, Any]:
    try:
        classes = zip_labels.classes_of_folders(project, told, options.decisions, here)
    except Unreadable as problem:
        return {"count": 0, "items": [], "problem": str(problem)}
    if options.labels and options.decisions.categories is None:
        tally.new_categories = sorted((each.name for each in classes.all() if each.how == How.UNKNOWN), key=name_key)
    return classes.value(alive)


def bring_in(
    project: Project,
    file: BinaryIO,
    options: Options,
    *,
    by: Any,
    op_id: Callable[[int], str],
    start: int = 0,
    report: dict[str, Any] | None = None,
    alive: Callable[[int], object] = lambda total: None,
    progress: Callable[[int, dict[str, Any]], object] = lambda done, report: None,
) -> dict[str, Any]:
    """Bring in the files from `start` on, and answer the report; `report` is what was told with that `start`.

    `progress` is told, in each transaction, how many files are done, and the report so far; `alive` is called now and
    then with the number of files. Raises zips.BadZip and Refused, before anything is written where that can be known.
    """
    with zips.opened(file, limits()) as archive:
        tally = Tally.of(report) if report else _begun(archive)
        entries = _pictures(archive, None if report else tally, from_file=options.from_file)
        total = len(entries)
        alive(total)
        with transaction.atomic():
            before = len(tally.new_categories)
            by_folder = _labels(project, archive, tally, options.decisions, by) if options.labels else None
            if len(tally.new_categories) > before:
                progress(start, tally.report())  # what was made is told, also of a run that is interrupted
        spots = _places(project, entries[start:])
        for batch in _batches(archive, entries, start, tally.refused):
            start = batch.end
            pictures = _prepared(project, batch.pictures, by, tally.refused, lambda: alive(total))
            with transaction.atomic():
                _take(project, pictures, spots, by_folder, options, tally, by, op_id)
                progress(start, tally.report())
        return tally.report()


def set_labels(
    project: Project,
    file: BinaryIO,
    options: Options,
    *,
    by: Any,
    op_id: Callable[[int], str],
    alive: Callable[[], object],
    begun: Mapping[str, Any] | None,
    progress: Callable[[dict[str, Any]], object],
) -> dict[str, Any]:
    """Set the labels that a file among the pictures tells, once these are here; the report of it. What was set under
    its `op_id` before is not set again. `begun`: the report of a run that was interrupted."""
    with zips.opened(file, limits()) as archive:
        entries = _pictures(archive, None, from_file=True)
        here = zip_labels.here(project, archive, entries, alive)
    among = zip_labels.Among(entries, here.numbers, arrived=True)
    with labels.match(project, file, decisions=options.decisions, find=among.finder, alive=alive) as matched:
        return labels.write(
            project,
            matched,
            by=by,
            replace=options.replace,
            op_id=op_id,
            bulk=options.bulk,
            begun=begun,
            progress=lambda done, report: progress(report),
        )


def nothing_taken(report: Mapping[str, Any]) -> str:
    """What to say of a zip that brought nothing."""
    count = report["refused"]["count"]
    if not count:
        return "The zip holds no files."
    what = "The one file in it was" if count == 1 else f"All {count:,} files in it were"
    return f"No picture of this zip was taken. {what} refused; the list tells why."


def _places(project: Project, entries: Sequence[zips.Entry]) -> dict[str, int]:
    """By path, in the order of the archive. A run that goes on takes new ones, behind those of the run before."""
    start = places.take(project.pk, len(entries)) if entries else 0
    return {entry.path: start + at for at, entry in enumerate(entries)}


def _begun(archive: zips.Archive) -> Tally:
    tally = Tally()
    for path, why in archive.refused:
        tally.refused.add(path, why)
    return tally


def _pictures(archive: zips.Archive, tally: Tally | None, *, from_file: bool) -> list[zips.Entry]:
    """The files that may be pictures. Tables and notes beside them are none, which is told, unless their labels are
    read."""
    entries = []
    for entry in archive.entries:
        if not entry.path.lower().endswith(zip_labels.BESIDE_PICTURES):
            entries.append(entry)
        elif tally and not from_file:
            tally.refused.add(entry.path, "It is no picture.")
    return entries


@dataclass(frozen=True)
class _Labels:
    """What the folders of each file tell, by its path, and the public id of each class that is not left out."""

    told: dict[str, Told]
    ids: dict[str, int]


def _labels(project: Project, archive: zips.Archive, tally: Tally, decisions: Decisions, by: Any) -> _Labels:
    """Makes the categories that are to be new; where nobody was asked, all that are missing. That takes the right to
    manage, here as everywhere."""
    told = zip_labels.told(archive)
    names = {each.name for each in told.values()} - {""}
    if decisions.categories is None:
        missing = folder.missing_categories(project, names)
        check_may_make(project, missing, by=by)
        tally.new_categories += missing
        kinds = folder.named_categories(project, names, by=by)
        return _Labels(told, {name: category.public_id for name, category in kinds.items()})
    classes = Classes(project, decisions)
    numbers = {name: classes.number(name) for name in sorted(names, key=name_key)}
    tally.new_categories += classes.make(project, by=by)
    found = {name: classes[number].category for name, number in numbers.items()}
    return _Labels(told, {name: category.public_id for name, category in found.items() if category})


@dataclass
class _Batch:
    """Pictures in memory; `end` is the place after the last file that was read for it."""

    pictures: list[tuple[zips.Entry, bytes]]
    end: int


def _batches(archive: zips.Archive, entries: Sequence[zips.Entry], start: int, refused: Listing) -> Iterator[_Batch]:
    batch, size = _Batch([], start), 0
    for at, entry in enumerate(entries[start:], start=start):
        try:
            content = archive.read(entry)
        except zips.BadEntry as problem:
            refused.add(entry.path, str(problem))
        else:
            batch.pictures.append((entry, content))
            size += len(content)
        batch.end = at + 1
        if batch.end - start >= BATCH or size >= BATCH_BYTES:
            yield batch
            start = batch.end
            batch, size = _Batch([], start), 0
    if batch.end > start:
        yield batch


def _prepared(
    project: Project, pictures: Sequence[tuple[zips.Entry, bytes]], by: Any, refused: Listing, alive: Alive
) -> list[tuple[zips.Entry, int | ingest.Prepared]]:
    """Each usable picture: the number of the asset that has its bytes, or the prepared picture."""
    hashes = [hashlib.sha256(content).hexdigest() for _, content in pictures]
    known = ingest.known_hashes(project, hashes)
    gone = withdrawn.among(project, hashes)

    def prepare(place: int) -> int | ingest.Prepared | str:
        entry, content = pictures[place]
        if hashes[place] in gone:
            return withdrawn.refusal().message
        try:
            return known.get(hashes[place]) or ingest.prepare(
                project.dataset_id, content, entry.name, sha256=hashes[place], folder=folders.tidied(entry.parents)
            )
        except Refused as refusal:
            return refusal.message

    prepared: list[tuple[zips.Entry, int | ingest.Prepared]] = []
    with ThreadPoolExecutor(THREADS) as threads:
        for (entry, _), found in zip(pictures, threads.map(prepare, range(len(pictures))), strict=True):
            alive()
            if isinstance(found, str):
                refused.add(entry.path, found)
            else:
                prepared.append((entry, found))
    return prepared


def _take(
    project: Project,
    pictures: Sequence[tuple[zips.Entry, int | ingest.Prepared]],
    spots: dict[str, int],
    by_folder: _Labels | None,
    options: Options,
    tally: Tally,
    by: Any,
    op_id: Callable[[int], str],
) -> None:
    here = [(found, entry) for entry, found in pictures if isinstance(found, int)]
    # First: it locks what is here in the order in which answering locks it again.
    ingest.came_again([(pk, folders.tidied(entry.parents), entry.name) for pk, entry in here], by=by)
    fresh = [replace(found, place=spots[entry.path]) for entry, found in pictures if isinstance(found, ingest.Prepared)]
    by_way_of = {"import": options.number} if options.number else {}
    done = iter(ingest.add_prepared(project, fresh, by=by, by_way_of=by_way_of))
    wanted: dict[int, int] = {}
    for entry, found in pictures:
        made = next(done) if isinstance(found, ingest.Prepared) else None
        if isinstance(made, Refused):
            tally.refused.add(entry.path, made.message)
            continue
        is_new = made is not None and not made.duplicate
        tally.added += is_new
        tally.already_here += not is_new
        told = by_folder.told[entry.path] if by_folder else Told()
        if by_folder and told.name in by_folder.ids:
            wanted.setdefault(made.asset.pk if made else found, by_folder.ids[told.name])  # type: ignore[arg-type]
        elif told.why or told.name:
            tally.without_class.add(entry.path, told.why or f"What its folder tells, {told.name}, was left out.")
    outcomes = give_labels.give(project, wanted, by=by, op_id=op_id, replace=options.replace, bulk=options.bulk)
    tally.labeled += outcomes[give_labels.TO_SET] + outcomes[give_labels.REPLACED]
    tally.kept += outcomes[give_labels.KEPT]
    tally.not_set += outcomes[give_labels.NOT_SET]
