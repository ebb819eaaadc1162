"""Settings, General: what a project is called, what it tells its labelers, how its images are dealt, who sees it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.markdown import readable
from labeler.deletion import deleting
from projects import access, lifecycle, members
from projects.access import Right, project_for
from projects.models import Kind, Project
from projects.rules import licenses, splits
from projects.rules.shown import spelled

MOST_NAMED = 12  # members whose names are told where it is said who will see a project
LICENSES = ("CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "ODbL-1.0", "CDLA-Permissive-2.0", "Own use only")


@require_safe
def settings_general(request: HttpRequest, slug: str) -> HttpResponse:
    """The page. A script sends what was changed, and only that, to the API. `?part=deletion`: what goes with the
    project, for who may delete it."""
    project = project_for(request.user, slug, Right.MANAGE)
    if request.GET.get("part") == "deletion":
        return _held(request, project)
    page = {
        "project": project,
        "section": "settings",
        "tab": "general",
        "saved": lifecycle.told(project),
        "window": dict(zip(lifecycle.WINDOW, map(spelled, project.window or ()), strict=False)),
        "guidelines": readable(project.guidelines),
        "reasons": "\n".join(project.send_back_reasons),
        "percents": splits.percents(project.split_ratios),
        "licenses": LICENSES,
        "license_address": licenses.address(project.license),
        "numbers": list(project.versions.ready().order_by("number").values_list("number", flat=True)),
    }
    return render(request, "settings/general.html", page | _who_sees_it_closed(project, request.user))


def _held(request: HttpRequest, project: Project) -> HttpResponse:
    if not request.user.is_superuser:
        raise PermissionDenied(deleting.ONLY_SUPERUSERS)
    return render(request, "settings/_held.html", {"held": deleting.held(project)})


def _who_sees_it_closed(project: Project, user: Any) -> dict[str, Any]:
    """The members by name, the asker left out, and whether closing it makes the asker a manager of it."""
    rows = list(members.of(project))
    names = [row.user.get_full_name() or row.user.get_username() for row in rows if row.user_id != user.pk]
    is_manager = any(row.user_id == user.pk and row.kind == Kind.MANAGER for row in rows)
    return {
        "members": names[:MOST_NAMED],
        "more_members": max(0, len(names) - MOST_NAMED),
        "becomes_manager": not is_manager and not access.manages_all(user),
    }
