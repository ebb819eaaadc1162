"""The data folder: there, and closed to other users of the machine."""

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from core.storage import locks
from core.storage.local import LocalBlobs
from labeler.serving.first_run import NotReady, Say

# https://www.sqlite.org/tempfiles.html, the line of those who write, and the lock of the one server.
BESIDE_A_DATABASE = ("", "-wal", "-shm", "-journal", "-line", "-server")


def prepare(say: Say) -> None:
    """Make it, close what is nobody else's, let the group that serves files in, and remove the locks of those that were
    killed. Raises NotReady."""
    folder = Path(settings.CONFIG.data)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as problem:
        raise NotReady(f"LABELER_DATA: the folder {folder} cannot be written: {problem.strerror}.") from problem
    for path in _nobody_elses(folder):
        # Earlier starts made them as the umask of the day was. Not every file system knows modes.
        with contextlib.suppress(OSError):
            if _mode(path) & 0o077:
                path.chmod(_mode(path) & 0o700)
    if settings.CONFIG.files_group is not None:
        _let_the_group_in(folder, settings.CONFIG.files_group)
    elif _mode(folder) & 0o077:
        say(f"Other users of this machine may look into {folder}. To close it: chmod 700 {folder}")
    locks.remove_left()


def _nobody_elses(folder: Path) -> Iterator[Path]:
    """What lies in it beside the stored files, as far as it is there. The rest is not ours."""
    yield from (path for name in ("secret-key", "work") if (path := folder / name).exists())
    database = settings.CONFIG.database
    if database["ENGINE"].endswith("sqlite3"):
        yield from (path for end in BESIDE_A_DATABASE if (path := Path(f"{database['NAME']}{end}")).is_file())


def _let_the_group_in(folder: Path, group: int) -> None:
    """To pass through the data folder, and to read what is stored, not what lies beside that."""
    try:
        os.chown(folder, -1, group)
        folder.chmod(0o710)
        if isinstance(default_storage, LocalBlobs):
            default_storage.open_to_readers()
    except OSError as problem:
        raise NotReady(
            f"LABELER_FILES_GROUP: {problem.filename} cannot be given to the group: {problem.strerror}. The user that "
            "Labeler runs as must own the data folder and be in that group."
        ) from problem


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
