"""Verbs: who belongs to a project, and as what. It counts while the project is closed."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from core.exceptions import Refused
from people import audit
from people.audit import What
from projects import access, events
from projects.models import Kind, Membership, Project

LAST = "A closed project keeps one manager at least. Make somebody else one first."


def of(project: Project) -> QuerySet[Membership]:
    return project.memberships.select_related("user").order_by("user__username")


def person(name: str) -> Any:
    """Who can be a member: an account that may sign in."""
    user = get_user_model().objects.filter(username=name, is_active=True).first()
    if user is None:
        raise Refused(f"There is nobody with the user name “{name}”.", code="not_found", field="user")
    return user


def put(project: Project, user: Any, kind: str, *, by: Any = None, request: HttpRequest | None = None) -> Membership:
    """This person is a member of that kind from now on. Refused when a manager would leave the project without any."""
    if kind not in Kind.values:
        raise Refused(f"kind is one of {', '.join(Kind.values)}.", code="bad_kind", field="kind")
    with transaction.atomic():
        project = _locked(project)
        member = Membership.objects.filter(project=project, user=user).first()
        if member is None:
            member = Membership.objects.create(project=project, user=user, kind=kind)
            audit.note(What.MEMBER_ADDED, by, user, request, project=project.slug, member=kind)
            tell_added(member, by=by)
        elif member.kind != kind:
            _keep_a_manager(project, member, by)
            before, member.kind = member.kind, kind
            member.save(update_fields=["kind"])
            audit.note(What.MEMBER_CHANGED, by, user, request, project=project.slug, member=[before, kind])
            was, told = _told(member) | {"kind": before}, _told(member)
            events.record(project, events.Kind.MEMBER_CHANGED, by=by, before=was, after=told)
    return member


def remove(project: Project, name: str, *, by: Any = None, request: HttpRequest | None = None) -> None:
    """The person of that user name is no longer a member; what they answered stays. Refused when a manager would leave
    the project without any."""
    with transaction.atomic():
        project = _locked(project)
        member = of(project).filter(user__username=name).first()
        if member is None:
            raise Refused(f"“{name}” is no member of this project.", code="not_found", field="user")
        _keep_a_manager(project, member, by)
        member.delete()
        audit.note(What.MEMBER_REMOVED, by, member.user, request, project=project.slug, member=member.kind)
        events.record(project, events.Kind.MEMBER_REMOVED, by=by, before=_told(member))


def tell_added(member: Membership, *, by: Any) -> None:
    """Those who follow the project, of a new member; `by` is the member, where it came in by a link."""
    events.record(member.project, events.Kind.MEMBER_ADDED, by=by, after=_told(member))


def _told(member: Membership) -> dict[str, str]:
    return {"user": member.user.get_username(), "kind": member.kind}


def keep_in(project: Project, closer: Any, request: HttpRequest | None) -> None:
    """Who closes a project does not shut the door behind themselves: they are its manager, unless they are staff."""
    if not access.manages_all(closer):
        put(project, closer, Kind.MANAGER, by=closer, request=request)


def _locked(project: Project) -> Project:
    """As it is now, one after the other: two managers who take each other away leave one."""
    return Project.objects.select_for_update(no_key=True).get(pk=project.pk)


def _keep_a_manager(project: Project, member: Membership, by: Any) -> None:
    """Managers do not shut themselves out. Staff may: they manage every project."""
    if not project.closed or member.kind != Kind.MANAGER or by is None or access.manages_all(by):
        return
    others = Membership.objects.filter(project=project, kind=Kind.MANAGER, user__is_active=True)
    if not others.exclude(pk=member.pk).exists():
        raise Refused(LAST, code="last_manager")
