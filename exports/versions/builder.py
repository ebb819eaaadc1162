"""Verbs: request a dataset version, build it, cancel it, try it again.

Asking for a version freezes it in one transaction. The job builds from frozen rows only, in a temporary place, moves
the zip into the store and then seals the row: a worker killed at any moment leaves no half version, and the job that
takes over ends with the same hash.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from assets.models import Video
from contract import archive, v1
from core.jobs import job as life
from core.jobs.leases import LeaseLost
from core.storage.base import blobs
from exports import artifacts
from exports.models import DatasetVersion, VersionFile, VersionItem
from exports.versions import freezing, frozen_rows, withdrawn
from exports.wanted import Wanted
from people import audit
from people.audit import What
from projects.models import Project

STORE = "versions"  # the folder of the store
SCRATCH = "version-"  # how zips that are being built begin in the work folder

TRIES = 10  # at freezing, while others delete images

HOPELESS = (archive.DamagedImage, archive.EmptyExport, ValueError)  # the same rows and bytes would fail the same way

State = DatasetVersion.State


def request_version(
    project: Project, wanted: Wanted, *, by: Any, notes: str = "", request: HttpRequest | None = None
) -> DatasetVersion:
    """Freeze the selection, as it is at this moment, under the next number, and put the build into the queue.

    Refused when there is no category, or nothing is selected, or the project's gate is not open; then there is no
    version.
    """
    for _ in range(TRIES):
        try:
            version = freezing.freeze(project, wanted, by=by, notes=notes, request=request)
        except IntegrityError as problem:
            # An image was deleted at the same moment: look again. Anything else comes up again, too.
            last: Exception = problem
        else:
            life.enqueue(version)
            return version
    raise last


def build(pk: int) -> None:
    """Build a version that waits, unless somebody alive is at it or its attempts are used up. May run twice."""
    life.run(_rows(), pk, _build, hopeless=HOPELESS, on_failure=_clear_store, progress=0)


def cancel(version: DatasetVersion, *, by: Any = None, request: HttpRequest | None = None) -> DatasetVersion:
    """Stop a version that is not ready yet. Its number is not used again."""
    with transaction.atomic():
        life.cancel(version, by=by)
        audit.note(What.VERSION_CANCELLED, by, version, request, project=version.project.slug)
    _clear_store(version)
    return _now(version)


def retry(version: DatasetVersion, *, by: Any = None) -> DatasetVersion:
    """Build a failed version again, from the same frozen rows."""
    withdrawn.refuse_where_gone(version, "it can't be built any more. Make a new version.")
    with transaction.atomic():
        life.retry(version)
        version.note_request(by)
    return _now(version)


def sweep() -> None:
    """See to the versions that nobody builds though they wait for it."""
    artifacts.sweep(_rows(), STORE, SCRATCH, on_failure=_clear_store)


def rebuild(
    version: DatasetVersion, target: Path, progress: Callable[[int], None] = lambda copied: None
) -> archive.Sealed:
    """Build a ready version once more, to `target`, from its frozen rows, without the pictures that were withdrawn
    since. Nothing stored is touched."""
    return _archive(version, target, progress, withdrawn.gone_from(version))


def _build(attempt: life.Attempt[DatasetVersion]) -> None:
    version = attempt.job

    def write(target: Path, progress: Callable[[int], None]) -> tuple[str, archive.Sealed]:
        sealed = _archive(version, target, progress)
        return sealed.zip_sha256, sealed

    name, sealed = artifacts.build(attempt, SCRATCH, beginning(version), write)
    _seal(attempt, sealed, name)


def _archive(
    version: DatasetVersion, target: Path, progress: Callable[[int], None], gone: frozenset[str] = frozenset()
) -> archive.Sealed:
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
        quality=version.quality,
        gone=gone,
    )


def beginning(version: DatasetVersion) -> str:
    """How the names of its zips begin, whatever bytes they hold."""
    return f"{STORE}/{version.project.dataset_id}/v{version.number}-"


def _clear_store(version: DatasetVersion) -> None:
    artifacts.clear_store(beginning(version), lambda name: VersionFile.objects.filter(artifact=name).exists())


def _seal(attempt: life.Attempt[DatasetVersion], sealed: archive.Sealed, name: str) -> None:
    now = timezone.now()
    file: dict[str, Any] = {"artifact": name, "artifact_sha256": sealed.zip_sha256, "artifact_size": sealed.zip_size}
    try:
        with transaction.atomic():
            attempt.finish(
                State.READY,
                progress=sealed.counts["images"],
                sealed_at=now,
                hash=sealed.hash,
                labels_hash=sealed.labels_hash,
                samples_hash=sealed.samples_hash,
                counts=sealed.counts,
                manifest=sealed.manifest.decode("ascii"),
                **file,
            )
            VersionFile.objects.create(version=attempt.job, state=VersionFile.State.READY, used_at=now, **file)
    except LeaseLost:
        if _now(attempt.job).state in (State.CANCELLED, State.FAILED):
            blobs.delete(name)
        raise


def _rows() -> QuerySet[DatasetVersion]:
    return DatasetVersion.objects.select_related("project")


def _now(version: DatasetVersion) -> DatasetVersion:
    return _rows().get(pk=version.pk)
