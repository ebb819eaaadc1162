"""Pure: the folder that a picture came from, as a path of names with `/` between; "" for none."""

import re
import unicodedata

from core.exceptions import Refused

MOST = 300  # characters
BAD = ("Cc", "Cs")  # control characters, and halves of surrogate pairs


def cleaned(text: str) -> str:
    """As it is stored. Refused where it leads out of itself, has control characters, or is too long."""
    if any(unicodedata.category(character) in BAD for character in text):
        raise _refused("has no control characters")
    parts = _parts(text)
    if ".." in parts:
        raise _refused("does not lead out of it")
    folder = "/".join(parts)
    if len(folder) > MOST:
        raise _refused(f"has at most {MOST} characters")
    return folder


def tidied(text: str) -> str:
    """The same of whatever a disk or an archive has: what cannot be is left out, and what is too long is cut."""
    kept = "".join(character for character in text if unicodedata.category(character) not in BAD)
    return "/".join(part for part in _parts(kept) if part != "..")[:MOST].strip("/ ")


def with_parents(folders: list[str]) -> list[str]:
    """Each folder and those it lies in, each once, every one in front of what lies in it."""
    found = {"/".join(parts[:depth]) for parts in (folder.split("/") for folder in folders) for depth in _depths(parts)}
    return sorted(found, key=lambda folder: folder.split("/"))


def _depths(parts: list[str]) -> range:
    return range(1, len(parts) + 1)


def _parts(text: str) -> list[str]:
    parts = (part.strip() for part in re.split(r"[/\\]", unicodedata.normalize("NFC", text)))
    return [part for part in parts if part not in ("", ".")]


def _refused(why: str) -> Refused:
    return Refused(f"The name of a folder {why}.", code="bad_folder", field="folder")
