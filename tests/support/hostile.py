"""What a file could make its decoder do, as functions for confined children; and files that try."""

import ctypes
import os
import signal
import socket
import struct
import time
import zlib
from pathlib import Path

from assets.formats import Unusable


def say(**values):
    return values


def eat(size):
    return {"eaten": len(bytearray(size))}


def eat_for_ever(**_):
    eaten = []
    while True:
        eaten.append(bytes(100_000_000))  # not even written to


def compute_for_ever(**_):
    while True:
        pass


def compute(seconds):
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass
    return {"pid": os.getpid()}


def sleep(seconds):
    time.sleep(seconds)
    return {}


def leave_mark_and_sleep(mark):
    Path(mark).write_text(str(os.getpid()))
    time.sleep(50)


def refuse():
    raise Unusable("odd", "This file is odd.")


def err():
    return {"value": 1 / 0}


def crash(**_):
    ctypes.string_at(0)


def environment():
    return {"environment": dict(os.environ), "pid": os.getpid()}


def process():
    return {"pid": os.getpid()}


def die_once(mark):
    """Killed by somebody, the first time."""
    if not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return {"pid": os.getpid()}


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def connect(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError as problem:
        return {"reached": False, "why": str(problem)}
    return {"reached": True}


def doors():
    """The sockets of this child, which the function that it does was not given."""
    for number in range(3, 64):
        try:
            yield socket.socket(fileno=os.dup(number))
        except OSError:
            continue


def answer_by_hand(head):
    for door in doors():
        with door:
            door.sendall(bytes.fromhex(head))
    time.sleep(50)


def hang_up():
    for door in doors():
        with door:
            door.shutdown(socket.SHUT_WR)
    time.sleep(50)


def together(folder, name):
    """How many run at once: each leaves a mark while it is at work."""
    mark = Path(folder) / name
    mark.touch()
    time.sleep(0.1)
    count = len(list(Path(folder).iterdir()))
    mark.unlink()
    return {"count": count}


def huge_png_in_mov(path, side):
    """A video of some hundred bytes whose one frame claims so many pixels a side, of 16 bits in four channels."""
    from tests.support.files.videos import make  # a child has no need of PyAV

    content = bytearray(make(path, "-frames:v", "1", "-c:v", "png", source="color=size=16x16").read_bytes())
    head = content.index(b"IHDR")
    content[head + 4 : head + 14] = side.to_bytes(4) * 2 + bytes([16, 6])
    content[head + 17 : head + 21] = zlib.crc32(content[head : head + 17]).to_bytes(4)
    entry = content.index(b"png ", content.index(b"stsd")) + 28  # ISO 14496-12, 12.1.3
    content[entry : entry + 4] = side.to_bytes(2) * 2
    path.write_bytes(content)
    return path


def tiff_of_one_tile(*, side, tile):
    """A grey TIFF (TIFF 6.0, sections 2 and 15) in one tile, which may be larger than the picture."""
    pixels = zlib.compress(bytes(tile * tile))
    short, long = 3, 4
    tags = {
        256: (long, side), 257: (long, side), 258: (short, 8), 259: (short, 8), 262: (short, 1), 277: (short, 1),
        322: (long, tile), 323: (long, tile), 324: (long, 10 + 11 * 12 + 4), 325: (long, len(pixels)), 339: (short, 1),
    }  # fmt: skip
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, (kind, value) in tags.items())
    return struct.pack("<2sHIH", b"II", 42, 8, len(tags)) + entries + bytes(4) + pixels
