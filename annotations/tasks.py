"""Jobs: load the row, call the verb. They may be delivered twice, or never (core.jobs.leases)."""

from annotations.browse import measuring
from annotations.imports import jobs
from annotations.labeling import comparing
from annotations.mending import reading
from projects.models import Category


def run_import(pk: int) -> None:
    jobs.run(pk)


def measure_odd_ones(pk: int) -> None:
    measuring.run(pk)


def measure_oddness(pk: int) -> None:
    """Of one category, as it may still lie in a queue: there was no row of such a job before."""
    for category in Category.objects.filter(pk=pk):
        measuring.ask(category)


def read_history(pk: int) -> None:
    reading.read_some(pk)


def sweep() -> None:
    jobs.sweep()
    measuring.sweep()
    comparing.sweep()
    reading.sweep()
