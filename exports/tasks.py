"""Jobs: load the row, call the verb. They may be delivered twice, or never (projects.leases)."""

from . import builder


def build_version(pk: int) -> None:
    builder.build(pk)


def sweep() -> None:
    builder.sweep()
