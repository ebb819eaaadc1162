"""Draws docs/architecture.md from the code: the rooms, their arrows, and the way of one answer from the key to the zip.

python scripts/draw_architecture.py           writes the drawings into the page
python scripts/draw_architecture.py --check   fails when the page is not what the code says
"""

import re
import sys
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "architecture.md"
SCRIPTS = ROOT / "static" / "labeler"
# From the ground up; the import rules in pyproject.toml hold their order.
ROOMS = ("core", "contract", "people", "projects", "webhooks", "assets", "annotations", "exports", "labeler")
sys.path.insert(0, str(ROOT))  # grimp looks for the rooms as an import would
CODE = grimp.build_graph(*ROOMS, cache_dir=None)
PRODUCT = {name for name in CODE.modules if not {"tests", "migrations", "management"} & set(name.split("."))}

# Where one answer passes: the place, a name there, what happens, and what carries the answer there where no import
# does. Scripts are named by their file, modules by their import; names and imports are looked up in the code.
WAY = (
    ("label/page", "wireWork", "a key goes down: the answer of the picture on the screen", ""),
    ("label/answers", "give", "an operation with an id of its own; the next picture waits for the store", ""),
    ("outbox/sender", "accept", "in order, behind what waits already", "handed in by the page"),
    (
        "outbox/store",
        "settle",
        "IndexedDB has written it, and the journal beside it: from here the answer counts",
        "handed in by the page",
    ),
    (
        "outbox/sender",
        "#post",
        "batches, one request at a time, until each has its result",
        "a tick later",
    ),
    ("annotations.labeling.api", "Answers", "POST …/answers/", "HTTP"),
    ("annotations.labeling.answers", "set_answers", "applied, duplicate, conflict or rejected", ""),
    ("annotations.labeling.record", "write", "asset, annotation, event and claim, in one transaction", ""),
    ("exports.versions.builder", "request_version", "somebody asks for a version", "the database"),
    ("exports.versions.freezing", "freeze", "every answer of one moment, by one statement", ""),
    ("exports.tasks", "build_version", "the job", "the queue"),
    ("exports.versions.builder", "build", "from frozen rows only; each image is hashed again on its way", ""),
    ("contract.archive", "build", "the contract's order and bytes", ""),
    ("contract.stored_zip", "StoredZip", "the zip: the same bytes for ever", ""),
)


def room_of(module: str) -> str:
    return module.partition(".")[0]


def topic_of(module: str) -> str | None:
    """The folder of a topic in an app, such as annotations.labeling; None for what lies in the app itself."""
    folder = ".".join(module.split(".")[:2])
    inside = folder.count(".") and folder != module and not folder.endswith("templatetags")
    return folder if inside else None


def arrows() -> Iterator[tuple[str, str]]:
    """Module imports module, as far as the product goes."""
    for importer in sorted(PRODUCT):
        for imported in sorted(CODE.find_modules_directly_imported_by(importer) & PRODUCT):
            yield importer, imported


def rooms() -> str:
    """Each room with its topics; arrows point at what is imported. Where a longer way leads there anyway, between
    rooms, the direct arrow is left out."""
    topics = sorted({topic for module in PRODUCT if (topic := topic_of(module))})
    between_rooms = {(room_of(a), room_of(b)) for a, b in arrows()}
    between_topics = {(topic_of(a), topic_of(b)) for a, b in arrows() if room_of(a) == room_of(b)}
    lines = ["flowchart TD"]
    for room in reversed(ROOMS):
        inside = [topic for topic in topics if room_of(topic) == room]
        if not inside:
            lines.append(f'    {room}["{room}/"]')
            continue
        lines.append(f'    subgraph {room}["{room}/"]')
        lines += [f'        {_id(topic)}["{topic.partition(".")[2]}/"]' for topic in inside]
        edges = sorted((a, b) for a, b in between_topics if a in inside and b and a != b)
        lines += [f"        {_id(a)} --> {_id(b)}" for a, b in edges]
        lines.append("    end")
    lines += [f"    {a} --> {b}" for a, b in sorted(_shortest(between_rooms))]
    return "\n".join(lines)


def _id(topic: str) -> str:
    return topic.replace(".", "_")


def _shortest(edges: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """The arrows between different rooms without those that others imply."""
    edges = {(a, b) for a, b in edges if a != b}
    beyond: dict[str, set[str]] = {}
    for room in ROOMS:  # from the ground up: what a room imports has been seen before it
        direct = {b for a, b in edges if a == room}
        beyond[room] = direct.union(*(beyond[b] for b in direct))
    return {(a, b) for a, b in edges if not any(b in beyond[c] for x, c in edges if x == a and c != b)}


def way() -> str:
    lines = ["flowchart TD"]
    for number, (place, name, words, _) in enumerate(WAY):
        lines.append(f'    s{number}["{_shown(place, name)}<br>{words}"]')
    for number, (before, after) in enumerate(pairwise(WAY)):
        lines.append(f"    s{number} -->{_carrier(before[0], *after)} s{number + 1}")
    return "\n".join(lines)


def _shown(place: str, name: str) -> str:
    source = _source(place)
    if not re.search(rf"(?<!\w){name}\b", source.read_text("utf-8")):
        raise SystemExit(f"{source.relative_to(ROOT)} has no {name}: the way of an answer goes elsewhere now.")
    return f"{source.relative_to(ROOT)}: {name}"


def _source(place: str) -> Path:
    source = SCRIPTS / f"{place}.js" if "/" in place else ROOT / f"{place.replace('.', '/')}.py"
    if not source.exists():
        raise SystemExit(f"{source.relative_to(ROOT)} is gone: the way of an answer goes elsewhere now.")
    return source


def _carrier(before: str, place: str, name: str, words: str, carrier: str) -> str:
    if carrier:
        return f"|{carrier}|"
    if not _imports(before, place):
        raise SystemExit(f"{before} does not import {place}: the way of an answer goes elsewhere now.")
    return ""


def _imports(before: str, after: str) -> bool:
    if "/" in before:
        return f'"{after}"' in _source(before).read_text("utf-8")
    return after in CODE.find_modules_directly_imported_by(before)


def drawn(page: str) -> str:
    for name, drawing in (("rooms", rooms()), ("way", way())):
        block = rf"(<!-- {name}: [^\n]*-->\n```mermaid\n).*?(\n```)"
        page, found = re.subn(block, partial(_filled, drawing), page, flags=re.DOTALL)
        if found != 1:
            raise SystemExit(f"{PAGE.name} has no one place for the drawing of the {name}.")
    return page


def _filled(drawing: str, block: re.Match[str]) -> str:
    return block[1] + drawing + block[2]


def main() -> None:
    page = PAGE.read_text("utf-8")
    new = drawn(page)
    if "--check" in sys.argv[1:]:
        if new != page:
            raise SystemExit("docs/architecture.md is not what the code says: python scripts/draw_architecture.py")
        return
    PAGE.write_text(new, "utf-8")


if __name__ == "__main__":
    main()
