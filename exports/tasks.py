"""Jobs: load the row, call the verb. They may be delivered twice, or never (projects.leases)."""

from . import builder, shaping


def build_version(pk: int) -> None:
    builder.build(pk)


def build_shape(pk: int) -> None:
    shaping.build(pk)


def sweep() -> None:
    builder.sweep()
    shaping.sweep()
