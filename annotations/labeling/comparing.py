"""Verb: compare what two people said of an image, once the second of them has had time to take it back.

A second answer that differs sends the image to review, by an event like any other: nobody chose that, so the event is
of whoever made the project, and its source tells why. What a reviewer decided after both answers were there stays, and
settles it. Neither answer is changed. Answers about known images are counted only.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from annotations.labeling import record
from annotations.labeling.provenance import Source
from annotations.models import AnnotationEvent, Claim, GoldPicture, SecondAnswer, SecondAnswerQuerySet
from annotations.sight import GOLD, SECOND
from annotations.task_types.base import Answer
from assets.states import CARRIES_LABEL, Status
from core.db import these
from projects.models import Project

WAIT = timedelta(minutes=10)  # in which an answer can be taken back: as long as a claim
BATCH = 200  # images of a transaction
WHY = Source(tool="second answer", origin="Two people gave different answers.").value()
BARE = [status.value for status, carries in CARRIES_LABEL.items() if not carries]
WRITTEN = ("status", "category_ids", "first_event", "first_by", "compared_at", "agrees", "revision")
History = Sequence[AnnotationEvent]  # of one image, the newest first


def sweep(now: datetime | None = None) -> None:
    """Compare all that can no longer be taken back."""
    until = (now or timezone.now()) - WAIT
    projects = Project.objects.present().filter(pk__in=_due(until).values("asset__project"))
    for project in projects.select_related("created_by"):
        here = _due(until).filter(asset__project=project).order_by("pk")
        while ids := list(here.values_list("asset", flat=True)[:BATCH]):
            _compare_some(project, ids, until)


def _due(until: datetime) -> SecondAnswerQuerySet:
    """Not while there is nothing to compare them with: the image was cleared, or what is known of it is in doubt."""
    second = Q(kind=SECOND) & ~Q(asset__status=Status.UNLABELED)
    gold = Q(kind=GOLD) & (Q(asset__gold=None) | Q(asset__status=Status.APPROVED))
    return SecondAnswer.objects.standing().filter(second | gold, compared_at=None, at__lte=until)


@transaction.atomic
def _compare_some(project: Project, ids: Collection[int], until: datetime) -> None:
    rows = record.lock(project, ids)
    Claim.objects.filter(asset__in=these(rows)).lock()
    # Asked after the locks were taken: an answer that was changed a moment ago waits again.
    compare(project, _due(until).filter(asset__in=these(rows)).select_related("first_event", "first_by"), rows)


def compare(project: Project, answers: Iterable[SecondAnswer], rows: Mapping[int, record.Row]) -> None:
    """The images must be locked, in this transaction; `rows`: as they are. A bounded number of statements."""
    chosen = list(answers)
    ids = {answer.asset_id for answer in chosen}
    golds = {gold.asset_id: gold for gold in GoldPicture.objects.filter(asset__in=these(ids))} if ids else {}
    chosen = [answer for answer in chosen if not _waits(answer, rows[answer.asset_id], golds)]
    if not chosen:
        return
    past = histories(ids)
    changes: dict[Any, list[record.Change]] = defaultdict(list)
    for answer in chosen:
        row = rows[answer.asset_id]
        if change := _compare_one(answer, row, golds.get(row.pk), past[row.pk]):
            changes[project.created_by or answer.first_by].append(change)
    for who, some in changes.items():
        record.write(project, some, by=who)
    SecondAnswer.objects.bulk_update(chosen, WRITTEN)
    # A reviewer knows better since.
    stale = [pk for pk, gold in golds.items() if tuple(gold.category_ids) != rows[pk].answer.category_ids]
    if stale:
        GoldPicture.objects.filter(asset__in=these(stale)).delete()


def _waits(answer: SecondAnswer, row: record.Row, golds: Mapping[int, GoldPicture]) -> bool:
    """Until somebody labels the image again, or vouches again for what is known of it."""
    if answer.kind == GOLD:
        return row.pk in golds and row.answer.status != Status.APPROVED
    return row.answer.status == Status.UNLABELED


def _compare_one(
    answer: SecondAnswer, row: record.Row, gold: GoldPicture | None, past: History
) -> record.Change | None:
    """What sends the image to review, where that is to be."""
    known = _known(answer, row, gold, past)
    if known is None:
        # As one that was taken back: it counts nowhere, and its operations are known when they come again.
        answer.status, answer.category_ids = Status.UNLABELED.value, []
        return None
    answer.agrees = known == tuple(answer.category_ids)
    answer.compared_at, answer.revision = timezone.now(), row.revision
    if answer.kind == GOLD:
        return None
    if _is_decided(answer, past):
        answer.revision = SecondAnswer.SETTLED
        return None
    if not _is_for_review(answer, row.answer):
        return None
    after = Answer(Status.NEEDS_REVIEW, row.answer.category_ids)
    change = record.Change(row, after, f"second-{uuid.uuid4()}", source=WHY)
    answer.revision = change.done().revision
    return change


def _known(answer: SecondAnswer, row: record.Row, gold: GoldPicture | None, past: History) -> tuple[int, ...] | None:
    """The categories that it is compared with; none: it was skipped. None: with nothing, any more."""
    if answer.kind == GOLD:
        right = row.answer.category_ids
        return right if gold is not None and right == tuple(gold.category_ids) else None
    first = answer.first_event
    if any(event.revision > first.revision and event.to_status == Status.UNLABELED for event in past):
        # What it was given beside is gone; somebody answered anew.
        first = first_event(past)
        if first.actor_id == answer.by_id:
            return None
        answer.first_event, answer.first_by = first, first.actor
    return tuple(first.to_category_ids)


def _is_decided(answer: SecondAnswer, past: History) -> bool:
    """Whether a reviewer approved the image, or gave it another label than the first person, since both answers were
    there; and it is still so."""
    last, gave = past[0], first_event(past)
    if last.to_status == Status.NEEDS_REVIEW:
        return False
    if last.to_status == Status.APPROVED and last.at > answer.at:
        return True
    is_other = gave.actor_id != answer.first_by_id and gave.to_category_ids != answer.first_event.to_category_ids
    return is_other and gave.at > answer.at


def _is_for_review(answer: SecondAnswer, present: Answer) -> bool:
    """Not what carries no label: such an image has no place there, and is found by its issue. Nor what the first person
    has set to the second answer meanwhile."""
    if not CARRIES_LABEL[present.status] or present.status == Status.NEEDS_REVIEW:
        return False
    in_doubt = answer.status == Status.NEEDS_REVIEW  # whoever gave it said so
    return in_doubt or (not answer.agrees and present.category_ids != tuple(answer.category_ids))


def histories(ids: Iterable[int]) -> dict[int, list[AnnotationEvent]]:
    """By number of the image. One query."""
    found: dict[int, list[AnnotationEvent]] = defaultdict(list)
    events = AnnotationEvent.objects.filter(asset__in=these(ids)).select_related("actor")
    for event in events.order_by("asset", "-revision"):
        found[event.asset_id].append(event)
    return found


def first_event(past: History) -> AnnotationEvent:
    """The event that gave an image the answer that it has: its category, or that it is skipped."""
    return next(event for event in past if gave_it(event))


def gave_it(event: Any) -> bool:
    return event.from_category_ids != event.to_category_ids or (
        event.from_status != event.to_status and event.to_status in BARE
    )
