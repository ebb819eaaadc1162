"""One server for a database in a file: a second one is refused, and told which process the first one is.

SQLite would bear two. What they keep beside it would not: locks of the work folder, counts in memory, and whoever stops
one and wonders why the other still answers. The system holds the lock as long as any process of the first one lives.
"""

import contextlib
import fcntl
import json
import os
import time
from pathlib import Path

from django.conf import settings

from labeler.serving.first_run import NotReady

PATIENCE_SECONDS = 10.0  # for the processes of a server that was just killed
SURE_SECONDS = 1.0  # that one that lives by now is not about to end
PAUSE = 0.1
ENDING = "-server"

_held: list[int] = []  # open as long as this process lives, and what it forks


def be_it(port: int) -> None:
    """From now on, until this process and all that it forks have ended. Raises NotReady where another one is."""
    path = lock_file()
    if path is None:
        return
    try:
        file = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as problem:
        raise NotReady(f"LABELER_DATA: {path} cannot be written: {problem.strerror}.") from problem
    began = time.monotonic()
    while not _taken(file):
        pid, other = _first_one(path)
        if time.monotonic() - began > (SURE_SECONDS if _is_alive(pid) else PATIENCE_SECONDS):
            os.close(file)
            raise NotReady(
                f"Another Labeler serves {str(path).removesuffix(ENDING)} already: process {pid or '?'}, port "
                f"{other or '?'}. Stop that one, or name another folder: LABELER_DATA."
            )
        time.sleep(PAUSE)  # its processes are about to end
    _held.append(file)
    with contextlib.suppress(OSError):  # a full disk: the lock counts, and whoever is refused is told less
        os.truncate(file, 0)
        os.write(file, json.dumps({"pid": os.getpid(), "port": port}).encode())


def let_go() -> None:
    """Another one may come: for a command that was alone for a while."""
    while _held:
        os.close(_held.pop())


def running() -> tuple[int, int] | None:
    """Process and port of the server that holds the lock now; None where there is none. Raises OSError where that is
    not known: the file cannot be opened, or its file system knows no locks."""
    path = lock_file()
    if path is None or not path.exists():
        return None
    file = os.open(path, os.O_RDWR)
    try:
        return None if _taken(file, unseen=False) else _first_one(path)
    finally:
        os.close(file)


def lock_file() -> Path | None:
    """Beside the database; None where that is no file."""
    database = settings.CONFIG.database
    name = str(database["NAME"])
    if not database["ENGINE"].endswith("sqlite3") or name.startswith((":", "file:")):
        return None
    return Path(name + ENDING)


def _taken(file: int, *, unseen: bool = True) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        if not unseen:
            raise
        return True  # a file system that knows no locks: it is ours
    return True


def _first_one(path: Path) -> tuple[int, int]:
    """Its process and its port; zeros where it has not told them yet."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        told = json.loads(path.read_text())
        return int(told["pid"]), int(told["port"])
    return 0, 0


def _is_alive(pid: int) -> bool:
    if not pid:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    """It was killed, and who started it has not asked yet."""
    with contextlib.suppress(OSError):
        stat = Path(f"/proc/{pid}/stat").read_text()
        return stat[stat.rindex(")") + 2] in "ZX"
    return False
