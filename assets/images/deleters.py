"""What goes with an image, and who holds one: each app that hangs rows on images says it when it starts."""

from collections.abc import Callable, Collection, Iterable

from django.db.models import Model

from assets.models import Asset

Delete = Callable[[Collection[Asset]], object]
Holders = Callable[[Collection[int]], dict[int, list[int]]]  # asset -> numbers of the versions that it must stay for

_deleters: dict[str, Delete] = {}  # by the label of the model whose rows they delete
_holders: dict[str, Holders] = {}


def register(label: str, delete: Delete, *, holders: Holders | None = None) -> None:
    """To be called in `AppConfig.ready`. `delete` takes away what no holder of the image needs."""
    _deleters[label] = delete
    if holders is not None:
        _holders[label] = holders


def rows_of(model: type[Model]) -> Delete:
    """The deleter of rows that have no say: they go with their `asset`."""
    return lambda assets: model._default_manager.filter(asset__in=assets).delete()


def registered() -> list[str]:
    """Labels, in the order of deletion: who came last, and may point at what was there before, goes first."""
    return [*reversed(_deleters)]


def delete_with(assets: Collection[Asset]) -> None:
    """Delete everything that hangs on assets which nobody holds."""
    for label in registered():
        _deleters[label](assets)


def holders_of(ids: Iterable[int]) -> dict[int, list[int]]:
    """Those of the assets that somebody holds, each with the numbers of the versions."""
    asked = list(ids)
    found: dict[int, list[int]] = {}
    for holders in _holders.values():
        for asset_id, numbers in holders(asked).items():
            found.setdefault(asset_id, []).extend(numbers)
    return found
