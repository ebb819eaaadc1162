"""Signing in and out, and a new password by a link."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import (
    INTERNAL_RESET_SESSION_TOKEN,
    LoginView,
    LogoutView,
    PasswordResetConfirmView,
    RedirectURLMixin,
    redirect_to_login,
)
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from core.http import has_its_line
from labeler.accounts.answers import CLEARED, as_signed_out, later
from labeler.accounts.entrance.forms import Code, NewPassword, SignIn
from people import audit, browsers, refusals, sign_in
from people.accounts import reset_links
from people.accounts.needed_factor import open_without
from people.accounts.second_factor import WrongCode
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
        if not sign_in.enter(self.request, form.get_user()):
            return redirect(f"{reverse('login-code')}?{urlencode({'next': self.get_success_url()})}")
        response = redirect(self.get_success_url())
        browsers.remember(self.request, response, form.get_user().get_username())
        return response


@method_decorator([login_not_required, sensitive_post_parameters(), never_cache], name="dispatch")
class LoginCode(RedirectURLMixin, FormView):
    """After the password, for those with a second factor."""

    template_name = "account/login_code.html"
    form_class = Code
    next_page = settings.LOGIN_REDIRECT_URL

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return redirect(self.get_success_url())
        self.person = sign_in.pending(request)
        if self.person is None:
            return redirect_to_login(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            sign_in.enter_with_code(self.request, self.person, form.cleaned_data["code"])
        except TooManyTries as refusal:
            form.add_error("code", refusal.message)
            return later(self.render_to_response(self.get_context_data(form=form), status=429), refusal)
        except WrongCode as refusal:
            form.add_error("code", refusal.message)
            return self.form_invalid(form)
        response = redirect(self.get_success_url())
        browsers.remember(self.request, response, self.person.get_username())
        return response

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(person=self.person, next=self.get_success_url(), **more)


@login_not_required
def admin_login(request: HttpRequest) -> HttpResponse:
    """Django's admin has a page of its own for signing in; ours is the one that counts, so it leads there."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
    if not request.user.is_staff:
        raise PermissionDenied
    return redirect("admin:index")


@method_decorator(open_without, name="dispatch")
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
        if self.validlink:
            return super().render_to_response(context, **options)
        refusals.say("reset_link_refused", self.request)
        return has_its_line(super().render_to_response(context, status=404, **options))

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
