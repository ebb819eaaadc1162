"""Signing in and out, and a new password by a link."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import (
    INTERNAL_RESET_SESSION_TOKEN,
    LoginView,
    LogoutView,
    PasswordResetConfirmView,
    redirect_to_login,
)
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from labeler.accounts.answers import CLEARED, as_signed_out, later
from labeler.accounts.entrance.forms import NewPassword, SignIn
from people import audit, browsers, reset_links, sign_in
from people.audit import What
from people.guessing import TooManyTries


class Login(LoginView):
    template_name = "account/login.html"
    authentication_form = SignIn
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except TooManyTries as refusal:
            page = render(request, "account/locked_out.html", {"refusal": refusal}, status=429)
            return later(page, refusal)

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


class ResetPassword(PasswordResetConfirmView):
    """Whoever has a link chooses a new password, and signs in with it as ever: a second factor is asked for then."""

    template_name = "account/new_password.html"
    form_class = NewPassword
    token_generator = reset_links.TOKENS

    def get_user(self, uidb64: str) -> Any:
        user = super().get_user(uidb64)
        return user if user and user.is_active else None

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        status = 200 if self.validlink else 404
        return super().render_to_response(context, status=status, **options)

    def form_valid(self, form: Any) -> HttpResponse:
        token, password = self.request.session[INTERNAL_RESET_SESSION_TOKEN], form.cleaned_data["new_password1"]
        if not reset_links.use(form.user, token, password, self.request):
            self.validlink = False
            return self.render_to_response(self.get_context_data())
        response = as_signed_out(self.request)
        messages.success(self.request, "Your new password is set. Sign in with it.")
        # The link told whose browser this is: what strangers guess keeps nobody out of it.
        browsers.remember(self.request, response, form.user.get_username())
        return response
