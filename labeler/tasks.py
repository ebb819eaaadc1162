"""Jobs of the program itself."""

import os

from django.utils import timezone

from labeler.deletion import deleting
from labeler.models import WorkerHeartbeat
from labeler.withdrawal import removal


def beat() -> None:
    """Went through the queue and was done by a worker: that is the sign of life."""
    WorkerHeartbeat.objects.bulk_create(
        [WorkerHeartbeat(cluster=os.environ["LABELER_CLUSTER"], at=timezone.now())],
        update_conflicts=True,
        unique_fields=["cluster"],
        update_fields=["at"],
    )


def remove_withdrawn(pk: int) -> None:
    removal.run(pk)


def delete_project(pk: int) -> None:
    deleting.run(pk)


def sweep() -> None:
    removal.sweep()
    deleting.sweep()
