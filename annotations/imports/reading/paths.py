"""Pure: the names that files of labels call images by, in one spelling: parts with "/" between.

Tools write paths of Windows, addresses of buckets and web servers, and the paths under which they serve uploads. What
stands in front of the path (host, bucket, drive) tells nothing about a picture here, and goes.
"""

import re
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from annotations.imports.reading.records import Bad

LONGEST = 4000  # characters
PICTURES = frozenset({"jpg", "jpeg", "jpe", "jfif", "png", "webp", "gif", "bmp", "tif", "tiff", "heic", "heif", "avif"})

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")  # and halves of surrogate pairs
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_BUCKET = re.compile(r"^(?!https?:)[A-Za-z][A-Za-z0-9+.-]+://[^/]*/")
_DRIVE = re.compile(r"^/*[A-Za-z]:(?=/|$)")
_SERVED = re.compile(r"/?data/(?:upload|local-files)/")  # by Label Studio
_UPLOAD = re.compile(r"(?:.*/)?upload/\d+/(?=[^/]+$)")
_EIGHT_HEX = re.compile(r"[0-9a-f]{8}-(?=.)")


class Named(NamedTuple):
    """A path, and other spellings to try in this order when nothing has it."""

    path: str
    others: tuple[str, ...] = ()


def named(written: object, *, by_label_studio: bool = False) -> Named:
    """The path that was written. Raises Bad when it is none.

    `by_label_studio`: eight hex digits and a hyphen before the name are Label Studio's, which puts them there when a
    file is uploaded. An upload is known by its folder, too.
    """
    if not isinstance(written, str) or not written.strip():
        raise Bad("It names no file.")
    written = written.strip()
    if written.startswith("data:"):
        raise Bad("It holds the picture itself and names no file.")
    if len(written) > LONGEST:
        raise Bad(f"The name of its file is longer than {LONGEST:,} characters.")
    slashed = written.replace("\\", "/")
    uploaded = _UPLOAD.match(slashed)
    path = _tidied(_path_of(slashed))
    if not path:
        raise Bad("It names no file.")
    others = _otherwise(slashed)
    if uploaded or by_label_studio:
        others += [_without_prefix(each) for each in (path, *others)]
    return Named(path, tuple(dict.fromkeys(each for each in others if each and each != path)))


def _otherwise(slashed: str) -> list[str]:
    """The same path where what looks like an escape is none, or what looks like a plain name is escaped."""
    other = _BUCKET.sub("", slashed) if _is_address(slashed) else unquote(slashed)
    return [_tidied(other)] if other != slashed and not _CONTROL.search(other) else []


def is_picture(path: str) -> bool:
    """By the ending of its name, without opening it."""
    name, dot, ending = path.rpartition(".")
    return bool(name and dot) and ending.lower() in PICTURES


def looks_like_one(text: str) -> bool:
    """Whether a cell of a table may name a picture."""
    try:
        return len(text) <= LONGEST and is_picture(_path_of(text.strip().replace("\\", "/")))
    except Bad:
        return False


def _path_of(slashed: str) -> str:
    if not _is_address(slashed):
        return slashed
    try:
        parts = urlsplit(slashed)
    except ValueError:
        raise Bad("The address of its file cannot be read.") from None
    if parts.path.rstrip("/").endswith("local-files") and (served := parse_qs(parts.query).get("d")):
        return served[0].replace("\\", "/")
    path = unquote(parts.path)
    return _UPLOAD.sub("", path) if _SERVED.match(path) else path


def _is_address(slashed: str) -> bool:
    return bool(_ADDRESS.match(slashed) or _SERVED.match(slashed))


def _tidied(path: str) -> str:
    if _CONTROL.search(path):
        raise Bad("The name of its file has control characters.")
    parts: list[str] = []
    for part in _DRIVE.sub("", path).split("/"):
        if part == "..":
            del parts[-1:]
        elif part.strip() not in ("", "."):
            parts.append(part.strip())
    return "/".join(parts)


def _without_prefix(path: str) -> str:
    """`sub/1a2b3c4d-01.jpg` without Label Studio's own mark; "" where there is none. Once: the name itself may
    begin so, as random ones (UUID) do."""
    folder, slash, name = path.rpartition("/")
    return folder + slash + _EIGHT_HEX.sub("", name, count=1) if _EIGHT_HEX.match(name) else ""
