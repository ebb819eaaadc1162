"""Verbs: ask for another shape of a ready version, and make it, from frozen rows like the version itself."""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from contract import archive, task_types
from core.exceptions import Refused
from core.jobs import job as life
from core.storage.base import blobs
from core.storage.scratch import work_dir
from exports import artifacts, shape_kinds
from exports.models import DatasetVersion, VersionShape
from exports.shapes import writers
from exports.versions import frozen_rows, withdrawn

STORE = "shapes"  # the folder of the store
SCRATCH = "shape-"  # how zips that are being built begin in the work folder

HOPELESS = (archive.DamagedImage, ValueError)  # the same rows and bytes would fail the same way

State = VersionShape.State


def request(version: DatasetVersion, kind: str, *, by: Any) -> VersionShape:
    """Put a shape into the queue; one that is there already, or under way, is answered as it is. A failed one is tried
    again, and so is one whose file is gone from the store."""
    if kind not in shape_kinds.KINDS:
        raise Refused(
            f"There is no such shape: {', '.join(shape_kinds.KINDS)} are known.", code="unknown_kind", field="kind"
        )
    if reason := shape_kinds.not_given(version.frozen).get(kind):
        raise Refused(reason, code="not_for_task_type", field="kind")
    if version.state != DatasetVersion.State.READY:
        raise Refused(f"v{version.number} is {version.state}: shapes are made of a ready one.", code="not_ready")
    if not shape_kinds.held(kind, version.counts or {}):
        raise Refused("No image of this version has a label, so there is no folder to put one into.", code="empty")
    if kind in shape_kinds.OF_FILES:
        withdrawn.refuse_where_gone(version, "only its own zip is given without them. A new version has all shapes.")
    now = timezone.now()
    asked = {"requested_by": by, "requested_at": now, "queued_at": now}
    with transaction.atomic():
        shape, made = VersionShape.objects.get_or_create(version=version, kind=kind, defaults=asked)
        if made or _again(shape):
            life.enqueue(shape)
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
    life.run(_rows(), pk, _build, hopeless=HOPELESS, on_failure=_clear_store, progress=0)


def restore(shape: VersionShape) -> None:
    """Make a ready shape again and put it into the store, in place of what may be there.

    Refused when what comes out is not what its row says (another release may write a shape otherwise); then nothing is
    stored, and whoever asks for a shape whose file is gone gets it anew.
    """
    target = work_dir() / f"restored-{uuid.uuid4()}.zip"  # not of a job: the sweep leaves it alone
    try:
        sha256, _ = writers.write(shape.kind, _sealed(shape.version), target, target.parent, lambda done: None)
        if sha256 != shape.artifact_sha256:
            raise Refused(f"It came out as {sha256}, but {shape.artifact_sha256} is stored.", code="other_bytes")
        blobs.adopt(target, shape.artifact, lambda: None)
    finally:
        target.unlink(missing_ok=True)


def sweep() -> None:
    """See to the shapes that nobody makes though they wait for it."""
    artifacts.sweep(_rows(), STORE, SCRATCH, on_failure=_clear_store)


def _again(shape: VersionShape) -> int:
    """Whether it goes into the queue once more."""
    lost = shape.state == State.READY and not blobs.exists(shape.artifact)
    if shape.state != State.FAILED and not lost:
        return 0
    return VersionShape.objects.filter(pk=shape.pk, state=shape.state).begin_again()


def _build(attempt: life.Attempt[VersionShape]) -> None:
    shape = attempt.job

    def write(target: Path, progress: Callable[[int], None]) -> tuple[str, tuple[str, int]]:
        written = writers.write(shape.kind, _sealed(shape.version), target, target.parent, progress)
        return written[0], written

    name, (sha256, size) = artifacts.build(attempt, SCRATCH, _beginning(shape), write)
    attempt.finish(State.READY, progress=shape.images, artifact=name, artifact_sha256=sha256, artifact_size=size)


def _sealed(version: DatasetVersion) -> writers.Sealed:
    return writers.Sealed(
        snapshot=task_types.snapshot_of(version.frozen),
        manifest=version.manifest.encode("ascii"),
        images=lambda: frozen_rows.images(version),
        open_image=frozen_rows.opener(version),
        zip_name=version.file_name,
        zip_sha256=version.artifact_sha256,
        zip_size=version.artifact_size or 0,
        license=version.license,
        citation=version.citation,
    )


def _rows() -> QuerySet[VersionShape]:
    return VersionShape.objects.select_related("version__project")


def _beginning(shape: VersionShape) -> str:
    """How the names of its files begin, whatever bytes they hold."""
    return f"{STORE}/{shape.version.project.dataset_id}/v{shape.version.number}-{shape.kind}-"


def _clear_store(shape: VersionShape) -> None:
    artifacts.clear_store(_beginning(shape))
