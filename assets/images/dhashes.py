"""Verb: give the images of earlier days the hash of how they look, which new ones get as they come in."""

from dataclasses import dataclass

from assets.formats import NO_DHASH, Unusable
from assets.images import pictures, renditions
from assets.models import Asset

BATCH = 200


@dataclass(frozen=True)
class Filled:
    """How many images got their hash, and the numbers of those whose file is missing or damaged."""

    filled: int
    unreadable: list[int]


def fill_dhashes() -> Filled:
    """Fill in what is missing, from the thumbnails. It may be stopped and started again at any time."""
    filled, unreadable, last = 0, [], 0
    while batch := _next(last):
        last = batch[-1].pk
        readable = []
        for asset in batch:
            try:
                with renditions.open_rendition(asset, renditions.THUMB) as file:
                    asset.dhash = pictures.dhash(file.read())
            except (OSError, Unusable):
                unreadable.append(asset.pk)
            else:
                readable.append(asset)
        Asset.objects.bulk_update(readable, ["dhash"])
        filled += len(readable)
    return Filled(filled, unreadable)


def _next(last: int) -> list[Asset]:
    missing = Asset.objects.filter(dhash=NO_DHASH, pk__gt=last)
    return list(missing.select_related("project").order_by("pk")[:BATCH])
