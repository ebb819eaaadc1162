"""The page of mended labels: its numbers come after it has painted."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from annotations.mending.numbers import Numbers, WeekRow, numbers, whose
from core.exceptions import Refused
from projects.access import Right, project_for
from projects.models import Project

MOST_PAIRS = 50
GAP = 0.4  # of a bar's place stays free
LEAST = 3.0  # per cent: a week without mended labels is a line, not a hole


@require_safe
def mended(request: HttpRequest, slug: str) -> HttpResponse:
    """Once it has painted it asks for the numbers by the same address and `?part=numbers`."""
    project = project_for(request.user, slug)
    asked = request.GET.get("of", "").strip()
    page: dict[str, Any] = {"project": project, "section": "overview"}
    try:
        of = whose(project, request.user, asked)
        if request.GET.get("part") == "numbers":
            found = numbers(project, of)
            told = {"numbers": found, "pairs": found.pairs[:MOST_PAIRS], "bars": _bars(found), "of": asked and of}
            return render(request, "mending/_numbers.html", page | told | {"listed": _listed(project)})
    except (Refused, PermissionDenied):
        return redirect("mended", slug=slug)  # a typo in the address, or somebody else's labels
    part = "?" + urlencode({"part": "numbers"} | ({"of": of} if asked else {}))
    return render(request, "mending/mended.html", page | {"of": asked and of, "part": part})


def _listed(project: Project) -> str:
    """How the address of a list of images begins that somebody with these rights opens."""
    if Right.REVIEW in project.rights:
        return reverse("review", args=[project.slug]) + "?status=all&"
    return reverse("assets", args=[project.slug]) + "?"


@dataclass(frozen=True)
class Bar:
    """A week's bar, in per cent of the box."""

    week: WeekRow
    left: float
    width: float
    height: float

    @property
    def top(self) -> float:
        return round(100 - self.height, 2)


def _bars(found: Numbers) -> list[Bar]:
    """Each as high as its share of mended labels, of the highest one."""
    most = max((week.rate.share or 0 for week in found.weeks), default=0) or 1
    place = 100 / max(len(found.weeks), 8)
    return [
        Bar(
            week,
            round(at * place, 2),
            round(place * (1 - GAP), 2),
            round(max((week.rate.share or 0) * 100 / most, LEAST), 2),
        )
        for at, week in enumerate(found.weeks)
    ]
