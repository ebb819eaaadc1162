"""The page of one import: what its file holds, before anything is written, and what became of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from annotations.imports.serializers import ImportSerializer, import_for
from annotations.page_data import categories_data
from projects.access import Right, project_for


@require_safe
def one_import(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    project = project_for(request.user, slug, Right.CURATE)
    job = import_for(request, slug, number)
    page = {
        "job": ImportSerializer(job).data,
        "categories": categories_data(project.categories.keyed()),
        "may_manage": Right.MANAGE in project.rights,
        "urls": {
            "imports": reverse("api-imports", args=[slug]),
            "page": reverse("import", args=[slug, 0]),
            "assets": reverse("assets", args=[slug]),
        },
    }
    return render(request, "imports/import.html", {"project": project, "section": "assets", "job": job, "page": page})
