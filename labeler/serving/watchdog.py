"""Brings a cluster back that hangs: it lives but does no job any more.

django-q2's cluster hangs for ever when the worker that waits on its queue is killed. So heartbeats are sent through the
queue; when none comes back, and no job is being worked on either, the cluster's whole process group is killed. The
supervisor then starts it again.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django import db
from django.apps import apps
from django.utils import timezone
from django_q.tasks import async_task

from core.jobs import leases
from core.jobs.leases import Leased
from labeler.models import Pause, WorkerHeartbeat
from labeler.serving import broker

log = logging.getLogger(__name__)

# What goes through the own queue of every cluster, again and again; while new jobs are paused the first alone.
DUTIES = (
    "labeler.tasks.beat",
    "webhooks.tasks.sweep",
    "assets.tasks.sweep",
    "annotations.tasks.sweep",
    "exports.tasks.sweep",
    "labeler.tasks.sweep",
)
DUTY_TIMEOUT_SECONDS = 60
# A cluster that was just started has to load the program first.
SETTLING_SECONDS = 15.0


class Watchdog:
    """Watches the cluster called `cluster`, whose process group `group` answers (0: there is none just now).

    Its clock is no time of day: a laptop that slept for an hour has not been silent for an hour.
    """

    def __init__(
        self,
        cluster: str,
        *,
        limit: float,
        group: Callable[[], int],
        kill: Callable[[int], object],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.cluster = cluster
        self.limit = limit
        self._group = group
        self._kill = kill
        self._clock = clock
        self._watched = 0
        self._last_heartbeat: datetime | None = None
        self._heard = 0.0
        self._settled = False
        self._database_answers = True

    def keep_watching(self) -> None:
        try:
            forget_dead_clusters(self.limit)
        except db.Error as problem:
            self._cannot_tell(problem)  # they are forgotten by the next one that starts
        while True:
            db.close_old_connections()
            self.check()
            time.sleep(min(5.0, self.limit / 6))

    def check(self) -> None:
        """Send the duties again when the last ones were taken, and kill a cluster that has been silent too long."""
        try:
            self._greet_new_cluster()
            self._send_duties()
            self._listen()
        except db.Error as problem:
            self._cannot_tell(problem)
            return
        self._database_answers = True
        if self._watched and self._silence() > (self.limit if self._settled else max(self.limit, SETTLING_SECONDS)):
            log.warning("The worker has done nothing for %.0f seconds; all its processes are stopped.", self._silence())
            self._kill(self._watched)
            self._watched = 0

    def _greet_new_cluster(self) -> None:
        group = self._group()
        if group and group != self._watched:
            broker.clear(broker.key_of(self.cluster))
            self._last_heartbeat = _heartbeat_of(self.cluster)
            self._heard = self._clock()
            self._settled = False
        self._watched = group

    def _send_duties(self) -> None:
        key = broker.key_of(self.cluster)
        if not broker.waiting_in(key).exists():
            # Sweeps would deliver again, and again, what waits for the end of a pause.
            for task in DUTIES[:1] if Pause.objects.exists() else DUTIES:
                async_task(task, task_name=task, cluster=key, save=False, timeout=DUTY_TIMEOUT_SECONDS)

    def _listen(self) -> None:
        heartbeat = _heartbeat_of(self.cluster)
        if heartbeat != self._last_heartbeat:
            self._last_heartbeat = heartbeat
            self._settled = True
            self._heard = self._clock()
        elif a_job_is_alive():
            # All workers may be busy for minutes. When the job ends, the heartbeat that waited behind it gets its time.
            self._heard = self._clock()

    def _silence(self) -> float:
        return self._clock() - self._heard

    def _cannot_tell(self, problem: Exception) -> None:
        if self._database_answers:
            log.warning("The watchdog cannot reach the database: %s", problem)
        self._database_answers = False
        self._heard = self._clock()


def a_job_is_alive() -> bool:
    """Does any worker, here or elsewhere, hold the lease of a job?"""
    leased = [model for model in apps.get_models() if issubclass(model, Leased)]
    return any(model._default_manager.filter(leases.held(timezone.now())).exists() for model in leased)


def forget_dead_clusters(limit: float) -> None:
    long_ago = timezone.now() - timedelta(seconds=max(600, 10 * limit))
    WorkerHeartbeat.objects.filter(at__lt=long_ago).delete()
    broker.clear_deserted(untouched_since=long_ago)


def _heartbeat_of(cluster: str) -> datetime | None:
    return WorkerHeartbeat.objects.filter(cluster=cluster).values_list("at", flat=True).first()
