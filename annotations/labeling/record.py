"""Verb: write answers. The one place that locks images, reads the answers they have, and writes new ones.

It takes a bounded number of statements, however many images are named: one, or ten thousand.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from annotations.models import Absence, Annotation, AnnotationEvent, Claim
from annotations.task_types.base import Answer
from assets.models import Asset
from assets.states import CARRIES_LABEL, Status
from core import settled
from core.db import insert, these
from projects import events
from projects.models import Event, Project
from projects.task_types import facts


@dataclass(frozen=True)
class Row:
    """One asset with its answer: as it is, or as a change leaves it."""

    pk: int
    revision: int
    answer: Answer
    asked: int = 0  # the labels revision that it was asked about
    annotations: Mapping[int, int] = field(default_factory=dict, compare=False)  # keys of labels that were read, by id


@dataclass(frozen=True)
class Change:
    """One asset with the answer that it has, and the one that it gets by this operation. `seen`: whether it was on the
    screen of who gave it, and `shown_ms` for how long; None where nobody told. `source`: where an imported answer comes
    from, as `Source.value`. `reason`: why it is sent back. `asked`: the labels revision that it was asked about;
    None: that of its answer until now, whose classes were kept."""

    row: Row
    after: Answer
    op_id: str
    seen: bool | None = None
    source: Mapping[str, Any] | None = None
    reason: str = ""
    shown_ms: int | None = None
    asked: int | None = None

    @property
    def asked_after(self) -> int:
        if not CARRIES_LABEL[self.after.status]:
            return 0
        return self.row.asked if self.asked is None else self.asked

    def done(self) -> Row:
        return Row(self.row.pk, self.row.revision + 1, self.after, self.asked_after)


def lock(project: Project, ids: Iterable[int]) -> dict[int, Row]:
    """Those of the project by number, locked in this one order so that no two who write wait for each other."""
    return _rows(project.assets.select_for_update(no_key=True), ids)


def read(project: Project, ids: Iterable[int]) -> dict[int, Row]:
    """Those of the project by number, not locked."""
    return _rows(project.assets.all(), ids)


def _rows(assets: QuerySet[Asset], ids: Iterable[int]) -> dict[int, Row]:
    columns = ("pk", "revision", "status", "asked_revision")
    found = list(assets.filter(pk__in=these(ids)).order_by("pk").values_list(*columns))
    labels: dict[int, dict[int, int]] = {}
    if labeled := [pk for pk, _, status, _ in found if CARRIES_LABEL[Status(status)]]:
        # Asked after the locks were taken, so that they belong to these revisions.
        annotations = Annotation.objects.filter(asset__in=these(labeled)).order_by("category__public_id")
        for pk, category_id, key in annotations.values_list("asset_id", "category__public_id", "pk"):
            labels.setdefault(pk, {})[category_id] = key
    return {
        pk: Row(pk, revision, Answer(Status(status), tuple(kept)), asked, kept)
        for pk, revision, status, asked in found
        for kept in [labels.get(pk, {})]
    }


def write(
    project: Project,
    changes: Sequence[Change],
    *,
    by: Any,
    bulk: UUID | None = None,
    undoes: UUID | None = None,
    keys: Mapping[int, int] | None = None,
) -> None:
    """Write the changes, several of one asset in their order: history, with the event that points to it, assets,
    annotations; and end the claims.

    The assets must be locked, in this transaction. `bulk`: the action that all of them belong to. `undoes`: the action
    that each of them takes back, which was the last change of each asset. `keys`: of categories by public id, if they
    were read before the transaction.
    """
    if not changes:
        return
    now = timezone.now()
    last = {change.row.pk: change for change in changes}
    _write_history(project, changes, by, now, bulk, undoes)
    _write_assets(last, Counter(change.row.pk for change in changes))
    _write_annotations(project, last, changes, by, now, keys or {})
    if facts(project.task_type).most_classes != 1:
        # A whole answer says by itself what is absent, and none says nothing.
        whole = (each for each in changes if each.asked is not None or not CARRIES_LABEL[each.after.status])
        Absence.objects.filter(asset__in=these(change.row.pk for change in whole)).delete()
    _end_claims(changes, by)


def _end_claims(changes: Sequence[Change], by: Any) -> None:
    """Somebody who was asked again about an image keeps it, whatever becomes of its answer meanwhile."""
    unlabeled = {change.row.pk for change in changes if change.row.answer.status == Status.UNLABELED}
    answered = {change.row.pk for change in changes} - unlabeled
    ended = Q(asset__in=these(unlabeled))
    if answered:
        ended |= Q(asset__in=these(answered), user=by)
    Claim.objects.filter(ended).in_line().delete()


def _write_history(
    project: Project, changes: Sequence[Change], by: Any, at: datetime, bulk: UUID | None, undoes: UUID | None
) -> None:
    columns = {
        "id": "bigint",
        "asset_id": "bigint",
        "op_id": "text",
        "from_status": "text",
        "to_status": "text",
        "from_category_ids": "jsonb",
        "to_category_ids": "jsonb",
        "revision": "int",
        "seen": "boolean",
        "source": "jsonb",
        "reason": "text",
        "shown_ms": "int",
        "from_asked": "int",
        "to_asked": "int",
    }
    pointers = events.pointers_to(len(changes))
    with settled.drawn((AnnotationEvent, len(changes)), (Event, pointers)) as (numbers, keys):
        constants = {"actor_id": by.pk, "at": at, "bulk": bulk, "undoes": undoes}
        insert(AnnotationEvent, _history(numbers, changes), columns, constants)
        events.point(keys, project, numbers, by=by, at=at)


def _history(numbers: Sequence[int], changes: Sequence[Change]) -> list[list[Any]]:
    return [
        [
            number,
            change.row.pk,
            change.op_id,
            change.row.answer.status,
            change.after.status,
            json.dumps(change.row.answer.category_ids),
            json.dumps(change.after.category_ids),
            change.row.revision + 1,
            change.seen,
            None if change.source is None else json.dumps(change.source),
            change.reason,
            change.shown_ms,
            change.row.asked,
            change.asked_after,
        ]
        for number, change in zip(numbers, changes, strict=True)
    ]


def _write_assets(last: Mapping[int, Change], steps: Mapping[int, int]) -> None:
    alike: dict[tuple[Status, int, int], list[int]] = {}
    for pk, change in last.items():
        alike.setdefault((change.after.status, change.asked_after, steps[pk]), []).append(pk)
    for (status, asked, count), ids in alike.items():
        Asset.objects.filter(pk__in=these(ids)).update(
            status=status.value, asked_revision=asked, revision=F("revision") + count
        )


def _write_annotations(
    project: Project,
    last: Mapping[int, Change],
    changes: Sequence[Change],
    by: Any,
    at: datetime,
    keys: Mapping[int, int],
) -> None:
    """An annotation stays as it is, with who made it, while its category stays: others may come and go beside it, and
    approving or sending back leaves it.

    Not where the category was taken away and given back: whoever did it is its labeler now.
    """
    gone: dict[int, set[int]] = {}  # categories that an image lost on the way
    first: dict[int, Row] = {}
    for change in changes:
        first.setdefault(change.row.pk, change.row)
        lost = gone.setdefault(change.row.pk, set())
        lost.update(set(change.row.answer.category_ids).difference(change.after.category_ids))
    had = {pk: row.annotations for pk, row in first.items()}
    if removed := [key for pk, lost in gone.items() for category_id, key in had[pk].items() if category_id in lost]:
        Annotation.objects.filter(pk__in=these(removed)).delete()
    given = [
        (pk, category_id)
        for pk, change in last.items()
        for category_id in change.after.category_ids
        if category_id in gone[pk] or category_id not in had[pk]
    ]
    if any(category_id not in keys for _, category_id in given):  # it is a newer one
        keys = dict(project.categories.values_list("public_id", "pk"))
    insert(
        Annotation,
        [[pk, keys[category_id]] for pk, category_id in given],
        {"asset_id": "bigint", "category_id": "bigint"},
        {"created_by_id": by.pk, "created_at": at, "single": facts(project.task_type).most_classes == 1},
    )
