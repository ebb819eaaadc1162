"""What goes between a process and its confined children: JSON and bytes. No pickle: what comes out of a child that read
bytes of strangers is data, whatever happened in there."""

import json
import socket
import time
from collections.abc import Callable
from typing import Any

HEAD = 4  # bytes that tell how long the JSON is
LONGEST_JSON = 1_000_000
MOST_BYTES = 220_000_000  # of an answer
CHUNK = 1 << 20
NO_MEMORY = 3  # the exit code of a child that had no memory for what it was asked
LOOK_SECONDS = 0.5  # between two looks at a child that has not answered yet


class Garbled(Exception):
    """What came is no message, or more than an answer may have."""


class TooLate(Exception):
    """The time to answer is over."""


def send(door: socket.socket, values: dict[str, Any]) -> None:
    """Values of JSON, and bytes at the top level. Raises OSError when the other side has ended."""
    blobs = {name: value for name, value in values.items() if isinstance(value, bytes)}
    plain = {name: value for name, value in values.items() if name not in blobs}
    head = json.dumps([plain, [[name, len(blob)] for name, blob in blobs.items()]]).encode()
    door.sendall(len(head).to_bytes(HEAD) + head)
    for blob in blobs.values():
        door.sendall(blob)


def asked(door: socket.socket) -> dict[str, Any]:
    """What the parent sent, as long as it may be. Raises EOFError when it has ended."""
    plain, lengths = json.loads(_take(door, int.from_bytes(_take(door, HEAD))))
    values: dict[str, Any] = plain | {name: _take(door, length) for name, length in lengths}
    return values


def answered(door: socket.socket, until: float, look: Callable[[], None]) -> dict[str, Any]:
    """What the child sent. `until`: by the monotonic clock; `look` is called now and then while nothing comes, and may
    raise. Raises EOFError or OSError when the child has ended, Garbled and TooLate."""

    def take(count: int) -> bytes:
        pieces: list[bytes] = []
        while (left := count - sum(map(len, pieces))) > 0:
            if until < time.monotonic():
                raise TooLate
            try:
                pieces.append(_some(door, min(left, CHUNK)))
            except TimeoutError:
                look()
        return b"".join(pieces)

    door.settimeout(LOOK_SECONDS)
    length = int.from_bytes(take(HEAD))
    if length > LONGEST_JSON:
        raise Garbled
    plain, lengths = _parsed(take(length))
    return plain | {name: take(length) for name, length in lengths}


def _parsed(head: bytes) -> tuple[dict[str, Any], list[tuple[str, int]]]:
    try:
        plain, parts = json.loads(head)
        lengths = [(str(name), abs(int(length))) for name, length in parts]
        if not isinstance(plain, dict) or sum(length for _, length in lengths) > MOST_BYTES:
            raise Garbled
    except (ValueError, TypeError, RecursionError):
        raise Garbled from None
    return plain, lengths


def _take(door: socket.socket, count: int) -> bytes:
    pieces, left = [], count
    while left:
        # Whole where it can be: a picture must not be held twice.
        pieces.append(_some(door, left, socket.MSG_WAITALL))
        left -= len(pieces[-1])
    return b"".join(pieces)


def _some(door: socket.socket, most: int, flags: int = 0) -> bytes:
    if came := door.recv(most, flags):
        return came
    raise EOFError
