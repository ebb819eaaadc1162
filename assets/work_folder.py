"""The folder beside the store where things lie while they are worked on."""

from pathlib import Path

from django.conf import settings


def work_dir(name: str = "") -> Path:
    """The work folder, or a folder in it; made when it is missing."""
    path = Path(settings.WORK_DIR, name)
    path.mkdir(parents=True, exist_ok=True)
    return path
