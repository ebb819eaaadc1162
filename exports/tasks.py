"""Jobs: load the row, call the verb. They may be delivered twice, or never (core.jobs.leases)."""

from exports.shapes import jobs
from exports.versions import builder


def build_version(pk: int) -> None:
    builder.build(pk)


def build_shape(pk: int) -> None:
    jobs.build(pk)


def sweep() -> None:
    builder.sweep()
    jobs.sweep()
