"""The rows of the list of projects, read from what is stored."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from annotations.mending import came_back
from annotations.models import AnnotationEvent
from annotations.statistics.counts import keep_totals
from assets.models import Asset, Video
from assets.states import ANSWERED, FILTERS, Status
from exports.models import DatasetVersion
from projects import access
from projects.access import Right

MOST_PROJECTS = 200
COVERS = 4
# Who worked where last is read from the newest events only: the cost stays the same when there are millions.
RECENT_EVENTS = 20_000


@dataclass
class ProjectRow:
    """One row of the list of projects."""

    project: Any  # a Project with what `_described` adds
    by_status: dict[str, int]
    active_at: datetime | None
    came_back: int = 0  # to who asks: own labels that somebody else sent back

    @property
    def total(self) -> int:
        return sum(self.by_status.values())

    @property
    def unlabeled(self) -> int:
        return self.by_status[Status.UNLABELED]

    @property
    def waits_for_labels(self) -> bool:
        return bool(self.unlabeled and self.project.category_count)

    @property
    def in_review(self) -> int:
        return sum(self.by_status[status] for status in FILTERS["in_review"][1])

    @property
    def not_built(self) -> int:
        """Versions that failed, told to those who make them."""
        return self.project.failed_versions or 0 if Right.CURATE in self.project.rights else 0

    @property
    def not_extracted(self) -> int:
        """Videos whose frames were not taken, told to those who bring them in."""
        return self.project.failed_videos or 0 if Right.CURATE in self.project.rights else 0

    @property
    def covers(self) -> list[int | None]:
        return [getattr(self.project, f"cover_{place}") for place in range(COVERS)]

    @property
    def next_step(self) -> str:
        """The one useful action: label, else review, else versions; before all that, set up. None: all that is left is
        for others."""
        step, right = self._next()
        return step if right in self.project.rights else ""

    def _next(self) -> tuple[str, Right]:
        if not self.project.category_count:
            return "setup", Right.MANAGE
        if not self.total:
            return "upload", Right.CURATE
        if self.unlabeled:
            return "label", Right.ANSWER
        return ("review", Right.REVIEW) if self.in_review else ("versions", Right.CURATE)


def visible_rows(user: Any, search: str = "") -> list[ProjectRow]:
    """The projects that this user may see, by last activity. Three queries, however many there are, and one more where
    images need review."""
    projects = list(_described(access.asked_by(user).active(), search)[:MOST_PROJECTS])
    ids = [project.pk for project in projects]
    counts: dict[int, dict[str, int]] = {pk: {status.value: 0 for status in ANSWERED} for pk in ids}
    rows = Asset.objects.present().filter(project__in=ids).order_by().values_list("project", "status")
    for pk, status, count in rows.annotate(count=Count("id")):
        counts[pk][status] = count
    for project in projects:
        access.with_rights(project, user)
        keep_totals(project, counts[project.pk])
    answered = _last_answers(ids)
    back = came_back.counts([project for project in projects if counts[project.pk][Status.NEEDS_REVIEW]], user)
    listed = [ProjectRow(project, counts[project.pk], None, back.get(project.pk, 0)) for project in projects]
    for row in listed:
        row.active_at = _active_at(row, answered.get(row.project.pk))
    return sorted(listed, key=lambda row: (row.active_at or row.project.created_at, row.project.pk), reverse=True)


def _described(projects: Any, search: str) -> Any:
    """With everything a row tells apart from counts by state; each a look into an index."""
    newest = Asset.objects.filter(project=OuterRef("pk")).order_by("-id")
    ready = DatasetVersion.objects.filter(project=OuterRef("pk"), state=DatasetVersion.State.READY).order_by("-number")
    covers = {f"cover_{place}": Subquery(newest.present().values("pk")[place : place + 1]) for place in range(COVERS)}
    if search:
        projects = projects.filter(name_key__contains=search.casefold())
    return projects.annotate(
        category_count=Count("categories", filter=Q(categories__retired_at=None)),
        uploaded_at=Subquery(newest.values("created_at")[:1]),
        latest_version=Subquery(ready.values("number")[:1]),
        versioned_at=Subquery(ready.values("created_at")[:1]),
        failed_versions=_count(DatasetVersion.objects.not_built()),
        failed_videos=_count(Video.objects.filter(state=Video.State.FAILED)),
        **covers,
    ).order_by("-pk")


def _count(rows: QuerySet[Any]) -> Subquery:
    """Of the rows of each project; null where there are none."""
    of_project = rows.filter(project=OuterRef("pk")).order_by().values("project")
    return Subquery(of_project.annotate(count=Count("pk")).values("count"))


def _last_answers(ids: list[int]) -> dict[int, datetime]:
    recent = AnnotationEvent.objects.order_by("-pk").values("pk")[:RECENT_EVENTS]
    return dict(
        AnnotationEvent.objects.filter(pk__in=recent, asset__project__in=ids)
        .order_by()
        .values_list("asset__project")
        .annotate(at=Max("at"))
    )


def _active_at(row: ProjectRow, answered_at: datetime | None) -> datetime | None:
    """When somebody last did something here; None when that was an answer so long ago that it was not looked for."""
    if answered_at is None and row.total > row.unlabeled:
        return None
    project = row.project
    moments: list[datetime | None] = [project.created_at, project.uploaded_at, project.versioned_at, answered_at]
    return max(moment for moment in moments if moment is not None)
