"""Where the shapes of a chart lie, in per cent of its box. Templates draw them."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from annotations.browse.event_kinds import FIRST_LABEL
from annotations.statistics.pace import Pace

GAP = 0.4  # of a bar's place stays free
LEAST = 3.0  # per cent: a day without labels is a line, not a hole


@dataclass(frozen=True)
class DayBar:
    day: date
    count: int
    left: float
    width: float
    height: float

    @property
    def top(self) -> float:
        return round(100 - self.height, 2)


@dataclass(frozen=True)
class Cell:
    """How many images somebody (anybody: "") labeled first on these days, and the query of the list of exactly them."""

    count: int
    first: date
    last: date
    username: str = ""
    name: str = ""

    @property
    def query(self) -> str:
        by = {"by": self.username} if self.username else {}
        return urlencode({"status": "all", "did": FIRST_LABEL} | by | {"since": self.first, "until": self.last})


def _day(pace: Pace, at: int) -> Cell:
    return Cell(pace.per_day[at], pace.days[at], pace.days[at])


def days(pace: Pace) -> dict[str, Any]:
    """A bar for each day, oldest first, and the same numbers as a table, newest first."""
    most = max(pace.per_day)
    place = 100 / len(pace.days)
    width = place * (1 - GAP) / (1 - GAP / len(pace.days))  # the last bar ends where the box ends
    step = (100 - width) / (len(pace.days) - 1)
    return {
        "days": pace.days,
        "total": pace.total,
        "most": most,
        "fewest": min(pace.per_day),
        "today": _day(pace, len(pace.days) - 1),
        "people": [
            Cell(person.total, pace.days[0], pace.days[-1], person.username, person.name) for person in pace.people
        ],
        "bars": [
            DayBar(day, count, round(at * step, 2), round(width, 2), round(max(count * 100 / (most or 1), LEAST), 2))
            for at, (day, count) in enumerate(zip(pace.days, pace.per_day, strict=True))
        ],
        "table": [
            {
                "day": day,
                "per_person": [Cell(person.per_day[at], day, day, person.username) for person in pace.people],
                "total": _day(pace, at),
            }
            for at, day in reversed(list(enumerate(pace.days)))
        ],
    }
