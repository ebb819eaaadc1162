"""A folder of pictures into a project: only what the server does not know is sent, and each file has its outcome."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
import uuid
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from labeler_client.cache import CHUNK
from labeler_client.connection import Connection, fits
from labeler_client.errors import LocalProblem, NoServer, SaidNo, Usage
from labeler_client.progress import Bar

T = TypeVar("T")

PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".gif", ".heic", ".heif", ".avif")
WORKERS = 4
# Of a request: fewer than the server takes, so that several are on their way at once.
TOGETHER, BYTES_TOGETHER = 24, 10_000_000
HASHES = 1000  # that are asked for at once
OPERATIONS = 200  # labels that are given at once

CATEGORIES = {"results": [{"id": int, "name": str, "active": bool}]}
SEVERAL = {"results": [dict]}
ASSET = {"id": int, "revision": int}
TOOK = {"asset": ASSET, "duplicate": bool}
REFUSAL = {"error": {"message": str}}
ANSWERS = {"results": [{"result": str, "asset": (dict, type(None))}]}

ADDED, KNOWN, REFUSED = "added", "known", "refused"
LABELED, ALREADY, OTHER, NOT_LABELED = "labeled", "already", "other", "not labeled"


@dataclass
class Outcome:
    """Of one file. `path`: within the folder. `label`: what became of the label that its folder names; "" where none
    was asked for. `reason`: why it was refused, or why its label was not given."""

    path: str
    result: str
    asset: int | None = None
    label: str = ""
    reason: str = ""

    @property
    def is_bad(self) -> bool:
        return self.result == REFUSED or self.label == NOT_LABELED


@dataclass
class Report:
    """`outcomes`: of each picture, in order; `left_out`: files that are no pictures by their names."""

    outcomes: list[Outcome] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def count(self, result: str) -> int:
        return sum(result in (each.result, each.label) for each in self.outcomes)

    @property
    def bad(self) -> list[Outcome]:
        return [each for each in self.outcomes if each.is_bad]


class File(NamedTuple):
    path: Path
    name: str
    folder: str  # within what is pushed, "" for its root
    outcome: Outcome

    @property
    def category(self) -> str:
        return self.folder.rpartition("/")[2]


class Hashed(NamedTuple):
    file: File
    sha256: str
    size: int


class Target(NamedTuple):
    connection: Connection
    path: str  # of the project in the API
    missing: str


def push(
    connection: Connection,
    path: str,
    folder: str | os.PathLike[str],
    *,
    missing: str = "",
    labels_from_folders: bool = False,
    add_classes: bool = False,
    quiet: bool = True,
) -> Report:
    """Bring the pictures below `folder` into the project at `path`, in the order of their names.

    `labels_from_folders`: each is answered with the class that its folder is named like, unless somebody answered
    already. Refused before anything is sent where there is no such class, unless `add_classes` makes it.
    """
    root = Path(folder)
    if not root.is_dir():
        raise LocalProblem(f"{root} is no folder.")
    target = Target(connection, path, missing)
    report = Report()
    files = list(_files(root, report))
    report.outcomes = [file.outcome for file in files]
    categories = _categories(target, files, add_classes) if labels_from_folders else {}
    hashed = _hashed(files)
    known = _known(target, hashed)
    revisions = _send(target, hashed, known, quiet)
    if labels_from_folders:
        _label(target, files, categories, revisions)
    return report


# --- what there is --------------------------------------------------------------------------------------------------


def _files(root: Path, report: Report) -> Iterator[File]:
    """Pictures by their names, folder by folder; hidden ones are none."""
    for where, folders, names in os.walk(root):
        folders[:] = sorted((each for each in folders if not each.startswith(".")), key=_natural)
        for name in sorted(names, key=_natural):
            path = Path(where, name)
            within = _text(path.relative_to(root).as_posix())
            if name.startswith("."):
                continue
            if path.suffix.lower() not in PICTURES:
                report.left_out.append(within)
                continue
            yield File(path, _text(name), within.rpartition("/")[0], Outcome(within, REFUSED))


def _natural(name: str) -> list[Any]:
    """So that 2.jpg stands before 10.jpg."""
    parts = re.split(r"([0-9]+)", name.casefold())
    return [(int(part), "") if place % 2 else (0, part) for place, part in enumerate(parts)]


def _text(name: str) -> str:
    """A name that a disk has and UTF-8 cannot spell, with marks instead."""
    return os.fsencode(name).decode("utf-8", "replace")


def _hashed(files: Sequence[File]) -> list[Hashed]:
    """Of all that can be read."""

    def one(file: File) -> Hashed | None:
        digest, size = hashlib.sha256(), 0
        try:
            with file.path.open("rb") as content:
                while chunk := content.read(CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
        except OSError as problem:
            file.outcome.reason = f"It cannot be read: {problem.strerror or problem}."
            return None
        return Hashed(file, digest.hexdigest(), size)

    with ThreadPoolExecutor(WORKERS) as threads:
        return [each for each in threads.map(one, files) if each]


def _known(target: Target, hashed: Sequence[Hashed]) -> set[str]:
    """The hashes that the project has. It remembers these names of them, too."""
    known: dict[str, int] = {}
    for some in _batches(hashed, HASHES):
        named = [{"sha256": each.sha256, "name": each.file.name, "folder": each.file.folder} for each in some]
        told = target.connection.post(
            f"{target.path}assets/known/",
            {"sha256": [], "named": named},
            missing=target.missing,
            shape={"known": {...: int}},
        )
        known.update(told["known"])
    for each in hashed:
        if each.sha256 in known:
            each.file.outcome.result, each.file.outcome.asset = KNOWN, known[each.sha256]
    return set(known)


def _categories(target: Target, files: Sequence[File], add: bool) -> dict[str, int]:
    """By name, as the server compares names, the ids of the classes that the folders name."""
    found: dict[str, int] = {}
    told = target.connection.get(f"{target.path}categories/", missing=target.missing, shape=CATEGORIES)
    for category in told["results"]:
        if category["active"]:
            found[_key(category["name"])] = category["id"]
    wanted = {_key(file.category): file.category for file in files if file.folder}
    absent = [name for key, name in wanted.items() if key not in found]
    if absent and not add:
        listed = ", ".join(absent[:10]) + (f" and {len(absent) - 10} more" if len(absent) > 10 else "")
        raise Usage(f"The project has no class for these folders: {listed}. Name them alike, or add --add-classes.")
    for name in absent:
        made = target.connection.post(f"{target.path}categories/", {"name": name}, again=False, shape={"id": int})
        found[_key(name)] = made["id"]
    return found


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name.strip()).casefold())


# --- sending --------------------------------------------------------------------------------------------------------


def _send(target: Target, hashed: Sequence[Hashed], known: set[str], quiet: bool) -> dict[int, int]:
    """Those that are not known, equal bytes once. The revision of each image that came, by its number."""
    first: dict[str, Hashed] = {}
    for each in hashed:
        if each.sha256 not in known:
            first.setdefault(each.sha256, each)
    waiting = list(first.values())
    revisions: dict[int, int] = {}
    if waiting:
        places = target.connection.post(f"{target.path}uploads/places/", {"count": len(waiting)}, shape={"start": int})[
            "start"
        ]
        groups = list(_grouped(zip(waiting, range(places, places + len(waiting)))))
        with Bar("sending", len(waiting), quiet=quiet) as bar, ThreadPoolExecutor(WORKERS) as threads:
            try:
                for assets in threads.map(lambda group: _send_group(target, group, bar), groups):
                    revisions.update((asset["id"], asset["revision"]) for asset in assets)
            except BaseException:
                _cancel(threads)
                raise
    for each in hashed:  # the same bytes once more
        if each.sha256 in first and each is not first[each.sha256]:
            sent = first[each.sha256].file.outcome
            each.file.outcome.asset, each.file.outcome.reason = sent.asset, sent.reason
            each.file.outcome.result = KNOWN if sent.asset else REFUSED
    return revisions


def _cancel(threads: ThreadPoolExecutor) -> None:
    threads.shutdown(wait=False, cancel_futures=True)


def _grouped(waiting: Iterable[tuple[Hashed, int]]) -> Iterator[list[tuple[Hashed, int]]]:
    group: list[tuple[Hashed, int]] = []
    size = 0
    for each in waiting:
        if group and (len(group) == TOGETHER or size + each[0].size > BYTES_TOGETHER):
            yield group
            group, size = [], 0
        group.append(each)
        size += each[0].size
    if group:
        yield group


def _send_group(target: Target, group: Sequence[tuple[Hashed, int]], bar: Bar) -> list[dict[str, Any]]:
    """The images that are new by it. A large picture goes alone, as the server asks for."""
    read = [(each, place, content) for each, place in group if (content := _content(each)) is not None]
    assets = []
    if len(read) == 1 or any(len(content) > BYTES_TOGETHER for _, _, content in read):
        for each, place, content in read:
            assets += _took(each, _send_one(target, each, place, content))
    elif read:
        files = [("file", (each.file.name, content)) for each, _, content in read]
        form = {"folder": [each.file.folder for each, _, _ in read], "place": [str(place) for _, place, _ in read]}
        told = target.connection.post(f"{target.path}assets/several/", files=files, data=form, shape=SEVERAL)
        if len(told["results"]) != len(read):
            raise NoServer("The server answered for another number of files than were sent.")
        for (each, _, _), result in zip(read, told["results"]):
            if not fits(result, REFUSAL if "error" in result else TOOK):
                raise target.connection.not_labeler(200)
            assets += _took(each, result)
    bar.add(len(group), sum(len(content) for _, _, content in read))
    return assets


def _content(each: Hashed) -> bytes | None:
    try:
        content = each.file.path.read_bytes()
    except OSError as problem:
        each.file.outcome.reason = f"It cannot be read: {problem.strerror or problem}."
        return None
    if hashlib.sha256(content).hexdigest() != each.sha256:
        each.file.outcome.reason = "It changed while it was sent."
        return None
    return content


def _send_one(target: Target, each: Hashed, place: int, content: bytes) -> dict[str, Any]:
    """As `several` tells of one."""
    form = {"folder": each.file.folder, "place": str(place)}
    try:
        told = target.connection.post(
            f"{target.path}assets/",
            files=[("file", (each.file.name, content))],
            data=form,
            shape={**ASSET, "duplicate": bool},
        )
    except SaidNo as problem:
        if problem.code in ("disk_full", "unavailable"):
            raise
        return {"error": {"message": str(problem)}}
    return {"asset": told, "duplicate": told["duplicate"]}


def _took(each: Hashed, result: dict[str, Any]) -> list[dict[str, Any]]:
    """The image where it came now. One that was there may have an answer that nobody here has seen: its revision is not
    taken, so that a label of a folder does not stand in that answer's place."""
    outcome = each.file.outcome
    if "error" in result:
        outcome.reason = result["error"]["message"]
        return []
    outcome.asset = result["asset"]["id"]
    outcome.result = KNOWN if result["duplicate"] else ADDED
    return [] if result["duplicate"] else [result["asset"]]


# --- labels ---------------------------------------------------------------------------------------------------------


def _label(target: Target, files: Sequence[File], categories: dict[str, int], revisions: dict[int, int]) -> None:
    """Each image the class of its folder. What somebody answered already stays, and is told."""
    run = uuid.uuid4().hex
    waiting: list[tuple[File, dict[str, Any]]] = []
    asked: dict[int, int] = {}
    for file in files:
        asset = file.outcome.asset
        if asset is None or not file.folder:
            continue
        category = categories[_key(file.category)]
        if asked.setdefault(asset, category) != category:
            file.outcome.label = NOT_LABELED
            file.outcome.reason = "The same picture lies in a folder of another class, too."
            continue
        operation = {"op_id": f"push-{run}-{len(waiting)}", "asset": asset, "base_revision": revisions.get(asset, 0)}
        waiting.append((file, {**operation, "status": "labeled", "category_ids": [category], "seen": False}))
    for some in _batches(waiting, OPERATIONS):
        told = target.connection.post(
            f"{target.path}answers/", {"operations": [each for _, each in some]}, shape=ANSWERS
        )
        if len(told["results"]) != len(some):
            raise NoServer("The server answered for another number of labels than were given.")
        for (file, operation), result in zip(some, told["results"]):
            file.outcome.label, reason = _label_told(operation, result)
            file.outcome.reason = file.outcome.reason or reason


def _label_told(operation: dict[str, Any], result: dict[str, Any]) -> tuple[str, str]:
    if result["result"] in ("applied", "duplicate"):
        return LABELED, ""
    now = (result.get("asset") or {}).get("category_ids")
    if result["result"] == "conflict":
        return (ALREADY, "") if now == operation["category_ids"] else (OTHER, "Somebody gave it another answer.")
    return NOT_LABELED, result.get("detail") or "Its label was not taken."


def _batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
