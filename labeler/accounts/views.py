"""Signing in and out, and one's own account."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from knox.models import AuthToken


class SignIn(AuthenticationForm):
    # Never which half was wrong.
    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": "That name and password do not match. Check Caps Lock and try again.",
    }


class ChangePassword(PasswordChangeForm):
    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": "That is not your old password.",
        "password_mismatch": "The two new passwords differ.",
    }


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
    user: Any = request.user  # nobody else gets here
    action = request.POST.get("action")
    form = ChangePassword(user, request.POST if action == "password" else None)
    new_token = ""
    if action == "password" and form.is_valid():
        update_session_auth_hash(request, form.save())
        messages.success(request, "The password was changed. Other sessions of yours were signed out.")
        return redirect("account")
    if action == "make-token":
        # Shown in this one answer: only its hash is kept.
        new_token = AuthToken.objects.create(user)[1]
    if action == "delete-token":
        deleted, _ = AuthToken.objects.filter(user=user, digest=request.POST.get("token", "")).delete()
        if deleted:
            messages.success(request, "The token was deleted. Programs that use it are refused from now on.")
        return redirect("account")
    tokens = AuthToken.objects.filter(user=user).order_by("-created")
    return render(
        request,
        "account/account.html",
        {"form": form, "tokens": tokens, "new_token": new_token},
        status=400 if action == "password" else 200,
    )
