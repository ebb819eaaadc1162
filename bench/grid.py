"""The grid's page: its server time at any size of a project, at its start and 600,000 rows in, without counts."""

from collections.abc import Iterator
from functools import partial
from statistics import median
from typing import Any

from bench import harness

SIZES = [1000] if harness.SMALL else [1000, 100_000, 1_000_000]
TIMES = 5 if harness.SMALL else 60
LIMIT = 50  # ms of server time at a million


def measure() -> Iterator[harness.Row]:
    harness.prepare()
    from django.test import Client

    from bench import rows

    client = Client(headers={"host": "localhost"})
    client.force_login(rows.user(), backend="django.contrib.auth.backends.ModelBackend")
    smallest: dict[str, tuple[int, float]] = {}  # tiles and milliseconds
    for size in SIZES:
        project = rows.project(size)
        for name, address in _addresses(project, size).items():
            times = harness.each(TIMES, partial(_ask, client, address))
            tiles = _ask(client, address)
            few, floor = smallest.setdefault(name, (tiles, median(times)))
            yield harness.Row(
                f"grid, {size:,} images, {name}",
                harness.spread(times),
                f"at {SIZES[0]:,}: {floor:.1f} ms" if few == tiles else f"at {SIZES[0]:,}: only {few} tiles",
                median(times) / floor if few == tiles else None,
                f"at most 2, under {LIMIT} ms" if size == 1_000_000 and name != "search" else "",
            )


def _addresses(project: Any, size: int) -> dict[str, str]:
    base = f"/projects/{project.slug}/assets/"
    deep = size * 6 // 10
    addresses = {"first page": base, "by name": f"{base}?sort=name"}
    addresses["approved"] = f"{base}?status=approved"
    addresses["one category"] = f"{base}?category=3"
    addresses["category and status"] = f"{base}?category=3&status=labeled"
    addresses[f"{deep:,} rows in"] = f"{base}?cursor={_cursor(project, 'newest', deep)}"
    addresses[f"{deep:,} rows in, by name"] = f"{base}?sort=name&cursor={_cursor(project, 'name', deep)}"
    return {name.replace(f"{deep:,} rows in", "60% in"): address for name, address in addresses.items()} | {
        "search": f"{base}?search=7919"
    }


def _cursor(project: Any, sort: str, place: int) -> str:
    from assets.filters import SORTS
    from projects.paging import cursor_after

    row = project.assets.order_by(*SORTS[sort].order_by(backwards=False))[place]
    return cursor_after(row, SORTS[sort])


def _ask(client: Any, address: str) -> int:
    """How many tiles the page has."""
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    tiles: int = response.content.count(b'class="tile"')
    assert tiles
    return tiles


if __name__ == "__main__":
    harness.main(measure)
