"""Answers of those who are asked again about an image that has one: they lie beside it, and change nothing of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils import timezone

from annotations.labeling import comparing, record
from annotations.labeling.operations import Operation
from annotations.models import AnnotationEvent, Claim, GoldPicture, SecondAnswer
from annotations.sight import GOLD, SECOND, asked_of, hidden_from
from annotations.task_types.base import Answer, NotAllowed
from assets.states import Status
from core.db import these
from projects.models import Project

WRITTEN = ("kind", "op_id", "op_ids", "at", "status", "category_ids", "first_event", "first_by")
NOT_ASKED = "not_asked"  # code of a rejection: nobody asks that person about that image again


class NotAsked(NotAllowed):
    """Nobody asks them a second time."""


@dataclass(frozen=True)
class Known:
    """What the right answer was, for whoever has just given theirs."""

    right: bool
    category_ids: tuple[int, ...]
    note: str  # the same in words


class AskedAgain:
    """Of the images of a batch, which must be locked, those that its sender is asked about again. It takes a bounded
    number of statements, however many answers are kept.

    Whoever was given an image to answer may do so, also where nobody is asked any more by the time that it comes: the
    answer was asked for, and their claim shows it.
    """

    def __init__(
        self, project: Project, by: Any, rows: Mapping[int, record.Row], operations: Collection[Operation]
    ) -> None:
        self.project, self.by, self.rows = project, by, rows
        given = SecondAnswer.objects.filter(asset__in=these(rows)).select_related("first_event", "first_by")
        by_asset = [(answer.asset_id, answer) for answer in given]
        self._own = {asset: answer for asset, answer in by_asset if answer.by_id == by.pk}
        self._of_others = {
            asset
            for asset, answer in by_asset
            if answer.by_id != by.pk and answer.kind == SECOND and answer.status != Status.UNLABELED
        }
        self._asked = self._asked_now()
        said = {operation.asset for operation in operations if operation.second}
        self._late = self._asked_before(said & rows.keys() - self._asked)
        self._asked |= self._late
        if self._asked and len(self.rows) > 1:
            Claim.objects.filter(asset__in=these(rows)).lock()
        self._gold: dict[int, tuple[int, ...]] = {}
        self._used: dict[str, tuple[int, int]] = {}
        if self._asked or self._own:
            used = SecondAnswer.objects.filter(op_id__in=[operation.op_id for operation in operations])
            self._used = {op_id: (who, asset) for op_id, who, asset in used.values_list("op_id", "by", "asset")}
            known = GoldPicture.objects.filter(asset__in=these(self._asked), asset__status=Status.APPROVED)
            self._gold = {asset: tuple(ids) for asset, ids in known.values_list("asset", "category_ids")}
        self._kept: dict[int, SecondAnswer] = {}
        self._to_tell: dict[int, str] = {}  # by asset, which operation is told what is right

    def _asked_now(self) -> set[int]:
        hidden = hidden_from(self.project, self.by)
        if hidden is None:
            return set()
        return set(self.project.assets.filter(hidden, pk__in=these(self.rows)).values_list("pk", flat=True))

    def _asked_before(self, said: Collection[int]) -> set[int]:
        """Of those that are said to be such, those that were given to them, and are as open as they were."""
        if not said:
            return set()
        mine = self.project.assets.filter(pk__in=these(said), claim__user=self.by)
        return set(mine.filter(asked_of(self.project, self.by)).values_list("pk", flat=True))

    @cached_property
    def _firsts(self) -> dict[int, AnnotationEvent]:
        """What gave each of them the answer that it has."""
        return {asset: comparing.first_event(past) for asset, past in comparing.histories(self._asked).items()}

    def knows(self, operation: Operation) -> bool:
        """Whether it was applied before."""
        own = self._own.get(operation.asset)
        return own is not None and operation.op_id in (own.op_id, *own.op_ids)

    def concerns(self, operation: Operation) -> bool:
        """Whether it is such an answer. One that does not say so is one, too: whoever gave it has seen no other."""
        return operation.second or operation.asset in self._asked or self.knows(operation)

    def take(self, operation: Operation, judge: Any) -> None:
        """Keep the answer, as `write` writes it. Raises NotAllowed."""
        own = self._own.get(operation.asset)
        if operation.asset not in self._asked:
            if own is not None and (own.compared_at or operation.asset in self._to_tell):
                raise NotAsked("Your answer has been compared with the first one: it stays as it is.")
            stands = own is not None and own.status != Status.UNLABELED
            if not (stands and operation.status == Status.UNLABELED):  # to take it back is left to them
                raise NotAsked("Nobody asks you about this image a second time.")
        who, asset = self._used.get(operation.op_id, (self.by.pk, operation.asset))
        if who != self.by.pk:
            raise NotAllowed("Another person used this op_id.")
        if asset != operation.asset:
            raise NotAllowed("This op_id was used for another image.")
        kind = self._kind(operation.asset) if operation.asset in self._asked or own is None else own.kind
        if kind == SECOND and operation.asset in self._of_others:
            raise NotAsked("Somebody else has given the second answer.")
        present = Answer(Status(own.status), tuple(own.category_ids)) if own else Answer(Status.UNLABELED)
        after = judge(present, operation.status, operation.category_ids)
        if after.status == Status.APPROVED:
            raise NotAllowed("Only reviewers approve, and change what is approved.")
        if own is not None or after.status != Status.UNLABELED:
            self._keep(own or SecondAnswer(asset_id=operation.asset, by=self.by), kind, after, operation)

    def _kind(self, asset: int) -> str:
        is_known = asset in self._gold and (self.project.gold_share or asset in self._late)
        return GOLD if is_known else SECOND

    def _keep(self, answer: SecondAnswer, kind: str, after: Answer, operation: Operation) -> None:
        if answer.op_id:
            answer.op_ids = [*answer.op_ids, answer.op_id]
        if answer.pk is None or answer.status == Status.UNLABELED:  # it was taken back: this one is given anew
            answer.first_event = self._firsts[operation.asset]
            answer.first_by = answer.first_event.actor
        answer.kind, answer.op_id, answer.at = kind, operation.op_id, timezone.now()
        answer.status, answer.category_ids = after.status.value, list(after.category_ids)
        self._own[operation.asset] = self._kept[operation.asset] = answer
        self._used[operation.op_id] = (self.by.pk, operation.asset)
        is_known = self._gold.get(operation.asset) == self.rows[operation.asset].answer.category_ids
        if kind == GOLD and self.project.gold_told and is_known and after.status != Status.UNLABELED:
            self._to_tell[operation.asset] = operation.op_id
            self._asked.discard(operation.asset)

    def write(self) -> dict[str, Known]:
        """What was taken; by op_id what is right, where whoever gave it is told."""
        if not self._kept:
            return {}
        kept = list(self._kept.values())
        before = [answer for answer in kept if answer.pk is not None]
        SecondAnswer.objects.bulk_create([answer for answer in kept if answer.pk is None])
        SecondAnswer.objects.bulk_update(before, WRITTEN)
        # One second answer is enough; a known image is for everybody.
        golds = [answer.asset_id for answer in kept if answer.kind == GOLD]
        seconds = [answer.asset_id for answer in kept if answer.kind == SECOND]
        ended = Q(asset__in=these(seconds)) | Q(asset__in=these(golds), user=self.by)
        Claim.objects.filter(ended).delete()
        return self._tell() if self._to_tell else {}

    def _tell(self) -> dict[str, Known]:
        """Compared at once."""
        answers = [self._kept[asset] for asset in self._to_tell]
        comparing.compare(self.project, answers, self.rows)
        names = dict(self.project.assets.filter(pk__in=these(self._to_tell)).values_list("pk", "original_name"))
        classes = dict(self.project.categories.values_list("public_id", "name"))
        told = {}
        for answer in answers:
            right = self.rows[answer.asset_id].answer.category_ids
            named = ", ".join(classes[category_id] for category_id in right)
            words = "you are right" if answer.agrees else f"it is {named}"
            note = f"{names[answer.asset_id]} is a known picture: {words}"
            told[self._to_tell[answer.asset_id]] = Known(bool(answer.agrees), right, note)
        return told
