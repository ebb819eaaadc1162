"""Verbs: one action on many assets, and taking it back.

An action is one transaction of a bounded number of statements, however many assets it names: the rows are read and
locked by one, judged here, and written by a few.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from annotations.browse.filters import refuse_no_filter, refuse_strangers, valid_filter
from annotations.labeling import record
from annotations.labeling.answers import Judge, classes_of, judge_of
from annotations.labeling.as_of import matched_then
from annotations.labeling.operations import read_reason
from annotations.models import AnnotationEvent
from annotations.sight import Sight
from annotations.task_types import TASK_TYPES
from annotations.task_types.base import Answer, Classes, NotAllowed, asked_revision
from assets.states import STATUSES, Status
from core.db import these
from core.exceptions import Refused
from core.faults import RETRY_AFTER
from projects.models import Project
from projects.rules.reasons import clean_reason

MOST_IDS = 10_000
FIRST = 1  # the labels revision of all that was answered before it was kept


@dataclass(frozen=True)
class Outcome:
    """What a bulk action did: how many it changed, found so already, could not change, and left alone as others were
    faster. `by_status`: how many of those it changed are in which state now; `mended`: which were approved as
    `Choice.vouch` says. `id` names it for undo."""

    id: uuid.UUID
    changed: int
    already: int
    refused: int
    changed_meanwhile: int
    reasons: tuple[str, ...] = ()
    by_status: dict[str, int] = field(default_factory=dict)
    mended: tuple[int, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """An answer as an operation would name it. `reason`: why it is sent back; None says nothing of it, so that what is
    sent back already stays as it is. `asked`: the labels revision that is answered; None where nobody says."""

    status: str
    category_ids: tuple[int, ...] | None
    reason: str | None = None
    asked: int | None = None


@dataclass(frozen=True)
class Choice:
    """One answer for these assets: (number, revision that was seen, or None for any). `seen`: by number, whether the
    image was on the screen, of those that are told of. `reason`: why they are sent back.

    `vouch`: whoever gives these labels answers for them. Where the project says so (`approve_mended`), an image that
    was seen, and had another label or was sent back, is approved with the new one. What was labeled so already, or had
    no label, waits for somebody else.
    """

    selected: Iterable[tuple[int, int | None]]
    status: str
    category_ids: Sequence[int] | None = None
    seen: Mapping[int, bool] = field(default_factory=dict)
    vouch: bool = False
    reason: str = ""


def set_selected(
    project: Project,
    selected: Iterable[tuple[int, int | None]],
    *,
    status: str,
    category_ids: Sequence[int] | None,
    reason: str = "",
    by: Any,
) -> Outcome:
    """One answer for these assets: (number, revision that was seen, or None for any). Unknown numbers are refused."""
    return set_each(project, [Choice(selected, status, category_ids, reason=reason)], by=by)


def set_each(project: Project, choices: Iterable[Choice], *, by: Any) -> Outcome:
    """Each choice's assets get its answer, in one action that is taken back as a whole: the right ones of a class are
    approved and the wrong ones sent back. A number in two choices is refused, and an answer that no image can have."""
    judge, classes = _judge(project, choices := list(choices))
    expected: dict[int, int | None] = {}
    seen: dict[int, bool] = {}
    wanted: dict[int, Wanted] = {}
    vouched: set[int] = set()
    for choice in choices:
        revisions = dict(choice.selected)
        if not wanted.keys().isdisjoint(revisions):
            raise Refused("An asset can have one answer only.", code="named_twice")
        expected |= revisions
        seen |= choice.seen
        wanted |= dict.fromkeys(revisions, _wanted(choice.status, choice.category_ids, choice.reason))
        vouched |= _vouched(project, choice)
    if len(expected) > MOST_IDS:
        raise Refused(f"At most {MOST_IDS} assets can be named; use a filter for more.", code="too_many")

    def answer_for(row: record.Row) -> Wanted | None:
        if expected[row.pk] not in (None, row.revision):
            return None
        one = wanted[row.pk]
        is_mended = row.pk in vouched and _is_mended(row.answer, one.category_ids)
        return replace(one, status=Status.APPROVED) if is_mended else one

    return _act(project, expected, answer_for, judge, classes, by, seen, vouched=vouched)


def _vouched(project: Project, choice: Choice) -> set[int]:
    """Those whose label somebody answers for who has seen them."""
    if choice.vouch and (choice.status != Status.LABELED or not choice.category_ids):
        raise Refused("vouch goes with status labeled and category_ids only.", code="bad_answer", field="vouch")
    if not choice.vouch or not project.approve_mended:
        return set()
    return {pk for pk, is_seen in choice.seen.items() if is_seen}


def _is_mended(present: Answer, category_ids: Sequence[int] | None) -> bool:
    """An image has a label, and what it is given says more than that this one is known."""
    same = present.category_ids == tuple(sorted(set(category_ids or ())))
    return bool(present.category_ids) and not (same and present.status == Status.LABELED)


def set_matching(
    project: Project,
    filters: Mapping[str, Any],
    *,
    max_id: int,
    as_of: int,
    status: str,
    category_ids: Sequence[int] | None,
    reason: str = "",
    by: Any,
) -> Outcome:
    """One answer for all images that matched the filters when their list was seen: when `max_id` was the newest image,
    and `as_of` the newest event. What changed since is left alone, whether it still matches, or came to, or no longer
    does. Refused when there is no such filter, or no image can have that answer, or nobody knows yet which all are.
    """
    judge, classes = _judge(project, [Choice((), status, category_ids, reason=reason)])
    wanted = _wanted(status, category_ids, reason)
    refuse_no_filter(filters)
    asked = valid_filter(project.assets.filter(pk__lte=max_id), filters, Sight(project))
    if asked.is_whole is False:
        raise Refused(
            "The history of this project is still being looked through, so not all images of this list are known yet."
            " Nothing was changed: try again soon.",
            code="not_ready",
            retry_after=RETRY_AFTER,
        )
    matching = asked.qs
    later = AnnotationEvent.objects.filter(asset=OuterRef("pk"), pk__gt=as_of)
    with transaction.atomic():
        looked = matching.order_by().annotate(later=Exists(later)).values_list("pk", "revision", "later")
        seen = {pk: None if changed else revision for pk, revision, changed in looked}
        # Asked after the look: what leaves the filter between the two is counted, too.
        left = matched_then(project, filters, max_id=max_id, as_of=as_of) - seen.keys()
        # The revision tells of an event between our look and our lock.
        outcome = _act(project, seen, lambda row: wanted if seen[row.pk] == row.revision else None, judge, classes, by)
    if not seen and not left:
        refuse_strangers(project, filters)  # nothing was changed
    return replace(outcome, changed_meanwhile=outcome.changed_meanwhile + len(left))


def undo(project: Project, bulk: uuid.UUID, *, by: Any) -> Outcome:
    """Give each asset of a bulk action the answer back that it had before, unless it changed since.

    An undo is such an action itself: undoing it is the redo.
    """
    before = _before(AnnotationEvent.objects.filter(bulk=bulk, asset__project=project))
    if not before:
        raise Refused("There is no such bulk action in this project.", code="not_found")
    return _give_back(project, before, by, bulk, uuid.uuid4())


def undo_of(project: Project, bulk: uuid.UUID, assets: Collection[int], *, by: Any, action: uuid.UUID) -> Outcome:
    """The same for some assets of a bulk action that is too large for one transaction. `action`: what all of its parts
    are together; a part that is done already changes nothing again."""
    before = _before(AnnotationEvent.objects.filter(bulk=bulk, asset__in=these(assets)))
    return _give_back(project, before, by, bulk, action)


Before = Mapping[int, tuple[int, Wanted]]  # by asset: the revision after the action, and what was there


def _before(events: QuerySet[AnnotationEvent]) -> Before:
    """With the reason of what was sent back then: undone and done again, it says why as before."""
    rows = list(events.values_list("asset_id", "revision", "from_status", "from_category_ids", "from_asked"))
    reasons = _reasons((pk, revision - 1) for pk, revision, status, *_ in rows if status == Status.NEEDS_REVIEW)
    return {
        pk: (revision, Wanted(status, tuple(category_ids), reasons.get(pk), FIRST if asked is None else asked))
        for pk, revision, status, category_ids, asked in rows
    }


def _reasons(revisions: Iterable[tuple[int, int]]) -> dict[int, str]:
    """By asset, why it was sent back by the event of this revision."""
    wanted = set(revisions)
    events = AnnotationEvent.objects.filter(asset__in=these(pk for pk, _ in wanted), to_status=Status.NEEDS_REVIEW)
    rows = events.values_list("asset_id", "revision", "reason") if wanted else ()
    return {pk: reason for pk, revision, reason in rows if (pk, revision) in wanted}


def _give_back(project: Project, before: Before, by: Any, undoes: uuid.UUID, action: uuid.UUID) -> Outcome:
    def answer_for(row: record.Row) -> Wanted | None:
        revision, wanted = before[row.pk]
        return wanted if row.revision == revision else None

    classes = classes_of(project)
    return _act(project, before, answer_for, judge_of(project, classes), classes, by, action=action, undoes=undoes)


def _judge(project: Project, choices: Iterable[Choice]) -> tuple[Judge, Classes]:
    """What judges each image's answer, with the classes that it knows. Refused when one of the choices is an answer
    that none can have, whatever it has now."""
    classes = classes_of(project)
    judge = judge_of(project, classes)
    for choice in choices:
        try:
            likely = _most_likely(choice.category_ids, classes)
            judge(likely, choice.status, choice.category_ids, asked=classes.revision)
        except NotAllowed as reason:
            field = "category_ids" if choice.status in STATUSES else "status"
            raise Refused(str(reason), code="bad_answer", field=field) from None
        try:
            read_reason(choice.reason, choice.status)
        except NotAllowed as problem:
            raise Refused(str(problem), code="bad_reason", field="reason") from None
    return judge, classes


def _most_likely(category_ids: Sequence[int] | None, classes: Classes) -> Answer:
    """The present answer of an image that could get these: a label that can be kept, and retired ones only where they
    are already."""
    kept = (1,) if category_ids is None else sorted(classes.retired.intersection(category_ids))
    return Answer(Status.LABELED, tuple(kept))


def _wanted(status: str, category_ids: Sequence[int] | None, reason: str) -> Wanted:
    return Wanted(status, None if category_ids is None else tuple(category_ids), clean_reason(reason) or None)


@transaction.atomic
def _act(
    project: Project,
    ids: Collection[int],
    answer_for: Callable[[record.Row], Wanted | None],
    judge: Judge,
    classes: Classes,
    by: Any,
    seen: Mapping[int, bool] | None = None,
    action: uuid.UUID | None = None,
    undoes: uuid.UUID | None = None,
    vouched: Collection[int] = (),
) -> Outcome:
    rows = record.lock(project, ids)

    @cache  # thousands of images have few answers between them
    def judged(present: Answer, wanted: Wanted) -> Answer | str:
        try:
            shown = classes.revision if wanted.asked is None else wanted.asked
            return judge(present, wanted.status, wanted.category_ids, asked=shown)
        except NotAllowed as reason:
            return str(reason)

    unknown = len(ids) - len(rows)
    reasons = Counter({f"This project has no such asset ({unknown}).": unknown} if unknown else {})
    action = action or uuid.uuid4()
    told = seen or {}
    task_type = TASK_TYPES[project.task_type]
    changes: list[record.Change] = []
    already = meanwhile = 0
    wishes = {pk: answer_for(row) for pk, row in rows.items()}
    # Sent back already, and now it is said why: that changes what is told of it.
    why = _reasons(
        (pk, rows[pk].revision)
        for pk, wanted in wishes.items()
        if wanted and wanted.reason is not None and rows[pk].answer.status == Status.NEEDS_REVIEW
    )
    for row in rows.values():
        wanted = wishes[row.pk]
        if wanted is None:
            meanwhile += 1
            continue
        after = judged(row.answer, wanted)
        if isinstance(after, str):
            reasons[after] += 1
        elif after == row.answer and wanted.reason in (None, why.get(row.pk, wanted.reason)):
            already += 1
        else:
            op_id = f"{action}:{row.pk}"
            asked = None if wanted.category_ids is None else asked_revision(task_type, wanted.asked, classes)
            changes.append(record.Change(row, after, op_id, told.get(row.pk), reason=wanted.reason or "", asked=asked))
    record.write(project, changes, by=by, bulk=action, undoes=undoes)
    by_status = Counter(change.after.status.value for change in changes)
    mended = [each.row.pk for each in changes if each.row.pk in vouched and each.after.status == Status.APPROVED]
    return Outcome(
        action, len(changes), already, reasons.total(), meanwhile, tuple(reasons), dict(by_status), tuple(mended)
    )
