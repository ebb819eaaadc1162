"""Jobs: load the row, call the verb. They may be delivered twice, or never (projects.leases)."""

from . import imports


def run_import(pk: int) -> None:
    imports.run(pk)


def sweep() -> None:
    imports.sweep()
