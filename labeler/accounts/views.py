"""One's own account."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from core.exceptions import Refused
from labeler.accounts.answers import as_signed_out, later
from labeler.accounts.forms import LIFETIMES, ChangePassword, NewToken
from people import audit, browsers, tokens
from people.accounts import deeds, second_factor
from people.audit import What
from people.guessing import TooManyTries


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
        return later(_page(request, status=429, form=form), refusal)
    if not valid:
        return _page(request, status=400, form=form)
    with transaction.atomic():
        update_session_auth_hash(request, form.save())
        gone = tokens.revoke_after_new_password(user, by=user, request=request)
        audit.note(What.PASSWORD_CHANGED, user, user, request)
    said = "The password was changed. Other sessions of yours were signed out."
    if gone:
        said = f"{said} {tokens.told_as_deleted(gone)}"
    messages.success(request, said)
    response = redirect("account")
    browsers.remember(request, response, user.get_username())
    return response


def _make_token(request: HttpRequest) -> HttpResponse:
    form = NewToken(request, request.POST)
    try:
        valid = form.is_valid()
    except TooManyTries as refusal:
        form.add_error("password", refusal.message)
        return later(_page(request, status=429, new=form), refusal)
    if not valid:
        return _page(request, status=400, new=form)
    try:
        made, text = tokens.make(request.user, **form.wanted, by=request.user, request=request)
    except Refused as refusal:
        form.add_error("name", refusal.message)
        return _page(request, status=400, new=form)
    # Shown in this one answer: only its hash is kept.
    return _page(request, made=made, new_token=text)


def _delete_token(request: HttpRequest) -> HttpResponse:
    found = tokens.of(request.user).filter(pk=request.POST.get("token", ""))
    if tokens.revoke(found, by=request.user, request=request):
        messages.success(request, "The token was deleted. Programs that use it are refused from now on.")
    return redirect("account")


def _sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    ended = deeds.sign_out_everywhere(request.user, request.user, request, but_here=True)
    others = "1 other session was ended." if ended == 1 else f"{ended or 'No'} other sessions were ended."
    messages.success(request, f"You are signed in here alone. {others}")
    return redirect("account")


def _sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    deeds.sign_out_everywhere(request.user, request.user, request)
    return as_signed_out(request)


def _page(request: HttpRequest, *, status: int = 200, **parts: Any) -> HttpResponse:
    shown = {
        "form": ChangePassword(request),
        "new": NewToken(request, initial={"days": str(tokens.DAYS), "access": "read"}),
        "lifetimes": LIFETIMES,
        "tokens": tokens.of(request.user),
        "most_tokens": tokens.MOST,
        "has_factor": second_factor.is_on(request.user),
    }
    return render(request, "account/account.html", shown | parts, status=status)
