"""Verbs: take in a file of pictures or labels as a job, run it, cancel it, run it again otherwise.

The file waits in the store under a name of our own, and goes when nobody can need it any more. A run that was killed is
gone on with: pictures from the last transaction on, labels by the names of their operations.
"""

import logging
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
from django_q.tasks import async_task

from annotations.imports import label_formats, labels, zip_pictures, zips
from annotations.imports.report import clean
from annotations.models import Import
from core.exceptions import Refused
from core.jobs import leases
from core.storage import disk_full
from core.storage.scratch import work_dir
from projects.models import Project

logger = logging.getLogger("labeler.imports")

TIMEOUT = 6 * 60 * 60  # seconds that one run may take; its lease shows all the while that it is alive
MOST_WAITING = 20  # unfinished imports of a project
KEPT = timedelta(days=1)  # how long a file waits for another run
UPLOADS = "import-"  # how files in the work folder begin that are being uploaded

State, Kind = Import.State, Import.Kind
PACKED = (Kind.ZIP, Kind.EXPORT)
OVER = (State.DONE, State.FAILED, State.CANCELLED)


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
            _enqueue(job.pk)
    except BaseException:
        default_storage.delete(stored)
        raise
    return job


def again(job: Import, *, by: Any, **options: bool) -> Import:
    """Another import of the same file, with other options: after a look, or after a failure. It takes the file over."""
    fields = ("dry_run", "replace", "skip_unknown", "labels_from_folders")
    with transaction.atomic():
        taken = Import.objects.filter(pk=job.pk, file=job.file, state__in=OVER).exclude(file="").update(file="")
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
        _enqueue(fresh.pk)
    return fresh


def run(pk: int) -> None:
    """Run an import that waits, unless somebody alive is at it or its attempts are used up. May run twice."""
    owner = leases.take(Import.objects.unfinished(), pk, state=State.RUNNING)
    if owner is None:
        return
    job = Import.objects.select_related("project", "created_by").get(pk=pk)
    try:
        with default_storage.open(job.file) as file:
            report = _zip(job, owner, file) if job.kind == Kind.ZIP else _labels(job, owner, file)
        _finish(job, owner, state=State.DONE, report=report)
    except leases.LeaseLost:
        logger.info("import %s was cancelled or taken over while it ran", pk)
    except Unclear as problem:
        _finish(job, owner, state=State.FAILED, error=str(problem), report=problem.report)
    except (zips.BadZip, label_formats.Unreadable) as problem:
        _finish(job, owner, state=State.FAILED, error=str(problem))
    except Refused as problem:
        _finish(job, owner, state=State.FAILED, error=problem.message)
    except FileNotFoundError:
        _finish(job, owner, state=State.FAILED, error="The file of this import is missing from the store.")
    except OSError as problem:
        if not disk_full.is_full(problem):
            _give_back(job, owner, problem)
            raise
        _finish(job, owner, state=State.FAILED, error=disk_full.FULL)
    except Exception as problem:
        _give_back(job, owner, problem)
        raise


def cancel(job: Import) -> Import:
    """Stop an import. What it brought in so far stays."""
    stopped = Import.objects.unfinished().filter(pk=job.pk)
    if not stopped.update(state=State.CANCELLED, lease_owner=None, lease_until=None, finished_at=timezone.now()):
        raise Refused(f"The import is {_now(job).state}: there is nothing to cancel.", code="not_running")
    _let_go(job)
    return _now(job)


def sweep() -> None:
    """Put imports that nobody holds into the queue again, fail those whose attempts are used up, and clear away files
    that wait for nobody any more."""
    for job in leases.nobody_holds(Import.objects.unfinished()):
        waiting = leases.nobody_holds(Import.objects.unfinished().filter(pk=job.pk))
        if job.attempts >= leases.MOST_ATTEMPTS:
            reason = f"The import was interrupted {job.attempts} times. {job.error}".strip()
            waiting.update(state=State.FAILED, error=reason, finished_at=timezone.now())
        elif waiting.update(queued_at=timezone.now()):
            _enqueue(job.pk)
    over = Import.objects.filter(state__in=OVER).exclude(file="")
    for job in over.filter(Q(state=State.CANCELLED) | Q(finished_at__lte=timezone.now() - KEPT)):
        _let_go(job)
    _clear_uploads()


class Unclear(Exception):
    """Names that are not here, or not clear: with the report that lists them."""

    def __init__(self, message: str, report: dict[str, Any]) -> None:
        super().__init__(message)
        self.report = report


def _check(project: Project, file: Any, kind: str) -> None:
    if file.size == 0:
        raise Refused("The file is empty.", code="empty", field="file")
    if file.size > settings.MAX_IMPORT_BYTES:
        limit = settings.MAX_IMPORT_BYTES // 1_000_000
        raise Refused(f"The file is larger than the limit of {limit:,} MB.", code="too_large", field="file")
    if kind == Kind.COCO and file.size > label_formats.LARGEST_JSON:
        limit = label_formats.LARGEST_JSON // 1_000_000
        raise Refused(f"A COCO file has at most {limit:,} MB. Split it.", code="too_large", field="file")
    file.seek(0)
    is_zip = file.read(2) == b"PK"
    if is_zip != (kind in PACKED):
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


def _enqueue(pk: int) -> None:
    transaction.on_commit(lambda: async_task("annotations.tasks.run_import", pk, q_options={"timeout": TIMEOUT}))


def _op_id(job: Import, asset: int) -> str:
    return f"import-{job.pk}-{asset}"


def _zip(job: Import, owner: uuid.UUID, file: Any) -> dict[str, Any]:
    options = zip_pictures.Options(labels=job.labels_from_folders, replace=job.replace)
    if job.dry_run:
        files, tally = zip_pictures.look(job.project, file, options)
        return tally.report() | {"files": files}
    alive = leases.signs_of_life(_running(), job.pk, owner)
    return zip_pictures.bring_in(
        job.project,
        cast(BinaryIO, file),
        options,
        by=job.created_by,
        op_id=partial(_op_id, job),
        start=job.progress,
        report=job.report,
        alive=lambda total: alive(total=total),
        progress=lambda done, report: leases.renew(_running(), job.pk, owner, progress=done, report=report),
    )


def _labels(job: Import, owner: uuid.UUID, file: Any) -> dict[str, Any]:
    alive = leases.signs_of_life(_running(), job.pk, owner)
    matched = labels.match(job.project, job.kind, file, alive=alive)
    leases.renew(_running(), job.pk, owner, total=len(matched.wanted), progress=0)
    if job.dry_run:
        return labels.look(job.project, matched, alive=alive)
    if matched.unclear and not job.skip_unknown and not _has_begun(job):
        raise Unclear(labels.refusal(matched), labels.look(job.project, matched, alive=alive))
    return labels.write(
        job.project,
        matched,
        by=job.created_by,
        replace=job.replace,
        op_id=partial(_op_id, job),
        progress=lambda done, report: leases.renew(_running(), job.pk, owner, progress=done, report=report),
    )


def _has_begun(job: Import) -> bool:
    """Whether a run that was interrupted has found all names, and written some labels: the rest is to follow."""
    return job.report is not None


def _finish(job: Import, owner: uuid.UUID, *, state: str, error: str = "", **changes: Any) -> None:
    ended = _running().filter(pk=job.pk, lease_owner=owner)
    if ended.update(
        state=state, error=error, lease_owner=None, lease_until=None, finished_at=timezone.now(), **changes
    ) and (state == State.DONE and not job.dry_run):
        _let_go(job)


def _let_go(job: Import) -> None:
    """Delete the file of an import, which is over. The row first: it never promises a file that is not there."""
    if job.file and Import.objects.filter(pk=job.pk, file=job.file).update(file=""):
        default_storage.delete(job.file)


def _give_back(job: Import, owner: uuid.UUID, problem: Exception) -> None:
    """Somebody may try again, until the attempts are used up."""
    if job.attempts >= leases.MOST_ATTEMPTS:
        _finish(job, owner, state=State.FAILED, error=f"The import failed {job.attempts} times: {problem}")
    else:
        _running().filter(pk=job.pk, lease_owner=owner).update(
            state=State.QUEUED, error=str(problem), lease_owner=None, lease_until=None
        )


def _clear_uploads() -> None:
    """What was being uploaded when its process was killed."""
    for path in work_dir().glob(f"{UPLOADS}*"):
        if path.stat().st_mtime < time.time() - KEPT.total_seconds():
            path.unlink(missing_ok=True)


def _running() -> QuerySet[Import]:
    return Import.objects.filter(state=State.RUNNING)


def _now(job: Import) -> Import:
    return Import.objects.select_related("project", "created_by").get(pk=job.pk)
