"""Verb: delete a project whole. A row says so first; from then on it is there for nobody, and the database lets go of
its rows (projects 0015). A job takes them away, then the files, then the project's own row.

Rows go without a look at what they say: killed anywhere, the next run goes on with what is left. Somebody who was let
in before may write until the project's row is gone, and the database refuses to let go of what that points at: then it
is begun again.
"""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from annotations.models import Annotation
from assets.uploads import resumable
from core.exceptions import Refused
from core.jobs import job as life
from core.jobs.job import State
from labeler.deletion import files, tables
from people import audit
from people.audit import What
from projects import categories
from projects.models import DeletedProject, Membership, Project
from webhooks import hooks
from webhooks.models import Delivery

ONLY_SUPERUSERS = "Only a superuser deletes a project."
LATE = timedelta(hours=1)  # after its end, in which a run or an upload that was let in before may still leave a file


def held(project: Project) -> dict[str, int]:
    """What goes with it, as people count it."""
    return {
        "images": project.assets.count(),
        "annotations": Annotation.objects.filter(asset__project=project).count(),
        "videos": project.videos.count(),
        "versions": project.versions.count(),
        "people": Membership.objects.filter(project=project).count(),
    }


def request(project: Project, *, confirm: str, by: Any, request: HttpRequest | None = None) -> DeletedProject:
    """Delete an archived project, for ever. `confirm`: its slug, as somebody typed it. Refused where that is another,
    and while the project is in use (not_archived)."""
    if confirm != project.slug:
        raise Refused(f"Type {project.slug} to delete it.", code="not_confirmed", field="confirm")
    counts = held(project)  # before: on SQLite all who write wait from here
    with transaction.atomic():
        there = Project.objects.select_for_update(no_key=True).filter(pk=project.pk).first()
        if there is None or DeletedProject.objects.filter(project_id=project.pk).exists():
            raise Refused("There is no such project.", code="not_found")
        if there.archived_at is None:
            raise Refused("Only an archived project can be deleted. Archive it first.", code="not_archived")
        now = timezone.now()
        deleted = DeletedProject.objects.create(
            project_id=there.pk,
            slug=there.slug,
            dataset_id=there.dataset_id,
            name=there.name,
            by_id=by.pk,
            by=by.get_username(),
            at=now,
            counts=counts,
            queued_at=now,
        )
        audit.note(What.PROJECT_DELETED, by, there, request, slug=there.slug, **counts)
        _take_out_of_use(there.pk)
        life.enqueue(deleted)
    return deleted


def run(pk: int) -> None:
    """Go on with a deletion, unless somebody alive is at it or its attempts are used up. May run twice."""
    life.run(DeletedProject.objects.all(), pk, _delete)


def retry(deleted: DeletedProject) -> None:
    """Refused where it has not failed."""
    life.retry(deleted)


def sweep() -> None:
    """See to the deletions that nobody goes on with, and to what came late."""
    life.sweep(DeletedProject.objects.all())
    for deleted in DeletedProject.objects.filter(state=State.DONE, finished_at__gt=timezone.now() - LATE):
        files.delete(deleted.dataset_id, lambda: None)


def _take_out_of_use(project: int) -> None:
    """Its jobs end, without a word: each finds at its next sign of life that it is no longer the worker's. Its webhooks
    are silent, and its name is free."""
    # In the order in which the end of a job locks them: the job, then the webhooks that are told of it.
    for model, table in tables.jobs().items():
        if model is not Delivery:
            unfinished = table.rows(project).filter(state__in=model.unfinished_states())
            unfinished.update(state=State.CANCELLED, lease_owner=None, lease_until=None)
    hooks.silence(project)
    categories.part(project)  # or the database would hold one back for a child that goes later
    Project.objects.filter(pk=project).update(closed=True)  # of closed ones names may repeat


def _delete(attempt: life.Attempt[DeletedProject]) -> None:
    deleted = attempt.job
    progress = _Progress(attempt)
    progress.count_what_is_left()
    while not _pass(deleted, progress):
        pass
    attempt.finish(State.DONE, progress=progress.gone)


class _Progress:
    """How far it is, in rows. Who gets any further makes no failed attempt: of a large project any number of workers
    may do a part."""

    def __init__(self, attempt: life.Attempt[DeletedProject]) -> None:
        self._alive = attempt.signs_of_life()
        self._attempt = attempt
        self.gone = 0

    def count_what_is_left(self) -> None:
        left = 0
        for some in tables.count(self._attempt.job.project_id):
            left += some
            self._alive()
        total = self._attempt.job.total
        if total is None:
            total = left
            self._attempt.renew(total=total)
        self.gone = max(0, total - left)

    def went(self, rows: int) -> None:
        self.gone += rows
        self._alive(progress=self.gone, attempts=1)

    def goes_on(self) -> None:
        self._alive()


def _pass(deleted: DeletedProject, progress: _Progress) -> bool:
    """Whether all is gone. Raises IntegrityError where nothing went, and something is left all the same."""
    before = progress.gone
    with transaction.atomic():
        _take_out_of_use(deleted.project_id)  # also what somebody asked for who was let in before
    resumable.forget_bytes(deleted.project_id)
    try:
        for gone in tables.delete(deleted.project_id):
            progress.went(gone)
        files.delete(deleted.dataset_id, progress.goes_on)
        _delete_project(deleted)
    except IntegrityError:
        if progress.gone == before:
            raise
        return False
    files.delete(deleted.dataset_id, progress.goes_on)
    return True


def _delete_project(deleted: DeletedProject) -> None:
    """Raises IntegrityError at the end of the transaction, while a row points at it."""
    rows = Project.objects.filter(pk=deleted.project_id)
    with transaction.atomic():
        rows._raw_delete(rows.db)
