"""The kinds of jobs that there are: what each is called, when it was asked for and ended, and the verbs of its room."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, DateTimeField, F, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse

from annotations.browse import measuring
from annotations.imports import jobs as imports
from annotations.models import Import, OddnessJob
from assets.models import Video, WithdrawalJob
from assets.videos import extraction
from core.jobs.job import Job, State
from exports.models import DatasetVersion, SplitReport, VersionFile, VersionShape
from exports.shapes import jobs as shapes
from exports.splits import reports
from exports.versions import builder
from exports.zips import jobs as zips
from labeler.deletion import deleting
from labeler.withdrawal import removal
from projects.models import DeletedProject
from webhooks import telling
from webhooks.models import Delivery

Verb = Callable[[Any, HttpRequest], Any]  # of a job, and the request of who asks for it


@dataclass(frozen=True)
class Kind:
    """`does`: how its title begins. `project`: the way from a row to its project; empty where that is no row. `asked`,
    `ended`: the moments, as expressions of a row; the latter is None where nobody keeps it, and may be null. `where`:
    the page that shows one; empty where there is none. `counts`: what its progress counts. `large`: columns that a list
    does not read; `untold`: states of those that are listed elsewhere. `retry`, `cancel` and, of one that waits for its
    time, `now`: the verbs of its room, None where it has none; `retried`: the states after which there is another try,
    of a job that `may_begin`."""

    name: str
    model: type[Job]
    does: str
    project: str
    asked: Any
    ended: Any
    where: Callable[[Any], str]
    counts: str = "image"
    tries: Callable[[Any], int] = lambda job: job.attempts
    large: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()
    retry: Verb | None = None
    cancel: Verb | None = None
    now: Verb | None = None
    retried: tuple[str, ...] = (State.FAILED,)
    may_begin: Callable[[Any], bool] = lambda job: True

    def rows(self) -> Any:
        """All jobs of this kind in projects that are there, with `moment`: when it ended, or was asked for where it has
        not, or nobody knows."""
        rows = self.model._default_manager.order_by()
        if self.project:
            rows = rows.exclude(**{f"{self.project}__in": DeletedProject.objects.values("project_id")})
        if self.ended is None:
            return rows.annotate(moment=self.asked)
        unfinished = When(state__in=self.model.unfinished_states(), then=self.asked)
        ended = Coalesce(self.ended, self.asked)
        return rows.annotate(moment=Case(unfinished, default=ended, output_field=DateTimeField()))

    def told(self, rows: Any) -> Any:
        """With what a list tells of them, and without what it does not."""
        return (rows.select_related(self.project) if self.project else rows).defer(*self.large)


VERSION = ("manifest", "frozen", "quality", "notes")

KINDS = (
    Kind(
        "version",
        DatasetVersion,
        "Build version",
        "project",
        Coalesce("queued_at", "created_at"),
        F("sealed_at"),
        lambda job: reverse("version", args=[job.project.slug, job.number]),
        large=VERSION,
        retry=lambda job, request: builder.retry(job, by=request.user),
        cancel=lambda job, request: builder.cancel(job, by=request.user, request=request),
    ),
    Kind(
        "video",
        Video,
        "Extract frames,",
        "project",
        Coalesce("queued_at", "started_at", "created_at"),
        F("finished_at"),
        lambda job: reverse("videos", args=[job.project.slug]),
        counts="frame",
        large=("facts", "scenes"),
        retry=lambda job, request: extraction.retry(job, by=request.user),
        cancel=lambda job, request: extraction.cancel(job, by=request.user),
        retried=(State.FAILED, State.CANCELLED),
    ),
    Kind(
        "import",
        Import,
        "Import",
        "project",
        F("created_at"),
        F("finished_at"),
        lambda job: reverse("import", args=[job.project.slug, job.pk]),
        counts="item",
        large=("report",),
        retry=lambda job, request: imports.again(job, by=request.user),
        cancel=lambda job, request: imports.cancel(job, by=request.user),
        may_begin=lambda job: bool(job.file),
    ),
    Kind(
        "shape",
        VersionShape,
        "Make",
        "version__project",
        Coalesce("queued_at", "requested_at"),
        None,
        lambda job: reverse("version", args=[job.version.project.slug, job.version.number]),
        large=tuple(f"version__{name}" for name in VERSION),
        retry=lambda job, request: shapes.request(job.version, job.kind, by=request.user),
    ),
    Kind(
        "zip",
        VersionFile,
        "Build again",
        "version__project",
        Coalesce("queued_at", "version__sealed_at"),
        None,
        lambda job: reverse("version", args=[job.version.project.slug, job.version.number]),
        large=tuple(f"version__{name}" for name in VERSION),
        untold=(VersionFile.State.READY,),  # every ready version has one
        retry=lambda job, request: zips.ask(job),
    ),
    Kind(
        "splits",
        SplitReport,
        "Look at the",
        "version__project",
        Coalesce("queued_at", "version__sealed_at", "version__created_at"),
        None,
        lambda job: reverse("version", args=[job.version.project.slug, job.version.number]),
        large=("by_split_and_category", *(f"version__{name}" for name in VERSION)),
        retry=lambda job, request: reports.retry(job),
    ),
    Kind(
        "odd-ones",
        OddnessJob,
        "Look for",
        "project",
        Coalesce("queued_at", "project__created_at"),
        None,
        lambda job: reverse("review", args=[job.project.slug]),
        retry=lambda job, request: measuring.retry(job),
        cancel=lambda job, request: measuring.cancel(job),
    ),
    Kind(
        "withdrawal",
        WithdrawalJob,
        "Remove the bytes of",
        "project",
        F("at"),
        F("finished_at"),
        lambda job: reverse("asset", args=[job.project.slug, job.asset]),
        retry=lambda job, request: removal.retry(job),
    ),
    Kind(
        "delivery",
        Delivery,
        "Deliver",
        "webhook__project",
        F("made_at"),
        None,  # in the order of an index
        lambda job: f"{reverse('settings-webhooks', args=[job.webhook.project.slug])}?hook={job.webhook_id}",
        tries=lambda job: job.tries,
        large=("body", "answer"),
        untold=(State.DONE,),  # there may be a million: in the log of their webhook
        retry=lambda job, request: telling.redeliver(job),
        now=lambda job, request: telling.send_now(job),
    ),
    Kind(
        "deletion",
        DeletedProject,
        "Delete",
        "",
        F("at"),
        F("finished_at"),
        lambda job: "",
        counts="row",
        retry=lambda job, request: deleting.retry(job),
    ),
)

BY_NAME = {kind.name: kind for kind in KINDS}
