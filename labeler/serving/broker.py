"""The queue: django-q2's database broker, with a lane of its own for what a cluster must do itself.

A heartbeat proves something about one cluster only, so no other cluster may take it, and it must not wait behind a
backlog, or a busy cluster would look dead. It is put into the lane of its cluster, and each cluster empties its own
lane first.
"""

import os
from datetime import datetime
from typing import cast

from django.db.models import QuerySet
from django.utils import timezone
from django_q.brokers.orm import ORM
from django_q.models import OrmQ

LANE = "lane of "
Taken = list[tuple[int, str]] | None  # (number, payload) of each task


def lane_of(cluster: str) -> str:
    return LANE + cluster


class OwnLaneFirst(ORM):
    def dequeue(self) -> Taken:
        cluster = os.environ.get("LABELER_CLUSTER")
        if cluster and waiting_in(lane_of(cluster)).exists():
            return cast(Taken, ORM(lane_of(cluster)).dequeue())
        return cast(Taken, super().dequeue())


def waiting_in(lane: str) -> QuerySet[OrmQ]:
    """What nobody has taken yet; a task that was taken is locked until long after its time is over."""
    return cast(QuerySet[OrmQ], OrmQ.objects.filter(key=lane, lock__lt=timezone.now()))


def clear(lane: str) -> None:
    """Forget a lane's tasks, also those that a dead cluster took along."""
    OrmQ.objects.filter(key=lane).delete()


def clear_deserted(*, untouched_since: datetime) -> None:
    """Forget the lanes that no cluster empties any more."""
    OrmQ.objects.filter(key__startswith=LANE, lock__lt=untouched_since).delete()
