"""The queue: django-q2's database broker, with a queue of its own for what each cluster must do itself.

A heartbeat proves something about one cluster only, so no other cluster may take it, and it must not wait behind a
backlog, or a busy cluster would look dead. It is put under the key of its cluster, and each cluster empties its own
queue first. While new jobs are paused it empties that one alone.
"""

import os
import time
from datetime import datetime
from typing import cast

from django.db.models import QuerySet
from django.utils import timezone
from django_q.brokers.orm import ORM
from django_q.conf import Conf
from django_q.models import OrmQ

from labeler.models import Pause

KEY = "lane of "  # as it lies in people's queues
Taken = list[tuple[int, str]] | None  # (number, payload) of each task


def key_of(cluster: str) -> str:
    return KEY + cluster


class OwnQueueFirst(ORM):
    @staticmethod
    def get_connection(list_key: str | None = None) -> QuerySet[OrmQ]:
        """Whoever came first is taken first; a database gives rows that nobody put in order as it likes."""
        return cast(QuerySet[OrmQ], ORM.get_connection(list_key).order_by("pk"))

    def dequeue(self) -> Taken:
        cluster = os.environ.get("LABELER_CLUSTER")
        if cluster and waiting_in(key_of(cluster)).exists():
            return cast(Taken, ORM(key_of(cluster)).dequeue())
        if Pause.objects.exists():
            time.sleep(Conf.POLL)  # as where nothing waits
            return None
        return cast(Taken, super().dequeue())


def waiting_in(key: str) -> QuerySet[OrmQ]:
    """What nobody has taken yet; a task that was taken is locked until long after its time is over."""
    return cast(QuerySet[OrmQ], OrmQ.objects.filter(key=key, lock__lt=timezone.now()))


def clear(key: str) -> None:
    """Forget a queue's tasks, also those that a dead cluster took along."""
    OrmQ.objects.filter(key=key).delete()


def clear_deserted(*, untouched_since: datetime) -> None:
    """Forget the queues that no cluster empties any more."""
    OrmQ.objects.filter(key__startswith=KEY, lock__lt=untouched_since).delete()
