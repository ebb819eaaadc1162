"""Bytes that were withdrawn from a project and never come back: every door that brings some in asks here."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence

from django.db import connection

from assets.images import renditions
from assets.models import Withdrawal
from core.exceptions import Refused
from core.storage.base import blobs
from projects.models import Project

CODE = "withdrawn"
AT_ONCE = 2000  # hashes of a statement
COMING = 0x57697468  # of locks that transactions hold which bring bytes into a project, or take some out for good


def refusal(what: str = "picture") -> Refused:
    return Refused(f"This {what} was withdrawn from the project, and is not taken again.", code=CODE, field="file")


def gone() -> Refused:
    """Of an image that is there, and whose bytes are asked for."""
    return Refused("This picture was withdrawn: its bytes are gone.", code=CODE)


def among(project: Project | int, hashes: Collection[str]) -> set[str]:
    """Those of the sha256 that were withdrawn from the project."""
    if not hashes:
        return set()
    rows = Withdrawal.objects.filter(project=project, sha256__in=hashes)
    return set(rows.values_list("sha256", flat=True))


def let_come(project: int) -> None:
    """For the rest of the transaction: what is withdrawn meanwhile waits, and what was withdrawn before is seen. Those
    who bring bytes in do not wait for each other."""
    _lock("pg_advisory_xact_lock_shared", project)


def let_none_come(project: int) -> None:
    """For the rest of the transaction: whoever has begun to bring bytes in has ended, and others wait."""
    _lock("pg_advisory_xact_lock", project)


def _lock(function: str, project: int) -> None:
    """On SQLite whoever writes is alone anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s, %s)", [COMING, project % 2**31])


def files_of(dataset_id: uuid.UUID, hashes: Iterable[str]) -> list[str]:
    """All that lies in the store of these bytes: originals of whatever kind, videos, and what was made of them."""
    folders: dict[str, set[str]] = {}
    for sha256 in hashes:
        for folder in (f"originals/{dataset_id}/{sha256[:2]}", renditions.folder(dataset_id, sha256)):
            folders.setdefault(folder, set()).add(sha256)
    return [
        name
        for folder, wanted in folders.items()
        for name in blobs.names_in(folder)
        if name.rpartition("/")[2][:64] in wanted
    ]


def forget(project: Project, hashes: Collection[str]) -> int:
    """Remove what lies there, but for bytes that an image has which was not withdrawn; how many files there were."""
    count = 0
    for some in in_parts([*hashes]):
        kept = project.assets.present().filter(sha256__in=some).values_list("sha256", flat=True)
        names = files_of(project.dataset_id, set(some).difference(kept))
        blobs.delete_many(names)
        count += len(names)
    return count


def in_parts(hashes: Sequence[str]) -> Iterator[Sequence[str]]:
    """As many at a time as a statement may name."""
    return (hashes[start : start + AT_ONCE] for start in range(0, len(hashes), AT_ONCE))
