"""Verb: remember every name under which the bytes of an image came. It keeps the one that it came in with; by the
others people and label files call it, too."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.db import transaction

from assets import folders
from assets.models import Asset, AssetName
from core.db import these
from projects.names import name_key

MOST = 100  # other names of an image; nothing is refused for more, they are not remembered


class Came(NamedTuple):
    """The bytes of an asset that is here already came again: under this name, in this folder ("" for none)."""

    asset: int
    folder: str
    name: str


def remember(came: Iterable[Came], *, by: Any) -> None:
    """Those that are not known yet, at most `MOST` for each asset."""
    paths: dict[int, dict[str, None]] = {}
    for each in came:
        paths.setdefault(each.asset, {})[path_of(each.folder, each.name)] = None
    if not paths or not _fresh(paths):
        return  # mostly, where the same is sent again: nobody waits for anybody
    with transaction.atomic():
        # Locked in one order, as by all who write answers: so none waits in a circle, the bound holds, and who is being
        # deleted at this moment is not here any more.
        rows = Asset.objects.select_for_update(no_key=True).filter(pk__in=these(paths)).order_by("pk")
        here = set(rows.values_list("pk", flat=True))
        AssetName.objects.bulk_create(
            AssetName(asset_id=pk, path=path, **keys_of(path), came_by=by)
            for pk, path in _fresh({pk: asked for pk, asked in paths.items() if pk in here})
        )


def others_of(asset: Asset) -> list[str]:
    """Their paths, in the order in which they came."""
    return list(asset.other_names.order_by("pk").values_list("path", flat=True))


def path_of(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def keys_of(path: str) -> dict[str, str]:
    """What a name is found by: its last component, and the whole."""
    return {"key": sort_name(path.rpartition("/")[2]), "path_key": name_key(path)[: 3 * AssetName.LONGEST]}


def sort_name(name: str) -> str:
    return name_key(name)[:765]


def folder_key(folder: str) -> str:
    return name_key(folder)[: 3 * folders.MOST]


def _fresh(paths: Mapping[int, Iterable[str]]) -> list[tuple[int, str]]:
    """Those of the paths that their assets are not known by yet, as far as there is room."""
    known: dict[int, set[str]] = {}
    for pk, path in AssetName.objects.filter(asset__in=these(paths)).values_list("asset_id", "path"):
        known.setdefault(pk, set()).add(path)
    own = Asset.objects.filter(pk__in=these(paths)).values_list("pk", "folder", "original_name")
    found = []
    for pk, folder, name in own:
        others = known.get(pk, set())
        fresh = [path for path in paths[pk] if path not in others and path != path_of(folder, name)]
        found += [(pk, path) for path in fresh[: max(0, MOST - len(others))]]
    return found
