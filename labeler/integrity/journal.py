"""How far a check has come, and what it found on the way: in the work folder, so that one that was killed goes on.

What it found is appended to a file. What it has reached is written into another one, whole or not at all, with the
length that the first one had by then: what stands behind that was found again, or will be.
"""

import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.storage.scratch import work_dir
from labeler.integrity.findings import Finding

EVERY = 1.0  # seconds between two times that it is written


@dataclass
class Reached:
    """`after`: the part and where to go on in it, `files:3/a7`. `looked`, `found` and `mended`: how many, by kind."""

    after: str = ""
    looked: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    mended: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


class Journal:
    """Of one check at a time; `options` are those that it looks with: others begin anew."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        self._state, self._findings = work_dir() / "check_files.json", work_dir() / "check_files.jsonl"
        self._written = float("-inf")
        self._last: dict[str, Any] | None = None

    def begin_anew(self) -> Reached:
        self._state.unlink(missing_ok=True)
        self._findings.unlink(missing_ok=True)
        return Reached()

    def reached(self) -> Reached:
        """Where the last one ended early; the beginning where it did not, or looked otherwise."""
        try:
            state = json.loads(self._state.read_text())
        except (FileNotFoundError, ValueError):
            return self.begin_anew()
        if state["options"] != self._options:
            return self.begin_anew()
        self._findings.touch()
        os.truncate(self._findings, state["length"])
        looked, found, mended = (Counter[str](state[name]) for name in ("looked", "found", "mended"))
        return Reached(state["after"], looked, found, mended, state["seconds"])

    def findings(self) -> Iterator[Finding]:
        """What was found so far."""
        if self._findings.exists():
            with self._findings.open() as file:
                yield from (Finding.of(json.loads(line)) for line in file)

    def note(self, finding: Finding) -> None:
        with self._findings.open("a") as file:
            file.write(json.dumps(finding.told()) + "\n")

    def reach(self, reached: Reached) -> None:
        """Remember it, and write it, but not all the time: a second is quickly looked at again."""
        self._findings.touch()
        self._last = {
            "options": self._options,
            "after": reached.after,
            "looked": dict(reached.looked),
            "found": dict(reached.found),
            "mended": dict(reached.mended),
            "seconds": round(reached.seconds, 3),
            "length": self._findings.stat().st_size,
        }
        if time.monotonic() - self._written >= EVERY:
            self.keep()

    def keep(self) -> None:
        """Write what was reached last."""
        if self._last is not None:
            _write_whole(self._state, json.dumps(self._last))
            self._written = time.monotonic()

    def end(self) -> None:
        self.begin_anew()


def _write_whole(path: Path, text: str) -> None:
    new = path.with_suffix(".new")
    new.write_text(text)
    os.replace(new, path)
