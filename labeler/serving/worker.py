"""django-q2's cluster as a child process."""

import functools
import logging
import os
import socket
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import django_q.cluster
from django.conf import settings
from django.db import Error, connection
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
        # It starts what has these names, and leaves no other way in.
        django_q.cluster.Sentinel = PatientSentinel
        for name in ("worker", "pusher", "monitor"):
            setattr(django_q.cluster, name, _said(getattr(django_q.cluster, name)))
        return int(super().start())

    def stop(self) -> bool:
        stopping.ask()
        return bool(super().stop())


def _said(main: Callable[..., object]) -> Callable[..., object]:
    """What a process does, whose end the log tells: multiprocessing would write it past the log, each time anew."""

    @functools.wraps(main)
    def run_and_say(*args: Any, **options: Any) -> None:
        try:
            main(*args, **options)
        except Exception:
            log.exception("A process of the worker failed")
            sys.exit(1)

    return run_and_say


class PatientSentinel(Sentinel):  # type: ignore[misc]
    """django-q2's own starts a process that died again in its next round, twice a second for as long as it takes. This
    one pauses, as the supervisor does."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self._back_off: defaultdict[str, BackOff] = defaultdict(BackOff)
        self._began: dict[Any, float] = {}
        self._due: dict[Any, float] = {}
        _said(super().__init__)(*args, **options)  # guards until it is told to stop

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
    _wait_for_database()
    stopping.listen()
    cluster = StoppableCluster()
    cluster.start()
    cluster.sentinel.join()


def _wait_for_database() -> None:
    """django-q2 would end at once without one, and be started again and again."""
    while True:
        try:
            connection.ensure_connection()
        except Error as problem:
            log.warning("The worker waits for the database: %s", problem)
            time.sleep(1)
        else:
            connection.close()  # not for those who are forked
            return


def watch(worker: supervisor.Child) -> None:
    Watchdog(
        os.environ["LABELER_CLUSTER"],
        limit=settings.WATCHDOG_SECONDS,
        group=lambda: worker.pid,
        kill=supervisor.kill_group,
    ).keep_watching()
