"""Who may do what in which project: the one answer for pages, API, media, uploads, downloads, jobs and counts."""

import json
import logging
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, F, Func, Q
from django.http import Http404
from rest_framework.permissions import SAFE_METHODS, BasePermission

from core.exceptions import as_told
from projects.models import DeletedProject, Kind, Membership, Project, ProjectQuerySet

logger = logging.getLogger("labeler")


class Right(StrEnum):
    ANSWER = "answer"  # and see the project: its images, labels and numbers
    REVIEW = "review"  # approve, change what others answered, check samples
    CURATE = "curate"  # images and videos in and out, dataset versions and their downloads
    MANAGE = "manage"  # categories, settings, members


ALL = frozenset(Right)
NONE: frozenset[Right] = frozenset()
OF_KIND = {
    Kind.LABELER: frozenset({Right.ANSWER}),
    Kind.REVIEWER: frozenset({Right.ANSWER, Right.REVIEW}),
    Kind.MANAGER: ALL,
}
OF_NO_KIND = ALL - {Right.MANAGE}  # in an open project
# The same in words, as pages tell it. The rights of a kind are those of the one before, and more.
MAY = {
    Kind.LABELER: "Sees the images, labels and numbers. Labels what nobody has answered, and changes own answers.",
    Kind.REVIEWER: "Also approves, changes what others answered, changes many at once, and checks samples.",
    Kind.MANAGER: "Also brings images and videos in and out, imports labels, makes and downloads versions, and changes "
    "categories, people and settings.",
}
MAY_OF_NO_KIND = "All that a reviewer may, and images, videos, imports and versions."

# Every call and page asks this. Put together by the ORM each time, it took a sixth of what an answer computes.
KIND_OF = f"""
    CASE WHEN {{closed}}
    THEN (
        SELECT kind FROM {Membership._meta.db_table}
        WHERE project_id = {{pk}} AND user_id = %s
    )
    ELSE (
        SELECT name FROM {Group._meta.db_table} AS named
        JOIN {Group.user_set.through._meta.db_table} AS joined ON joined.group_id = named.id
        WHERE joined.user_id = %s AND name IN ({", ".join(f"'{kind}'" for kind in Kind)})
        ORDER BY CASE name {" ".join(f"WHEN '{kind}' THEN {place}" for place, kind in enumerate(Kind))} END DESC
        LIMIT 1
    )
    END
"""  # noqa: S608 - of names in this program

WHY = {
    Right.ANSWER: "You can no longer answer in this project.",
    Right.REVIEW: "Only reviewers and managers of this project can do that.",
    Right.CURATE: "Images and versions of this project are for its managers.",
    Right.MANAGE: "Only managers of this project and staff can change it.",
}


def rights(user: Any, project: Project) -> frozenset[Right]:
    """What this user may do in the project. Nothing: for them it does not exist."""
    if not user.is_authenticated or not user.is_active or _is_deleted(project):
        return NONE
    if manages_all(user):
        return ALL
    kinds = Project.objects.filter(pk=project.pk).values_list("closed", _KindOf(user.pk))
    return _rights(*kinds[0]) if kinds else NONE


def _rights(closed: bool, kind: str | None) -> frozenset[Right]:
    if kind is not None:
        return OF_KIND[Kind(kind)]
    return NONE if closed else OF_NO_KIND


def visible_to(user: Any) -> ProjectQuerySet:
    """The projects in which this user has any right."""
    if not user.is_authenticated or not user.is_active:
        return Project.objects.none()
    if manages_all(user):
        return Project.objects.present()
    return Project.objects.present().filter(
        Q(closed=False) | Q(pk__in=Membership.objects.filter(user=user.pk).values("project"))
    )


def asked_by(user: Any) -> ProjectQuerySet:
    """The same; each tells its `rights` after `with_rights`, without another query."""
    return _with_kind(visible_to(user), user)


def _with_kind(projects: ProjectQuerySet, user: Any) -> ProjectQuerySet:
    if manages_all(user):
        return projects  # who may do all needs no other word
    return projects.annotate(kind_of_asker=_KindOf(user.pk))


def with_rights(project: Project, user: Any) -> Project:
    """A project that this user `asked_by`."""
    asked: Any = project  # with a column that only a query has
    project.rights = ALL if manages_all(user) else _rights(project.closed, asked.kind_of_asker)
    return project


def project_for(user: Any, slug: str, right: Right = Right.ANSWER) -> Project:
    """The project with this user's `rights`; 404 when they may not see it, the same as when it is not there.

    Raises PermissionDenied when they see it, and lack this right.
    """
    may_look = user.is_authenticated and user.is_active
    # Whether they may see it is told by their rights: asked again in the query, it would take longer to write that than
    # to answer it.
    found = _with_kind(Project.objects.filter(slug=slug), user).first() if may_look else None
    project = with_rights(found, user) if found and not _is_deleted(found) else None
    if project is None or not project.rights:
        raise Http404("No Project matches the given query.")
    if right not in project.rights:
        logger.warning("Refused to %s: %s in %s", json.dumps(user.get_username()), right, project.slug)
        raise as_told(PermissionDenied(WHY[right]))
    return project


def _is_deleted(project: Project) -> bool:
    """Asked of those in the archive alone: no other one is deleted."""
    return project.archived_at is not None and DeletedProject.objects.filter(project_id=project.pk).exists()


def managers(project: Project) -> Q:
    """For a query of people: who manages this project. It may find somebody twice."""
    if project.closed:
        of_kind = Q(memberships__project=project, memberships__kind=Kind.MANAGER)
    else:
        of_kind = Q(groups__name=Kind.MANAGER)
    return Q(is_active=True) & (Q(is_staff=True) | Q(is_superuser=True) | of_kind)


def manages_all(user: Any) -> bool:
    """Staff manage every project, closed ones too."""
    return bool(user.is_staff or user.is_superuser)


class _KindOf(Func):
    """For a query of projects, under whatever name it has them: the kind of this user there; of several groups the one
    that may most."""

    def __init__(self, user: int) -> None:
        super().__init__(F("closed"), F("pk"), output_field=CharField())
        self.user = user

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> tuple[str, tuple[str | int, ...]]:
        closed, pk = (compiler.compile(each)[0] for each in self.get_source_expressions())
        return KIND_OF.format(closed=closed, pk=pk), (self.user, self.user)


class StaffMakes(BasePermission):
    """Everybody who logged in lists projects; staff also make them."""

    message = "Only staff can make projects."

    def has_permission(self, request: Any, view: Any) -> bool:
        user = request.user
        return bool(user and user.is_authenticated and (request.method in SAFE_METHODS or user.is_staff))
