"""One category an image: its class stands in the image's own row of the version, null where it has none."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from annotations.models import Annotation
from assets.models import Asset
from contract import v1, v1_1
from core.db import these
from core.exceptions import Refused
from exports.models import DatasetVersion, VersionItem
from exports.task_types import base
from exports.task_types.base import FACTS, Labels, labels_of_asset, of_inactive_category, without_label
from exports.wanted import Wanted
from projects.models import Project

LABEL = "category_id"

NO_LABEL = Value(-1, output_field=IntegerField())  # compares with a class, as null does not

COUNT = """
    SELECT count(*), count(CASE WHEN coalesce(one.class_index, -1) <> coalesce(other.class_index, -1) THEN 1 END)
    FROM exports_versionitem AS one JOIN exports_versionitem AS other ON other.asset_id = one.asset_id
    WHERE one.version_id = %s AND other.version_id = %s"""


def refuse(wanted: Wanted) -> None:
    if wanted.include_partly_asked:
        raise Refused(
            "In this project an answer is about all classes, so no image was partly asked.",
            code="bad_selection",
            field="include_partly_asked",
        )


def selection(wanted: Wanted) -> dict[str, Any]:
    return {}


def more(project: Project) -> dict[str, Any]:
    return {}


def schema_version(*, holds_converted: bool) -> str:
    return v1_1.schema_version(holds_converted=holds_converted)


def reasons(wanted: Wanted) -> list[tuple[str, Q]]:
    found = []
    if not wanted.include_unlabeled:
        found.append(("unlabeled", without_label()))
    if not wanted.include_inactive_categories:
        found.append(("inactive_category", of_inactive_category()))
    return found


def excluded(wanted: Wanted, left_out: Mapping[str, int], inactive: int) -> dict[str, int]:
    return {reason: left_out.get(reason, 0) for reason in ("unlabeled", "inactive_category")}


def inactive_now(assets: QuerySet[Asset]) -> int:
    return 0  # images are left out, and no labels of others


def inactive_chosen(chosen: str) -> int:
    return 0


def why_nothing(project: Project, left_out: Mapping[str, int]) -> str:
    return ""


def refuse_chosen(frozen: Mapping[str, Any], chosen: str) -> None:
    """There are no rules between labels."""


def now() -> dict[str, Combinable]:
    return {"class_index": Subquery(labels_of_asset().values("category__class_index")[:1])}


def labels_now(assets: QuerySet[Asset], *facts: str) -> Iterator[tuple[Any, ...]]:
    label = Subquery(labels_of_asset().values("category__public_id")[:1])
    rows = assets.order_by().annotate(label=label).values_list(*facts, "label")
    for *told, public_id in rows.iterator(chunk_size=5000):
        yield *told, () if public_id is None else (public_id,)


def labels_held(assets: QuerySet[Asset], wanted: Wanted) -> QuerySet[Annotation]:
    return Annotation.objects.filter(asset__in=assets)


def freeze(version: DatasetVersion, chosen: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {VersionItem._meta.db_table} (version_id, asset_id, class_index, revision)"  # noqa: S608
            f" SELECT %s, asset_id, class_index, revision FROM {chosen} WHERE left_out = '' ORDER BY asset_id",
            [version.pk],
        )


def images(version: DatasetVersion) -> Iterator[v1.Picture]:
    for some in base.frozen_rows(version, *FACTS[1:], "class_index"):
        yield from map(_image, some)


def _image(row: tuple[Any, ...]) -> v1.Image:
    *facts, video, timestamp_ms, frame_index, of_sha256, of_type, class_index = row
    frame = None if video is None else v1.Frame(video, timestamp_ms, frame_index)
    if of_type is None:
        return v1.Image(*facts, frame, class_index)  # type: ignore[call-arg] # mypy counts facts as nine
    made_of = v1_1.Converted(of_sha256, of_type)
    return v1_1.Image(*facts, frame, class_index, converted=made_of)  # type: ignore[misc, call-arg, arg-type] # the same


def labels(version: DatasetVersion, assets: Collection[int]) -> dict[int, Labels]:
    return labels_of_rows(stored(version).filter(asset__in=these(assets)))


def labels_of_rows(rows: Iterable[VersionItem]) -> dict[int, Labels]:
    return {row.asset_id: (row.class_index,) for row in rows if row.class_index is not None}


def labels_before(older: DatasetVersion, rows: Iterable[VersionItem]) -> dict[int, Labels]:
    return {row.asset_id: (row.before,) for row in rows if row.before is not None}  # type: ignore[attr-defined]


def counted(version: DatasetVersion) -> dict[int, int]:
    rows = stored(version).order_by().values_list("class_index")
    return dict(rows.annotate(count=Count("pk")))


def stored(version: DatasetVersion) -> QuerySet[VersionItem]:
    return VersionItem.objects.filter(version=version).exclude(class_index=None)


def exported(version: DatasetVersion) -> QuerySet[VersionItem]:
    return stored(version)


def in_both(assets: QuerySet[Asset], version: DatasetVersion) -> tuple[int, int]:
    items = VersionItem.objects.filter(version=version, asset=OuterRef("pk"))
    was = Coalesce(Subquery(items.values("class_index")[:1]), NO_LABEL)
    is_now = Coalesce(now()["class_index"], NO_LABEL)
    kept = assets.order_by().filter(Exists(items)).annotate(was=was, now=is_now)
    found = kept.aggregate(count=Count("pk"), relabeled=Count("pk", filter=~Q(was=F("now"))))
    return found["count"], found["relabeled"]


def both(older: DatasetVersion, newer: DatasetVersion) -> tuple[int, int]:
    """One pass over the rows of both. A query of the ORM would go through the assets, too."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [newer.pk, older.pk])
        count, relabeled = cursor.fetchone()
    return count, relabeled


def relabeled(older: DatasetVersion, newer: DatasetVersion) -> QuerySet[VersionItem]:
    before = VersionItem.objects.filter(version=older, asset=OuterRef("asset"))
    other = before.annotate(was=Coalesce("class_index", NO_LABEL)).filter(
        ~Q(was=Coalesce(OuterRef("class_index"), NO_LABEL))
    )
    rows = VersionItem.objects.filter(Exists(other), version=newer)
    return rows.annotate(before=Subquery(before.values("class_index")[:1]))


def told(labels: Sequence[int]) -> int | None:
    return v1.category_id(labels[0]) if labels else None
