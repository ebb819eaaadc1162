"""A line on stderr that tells how far it is, where somebody looks at it."""

from __future__ import annotations

import sys
import threading
import time
from typing import TextIO

WIDTH = 24
OFTEN = 0.1  # seconds


class Bar:
    """Counts up to `whole`, from any thread. Silent where the output is no terminal."""

    def __init__(self, what: str, whole: int, *, quiet: bool = False, out: TextIO | None = None) -> None:
        self._what, self._whole = what, whole
        self._out = out or sys.stderr
        self._shown = not quiet and self._out.isatty()
        self._lock = threading.Lock()
        self._count = self._bytes = 0
        self._began = time.monotonic()
        self._drawn = 0.0

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *problem: object) -> None:
        if self._shown:
            self._draw()
            self._out.write("\n")

    def add(self, count: int = 0, size: int = 0) -> None:
        with self._lock:
            self._count += count
            self._bytes += size
            now = time.monotonic()
            if self._shown and now - self._drawn >= OFTEN:
                self._drawn = now
                self._draw()

    def _draw(self) -> None:
        share = min(1.0, self._count / self._whole) if self._whole else 1.0
        filled = int(share * WIDTH)
        seconds = max(time.monotonic() - self._began, 0.001)
        rate = f"  {self._bytes / seconds / 1e6:,.1f} MB/s" if self._bytes else ""
        bar = "#" * filled + "." * (WIDTH - filled)
        self._out.write(f"\r{self._what} [{bar}] {self._count:,} of {self._whole:,}{rate}\x1b[K")
        self._out.flush()
