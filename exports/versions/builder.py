"""Verbs: request a dataset version, build it, cancel it, try it again.

Asking for a version freezes it in one transaction. The job builds from frozen rows only, in a temporary place, moves
the zip into the store and then seals the row: a worker killed at any moment leaves no half version, and the job that
takes over ends with the same hash.
"""

import logging
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_q.tasks import async_task

from assets.models import Video
from contract import archive, v1
from core.exceptions import Refused
from core.jobs import leases
from core.storage import disk_full
from core.storage.base import blobs
from core.storage.scratch import clear_scratch, work_dir
from exports.models import DatasetVersion, VersionItem
from exports.versions import freezing, frozen_rows
from exports.versions.selection import Wanted
from projects.models import Project

logger = logging.getLogger("labeler.exports")

TIMEOUT = 6 * 60 * 60  # seconds that one run may take; its lease shows all the while that it is alive
STORE = "versions"  # the folder of the store
SCRATCH = "version-"  # how zips that are being built begin in the work folder

TRIES = 10  # at freezing, while others delete images

State = DatasetVersion.State


def request_version(project: Project, wanted: Wanted, *, by: Any, notes: str = "") -> DatasetVersion:
    """Freeze the selection, as it is at this moment, under the next number, and put the build into the queue.

    Refused when there is no category, or nothing is selected; then there is no version.
    """
    for _ in range(TRIES):
        try:
            version = freezing.freeze(project, wanted, by=by, notes=notes)
        except IntegrityError as problem:
            # An image was deleted at the same moment: look again. Anything else comes up again, too.
            last: Exception = problem
        else:
            _enqueue(version.pk)
            return version
    raise last


def build(pk: int) -> None:
    """Build a version that waits, unless somebody alive is at it or its attempts are used up. May run twice."""
    owner = leases.take(DatasetVersion.objects.unfinished(), pk, state=State.BUILDING, progress=0)
    if owner is None:
        return
    version = DatasetVersion.objects.select_related("project").get(pk=pk)
    try:
        _build(version, owner)
    except leases.LeaseLost:
        logger.info("version %s was cancelled or taken over while it was built", version)
    except (archive.DamagedImage, archive.EmptyExport, ValueError) as problem:
        # The same rows and bytes would fail the same way.
        _fail(version, owner, str(problem))
    except OSError as problem:
        if not disk_full.is_full(problem):
            _give_back(version, owner, problem)
            raise
        _fail(version, owner, disk_full.FULL)
    except Exception as problem:
        _give_back(version, owner, problem)
        raise


def cancel(version: DatasetVersion) -> DatasetVersion:
    """Stop a version that is not ready yet. Its number is not used again."""
    stopped = DatasetVersion.objects.unfinished().filter(pk=version.pk)
    if not stopped.update(state=State.CANCELLED, lease_owner=None, lease_until=None):
        raise Refused(f"v{version.number} is {_now(version).state}: there is nothing to cancel.", code="not_running")
    _clear_store(version)
    return _now(version)


def retry(version: DatasetVersion) -> DatasetVersion:
    """Build a failed version again, from the same frozen rows."""
    failed = DatasetVersion.objects.filter(pk=version.pk, state=State.FAILED)
    with transaction.atomic():
        if not failed.update(state=State.QUEUED, attempts=0, error="", progress=0, queued_at=timezone.now()):
            raise Refused(
                f"v{version.number} is {_now(version).state}: only a failed one is retried.", code="not_failed"
            )
        _enqueue(version.pk)
    return _now(version)


def sweep() -> None:
    """Put versions that nobody holds into the queue again, fail those whose attempts are used up, and clear away what
    killed builds left in this machine's work folder."""
    for version in leases.nobody_holds(DatasetVersion.objects.unfinished()):
        again = leases.nobody_holds(DatasetVersion.objects.unfinished().filter(pk=version.pk))
        if version.attempts >= leases.MOST_ATTEMPTS:
            reason = f"The build was interrupted {version.attempts} times. {version.error}".strip()
            if again.update(state=State.FAILED, error=reason):
                _clear_store(version)
        elif again.update(queued_at=timezone.now()):
            _enqueue(version.pk)
    clear_scratch(SCRATCH, DatasetVersion.objects.unfinished())
    blobs.forget_unfinished(STORE, began_before=timezone.now() - timedelta(seconds=TIMEOUT))


def rebuild(version: DatasetVersion, target: Path) -> archive.Sealed:
    """Build a ready version once more, to `target`, from its frozen rows. Nothing stored is touched."""
    return _archive(version, target, progress=lambda copied: None)


def restore(version: DatasetVersion) -> bool:
    """Build the zip of a ready version again and put it into the store where it is gone. Whether it was.

    Refused when what comes out is not what was sealed; then nothing is stored.
    """
    target = work_dir() / f"restored-{uuid.uuid4()}.zip"  # not of a build: the sweep leaves it alone
    try:
        sealed = rebuild(version, target)
        if sealed.zip_sha256 != version.artifact_sha256:
            raise Refused(
                f"v{version.number} came out as {sealed.zip_sha256}, but {version.artifact_sha256} is stored.",
                code="other_bytes",
            )
        if blobs.exists(version.artifact):
            return False
        blobs.adopt(target, version.artifact, lambda: None)
        return True
    finally:
        target.unlink(missing_ok=True)


def _enqueue(pk: int) -> None:
    transaction.on_commit(lambda: async_task("exports.tasks.build_version", pk, q_options={"timeout": TIMEOUT}))


def _build(version: DatasetVersion, owner: uuid.UUID) -> None:
    target = work_dir() / f"{SCRATCH}{owner}.zip"
    try:
        # Progress keeps the lease, too, but a disk that syncs and a bucket that takes an upload tell none for minutes.
        with leases.kept(_building(), version.pk, owner) as still_ours:
            alive = leases.signs_of_life(_building(), version.pk, owner, at_once=False)
            sealed = _archive(version, target, lambda copied: alive(progress=copied))
            # The last look before anything can be seen: whoever took over meanwhile ends with the same bytes.
            leases.renew(_building(), version.pk, owner)
            name = f"{_folder(version)}/{_prefix(version)}{sealed.zip_sha256}.zip"
            _into_store(target, name, still_ours)
        _seal(version, owner, sealed, name)
    finally:
        target.unlink(missing_ok=True)


def _archive(version: DatasetVersion, target: Path, progress: Callable[[int], None]) -> archive.Sealed:
    videos = Video.objects.filter(frames__version_items__version=version).distinct().order_by("pk")
    items = VersionItem.objects.filter(version=version)
    if items.count() != version.images:
        raise ValueError(f"v{version.number} has {items.count()} rows, but {version.images} were frozen.")
    return archive.build(
        version.frozen,
        images=frozen_rows.images(version),
        videos=[v1.Video(video.pk, video.original_name, video.sha256) for video in videos],
        distinct_images=items.values("asset__sha256").distinct().count(),
        open_image=frozen_rows.opener(version),
        target=target,
        work_dir=target.parent,
        progress=progress,
    )


def _into_store(path: Path, name: str, still_ours: Callable[[], None]) -> None:
    blobs.adopt(path, name, still_ours)


def _folder(version: DatasetVersion) -> str:
    return f"{STORE}/{version.project.dataset_id}"


def _prefix(version: DatasetVersion) -> str:
    """How the names of its zips begin, whatever bytes they hold."""
    return f"v{version.number}-"


def _clear_store(version: DatasetVersion) -> None:
    """A build that was killed after its zip was moved left it behind: no version tells of it, so it goes."""
    for name in blobs.names_in(_folder(version)):
        ours = name.startswith(f"{_folder(version)}/{_prefix(version)}")
        if ours and not DatasetVersion.objects.filter(artifact=name).exists():
            blobs.delete(name)


def _seal(version: DatasetVersion, owner: uuid.UUID, sealed: archive.Sealed, name: str) -> None:
    done = _building().filter(pk=version.pk, lease_owner=owner)
    if done.update(
        state=State.READY,
        progress=sealed.counts["images"],
        error="",
        sealed_at=timezone.now(),
        hash=sealed.hash,
        labels_hash=sealed.labels_hash,
        samples_hash=sealed.samples_hash,
        counts=sealed.counts,
        manifest=sealed.manifest.decode("ascii"),
        artifact=name,
        artifact_sha256=sealed.zip_sha256,
        artifact_size=sealed.zip_size,
        lease_owner=None,
        lease_until=None,
    ):
        return
    if _now(version).state in (State.CANCELLED, State.FAILED):
        blobs.delete(name)
    raise leases.LeaseLost(str(version))


def _fail(version: DatasetVersion, owner: uuid.UUID, reason: str) -> None:
    ours = _building().filter(pk=version.pk, lease_owner=owner)
    if ours.update(state=State.FAILED, error=reason, lease_owner=None, lease_until=None):
        _clear_store(version)


def _give_back(version: DatasetVersion, owner: uuid.UUID, problem: Exception) -> None:
    """Somebody may try again, until the attempts are used up."""
    if version.attempts >= leases.MOST_ATTEMPTS:
        _fail(version, owner, f"The build failed {version.attempts} times: {problem}")
    else:
        _building().filter(pk=version.pk, lease_owner=owner).update(
            state=State.QUEUED, error=str(problem), lease_owner=None, lease_until=None
        )


def _building() -> QuerySet[DatasetVersion]:
    return DatasetVersion.objects.filter(state=State.BUILDING)


def _now(version: DatasetVersion) -> DatasetVersion:
    return DatasetVersion.objects.select_related("project").get(pk=version.pk)
