"""Pure: what Labeler itself gives out: the zip of a version (docs/dataset-contract.md), and its other shapes.

An export is read line by line, as the contract writes it: a large one takes no more memory than a small one.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import IO, Any

from annotations.imports.reading import columns, paths, tables
from annotations.imports.reading.archives import Packed
from annotations.imports.reading.records import Bad, Problem, Record, Said, State, Unreadable
from contract import v1

LARGEST_MANIFEST = 20_000_000
LONGEST_LINE = 1_000_000
MANIFEST, SHAPE = "manifest.json", "shape.json"

# `<split>/<class_index in four digits>-<name>/<number of the image>.<ending>`
_PLACE = re.compile(
    r"(?:.*/)?(?P<split>train|val|test|all)/(?P<index>\d{4})(?:-(?P<name>[^/]+))?/(?P<image>\d{12})\.\w+"
)

# Where the shape of Hugging Face tells of its pictures.
_TOLD = ("metadata.jsonl", "train/metadata.jsonl", "validation/metadata.jsonl", "test/metadata.jsonl")


@dataclass(frozen=True)
class Manifest:
    """What a version says of itself. `names`: of the categories, by class_index."""

    dataset_id: str = ""
    is_approved: bool = False
    names: tuple[str, ...] = ()

    @property
    def state(self) -> State:
        return State.APPROVED if self.is_approved else State.LABELED


def manifest(packed: Packed) -> Manifest:
    """Raises Unreadable when it is none, or of a version that this program does not know."""
    with packed.open(MANIFEST) as file:
        text = file.read(LARGEST_MANIFEST + 1)
    try:
        found = json.loads(text) if len(text) <= LARGEST_MANIFEST else None
    except (ValueError, RecursionError):
        found = None
    selection = found.get("selection") if isinstance(found, dict) else None
    if not isinstance(found, dict) or not isinstance(selection, dict):
        raise Unreadable("This zip is no export of Labeler: its manifest.json cannot be read.")
    version = str(found.get("schema_version"))
    if version.partition(".")[0] != v1.MAJOR:
        raise Unreadable(f"The export was made under contract {version[:20]}; this program knows {v1.MAJOR}.")
    if found.get("task_type") != v1.TASK_TYPE:
        raise Unreadable("The export holds another kind of labels than one category for an image.")
    approved = selection.get("statuses") == ["approved"]
    return Manifest(str(found.get("dataset_id")), approved, _names(found.get("categories")))


def _names(categories: Any) -> tuple[str, ...]:
    if not isinstance(categories, list) or not all(isinstance(each, dict) for each in categories):
        return ()
    return tuple(str(each.get("name", "")) for each in categories)


# --- the version's own zip ------------------------------------------------------------------------------------------


def export(packed: Packed, facts: Manifest) -> Iterator[Said]:
    """Images and their lines in metadata.jsonl stand in the same order."""
    try:
        with packed.open("annotations.json") as images, packed.open("metadata.jsonl") as rows:
            for image, row in zip_longest(_lines_of(images, b"images"), _lines(rows)):
                if not image or not row or image["id"] != row["image_id"]:
                    raise Unreadable("The export is damaged: its files differ in their images.")
                yield _exported(image, row, facts)
    except Bad as problem:
        raise Unreadable(f"The export is damaged: an image has no plain name. {problem}") from None
    except (TypeError, LookupError):
        raise Unreadable("The export is damaged: a record of it is not whole.") from None


def _exported(image: Any, row: Any, facts: Manifest) -> Record:
    is_labeled = row["category_id"] != 0
    number, sha256 = _plain(image["id"], int), columns.sha256_of(image["sha256"])
    if not sha256:
        raise TypeError
    written = image.get("file_name")
    return Record(
        place=f"image {number}",
        path=paths.named(image["original_name"]).path,
        categories=(_plain(row["label_name"], str),) if is_labeled else (),
        other_paths=(paths.named(written).path,) if written else (),
        state=facts.state if is_labeled else State.UNLABELED,
        sha256=sha256,
        asset=number,
        ids=(_plain(row["category_id"], int),) if is_labeled else (),
        split=str(row.get("split", "")),
    )


def _plain(value: Any, kind: Callable[..., Any]) -> Any:
    if type(value) is not kind:
        raise TypeError
    return value


def _lines_of(file: IO[bytes], member: bytes) -> Iterator[Any]:
    """The records of one array of annotations.json, where each stands on a line of its own."""
    start = b'"%s":[' % member
    inside = False
    for line in iter(lambda: file.readline(LONGEST_LINE), b""):
        if inside and line.startswith(b"]"):
            return
        if inside:
            yield _json(line.rstrip(b",\n"))
        inside = inside or line.startswith(start)
    raise Unreadable("The export is damaged, or its annotations.json was changed since it was made.")


def _lines(file: IO[bytes]) -> Iterable[Any]:
    return (_json(line) for line in iter(lambda: file.readline(LONGEST_LINE), b""))


def _json(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        raise Unreadable("The export is damaged: a line of it is no JSON.") from None


# --- its shapes -----------------------------------------------------------------------------------------------------


def is_imagefolder(packed: Packed) -> bool:
    """Whether every picture lies where our ImageFolder has it."""
    pictures = [path for path in packed.entries if paths.is_picture(path)]
    return bool(pictures) and all(_PLACE.fullmatch(path) for path in pictures)


def shape_of(packed: Packed) -> str:
    """What `shape.json` says; "" when there is none."""
    if SHAPE not in packed.entries:
        return ""
    with packed.open(SHAPE) as file:
        found = file.read(LONGEST_LINE)
    try:
        said = json.loads(found)
    except (ValueError, RecursionError):
        said = None
    return str(said.get("shape", "")) if isinstance(said, dict) else ""


def imagefolder(packed: Packed, facts: Manifest) -> Iterator[Said]:
    """A record for each picture, with the hash of its bytes: its name here is its number, which tells nobody else."""
    for path in packed.entries:
        if found := _PLACE.fullmatch(path):
            yield _pictured(packed, path, found, facts)


def _pictured(packed: Packed, path: str, found: re.Match[str], facts: Manifest) -> Said:
    index = int(found["index"])
    name = facts.names[index] if index < len(facts.names) else found["name"] or ""
    if not name:
        return Problem(path, f"Its class is the number {index}, and the zip does not say which name that is.")
    split = "" if found["split"] == "all" else found["split"]
    return Record(
        place=path, path=path, categories=(name,), state=facts.state, sha256=_sha256(packed, path),
        asset=int(found["image"]), ids=(v1.category_id(index),), split=split,
    )  # fmt: skip


def hugging_face(packed: Packed, facts: Manifest) -> Iterator[Said]:
    """`metadata.jsonl` of each split, or the one of all that the first shape version has: its labels, which
    `labels.parquet` beside it tells once more, with the hash of each picture."""
    told = [path for path in _TOLD if path in packed.entries]
    if not told:
        raise Unreadable("The zip is damaged: a metadata.jsonl of it is missing.")
    try:
        for each in told:
            yield from _of_metadata(packed, each, facts)
    except Bad as problem:
        raise Unreadable(f"The zip is damaged: an image has no plain name. {problem}") from None
    except (TypeError, LookupError):
        raise Unreadable("The zip is damaged: a record of its metadata.jsonl is not whole.") from None


def _of_metadata(packed: Packed, told: str, facts: Manifest) -> Iterator[Said]:
    with packed.open(told) as rows:
        for row in _lines(rows):
            path = told.removesuffix("metadata.jsonl") + _plain(row["file_name"], str)
            yield _exported({"id": row["image_id"], "original_name": path, "sha256": _sha256(packed, path)}, row, facts)


def _sha256(packed: Packed, path: str) -> str:
    with packed.open(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # it is one that can be read


def table(packed: Packed, facts: Manifest) -> Iterator[Said]:
    """`labels.csv`: one row an image."""
    with packed.open("labels.csv") as file, tables.opened(file) as rows:
        names = rows.head[0]
        for number, cells in rows.rows:
            if number > 1:
                yield _row(f"row {number:,}", dict(zip(names, cells, strict=False)), facts)


def _row(place: str, row: dict[str, str], facts: Manifest) -> Said:
    try:
        found = [paths.named(row[name]).path for name in ("original_name", "file_name") if row.get(name)]
        numbers = [int(row.get(name) or 0) for name in ("image_id", "category_id")]
    except Bad as problem:
        return Problem(place, str(problem))
    except ValueError:
        return Problem(place, "Its image_id or category_id is no number.")
    if not found:
        return Problem(place, "It names no file.")
    name = row.get("label_name", "")
    return Record(
        place, found[0], (name,) if name else (), tuple(found[1:]),
        facts.state if name else State.UNLABELED, columns.sha256_of(row.get("sha256")), numbers[0],
        (numbers[1],) if name and numbers[1] else (), split=row.get("split", ""),
    )  # fmt: skip
