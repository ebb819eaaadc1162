"""Verb: give the images of earlier days what new ones get as they come in: the hash of how they look, and the 400
numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from assets.formats import NO_DHASH, Unusable
from assets.images import looks, renditions
from assets.models import Asset, AssetLook

BATCH = 200


@dataclass(frozen=True)
class Filled:
    """How many images got what they lacked, and the numbers of those whose file is missing or damaged."""

    filled: int
    unreadable: list[int]


def fill_dhashes() -> Filled:
    """Fill in what is missing, from the thumbnails. It may be stopped and started again at any time."""
    filled, unreadable, last = 0, [], 0
    while batch := _next(last):
        last = batch[-1].pk
        missing = fill(batch)
        unreadable += missing
        filled += len(batch) - len(missing)
    return Filled(filled, unreadable)


def fill(assets: Sequence[Asset]) -> list[int]:
    """The same of some images that lack something, with their projects; the numbers of those that are unreadable."""
    found: dict[int, looks.Look] = {}
    for asset in assets:
        try:
            with renditions.open_rendition(asset, renditions.THUMB) as file:
                found[asset.pk] = looks.look(file.read())
        except (OSError, Unusable):
            continue
    with transaction.atomic():
        # Some may have been deleted meanwhile; those that are locked now stay.
        here = list(Asset.objects.select_for_update(no_key=True).filter(pk__in=found).order_by("pk"))
        unhashed = [asset for asset in here if asset.dhash == NO_DHASH]
        for asset in unhashed:
            asset.dhash = found[asset.pk].dhash
        Asset.objects.bulk_update(unhashed, ["dhash"])
        # Somebody else may have been faster: it is the same.
        AssetLook.objects.bulk_create(
            (AssetLook(asset=asset, numbers=found[asset.pk].numbers) for asset in here), ignore_conflicts=True
        )
    return [asset.pk for asset in assets if asset.pk not in found]


def _next(last: int) -> list[Asset]:
    missing = Asset.objects.present().filter(Q(dhash=NO_DHASH) | Q(look=None), pk__gt=last)
    return list(missing.select_related("project").order_by("pk")[:BATCH])
