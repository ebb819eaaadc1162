"""The data folder of the demo: nothing but a demo is ever thrown away."""

import shutil
from pathlib import Path

from labeler.serving import first_run

# Lies in the folder from its first moment on; its words tell whether all is there.
MARK = "demo"
MAKING, WHOLE = "making", "whole"
SIGN_IN = "sign-in"
# They are made before anything here is asked: by the settings, and by the server that is to be the only one.
KEPT = ("secret-key", "labeler.sqlite3-server")


class NotADemo(Exception):
    """With a sentence."""


def is_whole(folder: Path) -> bool:
    mark = folder / MARK
    return mark.is_file() and mark.read_text() == WHOLE


def clear(folder: Path) -> None:
    """Throw away what is in it, which must be a demo, whole or half made. Raises NotADemo."""
    here = {path.name for path in folder.iterdir()} if folder.exists() else set()
    if MARK not in here and here - {*KEPT, "work"}:
        raise NotADemo(f"{folder} holds something else than a demo. Name another folder: make demo DEMO_DATA=…")
    for path in folder.iterdir() if here else ():
        if path.name in KEPT or path.name == MARK:
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def begin(folder: Path) -> str:
    """Mark it as a demo that is not whole yet. The password of who looks around, which stays in the folder."""
    (folder / MARK).write_text(MAKING)
    password = first_run.make_password()
    _write(folder / SIGN_IN, password)
    return password


def end(folder: Path) -> None:
    (folder / MARK).write_text(WHOLE)


def password(folder: Path) -> str:
    return (folder / SIGN_IN).read_text().strip()


def _write(path: Path, words: str) -> None:
    """For its owner's eyes alone."""
    path.touch(mode=0o600)
    path.write_text(words)
