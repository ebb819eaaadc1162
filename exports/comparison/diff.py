"""What changed from one version to another, from their frozen rows alone."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Exists, OuterRef, QuerySet

from annotations.models import AnnotationEvent
from contract import compatibility, v1
from core.exceptions import Refused
from core.pagination import Page, Sort, cursor_after, edge_of, keyset_page
from exports import task_types
from exports.models import DatasetVersion, VersionItem
from exports.task_types.base import Labels

KINDS = ("added", "removed", "relabeled", "moved")
BY_ASSET = Sort("asset_id", tie="asset_id")
MOST = 500  # entries of each kind in one answer; the counts are always whole
BATCH = 5000  # rows read at a time

Entry = dict[str, Any]


def between(older: DatasetVersion, newer: DatasetVersion, limit: int = MOST) -> dict[str, Any]:
    """All that differs from older to newer, with the verdict. `images` has the counts; the lists hold the first
    `limit` of each kind, by id, and `cursors` lead to the others. Refused for a version that was cancelled."""
    summary = overview(older, newer)
    pages = {kind: page(kind, older, newer, limit=limit) if summary["images"][kind] else EMPTY for kind in KINDS}
    return (
        summary
        | {kind: found.items for kind, found in pages.items()}
        | {"cursors": {kind: found.next for kind, found in pages.items()}}
    )


def overview(older: DatasetVersion, newer: DatasetVersion) -> dict[str, Any]:
    """Counts, categories, verdict and a summary on one line, without the lists."""
    images = counts(older, newer)
    categories = compatibility.category_changes(older.frozen["categories"], newer.frozen["categories"])
    return {
        "from": older.number,
        "to": newer.number,
        "verdict": asdict(compatibility.judge(_side(older), _side(newer), images)),
        "summary": compatibility.summary(images, categories),
        "images": images,
        "categories": categories,
    }


def counts(older: DatasetVersion, newer: DatasetVersion) -> dict[str, int]:
    """How many images were added, removed, relabeled and moved between splits. What is frozen differs for ever by the
    same, so it is counted once."""
    for version in (older, newer):
        if version.state == DatasetVersion.State.CANCELLED:
            raise Refused(f"v{version.number} was cancelled, so it holds nothing to compare.", code="cancelled")
    key = ":".join(f"{v.pk}-{v.created_at.timestamp():.0f}-{v.frozen['dataset_id']}" for v in (older, newer))
    found: dict[str, int] | None = cache.get(f"diff:{key}")
    if found is None:
        found = _count(older, newer)
        cache.set(f"diff:{key}", found, timeout=None)
    return found


def page(kind: str, older: DatasetVersion, newer: DatasetVersion, cursor: str | None = None, limit: int = MOST) -> Page:
    """Some entries of one kind, by asset. Pages of moved images only lead forward: each is looked for in the rows."""
    if kind == "moved":
        return _moved_page(older, newer, cursor, limit)
    found = keyset_page(_rows(kind, older, newer), BY_ASSET, cursor, limit)
    return Page(_entries(kind, older, newer, found.items), found.next, found.previous)


def every(kind: str, older: DatasetVersion, newer: DatasetVersion) -> Iterator[Entry]:
    """All entries of one kind, by asset, a page in memory at a time."""
    cursor = None
    while True:
        found = page(kind, older, newer, cursor)
        yield from found.items
        if (cursor := found.next) is None:
            return


def pieces(older: DatasetVersion, newer: DatasetVersion, spelled: Callable[[Any], str]) -> Iterator[str]:
    """The whole difference as one JSON text, piece by piece; an entry a line. `spelled`: how a value is written."""
    yield spelled(summary := overview(older, newer))[:-1]
    for kind in KINDS:
        yield f',\n"{kind}": ['
        separator = "\n"
        for entry in every(kind, older, newer) if summary["images"][kind] else ():
            yield separator + spelled(entry)
            separator = ",\n"
        yield "\n]"
    yield "\n}\n"


EMPTY = Page([], None, None)


def _side(version: DatasetVersion) -> compatibility.Side:
    frozen = version.frozen
    return compatibility.Side(version.number, frozen["dataset_id"], frozen["task_type"], frozen["categories"])


def _count(older: DatasetVersion, newer: DatasetVersion) -> dict[str, int]:
    both, relabeled = task_types.between(older, newer).both(older, newer)
    return {
        "added": newer.images - both,
        "removed": older.images - both,
        "relabeled": relabeled,
        "moved": sum(1 for _ in _moved(older, newer)),
    }


def _rows(kind: str, older: DatasetVersion, newer: DatasetVersion) -> QuerySet[VersionItem]:
    if kind == "added":
        return _only_in(newer, older)
    if kind == "removed":
        return _only_in(older, newer)
    return task_types.between(older, newer).relabeled(older, newer)


def _only_in(version: DatasetVersion, other: DatasetVersion) -> QuerySet[VersionItem]:
    held = VersionItem.objects.filter(version=other, asset=OuterRef("asset"))
    return VersionItem.objects.filter(~Exists(held), version=version)


def _entries(kind: str, older: DatasetVersion, newer: DatasetVersion, rows: list[VersionItem]) -> list[Entry]:
    task_type = task_types.of_version(older if kind == "removed" else newer)
    labels = task_type.labels_of_rows(rows)
    told = {row.asset_id: task_type.told(labels.get(row.asset_id, ())) for row in rows}
    if kind != "relabeled":
        return [{"id": asset, task_type.LABEL: label} for asset, label in told.items()]
    before = task_types.between(older, newer).labels_before(older, rows)
    authors = _authors(newer, {asset: labels.get(asset, ()) for asset in told})
    return [
        {"id": asset, "from": task_type.told(before.get(asset, ())), "to": label}
        | authors.get(asset, {"by": None, "at": None})
        for asset, label in told.items()
    ]


def _authors(newer: DatasetVersion, labels: Mapping[int, Labels]) -> dict[int, Entry]:
    """Who gave each image the labels that it has in `newer`, and when: the last change to them before the freeze."""
    given = {asset: [v1.category_id(index) for index in indices] for asset, indices in labels.items()}
    # A version keeps whole seconds of its moment.
    frozen_at = newer.created_at + timedelta(seconds=1)
    events = AnnotationEvent.objects.filter(asset__in=list(given), at__lt=frozen_at).order_by("asset_id", "revision")
    found: dict[int, Entry] = {}
    for event in events.select_related("actor"):
        if event.to_category_ids == given[event.asset_id] != event.from_category_ids:
            found[event.asset_id] = {"by": event.actor.get_username(), "at": event.at}
    return found


def _moved_page(older: DatasetVersion, newer: DatasetVersion, cursor: str | None, limit: int) -> Page:
    edge = edge_of(cursor, VersionItem.objects.all(), BY_ASSET) if cursor else None
    found: list[Entry] = []
    for entry in _moved(older, newer, after=edge[0] if edge else 0):
        if len(found) == limit:
            return Page(found, cursor_after(VersionItem(asset_id=found[-1]["id"]), BY_ASSET), None)
        found.append(entry)
    return Page(found, None, None)


def _moved(older: DatasetVersion, newer: DatasetVersion, after: int = 0) -> Iterator[Entry]:
    """Images of both that were dealt to another split. A split depends on the image, the seed and the ratios alone, so
    without another seed or other ratios there is none."""
    if older.frozen["splits"] == newer.frozen["splits"]:
        return
    before, now = _dealer(older), _dealer(newer)
    for asset_id, sha256, video_id in _in_both(older, newer, after):
        key = v1.split_key(sha256, video_id)
        was, is_now = before(key), now(key)
        if was != is_now:
            yield {"id": asset_id, "from": was, "to": is_now}


def _dealer(version: DatasetVersion) -> Callable[[str], str | None]:
    splits: Mapping[str, Any] | None = version.frozen["splits"]
    if splits is None:
        return lambda key: None
    seed, ratios = splits["seed"], v1.Ratios(**splits["ratios"])
    return lambda key: v1.split_of(seed, ratios, key)


def _in_both(older: DatasetVersion, newer: DatasetVersion, after: int) -> Iterable[tuple[int, str, int | None]]:
    """Asset, sha256 and video of what both hold, a stretch of ids at a time, read from both and matched here."""
    rows = VersionItem.objects.filter(version=newer).order_by("asset_id")
    facts = rows.values_list("asset_id", "asset__sha256", "asset__video")
    while batch := list(facts.filter(asset_id__gt=after)[:BATCH]):
        last = batch[-1][0]
        stretch = VersionItem.objects.filter(version=older, asset_id__gt=after, asset_id__lte=last)
        held = set(stretch.values_list("asset_id", flat=True))
        yield from (row for row in batch if row[0] in held)
        after = last
