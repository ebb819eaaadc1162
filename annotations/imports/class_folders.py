"""Pure: the class that a picture's folders tell, where labels are taken from folders. Pages have the same rule in
static/labeler/setup/class-folders.js, and one table of cases tests both.

It is the nearest folder that is a class at all: `train/cat/images/1.jpg` is a cat. No class unasked are the parts of a
training set, the folder around everything, and names that cannot be read. In Labeler's own ImageFolder (`0000-cat`, and
files called by twelve digits) the number is left out.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

PARTS = frozenset({"train", "val", "valid", "validation", "test", "images", "all"})
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
UNREADABLE = re.compile(f"[{UNKNOWN}\ud800-\udfff]")
OWN_FOLDER = re.compile(r"[0-9]{4}-(.+)")
OWN_FILE = re.compile(r"[0-9]{12}\.[a-z]+")


@dataclass(frozen=True, slots=True)
class Told:
    """The name of a class; or why there is none, in a sentence ("" for a picture in no folder)."""

    name: str = ""
    why: str = ""


class ClassFolders:
    """Of some pictures that come together, by their paths with `/` between."""

    def __init__(self, paths: Iterable[str]) -> None:
        inner = [parts for path in paths if len(parts := path.split("/")) > 1]
        first = {parts[0] for parts in inner}
        self._around = first.pop() if len(first) == 1 and any(len(parts) > 2 for parts in inner) else ""
        self._is_own = False
        told = ((self._told(parts[:-1]), parts[-1]) for parts in inner)
        named = [(each.name, file) for each, file in told if each.name]
        self._is_own = all(OWN_FOLDER.fullmatch(name) and OWN_FILE.fullmatch(file) for name, file in named)

    def of(self, folder: str) -> Told:
        """What the folder that a picture lies in tells, by its path; "" for none."""
        return self._told(folder.split("/")) if folder else Told()

    def _told(self, folders: list[str]) -> Told:
        for place in range(len(folders) - 1, -1, -1):
            name = folders[place].strip()
            if name and name.casefold() not in PARTS:
                return self._class(name, is_around=place == 0 and folders[0] == self._around)
        return Told(why=f"Its folder {folders[-1]} is taken for a part of the set, not for a class.")

    def _class(self, name: str, *, is_around: bool) -> Told:
        if UNREADABLE.search(name):
            shown = UNREADABLE.sub(UNKNOWN, name)
            return Told(why=f"The name of its folder, {shown}, cannot be read, so it is taken for no class.")
        if is_around:
            return Told(why=f"Its folder {name} lies around all the others, so it is taken for no class.")
        own = OWN_FOLDER.fullmatch(name) if self._is_own else None
        return Told(own[1] if own else name)
