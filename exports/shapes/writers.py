"""Other shapes of a sealed version: the same truth as its zip, laid out as other programs read it. No Django.

Each is a zip that carries the version's manifest.json, a `shape.json` that says which shape of which version it is, and
a `files.sha256` over all else (`sha256sum -c files.sha256`). The same version gives the same bytes; for Parquet that
holds within one release of arro3, which writes the version of its own parts into the file.
"""

import csv
import io
import json
import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any
from zlib import crc32

from contract import archive, stored_zip, v1
from exports.shape_kinds import CROISSANT, CSV, HUGGING_FACE, IMAGEFOLDER, held, not_given
from exports.shapes import card, croissant, parquet, task_types
from exports.shapes.task_types import base, single

WITHOUT_SPLITS = "all"  # the folder that stands for a split where the version has none
LONGEST_NAME = 200  # bytes of a category's name in a folder's; file systems take 255
ROWS = 10_000  # of a row group of Parquet
Progress = Callable[[int], None]
PathOf = Callable[[v1.Picture], str]


@dataclass(frozen=True)
class Sealed:
    """What a version is made of, for shapes. `manifest`: its bytes. `images` gives its rows by rising id, each time
    that it is called; `open_image` as for `archive.build`. `zip_…`: of its own download. `license`, `citation`: as they
    were frozen, if one was named."""

    snapshot: v1.Snapshot
    manifest: bytes
    images: Callable[[], Iterable[v1.Picture]]
    open_image: archive.OpenImage
    zip_name: str
    zip_sha256: str
    zip_size: int
    license: str | None = None
    citation: str | None = None

    @property
    def facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads(self.manifest)
        return facts

    @property
    def task_type(self) -> base.TaskType:
        return task_types.of(self.snapshot)


def write(
    kind: str, version: Sealed, target: Path, work_dir: Path, progress: Progress = lambda done: None
) -> tuple[str, int]:
    """Write a shape of the version to `target`, whole and synced; its sha256 in hex and its size.

    `progress` hears for every image how many are copied, or told of, so far; what it raises cancels. Raises as
    `archive.build` does; `target` is gone then. Memory does not grow, apart from the zip's directory.
    """
    facts = version.facts
    if reason := not_given(facts).get(kind):
        raise ValueError(reason)
    if not held(kind, facts["counts"]):
        raise ValueError("A shape of nothing is never made.")
    try:
        with stored_zip.StoredZip(target) as packed, tempfile.TemporaryFile(dir=work_dir) as sums:
            out = _Out(packed, sums, work_dir)
            out.text("shape.json", _shape_json(kind, version.task_type, facts))
            out.text("manifest.json", version.manifest)
            _WRITERS[kind](version, out, progress)
            return out.finish()
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _shape_json(kind: str, task_type: base.TaskType, facts: dict[str, Any]) -> bytes:
    images = held(kind, facts["counts"])
    shape = {
        "shape": kind,
        "shape_version": task_type.SHAPE_VERSIONS[kind],
        "dataset_id": facts["dataset_id"],
        "version": facts["version"],
        "hash": facts["hash"],
        "images": images,
        "left_out_without_label": facts["counts"]["images"] - images,
    }
    return json.dumps(shape, indent=2, ensure_ascii=True).encode() + b"\n"


class _Out:
    """The zip, and the lines of its files.sha256, which come last."""

    def __init__(self, packed: stored_zip.StoredZip, sums: IO[bytes], work_dir: Path) -> None:
        self.packed, self.work_dir, self._sums = packed, work_dir, sums

    def text(self, path: str, content: bytes) -> None:
        self._sum(path, sha256(content).hexdigest())
        self.packed.add(path, size=len(content), crc=crc32(content), pieces=[content])

    def file(self, path: str, fill: Callable[[IO[bytes]], None]) -> None:
        """A file of any size, which goes through a spool."""
        with tempfile.TemporaryFile(dir=self.work_dir) as spool:
            fill(spool)
            self.spooled(path, spool)

    def spooled(self, path: str, spool: IO[bytes]) -> None:
        """What was written to a spool, whose end it stands at."""
        size, crc, digest = spool.tell(), 0, sha256()
        for chunk in _chunks(spool):
            crc = crc32(chunk, crc)
            digest.update(chunk)
        self._sum(path, digest.hexdigest())
        self.packed.add(path, size=size, crc=crc, pieces=_chunks(spool))

    def images(self, images: Iterable[v1.Picture], path_of: PathOf, version: Sealed, progress: Progress) -> None:
        with closing(archive.read_ahead(images, version.open_image)) as ahead:
            for copied, (image, read) in enumerate(ahead, start=1):
                path = path_of(image)
                self._sum(path, image.sha256)
                archive.add_image(self.packed, path, image, read, version.open_image)
                progress(copied)

    def finish(self) -> tuple[str, int]:
        size, crc = self._sums.tell(), 0
        for chunk in _chunks(self._sums):
            crc = crc32(chunk, crc)
        self.packed.add("files.sha256", size=size, crc=crc, pieces=_chunks(self._sums))
        return self.packed.finish()

    def _sum(self, path: str, digest: str) -> None:
        self._sums.write(f"{digest}  {path}\n".encode())


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(archive.CHUNK):
        yield chunk


# --- ImageFolder ----------------------------------------------------------------------------------------------------


def class_folder(category: v1.Category) -> str:
    """`0003-hat`: by its number a folder sorts where its class belongs; the name is for people.

    Of the name stay letters and digits, of any script, so that every file system takes it.
    """
    name = re.sub(r"[^\w]+", "_", unicodedata.normalize("NFC", category.name)).strip("_")
    name = name.encode()[:LONGEST_NAME].decode(errors="ignore")
    return f"{category.class_index:04d}-{name}".rstrip("-")


def _imagefolder(version: Sealed, out: _Out, progress: Progress) -> None:
    """`<split>/<class>/<file>`, with a folder for every class in every split, empty or not: readers number classes by
    the folders that they find, so one that was missing would move all that follow."""
    snapshot = version.snapshot
    splits = [name for name, count in (version.facts["counts"]["by_split"] or {WITHOUT_SPLITS: 1}).items() if count]
    for split in splits:
        for category in snapshot.categories:
            out.packed.folder(f"{split}/{class_folder(category)}/")
    folders = [class_folder(category) for category in snapshot.categories]

    def path_of(image: v1.Picture) -> str:
        index = single.class_index(image)
        assert index is not None
        return f"{snapshot.split_of(image) or WITHOUT_SPLITS}/{folders[index]}/{image.file_name}"

    labeled = (image for image in version.images() if single.class_index(image) is not None)
    out.images(labeled, path_of, version, progress)


# --- Hugging Face ---------------------------------------------------------------------------------------------------


def _hugging_face(version: Sealed, out: _Out, progress: Progress) -> None:
    """What `load_dataset(folder)` reads: a folder for each split that holds something, and a card whose head names the
    splits and the classes; and the labels once more as Parquet, with the names of the classes."""
    by_split = version.facts["counts"]["by_split"] or {}
    folders = [card.FOLDERS[split] for split in v1.SPLITS if by_split.get(split)] or [card.WHOLE]
    images: Counter[str] = Counter()
    labels: Counter[tuple[str, int]] = Counter()
    with ExitStack() as opened:
        spools = {name: opened.enter_context(tempfile.TemporaryFile(dir=out.work_dir)) for name in folders}
        for record in _metadata(version, progress):
            folder, _, name = record["file_name"].partition("/")
            spools[folder].write(v1.image_line(record | {"file_name": name}))
            images[folder] += 1
            labels.update((folder, label) for label in version.task_type.counted(record))
        counted = {name: images[name] for name in folders}
        said = (version.license, version.citation)
        out.text("README.md", card.readme(version.facts, version.task_type, counted, labels, *said))
        for name, spool in spools.items():
            out.spooled(f"{name}/metadata.jsonl", spool)
    out.file("labels.parquet", lambda file: _parquet(version, file, progress))
    out.images(version.images(), lambda image: _dealt_path(version.snapshot, image), version, progress)


def _dealt_path(snapshot: v1.Snapshot, image: v1.Picture) -> str:
    split = snapshot.split_of(image)
    return f"{card.WHOLE if split is None else card.FOLDERS[split]}/{image.file_name}"


def _metadata(version: Sealed, progress: Progress) -> Iterator[dict[str, Any]]:
    """The rows of the contract's metadata.jsonl, with the file where it lies here."""
    snapshot = version.snapshot
    for image in version.images():
        progress(0)
        yield version.task_type.metadata(snapshot, image) | {"file_name": _dealt_path(snapshot, image)}


def _parquet(version: Sealed, file: IO[bytes], progress: Progress) -> None:
    task_type = version.task_type
    names = [category.name for category in version.snapshot.categories]
    features = {column.name: _feature(column, names) for column in task_type.COLUMNS}
    metadata = {"huggingface": json.dumps({"info": {"features": features}}), "labeler_hash": version.facts["hash"]}
    columns = {column.name: column.type for column in task_type.COLUMNS}
    rows = map(task_type.typed, _metadata(version, progress))
    parquet.write(file, columns, rows, metadata=metadata, group_rows=ROWS)


def _feature(column: base.Column, names: list[str]) -> dict[str, Any]:
    """As `datasets` writes what a column holds, in a file of its own."""
    kind = parquet.LISTS.get(column.type, column.type)
    one = {"names": names, "_type": "ClassLabel"} if column.of_classes else {"dtype": kind, "_type": "Value"}
    return {"feature": one, "_type": "Sequence"} if column.type in parquet.LISTS else one


# --- CSV ------------------------------------------------------------------------------------------------------------


def _csv(version: Sealed, out: _Out, progress: Progress) -> None:
    """One row an image, UTF-8, lines end in LF. What there is none of is an empty cell."""
    out.text("README.txt", version.task_type.CSV_README.encode())
    out.file("labels.csv", lambda file: file.writelines(_csv_lines(version, progress)))


def _csv_lines(version: Sealed, progress: Progress) -> Iterator[bytes]:
    line = io.StringIO(newline="")
    writer = csv.writer(line, lineterminator="\n")
    for cells in _csv_rows(version, progress):
        line.seek(0)
        line.truncate()
        writer.writerow(cells)
        yield line.getvalue().encode()


def _csv_rows(version: Sealed, progress: Progress) -> Iterator[Iterable[Any]]:
    snapshot, task_type = version.snapshot, version.task_type
    yield task_type.csv_columns(snapshot)
    for done, image in enumerate(version.images(), start=1):
        yield task_type.csv_row(snapshot, image)
        progress(done)


# --- Croissant ------------------------------------------------------------------------------------------------------


def _croissant(version: Sealed, out: _Out, progress: Progress) -> None:
    facts = version.facts
    of_zip = (version.zip_name, version.zip_sha256, version.zip_size)
    described = croissant.describe(facts, version.task_type, *of_zip, version.license, version.citation)
    out.text("croissant.json", described)
    progress(held(CROISSANT, facts["counts"]))


_WRITERS: dict[str, Callable[[Sealed, _Out, Progress], None]] = {
    IMAGEFOLDER: _imagefolder,
    HUGGING_FACE: _hugging_face,
    CSV: _csv,
    CROISSANT: _croissant,
}
