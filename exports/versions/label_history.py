"""Who said what of the images of a version: a line for each, from the history as it was when the version was requested.

It names people, so it is no part of the version, and has no hash: images of cancelled versions may be deleted, people
renamed."""

from collections.abc import Iterator, Sequence
from typing import Any

from annotations.models import AnnotationEvent
from assets.states import Status
from core.db import these
from core.exceptions import Refused
from core.times import spelled
from exports.models import DatasetVersion, VersionItem

BATCH = 1000  # images read at a time

EVENT = ("asset_id", "actor__username", "at", "from_category_ids", "to_category_ids", "to_status", "shown_ms")
ITEM = ("asset_id", "asset__sha256", "asset__original_name", "class_index")
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
    last = 0
    rows = VersionItem.objects.filter(version=version).order_by("asset_id").values_list(*ITEM)
    while some := list(rows.filter(asset_id__gt=last)[:BATCH]):
        histories = _histories([row[0] for row in some], last_event)
        for asset, sha256, name, class_index in some:
            category_id = None if class_index is None else class_index + 1
            told = _told(histories.get(asset, []), category_id)
            yield {"asset": asset, "sha256": sha256, "original_name": name, "category_id": category_id, **told}
        last = some[-1][0]


def _histories(assets: Sequence[int], last_event: int) -> dict[int, list[tuple[Any, ...]]]:
    events = AnnotationEvent.objects.filter(asset__in=these(assets), pk__lte=last_event)
    found: dict[int, list[tuple[Any, ...]]] = {}
    for asset, *event in events.order_by("asset", "revision").values_list(*EVENT):
        found.setdefault(asset, []).append(tuple(event))
    return found


def _told(history: Sequence[tuple[Any, ...]], category_id: int | None) -> dict[str, Any]:
    """Who gave the label, when, and how long they looked; how often there was another; who vouched for it. Of an image
    that was answered in the very moment of the request, so that its label is not the one of that history, nobody is
    named."""
    labeled, reviewed, changes, present = NOBODY, NOT_REVIEWED, 0, None
    for actor, at, before, after, status, shown_ms in history:
        present = after[0] if after else None
        if after != before:
            changes += bool(before)
            labeled = {"labeled_by": actor, "labeled_at": spelled(at), "shown_ms": shown_ms} if after else NOBODY
        approved = status == Status.APPROVED
        reviewed = {"reviewed_by": actor, "reviewed_at": spelled(at)} if approved else NOT_REVIEWED
    if present != category_id:
        labeled, reviewed = NOBODY, NOT_REVIEWED
    return {**labeled, "changes": changes, **reviewed, "events": len(history)}
