"""django-q2's cluster as a child process."""

import logging
import os
import socket
import sys
import time
from collections import defaultdict
from typing import Any

import django_q.cluster
from django.conf import settings
from django_q.cluster import Cluster, Sentinel

from core.jobs import stopping
from labeler.serving import supervisor
from labeler.serving.back_off import BackOff
from labeler.serving.watchdog import Watchdog

log = logging.getLogger(__name__)


def name() -> str:
    """Of the cluster that the calling process is going to start. The host comes along: ids of processes repeat."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}"


class StoppableCluster(Cluster):  # type: ignore[misc]
    """django-q2 waits for its jobs when it is told to stop; ours are interrupted, and go on after the next start."""

    def start(self) -> int:
        django_q.cluster.Sentinel = PatientSentinel  # it starts what has this name, and leaves no other way in
        return int(super().start())

    def stop(self) -> bool:
        stopping.ask()
        return bool(super().stop())


class PatientSentinel(Sentinel):  # type: ignore[misc]
    """django-q2's own starts a process that died again in its next round, twice a second for as long as it takes. This
    one pauses, as the supervisor does."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self._back_off: defaultdict[str, BackOff] = defaultdict(BackOff)
        self._began: dict[Any, float] = {}
        self._due: dict[Any, float] = {}
        try:
            super().__init__(*args, **options)  # guards until it is told to stop
        except Exception:
            log.exception("The worker failed")
            sys.exit(1)

    def spawn_process(self, target: Any, *args: Any) -> Any:
        process = super().spawn_process(target, *args)
        self._began[process] = time.monotonic()
        return process

    def reincarnate(self, process: Any) -> None:
        if self._died(process) and time.monotonic() < self._next_start(process):
            return
        self._began.pop(process, None)
        self._due.pop(process, None)
        super().reincarnate(process)

    def _died(self, process: Any) -> bool:
        """Not that it took too long for a job, or has done as many as one process does."""
        return not (process in self.pool and process.timer.value in (0, -2))

    def _next_start(self, process: Any) -> float:
        if process not in self._due:
            now = time.monotonic()
            kind = "pool" if process in self.pool else "monitor" if process is self.monitor else "pusher"
            self._due[process] = now + self._back_off[kind].after(now - self._began[process])
        return self._due[process]


def run() -> None:
    """Do jobs until told to stop. In a process group of its own."""
    stopping.listen()
    cluster = StoppableCluster()
    cluster.start()
    cluster.sentinel.join()


def watch(worker: supervisor.Child) -> None:
    Watchdog(
        os.environ["LABELER_CLUSTER"],
        limit=settings.WATCHDOG_SECONDS,
        group=lambda: worker.pid,
        kill=supervisor.kill_group,
    ).keep_watching()
