"""The people of this Labeler, for staff: who comes in, as what, where they are members, when they were seen last."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.exceptions import Refused
from people.accounts import deeds, finding, last_seen, reset_links
from projects import access
from projects.joining import site_kinds
from projects.models import Kind, Membership, Project

MOST = 200
MOST_PROJECTS = 3  # that are named of a person
ONLY_STAFF = "Only staff see the people of this Labeler."
NOT_YOURS = "You may not do that to this account."


@dataclass(frozen=True)
class Person:
    """Somebody, and what whoever looks may do to them."""

    user: Any
    kind: str
    may_deactivate: bool
    may_help: bool
    may_change_kind: bool
    is_you: bool

    @property
    def is_staff(self) -> bool:
        return access.manages_all(self.user)

    @property
    def memberships(self) -> list[Membership]:
        return list(self.user.memberships.all())[:MOST_PROJECTS]

    @property
    def more(self) -> int:
        return max(0, len(self.user.memberships.all()) - MOST_PROJECTS)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    if not access.manages_all(request.user):
        raise PermissionDenied(ONLY_STAFF)
    if request.method != "POST":
        return _page(request)
    person = get_object_or_404(get_user_model(), username=request.POST.get("person", ""))
    act = ACTS.get(request.POST.get("action", ""), _unknown)
    try:
        return act(request, person)
    except Refused as refusal:
        return _page(request, status=400, problem=refusal.message)


def _deactivate(request: HttpRequest, person: Any) -> HttpResponse:
    return _put_active(request, person, False, f"{person} cannot come in any more. Name and answers stay.")


def _let_in(request: HttpRequest, person: Any) -> HttpResponse:
    return _put_active(request, person, True, f"{person} may come in again.")


def _put_active(request: HttpRequest, person: Any, active: bool, said: str) -> HttpResponse:
    _only_if(deeds.may_deactivate(request.user, person))
    deeds.put_active(person, active, request.user, request)
    messages.success(request, said)
    search = request.POST.get("search", "")
    return redirect(reverse("people") + (f"?{urlencode({'search': search})}" if search else ""))


def _make_link(request: HttpRequest, person: Any) -> HttpResponse:
    _only_if(deeds.may_help(request.user, person))
    link = request.build_absolute_uri(reset_links.make(person, request.user, request))
    return _page(request, link=link, link_of=person)  # shown in this one answer


def _change_kind(request: HttpRequest, person: Any) -> HttpResponse:
    _only_if(site_kinds.may_change(request.user))
    site_kinds.put(person, request.POST.get("kind", ""), by=request.user, request=request)
    return HttpResponse(status=204)  # the page shows it already


def _unknown(request: HttpRequest, person: Any) -> HttpResponse:
    raise Refused("There is no such action.")


ACTS: dict[str, Callable[[HttpRequest, Any], HttpResponse]] = {
    "deactivate": _deactivate,
    "let-in": _let_in,
    "reset-link": _make_link,
    "kind": _change_kind,
}


def _only_if(may: bool) -> None:
    if not may:
        raise PermissionDenied(NOT_YOURS)


def _page(request: HttpRequest, *, status: int = 200, **parts: Any) -> HttpResponse:
    search = (request.POST if request.method == "POST" else request.GET).get("search", "").strip()[:150]
    everybody = get_user_model().objects.all()
    found = everybody.filter(finding.named(search)) if search else everybody
    shown = {
        "search": search,
        "rows": [_row(request.user, user) for user in _described(found)],
        "total": found.count(),
        "deactivated": found.filter(is_active=False).count(),
        "most": MOST,
        "kinds": Kind.choices,
        "may_add": request.user.has_perm("auth.add_user"),  # type: ignore[union-attr]  # nobody else gets here
    }
    return render(request, "people/people.html", shown | parts, status=status)


def _described(found: Any) -> Any:
    """With all that a row tells: three queries, however many there are."""
    shown = Membership.objects.filter(project__in=Project.objects.present())
    memberships = shown.select_related("project").order_by("project__name", "pk")
    told = found.annotate(seen=last_seen.LAST_SEEN).prefetch_related("groups", Prefetch("memberships", memberships))
    return told.order_by("-is_active", "username")[:MOST]


def _row(viewer: Any, user: Any) -> Person:
    return Person(
        user,
        site_kinds.of(user),
        may_deactivate=deeds.may_deactivate(viewer, user),
        may_help=deeds.may_help(viewer, user),
        may_change_kind=site_kinds.may_change(viewer),
        is_you=user.pk == viewer.pk,
    )
