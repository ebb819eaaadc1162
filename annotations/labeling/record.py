"""Verb: write answers. The one place that locks images, reads the answers they have, and writes new ones.

It takes a bounded number of statements, however many images are named: one, or ten thousand.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from annotations.models import Annotation, AnnotationEvent, Claim
from annotations.task_types.base import Answer
from assets.models import Asset
from assets.states import Status
from core.db import insert, these
from projects.models import Project


@dataclass(frozen=True)
class Row:
    """One asset with its answer: as it is, or as a change leaves it."""

    pk: int
    revision: int
    answer: Answer


@dataclass(frozen=True)
class Change:
    """One asset with the answer that it has, and the one that it gets by this operation. `seen`: whether it was on the
    screen of who gave it; None where nobody told. `source`: where an imported answer comes from, as `Source.value`."""

    row: Row
    after: Answer
    op_id: str
    seen: bool | None = None
    source: Mapping[str, Any] | None = None

    def done(self) -> Row:
        return Row(self.row.pk, self.row.revision + 1, self.after)


def lock(project: Project, ids: Iterable[int]) -> dict[int, Row]:
    """Those of the project by number, locked in this one order so that no two who write wait for each other."""
    return _rows(project.assets.select_for_update(no_key=True), ids)


def read(project: Project, ids: Iterable[int]) -> dict[int, Row]:
    """Those of the project by number, not locked."""
    return _rows(project.assets.all(), ids)


def _rows(assets: QuerySet[Asset], ids: Iterable[int]) -> dict[int, Row]:
    found = list(assets.filter(pk__in=these(ids)).order_by("pk").values_list("pk", "revision", "status"))
    # Asked after the locks were taken, so that they belong to these revisions.
    labels: dict[int, list[int]] = {}
    annotations = Annotation.objects.filter(asset__in=these(pk for pk, *_ in found)).order_by("category__public_id")
    for pk, category_id in annotations.values_list("asset_id", "category__public_id"):
        labels.setdefault(pk, []).append(category_id)
    return {pk: Row(pk, revision, Answer(Status(status), tuple(labels.get(pk, ())))) for pk, revision, status in found}


def write(project: Project, changes: Sequence[Change], *, by: Any, bulk: UUID | None = None) -> None:
    """Write the changes, several of one asset in their order: history, assets, annotations; and end the claims.

    The assets must be locked, in this transaction. `bulk`: the action that all of them belong to.
    """
    if not changes:
        return
    now = timezone.now()
    last = {change.row.pk: change.after for change in changes}
    _write_history(changes, by, now, bulk)
    _write_assets(last, Counter(change.row.pk for change in changes))
    _write_annotations(project, last, changes, by, now)
    Claim.objects.filter(asset__in=these(last)).delete()


def _write_history(changes: Sequence[Change], by: Any, at: datetime, bulk: UUID | None) -> None:
    rows = [
        [
            change.row.pk,
            change.op_id,
            change.row.answer.status,
            change.after.status,
            json.dumps(change.row.answer.category_ids),
            json.dumps(change.after.category_ids),
            change.row.revision + 1,
            change.seen,
            None if change.source is None else json.dumps(change.source),
        ]
        for change in changes
    ]
    columns = {
        "asset_id": "bigint",
        "op_id": "text",
        "from_status": "text",
        "to_status": "text",
        "from_category_ids": "jsonb",
        "to_category_ids": "jsonb",
        "revision": "int",
        "seen": "boolean",
        "source": "jsonb",
    }
    insert(AnnotationEvent, rows, columns, {"actor_id": by.pk, "at": at, "bulk": bulk})


def _write_assets(last: Mapping[int, Answer], steps: Mapping[int, int]) -> None:
    alike: dict[tuple[Status, int], list[int]] = {}
    for pk, answer in last.items():
        alike.setdefault((answer.status, steps[pk]), []).append(pk)
    for (status, count), ids in alike.items():
        Asset.objects.filter(pk__in=these(ids)).update(status=status.value, revision=F("revision") + count)


def _write_annotations(
    project: Project, last: Mapping[int, Answer], changes: Sequence[Change], by: Any, at: datetime
) -> None:
    """An annotation stays as it is, with who made it, when the category stays: approving or sending back leaves it.

    Not where the category was changed and changed back: whoever did it is its labeler now.
    """
    relabeled = {change.row.pk for change in changes if change.after.category_ids != change.row.answer.category_ids}
    if not relabeled:
        return
    Annotation.objects.filter(asset__in=these(relabeled)).delete()
    keys = dict(project.categories.values_list("public_id", "pk"))
    rows = [
        [pk, keys[category_id]] for pk, answer in last.items() if pk in relabeled for category_id in answer.category_ids
    ]
    insert(
        Annotation, rows, {"asset_id": "bigint", "category_id": "bigint"}, {"created_by_id": by.pk, "created_at": at}
    )
