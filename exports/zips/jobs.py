"""Verbs: free the room of a ready version's zip, and build it again, byte for byte, when it is asked for."""

import logging
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, cast

from django import db
from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone

from contract import archive
from core.exceptions import Refused
from core.jobs import job as life
from core.storage.base import blobs
from core.storage.scratch import clear_scratch, work_dir
from exports import artifacts
from exports.models import DatasetVersion, VersionFile
from exports.versions import builder, withdrawn

SCRATCH = "zip-"  # how zips that are being built again begin in the work folder
LOOK_AGAIN = 5  # seconds after which to ask for one that is being built
USE_IS_TOLD = timedelta(hours=1)  # how exactly the moment is kept when it was asked for last

State, Kind = VersionFile.State, VersionFile.Kind
logger = logging.getLogger("labeler.zips")


class BeingRebuilt(Refused):
    """It is not there just now, and a job builds it."""

    def __init__(self, file: VersionFile) -> None:
        how_far = f" {file.percent}% are done." if file.progress else ""
        super().__init__(
            f"{file.subject} is being built again, byte for byte.{how_far} Ask again soon.",
            code="being_rebuilt",
            details={"progress": file.percent},
            retry_after=LOOK_AGAIN,
        )


def served(version: DatasetVersion) -> VersionFile:
    """The file that stands for a ready version."""
    file = version.files.get()
    file.version = version
    return file


def see_that_it_is_there(file: VersionFile) -> None:
    """Of what is asked for to be read, and is noted as used. Refused while it is not there; then it is being built."""
    if file.state != State.READY:
        refuse_and_build(file)
    now = timezone.now()
    if file.used_at and file.used_at > now - USE_IS_TOLD:
        return
    try:
        with transaction.atomic():
            VersionFile.objects.filter(pk=file.pk).update(used_at=now)
    except (db.Error, OSError) as problem:  # what may be read is read all the same
        logger.warning("Not kept that %s is used, because of %s", file, type(problem).__name__)


def opened(file: VersionFile) -> BinaryIO:
    """Its bytes. Refused while it is not there, and it is built then; also where it was lost."""
    see_that_it_is_there(file)
    try:
        return cast(BinaryIO, blobs.open(file.artifact))
    except FileNotFoundError:
        refuse_and_build(file)


def refuse_and_build(file: VersionFile) -> NoReturn:
    """Raises BeingRebuilt, or why it cannot be built. One that failed is built again by `ask` alone: each look at it
    would cost a whole build."""
    file.refresh_from_db(fields=("state", "progress", "error", "artifact"))
    if file.state == State.FAILED:
        raise Refused(f"{file.subject} could not be built again: {file.error}", code="file_missing")
    raise BeingRebuilt(ask(file))


def ask(file: VersionFile) -> VersionFile:
    """Have it built where it is not there: freed, lost or failed before. Answers it as it is then."""
    if not file.is_unfinished:
        lost = file.state == State.READY and not blobs.exists(file.artifact)
        if lost:
            logger.warning("%s is gone from the store, and is built again.", file)
        if lost or file.state in (State.FREED, State.FAILED):
            if file.state == State.FREED:
                _remove(file)  # what a killed process left: it may not take away what is built now
            with transaction.atomic():
                if VersionFile.objects.filter(pk=file.pk, state=file.state).begin_again():
                    life.enqueue(file)
    return _now(file)


def free(file: VersionFile) -> VersionFile:
    """Take its bytes out of the store; they are built again when they are asked for. Refused while they are built."""
    if not VersionFile.objects.filter(pk=file.pk, state=State.READY).update(state=State.FREED):
        now = _now(file)
        if now.state == State.FREED:
            return now
        raise Refused(f"{file.subject} is {now.state}: there is nothing to free.", code="busy")
    logger.info("%s was freed: %s bytes", file, file.artifact_size)
    _remove(file)
    return _now(file)


def build(pk: int) -> None:
    """Build one that waits, unless somebody alive is at it or its attempts are used up. May run twice."""
    life.run(_rows(), pk, _build, hopeless=(*builder.HOPELESS, Refused), progress=0)


def restore(version: DatasetVersion, *, replace: bool = False) -> bool:
    """Build the zip of a ready version again and put it into the store where it is gone; with `replace`, also in place
    of one that is there. Whether it was put there.

    Refused when what comes out is not what was sealed; then nothing is stored.
    """
    file = served(version)
    if file.is_unfinished:
        raise Refused(f"{file.subject} is being built.", code="busy")
    target = work_dir() / f"restored-{uuid.uuid4()}.zip"  # not of a build: the sweep leaves it alone
    try:
        sealed = _built(file, target, lambda copied: None)
        if not replace and file.state == State.READY and blobs.exists(file.artifact):
            return False
        name = f"{_beginning(file)}{sealed.zip_sha256}.zip"
        blobs.adopt(target, name, lambda: None)
        VersionFile.objects.filter(pk=file.pk).update(**_written(name, sealed), state=State.READY, error="")
        return True
    finally:
        target.unlink(missing_ok=True)


def sweep() -> None:
    """See to the zips that nobody builds though they wait for it, take away what was freed, and free what the settings
    say."""
    life.sweep(_rows())
    clear_scratch(SCRATCH, VersionFile.objects.unfinished())  # what is half sent to the store goes with the builder's
    for file in _rows().filter(state=State.FREED).exclude(artifact=""):
        _remove(file)
    for file in to_free():
        free(file)


def to_free() -> list[VersionFile]:
    """Those that the settings free: what nobody asked for in FREE_ZIPS_AFTER_DAYS, and where all zips take more than
    ZIPS_ROOM bytes, those that were not asked for for the longest time. Never that of a project's newest ready
    version, which pipelines ask for."""
    days, room = settings.FREE_ZIPS_AFTER_DAYS, settings.ZIPS_ROOM
    if not days and not room:
        return []
    lying = VersionFile.objects.filter(state=State.READY)
    newest = DatasetVersion.objects.ready().filter(project=OuterRef("version__project")).order_by("-number")
    old = _rows().filter(pk__in=lying).exclude(version=Subquery(newest.values("pk")[:1])).order_by("used_at", "pk")
    to_go = list(old.filter(used_at__lt=timezone.now() - timedelta(days=days))) if days else []
    if room:
        taken = (lying.aggregate(bytes=Sum("artifact_size"))["bytes"] or 0) - sum(_size(file) for file in to_go)
        for file in old.exclude(pk__in=[file.pk for file in to_go]).iterator():
            if taken <= room:
                break
            to_go.append(file)
            taken -= _size(file)
    return to_go


def _size(file: VersionFile) -> int:
    return file.artifact_size or 0


def _build(attempt: life.Attempt[VersionFile]) -> None:
    file = attempt.job

    def write(target: Path, progress: Callable[[int], None]) -> tuple[str, archive.Sealed]:
        sealed = _built(file, target, progress)
        return sealed.zip_sha256, sealed

    name, sealed = artifacts.build(attempt, SCRATCH, _beginning(file), write)
    attempt.finish(State.READY, progress=file.version.images, **_written(name, sealed))


def _beginning(file: VersionFile) -> str:
    if file.kind == Kind.PUBLISHED:
        return builder.beginning(file.version)
    return withdrawn.beginning(file.version)


def _built(file: VersionFile, target: Path, progress: Callable[[int], None]) -> archive.Sealed:
    """Refused when it is not what was sealed; of one without withdrawn pictures, what was built before, or another
    version."""
    version = file.version
    sealed = builder.rebuild(version, target, progress)
    is_published = file.kind == Kind.PUBLISHED
    expected = version.artifact_sha256 if is_published else file.artifact_sha256 or sealed.zip_sha256
    if (sealed.zip_sha256, sealed.hash) != (expected, version.hash):
        said = f"v{version.number} came out as {sealed.zip_sha256}, but {expected} is stored."
        raise Refused(said, code="other_bytes")
    return sealed


def _written(name: str, sealed: archive.Sealed) -> dict[str, Any]:
    return {
        "artifact": name,
        "artifact_sha256": sealed.zip_sha256,
        "artifact_size": sealed.zip_size,
        "used_at": timezone.now(),
    }


def _remove(file: VersionFile) -> None:
    """The bytes of one that was freed. Killed in between, the sweep does it again."""
    if file.artifact:
        blobs.delete(file.artifact)
        VersionFile.objects.filter(pk=file.pk, state=State.FREED, artifact=file.artifact).update(artifact="")


def _rows() -> QuerySet[VersionFile]:
    return VersionFile.objects.select_related("version__project")


def _now(file: VersionFile) -> VersionFile:
    return _rows().get(pk=file.pk)
