"""Signing in and out, and one's own account."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from core.exceptions import Refused
from labeler.accounts.forms import LIFETIMES, ChangePassword, NewToken, SignIn
from people import tokens


class Login(LoginView):
    template_name = "account/login.html"
    authentication_form = SignIn
    redirect_authenticated_user = True


class Logout(LogoutView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        # Who sits here next sees no picture that was kept. Answers that were not sent yet are no cache, and stay.
        response["Clear-Site-Data"] = '"cache"'
        return response


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    action = request.POST.get("action")
    if action == "password":
        return _change_password(request)
    if action == "make-token":
        return _make_token(request)
    if action == "delete-token":
        return _delete_token(request)
    return _page(request)


def _change_password(request: HttpRequest) -> HttpResponse:
    user: Any = request.user  # nobody else gets here
    form = ChangePassword(user, request.POST)
    if not form.is_valid():
        return _page(request, status=400, form=form)
    update_session_auth_hash(request, form.save())
    said = "The password was changed. Other sessions of yours were signed out."
    if gone := tokens.revoke_after_new_password(user):
        said = f"{said} {tokens.told_as_deleted(gone)}"
    messages.success(request, said)
    return redirect("account")


def _make_token(request: HttpRequest) -> HttpResponse:
    form = NewToken(request.POST)
    if not form.is_valid():
        return _page(request, status=400, new=form)
    try:
        made, text = tokens.make(request.user, **form.wanted)
    except Refused as refusal:
        form.add_error("name", refusal.message)
        return _page(request, status=400, new=form)
    # Shown in this one answer: only its hash is kept.
    return _page(request, made=made, new_token=text)


def _delete_token(request: HttpRequest) -> HttpResponse:
    if tokens.revoke(tokens.of(request.user).filter(pk=request.POST.get("token", ""))):
        messages.success(request, "The token was deleted. Programs that use it are refused from now on.")
    return redirect("account")


def _page(request: HttpRequest, *, status: int = 200, **parts: Any) -> HttpResponse:
    user: Any = request.user
    shown = {
        "form": ChangePassword(user),
        "new": NewToken(initial={"days": str(tokens.DAYS), "access": "read"}),
        "lifetimes": LIFETIMES,
        "tokens": tokens.of(user),
        "most_tokens": tokens.MOST,
    }
    return render(request, "account/account.html", shown | parts, status=status)
