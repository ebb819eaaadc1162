"""The folder beside the store where things lie while they are worked on."""

from pathlib import Path
from typing import Any

from django.conf import settings


def work_dir(name: str = "") -> Path:
    """The work folder, or a folder in it; made when it is missing."""
    path = Path(settings.WORK_DIR, name)
    path.mkdir(parents=True, exist_ok=True)
    return path


def clear_scratch(prefix: str, unfinished: Any) -> None:
    """Remove what killed runs left on this machine: files named `prefix` and the owner of a lease, unless one of the
    rows `unfinished` has that owner."""
    # Files first: one that begins after we looked belongs to a run that we may not know of.
    paths = list(work_dir().glob(f"{prefix}*"))
    running = {str(owner) for owner in unfinished.values_list("lease_owner", flat=True)}
    for path in paths:
        if path.stem.removeprefix(prefix) not in running:
            path.unlink(missing_ok=True)
