"""Pure: a file of labels, opened: whatever tool wrote it, a stream of records."""

from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, BinaryIO

from annotations.imports.reading import (
    archives,
    coco,
    cvat,
    folders,
    json_pieces,
    label_studio,
    labeler,
    objects,
    tables,
)
from annotations.imports.reading.hugging_face import parquet
from annotations.imports.reading.recognition import inside, recognised
from annotations.imports.reading.records import Choice, Format, LabelFile, Unreadable

TITLES = {
    Format.COCO: "COCO",
    Format.CSV: "CSV",
    Format.LABEL_STUDIO_JSON: "Label Studio, JSON",
    Format.LABEL_STUDIO_CSV: "Label Studio, CSV",
    Format.CVAT_XML: "CVAT for images 1.1, XML",
    Format.HF_IMAGEFOLDER: "Hugging Face, imagefolder",
    Format.PARQUET: "Parquet",
    Format.JSON_RECORDS: "JSON, a list of objects",
    Format.CLASS_FOLDERS: "A folder for each class",
    Format.LABELER_EXPORT: "Labeler, a version's zip",
    Format.LABELER_SHAPE: "Labeler, another shape of a version",
}
PACKED = b"PK\x03\x04"


@contextmanager
def opened(
    file: BinaryIO,
    format: Format | None = None,
    columns: Choice | None = None,
    *,
    classes: Collection[str] = (),
    work_dir: Path | None = None,
    alive: Callable[[], object] = lambda: None,
) -> Iterator[LabelFile]:
    """The labels of a seekable file. Raises Unreadable, also while they are walked; it is to be caught outside of the
    block, where what decoders raise has become one.

    `format`: as it was recognised; looked for without. `columns`: which two were chosen, where the file has a choice.
    `classes`: folders of a zip that somebody said are classes, though their names do not look so. `work_dir`: for what
    has to wait on the disk; the system's folder without. `alive` is called now and then while nothing comes yet.
    """
    with ExitStack() as stack:
        asked = _Asked(file, columns, classes, work_dir, alive, stack)
        try:
            yield _READERS[format or recognised("", file)](asked)
        except RecursionError:  # what could just be decoded may be too deep to be looked at
            raise Unreadable(json_pieces.TOO_DEEP) from None


@dataclass
class _Asked:
    file: BinaryIO
    choice: Choice | None
    classes: Collection[str]
    work_dir: Path | None
    alive: Callable[[], object]
    stack: ExitStack = field(repr=False)

    @property
    def is_packed(self) -> bool:
        self.file.seek(0)
        return self.file.read(len(PACKED)) == PACKED

    def packed(self) -> archives.Packed:
        return self.stack.enter_context(archives.opened(self.file))

    def unpacked(self) -> IO[bytes]:
        """The file of labels itself, which may come in a zip."""
        if not self.is_packed:
            return self.file
        packed = self.packed()
        found = inside(packed)
        if found is None:
            raise Unreadable("The zip holds no file of labels.")
        return self.stack.enter_context(packed.open(found[0]))

    def table(self) -> tables.Table:
        return self.stack.enter_context(tables.opened(self.unpacked()))


def _coco(asked: _Asked) -> LabelFile:
    records = coco.records(asked.unpacked(), work_dir=asked.work_dir, alive=asked.alive)
    return LabelFile(Format.COCO, TITLES[Format.COCO], records)


def _csv(asked: _Asked) -> LabelFile:
    table = asked.table()
    offered = tables.columns_of(table.head, asked.choice)
    return LabelFile(Format.CSV, TITLES[Format.CSV], tables.records(table, asked.choice), columns=offered)


def _label_studio_json(asked: _Asked) -> LabelFile:
    file = asked.unpacked()
    pieces = (piece.value for piece in json_pieces.pieces(file) if piece.number)
    first = next((value for value in pieces if isinstance(value, dict)), {})
    is_whole = label_studio.is_task(first)
    reading = (label_studio.tasks if is_whole else label_studio.objects)(file, asked.choice)
    title = TITLES[Format.LABEL_STUDIO_JSON] + ("" if is_whole else "-MIN")
    return LabelFile(Format.LABEL_STUDIO_JSON, title, reading.records, columns=reading.columns)


def _label_studio_csv(asked: _Asked) -> LabelFile:
    reading = label_studio.table(asked.table(), asked.choice)
    format = Format.LABEL_STUDIO_CSV
    return LabelFile(format, TITLES[format], reading.records, columns=reading.columns)


def _cvat(asked: _Asked) -> LabelFile:
    return LabelFile(Format.CVAT_XML, TITLES[Format.CVAT_XML], cvat.records(asked.unpacked()))


def _hf_imagefolder(asked: _Asked) -> LabelFile:
    format = Format.HF_IMAGEFOLDER
    if asked.is_packed and (packed := asked.packed()).named(*objects.METADATA):
        reading = objects.imagefolder(packed, asked.choice, asked.alive)
        return LabelFile(format, TITLES[format], reading.records, columns=reading.columns)
    reading = objects.lines(asked.unpacked(), asked.choice)
    return LabelFile(format, "JSON Lines", reading.records, columns=reading.columns)


def _parquet(asked: _Asked) -> LabelFile:
    work = parquet.Work(asked.work_dir, asked.alive, asked.stack, parquet.Left())
    if asked.is_packed:
        found = parquet.zipped(asked.packed(), asked.choice, work)
    else:
        found = parquet.opened(asked.file, asked.choice, work)
    title = "Hugging Face, Parquet" if found.is_hugging_face else TITLES[Format.PARQUET]
    return LabelFile(Format.PARQUET, title, found.reading.records, columns=found.reading.columns)


def _json_records(asked: _Asked) -> LabelFile:
    reading = objects.listed(asked.unpacked(), asked.choice)
    return LabelFile(Format.JSON_RECORDS, TITLES[Format.JSON_RECORDS], reading.records, columns=reading.columns)


def _class_folders(asked: _Asked) -> LabelFile:
    records = folders.records(asked.packed(), classes=asked.classes)
    return LabelFile(Format.CLASS_FOLDERS, TITLES[Format.CLASS_FOLDERS], records)


def _labeler_export(asked: _Asked) -> LabelFile:
    packed = asked.packed()
    facts = labeler.manifest(packed)
    format = Format.LABELER_EXPORT
    return LabelFile(format, TITLES[format], labeler.export(packed, facts), dataset_id=facts.dataset_id)


def _labeler_shape(asked: _Asked) -> LabelFile:
    packed = asked.packed()
    shape = labeler.shape_of(packed)
    facts = labeler.manifest(packed) if shape else labeler.Manifest()
    named, read = _SHAPES.get(shape, _SHAPES["imagefolder"])
    title, records = f"Labeler, {named} of a version", read(packed, facts)
    return LabelFile(Format.LABELER_SHAPE, title, records, dataset_id=facts.dataset_id)


_SHAPES = {
    "imagefolder": ("ImageFolder", labeler.imagefolder),
    "csv": ("CSV", labeler.table),
    "huggingface": ("Hugging Face", labeler.hugging_face),
}
_READERS: dict[Format, Callable[[_Asked], LabelFile]] = {
    Format.COCO: _coco,
    Format.CSV: _csv,
    Format.LABEL_STUDIO_JSON: _label_studio_json,
    Format.LABEL_STUDIO_CSV: _label_studio_csv,
    Format.CVAT_XML: _cvat,
    Format.HF_IMAGEFOLDER: _hf_imagefolder,
    Format.PARQUET: _parquet,
    Format.JSON_RECORDS: _json_records,
    Format.CLASS_FOLDERS: _class_folders,
    Format.LABELER_EXPORT: _labeler_export,
    Format.LABELER_SHAPE: _labeler_shape,
}
