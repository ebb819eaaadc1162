"""Jobs: load the row, call the verb. They may be delivered twice, or never (projects.leases)."""

from . import extraction, uploads


def extract_frames(pk: int) -> None:
    extraction.run(pk)


def sweep() -> None:
    extraction.sweep()
    uploads.sweep()
