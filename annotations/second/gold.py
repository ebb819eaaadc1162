"""Verbs: mark approved images as known, and unmark them. What is known is put before labelers now and then."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from annotations.labeling import comparing, record
from annotations.models import GoldPicture, SecondAnswer
from annotations.sight import GOLD
from assets.states import Status
from core.db import these
from core.exceptions import Refused
from people import audit
from people.audit import What
from projects.models import Project

MOST = 10_000


@dataclass(frozen=True)
class Marked:
    """`changed`: images that are known now, or no longer; `already`: were before; `refused`: are not approved, or not
    in this project."""

    changed: int
    already: int
    refused: int


@transaction.atomic
def mark(project: Project, ids: Collection[int], *, by: Any, request: HttpRequest | None = None) -> Marked:
    """Their labels are right, as they are now."""
    asked = _few(ids)
    rows = record.lock(project, asked)
    known = {gold.asset_id: gold for gold in GoldPicture.objects.filter(asset__in=these(rows))}
    approved = {pk: list(row.answer.category_ids) for pk, row in rows.items() if row.answer.status == Status.APPROVED}
    already = {pk for pk, ids in approved.items() if pk in known and known[pk].category_ids == ids}
    fresh = [pk for pk in approved if pk not in already]
    GoldPicture.objects.filter(asset__in=these(fresh)).delete()
    now = timezone.now()
    GoldPicture.objects.bulk_create(
        GoldPicture(project=project, asset_id=pk, marked_by=by, marked_at=now, category_ids=approved[pk])
        for pk in fresh
    )
    _note(project, "marked_as_known", fresh, by, request)
    return Marked(len(fresh), len(already), len(asked) - len(approved))


@transaction.atomic
def unmark(project: Project, ids: Collection[int], *, by: Any, request: HttpRequest | None = None) -> Marked:
    """What labelers answered about them counts, also what they could still take back: it is compared now."""
    asked = _few(ids)
    rows = record.lock(project, asked)
    given = SecondAnswer.objects.standing().filter(asset__in=these(rows), kind=GOLD, compared_at=None)
    comparing.compare(project, given.select_related("first_event", "first_by"), rows)
    known = GoldPicture.objects.filter(asset__in=these(rows))
    marked = list(known.values_list("asset", flat=True))
    known.delete()
    _note(project, "no_longer_known", marked, by, request)
    return Marked(len(marked), len(rows) - len(marked), len(asked) - len(rows))


def _note(project: Project, how: str, ids: Collection[int], by: Any, request: HttpRequest | None) -> None:
    """What changes nothing is no entry."""
    if ids:
        audit.note(What.KNOWN_IMAGES_CHANGED, by, project, request, slug=project.slug, **{how: _in_runs(ids)})


def _in_runs(ids: Collection[int]) -> str:
    """Ascending, as `3, 7-12`: whoever marks many marks what lies side by side."""
    runs: list[list[int]] = []
    for pk in sorted(ids):
        if runs and runs[-1][1] == pk - 1:
            runs[-1][1] = pk
        else:
            runs.append([pk, pk])
    return ", ".join(f"{first}" if first == last else f"{first}-{last}" for first, last in runs)


def _few(ids: Collection[int]) -> set[int]:
    if len(found := set(ids)) > MOST:
        raise Refused(f"At most {MOST} images can be named.", code="too_many", field="asset_ids")
    return found
