"""Verb: make the renditions of a project's deep pictures by its present window, and clear former ones away.

Work ahead, and nothing more: a picture that is asked for before is made then, also by a former recipe. So it has no
lease and no row: delivered twice it finds all made, and delivered never nobody misses it.
"""

import logging
from itertools import groupby

from django.core.files.storage import default_storage

from assets.formats import Unusable
from assets.images import renditions
from assets.models import Asset
from core.jobs import stopping
from core.storage.base import blobs
from projects.models import Project
from projects.rules.shown import AUTO, recipe

logger = logging.getLogger("labeler.jobs")


def make_renditions(pk: int) -> None:
    """Ends early when the window changes once more, which has a job of its own, or when the program stops."""
    try:
        with stopping.interruptible():
            _make(Project.objects.present().get(pk=pk))
    except (stopping.Stopped, Project.DoesNotExist):
        logger.info("renditions of project %s are made when they are asked for", pk)


def _make(project: Project) -> None:
    deep = project.assets.present().exclude(shown_from=None).order_by("sha256")
    wanted = recipe(project.window)
    for folder, assets in groupby(deep.iterator(), lambda asset: renditions.folder(project.dataset_id, asset.sha256)):
        if recipe(Project.objects.present().get(pk=project.pk).window) != wanted:
            return
        here = blobs.names_in(folder)
        for asset in assets:
            _make_one(asset, {name for name in here if asset.sha256 in name})


def _make_one(asset: Asset, here: set[str]) -> None:
    """Its renditions as it is shown now. Those by itself stay: they are made as it comes in, and cost nothing anew."""
    kinds = (renditions.DISPLAY, renditions.THUMB)
    wanted = {renditions.file_name(asset, kind) for kind in kinds}
    if not wanted <= here:
        try:
            renditions.open_rendition(asset, renditions.THUMB).close()
        except (OSError, Unusable) as problem:
            logger.warning("%s cannot be shown by its project's window: %s", asset.file, problem)
    for name in here - wanted - {renditions.file_name(asset, kind, AUTO) for kind in kinds}:
        default_storage.delete(name)
