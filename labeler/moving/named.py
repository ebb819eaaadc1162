"""Which stored files the rows of the database in use name: all that has to be kept."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import QuerySet

from annotations.models import Import
from assets.models import Asset, Video
from exports.models import VersionFile, VersionShape
from labeler.integrity import files, others
from projects.models import Project

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
    """Rows, and their columns of the name and of the SHA-256 of the bytes. What was withdrawn or freed, or is deleted
    with its project, is not to be there."""
    there = Project.objects.present().values("pk")
    yield Asset.objects.present().filter(project__in=there), "file", "sha256"  # frames of a video may share one
    yield Video.objects.present().filter(project__in=there), "file", "sha256"
    for made in (VersionFile, VersionShape):
        ready = made.objects.filter(state=made.State.READY, version__project__in=there)  # type: ignore[attr-defined]
        yield ready, "artifact", "artifact_sha256"
    yield Import.objects.filter(project__in=there), "file", ""
    yield Import.objects.filter(project__in=there).idle(), "places", ""  # a run names it first, and stores it then


def is_named(name: str) -> bool:
    """Whether a row still names a file."""
    if name.startswith(OF_PICTURES):
        return files.is_named(name)
    return name in others.told(name.partition("/")[0], [name])
