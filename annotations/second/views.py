"""The page that tells how far people agree."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotations.models import GoldPicture
from annotations.second import agreement as counted
from annotations.second.agreement import Agreement, Measure, Said
from projects.access import Right, project_for
from projects.models import Category

MOST_COLUMNS = 30  # of the table of who said what; the answers on which people differ most


@dataclass(frozen=True)
class Told:
    """A measure in words."""

    of: int
    same: int
    share: str
    share_range: str
    kappa: str
    kappa_range: str


@require_safe
def agreement(request: HttpRequest, slug: str) -> HttpResponse:
    project = project_for(request.user, slug, Right.REVIEW)
    found = counted.agreement(project)
    categories = {category.public_id: category for category in project.categories.in_display_order()}
    names = _names(found)
    return render(
        request,
        "second/agreement.html",
        {
            "project": project,
            "section": "overview",
            "found": found,
            "all": found.measure and told(found.measure),
            "pairs": [(names[pair.one], names[pair.other], told(pair.measure)) for pair in found.pairs],
            "classes": [(categories[each.category_id], told(each.measure)) for each in found.classes],
            "table": _table(found, categories),
            "known": [(names[each.username], each, _per_cent(*each.interval)) for each in found.known],
            "gold": GoldPicture.objects.filter(project=project).count(),
        },
    )


def told(measure: Measure) -> Told:
    return Told(
        measure.of,
        measure.same,
        f"{measure.share:.0%}",
        _per_cent(*measure.share_interval),
        "" if measure.kappa is None else _signed(measure.kappa),
        "" if measure.kappa_interval is None else " to ".join(map(_signed, measure.kappa_interval)),
    )


def _per_cent(low: float, high: float) -> str:
    return f"{low * 100:.0f}–{high:.0%}"


def _signed(number: float) -> str:
    return f"{number:.2f}".replace("-", "−")


def _names(found: Agreement) -> dict[str, str]:
    """What the people are called, by user name."""
    usernames = {name for pair in found.pairs for name in (pair.one, pair.other)}
    usernames |= {one.username for one in found.known}
    people = get_user_model().objects.filter(username__in=usernames)
    return {person.get_username(): person.get_full_name() or person.get_username() for person in people}


def _table(found: Agreement, categories: dict[int, Category]) -> dict[str, Any]:
    """What the second person said where the first one said this. Of many answers those on which people differ most."""
    apart: dict[Said, int] = {}
    for (first, second), count in found.table.items():
        for said in (first, second):
            apart[said] = apart.get(said, 0) + (count if first != second else 0)
    shown = sorted(apart, key=lambda said: -apart[said])[:MOST_COLUMNS]
    places = {category_id: place for place, category_id in enumerate(categories)}
    shown.sort(key=lambda said: [places[category_id] for category_id in said] or [len(places)])
    return {
        "answers": [[categories[category_id] for category_id in said] for said in shown],
        "rows": [
            (
                [categories[category_id] for category_id in first],
                [(found.table.get((first, second), 0), first == second) for second in shown],
            )
            for first in shown
        ],
        "left_out": len(apart) - len(shown),
    }
