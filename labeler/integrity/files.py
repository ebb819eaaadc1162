"""Each row of a picture or a video has its bytes, and each stored file of a project its row.

Rows and stored names are both gone through in the order of hashes, a folder of them at a time: neither a million rows
nor a million names lie in memory, and a bucket is asked for lists, not for each file. What looks wrong is looked at
once more before it is told, because people upload and delete meanwhile.
"""

import uuid
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple, TypeVar

from django.db.models import Q, QuerySet
from django.utils import timezone

from assets.images import renditions, withdrawn
from assets.models import Asset, Video, Withdrawal, WithdrawalJob
from core.storage.base import Stored, blobs
from labeler.integrity import look as looking
from labeler.integrity.findings import Finding, Unit, Units
from labeler.integrity.look import Look
from projects.models import Project

BATCH = 2000  # rows read at a time
BEGINNING = 2  # characters of a hash that name a folder
# Behind every hash that begins alike, in every collation of a database: many sort "~" before digits, and none a "g".
BEHIND_HASHES = "g"
BEHIND_NAMES = "~"  # names of files come byte by byte
HASHES = [f"{number:02x}" for number in range(256)]  # how they begin

T = TypeVar("T")


class Row(NamedTuple):
    """A picture or a video, as far as its bytes are concerned."""

    pk: int
    sha256: str
    file: str
    size: int
    is_video: bool
    has_renditions: bool  # that are made as it comes in, under names that never change

    @property
    def subject(self) -> str:
        return f"{'Video' if self.is_video else 'Image'} {self.pk}"


def units(after: str, look: Look) -> Units:
    """`after`: the number of a project and the beginning of hashes, `3/a7`."""
    begun, _, beginning = after.partition("/")
    for project in Project.objects.present().filter(pk__gte=int(begun or 0)).order_by("pk"):
        yield from _of_project(project, beginning if str(project.pk) == begun else "", look)


def is_named(name: str) -> bool:
    """Whether a row of a picture or a video names a file, or it is a rendition of one, and lies where these do."""
    top, folder, _, end = name.split("/")
    project = Project.objects.filter(dataset_id=_uuid(folder)).first()
    if project is None:
        return False
    sha256 = end[:64]
    rows = [*_rows(_assets(project).filter(sha256=sha256)), *_rows(_videos(project).filter(sha256=sha256))]
    return any(_is_of(name, row, top) for row in rows)


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)  # no project's


def _is_of(name: str, row: Row, top: str) -> bool:
    return name == row.file if top == "originals" else name.rpartition("/")[2].startswith(f"{row.sha256}-")


def _of_project(project: Project, after: str, look: Look) -> Units:
    # A file that is none of ours may begin otherwise than hashes do, and a collation puts that anywhere among them.
    last = max((each for each in HASHES if each <= after), default="")
    behind, behind_names = last and f"{last}{BEHIND_HASHES}", after and f"{after}{BEHIND_NAMES}"
    originals, small = f"originals/{project.dataset_id}", f"renditions/{project.dataset_id}"
    sources: list[Iterator[tuple[str, list[Any]]]] = [
        _by_beginning(_in_order(_assets(project), behind), lambda row: row.sha256),
        _by_beginning(_in_order(_videos(project), behind), lambda row: row.sha256),
        *(
            _by_beginning(
                blobs.walk(folder, after=f"{folder}/{behind_names}" if behind_names else ""),
                lambda each, folder=folder: each.name[len(folder) + 1 :],  # type: ignore[misc]
            )
            for folder in (originals, small)
        ),
    ]
    for beginning, (assets, videos, files, smaller) in side_by_side(*sources):
        unit = Unit(f"{project.pk}/{beginning}")
        rows = [*assets, *videos]
        unit.findings += _originals(project, rows, {each.name: each for each in files}, look)
        if look.renditions:
            unit.findings += _renditions(project, assets, {each.name: each for each in smaller}, look)
        unit.findings += _strays(project, rows, files, smaller, look)
        unit.looked.update(images=len(assets), videos=len(videos), files=len(files) + len(smaller))
        yield unit


def _assets(project: Project) -> QuerySet[Asset, Any]:
    """Not those that were withdrawn, whose bytes are to be gone."""
    return project.assets.present().values_list("pk", "sha256", "file", "size_bytes", "shown_from")


def _videos(project: Project) -> QuerySet[Video, Any]:
    return project.videos.present().values_list("pk", "sha256", "file", "size_bytes")


def _rows(found: QuerySet[Any, Any]) -> list[Row]:
    is_video = found.model is Video
    return [Row(*some[:4], is_video, not is_video and some[4] is None) for some in found]  # type: ignore[call-arg]


def _in_order(rows: QuerySet[Any, Any], behind: str) -> Iterator[Row]:
    """By hash, some at a time, so that no long read stands in the way of writers."""
    last = Q(sha256__gt=behind)
    while some := _rows(rows.filter(last).order_by("sha256", "pk")[:BATCH]):
        yield from some
        last = Q(sha256__gte=some[-1].sha256) & (Q(sha256__gt=some[-1].sha256) | Q(pk__gt=some[-1].pk))


def _by_beginning(items: Iterable[T], key: Any) -> Iterator[tuple[str, list[T]]]:
    return ((beginning, list(some)) for beginning, some in groupby(items, lambda item: key(item)[:BEGINNING]))


def side_by_side(*sources: Iterator[tuple[str, list[Any]]]) -> Iterator[tuple[str, list[list[Any]]]]:
    """Each key that any source has, in order, with what each has under it. Keys of each source rise."""
    heads = [next(source, None) for source in sources]
    while there := [head[0] for head in heads if head]:
        key = min(there)
        yield key, [head[1] if head and head[0] == key else [] for head in heads]
        heads = [
            next(source, None) if head and head[0] == key else head for source, head in zip(sources, heads, strict=True)
        ]


# --- originals ------------------------------------------------------------------------------------------------------


def _originals(project: Project, rows: list[Row], files: dict[str, Stored], look: Look) -> Iterator[Finding]:
    """Frames of videos may share a file: each file is told of once, with all that have it."""
    whole = []
    for file, those in groupby(sorted(rows, key=lambda row: row.file), lambda row: row.file):
        have = list(those)
        # A row that came after the list was read: its file is there now.
        here = files.get(file) or looking.stored(file)
        if here is None:
            yield from _wrong(project, "original_missing", have, "its file is gone")
        elif here.size != have[0].size:
            said = f"its file has {here.size:,} bytes, and {have[0].size:,} came in"
            yield from _wrong(project, "original_size", have, said)
        else:
            whole.append(have)
    if not look.hashes:
        return
    for have, found in looking.each(lambda have: looking.sha256_of(have[0].file), whole):
        if isinstance(found, OSError):
            yield from _wrong(project, "original_unreadable", have, f"its file cannot be read: {found}")
        elif found is None:
            yield from _wrong(project, "original_missing", have, "its file is gone")
        elif found != have[0].sha256:
            yield from _wrong(project, "original_hash", have, f"the bytes of its file have the sha256 {found}")


def _wrong(project: Project, kind: str, have: list[Row], said: str) -> Iterator[Finding]:
    """As far as the rows are still there: what was deleted meanwhile took its file along."""
    still = [row for row in have if (Video if row.is_video else Asset).objects.filter(pk=row.pk).exists()]
    if not still:
        return
    more = f" (and {len(still) - 1:,} more)" if len(still) > 1 else ""
    yield Finding(
        kind,
        f"{still[0].subject}{more}: {said}.",
        project=project.slug,
        file=still[0].file,
        assets=[row.pk for row in still if not row.is_video],
        video=next((row.pk for row in still if row.is_video), None),
    )


# --- renditions -----------------------------------------------------------------------------------------------------


def _renditions(project: Project, assets: list[Row], files: dict[str, Stored], look: Look) -> Iterator[Finding]:
    wanted: dict[str, list[Row]] = {}
    for row in assets:
        if row.has_renditions:
            for kind in (renditions.DISPLAY, renditions.THUMB):
                name = renditions.rendition_name(project.dataset_id, row.sha256, kind)
                wanted.setdefault(name, []).append(row)
    there = []
    for name, have in wanted.items():
        here = files.get(name) or looking.stored(name)
        if here is None:
            yield from _small(project, "rendition_missing", name, have, "is gone")
        elif not here.size:
            yield from _small(project, "rendition_cut", name, have, "is empty")
        else:
            there.append(name)
    if look.hashes:
        for name, whole in looking.each(looking.is_whole_jpeg, there):
            if whole is not True:
                yield from _small(project, "rendition_cut", name, wanted[name], "was cut off")


def _small(project: Project, kind: str, name: str, have: list[Row], said: str) -> Iterator[Finding]:
    which = "picture at display size" if name.endswith(f"{renditions.DISPLAY}.jpg") else "thumbnail"
    for each in _wrong(project, kind, have, f"its {which} {said}"):
        each.file = name
        yield each


# --- strays ---------------------------------------------------------------------------------------------------------


def _strays(
    project: Project, rows: list[Row], files: list[Stored], smaller: list[Stored], look: Look
) -> Iterator[Finding]:
    named = {row.file for row in rows}
    beginnings = {f"{row.sha256}-" for row in rows}
    strays = [each for each in files if each.name not in named]
    strays += [each for each in smaller if each.name.rpartition("/")[2][:65] not in beginnings]
    gone = _withdrawn(project, strays)
    for each in strays:
        if each.name not in gone:
            yield from stray(each, look, project.slug)
        elif looking.stored(each.name) is not None:
            said = f"This file has bytes that were withdrawn from {project.slug}, and is to be gone."
            yield Finding("withdrawn_there", said, project=project.slug, file=each.name)


def _withdrawn(project: Project, files: list[Stored]) -> set[str]:
    """Those of what was withdrawn, once the job that removes it is done: until then they go by themselves."""
    by_hash: dict[str, list[str]] = {}
    for each in files:
        by_hash.setdefault(each.name.rpartition("/")[2][:64], []).append(each.name)
    found: set[str] = set()
    for some in withdrawn.in_parts([*by_hash]):
        rows = Withdrawal.objects.filter(project=project, sha256__in=some, job__state=WithdrawalJob.DONE)
        found.update(name for sha256 in rows.values_list("sha256", flat=True) for name in by_hash[sha256])
    return found


def stray(each: Stored, look: Look, project: str = "") -> Iterator[Finding]:
    """Unless it may have just come, or somebody names it by now, or it is gone."""
    if not look.is_settled(each.at):
        return
    if each.name.count("/") == 3 and is_named(each.name):
        return
    if looking.stored(each.name) is not None:
        days = (timezone.now() - each.at).days
        said = (
            f"No row names this file, which has {each.size:,} bytes and lies there since {each.at:%Y-%m-%d %H:%M} UTC "
            f"({days:,} day{'' if days == 1 else 's'}). The program never removes it; you may."
        )
        yield Finding("stray", said, project=project, file=each.name)
