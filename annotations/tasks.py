"""Jobs: load the row, call the verb. They may be delivered twice, or never (core.jobs.leases)."""

from annotations.imports import jobs


def run_import(pk: int) -> None:
    jobs.run(pk)


def sweep() -> None:
    jobs.sweep()
