"""Jobs: load the row, call the verb. They may be delivered twice, or never (core.jobs.leases)."""

from exports.shapes import jobs
from exports.splits import reports
from exports.versions import builder
from exports.zips import jobs as zips


def build_version(pk: int) -> None:
    builder.build(pk)
    reports.request(pk)


def build_zip(pk: int) -> None:
    zips.build(pk)


def build_shape(pk: int) -> None:
    jobs.build(pk)


def report_splits(pk: int) -> None:
    reports.build(pk)


def sweep() -> None:
    builder.sweep()
    zips.sweep()
    jobs.sweep()
    reports.sweep()
