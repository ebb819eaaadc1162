"""Pure: what kind of file of labels this is, by what it holds; and why it is none, and what to do then."""

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import IO, Any, BinaryIO, cast

from annotations.imports import zips
from annotations.imports.reading import (
    archives,
    columns,
    cvat,
    json_pieces,
    label_studio,
    labeler,
    objects,
    paths,
    tables,
    text,
)
from annotations.imports.reading.archives import Packed
from annotations.imports.reading.columns import spelled
from annotations.imports.reading.hugging_face import parquet
from annotations.imports.reading.json_pieces import Piece
from annotations.imports.reading.records import Format, Unreadable

START = 1 << 16  # bytes that are looked at
SURE, TABLES = (".json", ".xml"), (".jsonl", ".csv", ".tsv", ".txt")  # endings of files of labels in a zip
MOST_LIKELY = 20  # of them are looked at
PARQUET = b"PAR1"
MOST_PIECES = 10_000  # of a JSON file, before its kind shows

AS_CSV = "Save the labels as “CSV UTF-8”."
UPLOAD = "It holds no labels. Bring pictures in by “Upload”."
UNPACK = "Unpack it first, or make a zip of it."

# The first bytes of what people send by mistake: https://en.wikipedia.org/wiki/List_of_file_signatures
SIGNATURES = (
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is an old Excel file: save it as “CSV UTF-8”."),
    (0, b"%PDF", f"This is a PDF. {AS_CSV}"),
    (0, b"{\\rtf", f"This is a text with formats (RTF). {AS_CSV}"),
    (0, b"7z\xbc\xaf\x27\x1c", f"This is a 7z archive. {UNPACK}"),
    (0, b"Rar!\x1a\x07", f"This is a RAR archive. {UNPACK}"),
    (0, b"\x1f\x8b", f"This is packed by gzip. {UNPACK}"),
    (0, b"BZh", f"This is packed by bzip2. {UNPACK}"),
    (0, b"\xfd7zXZ\x00", f"This is packed by xz. {UNPACK}"),
    (257, b"ustar", f"This is a tar archive. {UNPACK}"),
    (0, b"SQLite format 3\x00", f"This is a database of SQLite. {AS_CSV}"),
    (0, b"\x89HDF\r\n", f"This is an HDF5 file. {AS_CSV}"),
    (0, b"\x93NUMPY", f"This is an array of NumPy. {AS_CSV}"),
    (0, b"\x80\x04\x95", f"This is a pickle of Python. {AS_CSV}"),
    (0, b"version https://git-lfs.", "This is a pointer of Git LFS, not the file. Fetch that by “git lfs pull”."),
    (0, b"PK\x05\x06", "The zip is empty."),
    (0, b"\xff\xd8\xff", f"This is a JPEG picture. {UPLOAD}"),
    (0, b"\x89PNG\r\n", f"This is a PNG picture. {UPLOAD}"),
    (0, b"GIF8", f"This is a GIF picture. {UPLOAD}"),
    (0, b"II*\x00", f"This is a TIFF picture. {UPLOAD}"),
    (0, b"MM\x00*", f"This is a TIFF picture. {UPLOAD}"),
    (8, b"WEBP", f"This is a WebP picture. {UPLOAD}"),
    (4, b"ftyp", "This is a video or a picture. It holds no labels. Bring pictures and videos in by “Upload”."),
)
# Behind what may stand in front: an XML declaration, comments.
WEB_PAGE = re.compile(rb"(?>\s|<\?xml[^>]*>|<!--.*?-->)*+<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
YOLO_LINE = re.compile(r"\d+(?: -?\d*\.?\d+(?:e-?\d+)?){4,}\s*")
YOLO = (
    "These are boxes or outlines of YOLO. Labeler gives an image one class as a whole: "
    "for YOLO's classification send a zip with a folder for each class."
)
VOC = (
    "These are boxes of Pascal VOC. Labeler gives an image one class as a whole: "
    "make a CSV with a file and its category in each row."
)
LABEL_ME = "These are outlines of LabelMe or VIA. Labeler gives an image one class as a whole: make a CSV of them."
MARKS_OF_OTHERS = {"shapes": LABEL_ME, "_via_settings": LABEL_ME, "_via_img_metadata": LABEL_ME}
KNOWN = "Labeler reads COCO, Label Studio, lists of objects with a file and a label, and its own exports."


def recognised(name: str, file: BinaryIO) -> Format:
    """What kind of file this is. Leaves the position at the start. Raises Unreadable where it is no file of labels.

    `name` decides nothing: what a file holds does.
    """
    file.seek(0)
    start = file.read(START)
    file.seek(0)
    try:
        return _recognised(start, file)
    except RecursionError:
        raise Unreadable(json_pieces.TOO_DEEP) from None
    finally:
        file.seek(0)


def _recognised(start: bytes, file: IO[bytes]) -> Format:
    if not start.strip():
        raise Unreadable("The file is empty.")
    for at, mark, why in SIGNATURES:
        if start.startswith(mark, at):
            raise Unreadable(why)
    if start.startswith(PARQUET):
        return Format.PARQUET
    if start.startswith(b"PK\x03\x04"):
        with archives.opened(cast(BinaryIO, file)) as packed:
            return _zip(packed)
    words = _words(start)
    first = words.lstrip()[:1]
    if first in ("{", "["):
        return _json(file, first)
    if first == "<":
        return _xml(start)
    return _table(words, file)


def _words(start: bytes) -> str:
    """The start as text. Raises Unreadable where it is none."""
    if start.startswith(text.UTF_32):
        raise Unreadable(f"This text is UTF-32. {AS_CSV}")
    encoding = text.encoding_of(start)
    if encoding == "utf-8" and b"\x00" in start:
        why = "It may be UTF-16 without its mark" if _alternates(start) else "It is no text"
        raise Unreadable(f"The file cannot be read: {why}. {AS_CSV}")
    try:
        # What is cut off at the end is no fault of the file.
        return codecs.getincrementaldecoder(encoding)().decode(start)
    except UnicodeDecodeError:
        raise Unreadable(text.NOT_UTF8) from None


def _alternates(start: bytes) -> bool:
    """Whether most second bytes are 0 and few others are, as in UTF-16 of most languages of Europe."""
    few, many = sorted((start[::2].count(0), start[1::2].count(0)))
    return many * 4 > len(start) and few * 8 < many


# --- zips -----------------------------------------------------------------------------------------------------------


def _zip(packed: Packed) -> Format:
    names = packed.entries.keys()
    _refuse_documents(packed)
    if labeler.SHAPE in names:
        return _shape(packed)
    if labeler.MANIFEST in names and "annotations.json" in names:
        return Format.LABELER_EXPORT
    if packed.named(*objects.METADATA):
        return Format.HF_IMAGEFOLDER
    if parquet.files(packed):
        return Format.PARQUET
    if found := inside(packed):
        return found[1]
    return _pictures(packed)


def inside(packed: Packed) -> tuple[str, Format] | None:
    """The one file of labels that the zip was made of, perhaps with its pictures, and what it is. Raises Unreadable
    where there are several. A table beside pictures may be anything, so it is none."""
    endings = SURE if any(map(paths.is_picture, packed.entries)) else (*SURE, *TABLES)
    likely = [path for path in packed.entries if path.lower().endswith(endings)]
    found = []
    for path in likely[:MOST_LIKELY]:
        with suppress(Unreadable), packed.open(path) as file:
            found.append((path, _recognised(file.read(START), file)))
    if len(found) > 1:
        names = ", ".join(path for path, _ in found[:3])
        raise Unreadable(f"The zip holds several files of labels: {names}. Send them one by one.")
    return found[0] if found else None


def _refuse_documents(packed: Packed) -> None:
    if "[Content_Types].xml" in packed.entries:
        if any(path.startswith("xl/") for path in packed.entries):
            raise Unreadable("This is an Excel file: save it as “CSV UTF-8”.")
        raise Unreadable(f"This is a document of Word or PowerPoint. {AS_CSV}")
    if any(path.startswith("Index/") and path.endswith(".iwa") for path in packed.entries):
        raise Unreadable(f"This is a document of Numbers, Pages or Keynote. {AS_CSV}")
    if {"mimetype", "content.xml"} <= packed.entries.keys():
        raise Unreadable("This is an OpenDocument file: save its table as “CSV UTF-8”.")


def _shape(packed: Packed) -> Format:
    shape = labeler.shape_of(packed)
    if shape not in ("imagefolder", "csv", "huggingface"):
        raise Unreadable(
            f"This is Labeler's own shape “{shape[:40]}”, which is not read back. "
            "Send the zip of the version itself, or its shape Hugging Face, CSV or ImageFolder."
        )
    return Format.LABELER_SHAPE


def _pictures(packed: Packed) -> Format:
    parts = [(path, path.lower().split("/")[:-1]) for path in packed.entries]
    if any("labels" in folders and path.lower().endswith(".txt") for path, folders in parts):
        raise Unreadable(YOLO)
    if any("annotations" in folders and path.lower().endswith(".xml") for path, folders in parts):
        raise Unreadable(VOC)
    pictures = [folders for path, folders in parts if paths.is_picture(path)]
    if not pictures:
        if archive := next((name for name, why in packed.archive.refused if why == zips.NESTED), None):
            what = f"The zip holds another archive, {columns.shown(archive)}."
            raise Unreadable(f"{what} Unpack it, and send what is in that one.")
        raise Unreadable(
            "The zip holds neither labels nor pictures that Labeler knows. Unpack it and send its file of labels."
        )
    if not any(pictures):
        raise Unreadable("This is a zip of pictures without folders: it holds no labels. Bring the pictures in.")
    return Format.LABELER_SHAPE if labeler.is_imagefolder(packed) else Format.CLASS_FOLDERS


# --- JSON and XML ---------------------------------------------------------------------------------------------------


def _json(file: IO[bytes], first: str) -> Format:
    if first == "{" and _is_lines(file):
        return Format.HF_IMAGEFOLDER
    found = islice(json_pieces.pieces(file), MOST_PIECES)
    return _list(found) if first == "[" else _object(found)


def _is_lines(file: IO[bytes]) -> bool:
    """Whether the first line is a whole object of its own, and names a file or is followed by another."""
    try:
        first = list(islice((value for _, value in json_pieces.lines(file)), 2))
    except Unreadable:
        return False
    if not all(isinstance(value, dict) for value in first):
        return False
    return len(first) > 1 or "file_name" in first[0]


def _list(found: Iterator[Piece]) -> Format:
    task = next((piece.value for piece in found if piece.number and isinstance(piece.value, dict)), None)
    if task is None:
        raise Unreadable(f"This JSON is an empty list, or one of no objects. {KNOWN}")
    if label_studio.is_task(task) or len(label_studio.MARKS & task.keys()) > 1:
        return Format.LABEL_STUDIO_JSON
    return Format.JSON_RECORDS


def _object(found: Iterator[Piece]) -> Format:
    names: set[str] = set()
    for piece in found:
        names.add(piece.member)
        if piece.member in ("images", "annotations") and isinstance(piece.value, list | dict):
            return Format.COCO
        if piece.member in MARKS_OF_OTHERS:
            raise Unreadable(MARKS_OF_OTHERS[piece.member])
    if "categories" in names:
        return Format.COCO
    if "schema_version" in names:
        raise Unreadable("This is one file of a Labeler export. Send the zip as it was downloaded.")
    raise Unreadable(f"This JSON is of no kind that Labeler knows. {KNOWN}")


def _xml(start: bytes) -> Format:
    if WEB_PAGE.match(start):
        raise Unreadable("This is a web page, perhaps one that asks to sign in. Download the file once more.")
    root = cvat.root_of(start)
    if root == "annotations":
        return Format.CVAT_XML
    if root == "annotation":
        raise Unreadable(VOC)
    raise Unreadable(cvat.not_of_cvat(root))


# --- tables ---------------------------------------------------------------------------------------------------------


def _table(words: str, file: IO[bytes]) -> Format:
    lines = [line for line in words.splitlines()[:20] if line.strip()]
    if lines and all(YOLO_LINE.fullmatch(line) for line in lines):
        raise Unreadable(YOLO)
    with tables.opened(file) as table:
        header: list[Any] = [spelled(cell) for cell in table.head[0]]
        tables.columns_of(table.head, None)
    return Format.LABEL_STUDIO_CSV if len(label_studio.MARKS.intersection(header)) > 1 else Format.CSV
