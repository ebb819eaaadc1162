"""Pure: a zip of pictures in folders that are their classes, as Keras, torchvision and Ultralytics read them."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from annotations.imports import zips
from annotations.imports.reading import paths
from annotations.imports.reading.archives import Packed
from annotations.imports.reading.records import Bad, Problem, Record, Said, State
from projects.names import name_key

SPLITS = frozenset({"train", "val", "valid", "validation", "test"})
# What people call the parts of a training set, and the folder of all pictures: never a class unasked.
NO_CLASSES = SPLITS | {"images", "all"}
UNKNOWN = "\N{REPLACEMENT CHARACTER}"


def records(packed: Packed, *, classes: Collection[str] = ()) -> Iterator[Said]:
    """A record for each picture, by the ending of its name. `classes`: folders that somebody said are classes, though
    their names do not look so."""
    said = {name_key(name) for name in classes}
    for path, entry in packed.entries.items():
        if paths.is_picture(path):
            yield _record(path, entry.folder, said, is_guess=_is_guess(entry))


def _record(path: str, folder: str, said: Collection[str], *, is_guess: bool) -> Said:
    try:
        found = paths.named(path)
    except Bad as problem:
        return Problem(path, str(problem))
    record = placed(Record(path, found.path, other_paths=found.others), found.path)
    note = "" if name_key(folder) in said else why_no_class(folder, is_guess=is_guess)
    if note or not folder.strip():
        return replace(record, state=State.UNLABELED, note=note)
    return replace(record, categories=(folder.strip(),))


def why_no_class(folder: str, *, is_guess: bool = False) -> str:
    """Why a folder is not taken for a class unless somebody says so; "" when it is. `is_guess`: its zip does not say
    in which code page its name is."""
    if folder.strip().casefold() in NO_CLASSES:
        return f"Its folder {folder} is taken for a part of the set, not for a class."
    if UNKNOWN in folder or (is_guess and not folder.isascii()):
        return f"The name of its folder, {folder}, cannot be read, so it is taken for no class."
    return ""


def _is_guess(entry: zips.Entry) -> bool:
    """Whether the name may be in any code page: it says that it is UTF-8 neither by its flag nor by its bytes."""
    if entry.info.flag_bits & zips.UTF8 or entry.info.orig_filename.isascii():
        return False
    try:
        entry.info.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return True
    return False


def placed(record: Record, path: str) -> Record:
    """With this path, and the part of the set that a folder of it names."""
    parts = [part.casefold() for part in path.split("/")[:-1]]
    split = next((part for part in parts if part in SPLITS), "")
    return replace(record, path=path, split=split)
