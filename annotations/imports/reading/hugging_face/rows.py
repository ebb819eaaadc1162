"""The rows of a Parquet file as lines of JSON. Runs in a confined child: arro3 reads what strangers made there.

Of each cell stays what labels are made of: text, numbers and lists of them. In the place of a picture stands the path
that it has, and the hash of its bytes in `sha256`.
"""

import errno
import hashlib
import json
import math
import os
import time
from typing import IO, Any

MOST_COLUMNS = 1000
MOST_ROWS = 10_000_000  # of all files of an import
MOST_TEXT = 4_000_000_000  # bytes of their lines
MOST_RATIO, RATIO_FREE = 100, 200_000_000  # unpacked bytes for each byte of the file, and those that are free
LONGEST = 4000  # characters of a cell, and a little more, so that it is seen to be too long
LONGEST_LIST = 100  # classes of an image
LONGEST_FEATURES = 900_000  # characters of what the file says of its columns
BATCH, PICTURES = 1024, 16  # rows that are unpacked at once: of text, and where some may be pictures
HASH = "sha256"
DISK_FULL = "disk_full"  # the code of what is none of the file's faults


class Refused(Exception):
    """Why not, as `children.call` tells it."""

    def __init__(self, message: str, *, code: str = "refused") -> None:
        super().__init__(message)
        self.message = message
        self.code = code


def unpack(source: str, target: str, most_rows: int, most_text: int) -> dict[str, Any]:
    """Write the rows of the file `source` into `target`, a line each with all columns.

    `rows`: how many; `text`: bytes of their lines; `cpu`: seconds of the processor that this process took, from its
    start; `features`: what the file says of its columns for Hugging Face's library, "" where it says nothing.
    `most_rows` and `most_text`: what is left for it of MOST_ROWS and MOST_TEXT. Raises Refused, with the code
    DISK_FULL where the lines find no room.
    """
    _be_quiet()
    from arro3 import io  # only here, and never in a process that has something to lose

    try:
        reader = io.read_parquet(source, batch_size=PICTURES)
        columns = [(field.name, field.type) for field in map(reader.schema.field, range(len(reader.schema)))]
        features = (reader.schema.metadata or {}).get(b"huggingface", b"")[:LONGEST_FEATURES].decode(errors="replace")
        if len(columns) > MOST_COLUMNS:
            raise Refused(f"The file has more than {MOST_COLUMNS:,} columns. Keep two: the file and its category.")
        if not any(_may_hold_pictures(kind) for _, kind in columns):
            reader = io.read_parquet(source, batch_size=BATCH)
        names = [name for name, _ in columns]
        with open(target, "wb") as out:
            writer = _Writer(names, out, os.path.getsize(source), most_rows, most_text)
            writer.all(reader)
        return {"rows": writer.rows, "text": writer.text, "cpu": time.process_time(), "features": features}
    except OSError as problem:
        if problem.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Refused("There is no room for the rows.", code=DISK_FULL) from problem
        raise
    except (Refused, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as problem:  # a panic of Rust is no Exception
        raise Refused(
            "The Parquet file is damaged or cut off, or of a kind that Labeler does not read. Download it once more, "
            "or save its file names and labels as CSV or JSON Lines."
        ) from problem


def _be_quiet() -> None:
    """What Rust says of a panic holds bytes of the file, and is for nobody's log."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _may_hold_pictures(kind: Any) -> bool:
    of = type(kind)
    return any(check(kind) for check in (of.is_nested, of.is_binary, of.is_large_binary, of.is_binary_view))


class _Writer:
    """`rows` and bytes of `text` that it wrote. `size`: of the file in bytes."""

    def __init__(self, names: list[str], out: IO[bytes], size: int, most_rows: int, most_text: int) -> None:
        self._names, self._out = names, out
        self._most = RATIO_FREE + MOST_RATIO * size
        self._most_rows, self._most_text = most_rows, most_text
        self._unpacked = self.text = self.rows = 0

    def all(self, reader: Any) -> None:
        for batch in reader:
            columns = [batch.column(at) for at in range(batch.num_columns)]
            for row in range(batch.num_rows):
                self._write([column[row].as_py() for column in columns])

    def _write(self, cells: list[Any]) -> None:
        line: dict[str, Any] = {}
        for name, cell in zip(self._names, cells, strict=True):
            self._unpacked += _size(cell)
            if isinstance(cell, bytes) or (isinstance(cell, dict) and "bytes" in cell):
                line[name], digest = _picture(cell)
                line.setdefault(HASH, digest)
            else:
                line[name] = _plain(cell)
        written = json.dumps(line, separators=(",", ":")).encode() + b"\n"
        self.rows += 1
        self.text += len(written)
        if self.rows > self._most_rows or self.text > self._most_text:
            raise Refused(
                f"The Parquet files of an import may not have more than {MOST_ROWS:,} rows together, or more text than "
                "labels have. Split it."
            )
        if self._unpacked > self._most:
            raise Refused(
                f"Unpacked the Parquet file is more than {MOST_RATIO} times as large, which labels never are."
            )
        self._out.write(written)


def _picture(cell: Any) -> tuple[str, str]:
    """The path of a picture and the hash of its bytes; "" for what is not there."""
    content, path = (cell, None) if isinstance(cell, bytes) else (cell.get("bytes"), cell.get("path"))
    digest = hashlib.sha256(content).hexdigest() if isinstance(content, bytes) else ""
    return _plain(path) if isinstance(path, str) else "", digest


def _plain(cell: Any) -> Any:
    if isinstance(cell, str):
        return cell[: LONGEST + 1]
    if cell is None or isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float):
        return cell if math.isfinite(cell) else None
    if isinstance(cell, list) and len(cell) <= LONGEST_LIST:
        return [_plain(each) for each in cell if isinstance(each, str | int | float)]
    return None


def _size(cell: Any) -> int:
    if isinstance(cell, str | bytes):
        return len(cell)
    if isinstance(cell, dict):
        return sum(_size(each) for each in cell.values())
    return 8 * len(cell) if isinstance(cell, list) else 8
