"""The pages of sample checks: past results and a new one, judging one image after the other, and a second judge."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from annotations.checks import sample_checks as checks
from annotations.checks import second
from annotations.models import SampleCheck, SecondJudgement
from assets.states import WORDS, Status
from core.exceptions import Refused
from projects.access import Right, project_for
from projects.models import Category, Project

SHOWN = 50  # past checks
OFFERED = 5  # checks of others, to be judged once more
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
            "finished": made.finished().exclude(pk__in=checks.judged_by(request.user))[:SHOWN],
            "unfinished": made.filter(finished_at=None, created_by=request.user.pk)[:SHOWN],
            "seconds": _begun(project, request.user)[:SHOWN],
            "offered": made.exclude(created_by=request.user.pk).exclude(second_judgements__created_by=request.user.pk)[
                :OFFERED
            ],
        },
        status=400 if problem else 200,
    )


@require_safe
def sample_check(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    project = project_for(request.user, slug, Right.REVIEW)
    check = get_object_or_404(project.sample_checks.select_related("created_by"), pk=number)
    own = second.of(check, request.user)
    if own and not own.finished_at:
        return redirect("check-second", slug=slug, number=number)
    if check.finished_at:
        return _result(request, project, check)
    if check.created_by_id != request.user.pk:
        messages.info(request, "Somebody else makes this check. Judge the same labels, or start one of your own.")
        return redirect("checks", slug=slug)
    return _judging(request, project, check, check.items, "api-check-judgements", reverse("check", args=[slug, number]))


@require_http_methods(["GET", "HEAD", "POST"])
def second_judgement(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Judging the labels of another one's check; it begins with a POST."""
    project = project_for(request.user, slug, Right.REVIEW)
    check = get_object_or_404(project.sample_checks.select_related("created_by"), pk=number)
    if request.method == "POST":
        try:
            second.begin(check, by=request.user)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect("check", slug=slug, number=number)
        return redirect("check-second", slug=slug, number=number)
    own = second.of(check, request.user)
    if own is None or own.finished_at:
        if own and not check.finished_at:
            messages.success(
                request, "You have judged all of them. How far both agree is told when the first has, too."
            )
            return redirect("checks", slug=slug)
        return redirect("check", slug=slug, number=number)
    result = reverse("check-second", args=[slug, number])
    return _judging(request, project, check, second.items_of(own), "api-check-second-judgements", result)


def _result(request: HttpRequest, project: Project, check: SampleCheck) -> HttpResponse:
    categories = {category.public_id: category for category in project.categories.all()}
    return render(
        request,
        "checks/result.html",
        {
            "project": project,
            "section": "review",
            "check": check,
            "scope": [WORDS[Status(status)] for status in check.statuses],
            "wrong": _wrong(check, categories),
            "by_category": [(each, categories[each.category_id]) for each in checks.by_category(check)],
            "compared": [(each, _apart(each, categories)) for each in second.compared(check)],
            "at_it": check.second_judgements.filter(finished_at=None).select_related("created_by"),
            "is_own": check.created_by_id == request.user.pk,
        },
    )


def _judging(
    request: HttpRequest, project: Project, check: SampleCheck, items: list[dict[str, Any]], api: str, result: str
) -> HttpResponse:
    """The page of one image after the other. `result`: where the last one leads."""
    page = {
        "csrf": get_token(request),
        "items": items,
        "judgements": reverse(api, args=[project.slug, check.pk]),
        "result": result,
    }
    return render(
        request,
        "checks/check.html",
        {
            "project": project,
            "check": check,
            "categories": project.categories.all(),
            "page": page,
            "is_second": check.created_by_id != request.user.pk,
        },
    )


@require_http_methods(["POST"])
def send_back(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Those that were judged wrong, or, with `what=apart`, differently."""
    project = project_for(request.user, slug, Right.REVIEW)
    check = get_object_or_404(project.sample_checks.finished(), pk=number)
    verb = second.send_back if request.POST.get("what") == "apart" else checks.send_back
    try:
        outcome = verb(check, by=request.user, reason=request.POST.get("reason", ""))
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


def _apart(compared: second.Compared, categories: dict[int, Category]) -> list[tuple[int, Category, bool]]:
    """Image, category, and whether the first found it right, which the second did not, or the other way."""
    return [(item["asset"], categories[item["category_id"]], item["right"]) for item, _ in compared.apart]


def _begun(project: Project, user: Any) -> QuerySet[SecondJudgement]:
    """Their judgements of others' checks that are not finished."""
    begun = SecondJudgement.objects.filter(sample_check__project=project, created_by=user.pk, finished_at=None)
    return begun.select_related("sample_check__created_by").order_by("-pk")


def _told(outcome: Any) -> str:
    words = [f"{outcome.changed} sent to Needs review."]
    if outcome.already:
        words.append(f"{outcome.already} were there already.")
    if outcome.changed_meanwhile:
        words.append(f"{outcome.changed_meanwhile} changed since and were left alone.")
    return " ".join(words)
