"""Verb: bring a picture in. Bytes are hashed, decoded once, stored under their hash; the same bytes come in once."""

import hashlib
import itertools
import re
import unicodedata
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from assets import formats
from assets.images import converted, names, pictures, places, renditions
from assets.models import Asset, Video
from core.exceptions import Refused
from projects.models import Project

TRIES = 3


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


def add_image(
    project: Project, *, content: bytes, original_name: str, by: Any, folder: str = "", place: int | None = None
) -> Ingested:
    """Add an uploaded picture, or find the one that is here already, which keeps its name, its folder and its place:
    what it is called now is remembered beside them.

    `place`: one that `places.check` found to be theirs. Refused, with the reason, when the picture is unusable.
    """
    check_size(len(content))
    sha256 = hashlib.sha256(content).hexdigest()
    if number := known_hashes(project, [sha256]).get(sha256):
        asset = project.assets.get(pk=number)
        came_again([(number, folder, original_name)], by=by)
        _mend(asset, content)
        return Ingested(asset, duplicate=True)
    prepared = prepare(project.dataset_id, content, original_name, sha256=sha256, folder=folder)
    done = add_prepared(project, [replace(prepared, place=place)], by=by, known={})[0]
    # The same bytes may just have been removed by somebody else, with the files that were found here.
    _mend(done.asset, content)
    return done


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
    check_size(len(content))
    sha256 = sha256 or hashlib.sha256(content).hexdigest()
    upload_sha256, converted_from = None, converted.kind(content)
    try:
        if converted_from:
            made = converted.convert(content, converted_from, max_pixels=settings.MAX_PIXELS)
            content, picture, link_from = made.content, made.picture, None
            sha256, upload_sha256 = hashlib.sha256(content).hexdigest(), sha256
        else:
            picture = pictures.read(content, max_pixels=settings.MAX_PIXELS)
    except formats.Unusable as problem:
        raise Refused(problem.message, code=problem.code, field="file") from None
    # Files first: a row always has its bytes. What a refused row leaves behind has the name of its content, and the
    # next upload of it takes its place.
    name = renditions.original_name(dataset_id, sha256, picture.mime_type)
    link = getattr(default_storage, "link", None)
    if not (link_from and link and link(link_from, name)):
        default_storage.save(name, ContentFile(content))
    renditions.store(dataset_id, sha256, picture)
    return Prepared(
        sha256=sha256,
        file=name,
        size_bytes=len(content),
        original_name=clean_original_name(original_name, picture.mime_type),
        mime_type=picture.mime_type,
        width=picture.width,
        height=picture.height,
        exif_orientation=picture.exif_orientation,
        dhash=picture.dhash,
        shown_from=picture.shown_from,
        shown_to=picture.shown_to,
        note=picture.note,
        folder=folder,
        upload_sha256=upload_sha256,
        converted_from=converted_from,
    )


def add_prepared(
    project: Project, prepared: Sequence[Prepared], *, by: Any, known: dict[str, int] | None = None
) -> list[Ingested]:
    """The rows of prepared pictures, at most some hundred, in one short transaction; one answer for each, in order. Of
    those that are here already it is remembered how they came this time.

    `known`: what `known_hashes` said of them a moment ago, where the caller asked.
    """
    for _ in range(TRIES):
        try:
            return _insert(project, prepared, by, known)
        except IntegrityError as problem:
            # The same bytes came elsewhere at the same moment, and were first: they are found now.
            last, known = problem, None
    raise last


@dataclass(frozen=True)
class PreparedFrame:
    """A frame of a video whose picture was prepared, with its place and the bytes."""

    picture: Prepared
    frame_index: int
    timestamp_ms: int
    content: bytes


def add_frames(video: Video, frames: Sequence[PreparedFrame], *, by: Any) -> int:
    """The rows of some frames, in one short transaction; how many were new. One that is here already stays as it is."""
    for _ in range(TRIES):
        try:
            made = _insert_frames(video, frames, by)
            break
        except IntegrityError as problem:
            last = problem  # another run was first: its frames are found now
    else:
        raise last
    contents = {frame.frame_index: frame.content for frame in frames}
    for asset in made:
        # The same picture may just have been removed, with the files that were found here.
        _mend(asset, contents[cast(int, asset.frame_index)])
    return len(made)


def _insert_frames(video: Video, frames: Sequence[PreparedFrame], by: Any) -> list[Asset]:
    with transaction.atomic():
        start = places.of_frames(video)
        here = set(
            video.frames.filter(frame_index__in=[frame.frame_index for frame in frames]).values_list(
                "frame_index", flat=True
            )
        )
        return Asset.objects.bulk_create(
            Asset(
                **_columns(frame.picture, places.of_frame(start, frame.frame_index)),
                project_id=video.project_id,
                video=video,
                frame_index=frame.frame_index,
                timestamp_ms=frame.timestamp_ms,
                uploaded_by=by,
            )
            for frame in frames
            if frame.frame_index not in here
        )


def _columns(each: Prepared, place: int | None) -> dict[str, Any]:
    keys = {"sort_name": names.sort_name(each.original_name), "folder_key": names.folder_key(each.folder)}
    return asdict(each) | keys | {"place": place}


def _insert(project: Project, prepared: Sequence[Prepared], by: Any, known: dict[str, int] | None) -> list[Ingested]:
    with transaction.atomic():
        if known is None:
            known = known_hashes(project, [each for one in prepared for each in one.hashes])
        found = project.assets.filter(pk__in=known.values()) if known else ()
        here = {each: asset for asset in found for each in (asset.sha256, asset.upload_sha256) if each}
        fresh = {each.sha256: each for each in reversed(prepared) if not each.hashes & here.keys()}
        new = [each for each in prepared if fresh.get(each.sha256) is each]
        made = Asset.objects.bulk_create(
            Asset(**_columns(each, place), project=project, uploaded_by=by)
            for each, place in zip(new, _places(project, new), strict=True)
        )
        rows = here | {asset.sha256: asset for asset in made}
        done = [
            Ingested(
                # First by the upload: of the same one another release of a decoder may have made other bytes.
                rows[each.upload_sha256 if each.upload_sha256 in rows else each.sha256],
                duplicate=fresh.get(each.sha256) is not each,
            )
            for each in prepared
        ]
        names.remember(_again(done, prepared), by=by)
    return done


def _again(done: Sequence[Ingested], prepared: Sequence[Prepared]) -> Iterator[names.Came]:
    for one, each in zip(done, prepared, strict=True):
        if one.duplicate:
            yield names.Came(one.asset.pk, each.folder, each.original_name)


def _places(project: Project, new: Sequence[Prepared]) -> list[int]:
    """The place of each: its own, or the next one that is free."""
    missing = sum(each.place is None for each in new)
    free = itertools.count(places.take(project.pk, missing) if missing else 0)
    return [next(free) if each.place is None else each.place for each in new]


def _mend(asset: Asset, content: bytes) -> None:
    """Put the bytes of an asset back where its file is gone or has another size: these are the same, or those that it
    was made of."""
    is_there = default_storage.exists(asset.file)
    if is_there and default_storage.size(asset.file) == asset.size_bytes:
        return
    if hashlib.sha256(content).hexdigest() == asset.upload_sha256:
        try:
            of_type = cast(str, asset.converted_from)
            content = converted.convert(content, of_type, max_pixels=settings.MAX_PIXELS).content
        except formats.Unusable:
            return
        if hashlib.sha256(content).hexdigest() != asset.sha256:
            return  # another release of the decoder made other bytes of it
    if is_there:
        default_storage.delete(asset.file)
    default_storage.save(asset.file, ContentFile(content))


def check_size(size: int) -> None:
    formats.check_size(size, settings.MAX_UPLOAD_BYTES)


def known_hashes(project: Project, hashes: list[str]) -> dict[str, int]:
    """Which of these sha256 are uploaded images of the project already, or were converted to one: hash to asset
    number."""
    uploads = Asset.objects.filter(project=project.pk, video=None)
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
