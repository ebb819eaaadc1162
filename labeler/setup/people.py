"""The people of a project: its settings' tab for members and invitations."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from labeler.setup import people_rows
from projects import access
from projects.access import Right, project_for
from projects.joining import invitations
from projects.models import Invitation, Kind


@require_safe
def people(request: HttpRequest, slug: str) -> HttpResponse:
    project = project_for(request.user, slug, Right.MANAGE)
    search = request.GET.get("search", "").strip()[:150]
    return render(
        request,
        "settings/people.html",
        {
            "project": project,
            "section": "settings",
            "tab": "people",
            "search": search,
            "listed": people_rows.listed(project, request.user, search),
            "most": people_rows.MOST,
            "kinds": Kind.choices,
            "invitations": invitations.listed(project),
            "by_link": Invitation.KINDS,
            "limits": {
                "days": invitations.DAYS,
                "most_days": invitations.MOST_DAYS,
                "most_uses": invitations.MOST_USES,
            },
            "may": [(kind.label, access.MAY[kind]) for kind in Kind],
            "may_of_no_kind": access.MAY_OF_NO_KIND,
        },
    )
