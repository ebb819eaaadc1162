"""Jobs: load the row, call the verb. They may be delivered twice, or never (core.jobs.leases)."""

from assets.images import windows
from assets.uploads import resumable
from assets.videos import extraction


def extract_frames(pk: int) -> None:
    extraction.run(pk)


def make_renditions(pk: int) -> None:
    windows.make_renditions(pk)


def sweep() -> None:
    extraction.sweep()
    resumable.sweep()
