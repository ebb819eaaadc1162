"""Pure: a zip of pictures in folders that are their classes, as Keras, torchvision and Ultralytics read them."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from annotations.imports.class_folders import ClassFolders
from annotations.imports.reading import paths
from annotations.imports.reading.archives import Packed
from annotations.imports.reading.records import Bad, Problem, Record, Said, State
from annotations.imports.zips import Entry
from projects.names import name_key

SPLITS = frozenset({"train", "val", "valid", "validation", "test"})


def records(packed: Packed, *, classes: Collection[str] = ()) -> Iterator[Said]:
    """A record for each picture, by the ending of its name. `classes`: folders that somebody said are classes, though
    their names do not look so."""
    said = {name_key(name) for name in classes}
    pictures = {path: entry for path, entry in packed.entries.items() if paths.is_picture(path)}
    told = ClassFolders(entry.certain_path for entry in pictures.values())
    for path, entry in pictures.items():
        yield _record(path, entry, told, said)


def _record(path: str, entry: Entry, told: ClassFolders, said: Collection[str]) -> Said:
    try:
        found = paths.named(path)
    except Bad as problem:
        return Problem(path, str(problem))
    record = placed(Record(path, found.path, other_paths=found.others), found.path)
    if name_key(entry.folder) in said:
        return replace(record, categories=(entry.folder.strip(),))
    kind = told.of(entry.certain_path.rpartition("/")[0])
    if kind.name:
        return replace(record, categories=(kind.name,))
    return replace(record, state=State.UNLABELED, note=kind.why)


def placed(record: Record, path: str) -> Record:
    """With this path, and the part of the set that a folder of it names."""
    parts = [part.casefold() for part in path.split("/")[:-1]]
    split = next((part for part in parts if part in SPLITS), "")
    return replace(record, path=path, split=split)
