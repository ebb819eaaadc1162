"""Verb: bring a picture in. Bytes are hashed, decoded once, stored under their hash; the same bytes come in once."""

import hashlib
import itertools
import logging
import re
import unicodedata
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import DatabaseError, IntegrityError, transaction

from assets import formats
from assets.images import converted, names, pictures, places, renditions, withdrawn
from assets.models import Asset, AssetLook, Video
from core.exceptions import Refused
from core.storage.base import blobs
from projects import events
from projects.models import Project

logger = logging.getLogger("labeler")

TRIES = 3
NOTHING: Mapping[str, int] = {}
AT_ONCE_BYTES = 40_000_000  # of files that wait in memory for the store; the last of them may be over


@dataclass(frozen=True)
class Ingested:
    """The asset that has these bytes, and whether it was here already."""

    asset: Asset
    duplicate: bool


@dataclass(frozen=True)
class Prepared:
    """A picture that was looked at and whose files lie in the store: all that its row needs."""

    sha256: str
    file: str
    size_bytes: int
    original_name: str
    mime_type: str
    width: int
    height: int
    exif_orientation: int
    dhash: int
    numbers: bytes  # as `looks.Look` has them
    shown_from: float | None = None
    shown_to: float | None = None
    note: str = ""
    folder: str = ""
    place: int | None = None  # the next one that is free, without
    # Of what was uploaded, where another file was made of it.
    upload_sha256: str | None = None
    converted_from: str | None = None

    @property
    def hashes(self) -> set[str]:
        """By which it is known."""
        return {self.sha256} | ({self.upload_sha256} if self.upload_sha256 else set())


@dataclass(frozen=True)
class Sent:
    """A picture as it was uploaded. `place`: one that is the sender's (`places.check`)."""

    content: bytes
    original_name: str
    folder: str = ""
    place: int | None = None


def add_image(
    project: Project, *, content: bytes, original_name: str, by: Any, folder: str = "", place: int | None = None
) -> Ingested:
    """Add an uploaded picture, or find the one that is here already, which keeps its name, its folder and its place:
    what it is called now is remembered beside them.

    `place`: one that `places.check` found to be theirs. Refused, with the reason, when the picture is unusable.
    """
    done = add_images(project, [Sent(content, original_name, folder, place)], by=by)[0]
    if isinstance(done, Refused):
        raise done
    return done


def add_images(project: Project, sent: Sequence[Sent], *, by: Any) -> list[Ingested | Refused]:
    """The same of some, in one short transaction; one answer for each, in order. One that is unusable, or over which
    this program fails, stops no other; one that was sent alone raises what it failed with.

    As many as may lie in memory at once.
    """
    hashes = [hashlib.sha256(each.content).hexdigest() for each in sent]
    refused = withdrawn.among(project, hashes)
    known = known_hashes(project, hashes)
    here = project.assets.in_bulk(set(known.values())) if known else {}
    done: dict[int, Ingested | Refused] = {}
    fresh: dict[int, Prepared] = {}
    waiting: list[_Looked] = []
    for index, (each, sha256) in enumerate(zip(sent, hashes, strict=True)):
        try:
            check_size(len(each.content))
            if sha256 in refused:
                raise withdrawn.refusal()
            if asset := here.get(known.get(sha256, 0)):
                done[index] = Ingested(asset, duplicate=True)
                continue
            looked = _look(project.dataset_id, each.content, each.original_name, sha256, each.folder)
        except Refused as refusal:
            done[index] = refusal
            continue
        except (OSError, DatabaseError):
            raise  # it is not this picture
        except Exception:
            if len(sent) == 1:
                raise
            logger.exception("A picture of several was not looked at: %s", sha256)
            done[index] = Refused("Labeler failed over this picture. Send it alone.", code="failed", field="file")
            continue
        fresh[index] = replace(looked.prepared, place=each.place)
        waiting.append(looked)
        # A small upload may have been converted to a file that is many times as large.
        if sum(one.prepared.size_bytes for one in waiting) >= AT_ONCE_BYTES:
            _put(project.dataset_id, waiting)
    # Files first: a row always has its bytes.
    _put(project.dataset_id, waiting)
    came_again(
        (
            (one.asset.pk, sent[index].folder, sent[index].original_name)
            for index, one in done.items()
            if isinstance(one, Ingested)
        ),
        by=by,
    )
    if fresh:
        # Some that are sent at the same time may have the same pictures in another order.
        made = add_prepared(project, [*fresh.values()], by=by, known={}, in_one_order=True)
        done |= zip(fresh, made, strict=True)
    for index, one in done.items():
        # The same bytes may just have been removed by somebody else, with the files that were found here.
        if isinstance(one, Ingested):
            mended = _mend(one.asset, sent[index].content)
            if mended and withdrawn.among(project, [one.asset.sha256]):  # at this very moment: one of the two sees it
                withdrawn.forget(project, [one.asset.sha256])
                done[index] = withdrawn.refusal()
    return [done[index] for index in range(len(sent))]


def _put(dataset_id: uuid.UUID, waiting: list["_Looked"]) -> None:
    """Put the files of these into the store; none waits any more."""
    if not waiting:
        return
    blobs.save_bytes({looked.prepared.file: looked.content for looked in waiting})
    for looked in waiting:
        renditions.store(dataset_id, looked.prepared.sha256, looked.picture)
    waiting.clear()


def came_again(found: Iterable[tuple[int, str, str]], *, by: Any) -> None:
    """Bytes that `known_hashes` found to be here came again: (asset number, folder, name as it was sent)."""
    names.remember([names.Came(pk, folder, clean_name(name, "bin")) for pk, folder, name in found], by=by)


def prepare(
    dataset_id: uuid.UUID,
    content: bytes,
    original_name: str,
    *,
    sha256: str | None = None,
    folder: str = "",
    link_from: Path | None = None,
) -> Prepared:
    """Look at a picture's bytes and put its files into the store; no database is asked, so that processes may do it
    side by side. `link_from`: the file that has these bytes, to be hard-linked where the store is on the same disk; it
    becomes read-only then, and must not be edited in place. A picture that training readers cannot open is converted
    (`converted.py`); its bytes are not kept. Refused, with the reason, when it is unusable.
    """
    looked = _look(dataset_id, content, original_name, sha256 or hashlib.sha256(content).hexdigest(), folder)
    prepared = looked.prepared
    # Files first: a row always has its bytes. What a refused row leaves behind has the name of its content, and the
    # next upload of it takes its place.
    link = getattr(default_storage, "link", None)
    if not (link_from and link and not prepared.converted_from and link(link_from, prepared.file)):
        blobs.save_bytes({prepared.file: looked.content})
    renditions.store(dataset_id, prepared.sha256, looked.picture)
    return prepared


@dataclass(frozen=True)
class _Looked:
    """A picture that was looked at, and the bytes to be stored."""

    prepared: Prepared
    content: bytes
    picture: pictures.Picture


def _look(dataset_id: uuid.UUID, content: bytes, original_name: str, sha256: str, folder: str) -> _Looked:
    check_size(len(content))
    upload_sha256, converted_from = None, converted.kind(content)
    try:
        if converted_from:
            made = converted.convert(content, converted_from, max_pixels=settings.MAX_PIXELS)
            content, picture = made.content, made.picture
            sha256, upload_sha256 = hashlib.sha256(content).hexdigest(), sha256
        else:
            picture = pictures.read(content, max_pixels=settings.MAX_PIXELS)
    except formats.Unusable as problem:
        raise Refused(problem.message, code=problem.code, field="file") from None
    prepared = Prepared(
        sha256=sha256,
        file=renditions.original_name(dataset_id, sha256, picture.mime_type),
        size_bytes=len(content),
        original_name=clean_original_name(original_name, picture.mime_type),
        mime_type=picture.mime_type,
        width=picture.width,
        height=picture.height,
        exif_orientation=picture.exif_orientation,
        dhash=picture.dhash,
        numbers=picture.numbers,
        shown_from=picture.shown_from,
        shown_to=picture.shown_to,
        note=picture.note,
        folder=folder,
        upload_sha256=upload_sha256,
        converted_from=converted_from,
    )
    return _Looked(prepared, content, picture)


def add_prepared(
    project: Project,
    prepared: Sequence[Prepared],
    *,
    by: Any,
    known: dict[str, int] | None = None,
    in_one_order: bool = False,
    by_way_of: Mapping[str, int] = NOTHING,
) -> list[Ingested | Refused]:
    """The rows of prepared pictures, at most some hundred, in one short transaction; one answer for each, in order. Of
    those that are here already it is remembered how they came this time; of those that were withdrawn nothing stays.

    `known`: what `known_hashes` said of them a moment ago, where the caller asked. `in_one_order`: they are numbered in
    the order of their hashes, so that of two transactions with the same pictures none waits for the other in a circle;
    without, in the order in which they are given, in which versions list them. Places are given as they are either way.
    `by_way_of`: what brings them in, such as an import, for those who follow the project.
    """
    for _ in range(TRIES + len(prepared)):  # each of them may come elsewhere at another moment
        try:
            done = _insert(project, prepared, by, known, in_one_order=in_one_order, by_way_of=by_way_of)
            break
        except IntegrityError as problem:
            # The same bytes came elsewhere at the same moment, and were first: they are found now.
            last, known = problem, None
    else:
        raise last
    if refused := [each.sha256 for each, one in zip(prepared, done, strict=True) if isinstance(one, Refused)]:
        withdrawn.forget(project, refused)
    return done


@dataclass(frozen=True)
class PreparedFrame:
    """A frame of a video whose picture was prepared, with its place and the bytes."""

    picture: Prepared
    frame_index: int
    timestamp_ms: int
    content: bytes


def add_frames(video: Video, frames: Sequence[PreparedFrame], *, by: Any) -> int:
    """The rows of some frames, in one short transaction; how many were left out because their bytes were withdrawn. One
    that is here already stays as it is."""
    for _ in range(TRIES):
        try:
            made, refused = _insert_frames(video, frames, by)
            break
        except IntegrityError as problem:
            last = problem  # another run was first: its frames are found now
    else:
        raise last
    contents = {frame.frame_index: frame.content for frame in frames}
    for asset in made:
        # The same picture may just have been removed, with the files that were found here.
        if _mend(asset, contents[cast(int, asset.frame_index)]):
            refused |= withdrawn.among(video.project, [asset.sha256])
    if refused:
        withdrawn.forget(video.project, refused)
    return sum(frame.picture.sha256 in refused for frame in frames)


def _insert_frames(video: Video, frames: Sequence[PreparedFrame], by: Any) -> tuple[list[Asset], set[str]]:
    """What was made, and the hashes of what may not be."""
    with transaction.atomic():
        withdrawn.let_come(video.project_id)
        refused = withdrawn.among(video.project_id, {frame.picture.sha256 for frame in frames})
        start = places.of_frames(video)
        here = set(
            video.frames.filter(frame_index__in=[frame.frame_index for frame in frames]).values_list(
                "frame_index", flat=True
            )
        )
        made = _create(
            (
                frame.picture,
                Asset(
                    **_columns(frame.picture, places.of_frame(start, frame.frame_index)),
                    project_id=video.project_id,
                    video=video,
                    frame_index=frame.frame_index,
                    timestamp_ms=frame.timestamp_ms,
                    uploaded_by=by,
                ),
            )
            for frame in frames
            if frame.frame_index not in here and frame.picture.sha256 not in refused
        )
        _tell(video.project_id, made, by, {"video": video.pk})
    return made, refused


def _columns(each: Prepared, place: int | None) -> dict[str, Any]:
    keys = {"sort_name": names.sort_name(each.original_name), "folder_key": names.folder_key(each.folder)}
    facts = asdict(each)
    del facts["numbers"]  # in a table of their own
    return facts | keys | {"place": place}


def _create(rows: Iterable[tuple[Prepared, Asset]]) -> list[Asset]:
    """The rows of images, and beside them how these look."""
    numbers, assets = [], []
    for each, asset in rows:
        numbers.append(each.numbers)
        assets.append(asset)
    made = Asset.objects.bulk_create(assets)
    looks = zip(made, numbers, strict=True)
    # By number: rows that know each other would wait for the garbage collector.
    AssetLook.objects.bulk_create(AssetLook(asset_id=asset.pk, numbers=each) for asset, each in looks)
    return made


def _insert(
    project: Project,
    prepared: Sequence[Prepared],
    by: Any,
    known: dict[str, int] | None,
    *,
    in_one_order: bool,
    by_way_of: Mapping[str, int] = NOTHING,
) -> list[Ingested | Refused]:
    with transaction.atomic():
        withdrawn.let_come(project.pk)
        refused = withdrawn.among(project, {each for one in prepared for each in one.hashes})
        if known is None:
            known = known_hashes(project, [each for one in prepared for each in one.hashes])
        found = project.assets.filter(pk__in=known.values()) if known else ()
        here = {each: asset for asset in found for each in (asset.sha256, asset.upload_sha256) if each}
        fresh = {each.sha256: each for each in reversed(prepared) if not each.hashes & (here.keys() | refused)}
        new = [each for each in prepared if fresh.get(each.sha256) is each]
        placed = [*zip(new, _places(project, new), strict=True)]
        if in_one_order:
            placed.sort(key=lambda each: each[0].sha256)
        made = _create(
            (each, Asset(**_columns(each, place), project=project, uploaded_by=by)) for each, place in placed
        )
        rows = here | {asset.sha256: asset for asset in made}
        done: list[Ingested | Refused] = [
            withdrawn.refusal()
            if each.hashes & refused
            else Ingested(
                # First by the upload: of the same one another release of a decoder may have made other bytes.
                rows[each.upload_sha256 if each.upload_sha256 in rows else each.sha256],
                duplicate=fresh.get(each.sha256) is not each,
            )
            for each in prepared
        ]
        names.remember(_again(done, prepared), by=by)
        _tell(project.pk, made, by, by_way_of)
    return done


def _tell(project: int, made: Sequence[Asset], by: Any, by_way_of: Mapping[str, int]) -> None:
    """Those who follow the project, of all that came in at once: before any answer to one of them."""
    if made:
        told = {"ids": sorted(asset.pk for asset in made), **by_way_of}
        events.record(project, events.Kind.IMAGES_ADDED, by=by, after=told)


def _again(done: Sequence[Ingested | Refused], prepared: Sequence[Prepared]) -> Iterator[names.Came]:
    for one, each in zip(done, prepared, strict=True):
        if isinstance(one, Ingested) and one.duplicate:
            yield names.Came(one.asset.pk, each.folder, each.original_name)


def _places(project: Project, new: Sequence[Prepared]) -> list[int]:
    """The place of each: its own, or the next one that is free."""
    missing = sum(each.place is None for each in new)
    free = itertools.count(places.take(project.pk, missing) if missing else 0)
    return [next(free) if each.place is None else each.place for each in new]


def _mend(asset: Asset, content: bytes) -> bool:
    """Put the bytes of an asset back where its file is gone or has another size: these are the same, or those that it
    was made of. Whether they were put there."""
    is_there = default_storage.exists(asset.file)
    if is_there and default_storage.size(asset.file) == asset.size_bytes:
        return False
    if hashlib.sha256(content).hexdigest() == asset.upload_sha256:
        try:
            of_type = cast(str, asset.converted_from)
            content = converted.convert(content, of_type, max_pixels=settings.MAX_PIXELS).content
        except formats.Unusable:
            return False
        if hashlib.sha256(content).hexdigest() != asset.sha256:
            return False  # another release of the decoder made other bytes of it
    if is_there:
        default_storage.delete(asset.file)
    blobs.save_bytes({asset.file: content})
    return True


def check_size(size: int) -> None:
    formats.check_size(size, settings.MAX_UPLOAD_BYTES)


def known_hashes(project: Project, hashes: list[str]) -> dict[str, int]:
    """Which of these sha256 are uploaded images of the project already, or were converted to one: hash to asset
    number. What was withdrawn is not here."""
    uploads = Asset.objects.present().filter(project=project.pk, video=None)
    as_they_are = uploads.filter(sha256__in=hashes).values_list("sha256", "id")
    converted_ones = uploads.filter(upload_sha256__in=hashes).values_list("upload_sha256", "id")
    # Not one condition with OR, for which SQLite would go through the whole project.
    return dict(as_they_are.union(converted_ones, all=True))


def clean_original_name(text: str, mime_type: str) -> str:
    """The last path component without control characters, at most 255 long (dataset contract, section 5)."""
    return clean_name(text, formats.FORMATS[mime_type])


def clean_name(text: str, ending: str) -> str:
    """The same for any file; one without a usable name is called `unnamed`, with this ending."""
    name = re.split(r"[/\\]", text)[-1]
    name = "".join(character for character in name if unicodedata.category(character) not in ("Cc", "Cs")).strip()
    if not name or name in (".", ".."):
        return f"unnamed.{ending}"
    if len(name) > 255:
        stem, dot, ending = name.rpartition(".")
        if not dot or len(ending) > 10:
            return name[:255]
        return f"{stem[: 254 - len(ending)]}.{ending}"
    return name
