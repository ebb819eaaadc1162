"""The bytes of a store, many at a time: read ahead by threads, and put by threads, because a disk that syncs and a
bucket make each wait."""

import hashlib
import io
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, BinaryIO, NamedTuple, TypeVar

from django.core.files.base import File

from core.storage.base import Store

THREADS = 8
AHEAD = 64  # files that are read before they are asked for
SMALL = 1 << 20  # bytes of a file that is held in memory
AT_ONCE = 64  # small files that a disk confirms together
AT_ONCE_BYTES = 4 << 20
WAITING = THREADS  # such lots that threads are at, or are to be
CHUNK = 1 << 20

T = TypeVar("T")
R = TypeVar("R")


class Taken(NamedTuple):
    """A stored file. `content`: all its bytes where they are few; else `file`, to be read from its beginning."""

    size: int
    content: bytes | None
    file: BinaryIO | None


def take(store: Store, name: str) -> Taken:
    """Raises FileNotFoundError where there is none, OSError where it is not given out."""
    file = store.open_raw(name)
    content = _read(file, SMALL + 1)
    if len(content) <= SMALL:
        file.close()
        return Taken(len(content), content, None)
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    return Taken(size, None, file)


def _read(file: BinaryIO, most: int) -> bytes:
    pieces = []
    while most and (piece := file.read(most)):
        pieces.append(piece)
        most -= len(piece)
    return b"".join(pieces)


def ahead(action: Callable[[T], R], items: Iterable[T]) -> Iterator[tuple[T, R]]:
    """What `action` answers of each item, in their order; threads are some items ahead. They may ask no database."""
    with ThreadPoolExecutor(THREADS, thread_name_prefix="reading") as pool:
        waiting: deque[tuple[T, Future[R]]] = deque()
        try:
            for item in items:
                waiting.append((item, pool.submit(action, item)))
                if len(waiting) >= AHEAD:
                    first, future = waiting.popleft()
                    yield first, future.result()
            while waiting:
                first, future = waiting.popleft()
                yield first, future.result()
        finally:
            for _, future in waiting:
                future.cancel()


class Hashing(io.RawIOBase):
    """Reads another one, and knows the SHA-256 of what was read."""

    def __init__(self, file: Any) -> None:
        super().__init__()
        self._file = file
        self._digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        self._digest.update(data)
        return len(data)

    def read_rest(self) -> None:
        while self.read(CHUNK):
            pass

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


class Putting:
    """Puts files into a store, small ones in lots. What goes wrong in a thread is raised by the next call; `end` waits
    for all of them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="putting")
        self._lot: dict[str, bytes] = {}
        self._bytes = 0
        self._waiting: deque[Future[None]] = deque()

    def put(self, name: str, content: bytes) -> None:
        self._lot[name] = content
        self._bytes += len(content)
        if len(self._lot) >= AT_ONCE or self._bytes >= AT_ONCE_BYTES:
            self._send()

    def put_large(self, name: str, file: Any) -> None:
        """Read to its end, unless there is such a file already."""
        self._store.save(name, File(file, name))

    def end(self) -> None:
        try:
            self._send()
            while self._waiting:
                self._waiting.popleft().result()
        finally:
            self.give_up()

    def give_up(self) -> None:
        self._pool.shutdown(cancel_futures=True)

    def _send(self) -> None:
        if self._lot:
            self._waiting.append(self._pool.submit(self._store.save_bytes, self._lot))
            self._lot, self._bytes = {}, 0
        while len(self._waiting) > WAITING:
            self._waiting.popleft().result()
