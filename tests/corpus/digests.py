"""What this code makes of the rows of the corpus: each version built again, its shapes, what differs between versions,
who said what; what waits is built, and every project frozen anew. One JSON, on the standard output.

It is a process of its own, on a database that holds a dump and a store that holds its files.
"""

import json
import tempfile
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from unittest import mock

from django.core.management import call_command
from rest_framework.utils import encoders

from core.exceptions import Refused
from core.storage.base import blobs
from exports import shape_kinds
from exports.comparison import diff
from exports.models import VersionShape
from exports.shapes import jobs as shapes
from exports.versions import builder, freezing, label_history, preview
from exports.versions.selection import Wanted
from exports.zips import jobs as zips
from exports.zips import unpacking
from labeler.demo.clock import Clock, going_by
from projects.models import Project
from tests.corpus import calls
from tests.corpus.story import EVERY_STATUS, SPLITS

NOW = datetime(2026, 12, 24, 12, 0, tzinfo=UTC)  # after all that the corpus holds
GENERATOR = {"name": "Labeler", "version": "0.1.0"}  # another release is no other data


def main() -> None:

    call_command("migrate", verbosity=0)
    clock = Clock(NOW)
    with going_by(clock), mock.patch("core.jobs.job.async_task"):
        print(json.dumps(everything(clock)))


def everything(clock):
    told = {"projects": {}}
    for project in Project.objects.order_by("pk"):
        told["projects"][project.slug] = {
            "versions": {version.number: _version(version) for version in _ready(project)},
            "differences": _differences(project),
        }
    talk = calls.Talk(clock)
    told["answers"] = talk.read()
    with mock.patch.dict(freezing.GENERATOR, GENERATOR):
        for project in Project.objects.order_by("pk"):
            told["projects"][project.slug] |= {"late": _late(project), "anew": _anew(project)}
    told["answers"] |= talk.write()
    return told


def _ready(project):
    return list(project.versions.ready().select_related("project").order_by("number"))


def _version(version):
    served = zips.served(version)
    with tempfile.TemporaryDirectory() as folder:
        sealed = builder.rebuild(version, target := Path(folder) / version.file_name)
        if sealed.zip_sha256 == served.artifact_sha256:
            blobs.adopt(target, served.artifact, lambda: None)  # where all that reads it looks for it
        unpacked = _unpacked(version, Path(folder) / "unpacked")
    return {
        "zip_sha256": sealed.zip_sha256,
        "published_sha256": version.artifact_sha256,
        "hash": sealed.hash,
        "labels_hash": sealed.labels_hash,
        "samples_hash": sealed.samples_hash,
        "counts": sealed.counts,
        "unpacked": unpacked,
        "shapes": _shapes(version),
        "label_history": list(label_history.lines(version)),
    }


def _unpacked(version, folder):
    try:
        return unpacking.unpack(version, folder, links=False).verified
    except Refused as reason:
        return f"refused: {reason}"


def _shapes(version):
    """The sha256 of each, made again where it is there already; or why it is refused."""
    made = {}
    VersionShape.objects.filter(version=version).delete()
    for kind in shape_kinds.KINDS:
        try:
            shape = shapes.request(version, kind, by=version.created_by)
        except Refused as reason:
            made[kind] = f"refused: {reason}"
            continue
        shapes.build(shape.pk)
        shape.refresh_from_db()
        assert shape.state == "ready", shape.error
        made[kind] = shape.artifact_sha256
    return made


def _differences(project):
    """Between each ready version and the next, and between the first and the last."""
    ready = _ready(project)
    pairs = [*pairwise(ready), (ready[0], ready[-1])]
    return {
        f"{older.number} to {newer.number}": json.loads("".join(diff.pieces(older, newer, _spelled)))
        for older, newer in pairs
    }


def _spelled(value):
    return json.dumps(value, cls=encoders.JSONEncoder, ensure_ascii=False)


def _late(project):
    """Versions that waited when the corpus was made, built now."""
    waiting = project.versions.filter(state="queued").order_by("number")
    return {version.number: _built(version) for version in waiting}


def _anew(project):
    """A version of each kind, frozen from the rows of today: of all that it says, but for which one was before."""
    made = {}
    for name, wanted in _kinds().items():
        made[name] = {"preview": json.loads(_spelled(preview.of(project, wanted)))}
        try:
            version = builder.request_version(project, wanted, by=project.created_by)
        except Refused as reason:
            made[name]["refused"] = str(reason)
        else:
            made[name] |= _built(version)
    return made


def _kinds():
    return {
        "usual": Wanted(),
        "everything": Wanted(EVERY_STATUS, include_unlabeled=True, include_inactive_categories=True),
        "active": Wanted(("approved", "labeled", "needs_review"), splits=SPLITS),
        "first category": Wanted(EVERY_STATUS, category_ids=(1,), without_splits=True),
    }


def _built(version):
    builder.build(version.pk)
    version.refresh_from_db()
    assert version.state == "ready", version.error
    return {
        "schema_version": version.frozen["schema_version"],
        "selection": version.frozen["selection"],
        "quality": version.quality,
        "counts": version.counts,
        "zip_sha256": version.artifact_sha256,
        "hash": version.hash,
        "labels_hash": version.labels_hash,
        "samples_hash": version.samples_hash,
    }
