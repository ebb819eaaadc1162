"""Pure: “CVAT for images 1.1”, XML: the tags of each image (docs.cvat.ai, “CVAT for image”).

Read by expat event by event, without a tree: memory does not grow with the file. A file that declares a document type
is refused before anything in it is expanded, so there are no entities, of its own or from elsewhere.
"""

from collections.abc import Iterator
from typing import IO, Any
from xml.parsers import expat

from annotations.imports.reading import columns, paths
from annotations.imports.reading.records import ONCE_MORE, Bad, Problem, Record, Said, State, Unreadable
from annotations.imports.report import clean

AT_ONCE = 1 << 16  # bytes
LARGEST_TOKEN = 4_000_000  # bytes of one element's start or of a text, which expat keeps until it is whole
DEEPEST = 50
EXPORT = "From CVAT export “CVAT for images 1.1”."
DRAWN = frozenset({"box", "polygon", "polyline", "points", "mask", "ellipse", "cuboid", "skeleton"})


def records(file: IO[bytes]) -> Iterator[Said]:
    """A record for each image. Raises Unreadable."""
    reading = _Reading()
    file.seek(0)
    while chunk := file.read(AT_ONCE):
        reading.feed(chunk)
        yield from reading.taken()
    reading.end()
    yield from reading.taken()
    reading.check()


def not_of_cvat(root: str) -> str:
    return f"This XML is none of CVAT: it begins with <{root[:40]}> instead of <annotations>. {EXPORT}"


def root_of(start: bytes) -> str:
    """The name of the first element in the first bytes of a file; "" when there is none. Raises Unreadable."""
    reading = _Reading()
    reading.feed(start, checked=False)
    return reading.root


class _Reading:
    def __init__(self) -> None:
        self.root = ""
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = False
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = _refuse_doctype
        self._parser.EntityDeclHandler = _refuse_doctype
        self._ready: list[Said] = []
        self._fed = self._depth = 0
        self._number = self._tagged = 0
        self._image: dict[str, str] | None = None
        self._tags: list[str] = []
        self._drawn = self._any_drawn = ""
        self._checked = True

    def feed(self, chunk: bytes, *, checked: bool = True) -> None:
        self._checked = checked
        self._parse(chunk, False)
        self._fed += len(chunk)
        if self._fed - self._parser.CurrentByteIndex > LARGEST_TOKEN:
            raise Unreadable("The XML has one piece of several MB, which no label is.")

    def end(self) -> None:
        self._parse(b"", True)

    def _parse(self, chunk: bytes, is_last: bool) -> None:
        try:
            self._parser.Parse(chunk, is_last)
        except expat.ExpatError as problem:
            why = f"The file is no XML, or it is damaged or cut off, in line {problem.lineno:,}. {ONCE_MORE}"
            raise Unreadable(why) from None

    def taken(self) -> list[Said]:
        ready, self._ready = self._ready, []
        return ready

    def check(self) -> None:
        if self._any_drawn and not self._tagged:
            raise Unreadable(
                f"This CVAT file has drawings ({self._any_drawn}) and no tags. Labeler gives an image one class as a "
                "whole: export a task that was answered by tags."
            )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Unreadable("The file is no XML of labels: it is nested too deep.")
        if self._depth == 1:
            self.root = name
            self._refuse_others(name)
        elif self._depth == 2 and name == "image":
            self._image, self._tags, self._drawn = attributes, [], ""
            self._number += 1
        elif self._depth == 2 and name == "track":
            raise Unreadable("This is “CVAT for video”. Export the task as “CVAT for images 1.1”.")
        elif self._depth == 3 and self._image is not None:
            self._take(name, attributes)

    def _refuse_others(self, name: str) -> None:
        if self._checked and name != "annotations":
            raise Unreadable(not_of_cvat(name))

    def _take(self, name: str, attributes: dict[str, str]) -> None:
        if name == "tag" and attributes.get("label", "").strip():
            self._tags.append(attributes["label"].strip())
        elif name in DRAWN:
            self._drawn = self._any_drawn = name

    def _end(self, name: str) -> None:
        if self._depth == 2 and self._image is not None:
            self._ready.append(self._record(self._image))
            self._image = None
        self._depth -= 1

    def _record(self, image: dict[str, str]) -> Said:
        place = clean(f"image {image['id']}")[:100] if "id" in image else f"image number {self._number}"
        self._tagged += bool(self._tags)
        try:
            found = paths.named(image.get("name"))
            if self._drawn and not self._tags:
                raise Bad(f"It has drawings ({self._drawn}) and no tag for the whole image.")
        except Bad as problem:
            return Problem(place, str(problem))
        state = State.LABELED if self._tags else State.UNLABELED
        return Record(place, found.path, columns.distinct(self._tags), found.others, state)


def _refuse_doctype(*declared: Any) -> None:
    raise Unreadable(f"The XML declares a document type or entities, which CVAT never does. It is not read. {EXPORT}")
