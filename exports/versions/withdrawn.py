"""Versions that hold pictures which were withdrawn: published words stay, and their bytes go."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count
from django.http import HttpRequest

from assets.states import Status
from core.db import these
from core.exceptions import Refused
from core.jobs import job as life
from core.jobs.job import JobQuerySet
from core.storage.base import blobs
from exports import shape_kinds
from exports.models import DatasetVersion, DatasetVersionQuerySet, VersionItem, VersionShape
from people import audit
from people.audit import What
from projects.models import Project

State = DatasetVersion.State


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
    return list(ready.values_list("number", flat=True))


def gone_from(version: DatasetVersion) -> frozenset[str]:
    """The sha256 of the pictures of the version that were withdrawn."""
    items = VersionItem.objects.filter(version=version, asset__status=Status.WITHDRAWN)
    return frozenset(items.values_list("asset__sha256", flat=True))


def counts(versions: Collection[DatasetVersion]) -> dict[int, int]:
    """How many pictures were withdrawn from each, by key; of those that lost any."""
    items = VersionItem.objects.filter(version__in=versions, asset__status=Status.WITHDRAWN)
    return dict(items.order_by().values_list("version").annotate(count=Count("pk")))


def refuse_where_gone(version: DatasetVersion, what: str) -> None:
    """What needs all pictures of a version. `what`: how a sentence about it ends."""
    if lost := counts([version]).get(version.pk):
        pictures = "1 picture" if lost == 1 else f"{lost:,} pictures"
        raise Refused(
            f"{pictures} of v{version.number} {'was' if lost == 1 else 'were'} withdrawn: {what}",
            code="withdrawn",
        )


def remove_files(project: Project, assets: Collection[int]) -> None:
    """Remove from the store what holds these pictures: zips that were published, and other shapes."""
    for version in holding(project, assets).select_related("project"):
        for name in _files(version):
            blobs.delete(name)


def _files(version: DatasetVersion) -> list[str]:
    """Also what a killed run left there, under a name that no row tells."""
    dataset = version.project.dataset_id
    beginnings = {f"shapes/{dataset}": [f"v{version.number}-{kind}-" for kind in shape_kinds.OF_FILES]}
    beginnings[f"versions/{dataset}"] = [f"v{version.number}-"]
    return [
        name
        for folder, starts in beginnings.items()
        for name in blobs.names_in(folder)
        if name.rpartition("/")[2].startswith(tuple(starts))
    ]
