"""Verb: set the answers of assets. Idempotent by op_id, in order, conflicts found, one transaction a batch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from annotations.labeling import claims, record
from annotations.labeling.operations import Operation, UnknownKey, is_whole, read_operation
from annotations.labeling.second import NOT_ASKED, AskedAgain, Known, NotAsked
from annotations.mending import came_back
from annotations.models import Annotation, AnnotationEvent
from annotations.sight import is_asked_again, sight_of
from annotations.task_types import TASK_TYPES
from annotations.task_types.base import Answer, Classes, NotAllowed, Withdrawn, asked_revision
from assets.models import Asset
from assets.states import Status
from core.exceptions import Refused
from projects.labels.places import rules_of
from projects.models import Project

MOST_OPERATIONS = 500

APPLIED, DUPLICATE, CONFLICT, REJECTED = "applied", "duplicate", "conflict", "rejected"
UNKNOWN_FIELD = "unknown_field"
WITHDRAWN = "withdrawn"
NOBODY = 0  # has this key


class Judge(Protocol):
    """What its task type says of an answer, the classes being as they were read."""

    def __call__(
        self, present: Answer, status: str, category_ids: Sequence[int] | None, *, asked: int | None = None
    ) -> Answer: ...


Sources = Mapping[str, Mapping[str, Any]]  # op_id -> Source.value()
NO_SOURCES: Sources = {}


@dataclass(frozen=True)
class Result:
    """What became of one operation; the number of its asset, and the asset as it is now (None when there is no such
    asset). `by`: after a conflict, the name of who was faster. `code`: of a rejection that programs tell apart.
    `known`: what is right, where somebody was asked about a known image and is told."""

    op_id: str | None
    result: str
    detail: str | None = None
    pk: int | None = None
    asset: Asset | None = None
    by: str | None = None
    code: str | None = None
    known: Known | None = None


def set_answers(
    project: Project,
    operations: Sequence[Any],
    *,
    by: Any,
    sign: claims.Sign | None = None,
    only_own: bool = False,
    sources: Sources = NO_SOURCES,
    bulk: UUID | None = None,
) -> list[Result]:
    """Apply the operations in their order; one result each, in the same order. `sign`: of the window that sends them.
    `only_own`: whoever sends them may neither approve nor change what others answered, and may be asked again about
    images: such an answer is kept beside the first one, whatever its `base_revision` (labeling.second). `sources`: by
    op_id, where imported answers come from. `bulk`: the action that all of them belong to. Neither is a part of an
    operation, which anybody may send.

    `applied`; `duplicate`: that op_id was applied before, from the same person; `conflict`: the asset changed since
    `base_revision`, nothing was overwritten; `rejected`: it cannot be applied, and why. Only applied ones are
    remembered: conflicts and rejections are judged anew when they come again.
    """
    if len(operations) > MOST_OPERATIONS:
        raise Refused(f"A batch has at most {MOST_OPERATIONS} operations.", code="too_many", field="operations")
    # Before the transaction, in which on SQLite nobody else can write.
    read = [_read(raw) for raw in operations]
    classes, keys = classes_and_keys(project)
    judge = judge_of(project, classes)
    try:
        results = _apply(project, read, judge, classes, by, sign, only_own, sources, bulk, keys)
    except IntegrityError:
        # The same op_id came in another batch at the same moment. It is stored by now: the second look finds it.
        results = _apply(project, read, judge, classes, by, sign, only_own, sources, bulk, keys)
    faster = _last_actors([result.pk for result in results if result.result == CONFLICT and result.pk])
    now = project.assets.with_labels().in_bulk([result.pk for result in results if result.pk])
    if only_own:
        sight_of(project, by).look(now.values())
        faster = {pk: name for pk, name in faster.items() if not is_asked_again(now[pk])}
    came_back.tell(now.values())
    return [
        replace(result, asset=now.get(result.pk), by=faster.get(result.pk)) if result.pk else result
        for result in results
    ]


def _last_actors(ids: Sequence[int]) -> dict[int, str]:
    """Names of who answered these last, by asset number."""
    if not ids:
        return {}
    events = AnnotationEvent.objects.filter(asset__in=ids, revision=F("asset__revision"))
    return dict(events.values_list("asset_id", "actor__username"))


@transaction.atomic
def _apply(
    project: Project,
    read: Sequence[Operation | Result],
    judge: Judge,
    classes: Classes,
    by: Any,
    sign: claims.Sign | None,
    only_own: bool,
    sources: Sources,
    bulk: UUID | None,
    keys: Mapping[int, int],
) -> list[Result]:
    if sign:
        claims.hear(project, user=by, sign=sign)  # before the images are locked, as where the queue is asked
    well_formed = [operation for operation in read if isinstance(operation, Operation)]
    rows = record.lock(project, [operation.asset for operation in well_formed])
    # Asked after the locks were taken: whoever applied one of these before has committed by now.
    op_ids = [operation.op_id for operation in well_formed]
    seen = dict(AnnotationEvent.objects.filter(op_id__in=op_ids).values_list("op_id", "actor_id"))
    owners = _owners(rows) if only_own else {}
    again = AskedAgain(project, by, rows, well_formed) if only_own or _may_be_second(well_formed, rows) else None
    conflicts: dict[int, str] = {}
    changes: list[record.Change] = []
    results: list[Result] = []
    for operation in read:
        if isinstance(operation, Result):
            results.append(operation)
            continue
        row = rows.get(operation.asset)  # as the operations before this one leave it
        pk = row.pk if row else None
        if operation.op_id in seen:
            if seen[operation.op_id] == by.pk:
                results.append(Result(operation.op_id, DUPLICATE, pk=pk))
            else:
                results.append(Result(operation.op_id, REJECTED, "Another person used this op_id.", pk))
            continue
        if row is None:
            results.append(Result(operation.op_id, REJECTED, f"This project has no asset {operation.asset}."))
            continue
        if row.answer.status == Status.WITHDRAWN:
            # Before all else: whatever its answer was made on, nobody needs to look at it again.
            results.append(Result(operation.op_id, REJECTED, str(Withdrawn()), pk, code=WITHDRAWN))
            continue
        if again and (again.concerns(operation) if only_own else operation.second or again.knows(operation)):
            results.append(_answered_again(again, operation, judge))
            continue
        if operation.base_revision != row.revision:
            detail = f"The asset is at revision {row.revision}, not {operation.base_revision}."
            conflicts.setdefault(row.pk, detail)
        if row.pk in conflicts:
            # Later ones were made on top of the first, and may count up to somebody else's revision by chance.
            results.append(Result(operation.op_id, CONFLICT, conflicts[row.pk], pk))
            continue
        try:
            after = judge(row.answer, operation.status, operation.category_ids, asked=operation.asked)
            if only_own:
                refuse_of_others(row.answer, after, is_own=owners.get(row.pk, by.pk) == by.pk)
        except NotAllowed as reason:
            results.append(Result(operation.op_id, REJECTED, str(reason), pk))
            continue
        source = sources.get(operation.op_id)
        is_kept = operation.category_ids is None
        asked = None if is_kept else asked_revision(TASK_TYPES[project.task_type], operation.asked, classes)
        told = (operation.seen, source, operation.reason, operation.shown_ms, asked)
        change = record.Change(row, after, operation.op_id, *told)
        changes.append(change)
        rows[row.pk] = change.done()
        seen[operation.op_id] = by.pk
        results.append(Result(operation.op_id, APPLIED, pk=pk))
    record.write(project, changes, by=by, bulk=bulk, keys=keys)
    known = again.write() if again else {}
    return [replace(result, known=known.get(result.op_id)) if known and result.op_id else result for result in results]


def _may_be_second(operations: Sequence[Operation], rows: Mapping[int, record.Row]) -> bool:
    """Also of somebody who reviews by now, and was asked before."""
    return any(
        operation.second or (operation.asset in rows and rows[operation.asset].revision != operation.base_revision)
        for operation in operations
    )


def _answered_again(again: AskedAgain, operation: Operation, judge: Judge) -> Result:
    """What became of an answer about an image that has one, which its giver has not seen."""
    pk = operation.asset
    if again.knows(operation):
        return Result(operation.op_id, DUPLICATE, pk=pk)
    try:
        again.take(operation, judge)
    except NotAllowed as reason:
        code = NOT_ASKED if isinstance(reason, NotAsked) else None
        return Result(operation.op_id, REJECTED, str(reason), pk, code=code)
    return Result(operation.op_id, APPLIED, pk=pk)


def _owners(rows: Mapping[int, record.Row]) -> dict[int, int]:
    """Whose answer each of these has that has one: who gave all its categories, and without one, who answered last."""
    answered = [pk for pk, row in rows.items() if row.answer.status != Status.UNLABELED]
    if not answered:
        return {}
    events = AnnotationEvent.objects.filter(asset__in=answered, revision=F("asset__revision"))
    labels: dict[int, int] = {}
    for asset, by in Annotation.objects.filter(asset__in=answered).values_list("asset_id", "created_by_id"):
        labels[asset] = by if labels.get(asset, by) == by else NOBODY  # it is no one's own
    return dict(events.values_list("asset_id", "actor_id")) | labels


def refuse_of_others(present: Answer, after: Answer, *, is_own: bool) -> None:
    """What takes a reviewer. Raises NotAllowed."""
    if Status.APPROVED in (present.status, after.status):
        raise NotAllowed("Only reviewers approve, and change what is approved.")
    if not is_own:
        raise NotAllowed("Only reviewers change what others answered.")


def judge_of(project: Project, classes: Classes | None = None) -> Judge:
    """What its task type says of an answer (present, status, category ids), its classes being as they are now."""
    return partial(TASK_TYPES[project.task_type].judge, classes=classes or classes_of(project))


def classes_of(project: Project) -> Classes:
    return classes_and_keys(project)[0]


def classes_and_keys(project: Project) -> tuple[Classes, dict[int, int]]:
    """The classes of the project as they are now, and the keys of its categories by public id. One query, and one of
    rules where there are any."""
    rules = rules_of(project)  # first: rules that are older than their revision refuse nothing that a page allowed
    columns = ("public_id", "pk", "retired_at", "project__labels_revision", "project__rules_revision")
    rows = list(project.categories.values_list(*columns))
    found = Classes(
        active=frozenset(public_id for public_id, _, retired, *_ in rows if retired is None),
        retired=frozenset(public_id for public_id, _, retired, *_ in rows if retired is not None),
        revision=max((revision for *_, revision, _ in rows), default=1),
        rules=rules,
        rules_revision=max((revision for *_, revision in rows), default=0),
    )
    return found, {public_id: pk for public_id, pk, *_ in rows}


def _op_id(raw: Any) -> str | None:
    """What a malformed operation calls itself, so that its sender knows which one it was."""
    op_id = raw.get("op_id") if isinstance(raw, Mapping) else None
    # Half a surrogate pair can be sent, but not be sent back.
    return op_id if isinstance(op_id, str) and op_id == op_id.encode(errors="ignore").decode() else None


def _read(raw: Any) -> Operation | Result:
    """The operation, or what became of it when it has not the shape of one."""
    try:
        return read_operation(raw)
    except UnknownKey as problem:
        # With its asset: whoever sent it can send the same answer again, made on what is there now.
        pk = raw["asset"] if is_whole(raw.get("asset")) else None
        return Result(_op_id(raw), REJECTED, str(problem), pk, code=UNKNOWN_FIELD)
    except NotAllowed as problem:
        return Result(_op_id(raw), REJECTED, str(problem))
