"""What changed from one version to another, from their frozen rows alone."""

from typing import Any

from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from .models import DatasetVersion, VersionItem

NO_LABEL = Value(-1, output_field=IntegerField())  # compares with a class, as null does not
MOST = 500  # entries listed of each kind; the counts are always whole


def between(older: DatasetVersion, newer: DatasetVersion) -> dict[str, Any]:
    """Images added, removed and relabeled, and categories added, renamed, retired and restored, from older to newer.

    `images` has the counts; the lists hold the first 500 of each kind, by id.
    """
    added, removed, relabeled = _only_in(newer, older), _only_in(older, newer), _relabeled(older, newer)
    return {
        "from": older.number,
        "to": newer.number,
        "images": {"added": added.count(), "removed": removed.count(), "relabeled": relabeled.count()},
        "added": [{"id": item.asset_id, "category_id": _public(item.class_index)} for item in added[:MOST]],
        "removed": [{"id": item.asset_id, "category_id": _public(item.class_index)} for item in removed[:MOST]],
        "relabeled": [
            {"id": row["asset_id"], "from": _public(row["before"]), "to": _public(row["after"])}
            for row in relabeled[:MOST]
        ],
        "categories": _categories(older, newer),
    }


def _only_in(version: DatasetVersion, other: DatasetVersion) -> QuerySet[VersionItem]:
    held = VersionItem.objects.filter(version=other).values("asset")
    return VersionItem.objects.filter(version=version).exclude(asset__in=held).order_by("asset_id")


def _relabeled(older: DatasetVersion, newer: DatasetVersion) -> QuerySet[Any, Any]:
    before = VersionItem.objects.filter(version=older, asset=OuterRef("asset")).values("class_index")[:1]
    in_both = VersionItem.objects.filter(
        version=newer, asset__in=VersionItem.objects.filter(version=older).values("asset")
    )
    rows = in_both.annotate(before=Coalesce(Subquery(before), NO_LABEL), after=Coalesce("class_index", NO_LABEL))
    return rows.exclude(before=F("after")).order_by("asset_id").values("asset_id", "before", "after")


def _categories(older: DatasetVersion, newer: DatasetVersion) -> dict[str, Any]:
    before = {category["id"]: category for category in older.frozen["categories"]}
    after = {category["id"]: category for category in newer.frozen["categories"]}
    both = sorted(before.keys() & after.keys())
    return {
        "added": [{"id": i, "name": after[i]["name"]} for i in sorted(after.keys() - before.keys())],
        "renamed": [
            {"id": i, "from": before[i]["name"], "to": after[i]["name"]}
            for i in both
            if before[i]["name"] != after[i]["name"]
        ],
        "retired": [i for i in both if before[i]["active"] and not after[i]["active"]],
        "restored": [i for i in both if after[i]["active"] and not before[i]["active"]],
    }


def _public(class_index: int | None) -> int | None:
    """The public id of a class, None without a label."""
    return None if class_index is None or class_index < 0 else class_index + 1
