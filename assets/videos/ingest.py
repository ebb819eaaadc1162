"""Verbs: bring a video in, find its file, take it away. The same bytes come in once a project."""

import contextlib
import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from assets import confined, formats
from assets.images import ingest, places, withdrawn
from assets.models import Video
from assets.videos import probing, stills
from core.exceptions import Refused
from core.storage.scratch import work_dir
from projects import events
from projects.models import Project

CHUNK = 1 << 20
USUAL_BYTES = 4_000_000_000  # a file of more has more time to be read
SCRATCH = "video-"  # how files in the work folder begin that are being uploaded, or were fetched from a bucket


@dataclass(frozen=True)
class Added:
    """The video that has these bytes, and whether it was here already."""

    video: Video
    duplicate: bool


def add_video(project: Project, path: Path, *, original_name: str, by: Any, link: bool = False) -> Added:
    """Add a file of this machine as a video, or find the one that is here. Refused, with the reason, when it is none.

    `link`: the file may become the stored one, read-only, where the store is on the same disk; else it is copied.
    """
    check_size(path.stat().st_size)
    sha256 = digest(path)
    if withdrawn.among(project, [sha256]):
        raise withdrawn.refusal("video")
    if here := project.videos.filter(sha256=sha256).first():
        return Added(here, duplicate=True)
    facts = probe(path)
    ending = probing.ENDINGS[facts.mime_type]
    name = f"originals/{project.dataset_id}/{sha256[:2]}/{sha256}.{ending}"
    _into_store(path, name, link)
    stills.make(project.dataset_id, sha256, path, facts)
    try:
        with transaction.atomic():
            withdrawn.let_come(project.pk)
            if withdrawn.among(project, [sha256]):  # meanwhile
                raise withdrawn.refusal("video")
            video = Video.objects.create(
                project=project,
                sha256=sha256,
                original_name=ingest.clean_name(original_name, ending),
                file=name,
                mime_type=facts.mime_type,
                size_bytes=path.stat().st_size,
                facts=facts.stored(),
                place=places.take(project.pk, places.OF_A_VIDEO),
                uploaded_by=by,
            )
            events.record(project, events.Kind.VIDEO_ADDED, by=by, of=video.pk, after=_told(video))
    except Refused:
        withdrawn.forget(project, [sha256])
        raise
    except IntegrityError:
        # The same bytes came elsewhere at the same moment, and were first.
        return Added(project.videos.get(sha256=sha256), duplicate=True)
    return Added(video, duplicate=False)


def check_size(size: int) -> None:
    formats.check_size(size, settings.MAX_VIDEO_BYTES, kind="video", digits=0)


def probe(path: Path) -> probing.Facts:
    """What the file says of itself, read in a process of its own. Refused when it is no video that is taken."""
    limits = confined.limits(memory=settings.MAX_PIXELS / confined.USUAL_PIXELS, time=path.stat().st_size / USUAL_BYTES)
    try:
        facts = confined.read("video", probing.read, limits, path=str(path), max_pixels=settings.MAX_PIXELS)
    except formats.Unusable as problem:
        raise Refused(problem.message, code=problem.code, field="file") from None
    return probing.Facts(**facts)


def facts_of(video: Video) -> probing.Facts:
    return probing.Facts(**video.facts)


@contextlib.contextmanager
def local_file(video: Video) -> Iterator[Path]:
    """The video as a file of this machine, under a name of ours. Raises FileNotFoundError when the store has it not."""
    with contextlib.suppress(NotImplementedError):
        path = Path(default_storage.path(video.file))
        if not path.exists():
            raise FileNotFoundError(video.file)
        yield path
        return
    ending = Path(video.file).suffix
    with tempfile.NamedTemporaryFile(dir=work_dir(), prefix=SCRATCH, suffix=ending) as copy:
        with default_storage.open(video.file) as file:
            shutil.copyfileobj(file, copy, CHUNK)
        copy.flush()
        yield Path(copy.name)


def remove(video: Video, *, by: Any = None) -> None:
    """Delete a video that no frame came from, with its files. Refused while it has frames, or is being worked on."""
    with transaction.atomic():
        locked = Video.objects.select_for_update(of=("self",)).select_related("project").get(pk=video.pk)
        if locked.is_unfinished:
            raise Refused("Frames of this video are being extracted. Cancel that first.", code="running")
        if frames := locked.frames.count():
            raise Refused(
                f"{frames:,} image{'s' if frames > 1 else ''} came from this video and keep it as their source. Delete "
                "them first.",
                code="has_frames",
            )
        locked.delete()
        events.record(locked.project, events.Kind.VIDEO_DELETED, by=by, of=video.pk, before=_told(video))
    default_storage.delete(locked.file)
    stills.remove(locked.project.dataset_id, locked.sha256)


def _told(video: Video) -> dict[str, Any]:
    return {"original_name": video.original_name, "sha256": video.sha256}


def digest(path: Path) -> str:
    """The sha256 of a file, in hex, in constant memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _into_store(path: Path, name: str, link: bool) -> None:
    if link and (as_link := getattr(default_storage, "link", None)) and as_link(path, name):
        return
    with path.open("rb") as file:
        default_storage.save(name, File(file))
