"""The pages of sample checks: past results and a new one, and judging one image after the other."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from annotations.checks import sample_checks as checks
from annotations.models import SampleCheck
from assets.states import WORDS, Status
from core.exceptions import Refused
from projects.access import Right, project_for
from projects.models import Category

SHOWN = 50  # past checks
SCOPES = {
    "all": ("All labels", "Labeled, Needs review and Approved", checks.STATUSES),
    "approved": ("Approved labels", "What the next version holds", (Status.APPROVED.value,)),
    "labeled": ("Labels that nobody reviewed", "Labeled only", (Status.LABELED.value,)),
}


@require_http_methods(["GET", "HEAD", "POST"])
def sample_checks(request: HttpRequest, slug: str) -> HttpResponse:
    project = project_for(request.user, slug, Right.REVIEW)
    problem = ""
    if request.method == "POST":
        try:
            check = checks.start(project, by=request.user, **_asked(request))
            return redirect("check", slug=slug, number=check.pk)
        except Refused as refusal:
            problem = refusal.message
    made = project.sample_checks.select_related("created_by").order_by("-pk")
    return render(
        request,
        "checks/checks.html",
        {
            "project": project,
            "section": "review",
            "problem": problem,
            "size": request.POST.get("size", checks.USUAL),
            "scope": request.POST.get("scope", "all"),
            "scopes": [(name, words, hint) for name, (words, hint, _) in SCOPES.items()],
            "most": checks.MOST,
            "finished": made.finished()[:SHOWN],
            "unfinished": made.filter(finished_at=None, created_by=request.user.pk)[:SHOWN],
        },
        status=400 if problem else 200,
    )


@require_safe
def sample_check(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    project = project_for(request.user, slug, Right.REVIEW)
    check = get_object_or_404(project.sample_checks.select_related("created_by"), pk=number)
    categories = {category.public_id: category for category in project.categories.all()}
    if check.finished_at:
        return render(
            request,
            "checks/result.html",
            {
                "project": project,
                "section": "review",
                "check": check,
                "scope": [WORDS[Status(status)] for status in check.statuses],
                "wrong": _wrong(check, categories),
            },
        )
    if check.created_by_id != request.user.pk:
        messages.info(request, "Somebody else makes this check. Start one of your own.")
        return redirect("checks", slug=slug)
    return render(
        request,
        "checks/check.html",
        {"project": project, "check": check, "categories": categories.values(), "page": _page(request, check)},
    )


@require_http_methods(["POST"])
def send_back(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    project = project_for(request.user, slug, Right.REVIEW)
    check = get_object_or_404(project.sample_checks.finished(), pk=number)
    try:
        outcome = checks.send_back(check, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _told(outcome))
    return redirect("check", slug=slug, number=number)


def _asked(request: HttpRequest) -> dict[str, Any]:
    size, scope = request.POST.get("size", ""), request.POST.get("scope", "all")
    if not size.isascii() or not size.isdigit() or len(size) > 6:
        raise Refused(f"A check has 1 to {checks.MOST:,} images.", code="bad_size", field="size")
    return {"size": int(size), "statuses": SCOPES.get(scope, SCOPES["all"])[2]}


def _wrong(check: SampleCheck, categories: dict[int, Category]) -> list[tuple[int, Category]]:
    return [(item["asset"], categories[item["category_id"]]) for item in check.items if item["right"] is False]


def _page(request: HttpRequest, check: SampleCheck) -> dict[str, Any]:
    """What the script knows from the start."""
    return {"csrf": get_token(request), "number": check.pk, "items": check.items}


def _told(outcome: Any) -> str:
    words = [f"{outcome.changed} sent to Needs review."]
    if outcome.already:
        words.append(f"{outcome.already} were there already.")
    if outcome.changed_meanwhile:
        words.append(f"{outcome.changed_meanwhile} changed since and were left alone.")
    return " ".join(words)
