"""Pure: what a name may be, when two names are the same, and the slug made from one."""

import re
import unicodedata

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


def asked_name(text: str, field: str = "name") -> str:
    """The same for a field that somebody filled in: refused with that sentence."""
    try:
        return clean_name(text)
    except ValueError as problem:
        raise Refused(str(problem), code="bad_name", field=field) from None


def name_key(name: str) -> str:
    """What is unique: two names with the same key are one name to readers of an export."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def slug_for(name: str) -> str:
    """`[a-z0-9-]{1,50}` from the name, else `dataset`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50].strip("-") or "dataset"
