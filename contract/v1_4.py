"""What contract 1.4.0 adds to the manifest of any task type: `quality`, where a project asks for it. No Django, no
clock, no files.

It is announced by its own first key: `schema_version` stays what images and labels need, and no digest knows of it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

SCHEMA_VERSION = "1.4.0"
WHOLE = 10_000  # shares are in 1/10000


@dataclass(frozen=True, slots=True)
class Check:
    """A sample check: how many labels were judged, how many were wrong, and the most of all that may be."""

    size: int
    wrong: int
    upper_bound: int

    def __post_init__(self) -> None:
        _require(_is_count(self.size, 1), "a check has at least one image")
        _require(_is_count(self.wrong) and self.wrong <= self.size, "no more can be wrong than were judged")
        _require(_is_share(self.upper_bound), f"upper_bound is in 1/{WHOLE}")


@dataclass(frozen=True, slots=True)
class Model:
    """What became of the suggestions of one model."""

    model_sha256: str
    name: str
    shown: int
    accepted: int
    corrected: int

    def __post_init__(self) -> None:
        hexadecimal = isinstance(self.model_sha256, str) and not self.model_sha256.strip("0123456789abcdef")
        _require(hexadecimal and len(self.model_sha256) == 64, "model_sha256 is 64 hex digits in lower case")
        _require(isinstance(self.name, str), "a model has a name")
        _require(_is_count(self.shown, 1), "a model that is told of has shown something")
        _require(_is_count(self.accepted) and _is_count(self.corrected), "accepted and corrected are counts")
        _require(self.accepted + self.corrected <= self.shown, "no more can be accepted or corrected than were shown")


@dataclass(frozen=True, slots=True)
class Assisted:
    images: int
    by: tuple[Model, ...]

    def __post_init__(self) -> None:
        numbers = [model.model_sha256 for model in self.by]
        _require(numbers == sorted(set(numbers)), "models are told by rising model_sha256, each once")
        _require(_is_count(self.images) and bool(self.images) == bool(self.by), "images are assisted by models")


@dataclass(frozen=True, slots=True)
class Blind:
    images: int
    agree_shown: int | None
    agree_hidden: int | None

    def __post_init__(self) -> None:
        _require(_is_count(self.images), "blind.images is a count")
        shares = (self.agree_shown, self.agree_hidden)
        fits = all(map(_is_share, shares)) if self.images else shares == (None, None)
        _require(fits, f"agree_… are in 1/{WHOLE} where there are blind images, else null")


@dataclass(frozen=True, slots=True)
class Quality:
    assisted: Assisted
    blind: Blind
    check: Check | None

    @classmethod
    def of(cls, frozen: Any) -> Self:
        """Read the stored JSON object. The order of keys does not matter; a missing key, an unknown one or a value
        against the contract raises ValueError."""
        given = _members(cls, frozen, also=("schema",))
        _require(given.pop("schema") == SCHEMA_VERSION, f"quality says {SCHEMA_VERSION}")
        assisted, check = _members(Assisted, given["assisted"]), given["check"]
        _require(isinstance(assisted["by"], list | tuple), "assisted.by is a list")
        by = tuple(Model(**_members(Model, model)) for model in assisted["by"])
        return cls(
            assisted=Assisted(assisted["images"], by),
            blind=Blind(**_members(Blind, given["blind"])),
            check=None if check is None else Check(**_members(Check, check)),
        )

    def record(self) -> dict[str, Any]:
        """As the manifest has it, keys in its order."""
        return {"schema": SCHEMA_VERSION, **asdict(self)}


def without_suggestions(check: Check) -> dict[str, Any]:
    """The statement of a version of which no model said anything."""
    return Quality(Assisted(0, ()), Blind(0, None, None), check).record()


def _members(shape: type, given: Any, also: tuple[str, ...] = ()) -> dict[str, Any]:
    """The members of a JSON object that has these fields, no more and no fewer."""
    expected = {*also, *(field.name for field in fields(shape))}
    _require(isinstance(given, Mapping) and given.keys() == expected, f"{shape.__name__} has {sorted(expected)}")
    return dict(given)


def _is_count(value: Any, low: int = 0) -> bool:
    return type(value) is int and value >= low


def _is_share(value: Any) -> bool:
    return _is_count(value) and value <= WHOLE


def _require(holds: object, sentence: str) -> None:
    if not holds:
        raise ValueError(sentence)
