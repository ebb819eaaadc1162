"""Who said what of the images of a version: a line for each, from the history as it was when the version was requested.

It names people, so it is no part of the version, and has no hash: images of cancelled versions may be deleted, people
renamed."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import F, QuerySet

from annotations.models import AnnotationEvent
from assets.states import Status
from contract import v1
from core.db import these
from core.exceptions import Refused
from core.times import spelled
from exports import task_types
from exports.models import DatasetVersion
from exports.task_types.base import frozen_rows

History = list[tuple[Any, ...]]  # of one image: rows of EVENT in their order, without the image

EVENT = ("asset_id", "actor__username", "at", "from_category_ids", "to_category_ids", "to_status", "shown_ms")
ITEM = ("asset__sha256", "asset__original_name", "revision")
NOBODY: dict[str, Any] = {"labeled_by": None, "labeled_at": None, "shown_ms": None}
NOT_REVIEWED: dict[str, Any] = {"reviewed_by": None, "reviewed_at": None}


def lines(version: DatasetVersion) -> Iterator[dict[str, Any]]:
    """One for each image, by number. Refused of versions that do not know how far the history had come."""
    if version.last_event is None:
        raise Refused(
            f"v{version.number} was requested before versions knew how far the history of answers had come.",
            code="not_found",
        )
    return _lines(version, version.last_event)


def _lines(version: DatasetVersion, last_event: int) -> Iterator[dict[str, Any]]:
    task_type = task_types.of_version(version)
    for some in frozen_rows(version, *ITEM):
        labels = task_type.labels(version, [row[0] for row in some])
        category_ids = {row[0]: [v1.category_id(index) for index in labels.get(row[0], ())] for row in some}
        kept = [row[0] for row in some if row[-1] is not None]
        histories = _kept_histories(version, kept) if kept else {}
        if before := {asset: category_ids[asset] for asset, *_, revision in some if revision is None}:
            histories |= _frozen_histories(version, before, last_event)
        for asset, sha256, name, _ in some:
            told = _told(histories.get(asset, []), category_ids[asset])
            label = {task_type.LABEL: task_type.told(labels.get(asset, ()))}
            yield {"asset": asset, "sha256": sha256, "original_name": name, **label, **told}


def _kept_histories(version: DatasetVersion, assets: list[int]) -> dict[int, History]:
    """The history of each of these images up to the answer that the version froze, which it keeps by its revision."""
    events = AnnotationEvent.objects.filter(
        asset__in=these(assets),
        asset__version_items__version=version,
        revision__lte=F("asset__version_items__revision"),
    )
    return _histories(events)


def _frozen_histories(
    version: DatasetVersion, category_ids: Mapping[int, list[int]], last_event: int
) -> dict[int, History]:
    """The same where the version is from before it kept revisions.

    Up to `last_event` it stands in the rows of the version. But while somebody writes, at whatever image, events that
    others have finished count as later ones (`annotations/moments.py`), and stand in the rows all the same. So where
    the history ends with an answer that the version cannot have frozen, it goes on to the first one that it can.
    """
    statuses = version.frozen["selection"]["statuses"]
    histories = _histories(AnnotationEvent.objects.filter(asset__in=these(category_ids), pk__lte=last_event))

    def is_frozen(history: History, asset: int) -> bool:
        return _answer(history) in [(status, category_ids[asset]) for status in statuses]

    behind = [asset for asset in category_ids if not is_frozen(histories.get(asset, []), asset)]
    if not behind:
        return histories
    later = _histories(AnnotationEvent.objects.filter(asset__in=these(behind), pk__gt=last_event))
    for asset, events in later.items():
        known = histories.get(asset, [])
        longer = (known + events[:count] for count in range(1, len(events) + 1))
        histories[asset] = next((history for history in longer if is_frozen(history, asset)), known)
    return histories


def _histories(events: QuerySet[AnnotationEvent]) -> dict[int, History]:
    found: dict[int, History] = {}
    for asset, *event in events.order_by("asset", "revision").values_list(*EVENT):
        found.setdefault(asset, []).append(tuple(event))
    return found


def _answer(history: History) -> tuple[str, list[int]]:
    """Status and categories with which it ends."""
    if not history:
        return Status.UNLABELED, []
    _, _, _, after, status, _ = history[-1]
    return status, after


def _told(history: History, category_ids: list[int]) -> dict[str, Any]:
    """Who gave the label, when, and how long they looked; how often there was another; who vouched for it. Where its
    label is not the one of that history, nobody is named."""
    labeled, reviewed, changes, present = NOBODY, NOT_REVIEWED, 0, []
    for actor, at, before, after, status, shown_ms in history:
        present = after
        if after != before:
            changes += bool(before)
            labeled = {"labeled_by": actor, "labeled_at": spelled(at), "shown_ms": shown_ms} if after else NOBODY
        approved = status == Status.APPROVED
        reviewed = {"reviewed_by": actor, "reviewed_at": spelled(at)} if approved else NOT_REVIEWED
    if present != category_ids:
        labeled, reviewed = NOBODY, NOT_REVIEWED
    return {**labeled, "changes": changes, **reviewed, "events": len(history)}
