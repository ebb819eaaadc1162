"""django-q2's cluster as a child process."""

import os
import socket

from django.conf import settings
from django_q.cluster import Cluster

from core.jobs import stopping
from labeler.serving import supervisor
from labeler.serving.watchdog import Watchdog


def name() -> str:
    """Of the cluster that the calling process is going to start. The host comes along: ids of processes repeat."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}"


class StoppableCluster(Cluster):  # type: ignore[misc]
    """django-q2 waits for its jobs when it is told to stop; ours are interrupted, and go on after the next start."""

    def stop(self) -> bool:
        stopping.ask()
        return bool(super().stop())


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
