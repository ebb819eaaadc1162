"""Verb: bring in a folder of this machine's disk, and, if asked, answer each image with the class its folders tell.

Safe to run again: what is here is found by its hash, and an answer that is there already is not given twice.
"""

import dataclasses
import functools
import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotations.imports import give_labels
from annotations.imports.class_folders import ClassFolders, Told
from assets import folders
from assets.images import ingest, places
from core.exceptions import Refused
from core.jobs.process_pool import pool
from core.natural_order import key_of_path
from projects import categories
from projects.models import Category, Project
from projects.names import name_key

BATCH = 100  # images of a transaction
AHEAD = 4  # pictures in work for each process
UNWANTED = {"thumbs.db", "desktop.ini"}


@dataclass
class Report:
    """What became of the files. `refused`, `without_class`: (path, why)."""

    added: int = 0
    here: int = 0
    labeled: int = 0
    kept: int = 0  # images that have another answer
    refused: list[tuple[Path, str]] = field(default_factory=list)
    without_class: list[tuple[Path, str]] = field(default_factory=list)  # that came in, and whose folders tell none

    @property
    def done(self) -> int:
        return self.added + self.here + len(self.refused)


def files_of(folder: Path) -> list[Path]:
    """The files below a folder by path, without what systems leave in folders. Links are not followed."""
    found = []
    for root, inner, names in os.walk(folder):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in sorted(names):
            path = Path(root) / name
            if not name.startswith(".") and name.lower() not in UNWANTED and not path.is_symlink():
                found.append(path)
    return found


def import_folder(
    project: Project,
    folder: Path,
    *,
    by: Any,
    labels: bool = False,
    replace: bool = False,
    link: bool = False,
    processes: int = 0,
    progress: Callable[[Report, int], object] = lambda report, total: None,
) -> Report:
    """Bring in every picture below `folder`. `labels`: answer each with the category that its folders tell (see
    `class_folders`), made when missing; another answer is kept unless `replace`. `link`: hard-link originals instead of
    copying them. `progress` is told after each batch.
    """
    paths = files_of(folder)
    told = _told(folder, paths) if labels else {}
    kinds = named_categories(project, {each.name for each in told.values()} - {""}, by=by)
    report = Report()
    prepare = functools.partial(_prepare, project.dataset_id, link, folder)
    spots = _places(project, folder, paths)
    for batch in _prepared(prepare, paths, processes or os.cpu_count() or 1):
        _take(project, batch, spots, told, kinds, replace, by, report)
        progress(report, len(paths))
    return report


def _told(folder: Path, paths: Sequence[Path]) -> dict[Path, Told]:
    within = {path: path.relative_to(folder).as_posix() for path in paths}
    classes = ClassFolders(within.values())
    return {path: classes.of(text.rpartition("/")[0]) for path, text in within.items()}


def _places(project: Project, folder: Path, paths: Sequence[Path]) -> dict[Path, int]:
    """In the order in which people count: `img9` before `img10`."""
    in_order = sorted(paths, key=lambda path: key_of_path(path.relative_to(folder).parts))
    start = places.take(project.pk, len(paths)) if paths else 0
    return {path: start + at for at, path in enumerate(in_order)}


def named_categories(project: Project, names: set[str], *, by: Any = None) -> dict[str, Category]:
    """By folder name, made when missing. Refused when one was retired: restoring it is a decision, not a side effect.

    Refused before any is made.
    """
    missing = missing_categories(project, names)
    categories.add_all(project, [categories.New(name, distinct=True) for name in missing], by=by)
    kinds = {category.name_key: category for category in project.categories.all()}
    return {name: kinds[name_key(name.strip())] for name in names}


def missing_categories(project: Project, names: set[str]) -> list[str]:
    """The names, each once, that no category has. Refused when a retired one has one, or it can be no name. Folders
    whose names are nearly equal are several classes: nobody is there to ask."""
    kinds = {category.name_key: category for category in project.categories.all()}
    taken = categories.taken_in(project)
    missing: dict[str, str] = {}
    for name in sorted(names, key=name_key):
        found = kinds.get(name_key(name.strip()))
        if found and not found.active:
            raise Refused(f"The category {found.name} was retired. Restore it, or rename the folder.", code="retired")
        if found is None and name_key(name.strip()) not in missing:
            missing[name_key(name.strip())] = categories.free_in(taken, name, distinct=True)
            taken.add(name.strip(), Category(name=name.strip()))
    return list(missing.values())


def _prepared(
    prepare: Callable[[Path], Any], paths: Sequence[Path], processes: int
) -> Iterator[list[tuple[Path, Any]]]:
    """Batches of (path, what `prepare` said of it), in order; pictures are decoded in several processes."""
    if processes == 1 or len(paths) < 2 * processes:
        done = ((path, prepare(path)) for path in paths)
        yield from _batches(done)
        return
    with pool(processes) as workers:
        yield from _batches(_in_order(workers, prepare, paths, AHEAD * processes))


def _in_order(
    workers: ProcessPoolExecutor, prepare: Callable[[Path], Any], paths: Sequence[Path], ahead: int
) -> Iterator[tuple[Path, Any]]:
    """Not all at once: their pictures would wait in memory."""
    waiting: list[tuple[Path, Future]] = []
    try:
        for path in paths:
            waiting.append((path, workers.submit(prepare, path)))
            if len(waiting) >= ahead:
                first, future = waiting.pop(0)
                yield first, future.result()
        for first, future in waiting:
            yield first, future.result()
    finally:
        for _, future in waiting:
            future.cancel()


def _batches(done: Iterator[tuple[Path, Any]]) -> Iterator[list[tuple[Path, Any]]]:
    batch = []
    for each in done:
        batch.append(each)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _prepare(dataset_id: uuid.UUID, link: bool, folder: Path, path: Path) -> ingest.Prepared | str:
    """The prepared picture, or why it is refused."""
    within = folders.tidied(path.parent.relative_to(folder).as_posix())
    try:
        ingest.check_size(path.stat().st_size)
        link_from = path if link else None
        return ingest.prepare(dataset_id, path.read_bytes(), path.name, folder=within, link_from=link_from)
    except Refused as refusal:
        return refusal.message
    except OSError as problem:
        return f"The file cannot be read: {problem.strerror}."


def _take(
    project: Project,
    batch: Sequence[tuple[Path, Any]],
    spots: dict[Path, int],
    told: dict[Path, Told],
    kinds: dict[str, Category],
    replace: bool,
    by: Any,
    report: Report,
) -> None:
    report.refused += [(path, each) for path, each in batch if isinstance(each, str)]
    usable = [(path, each) for path, each in batch if not isinstance(each, str)]
    done = ingest.add_prepared(project, [dataclasses.replace(each, place=spots[path]) for path, each in usable], by=by)
    wanted: dict[int, int] = {}
    for (path, _), each in zip(usable, done, strict=True):
        if isinstance(each, Refused):
            report.refused.append((path, each.message))
            continue
        report.here += each.duplicate
        report.added += not each.duplicate
        its = told.get(path, Told())
        if its.name:
            wanted.setdefault(each.asset.pk, kinds[its.name].public_id)
        elif its.why:
            report.without_class.append((path, its.why))
    if not wanted:
        return
    counts = give_labels.give(project, wanted, by=by, op_id=lambda pk: f"folder-{uuid.uuid4()}", replace=replace)
    report.labeled += counts[give_labels.TO_SET] + counts[give_labels.REPLACED]
    report.kept += counts[give_labels.KEPT]
