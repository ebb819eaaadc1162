"""Versions that hold pictures which were withdrawn: published words stay, and their bytes go."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest

from assets.models import Asset
from assets.states import Status
from core.db import these
from core.exceptions import Refused
from core.jobs import job as life
from core.jobs.job import JobQuerySet
from core.storage.base import blobs
from exports import shape_kinds
from exports.models import DatasetVersion, DatasetVersionQuerySet, VersionFile, VersionItem, VersionShape
from people import audit
from people.audit import What
from projects.models import Project

State, Kind = DatasetVersion.State, VersionFile.Kind
STORE = "versions"  # the folder of the store


def holding(project: Project, assets: Collection[int]) -> DatasetVersionQuerySet:
    """Versions that hold some of these images, by number; cancelled ones hold nothing."""
    items = VersionItem.objects.filter(asset__in=these(assets)).values("version")
    held = DatasetVersion.objects.filter(project=project, pk__in=items)
    return held.exclude(state=State.CANCELLED).order_by("number")


def shapes_of_files(versions: DatasetVersionQuerySet) -> JobQuerySet:
    """Shapes that hold pictures of these versions, or describe the zip that does."""
    return VersionShape.objects.filter(version__in=versions, kind__in=shape_kinds.OF_FILES)


def let_go(project: Project, assets: Collection[int], *, by: Any, request: HttpRequest | None = None) -> list[int]:
    """Within the transaction that withdraws these images: what is not ready yet is cancelled, shapes that hold pictures
    are forgotten. The numbers of the ready versions, which are served without the pictures from now on."""
    held = holding(project, assets)
    for version in held.unfinished().select_related("project"):
        life.cancel(version, by=by)
        audit.note(What.VERSION_CANCELLED, by, version, request, project=project.slug)
    ready = held.ready()
    shapes_of_files(ready).delete()
    for version in ready.select_related("project"):
        _replace_zip(version)
    return list(ready.values_list("number", flat=True))


def _replace_zip(version: DatasetVersion) -> None:
    """By one without the pictures, from now on; the one before can never be built again."""
    version.files.filter(kind=Kind.PUBLISHED).delete()
    file, _ = VersionFile.objects.get_or_create(version=version, kind=Kind.WITHDRAWN)
    anew = {"artifact": "", "artifact_sha256": "", "artifact_size": None, "lease_owner": None, "lease_until": None}
    VersionFile.objects.filter(pk=file.pk).begin_again(**anew)
    life.enqueue(file)


def gone_from(version: DatasetVersion) -> frozenset[str]:
    """The sha256 of the pictures of the version that were withdrawn."""
    return frozenset(_gone([version]).values_list("asset__sha256", flat=True))


@dataclass(frozen=True)
class Lost:
    """How many pictures of a version were withdrawn, and when the last of them."""

    pictures: int
    at: datetime

    @property
    def words(self) -> str:
        return "1 picture was" if self.pictures == 1 else f"{self.pictures:,} pictures were"


def lost_from(versions: Collection[DatasetVersion]) -> dict[int, Lost]:
    """By key of the version, of those that lost any; one query."""
    counted = _gone(versions).order_by().values_list("version").annotate(Count("pk"), Max("asset__events__at"))
    return {pk: Lost(pictures, at) for pk, pictures, at in counted}


def _gone(versions: Collection[DatasetVersion]) -> QuerySet[VersionItem]:
    """Rows of what was withdrawn, found by the few images that are: a version may have a million. Each has one event
    that withdrew it."""
    projects = {version.project_id for version in versions}
    images = Asset.objects.filter(project__in=projects, status=Status.WITHDRAWN)
    mine = VersionItem.objects.filter(asset__in=images, version__in=versions)
    return mine.filter(asset__events__to_status=Status.WITHDRAWN)


def refuse_where_gone(version: DatasetVersion, what: str) -> None:
    """What needs all pictures of a version. `what`: how a sentence about it ends."""
    if lost := lost_from([version]).get(version.pk):
        raise Refused(f"{lost.words} withdrawn from v{version.number}: {what}", code="withdrawn")


def beginning(version: DatasetVersion) -> str:
    """How the names of its zips without these pictures begin: another withdrawal, another beginning."""
    return f"{STORE}/{version.project.dataset_id}/v{version.number}-withdrawn-{_gone([version]).count()}-"


def remove_files(project: Project, assets: Collection[int]) -> None:
    """Remove from the store what holds these pictures: zips that were published, or were being built when their version
    was cancelled, and other shapes."""
    items = VersionItem.objects.filter(asset__in=these(assets)).values("version")
    for version in DatasetVersion.objects.filter(project=project, pk__in=items).select_related("project"):
        blobs.delete_many(_files(version))


def _files(version: DatasetVersion) -> list[str]:
    """Also what a killed run left there, under a name that no row tells."""
    dataset, kept = version.project.dataset_id, beginning(version)
    starts = [f"shapes/{dataset}/v{version.number}-{kind}-" for kind in shape_kinds.OF_FILES]
    starts.append(f"{STORE}/{dataset}/v{version.number}-")
    return [
        name
        for folder in (f"shapes/{dataset}", f"{STORE}/{dataset}")
        for name in blobs.names_in(folder)
        if name.startswith(tuple(starts)) and not name.startswith(kept)
    ]


def given_out(version: DatasetVersion) -> VersionFile | DatasetVersion:
    """What stands for the zip of a version: its file without withdrawn pictures, where there is one; else what was, or
    will be, sealed. Of many versions their `files` are to be prefetched."""
    return next((file for file in version.files.all() if file.kind == Kind.WITHDRAWN), version)


def lost(version: DatasetVersion) -> Lost | None:
    """What was withdrawn from it. A query of those only that lost some."""
    return None if given_out(version) is version else lost_from([version]).get(version.pk)
