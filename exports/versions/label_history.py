"""Who said what of the images of a version: a line for each, from the history as it was when the version was requested.

It names people, so it is no part of the version, and has no hash: images of cancelled versions may be deleted, people
renamed."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import F, QuerySet

from annotations.models import AnnotationEvent
from assets.states import Status
from core.db import these
from core.exceptions import Refused
from core.times import spelled
from exports.models import DatasetVersion, VersionItem

History = list[tuple[Any, ...]]  # of one image: rows of EVENT in their order, without the image

BATCH = 1000  # images read at a time

EVENT = ("asset_id", "actor__username", "at", "from_category_ids", "to_category_ids", "to_status", "shown_ms")
ITEM = ("asset_id", "asset__sha256", "asset__original_name", "revision", "class_index")
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
        category_ids = {row[0]: None if row[-1] is None else row[-1] + 1 for row in some}
        kept = [row[0] for row in some if row[-2] is not None]
        histories = _kept_histories(version, kept) if kept else {}
        if before := {asset: category_ids[asset] for asset, *_, revision, _ in some if revision is None}:
            histories |= _frozen_histories(version, before, last_event)
        for asset, sha256, name, *_ in some:
            category_id = category_ids[asset]
            told = _told(histories.get(asset, []), category_id)
            yield {"asset": asset, "sha256": sha256, "original_name": name, "category_id": category_id, **told}
        last = some[-1][0]


def _kept_histories(version: DatasetVersion, assets: list[int]) -> dict[int, History]:
    """The history of each of these images up to the answer that the version froze, which it keeps by its revision."""
    events = AnnotationEvent.objects.filter(
        asset__in=these(assets),
        asset__version_items__version=version,
        revision__lte=F("asset__version_items__revision"),
    )
    return _histories(events)


def _frozen_histories(
    version: DatasetVersion, category_ids: Mapping[int, int | None], last_event: int
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


def _answer(history: History) -> tuple[str, int | None]:
    """Status and category with which it ends."""
    if not history:
        return Status.UNLABELED, None
    _, _, _, after, status, _ = history[-1]
    return status, after[0] if after else None


def _told(history: History, category_id: int | None) -> dict[str, Any]:
    """Who gave the label, when, and how long they looked; how often there was another; who vouched for it. Where its
    label is not the one of that history, nobody is named."""
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
