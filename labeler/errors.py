"""The pages of errors, and their JSON for programs."""

import logging
import re
import sys
import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.urls import reverse

from core.api.errors import STATUS, headers_of, shape
from core.exceptions import Refused
from core.faults import fault_of
from core.http import has_its_line
from projects import access
from projects.models import Project

logger = logging.getLogger("labeler")


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
        text=str(exception) or _whose(request),
        project=_project_of(request),
        **_back_to_admin(request),
    )


def _whose(request: HttpRequest) -> str:
    if _is_in_admin(request):
        return "You may not see this part of the admin. Whoever is superuser can give you the right."
    return "It is for admins. Ask one of them if you need it."


def _is_in_admin(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("admin:index")) and not _is_stranger(request) and request.user.is_staff


def _back_to_admin(request: HttpRequest) -> dict[str, str]:
    return {"back": "Back to Admin", "back_address": reverse("admin:index")} if _is_in_admin(request) else {}


IN_A_PROJECT = re.compile(r"/projects/(?P<slug>[-\w]+)/")
# By the name of the route: what is missing, and where its list is.
MISSING = {
    "asset": ("This image is no longer here", "assets", "Back to assets"),
    "label": ("This image is no longer here", "assets", "Back to assets"),
    "version": ("There is no such version", "versions", "Back to versions"),
    "version-diff": ("One of these versions is not there", "versions", "Back to versions"),
    "check": ("There is no such sample check", "checks", "Back to sample checks"),
}


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_stranger(request) and not _wants_data(request):
        return redirect_to_login(request.get_full_path())
    match = request.resolver_match
    project = _project_of(request)
    title, section, back = "This page does not exist", "", ""
    text = "The address has a typo, or what it showed was removed. Labels you made are safe."
    if _slug_of(request) and project is None:
        title = "There is no such project"
    elif project and match and (missing := MISSING.get(match.url_name or "")):
        title, section, back = missing
        others = " on other images" if section == "assets" else ""
        text = f"It was removed from the project, or the address has a typo. Labels you made{others} are safe."
    there = _back_to_admin(request)
    if project and section:
        there = {"back": back, "back_address": reverse(section, args=[project.slug])}
    return _error(request, 404, code="not_found", title=title, text=text, project=project, **there)


def _project_of(request: HttpRequest) -> Project | None:
    """That of the address, when it is there for this person."""
    slug = _slug_of(request)
    return access.visible_to(request.user).filter(slug=slug).first() if slug else None


def _slug_of(request: HttpRequest) -> str:
    """Also of an address below a project that leads nowhere."""
    found = IN_A_PROJECT.match(request.path)
    return found["slug"] if found else ""


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the database and without a request's context: either may be what is broken."""
    if fault := fault_of(sys.exception()):
        return _passing(request, fault)
    reference = uuid.uuid4().hex[:8]
    logger.error("Error with reference %s at %s %s", reference, request.method, request.path, exc_info=True)
    message = f"Something went wrong here. Quote {reference} to the person who runs Labeler."
    if _wants_data(request):
        return has_its_line(JsonResponse(shape("server_error", message, None), status=500))
    try:
        page = loader.get_template("errors/server_error.html").render({"reference": reference})
    except Exception:
        logger.exception("The page for errors cannot be rendered either")
        return has_its_line(HttpResponse(message, status=500, content_type="text/plain; charset=utf-8"))
    return has_its_line(HttpResponse(page, status=500))


def _passing(request: HttpRequest, fault: Refused) -> HttpResponse:
    """A failure that passes by itself: said as what it is, and when to come again."""
    logger.warning("%s at %s %s", fault.code, request.method, request.path, exc_info=True)
    status = STATUS[fault.code]
    if _wants_data(request):
        answer = JsonResponse(shape(fault.code, fault.message, None), status=status, headers=headers_of(status))
        return has_its_line(answer)
    page = loader.get_template("errors/server_error.html").render({"status": status, "fault": fault.message})
    return has_its_line(HttpResponse(page, status=status, headers=headers_of(status)))


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
