"""Who was let into a project just before it was deleted, and came too late: told the same as whoever comes now, 404.

What such a request wrote goes with the project, or the database has refused it; which of them it was is nobody's
business. So it is looked at once for all of them, behind the view, and no verb asks whether its project is still there.
"""

import re
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from rest_framework.permissions import SAFE_METHODS

from core.api.errors import answer_exception
from core.faults import fault_of
from labeler import errors

Answer = Callable[[HttpRequest], HttpResponse]

OF_THE_ADMIN = "admin:projects_project_"
NUMBER = re.compile(r"[0-9]{1,18}")  # that a database takes
# In words of the database: each call that writes asks this.
BY_SLUG = "SELECT 1 FROM projects_deletedproject WHERE slug = %s"
BY_NUMBER = "SELECT 1 FROM projects_deletedproject WHERE project_id = %s"


class Middleware:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method in SAFE_METHODS or response.status_code >= 500 or _is_the_deletion(request, response):
            return response
        return _not_there(request) if _came_late(request) else response

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Also of who only reads: rows go one after the other."""
        if isinstance(problem, Http404) or fault_of(problem):
            return None
        try:
            return _not_there(request) if _came_late(request) else None
        except DatabaseError:
            return None  # the problem itself is told


def _is_the_deletion(request: HttpRequest, response: HttpResponse) -> bool:
    match = request.resolver_match
    return response.status_code == 202 and match is not None and match.view_name == "api-project-delete"


def _came_late(request: HttpRequest) -> bool:
    """Whether the project of this address is deleted. Strangers hear nothing of it."""
    match = request.resolver_match
    if match is None or not request.user.is_authenticated:
        return False
    if "slug" in match.kwargs:
        asked, value = BY_SLUG, match.kwargs["slug"]
    elif match.view_name.startswith(OF_THE_ADMIN) and NUMBER.fullmatch(str(match.kwargs.get("object_id"))):
        asked, value = BY_NUMBER, int(match.kwargs["object_id"])
    else:
        return False
    with connection.cursor() as cursor:
        cursor.execute(asked, [value])
        return cursor.fetchone() is not None


def _not_there(request: HttpRequest) -> HttpResponse:
    """As it is told to who asks for the first time."""
    problem = Http404()
    told: Any = answer_exception(problem, {}) if request.path.startswith("/api/") else None
    return JsonResponse(told.data, status=404) if told else errors.not_found(request, problem)
