"""Static files are collected when they changed, and at no other start."""

import fcntl
import hashlib
import multiprocessing
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

STAMP = ".collected"


class NotCollected(Exception):
    """With a sentence; why is on the error output."""


@contextmanager
def collecting(say: Callable[[str], object]) -> Iterator[None]:
    """Collects in a process of its own while the block runs, and is done when that ends.

    Compressing takes about as long as the migrations of a first start, and the processor has more than one core. Call
    it before this process has a connection to the database: it forks.
    """
    if _is_fresh(Path(settings.STATIC_ROOT)):
        yield
        return
    collector = multiprocessing.get_context("fork").Process(target=collect_if_changed, args=[say])
    collector.start()
    try:
        yield
    finally:
        collector.join()
    if collector.exitcode:
        raise NotCollected("The static files could not be collected.")


def collect_if_changed(say: Callable[[str], object]) -> None:
    root = Path(settings.STATIC_ROOT)
    if _is_fresh(root):
        return
    os.umask(0o022)  # no secrets, and whoever runs the program need not be who collects
    root.mkdir(parents=True, exist_ok=True)
    with open(root / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two that start together in one checkout
        if not _is_fresh(root):
            say("Collecting static files.")
            call_command("collectstatic", interactive=False, verbosity=0)
            (root / STAMP).write_text(_digest())


def _is_fresh(root: Path) -> bool:
    try:
        return (root / STAMP).read_text() == _digest()
    except OSError:
        return False


def _digest() -> str:
    """What would be collected, by content: times of files survive no image layer."""
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            with storage.open(path) as file:
                content = file.read()
            digest.update(f"{path}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()
