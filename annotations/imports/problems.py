"""What a file of labels holds that cannot be used: by reason for the page, and every place of it in a CSV."""

import csv
import io
import tempfile
from dataclasses import dataclass, field
from typing import Any, BinaryIO, cast

from annotations.imports.report import clean
from annotations.imports.wanted import PREFIX
from core.storage.scratch import work_dir
from projects.names import RUN_BY_SPREADSHEETS

MOST_REASONS = 40
MOST_PLACES = 50  # of a reason, that are told to the page
OTHER = "Something else is wrong with them."
HEAD = ("what", "place", "image", "why")


@dataclass
class Reason:
    """`kind`: the list of the report that it belongs to."""

    kind: str
    why: str
    count: int = 0
    places: list[str] = field(default_factory=list)

    def value(self) -> dict[str, Any]:
        return {"kind": self.kind, "why": self.why, "count": self.count, "places": self.places}


class Problems:
    """A file in the work folder that goes with it. Not all reasons are told apart where a file has very many."""

    def __init__(self) -> None:
        file = tempfile.NamedTemporaryFile(dir=work_dir(), prefix=PREFIX)  # noqa: SIM115 - closed by `close`
        self._file = cast(BinaryIO, file)
        self._text = io.TextIOWrapper(self._file, encoding="utf-8", newline="", write_through=True)
        self._rows = csv.writer(self._text, lineterminator="\r\n")
        self._reasons: dict[tuple[str, str], Reason] = {}
        self.count = 0
        self._text.write("\N{ZERO WIDTH NO-BREAK SPACE}")  # tells spreadsheets that it is UTF-8
        self._rows.writerow(HEAD)

    def close(self) -> None:
        self._text.close()

    def add(self, kind: str, place: str, image: str, why: str, *, reason: str = "") -> None:
        """`why`: of this one; `reason`: what it has in common with others, where that is less."""
        self.count += 1
        self._rows.writerow([_cell(kind.replace("_", " ")), _cell(place), _cell(image), _cell(why)])
        if key := self._key(kind, clean(reason or why)):
            found = self._reasons.setdefault(key, Reason(*key))
            found.count += 1
            if len(found.places) < MOST_PLACES:
                found.places.append(clean(place or image))

    def _key(self, kind: str, reason: str) -> tuple[str, str] | None:
        if not reason:
            return None
        key = (kind, reason)
        return key if key in self._reasons or len(self._reasons) < MOST_REASONS else (kind, OTHER)

    def value(self) -> list[dict[str, Any]]:
        ranked = sorted(self._reasons.values(), key=lambda each: (-each.count, each.why))
        return [each.value() for each in ranked]

    def file(self) -> BinaryIO:
        """The CSV from its start. Nothing may be added after."""
        self._text.flush()
        self._file.seek(0)
        return self._file


def _cell(text: str) -> str:
    """No spreadsheet runs it as a formula (OWASP, "CSV Injection")."""
    cell = clean(text)
    return f"'{cell}" if cell.startswith(RUN_BY_SPREADSHEETS) else cell
