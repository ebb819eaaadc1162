"""Pure: files that name images and their categories: COCO-style JSON, CSV, and Labeler's own exports."""

import csv
import io
import json
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import IO, Any, BinaryIO, cast

from annotations.imports import zips
from contract import v1

LARGEST_JSON = 100_000_000  # bytes of a COCO file: it is read as a whole
LARGEST_MANIFEST = 20_000_000
LONGEST_LINE = 1_000_000
MOST_FILES = 1_000_000  # in the zip of an export
FILE_COLUMNS = {"file_name", "filename", "file", "image", "image_name", "name", "path", "file_path", "filepath"}
CATEGORY_COLUMNS = {"category", "category_name", "label", "label_name", "class", "class_name"}
DELIMITERS = ",;\t"
SHA256 = re.compile(r"[0-9a-f]{64}")

ZIP, COCO, CSV, EXPORT = "zip", "coco", "csv", "export"


class Unreadable(ValueError):
    """Why a file cannot be read as labels, in a sentence for people."""


@dataclass(frozen=True)
class Label:
    """What a file says of one image.

    `name`: as the file calls the image; `categories`: their names, none when it has no label. Where the file tells
    them: the `sha256` of the image's bytes; its number `asset`, and the `ids` of the categories, in their dataset.
    """

    name: str
    categories: tuple[str, ...]
    sha256: str = ""
    asset: int = 0
    ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class LabelFile:
    """`labels` is read as it is walked, once. `dataset_id`: whose numbers and ids they are; `approved`: a reviewer
    agreed with all of them."""

    labels: Iterator[Label]
    dataset_id: str = ""
    approved: bool = False


def guess_kind(name: str, file: BinaryIO) -> str:
    """`zip`, `coco`, `csv` or `export`, by the file's first bytes and its name. Leaves the position at the start."""
    start = file.read(64)
    file.seek(0)
    if start.startswith(b"PK\x03\x04"):
        return EXPORT if start[30:].startswith(b"manifest.json") else ZIP
    if name.lower().endswith(".json") or start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return COCO
    return CSV


@contextmanager
def opened(kind: str, file: BinaryIO) -> Iterator[LabelFile]:
    """The labels of a seekable file of this kind. Raises Unreadable, also while they are walked."""
    if kind == COCO:
        yield LabelFile(read_coco(file))
    elif kind == CSV:
        yield LabelFile(read_csv(file))
    else:
        with _export(file) as labels:
            yield labels


# --- CSV ---


def read_csv(file: BinaryIO) -> Iterator[Label]:
    """Rows of file name and category, with or without a header; separated by comma, semicolon or tab."""
    text = io.TextIOWrapper(cast(Any, _Kept(file)), encoding="utf-8-sig", newline="")
    number = 0
    try:
        first = text.readline(LONGEST_LINE)
        delimiter = max(DELIMITERS, key=first.count)
        rows = csv.reader(chain([first], iter(lambda: text.readline(LONGEST_LINE), "")), delimiter=delimiter)
        columns = None
        for number, row in enumerate(rows, start=1):
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if columns is None:
                columns = _columns(cells)
                if columns.named:
                    continue
            yield _row(cells, columns, number)
    except UnicodeDecodeError:
        raise Unreadable("The file is not UTF-8. Save it as “CSV UTF-8”.") from None
    except csv.Error as problem:
        raise Unreadable(f"Row {number + 1} cannot be read: {problem}.") from None


@dataclass(frozen=True)
class _Columns:
    file: int
    category: int
    named: bool
    count: int


def _columns(cells: list[str]) -> _Columns:
    names = [cell.casefold().replace(" ", "_").replace("-", "_") for cell in cells]
    file = next((at for at, name in enumerate(names) if name in FILE_COLUMNS), None)
    category = next((at for at, name in enumerate(names) if name in CATEGORY_COLUMNS), None)
    if file is not None and category is not None:
        return _Columns(file, category, named=True, count=len(cells))
    if len(cells) != 2:
        raise Unreadable("The first row is neither a header with file_name and category, nor such a pair.")
    return _Columns(0, 1, named=False, count=2)


def _row(cells: list[str], columns: _Columns, number: int) -> Label:
    if len(cells) <= max(columns.file, columns.category) or (not columns.named and len(cells) > columns.count):
        raise Unreadable(f"Row {number} has {len(cells)} columns instead of {columns.count}.")
    name, category = cells[columns.file], cells[columns.category]
    if not name:
        raise Unreadable(f"Row {number} names no file.")
    return Label(name, (category,) if category else ())


# --- COCO ---


def read_coco(file: BinaryIO) -> Iterator[Label]:
    """One label for each image: the distinct categories of its annotations, whatever geometry they have."""
    if file.seek(0, 2) > LARGEST_JSON:
        raise Unreadable(f"A COCO file has at most {LARGEST_JSON // 1_000_000} MB. Split it.")
    file.seek(0)
    try:
        content = json.loads(file.read())
    except (ValueError, RecursionError):
        raise Unreadable("The file is no JSON, or it is damaged.") from None
    if not isinstance(content, dict):
        raise Unreadable("A COCO file is an object with images, annotations and categories.")
    names = {_key(each, "id"): _text(each, "name", "category") for each in _records(content, "categories")}
    found: dict[Any, list[Any]] = defaultdict(list)
    for each in _records(content, "annotations"):
        category = _key(each, "category_id")
        if category not in names:
            raise Unreadable(f"An annotation names the category {category!r}, which the file does not list.")
        found[_key(each, "image_id")].append(category)
    images = _records(content, "images")
    if strange := found.keys() - {_key(each, "id") for each in images}:
        raise Unreadable(f"An annotation names the image {strange.pop()!r}, which the file does not list.")
    for each in images:
        sha256 = each.get("sha256")
        yield Label(
            name=_text(each, "file_name", "image"),
            categories=tuple(dict.fromkeys(names[category] for category in found[_key(each, "id")])),
            sha256=sha256 if isinstance(sha256, str) and SHA256.fullmatch(sha256) else "",
        )


def _records(content: dict[str, Any], name: str) -> list[dict[str, Any]]:
    records = content.get(name)
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise Unreadable(f"A COCO file has a list “{name}” of objects; this one has none.")
    return records


def _key(record: dict[str, Any], name: str) -> Any:
    value = record.get(name)
    if not isinstance(value, int | str) or isinstance(value, bool):
        raise Unreadable(f"A record of the file has no {name}.")
    return value


def _text(record: dict[str, Any], name: str, what: str) -> str:
    value = record.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Unreadable(f"A record of the file has no {name}: every {what} needs one.")
    return value.strip()


# --- Labeler's own exports ---


@contextmanager
def _export(file: BinaryIO) -> Iterator[LabelFile]:
    """Read line by line, as the contract writes it: a large export takes no more memory than a small one."""
    try:
        with zipfile.ZipFile(zips.Bounded(file, MOST_FILES)) as archive:  # type: ignore[arg-type]
            manifest = _manifest(archive)
            with archive.open("annotations.json") as images, archive.open("metadata.jsonl") as rows:
                yield LabelFile(
                    _export_labels(images, rows),
                    dataset_id=manifest["dataset_id"],
                    approved=manifest["statuses"] == ["approved"],
                )
    except zips.BadZip as problem:
        raise Unreadable(str(problem)) from None
    except KeyError:
        raise Unreadable("This zip is no export of Labeler: a file of it is missing.") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError):
        raise Unreadable("This is no zip file, or it is damaged.") from None


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    with archive.open("manifest.json") as file:
        text = file.read(LARGEST_MANIFEST + 1)
    try:
        manifest = json.loads(text) if len(text) <= LARGEST_MANIFEST else None
    except (ValueError, RecursionError):
        manifest = None
    selection = manifest.get("selection") if isinstance(manifest, dict) else None
    if not isinstance(manifest, dict) or not isinstance(selection, dict):
        raise Unreadable("This zip is no export of Labeler: its manifest.json cannot be read.")
    version = str(manifest.get("schema_version"))
    if version.partition(".")[0] != v1.MAJOR:
        raise Unreadable(f"The export was made under contract {version[:20]}; this program knows {v1.MAJOR}.")
    if manifest.get("task_type") != v1.TASK_TYPE:
        raise Unreadable("The export holds another kind of labels than one category for an image.")
    return {"dataset_id": str(manifest.get("dataset_id")), "statuses": selection.get("statuses")}


def _export_labels(annotations: IO[bytes], metadata: IO[bytes]) -> Iterator[Label]:
    """Images and their lines in metadata.jsonl stand in the same order."""
    try:
        for image, row in zip_longest(_lines_of(annotations, b"images"), _lines(metadata)):
            if not image or not row or image["id"] != row["image_id"]:
                raise Unreadable("The export is damaged: its files differ in their images.")
            labeled = row["category_id"] != 0
            yield Label(
                name=_plain(image["original_name"], str),
                categories=(_plain(row["label_name"], str),) if labeled else (),
                sha256=_plain(image["sha256"], str),
                asset=_plain(image["id"], int),
                ids=(_plain(row["category_id"], int),) if labeled else (),
            )
    except (TypeError, LookupError):
        raise Unreadable("The export is damaged: a record of it is not whole.") from None


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


class _Kept(io.BufferedIOBase):
    """A file for a text wrapper, which closes what it wraps; whoever opened it goes on with it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        file.seek(0)

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        return self._file.read(-1 if size is None else size)

    def read1(self, size: int = -1) -> bytes:
        return self._file.read(size)
