"""Any number of categories an image: its labels are rows of their own, and its own row says whether it was answered,
and about which classes nobody was asked. Frozen is what is stored; what of it is exported, the contract decides."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import (
    Aggregate,
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
)
from django.db.models.expressions import Combinable

from annotations.asked import ANSWERED, not_asked, partly_asked
from annotations.models import Annotation
from assets.models import Asset
from contract import v1, v1_1, v1_1_multi
from contract.v1_1_multi import LabelRules
from core.db import these
from core.exceptions import Refused
from exports.models import DatasetVersion, VersionItem, VersionLabel
from exports.task_types import base
from exports.task_types.base import FACTS, Labels, labels_of_asset, without_label
from exports.wanted import Wanted
from projects.models import Project

LABEL = "category_ids"


class Listed(Aggregate):
    """All values as the text of a JSON list, in any order."""

    function = "JSON_GROUP_ARRAY"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSON_AGG", template="%(function)s(%(expressions)s)::text")


def refuse(wanted: Wanted) -> None:
    """All that can be asked of any version can be asked of these."""


def selection(wanted: Wanted) -> dict[str, Any]:
    return {"include_partly_asked": wanted.include_partly_asked}


def more(project: Project) -> dict[str, Any]:
    rows = project.categories.values_list("public_id", "parent__public_id", "exclusive_group")
    return {"label_rules": LabelRules.of_categories(rows).record()}


def schema_version(*, holds_converted: bool) -> str:
    return v1_1_multi.schema_version(holds_converted=holds_converted)


def reasons(wanted: Wanted) -> list[tuple[str, Q]]:
    found = []
    if not wanted.include_unlabeled:
        found.append(("unlabeled", without_label()))
    if not wanted.include_partly_asked:
        found.append(("partly_asked", partly_asked()))
    return found


def excluded(wanted: Wanted, left_out: Mapping[str, int], inactive: int) -> dict[str, int]:
    return {
        "unlabeled": left_out.get("unlabeled", 0),
        "inactive_annotations": 0 if wanted.include_inactive_categories else inactive,
        "partly_asked": left_out.get("partly_asked", 0),
    }


def inactive_now(assets: QuerySet[Asset]) -> int:
    of_them = Annotation.objects.filter(asset__in=assets.filter(status__in=ANSWERED).order_by().values("pk"))
    return of_them.filter(category__retired_at__isnull=False).count()


def inactive_chosen(chosen: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(sum(inactive), 0) FROM {chosen} WHERE left_out = '' AND answered")  # noqa: S608
        return int(cursor.fetchone()[0])


def why_nothing(project: Project, left_out: Mapping[str, int]) -> str:
    if not (images := left_out.get("partly_asked", 0)):
        return ""
    newest = project.categories.active().order_by("-opened", "-class_index").values_list("name", flat=True)[0]
    were = "1 image was" if images == 1 else f"{images:,} images were"
    return f"{were} not asked about every class, such as {newest}. Ask about it, or include what was partly asked."


def now() -> dict[str, Combinable]:
    labels = labels_of_asset().order_by().values("asset")
    classes = not_asked().order_by().values("project")
    return {
        "answered": ExpressionWrapper(Q(status__in=ANSWERED), output_field=BooleanField()),
        "labels": Subquery(labels.annotate(all=Listed("category__class_index")).values("all")),
        "not_asked": Subquery(classes.annotate(all=Listed("class_index")).values("all")),
        "inactive": Subquery(
            labels.filter(category__retired_at__isnull=False).annotate(count=Count("pk")).values("count")
        ),
    }


def labels_now(assets: QuerySet[Asset], *facts: str) -> Iterator[tuple[Any, ...]]:
    listed = labels_of_asset().order_by().values("asset").annotate(all=Listed("category__public_id")).values("all")
    rows = assets.order_by().annotate(listed=Subquery(listed)).values_list(*facts, "listed")
    for *told, text in rows.iterator(chunk_size=5000):
        yield *told, tuple(sorted(json.loads(text or "[]")))


def labels_held(assets: QuerySet[Asset], wanted: Wanted) -> QuerySet[Annotation]:
    found = Annotation.objects.filter(asset__in=assets.filter(status__in=ANSWERED))
    return found if wanted.include_inactive_categories else found.filter(category__retired_at=None)


def refuse_chosen(frozen: Mapping[str, Any], chosen: str) -> None:
    """Where images break a rule between labels. There are few sets beside the images that have them."""
    snapshot = v1_1_multi.snapshot_of(frozen)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT labels, not_asked, count(*) FROM {chosen}"  # noqa: S608
            " WHERE left_out = '' AND answered GROUP BY labels, not_asked"
        )
        sets = cursor.fetchall()
    broken = sum(count for labels, asked, count in sets if not snapshot.allows(_listed(labels), _listed(asked)))
    if broken:
        raise Refused(str(v1_1_multi.BrokenRules(broken)), code="breaks_a_rule")


def freeze(version: DatasetVersion, chosen: str) -> None:
    items, labels = VersionItem._meta.db_table, VersionLabel._meta.db_table
    if connection.vendor == "postgresql":
        asked, nothing = "coalesce(not_asked, '[]')::jsonb", "'[]'::jsonb"
        each, index = "json_array_elements_text(coalesce(labels, '[]')::json) AS listed(value)", "listed.value::int"
    else:
        asked, nothing = "coalesce(not_asked, '[]')", "'[]'"
        each, index = "json_each(coalesce(labels, '[]')) AS listed", "listed.value"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {items} (version_id, asset_id, revision, answered, not_asked)"  # noqa: S608
            f" SELECT %s, asset_id, revision, answered, CASE WHEN answered THEN {asked} ELSE {nothing} END"
            f" FROM {chosen} WHERE left_out = '' ORDER BY asset_id",
            [version.pk],
        )
        cursor.execute(
            f"INSERT INTO {labels} (version_id, asset_id, class_index) SELECT %s, asset_id, {index}"  # noqa: S608
            f" FROM {chosen}, {each} WHERE left_out = '' ORDER BY asset_id, {index}",
            [version.pk],
        )


def images(version: DatasetVersion) -> Iterator[v1.Picture]:
    for some in base.frozen_rows(version, *FACTS[1:], "answered", "not_asked"):
        kept = _stored(version, [row[0] for row in some])
        yield from (_image(row, kept.get(row[0], ())) for row in some)


def _image(row: tuple[Any, ...], labels: Labels) -> v1_1_multi.Image:
    *facts, video, timestamp_ms, frame_index, of_sha256, of_type, answered, asked = row
    return v1_1_multi.Image(
        *facts,  # type: ignore[misc] # mypy does not know how many they are
        frame=None if video is None else v1.Frame(video, timestamp_ms, frame_index),
        class_indices=labels,
        answered=answered,
        not_asked=tuple(asked),
        converted=None if of_type is None else v1_1.Converted(of_sha256, of_type),
    )


def labels(version: DatasetVersion, assets: Collection[int]) -> dict[int, Labels]:
    return _by_asset(exported(version).filter(asset__in=these(assets)))


def labels_of_rows(rows: Iterable[VersionItem]) -> dict[int, Labels]:
    some = list(rows)
    return labels(some[0].version, [row.asset_id for row in some]) if some else {}


def counted(version: DatasetVersion) -> dict[int, int]:
    return dict(exported(version).order_by().values_list("class_index").annotate(count=Count("pk")))


def told(labels: Sequence[int]) -> list[int]:
    return [v1.category_id(index) for index in labels]


def stored(version: DatasetVersion) -> QuerySet[VersionLabel]:
    return VersionLabel.objects.filter(version=version)


def exported(version: DatasetVersion) -> QuerySet[VersionLabel]:
    """Of what is stored, what the contract exports (`v1_1_multi.Snapshot.answer_of`)."""
    answered = VersionItem.objects.filter(version=version, asset=OuterRef("asset"), answered=True)
    rows = VersionLabel.objects.filter(Exists(answered), version=version)
    if version.frozen["selection"]["include_inactive_categories"]:
        return rows
    inactive = [each["class_index"] for each in version.frozen["categories"] if not each["active"]]
    return rows.exclude(class_index__in=inactive)


def _stored(version: DatasetVersion, assets: Collection[int]) -> dict[int, Labels]:
    return _by_asset(stored(version).filter(asset__in=these(assets)))


def _by_asset(rows: QuerySet[VersionLabel]) -> dict[int, Labels]:
    found: dict[int, list[int]] = {}
    for asset, class_index in rows.order_by("asset_id", "class_index").values_list("asset_id", "class_index"):
        found.setdefault(asset, []).append(class_index)
    return {asset: tuple(indices) for asset, indices in found.items()}


def _listed(text: str | None) -> tuple[int, ...]:
    return tuple(sorted(json.loads(text or "[]")))
