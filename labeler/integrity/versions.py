"""A ready version verifies: its zip and its shapes are as their rows sealed them, and these as the frozen rows say."""

import hashlib
import json
import struct
from collections import Counter
from collections.abc import Iterator
from typing import Any

from contract import task_types as contracts
from contract import v1
from core.storage.base import blobs
from exports import task_types
from exports.models import DatasetVersion, VersionFile, VersionShape
from exports.versions import frozen_rows
from labeler.integrity import look as looking
from labeler.integrity.findings import Finding, Unit, Units
from labeler.integrity.look import Look
from projects.models import Project

LOCAL_HEADER = struct.Struct("<4s22xHH")  # of a zip's entry: its signature, and the lengths of its name and its extra


def units(after: str, look: Look) -> Units:
    """`after`: the number of a row."""
    there = DatasetVersion.objects.filter(project__in=Project.objects.present())
    rows = there.select_related("project").order_by("pk")
    last = int(after or 0)
    while version := rows.filter(pk__gt=last).first():
        last = version.pk
        yield Unit(str(last), list(_of(version, look)), Counter(versions=1))


def _of(version: DatasetVersion, look: Look) -> Iterator[Finding]:
    if version.state == DatasetVersion.State.CANCELLED:
        return  # images that it named may have gone since
    items = version.items.count()
    if items != version.images:
        yield _found(version, "version_rows", f"{version.images:,} images were frozen, and {items:,} rows are there")
    if version.state != DatasetVersion.State.READY:
        return
    files = list(version.files.all())
    if not files:
        yield _found(version, "version_rows", "no row tells of its zip")
    for file in files:
        if file.state == VersionFile.State.READY:
            yield from _artifact("zip", file, version, look)
    for said in _disagreements(version, look):
        yield _found(version, "version_rows", said)
    for shape in version.shapes.filter(state=VersionShape.State.READY):
        yield from _artifact("shape", shape, version, look)


def _found(version: DatasetVersion, kind: str, said: str, **more: Any) -> Finding:
    return Finding(
        kind, f"{version.project.slug} v{version.number}: {said}.", version.project.slug, version=version.number, **more
    )


# --- files ----------------------------------------------------------------------------------------------------------


def _artifact(what: str, row: VersionFile | VersionShape, version: DatasetVersion, look: Look) -> Iterator[Finding]:
    kind = row.kind if isinstance(row, VersionShape) else ""
    subject = f"the file of {row.get_kind_display()}" if isinstance(row, VersionShape) else "its zip"
    problem = _problem(row, look)
    if problem and _is_as_it_was(row):
        ending, said = problem
        yield _found(version, f"{what}_{ending}", f"{subject} {said}", file=row.artifact, shape=kind)


def _problem(row: VersionFile | VersionShape, look: Look) -> tuple[str, str] | None:
    try:
        return _what_is_wrong(row, look)
    except FileNotFoundError:
        return "missing", "is gone"
    except ConnectionError:
        raise  # nothing is known of any file then
    except OSError as problem:
        return "hash", f"cannot be read: {problem}"


def _what_is_wrong(row: VersionFile | VersionShape, look: Look) -> tuple[str, str] | None:
    here = looking.stored(row.artifact)
    if here is None:
        return "missing", "is gone"
    if here.size != row.artifact_size:
        return "size", f"has {here.size:,} bytes, and {row.artifact_size or 0:,} were sealed"
    if isinstance(row, VersionFile) and not _begins_with_its_manifest(row):
        return "hash", "begins with another manifest than was sealed"
    if not look.hashes:
        return None
    sha256 = looking.sha256_of(row.artifact)
    if sha256 is None:
        return "missing", "is gone"
    if sha256 != row.artifact_sha256:
        return "hash", f"has the sha256 {sha256}, and {row.artifact_sha256} was sealed"
    return None


def _is_as_it_was(row: VersionFile | VersionShape) -> bool:
    """A shape may be made anew meanwhile, and a zip be freed."""
    return type(row)._default_manager.filter(pk=row.pk, state=row.state, artifact=row.artifact).exists()


def _begins_with_its_manifest(file: VersionFile) -> bool:
    """The manifest is the first entry, stored as it is (contract, section 10): no list of a million entries is read."""
    manifest = file.version.manifest.encode()
    with blobs.open(file.artifact) as opened:
        head = opened.read(LOCAL_HEADER.size)
        if len(head) < LOCAL_HEADER.size:
            return False
        signature, name, extra = LOCAL_HEADER.unpack(head)
        opened.read(name + extra)
        return bool(signature == b"PK\x03\x04" and opened.read(len(manifest)) == manifest)


# --- rows -----------------------------------------------------------------------------------------------------------


def _disagreements(version: DatasetVersion, look: Look) -> Iterator[str]:
    manifest = json.loads(version.manifest)
    for name in ("hash", "labels_hash", "samples_hash"):
        if manifest.get(name) != getattr(version, name):
            yield f"its manifest has another {name} than its row"
    counts = manifest.get("counts", {})
    if any(counts.get(name) != value for name, value in (version.counts or {}).items()):
        yield "its manifest has other counts than its row"
    by_category = task_types.of_version(version).counted(version)
    ids = {category["class_index"]: str(category["id"]) for category in version.frozen["categories"]}
    told = {name: count for name, count in counts.get("by_category", {}).items() if count}
    if {ids.get(index, "?"): count for index, count in by_category.items()} != told:
        yield "its manifest counts other labels than its frozen rows have"
    if look.hashes:
        yield from _digests(version)


def _digests(version: DatasetVersion) -> Iterator[str]:
    """What the contract makes of the frozen rows, without their bytes (sections 4 and 9)."""
    try:
        snapshot = contracts.snapshot_of(version.frozen)
        samples, teller = hashlib.sha256(), snapshot.teller()
        for image in frozen_rows.images(version):
            samples.update(v1.image_line(teller.tell(image, first=1).sample))
    except ValueError as problem:
        yield f"its frozen rows break the contract: {problem}"
        return
    if v1.digest(samples.hexdigest()) != version.samples_hash:
        yield "its frozen rows do not lead to its samples_hash"
    if v1.labels_hash(snapshot.categories) != version.labels_hash:
        yield "its frozen categories do not lead to its labels_hash"
