"""Verb: take back all answers of an import, as one step for whoever asks, in parts for the database.

An answer that somebody changed since stays. Pictures and categories that the import made stay, too.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction

from annotations.labeling import bulk
from annotations.models import AnnotationEvent
from projects.models import Project

BATCH = 200  # images of a transaction
COUNTS = ("taken_back", "changed_since", "stayed")


def count(action: UUID) -> int:
    """How many answers an action gave."""
    return AnnotationEvent.objects.filter(bulk=action).count()


def take_back(
    project: Project,
    action: UUID,
    *,
    by: Any,
    own: UUID,
    start: dict[str, Any] | None,
    progress: Callable[[int, dict[str, Any]], object],
) -> dict[str, Any]:
    """Answers the report: `{taken_back, changed_since, stayed, reasons}`; `stayed` tells of those whose old answer
    can be no more, as its category was retired. `own`: the action that the undo is. `start`: the report of a run that
    was interrupted. `progress` is told, in each transaction, how many are done, and the report so far."""
    counts = Counter({name: start[name] for name in COUNTS} if start else {})
    reasons: list[str] = list(start["reasons"]) if start else []
    after = start["after"] if start else 0
    while assets := _some(action, after):
        with transaction.atomic():
            outcome = bulk.undo_of(project, action, assets, by=by, action=own)
            counts["taken_back"] += outcome.changed
            counts["changed_since"] += outcome.changed_meanwhile
            counts["stayed"] += outcome.refused
            reasons += [reason for reason in outcome.reasons if reason not in reasons]
            after = assets[-1]
            progress(counts.total(), _report(counts, reasons, after))
    return _report(counts, reasons, after)


def _some(action: UUID, after: int) -> list[int]:
    """The next images of the action, by number."""
    found = AnnotationEvent.objects.filter(bulk=action, asset__gt=after).order_by("asset").values_list("asset")
    return [asset for (asset,) in found[:BATCH]]


def _report(counts: Counter[str], reasons: list[str], after: int) -> dict[str, Any]:
    return {name: counts[name] for name in COUNTS} | {"reasons": reasons[:10], "after": after}
