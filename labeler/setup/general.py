"""Settings, General."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.access import Right, project_for


@require_safe
def settings_general(request: HttpRequest, slug: str) -> HttpResponse:
    project = project_for(request.user, slug, Right.MANAGE)
    return render(request, "settings/general.html", {"project": project, "section": "settings", "tab": "general"})
