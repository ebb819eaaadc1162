"""Verbs: a link by which people come into a project, without e-mail. It carries 192 random bits that nobody guesses, so
tries are not counted; kept of it is a hash, so it can be shown only right after it is made.

It is good while whoever made it manages the project. Nobody gets more by it than labeler or reviewer, and only a new
account gets a site-wide kind: without one it would be in no group, which in open projects may more than a reviewer.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from core.exceptions import Refused
from people import audit
from people.audit import What
from projects import access, members
from projects.access import Right
from projects.joining import site_kinds
from projects.models import Invitation, InvitationUse, Membership, Project

DAYS = 7  # that a link is good when nobody says otherwise
MOST_DAYS = Invitation.MOST_DAYS
USES = 1
MOST_USES = Invitation.MOST_USES
MOST_OPEN = 20  # of a project
MOST_OTHERS = 10  # that are listed


class NoGood(Refused):
    """Whatever is wrong with a link: who tries one learns no more."""

    def __init__(self) -> None:
        super().__init__("This invitation does not work.", code="not_found")


def of(project: Project) -> QuerySet[Invitation]:
    """All of a project, the newest first, each with who made it, whether they still manage the project, and who used
    it."""
    used_by = Prefetch("used_by", InvitationUse.objects.select_related("user").order_by("pk"))
    managers = get_user_model().objects.filter(access.managers(project))
    told = project.invitations.annotate(maker_manages=Exists(managers.filter(pk=OuterRef("made_by"))))
    return told.select_related("made_by").prefetch_related(used_by).order_by("-pk")


def listed(project: Project) -> list[Invitation]:
    """Those that are open, and the newest of the others, each part the newest first. Four queries."""
    open_ones = list(of(project).filter(pk__in=project.invitations.open().values("pk")))
    others = of(project).exclude(pk__in=[each.pk for each in open_ones])
    return [*open_ones, *others[:MOST_OTHERS]]


def make(
    project: Project,
    kind: str,
    *,
    days: int = DAYS,
    uses: int = USES,
    by: Any,
    request: HttpRequest | None = None,
) -> tuple[Invitation, str]:
    """A new invitation and the token of its link, which is kept nowhere. Raises Refused when kind, days or uses will
    not do, or too many links are open."""
    _refuse_unfit(kind, days, uses)
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        # Nobody makes one too many by asking twice.
        project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
        if project.invitations.open().count() >= MOST_OPEN:
            raise Refused(f"A project has at most {MOST_OPEN} open invitations. End one first.", code="too_many")
        now = timezone.now()
        invitation = project.invitations.create(
            kind=kind, token_hash=_hash(token), made_by=by, made_at=now, ends_at=now + timedelta(days=days), uses=uses
        )
        audit.note(What.INVITATION_MADE, by, invitation, request, **_told(invitation), days=days, uses=uses)
    return invitation, token


def _refuse_unfit(kind: str, days: int, uses: int) -> None:
    kinds = [value for value, _ in Invitation.KINDS]
    if kind not in kinds:
        raise Refused(f"An invitation is for a {' or a '.join(kinds)}.", code="bad_kind", field="kind")
    if not 1 <= days <= MOST_DAYS:
        raise Refused(f"A link is good for 1 to {MOST_DAYS} days.", code="bad_days", field="days")
    if not 1 <= uses <= MOST_USES:
        raise Refused(f"A link is good for 1 to {MOST_USES} people.", code="bad_uses", field="uses")


def end(project: Project, number: int, *, by: Any, request: HttpRequest | None = None) -> None:
    """The link opens nothing from now on; who came in by it stays. Raises Refused when the project has no such one."""
    with transaction.atomic():
        invitation = project.invitations.select_for_update().filter(pk=number).first()
        if invitation is None:
            raise Refused("There is no such invitation.", code="not_found")
        if invitation.state == "open":
            invitation.ended_at = timezone.now()
            invitation.save(update_fields=["ended_at"])
            audit.note(What.INVITATION_ENDED, by, invitation, request, **_told(invitation))


# --- used ---


def good(token: str, *, locked: bool = False) -> Invitation:
    """The invitation of a link that somebody can use now. Raises NoGood."""
    found = Invitation.objects.open().filter(token_hash=_hash(token)).select_related("project", "made_by")
    invitation = (found.select_for_update(of=("self",)) if locked else found).first()
    if invitation is None or Right.MANAGE not in access.rights(invitation.made_by, invitation.project):
        raise NoGood
    return invitation


def join(token: str, user: Any, request: HttpRequest) -> Project:
    """Somebody with an account comes in. Members stay what they are, and staff manage the project anyway: they use
    nothing up. Nobody's site-wide kind is touched. Raises NoGood."""
    with transaction.atomic():
        invitation = good(token, locked=True)
        if not (access.manages_all(user) or _member(invitation.project, user)):
            _use(invitation, user, request, new_account=False)
    return invitation.project


def _member(project: Project, user: Any) -> Membership | None:
    """Of a project that nobody else changes the members of meanwhile."""
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    return Membership.objects.filter(project=project, user=user).first()


def join_as_new(token: str, name: str, password: str, request: HttpRequest) -> tuple[Any, Project]:
    """A new account and its project. It is what the invitation says there, and in all open projects. `name` and
    `password` are those of a form that looked at them. Raises NoGood, and IntegrityError when somebody has just taken
    the name; nothing is used up by either."""
    with transaction.atomic():
        invitation = good(token, locked=True)
        user = get_user_model().objects.create_user(name, password=password)
        user.groups.add(site_kinds.group(invitation.kind))
        _use(invitation, user, request, new_account=True)
    return user, invitation.project


def _use(invitation: Invitation, user: Any, request: HttpRequest, *, new_account: bool) -> None:
    member = Membership.objects.create(project=invitation.project, user=user, kind=invitation.kind)
    InvitationUse.objects.create(invitation=invitation, user=user, new_account=new_account)
    invitation.used += 1
    invitation.save(update_fields=["used"])
    facts = {"invitation": invitation.pk, "made_by": invitation.made_by.get_username(), "new_account": new_account}
    audit.note(What.INVITATION_USED, user, user, request, **_told(invitation), **facts)
    members.tell_added(member, by=user)


def _told(invitation: Invitation) -> dict[str, str]:
    return {"project": invitation.project.slug, "member": invitation.kind}


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
