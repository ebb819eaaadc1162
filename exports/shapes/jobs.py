"""Verbs: ask for another shape of a ready version, and make it. What stands on a version holds here too: built in a
temporary place from frozen rows, moved into the store whole, and only then said to be ready."""

import logging
import uuid
from datetime import timedelta
from typing import Any, BinaryIO, cast

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_q.tasks import async_task

from contract import archive, v1
from core.exceptions import Refused
from core.jobs import leases
from core.storage import disk_full
from core.storage.base import blobs
from core.storage.scratch import clear_scratch, work_dir
from exports import shape_kinds
from exports.models import DatasetVersion, VersionShape
from exports.shapes import writers
from exports.versions import frozen_rows

logger = logging.getLogger("labeler.exports")

TIMEOUT = 6 * 60 * 60  # seconds that one run may take; its lease shows all the while that it is alive
STORE = "shapes"  # the folder of the store
SCRATCH = "shape-"  # how zips that are being built begin in the work folder

State = VersionShape.State


def request(version: DatasetVersion, kind: str, *, by: Any) -> VersionShape:
    """Put a shape into the queue; one that is there already, or under way, is answered as it is. A failed one is tried
    again, and so is one whose file is gone from the store."""
    if kind not in shape_kinds.KINDS:
        raise Refused(
            f"There is no such shape: {', '.join(shape_kinds.KINDS)} are known.", code="unknown_kind", field="kind"
        )
    if version.state != DatasetVersion.State.READY:
        raise Refused(f"v{version.number} is {version.state}: shapes are made of a ready one.", code="not_ready")
    if not shape_kinds.held(kind, version.counts or {}):
        raise Refused("No image of this version has a label, so there is no folder to put one into.", code="empty")
    now = timezone.now()
    asked = {"requested_by": by, "requested_at": now, "queued_at": now}
    with transaction.atomic():
        shape, made = VersionShape.objects.get_or_create(version=version, kind=kind, defaults=asked)
        if made or _again(shape):
            _enqueue(shape.pk)
    shape.refresh_from_db()
    return shape


def open_artifact(shape: VersionShape) -> BinaryIO:
    """The file of a ready shape. Refused when it is gone from the store; who asks for the shape again gets it."""
    try:
        return cast(BinaryIO, blobs.open(shape.artifact))
    except FileNotFoundError:
        raise Refused(
            "The file of this shape is missing from the store. Ask for it again.", code="file_missing"
        ) from None


def build(pk: int) -> None:
    """Make a shape that waits, unless somebody alive is at it or its attempts are used up. May run twice."""
    owner = leases.take(_unfinished(), pk, state=State.BUILDING, progress=0)
    if owner is None:
        return
    shape = VersionShape.objects.select_related("version__project").get(pk=pk)
    try:
        _build(shape, owner)
    except leases.LeaseLost:
        logger.info("%s was taken over while it was made", shape)
    except (archive.DamagedImage, ValueError) as problem:
        # The same rows and bytes would fail the same way.
        _fail(shape, owner, str(problem))
    except OSError as problem:
        if not disk_full.is_full(problem):
            _give_back(shape, owner, problem)
            raise
        _fail(shape, owner, disk_full.FULL)
    except Exception as problem:
        _give_back(shape, owner, problem)
        raise


def sweep() -> None:
    """Put shapes that nobody holds into the queue again, fail those whose attempts are used up, and clear away what
    killed builds left in this machine's work folder."""
    for shape in leases.nobody_holds(_unfinished()).select_related("version__project"):
        again = leases.nobody_holds(_unfinished().filter(pk=shape.pk))
        if shape.attempts >= leases.MOST_ATTEMPTS:
            reason = f"Making it was interrupted {shape.attempts} times. {shape.error}".strip()
            if again.update(state=State.FAILED, error=reason):
                _clear_store(shape)
        elif again.update(queued_at=timezone.now()):
            _enqueue(shape.pk)
    clear_scratch(SCRATCH, _unfinished())
    blobs.forget_unfinished(STORE, began_before=timezone.now() - timedelta(seconds=TIMEOUT))


def _again(shape: VersionShape) -> int:
    """Whether it goes into the queue once more."""
    lost = shape.state == State.READY and not blobs.exists(shape.artifact)
    if shape.state != State.FAILED and not lost:
        return 0
    same = VersionShape.objects.filter(pk=shape.pk, state=shape.state)
    return same.update(state=State.QUEUED, attempts=0, error="", progress=0, queued_at=timezone.now())


def _enqueue(pk: int) -> None:
    transaction.on_commit(lambda: async_task("exports.tasks.build_shape", pk, q_options={"timeout": TIMEOUT}))


def _build(shape: VersionShape, owner: uuid.UUID) -> None:
    target = work_dir() / f"{SCRATCH}{owner}.zip"
    try:
        with leases.kept(_building(), shape.pk, owner) as still_ours:
            alive = leases.signs_of_life(_building(), shape.pk, owner, at_once=False)
            sha256, size = writers.write(
                shape.kind, _sealed(shape.version), target, target.parent, lambda done: alive(progress=done)
            )
            leases.renew(_building(), shape.pk, owner)
            name = f"{_folder(shape)}/{_prefix(shape)}{sha256}.zip"
            blobs.adopt(target, name, still_ours)
        _seal(shape, owner, name, sha256, size)
    finally:
        target.unlink(missing_ok=True)


def _sealed(version: DatasetVersion) -> writers.Sealed:
    return writers.Sealed(
        snapshot=v1.Snapshot.of(version.frozen),
        manifest=version.manifest.encode("ascii"),
        images=lambda: frozen_rows.images(version),
        open_image=frozen_rows.opener(version),
        zip_name=version.file_name,
        zip_sha256=version.artifact_sha256,
        zip_size=version.artifact_size or 0,
    )


def _seal(shape: VersionShape, owner: uuid.UUID, name: str, sha256: str, size: int) -> None:
    if (
        not _building()
        .filter(pk=shape.pk, lease_owner=owner)
        .update(
            state=State.READY,
            progress=shape.images,
            error="",
            artifact=name,
            artifact_sha256=sha256,
            artifact_size=size,
            lease_owner=None,
            lease_until=None,
        )
    ):
        raise leases.LeaseLost(str(shape))


def _fail(shape: VersionShape, owner: uuid.UUID, reason: str) -> None:
    ours = _building().filter(pk=shape.pk, lease_owner=owner)
    if ours.update(state=State.FAILED, error=reason, lease_owner=None, lease_until=None):
        _clear_store(shape)


def _give_back(shape: VersionShape, owner: uuid.UUID, problem: Exception) -> None:
    """Somebody may try again, until the attempts are used up."""
    if shape.attempts >= leases.MOST_ATTEMPTS:
        _fail(shape, owner, f"Making it failed {shape.attempts} times: {problem}")
    else:
        _building().filter(pk=shape.pk, lease_owner=owner).update(
            state=State.QUEUED, error=str(problem), lease_owner=None, lease_until=None
        )


def _unfinished() -> QuerySet[VersionShape]:
    return VersionShape.objects.filter(state__in=[State.QUEUED, State.BUILDING])


def _building() -> QuerySet[VersionShape]:
    return VersionShape.objects.filter(state=State.BUILDING)


def _folder(shape: VersionShape) -> str:
    return f"{STORE}/{shape.version.project.dataset_id}"


def _prefix(shape: VersionShape) -> str:
    """How the names of its files begin, whatever bytes they hold."""
    return f"v{shape.version.number}-{shape.kind}-"


def _clear_store(shape: VersionShape) -> None:
    """A build that was killed after its file was moved left it behind: no shape tells of it, so it goes."""
    for name in blobs.names_in(_folder(shape)):
        if name.startswith(f"{_folder(shape)}/{_prefix(shape)}"):
            blobs.delete(name)
