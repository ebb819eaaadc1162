"""Verbs: take a file in that comes in pieces, over as many connections as it takes, and across restarts.

The bytes lie in a file of the work folder, whose length is how far the upload has come: nothing else counts it, so a
server that is killed loses nothing. When all are here the file is brought in as a picture or a video.
"""

import contextlib
import fcntl
import os
import shutil
import time
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from django.db.models import Q, Sum
from django.utils import timezone

from assets.images import ingest, places
from assets.models import Upload
from assets.videos import ingest as videos
from core.exceptions import Refused
from core.storage import disk_full
from core.storage.scratch import work_dir
from projects.models import Project

KEPT = timedelta(days=1)  # after the last byte, or after the end
MOST_OPEN = 100  # unfinished uploads of a person
SPARE = 500_000_000  # bytes that stay free on the disk

Kind = Upload.Kind


class WrongOffset(Exception):
    """The piece does not go on where the upload stands."""

    def __init__(self, offset: int) -> None:
        super().__init__(str(offset))
        self.offset = offset


def create(
    project: Project, *, name: str, size: int, kind: str, by: Any, folder: str = "", place: int | None = None
) -> Upload:
    """Begin an upload of `size` bytes. Refused when it is too large, or there is no room."""
    (videos if kind == Kind.VIDEO else ingest).check_size(size)
    opened = Upload.objects.filter(created_by=by, finished_at=None)
    if opened.count() >= MOST_OPEN:
        raise Refused(f"{MOST_OPEN} of your uploads are unfinished. Finish or end some first.", code="busy")
    _check_room(size)
    upload = Upload.objects.create(
        project=project,
        created_by=by,
        kind=kind,
        size_bytes=size,
        original_name=ingest.clean_name(name, "bin"),
        folder=folder,
        place=place,
    )
    path_of(upload).touch()
    return upload


def path_of(upload: Upload) -> Path:
    return work_dir("uploads") / str(upload.pk)


def offset(upload: Upload) -> int:
    """How many bytes are here. Raises FileNotFoundError when they are gone."""
    return upload.size_bytes if upload.finished_at else path_of(upload).stat().st_size


def expires(upload: Upload) -> datetime:
    if upload.finished_at:
        return upload.finished_at + KEPT
    try:
        touched = path_of(upload).stat().st_mtime
    except FileNotFoundError:
        return upload.created_at + KEPT
    return datetime.fromtimestamp(touched, tz=timezone.get_current_timezone()) + KEPT


def receive(upload: Upload, start: int, pieces: Iterable[bytes]) -> int:
    """Append bytes that begin at `start`; how many there are then. What comes before a broken connection is kept.

    Raises WrongOffset. Two connections that send the same upload do not hurt each other: each piece is appended under
    a lock, where it belongs or not at all.
    """
    if offset(upload) != start:
        raise WrongOffset(offset(upload))
    if upload.finished_at:
        return upload.size_bytes
    at = start
    with path_of(upload).open("ab") as file:
        try:
            for piece in pieces:
                at = _append(file, at, piece[: upload.size_bytes - at])
        except OSError as problem:
            if not disk_full.is_full(problem):
                raise
            raise Refused(disk_full.FULL, code="disk_full") from None
        finally:
            os.fsync(file.fileno())
    return at


def finish(upload: Upload) -> Upload:
    """Bring a file in whose bytes are all here. Done once, whoever asks; a refusal is kept as its answer."""
    try:
        with path_of(upload).open("rb") as file, _locked(file):
            upload.refresh_from_db()
            if upload.finished_at is None and os.fstat(file.fileno()).st_size == upload.size_bytes:
                _bring_in(upload)
                path_of(upload).unlink(missing_ok=True)
    except FileNotFoundError:
        upload.refresh_from_db()  # somebody else has just finished it
    return upload


def terminate(upload: Upload) -> None:
    """End an upload and forget it. What was brought in stays."""
    path_of(upload).unlink(missing_ok=True)
    Upload.objects.filter(pk=upload.pk).delete()


def forget_bytes(project: int) -> None:
    """Those of all uploads into the project with this key, as far as they lie on this machine; `sweep` of the others
    finds that no row has them."""
    for upload in Upload.objects.filter(project=project):
        path_of(upload).unlink(missing_ok=True)


def sweep() -> None:
    """Finish what is complete and was left, forget what nobody goes on with, and clear away what has no row."""
    now = timezone.now()
    there = Upload.objects.filter(project__in=Project.objects.present())
    for upload in there.filter(Q(finished_at=None) | Q(finished_at__lte=now - KEPT)):
        if expires(upload) <= now:
            terminate(upload)
        elif upload.finished_at is None and _is_left(upload):
            finish(upload)
    places.sweep()
    _clear_away(now)


def _clear_away(now: datetime) -> None:
    """What killed processes left in the work folder."""
    lost = [path for path in work_dir("uploads").iterdir() if not Upload.objects.filter(pk=_number(path)).exists()]
    for path in [*lost, *work_dir().glob(f"{videos.SCRATCH}*")]:
        with contextlib.suppress(FileNotFoundError):  # it was just ended
            if path.stat().st_mtime < (now - KEPT).timestamp():
                path.unlink()


def _is_left(upload: Upload) -> bool:
    """Complete, and for a minute nobody has asked for it to be finished."""
    try:
        stat = path_of(upload).stat()
    except FileNotFoundError:
        return False
    return stat.st_size == upload.size_bytes and time.time() - stat.st_mtime > 60


def _number(path: Path) -> uuid.UUID:
    try:
        return uuid.UUID(path.name)
    except ValueError:
        return uuid.UUID(int=0)  # nobody's


def _check_room(size: int) -> None:
    """Room for this one and for all that is still to come of the others."""
    promised = Upload.objects.filter(finished_at=None).aggregate(all=Sum("size_bytes"))["all"] or 0
    here = sum(path.stat().st_size for path in work_dir("uploads").iterdir())
    if size + max(0, promised - here) + SPARE > shutil.disk_usage(work_dir()).free:
        raise Refused("There is no room for this file on the server's disk.", code="disk_full")


def _append(file: IO[bytes], at: int, piece: bytes) -> int:
    with _locked(file):
        here = os.fstat(file.fileno()).st_size
        if here != at:
            raise WrongOffset(here)
        file.write(piece)
        file.flush()
    return at + len(piece)


@contextlib.contextmanager
def _locked(file: IO[bytes]) -> Iterator[None]:
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


def _bring_in(upload: Upload) -> None:
    path = path_of(upload)
    try:
        if upload.kind == Kind.VIDEO:
            added = videos.add_video(
                upload.project, path, original_name=upload.original_name, by=upload.created_by, link=True
            )
            upload.video, upload.duplicate = added.video.pk, added.duplicate
        else:
            done = ingest.add_image(
                upload.project,
                content=path.read_bytes(),
                original_name=upload.original_name,
                by=upload.created_by,
                folder=upload.folder,
                place=upload.place,
            )
            upload.asset, upload.duplicate = done.asset.pk, done.duplicate
    except Refused as refusal:
        upload.error, upload.error_code = refusal.message, refusal.code
    upload.finished_at = timezone.now()
    upload.save(update_fields=["video", "asset", "duplicate", "error", "error_code", "finished_at"])
