"""The grid's page: its server time at any size of a project, at its start and 600,000 rows in, without counts."""

from collections.abc import Iterator
from typing import Any

from bench import harness

SIZES = [1000] if harness.SMALL else [1000, 100_000, 1_000_000]
TIMES = 5 if harness.SMALL else 60
BOUND = "at most 2, under 50 ms"  # of server time at a million


def measure() -> Iterator[harness.Row]:
    harness.prepare()
    for _, _, found in harness.pages("grid", SIZES, TIMES, _addresses, 'class="tile"', BOUND):
        yield from found


def _addresses(project: Any, size: int) -> dict[str, str]:
    base = f"/projects/{project.slug}/assets/"
    deep = size * 6 // 10
    return {
        "first page": base,
        "by name": f"{base}?sort=name",
        "approved": f"{base}?status=approved",
        "one category": f"{base}?category=3",
        "category and status": f"{base}?category=3&status=labeled",
        "60% in": f"{base}?cursor={_cursor(project, 'place', deep)}",
        "60% in, by name": f"{base}?sort=name&cursor={_cursor(project, 'name', deep)}",
        "folder": f"{base}?folder=shelf-7",
        "search": f"{base}?search=7919",
    }


def _cursor(project: Any, sort: str, place: int) -> str:
    from annotations.browse.filters import SORTS
    from core.pagination import cursor_after

    row = project.assets.order_by(*SORTS[sort].order_by(backwards=False))[place]
    return cursor_after(row, SORTS[sort])


if __name__ == "__main__":
    harness.main(measure)
