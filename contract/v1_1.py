"""What contract 1.1.0 adds to 1.0.0 (`v1.py`) where an image has one category: pictures that were converted when they
came in. What it says of any number of categories stands in `v1_1_multi.py`. No Django, no clock, no files.

A version says 1.1.0 exactly when it holds such a picture; every other one stays 1.0.0, byte for byte.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from contract import v1

SCHEMA_VERSION = "1.1.0"
CONVERTED_TYPES = ("image/heic", "image/avif")

_HEX = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Converted:
    """The uploaded bytes that the file of an image was made of, which are exported nowhere."""

    of_sha256: str
    of_type: str

    def __post_init__(self) -> None:
        if not isinstance(self.of_sha256, str) or not _HEX.fullmatch(self.of_sha256):
            raise ValueError("of_sha256 is 64 hex digits in lower case")
        if self.of_type not in CONVERTED_TYPES:
            raise ValueError(f"{self.of_type!r} is not converted")

    def provenance(self) -> dict[str, object]:
        return {"source": "converted", "of_sha256": self.of_sha256, "of_type": self.of_type}


@dataclass(frozen=True, slots=True)
class Image(v1.Image):
    """An exported image that was converted when it came in."""

    lowest_schema = SCHEMA_VERSION

    converted: Converted = field(kw_only=True)

    def __post_init__(self) -> None:
        v1.Image.__post_init__(self)
        if self.frame is not None:
            raise ValueError(f"image {self.id}: a frame of a video is not converted")

    def provenance(self) -> dict[str, object]:
        return self.converted.provenance()


@dataclass(frozen=True, slots=True)
class Snapshot(v1.Snapshot):
    """The same fields as in 1.0.0."""

    SCHEMA_VERSION: ClassVar[str] = SCHEMA_VERSION


def snapshot_of(frozen: Mapping[str, Any]) -> v1.Snapshot:
    """Read what was frozen of `classification_single`, by the contract that it names. Raises ValueError as
    `v1.Snapshot.of` does."""
    named = frozen.get("schema_version") if isinstance(frozen, Mapping) else None
    return Snapshot.of(frozen) if named == SCHEMA_VERSION else v1.Snapshot.of(frozen)


def schema_version(*, holds_converted: bool) -> str:
    """The lowest version that can describe an export."""
    return SCHEMA_VERSION if holds_converted else v1.SCHEMA_VERSION
