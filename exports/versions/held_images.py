"""Which versions hold an image, and what goes with one that none holds."""

from collections.abc import Collection

from assets.models import Asset
from exports.models import DatasetVersion, VersionItem


def holders(asset_ids: Collection[int]) -> dict[int, list[int]]:
    """Of each image that a version holds, the numbers of those that do. What a cancelled one froze holds nothing."""
    items = VersionItem.objects.filter(asset__in=asset_ids).exclude(version__state=DatasetVersion.State.CANCELLED)
    found: dict[int, list[int]] = {}
    for asset_id, number in items.order_by("version__number").values_list("asset_id", "version__number"):
        found.setdefault(asset_id, []).append(number)
    return found


def delete_items(assets: Collection[Asset]) -> None:
    """Of cancelled versions: the database refuses to let go of any other."""
    VersionItem.objects.filter(asset__in=assets).delete()
