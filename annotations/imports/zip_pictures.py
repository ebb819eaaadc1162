"""Verb: bring in the pictures of a zip file, and, if asked, answer each with the class that its folders tell.

An interrupted run goes on where its last transaction ended: how far it came is written in that transaction.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction

from annotations.imports import folder, give_labels, zips
from annotations.imports.class_folders import ClassFolders, Told
from annotations.imports.report import Listing
from assets import folders
from assets.images import ingest, places
from core.exceptions import Refused
from projects.access import Right, rights
from projects.models import Project

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
    refused: Listing = field(default_factory=Listing)
    without_class: Listing = field(default_factory=Listing)  # that came in, and whose folders tell no class
    new_categories: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, report: dict[str, Any] | None) -> "Tally":
        if not report:
            return cls()
        counts = {name: report[name] for name in ("added", "already_here", "labeled", "kept", "new_categories")}
        without_class = Listing(report.get("without_class"))  # none in reports of older versions
        return cls(**counts, refused=Listing(report["refused"]), without_class=without_class)

    def report(self) -> dict[str, Any]:
        return {
            "added": self.added,
            "already_here": self.already_here,
            "labeled": self.labeled,
            "kept": self.kept,
            "refused": self.refused.value(),
            "without_class": self.without_class.value(),
            "new_categories": self.new_categories,
        }


@dataclass(frozen=True)
class Options:
    labels: bool = False
    replace: bool = False


def limits() -> zips.Limits:
    return zips.Limits(
        files=settings.MAX_IMPORT_FILES,
        file_bytes=settings.MAX_UPLOAD_BYTES,
        total_bytes=settings.MAX_IMPORT_UNPACKED_BYTES,
    )


def dry_run(project: Project, file: BinaryIO, options: Options) -> tuple[int, Tally]:
    """How many files the zip holds that may be pictures, those that are none, and the categories it would make."""
    with zips.opened(file, limits()) as archive:
        tally = _begun(archive)
        if options.labels:
            told = _told(archive)
            tally.new_categories = folder.missing_categories(project, _names(told))
            for entry in archive.entries:
                if why := told[entry.path].why:
                    tally.without_class.add(entry.path, why)
        return len(archive.entries), tally


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
        tally = Tally.of(report) if start else _begun(archive)
        labels = _labels(project, archive, tally, by) if options.labels else None
        total = len(archive.entries)
        alive(total)
        spots = _places(project, archive.entries[start:])
        for batch in _batches(archive, start, tally.refused):
            start = batch.end
            pictures = _prepared(project, batch.pictures, by, tally.refused, lambda: alive(total))
            with transaction.atomic():
                _take(project, pictures, spots, labels, options, tally, by, op_id)
                progress(start, tally.report())
        return tally.report()


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


def _told(archive: zips.Archive) -> dict[str, Told]:
    """What the folders of each file tell, by its path."""
    folders_of = ClassFolders([entry.certain_path for entry in archive.entries])
    return {entry.path: folders_of.of(entry.certain_path.rpartition("/")[0]) for entry in archive.entries}


def _names(told: Mapping[str, Told]) -> set[str]:
    return {each.name for each in told.values()} - {""}


@dataclass(frozen=True)
class _Labels:
    """What the folders of each file tell, by its path, and the public id of each class."""

    told: dict[str, Told]
    ids: dict[str, int]


def _labels(project: Project, archive: zips.Archive, tally: Tally, by: Any) -> _Labels:
    """Makes the categories that are missing. That takes the right to manage, here as everywhere."""
    told = _told(archive)
    missing = folder.missing_categories(project, _names(told))
    if missing and Right.MANAGE not in rights(by, project):
        shown = ", ".join(missing[:10]) + (f" and {len(missing) - 10:,} more" if len(missing) > 10 else "")
        raise Refused(
            f"Only managers of the project can make categories, and these are missing: {shown}.",
            code="permission_denied",
        )
    tally.new_categories += missing
    kinds = folder.named_categories(project, _names(told), by=by)
    return _Labels(told, {name: category.public_id for name, category in kinds.items()})


@dataclass
class _Batch:
    """Pictures in memory; `end` is the place after the last file that was read for it."""

    pictures: list[tuple[zips.Entry, bytes]]
    end: int


def _batches(archive: zips.Archive, start: int, refused: Listing) -> Iterator[_Batch]:
    batch, size = _Batch([], start), 0
    for at, entry in enumerate(archive.entries[start:], start=start):
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

    def prepare(place: int) -> int | ingest.Prepared | str:
        entry, content = pictures[place]
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
    labels: _Labels | None,
    options: Options,
    tally: Tally,
    by: Any,
    op_id: Callable[[int], str],
) -> None:
    here = [(found, entry) for entry, found in pictures if isinstance(found, int)]
    # First: it locks what is here in the order in which answering locks it again.
    ingest.came_again([(pk, folders.tidied(entry.parents), entry.name) for pk, entry in here], by=by)
    fresh = [replace(found, place=spots[entry.path]) for entry, found in pictures if isinstance(found, ingest.Prepared)]
    done = iter(ingest.add_prepared(project, fresh, by=by))
    wanted: dict[int, int] = {}
    for entry, found in pictures:
        made = next(done) if isinstance(found, ingest.Prepared) else None
        is_new = made is not None and not made.duplicate
        tally.added += is_new
        tally.already_here += not is_new
        if labels is not None and (told := labels.told[entry.path]).name:
            wanted.setdefault(made.asset.pk if made else found, labels.ids[told.name])  # type: ignore[arg-type]
        elif labels is not None and told.why:
            tally.without_class.add(entry.path, told.why)
    outcomes = give_labels.give(project, wanted, by=by, op_id=op_id, replace=options.replace)
    tally.labeled += outcomes[give_labels.TO_SET] + outcomes[give_labels.REPLACED]
    tally.kept += outcomes[give_labels.KEPT]
