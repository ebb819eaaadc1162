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
from django.db.models import Exists, OuterRef

from annotations.browse.filters import narrowed, refuse_no_filter, refuse_strangers
from annotations.labeling import record
from annotations.labeling.answers import Judge, classes_of, judge_of
from annotations.labeling.as_of import matched_then
from annotations.models import AnnotationEvent
from annotations.task_types.base import Answer, Classes, NotAllowed
from assets.states import STATUSES, Status
from core.exceptions import Refused
from projects.models import Project

MOST_IDS = 10_000


@dataclass(frozen=True)
class Outcome:
    """What a bulk action did: how many it changed, found so already, could not change, and left alone as others were
    faster. `by_status`: how many of those it changed are in which state now. `id` names it for undo."""

    id: uuid.UUID
    changed: int
    already: int
    refused: int
    changed_meanwhile: int
    reasons: tuple[str, ...] = ()
    by_status: dict[str, int] = field(default_factory=dict)


# An answer that is wanted, as an operation would name it; None: somebody else changed the asset meanwhile.
WantedAnswer = tuple[str, tuple[int, ...] | None] | None


@dataclass(frozen=True)
class Choice:
    """One answer for these assets: (number, revision that was seen, or None for any). `seen`: by number, whether the
    image was on the screen, of those that are told of."""

    selected: Iterable[tuple[int, int | None]]
    status: str
    category_ids: Sequence[int] | None = None
    seen: Mapping[int, bool] = field(default_factory=dict)


def set_selected(
    project: Project,
    selected: Iterable[tuple[int, int | None]],
    *,
    status: str,
    category_ids: Sequence[int] | None,
    by: Any,
) -> Outcome:
    """One answer for these assets: (number, revision that was seen, or None for any). Unknown numbers are refused."""
    return set_each(project, [Choice(selected, status, category_ids)], by=by)


def set_each(project: Project, choices: Iterable[Choice], *, by: Any) -> Outcome:
    """Each choice's assets get its answer, in one action that is taken back as a whole: the right ones of a class are
    approved and the wrong ones sent back. A number in two choices is refused, and an answer that no image can have."""
    judge = _judge(project, choices := list(choices))
    expected: dict[int, int | None] = {}
    seen: dict[int, bool] = {}
    wanted: dict[int, tuple[str, tuple[int, ...] | None]] = {}
    for choice in choices:
        revisions = dict(choice.selected)
        if not wanted.keys().isdisjoint(revisions):
            raise Refused("An asset can have one answer only.", code="named_twice")
        expected |= revisions
        seen |= choice.seen
        wanted |= dict.fromkeys(revisions, _wanted(choice.status, choice.category_ids))
    if len(expected) > MOST_IDS:
        raise Refused(f"At most {MOST_IDS} assets can be named; use a filter for more.", code="too_many")

    def answer_for(row: record.Row) -> WantedAnswer:
        return wanted[row.pk] if expected[row.pk] in (None, row.revision) else None

    return _act(project, expected, answer_for, judge, by, seen)


def set_matching(
    project: Project,
    filters: Mapping[str, Any],
    *,
    max_id: int,
    as_of: int,
    status: str,
    category_ids: Sequence[int] | None,
    by: Any,
) -> Outcome:
    """One answer for all images that matched the filters when their list was seen: when `max_id` was the newest image,
    and `as_of` the newest event. What changed since is left alone, whether it still matches, or came to, or no longer
    does. Refused when there is no such filter, or no image can have that answer.
    """
    wanted = _wanted(status, category_ids)
    judge = _judge(project, [Choice((), status, category_ids)])
    refuse_no_filter(filters)
    matching = narrowed(project.assets.filter(pk__lte=max_id), filters)
    later = AnnotationEvent.objects.filter(asset=OuterRef("pk"), pk__gt=as_of)
    with transaction.atomic():
        looked = matching.order_by().annotate(later=Exists(later)).values_list("pk", "revision", "later")
        seen = {pk: None if changed else revision for pk, revision, changed in looked}
        # Asked after the look: what leaves the filter between the two is counted, too.
        left = matched_then(project, filters, max_id=max_id, as_of=as_of) - seen.keys()
        # The revision tells of an event between our look and our lock.
        outcome = _act(project, seen, lambda row: wanted if seen[row.pk] == row.revision else None, judge, by)
    if not seen and not left:
        refuse_strangers(project, filters)  # nothing was changed
    return replace(outcome, changed_meanwhile=outcome.changed_meanwhile + len(left))


def undo(project: Project, bulk: uuid.UUID, *, by: Any) -> Outcome:
    """Give each asset of a bulk action the answer back that it had before, unless it changed since.

    An undo is such an action itself: undoing it is the redo.
    """
    events = AnnotationEvent.objects.filter(bulk=bulk, asset__project=project)
    before = {
        pk: (revision, status, tuple(category_ids))
        for pk, revision, status, category_ids in events.values_list(
            "asset_id", "revision", "from_status", "from_category_ids"
        )
    }
    if not before:
        raise Refused("There is no such bulk action in this project.", code="not_found")

    def answer_for(row: record.Row) -> WantedAnswer:
        revision, status, category_ids = before[row.pk]
        return (status, category_ids) if row.revision == revision else None

    return _act(project, before, answer_for, judge_of(project), by)


def _judge(project: Project, choices: Iterable[Choice]) -> Judge:
    """What judges each image's answer. Refused when one of the choices is an answer that none can have, whatever it has
    now."""
    classes = classes_of(project)
    judge = judge_of(project, classes)
    for choice in choices:
        try:
            judge(_most_likely(choice.category_ids, classes), choice.status, choice.category_ids)
        except NotAllowed as reason:
            field = "category_ids" if choice.status in STATUSES else "status"
            raise Refused(str(reason), code="bad_answer", field=field) from None
    return judge


def _most_likely(category_ids: Sequence[int] | None, classes: Classes) -> Answer:
    """The present answer of an image that could get these: a label that can be kept, and retired ones only where they
    are already."""
    kept = (1,) if category_ids is None else sorted(classes.retired.intersection(category_ids))
    return Answer(Status.LABELED, tuple(kept))


def _wanted(status: str, category_ids: Sequence[int] | None) -> tuple[str, tuple[int, ...] | None]:
    return status, None if category_ids is None else tuple(category_ids)


@transaction.atomic
def _act(
    project: Project,
    ids: Collection[int],
    answer_for: Callable[[record.Row], WantedAnswer],
    judge: Judge,
    by: Any,
    seen: Mapping[int, bool] | None = None,
) -> Outcome:
    rows = record.lock(project, ids)

    @cache  # thousands of images have few answers between them
    def judged(present: Answer, wanted: tuple[str, tuple[int, ...] | None]) -> Answer | str:
        try:
            return judge(present, *wanted)
        except NotAllowed as reason:
            return str(reason)

    unknown = len(ids) - len(rows)
    reasons = Counter({f"This project has no such asset ({unknown}).": unknown} if unknown else {})
    action = uuid.uuid4()
    told = seen or {}
    changes: list[record.Change] = []
    already = meanwhile = 0
    for row in rows.values():
        wanted = answer_for(row)
        if wanted is None:
            meanwhile += 1
            continue
        after = judged(row.answer, wanted)
        if isinstance(after, str):
            reasons[after] += 1
        elif after == row.answer:
            already += 1
        else:
            changes.append(record.Change(row, after, f"{action}:{row.pk}", told.get(row.pk)))
    record.write(project, changes, by=by, bulk=action)
    by_status = Counter(change.after.status.value for change in changes)
    return Outcome(action, len(changes), already, reasons.total(), meanwhile, tuple(reasons), dict(by_status))
