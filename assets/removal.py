"""Verb: take an asset away, with its answer and history. One that a version holds stays."""

from django.core.files.storage import default_storage
from django.db import transaction

from projects.refusal import Refused

from . import renditions
from .models import Asset


def remove(asset: Asset) -> None:
    """Delete the row, its annotation, claim and events, and, after commit, bytes that no other row names.

    Refused while a version (cancelled ones apart) holds it, naming the versions.
    """
    with transaction.atomic():
        asset = Asset.objects.select_for_update(of=("self",)).select_related("project").get(pk=asset.pk)
        held = asset.version_items.exclude(version__state="cancelled")
        numbers = sorted(held.values_list("version__number", flat=True))
        if numbers:
            names = ", ".join(f"v{number}" for number in numbers)
            raise Refused(f"{asset.original_name} is part of {names}, and a version keeps its images.", code="held")
        asset.version_items.all().delete()
        asset.annotations.all().delete()
        asset.events.all().delete()
        if hasattr(asset, "claim"):
            asset.claim.delete()
        asset.delete()
        transaction.on_commit(lambda: _drop_bytes(asset))


def _drop_bytes(asset: Asset) -> None:
    if Asset.objects.filter(project=asset.project, sha256=asset.sha256).exists():
        return
    dataset_id = asset.project.dataset_id
    for name in (
        asset.file,
        renditions.rendition_name(dataset_id, asset.sha256, renditions.DISPLAY),
        renditions.rendition_name(dataset_id, asset.sha256, renditions.THUMB),
    ):
        default_storage.delete(name)
