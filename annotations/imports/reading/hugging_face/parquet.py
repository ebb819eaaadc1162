"""Pure: labels in Parquet files, as Hugging Face's datasets are shared: one file, or a zip with one for each part.

A process that has nothing to lose writes the rows as lines of JSON (`rows.py`); these are read here.
"""

import errno
import math
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, NamedTuple

from annotations.imports.reading import folders, objects
from annotations.imports.reading.archives import Packed
from annotations.imports.reading.hugging_face import class_names, rows
from annotations.imports.reading.hugging_face.class_names import NONE, Names
from annotations.imports.reading.records import Choice, Reading, Record, Said, Unreadable
from core.confined import children
from core.confined.limits import Limits

ENDING = ".parquet"
MOST_FILES = 1000  # of a zip
LARGEST = 8_000_000_000  # bytes of one of them
SPOOL = "import-parquet-"  # swept with what was being uploaded, where a run was killed
LIMITS = Limits(memory=1_000_000_000, cpu_seconds=900, seconds=3600)  # of one of them
CPU_SECONDS = 3600  # for all of them
CHUNK = 1 << 20

_PART = re.compile(r"[a-z]+")  # of a training set, at the start of a name: train-00000-of-00002.parquet
Alive = Callable[[], object]


@dataclass
class Left:
    """What the files that are still to come may take together: rows, bytes of their text, seconds of the processor."""

    most_rows: int = rows.MOST_ROWS
    most_text: int = rows.MOST_TEXT
    cpu_seconds: float = CPU_SECONDS


class Work(NamedTuple):
    """`folder`: for what waits on the disk; the system's without. `alive` is called now and then. `stack` holds what is
    needed as long as the records are walked. `left`: for this import."""

    folder: Path | None
    alive: Alive
    stack: ExitStack
    left: Left


class _Unpacked(NamedTuple):
    lines: IO[bytes]
    names: Names
    is_hugging_face: bool


class Opened(NamedTuple):
    reading: Reading
    is_hugging_face: bool


def opened(file: IO[bytes], choice: Choice | None, work: Work) -> Opened:
    """One file. Raises Unreadable."""
    found = work.stack.enter_context(_unpacked(file, work))
    return Opened(_lines(found, choice, "", NONE), found.is_hugging_face)


def zipped(packed: Packed, choice: Choice | None, work: Work) -> Opened:
    """All Parquet files of a zip, one after the other; the columns are those of the first."""
    paths = files(packed)
    if not paths:
        raise Unreadable("The zip holds no Parquet file.")
    if len(paths) > MOST_FILES:
        raise Unreadable(f"The zip has more than {MOST_FILES:,} Parquet files. Split it.")
    told = class_names.of_zip(packed, work.alive)
    first = work.stack.enter_context(_unpacked_of(packed, paths[0], work))

    def records() -> Iterator[Said]:
        yield from _of_part(first, choice, paths[0], told)
        for path in paths[1:]:
            with _unpacked_of(packed, path, work) as found:
                yield from _of_part(found, choice, path, told)

    return Opened(Reading(_lines(first, choice, "", told).columns, records()), first.is_hugging_face)


def files(packed: Packed) -> list[str]:
    return sorted(path for path in packed.entries if path.lower().endswith(ENDING))


def _of_part(found: _Unpacked, choice: Choice | None, path: str, told: Names) -> Iterator[Said]:
    part = _PART.match(path.rpartition("/")[2].lower())
    split = part[0] if part and part[0] in folders.SPLITS else ""
    for each in _lines(found, choice, f" of {path}", told).records:
        yield replace(each, split=split) if isinstance(each, Record) else each


def _lines(found: _Unpacked, choice: Choice | None, where: str, told: Names) -> Reading:
    return objects.lines(found.lines, choice, where, class_names={**told, **found.names}, word="row")


@contextmanager
def _unpacked_of(packed: Packed, path: str, work: Work) -> Iterator[_Unpacked]:
    if packed.entries[path].info.file_size > LARGEST:
        raise Unreadable(f"{path} is larger than {LARGEST // 1_000_000:,} MB. Split it.")
    with packed.open(path) as file, _unpacked(file, work) as found:
        yield found


@contextmanager
def _unpacked(file: IO[bytes], work: Work) -> Iterator[_Unpacked]:
    """The rows of a Parquet file, on the disk as long as the block lasts."""
    with _spool(work.folder) as target:
        with _on_disk(file, work) as source:
            said = _asked(source, target, work)
        features = str(said["features"])
        with target.open("rb") as lines:
            yield _Unpacked(lines, class_names.of_json(features), bool(features))


def _asked(source: Path, target: Path, work: Work) -> dict[str, Any]:
    """What the child says. It may take minutes, in which this process has to be seen to be alive.

    Raises Unreadable, and OSError when the disk is full.
    """
    work.alive()
    left = work.left
    if left.cpu_seconds <= 0:
        raise Unreadable(_too_much("time"))
    limits = replace(LIMITS, cpu_seconds=min(LIMITS.cpu_seconds, math.ceil(left.cpu_seconds)))
    values: dict[str, Any] = {
        "source": str(source),
        "target": str(target),
        "most_rows": left.most_rows,
        "most_text": left.most_text,
    }
    try:
        said = children.call(rows.unpack, limits, alive=work.alive, **values)
        left.most_rows -= said["rows"]
        left.most_text -= said["text"]
        left.cpu_seconds -= said["cpu"]
        return said
    except children.Said as problem:
        if problem.code == rows.DISK_FULL:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from None
        raise Unreadable(problem.message) from None
    except children.TooMuch as problem:
        raise Unreadable(_too_much(problem.of)) from None
    except children.Crashed:
        raise Unreadable("The Parquet file is damaged: the program that reads it ends over it.") from None


def _too_much(of: str) -> str:
    return (
        f"The Parquet file takes more {of} to read than is allowed. "
        "Save its file names and labels as CSV or JSON Lines."
    )


@contextmanager
def _on_disk(file: IO[bytes], work: Work) -> Iterator[Path]:
    """Where another program finds the file: where it lies, or a copy."""
    if path := _path_of(file):
        yield path
        return
    with _spool(work.folder) as copy:
        file.seek(0)
        with copy.open("wb") as out:
            while chunk := file.read(CHUNK):
                out.write(chunk)
                work.alive()
        yield copy


def _path_of(file: IO[bytes]) -> Path | None:
    try:
        path = Path(file.name)
        return path.resolve() if os.path.samestat(path.stat(), os.fstat(file.fileno())) else None
    except (AttributeError, TypeError, ValueError, OSError):
        return None


@contextmanager
def _spool(work_dir: Path | None) -> Iterator[Path]:
    handle, name = tempfile.mkstemp(dir=work_dir, prefix=SPOOL)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)
