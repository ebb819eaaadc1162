"""The difference of two versions of a million images each: how many of each kind, the first, and all of them."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from typing import Any

from bench import harness

SIZE = 1000 if harness.SMALL else 1_000_000
TIMES = 3 if harness.SMALL else 5
RATIOS = {"train": 8000, "val": 1000, "test": 1000}


def measure() -> Iterator[harness.Row]:
    harness.prepare()
    from bench import rows
    from exports.comparison import (
        api,  # noqa: F401 -- loaded before anything is timed
        diff,
    )

    project = rows.project(SIZE)
    older, newer, dealt = (_version(project, number) for number in (1, 2, 3))
    _check(diff.overview(older, newer)["images"])
    floor = median(harness.each(TIMES, partial(_bare_read, older, newer)))
    against = f"a bare read of both: {floor:.0f} ms"
    yield _row("counts", partial(diff._count, older, newer), floor, against)
    for kind in ("added", "removed", "relabeled"):
        yield _row(f"first 100 {kind}", partial(diff.page, kind, older, newer, limit=100), floor, against)
    yield _row("all, as JSON", partial(_all, older, newer), floor, against, times=_once)
    yield _row("counts, other splits", partial(diff._count, newer, dealt), floor, against, times=_once)


def _once(action: Callable[[], Any]) -> list[float]:
    """Milliseconds of what takes seconds, and needs no warming up."""
    start = time.perf_counter()
    action()
    return [(time.perf_counter() - start) * 1000]


def _row(
    name: str,
    action: Callable[[], Any],
    floor: float,
    against: str,
    times: Callable[[Callable[[], Any]], list[float]] | None = None,
) -> harness.Row:
    taken = median(times(action) if times else harness.each(TIMES, action))
    return harness.Row(f"diff, {SIZE:,} images, {name}", f"{taken:.0f} ms", against, taken / floor)


def _version(project: Any, number: int) -> Any:
    """Versions 1 and 2 lack another hundredth of the images, and in version 2 a fiftieth has another class. Version 3
    holds what 2 does, and deals it into splits."""
    from django.db import connection
    from django.utils import timezone

    from exports.models import DatasetVersion

    lacking = min(number, 2)
    version = DatasetVersion.objects.create(
        project=project,
        number=number,
        created_by=project.created_by,
        created_at=timezone.now().replace(microsecond=0),
        images=SIZE - SIZE // 100,
        frozen={
            "dataset_id": str(project.dataset_id),
            "task_type": project.task_type,
            "categories": [_category(category) for category in project.categories.order_by("class_index")],
            "splits": {"method": "stable-hash-v1", "seed": "bench", "ratios": RATIOS} if number == 3 else None,
        },
    )
    place = "(asset.size_bytes - 1000)"  # rows.py: 0, 1, 2…
    shift = f"CASE WHEN {place} % 50 = 7 THEN 1 ELSE 0 END" if number > 1 else "0"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # it would ask its guard for every row
            cursor.execute("DROP TRIGGER IF EXISTS version_item_joins_at_the_freeze")
        cursor.execute(
            f"""INSERT INTO exports_versionitem (version_id, asset_id, class_index)
            SELECT {version.pk}, asset.id, ({place} + {shift}) % 10
            FROM assets_asset AS asset WHERE asset.project_id = {project.pk} AND {place} % 100 <> {lacking}
            ORDER BY asset.id"""
        )
        cursor.execute("ANALYZE")
    return version


def _category(category: Any) -> dict[str, Any]:
    fields = ("class_index", "name", "supercategory", "active", "color")
    return {"id": category.public_id, "display_order": 0} | {name: getattr(category, name) for name in fields}


def _check(images: dict[str, int]) -> None:
    """What is measured is right: each lacks a hundredth, and a fiftieth was relabeled."""
    assert images == {"added": SIZE // 100, "removed": SIZE // 100, "relabeled": SIZE // 50, "moved": 0}, images


def _bare_read(older: Any, newer: Any) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), sum(asset_id), sum(class_index) FROM exports_versionitem WHERE version_id IN (%s, %s)",
            [older.pk, newer.pk],
        )
        assert cursor.fetchone()[0] == older.images + newer.images


def _all(older: Any, newer: Any) -> None:
    from exports.comparison import diff
    from exports.comparison.api import _spelled

    assert sum(map(len, diff.pieces(older, newer, _spelled))) > 40 * SIZE // 100


if __name__ == "__main__":
    harness.main(measure)
