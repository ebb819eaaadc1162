"""Pure: where an answer comes from that was not given here, as the file that brought it tells."""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

LONGEST = 200  # characters of each text


@dataclass(frozen=True, slots=True)
class Source:
    """`tool`: that wrote the file; `by`: who gave the answer there; `at`: when; `origin`: what it is called there.

    What is not known is "" or None.
    """

    tool: str
    by: str = ""
    at: datetime | None = None
    origin: str = ""

    def value(self) -> dict[str, Any]:
        """As JSON: `{tool, by, at, origin}`, `at` in UTC as 2025-03-01T12:30:00Z or null."""
        at = self.at and self.at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        return {"tool": _clean(self.tool), "by": _clean(self.by), "at": at, "origin": _clean(self.origin)}


def _clean(text: str) -> str:
    """What a database takes, and not for ever: no control characters, no half surrogates."""
    return "".join(each for each in text if unicodedata.category(each) not in ("Cc", "Cs"))[:LONGEST]
