"""What changed from one version to another, from their frozen rows alone."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from annotations.models import AnnotationEvent
from contract import compatibility, v1
from core.exceptions import Refused
from core.pagination import Page, Sort, cursor_after, edge_of, keyset_page
from exports.models import DatasetVersion, VersionItem

KINDS = ("added", "removed", "relabeled", "moved")
BY_ASSET = Sort("asset_id", tie="asset_id")
NO_LABEL = Value(-1, output_field=IntegerField())  # compares with a class, as null does not
MOST = 500  # entries of each kind in one answer; the counts are always whole
BATCH = 5000  # rows read at a time

Entry = dict[str, Any]

COUNT = """
    SELECT count(*), count(CASE WHEN coalesce(one.class_index, -1) <> coalesce(other.class_index, -1) THEN 1 END)
    FROM exports_versionitem AS one JOIN exports_versionitem AS other ON other.asset_id = one.asset_id
    WHERE one.version_id = %s AND other.version_id = %s"""


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
    return Page(_entries(kind, newer, found.items), found.next, found.previous)


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
    """One pass over the rows of both. A query of the ORM would go through the assets, too."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [newer.pk, older.pk])
        both, relabeled = cursor.fetchone()
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
    return _relabeled(older, newer)


def _only_in(version: DatasetVersion, other: DatasetVersion) -> QuerySet[VersionItem]:
    held = VersionItem.objects.filter(version=other, asset=OuterRef("asset"))
    return VersionItem.objects.filter(~Exists(held), version=version)


def _relabeled(older: DatasetVersion, newer: DatasetVersion) -> QuerySet[VersionItem]:
    before = VersionItem.objects.filter(version=older, asset=OuterRef("asset"))
    other = before.annotate(was=Coalesce("class_index", NO_LABEL)).filter(
        ~Q(was=Coalesce(OuterRef("class_index"), NO_LABEL))
    )
    rows = VersionItem.objects.filter(Exists(other), version=newer)
    return rows.annotate(before=Subquery(before.values("class_index")[:1]))


def _entries(kind: str, newer: DatasetVersion, items: list[Any]) -> list[Entry]:
    if kind != "relabeled":
        return [{"id": item.asset_id, "category_id": _public(item.class_index)} for item in items]
    authors = _authors(newer, items)
    return [
        {"id": item.asset_id, "from": _public(item.before), "to": _public(item.class_index)}
        | authors.get(item.asset_id, {"by": None, "at": None})
        for item in items
    ]


def _authors(newer: DatasetVersion, items: list[Any]) -> dict[int, Entry]:
    """Who gave each image the label that it has in `newer`, and when: the last change to it before the freeze."""
    labels = {item.asset_id: [] if item.class_index is None else [v1.category_id(item.class_index)] for item in items}
    # A version keeps whole seconds of its moment.
    frozen_at = newer.created_at + timedelta(seconds=1)
    events = AnnotationEvent.objects.filter(asset__in=list(labels), at__lt=frozen_at).order_by("asset_id", "revision")
    found: dict[int, Entry] = {}
    for event in events.select_related("actor"):
        if event.to_category_ids == labels[event.asset_id] != event.from_category_ids:
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


def _public(class_index: int | None) -> int | None:
    """The public id of a class, None without a label."""
    return None if class_index is None else v1.category_id(class_index)
