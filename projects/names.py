"""Pure: what a name may be, when two names are the same or nearly so, and the slug made from one."""

import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from typing import Generic, TypeVar

from core.exceptions import Refused

LONGEST = 100
# What the first character of a formula may be, wide forms included (OWASP, "CSV Injection").
RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def clean_name(text: str, longest: int = LONGEST) -> str:
    """The name as it is stored: NFC and trimmed (dataset contract, section 3).

    Raises ValueError, in a sentence for people, when nothing is left, it is too long, or it has control characters.
    """
    name = unicodedata.normalize("NFC", text).strip()
    if not name:
        raise ValueError("Give it a name.")
    if len(name) > longest:
        raise ValueError(f"A name has at most {longest} characters; this one has {len(name)}.")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in name):
        raise ValueError("A name has no control characters or line breaks.")
    return name


def clean_category_name(text: str) -> str:
    """The same for a category. Raises ValueError also where a spreadsheet that opens a table of labels would run it."""
    name = clean_name(text)
    if name.startswith(RUN_BY_SPREADSHEETS):
        raise ValueError(
            f"A spreadsheet would take “{name}” for a formula and run it. "
            "Give the category a name that does not begin with = + - or @."
        )
    return name


def asked_name(text: str, field: str = "name") -> str:
    """The same for a field that somebody filled in: refused with that sentence."""
    try:
        return clean_name(text)
    except ValueError as problem:
        raise Refused(str(problem), code="bad_name", field=field) from None


def name_key(name: str) -> str:
    """What is unique: two names with the same key are one name to readers of an export."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


@lru_cache(maxsize=8192)
def width_key(name: str) -> str:
    """Equal for two names of which full-width and half-width forms differ alone: `Ｄｒｅｓｓ` and `Dress`."""
    return name_key("".join(_usual_width(character) for character in name))


@lru_cache(maxsize=8192)
def near_key(name: str) -> str:
    """Equal for two names that people may mean the same by: `m²` and `m2`."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def _usual_width(character: str) -> str:
    kind, *usual = unicodedata.decomposition(character).split() or [""]
    return "".join(chr(int(code, 16)) for code in usual) if kind in ("<wide>", "<narrow>") else character


class Like(StrEnum):
    """How much one name is like another: the nearest first."""

    SAME = "same"  # one name to readers of an export; no project has both
    WIDTH = "width"  # refused: nobody could tell which is which
    NEAR = "near"  # offered: is it the same class?


KEYS: dict[Like, Callable[[str], str]] = {Like.SAME: name_key, Like.WIDTH: width_key, Like.NEAR: near_key}

Owner = TypeVar("Owner")


class Taken(Generic[Owner]):
    """Names that are taken, each with what has it, to find those that another name is like."""

    def __init__(self) -> None:
        self._owners: dict[tuple[Like, str], Owner] = {}

    def add(self, name: str, owner: Owner) -> None:
        """Of several that are alike, the first one stays the answer."""
        for like, key in KEYS.items():
            self._owners.setdefault((like, key(name)), owner)

    def like(self, name: str) -> tuple[Like, Owner] | None:
        for like, key in KEYS.items():
            if (found := (like, key(name))) in self._owners:
                return like, self._owners[found]
        return None


LONGEST_SLUG = 50


def slug_for(name: str) -> str:
    """`[a-z0-9-]{1,50}` from the name, else `dataset`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-") or "dataset"
