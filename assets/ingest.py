"""Verb: bring a picture in. Bytes are hashed, decoded once, stored under their hash; the same bytes come in once."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from projects.models import Project
from projects.names import name_key
from projects.refusal import Refused

from . import pictures, renditions
from .models import Asset


@dataclass(frozen=True)
class Ingested:
    """The asset that has these bytes, and whether it was here already."""

    asset: Asset
    duplicate: bool


def add_image(project: Project, *, content: bytes, original_name: str, by: Any) -> Ingested:
    """Add an uploaded picture, or find the one that is here already. Refused, with the reason, when it is unusable."""
    check_size(len(content))
    sha256 = hashlib.sha256(content).hexdigest()
    if asset := _uploaded(project, sha256):
        return Ingested(asset, duplicate=True)
    try:
        picture = pictures.read(content, max_pixels=settings.MAX_PIXELS)
    except pictures.Unusable as problem:
        raise Refused(problem.message, code=problem.code, field="file") from None
    # Files first: a row always has its bytes. What a refused row leaves behind has the name of its content, and the
    # next upload of it takes its place.
    name = renditions.original_name(project.dataset_id, sha256, picture.mime_type)
    default_storage.save(name, ContentFile(content))
    renditions.store(project.dataset_id, sha256, picture)
    clean = clean_original_name(original_name, picture.mime_type)
    try:
        with transaction.atomic():
            asset = Asset.objects.create(
                project=project,
                sha256=sha256,
                file=name,
                width=picture.width,
                height=picture.height,
                exif_orientation=picture.exif_orientation,
                mime_type=picture.mime_type,
                size_bytes=len(content),
                dhash=picture.dhash,
                original_name=clean,
                sort_name=sort_name(clean),
                uploaded_by=by,
            )
    except IntegrityError:
        # The same bytes came twice at the same moment: the other request was first.
        if asset := _uploaded(project, sha256):
            return Ingested(asset, duplicate=True)
        raise
    return Ingested(asset, duplicate=False)


def check_size(size: int) -> None:
    """Refuse an empty or too large file, before it is read where its size is known."""
    if size == 0:
        raise Refused("The file is empty.", code="empty", field="file")
    if size > settings.MAX_UPLOAD_BYTES:
        raise Refused(
            f"The file has {size / 1_000_000:.1f} MB; the limit is {settings.MAX_UPLOAD_BYTES // 1_000_000} MB.",
            code="too_large",
            field="file",
        )


def known_hashes(project: Project, hashes: list[str]) -> dict[str, int]:
    """Which of these sha256 are uploaded images of the project already: hash to asset number."""
    return dict(project.assets.filter(video=None, sha256__in=hashes).values_list("sha256", "id"))


def clean_original_name(text: str, mime_type: str) -> str:
    """The last path component without control characters, at most 255 long (dataset contract, section 5)."""
    name = re.split(r"[/\\]", text)[-1]
    name = "".join(character for character in name if unicodedata.category(character) not in ("Cc", "Cs")).strip()
    if not name or name in (".", ".."):
        return f"unnamed.{renditions.FORMATS[mime_type]}"
    if len(name) > 255:
        stem, dot, ending = name.rpartition(".")
        if not dot or len(ending) > 10:
            return name[:255]
        return f"{stem[: 254 - len(ending)]}.{ending}"
    return name


def sort_name(name: str) -> str:
    return name_key(name)[:765]


def _uploaded(project: Project, sha256: str) -> Asset | None:
    return project.assets.filter(video=None, sha256=sha256).first()
