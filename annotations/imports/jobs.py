"""Verbs: take in a file of pictures or labels as a job, run it, cancel it, run it again otherwise, take it back.

The file waits in the store under a name of our own, and goes when nobody can need it any more. A run that was killed is
gone on with: pictures from the last transaction on, labels by the names of their operations.
"""

import time
import uuid
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from annotations.imports import labels, zips
from annotations.imports import undo as taking_back
from annotations.imports.classes import LEAVE_OUT, NEW, Decisions, check_may_make
from annotations.imports.pictures import zip_labels, zip_pictures
from annotations.imports.problems import Problems
from annotations.imports.reading.records import ColumnsUnclear, Unreadable
from annotations.imports.report import clean
from annotations.models import Import
from core.exceptions import Refused
from core.jobs import job as life
from core.storage.scratch import work_dir
from projects.models import Project

MOST_WAITING = 20  # unfinished imports of a project
KEPT = timedelta(days=1)  # how long a file waits for another run
UPLOADS = "import-"  # how files in the work folder begin that are being uploaded

State, Kind = life.State, Import.Kind
PACKED = (Kind.ZIP, Kind.EXPORT)
IN_VAIN = (State.FAILED, State.CANCELLED)  # of a job that may be asked for once more
NOTHING: Mapping[str, Any] = {}
HOPELESS = (zips.BadZip, Unreadable, Refused)  # the same file would fail the same way


def request_import(
    project: Project,
    *,
    file: Any,
    name: str,
    kind: str,
    by: Any,
    dry_run: bool = False,
    replace: bool = False,
    skip_unknown: bool = False,
    labels_from_folders: bool = False,
    labels_from_file: bool = False,
    decisions: Mapping[str, Any] = NOTHING,
    enqueue: bool = True,
) -> Import:
    """Keep an uploaded file and put its import into the queue. Refused when it cannot be one of its kind.

    `file`: a Django file; one that lies on the store's own disk, under `file.name`, is linked instead of copied.
    `dry_run`: only look and report. `replace`: other answers too. `skip_unknown`: leave out what is not found.
    `decisions`: what somebody said of the file, as `classes.Decisions` reads it. Without `enqueue`, whoever asks runs
    it.
    """
    _check(project, file, kind)
    _check_decisions(project, decisions, by)
    stored = f"imports/{project.dataset_id}/{uuid.uuid4()}"
    _store(file, stored)
    try:
        with transaction.atomic():
            job = Import.objects.create(
                project=project,
                kind=kind,
                original_name=clean(name.replace("\\", "/").rpartition("/")[2])[:255] or "unnamed",
                size_bytes=file.size,
                file=stored,
                dry_run=dry_run,
                replace=replace,
                skip_unknown=skip_unknown,
                labels_from_folders=labels_from_folders and kind == Kind.ZIP,
                labels_from_file=labels_from_file and kind == Kind.ZIP,
                decisions=dict(decisions),
                bulk=uuid.uuid4(),
                created_by=by,
                queued_at=timezone.now(),
            )
            job.note_request()
            if enqueue:
                life.enqueue(job)
    except BaseException:
        default_storage.delete(stored)
        raise
    return job


def again(job: Import, *, by: Any, **options: Any) -> Import:
    """Another import of the same file, with other options: after a look, or after a failure. It takes the file over."""
    fields = ("kind", "dry_run", "replace", "skip_unknown", "labels_from_folders", "labels_from_file", "decisions")
    if (kind := options.get("kind", job.kind)) != job.kind and {kind, job.kind} != {Kind.ZIP, Kind.LABELS}:
        raise Refused("A zip can be read as pictures or as labels, and nothing else.", code="bad_kind", field="kind")
    _check_decisions(job.project, options.get("decisions", job.decisions), by)
    _check_room(job.project)
    with transaction.atomic():
        taken = Import.objects.idle().filter(pk=job.pk, file=job.file).exclude(file="").update(file="")
        if not taken:
            raise Refused("The file of this import is no longer here. Send it again.", code="file_gone")
        fresh = Import.objects.create(
            project=job.project,
            original_name=job.original_name,
            size_bytes=job.size_bytes,
            file=job.file,
            bulk=uuid.uuid4(),
            created_by=by,
            queued_at=timezone.now(),
            **{name: options.get(name, getattr(job, name)) for name in fields},
        )
        fresh.note_request()
        life.enqueue(fresh)
    return fresh


def undo(job: Import, *, by: Any) -> Import:
    """Take back all answers that an import gave, as a job of its own. Refused when it gave none, still runs, or is
    being taken back already."""
    with transaction.atomic():
        job = Import.objects.select_for_update(no_key=True).get(pk=job.pk)
        _check_room(job.project)
        if job.is_unfinished:
            raise Refused("The import still runs. Cancel it, then take it back.", code="not_over")
        if undoes_of(job.pk).exists():
            raise Refused("This import is taken back already.", code="undone")
        if job.bulk is None:
            raise Refused("It is from a version that could not take imports back.", code="nothing_to_undo")
        if not (total := taking_back.count(job.bulk)):
            raise Refused("This import changed no answer.", code="nothing_to_undo")
        taken = Import.objects.create(
            project=job.project,
            kind=Kind.UNDO,
            undoes=job,
            original_name=job.original_name,
            size_bytes=job.size_bytes,
            bulk=uuid.uuid4(),
            total=total,
            created_by=by,
            queued_at=timezone.now(),
        )
        taken.note_request()
        life.enqueue(taken)
    return taken


def undoes_of(number: Any) -> QuerySet[Import]:
    """Those that take an import back, or did so and were not taken back themselves."""
    redone = Import.objects.filter(undoes=OuterRef("pk")).exclude(state__in=IN_VAIN)
    return Import.objects.filter(~Exists(redone), undoes=number).exclude(state__in=IN_VAIN)


def run(pk: int) -> None:
    """Run an import that waits, unless somebody alive is at it or its attempts are used up. May run twice."""
    life.run(_rows(), pk, _bring_in, hopeless=HOPELESS)


def cancel(job: Import, *, by: Any = None) -> Import:
    """Stop an import. What it brought in so far stays."""
    life.cancel(job, by=by)
    _let_go(job)
    return _now(job)


def sweep() -> None:
    """Put imports that nobody holds into the queue again, fail those whose attempts are used up, and clear away files
    that wait for nobody any more."""
    life.sweep(_rows())
    over = Import.objects.idle().exclude(file="", places="")
    for job in over.filter(Q(state=State.CANCELLED) | Q(finished_at__lte=timezone.now() - KEPT)):
        _let_go(job)
        _forget_places(job)
    _clear_uploads()


def _check(project: Project, file: Any, kind: str) -> None:
    if file.size == 0:
        raise Refused("The file is empty.", code="empty", field="file")
    if file.size > settings.MAX_IMPORT_BYTES:
        limit = settings.MAX_IMPORT_BYTES // 1_000_000
        raise Refused(f"The file is larger than the limit of {limit:,} MB.", code="too_large", field="file")
    file.seek(0)
    is_zip = file.read(2) == b"PK"
    if kind != Kind.LABELS and is_zip != (kind in PACKED):
        what = "is a zip file" if is_zip else "is no zip file"
        raise Refused(f"The file {what}, so it is not of the kind {kind}.", code="bad_kind", field="kind")
    _check_room(project)


def _check_room(project: Project) -> None:
    if project.imports.unfinished().count() >= MOST_WAITING:
        raise Refused(f"{MOST_WAITING} imports of this project wait already. Try again later.", code="busy")


def _check_decisions(project: Project, decisions: Mapping[str, Any], by: Any) -> None:
    """At once, where it can still be said beside the choice."""
    said = Decisions.of(decisions).categories or {}
    active = set(project.categories.filter(retired_at=None).values_list("public_id", flat=True))
    for name, what in said.items():
        if what not in (NEW, LEAVE_OUT, *active):
            raise Refused(
                f"The class {clean(name)[:100]} is to be a category that is not here, or was removed.",
                code="unknown_category",
                field="decisions",
            )
    check_may_make(project, [clean(name) for name, what in said.items() if what == NEW], by=by)


def _store(file: Any, name: str) -> None:
    link = getattr(default_storage, "link", None)
    path = getattr(file, "path_in_work_dir", None)
    if not (path and link and link(path, name)):
        file.seek(0)
        default_storage.save(name, File(file))


def _bring_in(attempt: life.Attempt[Import]) -> None:
    job = attempt.job
    if job.kind == Kind.UNDO:
        attempt.finish(State.DONE, report=_take_back(attempt))
        return
    try:
        with default_storage.open(job.file) as file:
            report = _zip(attempt, file) if job.kind == Kind.ZIP else _labels(attempt, file)
    except FileNotFoundError:
        raise life.Failed("The file of this import is missing from the store.") from None
    attempt.finish(State.DONE, report=report)
    if not job.dry_run:
        _let_go(job)


def _op_id(job: Import, asset: int) -> str:
    return f"import-{job.pk}-{asset}"


def _zip(attempt: life.Attempt[Import], file: Any) -> dict[str, Any]:
    job = attempt.job
    options = zip_pictures.Options(
        labels=job.labels_from_folders and not job.labels_from_file,
        from_file=job.labels_from_file,
        replace=job.replace,
        decisions=Decisions.of(job.decisions),
        bulk=job.bulk,
        number=job.pk,
    )
    alive = attempt.signs_of_life()
    if job.dry_run or (job.labels_from_file and not _has_begun(job)):
        report = zip_pictures.dry_run(job.project, file, options, keep=partial(_keep_places, attempt), alive=alive)
        if job.dry_run:
            return report
        if why := zip_labels.unclear(report["label_file"], skip_unknown=job.skip_unknown):
            raise life.Failed(why, report=report)
    report = zip_pictures.bring_in(
        job.project,
        cast(BinaryIO, file),
        options,
        by=job.created_by,
        op_id=partial(_op_id, job),
        start=job.progress,
        report=job.report,
        alive=lambda total: alive(total=total),
        progress=lambda done, report: attempt.renew(progress=done, report=report),
    )
    is_bare = job.labels_from_file and not report["refused"]["count"]  # nothing but the file of labels
    if not report["added"] and not report["already_here"] and not is_bare:
        raise life.Failed(zip_pictures.nothing_taken(report), report=report)
    if job.labels_from_file:
        report["labels"] = zip_pictures.set_labels(
            job.project,
            cast(BinaryIO, file),
            options,
            by=job.created_by,
            op_id=partial(_op_id, job),
            alive=alive,
            begun=report.get("labels"),
            progress=lambda labels: attempt.renew(report=report | {"labels": labels}),
        )
    return report


def _labels(attempt: life.Attempt[Import], file: Any) -> dict[str, Any]:
    job = attempt.job
    alive = attempt.signs_of_life()
    try:
        with labels.match(job.project, file, decisions=Decisions.of(job.decisions), alive=alive) as matched:
            attempt.renew(total=len(matched.wanted), progress=0)
            if job.dry_run or (matched.unclear and not job.skip_unknown and not _has_begun(job)):
                report = labels.dry_run(job.project, matched, alive=alive)
                _keep_places(attempt, matched.problems)
                if job.dry_run:
                    return report
                raise life.Failed(labels.refusal(matched), report=report)
            return labels.write(
                job.project,
                matched,
                by=job.created_by,
                replace=job.replace,
                op_id=partial(_op_id, job),
                bulk=job.bulk,
                begun=job.report,
                progress=lambda done, report: attempt.renew(progress=done, report=report),
            )
    except ColumnsUnclear as problem:
        report = labels.unclear_columns(problem.columns, str(problem))
        if job.dry_run:
            return report
        raise life.Failed(str(problem), report=report) from None


def _take_back(attempt: life.Attempt[Import]) -> dict[str, Any]:
    job = attempt.job
    assert job.undoes is not None, "an undo is of something"
    assert job.undoes.bulk is not None, "what gave answers has one"
    assert job.bulk is not None, "every new import has one"
    return taking_back.take_back(
        job.project,
        job.undoes.bulk,
        by=job.created_by,
        own=job.bulk,
        start=job.report,
        progress=lambda done, report: attempt.renew(progress=done, report=report),
    )


def _keep_places(attempt: life.Attempt[Import], problems: Problems) -> None:
    """The row first: what is in the store is always known to one."""
    job = attempt.job
    _forget_places(job)  # of a run before this one
    if problems.count:
        job.places = f"imports/{job.project.dataset_id}/{uuid.uuid4()}.csv"
        attempt.renew(places=job.places)
        default_storage.save(job.places, File(problems.file()))


def _forget_places(job: Import) -> None:
    if job.places and Import.objects.filter(pk=job.pk, places=job.places).update(places=""):
        default_storage.delete(job.places)


def _has_begun(job: Import) -> bool:
    """Whether a run that was interrupted has found all names, and written some labels: the rest is to follow."""
    return job.report is not None


def _let_go(job: Import) -> None:
    """Delete the file of an import, which is over. The row first: it never promises a file that is not there."""
    if job.file and Import.objects.filter(pk=job.pk, file=job.file).update(file=""):
        default_storage.delete(job.file)


def _clear_uploads() -> None:
    """What was being uploaded when its process was killed."""
    for path in work_dir().glob(f"{UPLOADS}*"):
        if path.stat().st_mtime < time.time() - KEPT.total_seconds():
            path.unlink(missing_ok=True)


def _rows() -> QuerySet[Import]:
    return Import.objects.select_related("project", "created_by", "undoes")


def _now(job: Import) -> Import:
    return _rows().get(pk=job.pk)
