"""Verb: give images the labels that somebody knew before they came here, from a folder's name or a file.

What is so already stays, perhaps approved; another answer stays too, unless it is to be replaced.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, cast
from uuid import UUID

from django.db import transaction

from annotations.labeling import answers, record
from annotations.models import AnnotationEvent
from annotations.task_types.base import Answer
from assets.states import Status
from projects.models import Project

BATCH = 200  # images of a transaction
SKIPPED = 0  # instead of a category: somebody left the image out

TO_SET, REPLACED, ALREADY, KEPT = "to_set", "replaced", "already_so", "kept"
NOT_SET = "not_set"
SKIPS = "skips"  # how many of those that are set become skipped


@transaction.atomic
def give(
    project: Project,
    wanted: Mapping[int, int],
    *,
    by: Any,
    op_id: Callable[[int], str],
    status: Status = Status.LABELED,
    replace: bool = False,
    in_transaction: Callable[[Counter[str]], object] = lambda counts: None,
    sources: Mapping[int, Mapping[str, Any]] | None = None,
    bulk: UUID | None = None,
) -> Counter[str]:
    """Answer assets by number with a category by public id, or as SKIPPED, at most `BATCH`, in one transaction.
    `sources`: by number, where the answers come from, as `Source.value` tells it. `bulk`: the action they belong to.

    What was applied before under its `op_id` counts, and is not done again. `in_transaction` is called with the counts:
    `to_set` (had no answer), `replaced`, `already_so`, `kept` (have another answer), `not_set` (could not have it any
    more); and `skips`, of the first two.
    """
    rows = record.lock(project, wanted)
    done = _done(by, {op_id(pk): pk for pk in wanted})
    counts: Counter[str] = Counter()
    operations = []
    for pk, row in rows.items():
        outcome = done.get(pk) or judge(row.answer, wanted[pk], replace=replace)
        counts[outcome] += 1
        counts[SKIPS] += wanted[pk] == SKIPPED and outcome in (TO_SET, REPLACED)
        if pk not in done and outcome in (TO_SET, REPLACED):
            operations.append(
                {
                    "op_id": op_id(pk),
                    "asset": pk,
                    "base_revision": row.revision,
                    "status": (Status.SKIPPED if wanted[pk] == SKIPPED else status).value,
                    "category_ids": [] if wanted[pk] == SKIPPED else [wanted[pk]],
                }
            )
    told = {op_id(pk): source for pk, source in (sources or {}).items()}
    for each, result in zip(
        operations, answers.set_answers(project, operations, by=by, sources=told, bulk=bulk), strict=True
    ):
        if result.result not in (answers.APPLIED, answers.DUPLICATE):  # its category was retired a moment ago
            pk = cast(int, each["asset"])
            counts[judge(rows[pk].answer, wanted[pk], replace=replace)] -= 1
            counts[SKIPS] -= wanted[pk] == SKIPPED
            counts[NOT_SET] += 1
    in_transaction(counts)
    return counts


def judge(present: Answer, category_id: int, *, replace: bool) -> str:
    if present.status == Status.SKIPPED if category_id == SKIPPED else present.category_ids == (category_id,):
        return ALREADY
    if present.status == Status.UNLABELED:
        return TO_SET
    return REPLACED if replace else KEPT


def _done(by: Any, op_ids: dict[str, int]) -> dict[int, str]:
    """Assets on which these operations were applied before, and what became of them then."""
    events = AnnotationEvent.objects.filter(op_id__in=op_ids, actor=by).values_list("op_id", "from_status")
    return {op_ids[op_id]: TO_SET if before == Status.UNLABELED else REPLACED for op_id, before in events}
