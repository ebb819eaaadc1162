"""The page behind an invitation: who has an account joins by one button, a stranger makes one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from core.http import has_its_line
from labeler.accounts.answers import later
from labeler.accounts.joining.forms import TAKEN, NewAccount
from people import browsers, refusals, sign_in
from people.accounts import second_factor
from people.guessing import TooManyTries
from projects import access
from projects.joining import invitations
from projects.joining.invitations import NoGood
from projects.models import Invitation, Kind, Membership, Project

# What is asked for from this page is told the host, and not the link. Without either, forms would come from nowhere.
TELLS_NO_PATH = "strict-origin"


@login_not_required
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    try:
        response = _answer(request, token)
    except NoGood:
        refusals.say("invitation_refused", request, request.user)
        response = has_its_line(render(request, "join/no_good.html", status=404))
    response["Referrer-Policy"] = TELLS_NO_PATH
    return response


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    invitation = invitations.good(token)
    if request.method != "POST":
        return _page(request, invitation, NewAccount(request))
    return _join(request, token) if request.user.is_authenticated else _make_account(request, token, invitation)


def _join(request: HttpRequest, token: str) -> HttpResponse:
    if second_factor.is_missing(request.user):
        return redirect("second-factor")
    return _inside(request, invitations.join(token, request.user, request))


def _make_account(request: HttpRequest, token: str, invitation: Invitation) -> HttpResponse:
    form = NewAccount(request, request.POST)
    try:
        if not form.is_valid():
            return _page(request, invitation, form, status=400)
        user, project = invitations.join_as_new(
            token, form.cleaned_data["username"], form.cleaned_data["password1"], request
        )
    except TooManyTries as refusal:
        form.add_error("username", refusal.message)
        return later(_page(request, invitation, form, status=429), refusal)
    except IntegrityError:  # in the same moment
        form.add_error("username", TAKEN)
        return _page(request, invitation, form, status=400)
    sign_in.enter(request, user)
    response = _inside(request, project)
    browsers.remember(request, response, user.get_username())
    return response


def _inside(request: HttpRequest, project: Project) -> HttpResponse:
    messages.success(request, f"You are in {project.name}.")
    return redirect("project", project.slug)


def _page(request: HttpRequest, invitation: Invitation, form: NewAccount, status: int = 200) -> HttpResponse:
    shown: dict[str, Any] = {"invitation": invitation, "form": form, "may": access.MAY[Kind(invitation.kind)]}
    if request.user.is_authenticated:
        shown["member"] = Membership.objects.filter(project=invitation.project, user=request.user).first()
        shown["is_in"] = access.manages_all(request.user) or shown["member"]
    return render(request, "join/join.html", shown, status=status)
