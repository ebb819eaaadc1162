"""Pure: COCO as tools really write it (cocodataset.org, “Data format”): lists of images, annotations and categories.

The lists come in any order and refer to each other, so images and annotations wait in a table of SQLite on the disk:
memory does not grow with them. An id may be written as 7, 7.0 or "7".
"""

import json
import math
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sized
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any

from annotations.imports.reading import columns, json_pieces, paths
from annotations.imports.reading.records import Bad, Problem, Record, Said, State, Unreadable
from annotations.imports.report import clean

LISTS = ("images", "annotations", "categories")
MOST_CATEGORIES = 100_000
SPOOL = "import-coco-"  # swept with what was being uploaded, where a run was killed
LABEL_STUDIO = "Label Studio"  # the contributor that its COCO names, whose uploads have its mark
CACHE_KB = 16_000
NAMES = ("file_name", "coco_url", "flickr_url", "original_name")  # of an image; the first one counts
GEOMETRY = ("bbox", "segmentation", "keypoints")
ALIVE_EACH = 10_000  # pieces

_TABLES = """
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -%d;
    CREATE TABLE image (number INTEGER PRIMARY KEY, id UNIQUE, place, names, sha256);
    CREATE TABLE label (image, category, place, PRIMARY KEY (image, category)) WITHOUT ROWID;
"""
_LABELS = """
    SELECT image.number, image.place, image.names, image.sha256, label.category
    FROM image LEFT JOIN label ON label.image = image.id ORDER BY image.number
"""
_STRANGE = "SELECT place, image FROM label WHERE NOT EXISTS (SELECT 1 FROM image WHERE image.id = label.image)"
_SEVERAL = """
    SELECT count(*) FILTER (WHERE many > 1), count(*) FROM (SELECT count(*) AS many FROM label GROUP BY image)
"""


def records(
    file: IO[bytes], *, work_dir: Path | None = None, alive: Callable[[], object] = lambda: None
) -> Iterator[Said]:
    """A record for each image, in the order of the file: the distinct categories of its annotations, whatever geometry
    they have. First the problems of all lists. `work_dir`: where the table lies; the system's folder without."""
    with _table(work_dir) as table:
        reading = _Reading(table)
        for at, piece in enumerate(json_pieces.pieces(file)):
            try:
                reading.take(piece)
            except Bad as problem:
                yield Problem(_place(piece), str(problem))
            if at % ALIVE_EACH == 0:
                alive()
        reading.check()
        yield from reading.strangers()
        yield from reading.records()


@contextmanager
def _table(work_dir: Path | None) -> Iterator[sqlite3.Connection]:
    with (
        tempfile.NamedTemporaryFile(dir=work_dir, prefix=SPOOL) as spool,
        closing(sqlite3.connect(spool.name, isolation_level=None)) as table,
    ):
        table.executescript(_TABLES % CACHE_KB)
        table.execute("BEGIN")
        yield table


def _place(piece: json_pieces.Piece) -> str:
    """By its own id, which people search for; else by its place in the list."""
    own = piece.value.get("id") if isinstance(piece.value, dict) else None
    one = {"images": "image", "annotations": "annotation", "categories": "category"}[piece.member]
    return clean(f"{one} {own}")[:100] if isinstance(own, int | str) else f"{one} number {piece.number}"


class _Reading:
    def __init__(self, table: sqlite3.Connection) -> None:
        self._table = table
        self._names: dict[int | str, str] = {}  # categories by id
        self._named: dict[int | str, str] = {}  # where each is named first
        self._seen: set[str] = set()
        self._is_label_studios = False
        self._drawn = self._plain = 0  # annotations with geometry, and without
        self._take = {"images": self._image, "annotations": self._annotation, "categories": self._category}

    def take(self, piece: json_pieces.Piece) -> None:
        """Raises Bad when this one is of no use, Unreadable when none are."""
        if piece.member == "info":
            self._is_label_studios = isinstance(piece.value, dict) and piece.value.get("contributor") == LABEL_STUDIO
        if piece.member not in LISTS:
            return
        if piece.number == 0:
            if piece.value != []:
                raise Unreadable(_no_list(piece.member))
            self._seen.add(piece.member)
            return
        if not isinstance(piece.value, dict):
            raise Bad("It is no object.")
        self._take[piece.member](piece.value, _place(piece))

    def _image(self, image: dict[str, Any], place: str) -> None:
        key = _key(image, "id", "image")
        names = [name for field in NAMES if isinstance(name := image.get(field), str) and name.strip()]
        if not names:
            raise Bad("It has no file_name.")
        row = (key, place, json.dumps(names), columns.sha256_of(image.get("sha256")))
        try:
            self._table.execute("INSERT INTO image (id, place, names, sha256) VALUES (?, ?, ?, ?)", row)
        except sqlite3.IntegrityError:
            raise Bad("Another image of the file has this id.") from None

    def _annotation(self, annotation: dict[str, Any], place: str) -> None:
        image, category = _key(annotation, "image_id", "annotation"), _key(annotation, "category_id", "annotation")
        is_drawn = any(annotation.get(name) for name in GEOMETRY)
        self._drawn += is_drawn
        self._plain += not is_drawn
        self._table.execute("INSERT OR IGNORE INTO label VALUES (?, ?, ?)", (image, category, place))
        self._named.setdefault(category, place)
        _check_number(self._named)

    def _category(self, category: dict[str, Any], place: str) -> None:
        key = _key(category, "id", "category")
        name = category.get("name")
        if not isinstance(name, str) or not name.strip():
            raise Bad("It has no name: every category needs one.")
        if self._names.setdefault(key, name.strip()) != name.strip():
            raise Bad(f"Another category of the file has this id: {self._names[key]}.")
        _check_number(self._names)

    def check(self) -> None:
        """Raises Unreadable when a list is missing, or the file answers another question than ours."""
        for name in LISTS:
            if name not in self._seen:
                raise Unreadable(_no_list(name))
        several, labeled = self._table.execute(_SEVERAL).fetchone()
        if self._drawn and not self._plain and labeled > 1 and several * 2 > labeled:
            raise Unreadable(
                f"These are boxes or outlines of several classes: {several:,} of {labeled:,} images have "
                "more than one. Labeler gives an image one class as a whole. Make one with one category for each image."
            )

    def strangers(self) -> Iterator[Problem]:
        """Annotations of what the file does not list."""
        for place, image in self._table.execute(_STRANGE):
            yield Problem(place, f"It names the image {image!r}, which the file does not list.")
        for category, place in self._named.items():
            if category not in self._names:
                yield Problem(place, f"It names the category {category!r}, which the file does not list.")

    def records(self) -> Iterator[Said]:
        pending: tuple[int, str, str, str] | None = None
        names: list[str] = []
        for *image, category in self._table.execute(_LABELS):
            if pending is not None and pending[0] != image[0]:
                yield self._record(pending, names)
                names = []
            pending = tuple(image)
            if category in self._names:
                names.append(self._names[category])
        if pending is not None:
            yield self._record(pending, names)

    def _record(self, image: tuple[int, str, str, str], names: list[str]) -> Said:
        _, place, written, sha256 = image
        try:
            found = [paths.named(name, by_label_studio=self._is_label_studios) for name in json.loads(written)]
        except Bad as problem:
            return Problem(place, str(problem))
        path, *others = [spelling for each in found for spelling in (each.path, *each.others)]
        state = State.LABELED if names else State.UNLABELED
        return Record(place, path, columns.distinct(names), tuple(dict.fromkeys(others)), state, sha256)


def _check_number(categories: Sized) -> None:
    if len(categories) > MOST_CATEGORIES:
        raise Unreadable(f"The file has more than {MOST_CATEGORIES:,} categories.")


def _key(record: dict[str, Any], name: str, what: str) -> int | str:
    """The id in one spelling: 7 for 7, 7.0 and "7". Raises Bad when there is none."""
    value = record.get(name)
    if isinstance(value, float) and math.isfinite(value) and value.is_integer():
        value = int(value)
    if isinstance(value, str) and value.strip():
        value = value.strip()
        value = int(value) if _is_number(value) else value
    if isinstance(value, bool) or not isinstance(value, int | str) or value == "":
        raise Bad(
            f"It has no {name}: every {what} needs one." if value is None else f"Its {name} is {value!r}"[:80] + "."
        )
    if isinstance(value, int):
        return value if -(2**63) <= value < 2**63 else str(value)
    return value.encode(errors="replace").decode()[:1000]


def _is_number(text: str) -> bool:
    """Whether a text is the one spelling of a whole number: `007` is a name of its own."""
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) < 19 and text == str(int(text))


def _no_list(name: str) -> str:
    return f"A COCO file has a list “{name}” of objects; this one has none."
