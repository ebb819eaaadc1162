"""How far a check has come, and what it found on the way: in the work folder, so that one that was killed goes on.

What it found is appended to a file. What it has reached is written into another one, whole or not at all, with the
length that the first one had by then: what stands behind that was found again, or will be.

A look that began long ago, or at another database, says nothing of today: then it begins anew.
"""

import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from core.storage.scratch import work_dir
from labeler.integrity.findings import Finding

EVERY = 1.0  # seconds between two times that it is written
LONGEST = 12 * 3600.0  # seconds since a look began that it is gone on with


@dataclass
class Reached:
    """`after`: the part and where to go on in it, `files:3/a7`. `looked`, `found` and `mended`: how many, by kind.
    `began`: in seconds since 1970."""

    after: str = ""
    looked: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    mended: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    began: float = field(default_factory=time.time)


class Noted(NamedTuple):
    """A finding, and the part in which it was found, between two places of it."""

    finding: Finding
    part: str
    behind: str
    until: str


class Journal:
    """Of one check at a time; `options` are those that it looks with: others begin anew."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options | {"of": _whose()}
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
            length = self._findings.stat().st_size
        except (FileNotFoundError, ValueError):
            return self.begin_anew()
        age = time.time() - state.get("began", 0.0)
        if state["options"] != self._options or not 0 <= age <= LONGEST or length < state["length"]:
            return self.begin_anew()
        os.truncate(self._findings, state["length"])
        looked, found, mended = (Counter[str](state[name]) for name in ("looked", "found", "mended"))
        return Reached(state["after"], looked, found, mended, state["seconds"], state["began"])

    def is_kept(self) -> bool:
        """Whether there is something to go on with."""
        return self._state.exists()

    def noted(self) -> Iterator[Noted]:
        """What was found so far."""
        if self._findings.exists():
            with self._findings.open() as file:
                for told in map(json.loads, file):
                    part, behind, until = told.pop("in")
                    yield Noted(Finding.of(told), part, behind, until)

    def note(self, noted: Noted) -> None:
        with self._findings.open("a") as file:
            file.write(_line(noted))

    def note_instead(self, all_of_it: list[Noted], reached: Reached) -> None:
        """This is how it is now with what was found so far. Who is killed meanwhile begins anew."""
        if self.is_kept():
            self._state.unlink()
            _write_whole(self._findings, "".join(map(_line, all_of_it)))
            self.reach(reached)
            self.keep()

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
            "began": reached.began,
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


def _line(noted: Noted) -> str:
    return json.dumps({**noted.finding.told(), "in": [noted.part, noted.behind, noted.until]}) + "\n"


def _whose() -> list[Any]:
    """Which database and which store are looked at; another one of the same name was prepared at another time."""
    told = connection.settings_dict
    newest = MigrationRecorder(connection).migration_qs.order_by("-applied", "-id").values_list("name", "applied")
    bucket = settings.CONFIG.bucket
    return [
        connection.vendor,
        told["HOST"],
        str(told["PORT"]),
        str(told["NAME"]),
        str(newest.first()),
        bucket and bucket.name,
    ]


def _write_whole(path: Path, text: str) -> None:
    new = path.with_suffix(".new")
    new.write_text(text)
    os.replace(new, path)
