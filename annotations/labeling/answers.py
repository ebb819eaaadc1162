"""Verb: set the answers of assets. Idempotent by op_id, in order, conflicts found, one transaction a batch."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from annotations.labeling.operations import Answer, Classes, NotAllowed, judge, read_operation
from annotations.models import Annotation, AnnotationEvent, Claim
from assets.models import Asset
from assets.states import Status
from core.exceptions import Refused
from projects.models import Category, Project

MOST_OPERATIONS = 500

APPLIED, DUPLICATE, CONFLICT, REJECTED = "applied", "duplicate", "conflict", "rejected"


@dataclass(frozen=True)
class Result:
    """What became of one operation, and its asset as it is now (None when there is no such asset). `by`: after a
    conflict, the name of who was faster."""

    op_id: str | None
    result: str
    detail: str | None = None
    asset: Asset | None = None
    by: str | None = None


@dataclass(frozen=True)
class Change:
    """One asset's answer before and after. `asset.revision` is the one after."""

    asset: Asset
    before: Answer
    after: Answer
    op_id: str
    revision: int


def set_answers(project: Project, operations: Sequence[Any], *, by: Any) -> list[Result]:
    """Apply the operations in their order; one result each, in the same order.

    `applied`; `duplicate`: that op_id was applied before, from the same person; `conflict`: the asset changed since
    `base_revision`, nothing was overwritten; `rejected`: it cannot be applied, and why. Only applied ones are
    remembered: conflicts and rejections are judged anew when they come again.
    """
    if len(operations) > MOST_OPERATIONS:
        raise Refused(f"A batch has at most {MOST_OPERATIONS} operations.", code="too_many", field="operations")
    try:
        results, ids = _apply(project, operations, by)
    except IntegrityError:
        # The same op_id came in another batch at the same moment. It is stored by now: the second look finds it.
        results, ids = _apply(project, operations, by)
    now = project.assets.with_labels().in_bulk(ids)
    faster = _last_actors([result.asset.pk for result in results if result.result == CONFLICT and result.asset])
    return [
        replace(result, asset=now.get(result.asset.pk), by=faster.get(result.asset.pk)) if result.asset else result
        for result in results
    ]


def _last_actors(ids: Sequence[int]) -> dict[int, str]:
    """Names of who answered these last, by asset number."""
    if not ids:
        return {}
    events = AnnotationEvent.objects.filter(asset__in=ids, revision=F("asset__revision"))
    return dict(events.values_list("asset_id", "actor__username"))


@transaction.atomic
def _apply(project: Project, operations: Sequence[Any], by: Any) -> tuple[list[Result], list[int]]:
    read = [_read(raw) for raw in operations]
    ids = [operation.asset for operation, _ in read if operation]
    assets = lock_assets(project, ids)
    answers = present_answers(assets.values())
    classes = classes_of(project)
    # Asked after the locks were taken: whoever applied one of these before has committed by now.
    op_ids = [operation.op_id for operation, _ in read if operation]
    seen = dict(AnnotationEvent.objects.filter(op_id__in=op_ids).values_list("op_id", "actor_id"))
    revisions = {pk: asset.revision for pk, asset in assets.items()}
    conflicts: dict[int, str] = {}
    changes: list[Change] = []
    results: list[Result] = []
    for (operation, problem), raw in zip(read, operations, strict=True):
        if operation is None:
            results.append(Result(_op_id(raw), REJECTED, problem))
            continue
        asset = assets.get(operation.asset)
        if operation.op_id in seen:
            if seen[operation.op_id] == by.pk:
                results.append(Result(operation.op_id, DUPLICATE, asset=asset))
            else:
                results.append(Result(operation.op_id, REJECTED, "Another person used this op_id.", asset))
            continue
        if asset is None:
            results.append(Result(operation.op_id, REJECTED, f"This project has no asset {operation.asset}."))
            continue
        if operation.base_revision != revisions[asset.pk]:
            detail = f"The asset is at revision {revisions[asset.pk]}, not {operation.base_revision}."
            conflicts.setdefault(asset.pk, detail)
        if asset.pk in conflicts:
            # Later ones were made on top of the first, and may count up to somebody else's revision by chance.
            results.append(Result(operation.op_id, CONFLICT, conflicts[asset.pk], asset))
            continue
        try:
            after = judge(answers[asset.pk], operation.status, operation.category_ids, classes)
        except NotAllowed as reason:
            results.append(Result(operation.op_id, REJECTED, str(reason), asset))
            continue
        revisions[asset.pk] += 1
        changes.append(Change(asset, answers[asset.pk], after, operation.op_id, revisions[asset.pk]))
        answers[asset.pk] = after
        seen[operation.op_id] = by.pk
        results.append(Result(operation.op_id, APPLIED, asset=asset))
    record(project, changes, by=by, at=timezone.now())
    return results, list(assets)


def lock_assets(project: Project, ids: Iterable[int]) -> dict[int, Asset]:
    """Assets of the project by number, locked in one fixed order so that two batches never wait for each other."""
    rows = project.assets.select_for_update().filter(pk__in=set(ids)).order_by("pk")
    return {asset.pk: asset for asset in rows}


def present_answers(assets: Iterable[Asset]) -> dict[int, Answer]:
    """The current answer of each, by asset number."""
    labels: dict[int, list[int]] = {}
    statuses = {asset.pk: Status(asset.status) for asset in assets}
    rows = Annotation.objects.filter(asset__in=statuses).values_list("asset_id", "category__class_index")
    for asset_id, class_index in rows:
        labels.setdefault(asset_id, []).append(class_index + 1)
    return {pk: Answer(status, tuple(sorted(labels.get(pk, ())))) for pk, status in statuses.items()}


def classes_of(project: Project) -> Classes:
    rows = list(project.categories.values_list("class_index", "retired_at"))
    return Classes(
        active=frozenset(index + 1 for index, retired in rows if retired is None),
        retired=frozenset(index + 1 for index, retired in rows if retired is not None),
    )


def record(project: Project, changes: Sequence[Change], *, by: Any, at: datetime, bulk: UUID | None = None) -> None:
    """Write the changes, in their order: assets, annotations and history. The assets must be locked.

    An annotation stays as it is, with who made it, when the category stays: approving or sending back leaves it.
    """
    if not changes:
        return
    last: dict[int, Change] = {change.asset.pk: change for change in changes}
    first: dict[int, Change] = {change.asset.pk: change for change in reversed(changes)}
    targets: dict[tuple[str, int], list[int]] = {}
    for pk, change in last.items():
        steps = change.revision - first[pk].revision + 1
        targets.setdefault((change.after.status.value, steps), []).append(pk)
    for (status, steps), ids in targets.items():
        Asset.objects.filter(pk__in=ids).update(status=status, revision=F("revision") + steps)

    # Also where the category was changed and changed back: whoever did it is its labeler now.
    touched = {change.asset.pk for change in changes if change.after.category_ids != change.before.category_ids}
    relabeled = [change for pk, change in last.items() if pk in touched]
    Annotation.objects.filter(asset__in=[change.asset.pk for change in relabeled]).delete()
    keys = dict(Category.objects.filter(project=project).values_list("class_index", "pk"))
    Annotation.objects.bulk_create(
        (
            Annotation(asset=change.asset, category_id=keys[category_id - 1], created_by=by)
            for change in relabeled
            for category_id in change.after.category_ids
        ),
        batch_size=1000,
    )
    AnnotationEvent.objects.bulk_create(
        (
            AnnotationEvent(
                asset=change.asset,
                actor=by,
                at=at,
                op_id=change.op_id,
                from_status=change.before.status.value,
                to_status=change.after.status.value,
                from_category_ids=list(change.before.category_ids),
                to_category_ids=list(change.after.category_ids),
                revision=change.revision,
                bulk=bulk,
            )
            for change in changes
        ),
        batch_size=1000,
    )
    Claim.objects.filter(asset__in=list(last)).delete()


def _op_id(raw: Any) -> str | None:
    """What a malformed operation calls itself, so that its sender knows which one it was."""
    op_id = raw.get("op_id") if isinstance(raw, Mapping) else None
    # Half a surrogate pair can be sent, but not be sent back.
    return op_id if isinstance(op_id, str) and op_id == op_id.encode(errors="ignore").decode() else None


def _read(raw: Any) -> tuple[Any, str | None]:
    try:
        return read_operation(raw), None
    except NotAllowed as problem:
        return None, str(problem)
