"""Verbs: take in a file of pictures or labels as a job, run it, cancel it, run it again otherwise.

The file waits in the store under a name of our own, and goes when nobody can need it any more. A run that was killed is
gone on with: pictures from the last transaction on, labels by the names of their operations.
"""

import time
import uuid
from datetime import timedelta
from functools import partial
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from annotations.imports import labels, zip_pictures, zips
from annotations.imports.reading.records import Unreadable
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
) -> Import:
    """Keep an uploaded file and put its import into the queue. Refused when it cannot be one of its kind.

    `file`: a Django file; one that lies on the store's own disk, under `file.name`, is linked instead of copied.
    `dry_run`: only look and report. `replace`: other answers too. `skip_unknown`: leave out what is not found.
    """
    _check(project, file, kind)
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
                created_by=by,
                queued_at=timezone.now(),
            )
            life.enqueue(job)
    except BaseException:
        default_storage.delete(stored)
        raise
    return job


def again(job: Import, *, by: Any, **options: bool) -> Import:
    """Another import of the same file, with other options: after a look, or after a failure. It takes the file over."""
    fields = ("dry_run", "replace", "skip_unknown", "labels_from_folders")
    with transaction.atomic():
        taken = Import.objects.idle().filter(pk=job.pk, file=job.file).exclude(file="").update(file="")
        if not taken:
            raise Refused("The file of this import is no longer here. Send it again.", code="file_gone")
        fresh = Import.objects.create(
            project=job.project,
            kind=job.kind,
            original_name=job.original_name,
            size_bytes=job.size_bytes,
            file=job.file,
            created_by=by,
            queued_at=timezone.now(),
            **{name: options.get(name, getattr(job, name)) for name in fields},
        )
        life.enqueue(fresh)
    return fresh


def run(pk: int) -> None:
    """Run an import that waits, unless somebody alive is at it or its attempts are used up. May run twice."""
    life.run(_rows(), pk, _bring_in, hopeless=HOPELESS)


def cancel(job: Import) -> Import:
    """Stop an import. What it brought in so far stays."""
    life.cancel(job)
    _let_go(job)
    return _now(job)


def sweep() -> None:
    """Put imports that nobody holds into the queue again, fail those whose attempts are used up, and clear away files
    that wait for nobody any more."""
    life.sweep(Import.objects)
    over = Import.objects.idle().exclude(file="")
    for job in over.filter(Q(state=State.CANCELLED) | Q(finished_at__lte=timezone.now() - KEPT)):
        _let_go(job)
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
    if project.imports.unfinished().count() >= MOST_WAITING:
        raise Refused(f"{MOST_WAITING} imports of this project wait already. Try again later.", code="busy")


def _store(file: Any, name: str) -> None:
    link = getattr(default_storage, "link", None)
    path = getattr(file, "path_in_work_dir", None)
    if not (path and link and link(path, name)):
        file.seek(0)
        default_storage.save(name, File(file))


def _bring_in(attempt: life.Attempt[Import]) -> None:
    job = attempt.job
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
    options = zip_pictures.Options(labels=job.labels_from_folders, replace=job.replace)
    if job.dry_run:
        files, tally = zip_pictures.dry_run(job.project, file, options)
        return tally.report() | {"files": files}
    alive = attempt.signs_of_life()
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
    if not report["added"] and not report["already_here"]:
        raise life.Failed(zip_pictures.nothing_taken(report), report=report)
    return report


def _labels(attempt: life.Attempt[Import], file: Any) -> dict[str, Any]:
    job = attempt.job
    alive = attempt.signs_of_life()
    with labels.match(job.project, file, alive=alive) as matched:
        attempt.renew(total=len(matched.wanted), progress=0)
        if job.dry_run:
            return labels.dry_run(job.project, matched, alive=alive)
        if matched.unclear and not job.skip_unknown and not _has_begun(job):
            raise life.Failed(labels.refusal(matched), report=labels.dry_run(job.project, matched, alive=alive))
        return labels.write(
            job.project,
            matched,
            by=job.created_by,
            replace=job.replace,
            op_id=partial(_op_id, job),
            progress=lambda done, report: attempt.renew(progress=done, report=report),
        )


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
    return Import.objects.select_related("project", "created_by")


def _now(job: Import) -> Import:
    return _rows().get(pk=job.pk)
