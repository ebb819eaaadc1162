"""Verb: remove the bytes of what was withdrawn from wherever they lie: a job that may be killed anywhere, and runs
again.

Whoever writes such bytes at the very moment of a withdrawal removes them again (`assets/images/withdrawn.py`), unless
it is killed in between; so it looks once more, and is done, when no lease of before can hold.
"""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from assets.images import withdrawn
from assets.models import Asset, WithdrawalJob
from core.jobs import job as life
from core.jobs import leases
from exports.versions import withdrawn as versions

SETTLED = 3 * leases.LEASE


def run(pk: int) -> None:
    """Remove what an unfinished withdrawal names, unless somebody alive is at it. May run twice."""
    life.run(_rows(), pk, _remove, progress=0)


def retry(job: WithdrawalJob) -> None:
    life.retry(job)


def sweep() -> None:
    life.sweep(_rows())


def _remove(attempt: life.Attempt[WithdrawalJob]) -> None:
    job = attempt.job
    hashes = list(job.withdrawals.values_list("sha256", flat=True))
    alive = attempt.signs_of_life(at_once=False)
    for done, some in enumerate(withdrawn.in_parts(hashes)):
        withdrawn.forget(job.project, some)
        alive(progress=min(job.images, done * withdrawn.AT_ONCE))
    with attempt.renewing():
        versions.remove_files(job.project, _assets(job, hashes))
    if timezone.now() - job.at < SETTLED:
        attempt.put_off(progress=job.images)
        return
    attempt.finish(job.DONE, progress=job.images)


def _assets(job: WithdrawalJob, hashes: list[str]) -> list[int]:
    gone = Asset.objects.filter(project=job.project, status=Asset.Status.WITHDRAWN)
    return [
        pk for some in withdrawn.in_parts(hashes) for pk in gone.filter(sha256__in=some).values_list("pk", flat=True)
    ]


def _rows() -> QuerySet[WithdrawalJob, Any]:
    return WithdrawalJob.objects.select_related("project")
