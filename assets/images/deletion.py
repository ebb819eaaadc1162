"""Verbs: take assets away, with their answers and history. Those that a version holds stay."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from assets.images import deleters, renditions, withdrawn
from assets.models import Asset
from core.exceptions import Refused
from projects import events
from projects.models import Project

MOST = 500
AT_ONCE = 100  # rows of a transaction


@dataclass
class Removed:
    """What went (or would go): numbers; what stays, as versions hold it: (asset, numbers of the versions); what is not
    there."""

    deleted: list[int] = field(default_factory=list)
    held: list[tuple[Asset, list[int]]] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)


def remove(asset: Asset, *, by: Any = None) -> None:
    """Delete the row, all that hangs on it, and, after commit, bytes that no other row names.

    Refused while a version (cancelled ones apart) holds it, naming the versions; and of one that was withdrawn, which
    stays as the mark that it was.
    """
    if asset.status == Asset.Status.WITHDRAWN:
        raise withdrawn.gone()
    done = remove_many(asset.project, [asset.pk], by=by)
    for held, numbers in done.held:
        names = ", ".join(f"v{number}" for number in numbers)
        raise Refused(f"{held.original_name} is part of {names}, and a version keeps its images.", code="held")


def remove_many(project: Project, ids: Sequence[int], *, by: Any = None) -> Removed:
    """The same for several, but for those that a version holds. Some at a time: labelers need not wait."""
    wanted = _bounded(ids)
    done = Removed()
    for start in range(0, len(wanted), AT_ONCE):
        _remove_some(project, wanted[start : start + AT_ONCE], done, by)
    return done


def would_remove(project: Project, ids: Sequence[int]) -> Removed:
    """What `remove_many` would do now."""
    wanted = _bounded(ids)
    return _sort(project.assets.present().in_bulk(wanted), wanted, Removed())[1]


def _bounded(ids: Iterable[int]) -> list[int]:
    wanted = sorted(set(ids))
    if len(wanted) > MOST:
        raise Refused(f"At most {MOST} images are deleted at once.", code="too_many", field="asset_ids")
    return wanted


def _remove_some(project: Project, ids: Sequence[int], done: Removed, by: Any) -> None:
    with transaction.atomic():
        rows = project.assets.present().select_for_update(of=("self",)).select_related("project")
        assets = {asset.pk: asset for asset in rows.filter(pk__in=ids).order_by("pk")}
        going, _ = _sort(assets, ids, done)
        deleters.delete_with(going)
        gone = [asset.pk for asset in going]
        Asset.objects.filter(pk__in=gone).delete()
        if gone:
            events.record(project, events.Kind.IMAGES_DELETED, by=by, after={"ids": gone})
        for asset in going:
            transaction.on_commit(partial(_drop_bytes, asset))


def _sort(assets: dict[int, Asset], ids: Sequence[int], into: Removed) -> tuple[list[Asset], Removed]:
    """Those that can go, and what to say of all of them."""
    holders = deleters.holders_of(assets)
    going = [asset for pk, asset in assets.items() if pk not in holders]
    into.deleted += [asset.pk for asset in going]
    into.held += [(assets[pk], numbers) for pk, numbers in sorted(holders.items())]
    into.unknown += [pk for pk in ids if pk not in assets]
    return going, into


def _drop_bytes(asset: Asset) -> None:
    """Delete the files, unless the same bytes are somebody else's.

    They may come in again at this very moment. Whoever adds them looks for the file once the row is there, and we look
    for the row once the file is gone: one of the two sees it, and puts the bytes back.
    """
    if _is_named(asset):
        return
    try:
        with default_storage.open(asset.file) as file:
            content = file.read()
    except FileNotFoundError:
        content = None
    for name in (asset.file, *renditions.names(asset)):
        default_storage.delete(name)
    if content is not None and _is_named(asset):
        default_storage.save(asset.file, ContentFile(content))


def _is_named(asset: Asset) -> bool:
    return Asset.objects.filter(project=asset.project_id, sha256=asset.sha256).exists()
