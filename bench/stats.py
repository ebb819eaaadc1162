"""The counts of a project, which pages ask for once they have painted; its overview with the totals; its numbers.
Then half of its images were reviewed: how long it takes to look through all of the history once; the page of mended
labels, which keeps what was found there; its lists; and the pages that tell what came back."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from typing import Any

from django.utils import timezone

from bench import harness

SIZES = [1000] if harness.SMALL else [1000, 100_000, 1_000_000]
TIMES = 3 if harness.SMALL else 7


def measure() -> Iterator[harness.Row]:
    harness.prepare()
    from bench import rows

    client = rows.client()

    for size in SIZES:
        project = rows.project(size)
        base = f"/api/v1/projects/{project.slug}/stats/"
        floor = median(harness.each(TIMES, partial(harness.bare_count, project.pk)))
        for name, address in {
            "all": base,
            "approved of a category": f"{base}?category=3",
            "search": f"{base}?search=7919",
            "overview at first": f"/projects/{project.slug}/",
            "overview": f"/projects/{project.slug}/?part=numbers",
        }.items():
            times = harness.each(TIMES, partial(client.get, address))
            yield harness.Row(
                f"stats, {size:,} images, {name}",
                harness.spread(times),
                f"bare count(*): {floor:.1f} ms",
                median(times) / floor,
            )
        yield from _mended(project, client, size, floor)


def _mended(project: Any, client: Any, size: int, floor: float) -> Iterator[harness.Row]:
    from annotations.mending import reading
    from bench import rows

    rows.review(project)
    page = f"/projects/{project.slug}/"
    events = median(harness.each(3, partial(_count_events, project.pk)))
    start = time.perf_counter()
    while not reading.catch_up(project.pk):
        pass
    read = (time.perf_counter() - start) * 1000
    yield harness.Row(
        f"stats, {size:,} images, history looked through, once",
        f"{read:.1f} ms",
        f"bare count of events: {events:.1f} ms",
        read / events,
    )
    rows.settle()
    week = reading.week_of(timezone.now()).isocalendar()
    looked = f"looked_at={week.year}-W{week.week:02}"
    calls: dict[str, Callable[[], object]] = {
        "mended labels": partial(client.get, f"{page}mended/?part=numbers"),
        "mended labels of a pair": partial(client.get, f"{page}review/?status=all&mended=1-2"),
        "labels looked at in a week": partial(client.get, f"{page}review/?status=all&{looked}"),
        "sent back": partial(client.get, f"{page}review/?status=all&sent_back=all"),
        "home": partial(client.get, "/"),
        "label page": partial(client.get, f"{page}label/"),
        "what came back": partial(client.get, f"{page}label/?filter=came_back"),
    }
    for name, call in calls.items():
        times = harness.each(3, call)
        bare = events if name == "mended labels" else floor
        against = f"bare count of events: {events:.1f} ms" if bare is events else f"bare count(*): {floor:.1f} ms"
        yield harness.Row(f"stats, {size:,} images, {name}", harness.spread(times), against, median(times) / bare)


def _count_events(project: int) -> None:
    """The least that a look through the history of a project can cost."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM annotations_annotationevent AS e JOIN assets_asset AS a ON a.id = e.asset_id"
            " WHERE a.project_id = %s",
            [project],
        )
        cursor.fetchone()


if __name__ == "__main__":
    harness.main(measure)
