"""The list of projects, and the overview of one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotations.checks import sample_checks
from annotations.statistics.counts import totals_at_once
from annotations.statistics.pace import project_pace
from assets.models import Video
from assets.states import Status
from core.markdown import readable
from labeler.overview import activity, charts, counts, project_rows
from projects.access import Right, project_for
from projects.models import Project
from webhooks import hooks

MOST_FAILED = 3  # versions, and videos, that an issue names


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    search = request.GET.get("search", "").strip()
    rows = project_rows.visible_rows(request.user, search)
    return render(
        request,
        "home/home.html",
        {
            "rows": rows,
            "search": search,
            "to_label": sum(row.waits_for_labels for row in rows),
            "capped": len(rows) == project_rows.MOST_PROJECTS,
        },
    )


@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """The page comes with the totals by state. Once it has painted it asks for all other numbers, and for these anew,
    by the same address and `?part=numbers`."""
    project = project_for(request.user, slug)
    if request.GET.get("part") == "numbers":
        return render(request, "overview/_numbers.html", {"project": project, **_numbers(project, request.user)})
    totals = totals_at_once(project)
    return render(
        request,
        "overview/overview.html",
        {
            "project": project,
            "totals": totals,
            "section": "overview",
            "category_count": project.categories.active().count(),
            "has_images": totals is None or totals.total > 0,
            "guidelines": readable(project.guidelines),
        },
    )


def _numbers(project: Project, user: Any) -> dict[str, Any]:
    numbers = counts.overview(project)
    pace = project_pace(project)
    hooks_off = hooks.that_turned_themselves_off(project) if Right.MANAGE in project.rights else []
    failed = _failed(project) if Right.CURATE in project.rights else {}
    return numbers | {
        "hooks_off": hooks_off,
        "failed": failed,
        "most_failed": MOST_FAILED,
        "issue_count": len(numbers["issues"]) + len(hooks_off) + sum(1 for rows in failed.values() if rows),
        "pace": charts.days(pace),
        "days_left": pace.days_left(numbers["by_status"][Status.UNLABELED]),
        "entries": activity.recent(project, 5),
        "check": sample_checks.latest(project, judge=user),
    }


def _failed(project: Project) -> dict[str, list[Any]]:
    """What was asked for and did not come, the newest first: as many as are named, and one to tell that there are
    more."""
    versions = project.versions.not_built().order_by("-number").only("number", "error", "state")
    videos = project.videos.filter(state=Video.State.FAILED).order_by("-pk").only("original_name", "error", "state")
    return {"versions": list(versions[: MOST_FAILED + 1]), "videos": list(videos[: MOST_FAILED + 1])}


@require_safe
def all_activity(request: HttpRequest, slug: str) -> HttpResponse:
    project = project_for(request.user, slug)
    entries = activity.recent(project, 100)
    return render(request, "overview/activity.html", {"project": project, "section": "overview", "entries": entries})
