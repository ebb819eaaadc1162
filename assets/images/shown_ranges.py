"""Verb: find what deep pictures of earlier days hold, so that they are shown over it, as new ones are."""

from dataclasses import dataclass

from assets.formats import Unusable
from assets.images import pictures, renditions
from assets.models import Asset

BATCH = 200
MAY_BE_DEEP = ("image/png", "image/tiff")


@dataclass(frozen=True)
class Filled:
    """How many deep pictures were found, and the numbers of those whose file is missing or damaged."""

    filled: int
    unreadable: list[int]


def fill_shown_ranges() -> Filled:
    """It may be stopped and started again at any time."""
    filled, unreadable, last = 0, [], 0
    while batch := _next(last):
        last = batch[-1].pk
        found = []
        for asset in batch:
            try:
                if _look(asset):
                    found.append(asset)
            except (OSError, Unusable):
                unreadable.append(asset.pk)
        Asset.objects.bulk_update(found, ["shown_from", "shown_to"])
        filled += len(found)
    return Filled(filled, unreadable)


def _next(last: int) -> list[Asset]:
    unknown = Asset.objects.present().filter(shown_from=None, mime_type__in=MAY_BE_DEEP, pk__gt=last)
    return list(unknown.select_related("project").order_by("pk")[:BATCH])


def _look(asset: Asset) -> bool:
    """Whether it is a deep one. Its renditions are made anew, under their own names."""
    with renditions.open_original(asset) as file:
        content = file.read()
    most = 2 * asset.width * asset.height
    if not pictures.is_deep(content, max_pixels=most):
        return False
    picture = pictures.read(content, max_pixels=most)
    asset.shown_from, asset.shown_to = picture.shown_from, picture.shown_to
    renditions.store(asset.project.dataset_id, asset.sha256, picture)
    return True
