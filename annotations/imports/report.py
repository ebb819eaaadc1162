"""Pure: lists for a report: all are counted, the first are named."""

from typing import Any

MOST_NAMED = 50


class Listing:
    """`{count, items: [{name, why}]}` in the making; `why` is "" where the list says it all."""

    def __init__(self, value: Any = None) -> None:
        self.count: int = value["count"] if value else 0
        self.items: list[dict[str, str]] = list(value["items"]) if value else []

    def add(self, name: str, why: str = "") -> None:
        self.count += 1
        if len(self.items) < MOST_NAMED:
            self.items.append({"name": clean(name), "why": clean(why)})

    def value(self) -> dict[str, Any]:
        return {"count": self.count, "items": self.items}


def clean(text: str) -> str:
    """What a database and a page can take: no control characters, no half surrogates, and not for ever."""
    shown = text.encode(errors="replace").decode()
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in shown)[:300]
