"""Which stored files the rows of the database in use name: all that has to be kept."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import QuerySet

from annotations.models import Import
from assets.models import Asset, Video
from exports.models import DatasetVersion, VersionShape
from labeler.integrity import files, others

CHUNK = 2000
OF_PICTURES = "originals/"


class Named(NamedTuple):
    """A file of the store; `sha256`: of its bytes, empty where no row says it."""

    name: str
    sha256: str


def named() -> Iterator[Named]:
    """Each once. Renditions are not among them: they are made again from originals."""
    for rows, name, sha256 in _sources():
        chosen = rows.exclude(**{name: ""}).order_by(name).values_list(name, *([sha256] if sha256 else ())).distinct()
        for found in chosen.iterator(chunk_size=CHUNK):
            yield Named(found[0], found[1] if sha256 else "")


def _sources() -> Iterator[tuple[QuerySet[Any, Any], str, str]]:
    """Rows, and their columns of the name and of the SHA-256 of the bytes."""
    yield Asset.objects.all(), "file", "sha256"  # frames of a video may share one
    yield Video.objects.all(), "file", "sha256"
    yield DatasetVersion.objects.filter(state=DatasetVersion.State.READY), "artifact", "artifact_sha256"
    yield VersionShape.objects.filter(state=VersionShape.State.READY), "artifact", "artifact_sha256"
    yield Import.objects.all(), "file", ""
    yield Import.objects.idle(), "places", ""  # a run names it first, and stores it then


def is_named(name: str) -> bool:
    """Whether a row still names a file."""
    if name.startswith(OF_PICTURES):
        return files.is_named(name)
    return name in others.told(name.partition("/")[0], [name])
