"""Signing in and out, and one's own account."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from core.exceptions import Refused
from labeler.accounts.forms import LIFETIMES, ChangePassword, NewToken, SignIn
from people import account_deeds, audit, browsers, sign_in, tokens
from people.audit import What
from people.guessing import TooManyTries
from people.models import TokenFacts

# Who sits here next sees no picture that was kept. Answers that were not sent yet are no cache, and stay.
CLEARED = '"cache"'


class Login(LoginView):
    template_name = "account/login.html"
    authentication_form = SignIn
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except TooManyTries as refusal:
            page = render(request, "account/locked_out.html", {"refusal": refusal}, status=429)
            return _later(page, refusal)

    def form_valid(self, form: Any) -> HttpResponse:
        sign_in.enter(self.request, form.get_user())
        response = redirect(self.get_success_url())
        browsers.remember(self.request, response, form.get_user().get_username())
        return response


@login_not_required
def admin_login(request: HttpRequest) -> HttpResponse:
    """Django's admin has a page of its own for signing in; ours is the one that counts, so it leads there."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
    if not request.user.is_staff:
        raise PermissionDenied
    return redirect("admin:index")


class Logout(LogoutView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            audit.note(What.SIGNED_OUT, request.user, request.user, request)
            response = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = CLEARED
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
    if action == "sign-out-elsewhere":
        return _sign_out_elsewhere(request)
    if action == "sign-out-everywhere":
        return _sign_out_everywhere(request)
    return _page(request)


def _change_password(request: HttpRequest) -> HttpResponse:
    user: Any = request.user  # nobody else gets here
    form = ChangePassword(request, request.POST)
    try:
        valid = form.is_valid()
    except TooManyTries as refusal:
        form.add_error("old_password", refusal.message)
        return _later(_page(request, status=429, form=form), refusal)
    if not valid:
        return _page(request, status=400, form=form)
    with transaction.atomic():
        update_session_auth_hash(request, form.save())
        gone = tokens.revoke_after_new_password(user)
        audit.note(What.PASSWORD_CHANGED, user, user, request)
    said = "The password was changed. Other sessions of yours were signed out."
    if gone:
        said = f"{said} {tokens.told_as_deleted(gone)}"
    messages.success(request, said)
    response = redirect("account")
    browsers.remember(request, response, user.get_username())
    return response


def _later(response: HttpResponse, refusal: TooManyTries) -> HttpResponse:
    response["Retry-After"] = str(refusal.seconds)
    return response


def _make_token(request: HttpRequest) -> HttpResponse:
    form = NewToken(request, request.POST)
    try:
        valid = form.is_valid()
    except TooManyTries as refusal:
        form.add_error("password", refusal.message)
        return _later(_page(request, status=429, new=form), refusal)
    if not valid:
        return _page(request, status=400, new=form)
    try:
        with transaction.atomic():
            made, text = tokens.make(request.user, **form.wanted)
            _note_token(What.TOKEN_MADE, made, request)
    except Refused as refusal:
        form.add_error("name", refusal.message)
        return _page(request, status=400, new=form)
    # Shown in this one answer: only its hash is kept.
    return _page(request, made=made, new_token=text)


def _delete_token(request: HttpRequest) -> HttpResponse:
    found = list(tokens.of(request.user).filter(pk=request.POST.get("token", "")))
    with transaction.atomic():
        for facts in found:
            _note_token(What.TOKEN_REVOKED, facts, request)
        gone = tokens.revoke(found)
    if gone:
        messages.success(request, "The token was deleted. Programs that use it are refused from now on.")
    return redirect("account")


def _sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    ended = account_deeds.sign_out_everywhere(request.user, request.user, request, but_here=True)
    others = "1 other session was ended." if ended == 1 else f"{ended or 'No'} other sessions were ended."
    messages.success(request, f"You are signed in here alone. {others}")
    return redirect("account")


def _sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    account_deeds.sign_out_everywhere(request.user, request.user, request)
    return _as_signed_out(request)


def _as_signed_out(request: HttpRequest) -> HttpResponse:
    """The session is over, in the database already or now."""
    logout(request)
    response = redirect("login")
    response["Clear-Site-Data"] = CLEARED
    return response


# UNTIL tokens.make AND tokens.revoke NOTE IT THEMSELVES (by=, request=): this function and its two calls go then.
def _note_token(what: What, facts: TokenFacts, request: HttpRequest) -> None:
    audit.note(what, request.user, request.user, request, token=facts.name, starts_with=facts.starts_with)


def _page(request: HttpRequest, *, status: int = 200, **parts: Any) -> HttpResponse:
    shown = {
        "form": ChangePassword(request),
        "new": NewToken(request, initial={"days": str(tokens.DAYS), "access": "read"}),
        "lifetimes": LIFETIMES,
        "tokens": tokens.of(request.user),
        "most_tokens": tokens.MOST,
    }
    return render(request, "account/account.html", shown | parts, status=status)
