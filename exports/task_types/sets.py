"""Versions compared by the set of labels that each image has, of whatever task types.

Another answer it is where an image was answered in one of two only; or where a class is present in one and, though it
was asked about, absent in the other. What was asked about in one only is no other answer.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from annotations.asked import ANSWERED, not_asked
from annotations.models import Annotation
from assets.models import Asset
from exports.models import DatasetVersion, VersionItem
from exports.task_types.base import Labels, labels_of_asset
from exports.task_types.table import of_version

# Of an image of a version: where it has one category, its label is its answer.
ANSWERED_THEN = Q(answered=True) | Q(answered=None, class_index__isnull=False)


class Holds(Func):
    """Whether a JSON list holds a number; null where there is no list."""

    output_field = BooleanField()
    arity = 2
    template = "EXISTS (SELECT 1 FROM json_each(%(expressions)s)"
    arg_joiner = ") WHERE value = "

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s))", arg_joiner=" @> to_jsonb(")


def in_both(assets: QuerySet[Asset], version: DatasetVersion) -> tuple[int, int]:
    items = VersionItem.objects.filter(version=version, asset=OuterRef("pk"))
    kept = assets.order_by().filter(Exists(items))
    then = of_version(version)
    now = labels_of_asset()
    if not version.frozen["selection"]["include_inactive_categories"]:
        now = now.filter(category__retired_at=None)
    gained = _unlike(now, version, "category__class_index")
    here = Annotation.objects.filter(asset=OuterRef("asset"), category__class_index=OuterRef("class_index"))
    asked = ~Exists(not_asked("asset__").filter(class_index=OuterRef("class_index")))
    lost = then.exported(version).filter(~Exists(here), asked, asset=OuterRef("pk"))
    is_answered, was_answered = Q(status__in=ANSWERED), Exists(items.filter(ANSWERED_THEN))
    changed = Q(is_answered, ~was_answered) | Q(~is_answered, was_answered)
    differs = changed | Q(is_answered, Exists(gained) | Exists(lost))
    return kept.count(), kept.filter(differs).count()


def both(older: DatasetVersion, newer: DatasetVersion) -> tuple[int, int]:
    was = VersionItem.objects.filter(version=older, asset=OuterRef("asset"))
    count = VersionItem.objects.filter(Exists(was), version=newer).count()
    return count, relabeled(older, newer).count()


def relabeled(older: DatasetVersion, newer: DatasetVersion) -> QuerySet[VersionItem]:
    was = VersionItem.objects.filter(version=older, asset=OuterRef("asset"))
    was_answered = Exists(was.filter(ANSWERED_THEN))
    differs = Q(ANSWERED_THEN, ~was_answered) | Q(~ANSWERED_THEN, was_answered)
    for one, other in ((newer, older), (older, newer)):
        only = _unlike(of_version(one).exported(one), other, "class_index")
        differs |= Q(Exists(only.filter(asset=OuterRef("asset"))))
    return VersionItem.objects.filter(differs, Exists(was), version=newer)


def labels_before(older: DatasetVersion, rows: Sequence[VersionItem]) -> dict[int, Labels]:
    return of_version(older).labels(older, [row.asset_id for row in rows])


def _unlike(labels: QuerySet[Any], version: DatasetVersion, index: str) -> QuerySet[Any]:
    """Those of these labels, rows with `asset` and a class index, that the version has not though it was asked about:
    it knew the class, and its image was answered."""
    of_image = {"version": version, "asset": OuterRef("asset")}
    stored = of_version(version).stored(version).filter(asset=OuterRef("asset"), class_index=OuterRef(index))
    items = VersionItem.objects.filter(ANSWERED_THEN, **of_image)
    asked = items.annotate(unknown=Coalesce(Holds(F("not_asked"), OuterRef(index)), False)).filter(unknown=False)
    return labels.filter(~Exists(stored), Exists(asked), **{f"{index}__lt": len(version.frozen["categories"])})
