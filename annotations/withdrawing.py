"""Verb: take the answers of withdrawn pictures away, in their history as in their state."""

import uuid
from collections.abc import Collection
from typing import Any

from annotations.labeling import record
from annotations.models import Claim, GoldPicture, SecondAnswer
from annotations.task_types.base import Answer
from assets.states import Status
from core.db import these
from projects.models import Project


def take_answers(project: Project, ids: Collection[int], *, by: Any) -> list[int]:
    """Withdraw these images, within a transaction: each by one event, from whatever it was; with all that waits for an
    answer about it. Those that were not withdrawn before. What was compared between two people stays as it was told."""
    action = uuid.uuid4()
    rows = [row for row in record.lock(project, ids).values() if row.answer.status != Status.WITHDRAWN]
    after = Answer(Status.WITHDRAWN)
    record.write(project, [record.Change(row, after, f"withdrawn-{action}:{row.pk}") for row in rows], by=by)
    taken = [row.pk for row in rows]
    Claim.objects.filter(asset__in=these(taken)).in_line().delete()
    GoldPicture.objects.filter(asset__in=these(taken)).delete()
    waiting = SecondAnswer.objects.standing().filter(asset__in=these(taken), compared_at=None)
    waiting.update(status=Status.UNLABELED.value, category_ids=[])
    return taken
