"""Pages that belong to no single app: signing in, the list of projects, an overview, one's account, and errors."""

import logging
import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView, LogoutView, redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template import loader
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from knox.models import AuthToken

from annotations import checks
from annotations.pace import project_pace
from assets.states import Status
from projects.access import project_for
from projects.api_errors import shape
from projects.guidelines import readable
from projects.models import Project

from . import activity, charts, progress

logger = logging.getLogger("labeler")

# --- signing in -----------------------------------------------------------------------------------------------------


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
    pass


# --- projects -------------------------------------------------------------------------------------------------------


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    search = request.GET.get("search", "").strip()
    rows = progress.project_rows(request.user, search)
    return render(
        request,
        "home/home.html",
        {
            "rows": rows,
            "search": search,
            "to_label": sum(row.waits_for_labels for row in rows),
            "capped": len(rows) == progress.MOST_PROJECTS,
        },
    )


@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """The page itself asks for no count: it does when it has painted, by the same address and `?part=numbers`."""
    project = project_for(request.user, slug)
    if request.GET.get("part") == "numbers":
        return render(request, "overview/_numbers.html", {"project": project, **_numbers(project)})
    return render(
        request,
        "overview/overview.html",
        {
            "project": project,
            "section": "overview",
            "category_count": project.categories.active().count(),
            "has_images": project.assets.exists(),
            "guidelines": readable(project.guidelines),
        },
    )


def _numbers(project: Project) -> dict[str, Any]:
    numbers = progress.overview(project)
    pace = project_pace(project)
    return numbers | {
        "pace": charts.days(pace),
        "days_left": pace.days_left(numbers["by_status"][Status.UNLABELED]),
        "deeds": activity.recent(project, 5),
        "check": checks.latest(project),
    }


@require_safe
def all_activity(request: HttpRequest, slug: str) -> HttpResponse:
    project = project_for(request.user, slug)
    deeds = activity.recent(project, 100)
    return render(request, "overview/activity.html", {"project": project, "section": "overview", "deeds": deeds})


# --- account --------------------------------------------------------------------------------------------------------


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


# --- errors ---------------------------------------------------------------------------------------------------------


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _error(
        request,
        403,
        code="csrf_failed",
        title="This page was open for too long",
        text="Labeler could not tell that this came from you. Nothing was changed: open the page again and repeat it.",
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(
        request,
        400,
        code="bad_request",
        title="This request could not be read",
        text="Something in its address or content is not as it should be. Nothing was changed.",
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(
        request,
        403,
        code="permission_denied",
        title="You cannot open this page",
        text="It is for admins. Ask one of them if you need it.",
    )


# By the name of the route: what is missing, and where its list is.
MISSING = {
    "asset": ("This image is no longer here", "assets", "Back to assets"),
    "label": ("This image is no longer here", "assets", "Back to assets"),
    "version": ("There is no such version", "versions", "Back to versions"),
}


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_stranger(request) and not _wants_data(request):
        return redirect_to_login(request.get_full_path())
    match = request.resolver_match
    slug = match.kwargs.get("slug") if match else None
    project = Project.objects.visible_to(request.user).filter(slug=slug).first() if slug else None
    title, section, back = "This page does not exist", "", ""
    text = "The address has a typo, or what it showed was removed. Labels you made are safe."
    if slug and project is None:
        title = "There is no such project"
    elif project and match and (missing := MISSING.get(match.url_name or "")):
        title, section, back = missing
        text = "It was removed from the project, or the address has a typo. Labels you made on other images are safe."
    return _error(
        request,
        404,
        code="not_found",
        title=title,
        text=text,
        project=project,
        back=back,
        back_address=reverse(section, args=[slug]) if section else "",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the database and without a request's context: either may be what is broken."""
    reference = uuid.uuid4().hex[:8]
    logger.error("Error with reference %s at %s %s", reference, request.method, request.path, exc_info=True)
    message = f"Something went wrong here. Quote {reference} to the person who runs Labeler."
    if _wants_data(request):
        return JsonResponse(shape("server_error", message, None), status=500)
    try:
        page = loader.get_template("errors/server_error.html").render({"reference": reference})
    except Exception:
        logger.exception("The page for errors cannot be rendered either")
        return HttpResponse(message, status=500, content_type="text/plain; charset=utf-8")
    return HttpResponse(page, status=500)


def _error(request: HttpRequest, status: int, *, code: str, title: str, text: str, **more: Any) -> HttpResponse:
    if _wants_data(request):
        return JsonResponse(shape(code, title, None), status=status)
    context = {"status": status, "title": title, "text": text, "stranger": _is_stranger(request), **more}
    return render(request, "errors/error.html", context, status=status)


def _wants_data(request: HttpRequest) -> bool:
    return request.path.startswith(("/api/", settings.STATIC_URL))


def _is_stranger(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)  # absent when the failure came before the session
    return user is None or not user.is_authenticated
