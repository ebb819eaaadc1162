"""Verbs: one action on many assets, and taking it back."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from assets.models import Asset
from projects.models import Project
from projects.refusal import Refused

from .answers import Answer, NotAllowed, judge
from .labeling import Change, classes_of, lock_assets, present_answers, record
from .models import AnnotationEvent

MOST_IDS = 10_000


@dataclass(frozen=True)
class Outcome:
    """What a bulk action did: how many it changed, found so already, could not change, and left alone as others were
    faster. `id` names it for undo."""

    id: uuid.UUID
    changed: int
    already: int
    refused: int
    changed_meanwhile: int
    reasons: tuple[str, ...] = ()


# What an action wants of an asset, given its present answer and revision; None: somebody else changed it meanwhile.
Wish = Callable[[Asset, Answer], tuple[str, Sequence[int] | None] | None]


def set_selected(
    project: Project,
    selected: Iterable[tuple[int, int | None]],
    *,
    status: str,
    category_ids: Sequence[int] | None,
    by: Any,
) -> Outcome:
    """One answer for these assets: (number, revision that was seen, or None for any). Unknown numbers are refused."""
    revisions = dict(selected)
    if len(revisions) > MOST_IDS:
        raise Refused(f"At most {MOST_IDS} assets can be named; use a filter for more.", code="too_many")

    def wish(asset: Asset, present: Answer) -> tuple[str, Sequence[int] | None] | None:
        seen = revisions[asset.pk]
        return (status, category_ids) if seen is None or seen == asset.revision else None

    return _act(project, list(revisions), wish, by)


def set_matching(
    project: Project,
    matching: QuerySet[Asset],
    *,
    as_of: int | None,
    status: str,
    category_ids: Sequence[int] | None,
    by: Any,
) -> Outcome:
    """One answer for every asset of the queryset, except those with an event after `as_of` (an event id)."""
    with transaction.atomic():
        seen = dict(matching.values_list("pk", "revision"))
        later = set[int]()
        if as_of is not None:
            later |= set(
                AnnotationEvent.objects.filter(asset__project=project, pk__gt=as_of).values_list("asset_id", flat=True)
            )

        def wish(asset: Asset, present: Answer) -> tuple[str, Sequence[int] | None] | None:
            # The revision tells of an event between our look and our lock.
            changed = asset.pk in later or asset.revision != seen[asset.pk]
            return None if changed else (status, category_ids)

        return _act(project, list(seen), wish, by)


def undo(project: Project, bulk: uuid.UUID, *, by: Any) -> Outcome:
    """Give each asset of a bulk action the answer back that it had before, unless it changed since.

    An undo is such an action itself: undoing it is the redo.
    """
    events = {event.asset_id: event for event in AnnotationEvent.objects.filter(bulk=bulk, asset__project=project)}
    if not events:
        raise Refused("There is no such bulk action in this project.", code="not_found")

    def wish(asset: Asset, present: Answer) -> tuple[str, Sequence[int] | None] | None:
        event = events[asset.pk]
        return (event.from_status, event.from_category_ids) if asset.revision == event.revision else None

    return _act(project, list(events), wish, by)


@transaction.atomic
def _act(project: Project, ids: Sequence[int], wish: Wish, by: Any) -> Outcome:
    assets = lock_assets(project, ids)
    answers = present_answers(assets.values())
    classes = classes_of(project)
    action = uuid.uuid4()
    changes: list[Change] = []
    already = meanwhile = 0
    unknown = len(set(ids)) - len(assets)
    reasons: dict[str, int] = {f"This project has no such asset ({unknown}).": unknown} if unknown else {}
    for pk, asset in assets.items():
        wanted = wish(asset, answers[pk])
        if wanted is None:
            meanwhile += 1
            continue
        try:
            after = judge(answers[pk], *wanted, classes)
        except NotAllowed as reason:
            reasons[str(reason)] = reasons.get(str(reason), 0) + 1
            continue
        if after == answers[pk]:
            already += 1
            continue
        changes.append(Change(asset, answers[pk], after, str(uuid.uuid4()), asset.revision + 1))
    record(project, changes, by=by, at=timezone.now(), bulk=action)
    return Outcome(action, len(changes), already, sum(reasons.values()), meanwhile, tuple(reasons))
