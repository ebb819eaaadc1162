"""What somebody waits for who follows the events of a project with a million answers: a page at the beginning, one in
the middle, the newest; and all of them as lines. Against a bare read of the same rows."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from typing import Any

from bench import harness

IMAGES = 1_000 if harness.SMALL else 1_180_000  # of twenty, seventeen have an answer
TIMES = 5 if harness.SMALL else 30
PAGE = 100
PART = 2000

BARE = """
    SELECT e.id, e.at, u.username, e.asset_id, a.sha256, e.from_status, e.from_category_ids, e.to_status,
        e.to_category_ids, e.revision, e.op_id, e.bulk, e.seen, e.shown_ms, e.source, e.reason
    FROM annotations_annotationevent AS e JOIN assets_asset AS a ON a.id = e.asset_id
    JOIN auth_user AS u ON u.id = e.actor_id WHERE e.id >= %s ORDER BY e.id LIMIT %s
"""


def measure() -> Iterator[harness.Row]:
    harness.prepare()
    from bench import rows

    client = rows.client()
    project = rows.project(IMAGES)
    rows.tell(project)
    first, last, count = _span()
    address = f"/api/v1/projects/{project.slug}/events/"
    told = list(project.events.order_by("pk").filter(kind="answers").values_list("pk", flat=True))
    middle = told[len(told) // 2] * 1000
    places = {"first page": (0, first), "a page in the middle": (middle, (first + last) // 2)}
    for name, (after, number) in places.items():
        ask = partial(_page, client, f"{address}?after={after}&limit={PAGE}", PAGE)
        yield _row(f"events, {count:,} answers, {name}", ask, partial(_bare, number, PAGE))
    ask = partial(_page, client, f"{address}?after=latest", 0)
    yield _row(f"events, {count:,} answers, nothing new", ask, partial(_bare, last, 1))
    bare, ours = _seconds(partial(_all_bare, first)), _seconds(partial(_all, client, f"{address}?format=jsonl", count))
    yield harness.Row(
        f"events, {count:,} answers, all as lines",
        f"{count / ours:,.0f} a second",
        f"bare read: {count / bare:,.0f} a second",
        bare / ours,
    )


def _row(name: str, ask: Callable[[], object], bare: Callable[[], object]) -> harness.Row:
    floor, times = median(harness.each(TIMES, bare)), harness.each(TIMES, ask)
    against = f"bare read of them: {floor:.2f} ms"
    return harness.Row(name, harness.spread(times), against, median(times) / floor)


def _page(client: Any, address: str, entries: int) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    assert len(answer.json()["results"]) == entries


def _all(client: Any, address: str, least: int) -> None:
    lines = sum(part.count(b"\n") for part in client.get(address).streaming_content)
    assert lines >= least, lines


def _bare(number: int, limit: int) -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(BARE, [number, limit])
        found: list[Any] = cursor.fetchall()
    return found


def _all_bare(first: int) -> None:
    """A part at a time, as no server holds a million rows."""
    while some := _bare(first, PART):
        first = some[-1][0] + 1


def _seconds(action: Callable[[], None]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def _span() -> tuple[int, int, int]:
    from django.db.models import Count, Max, Min

    from annotations.models import AnnotationEvent

    found = AnnotationEvent.objects.aggregate(first=Min("pk"), last=Max("pk"), count=Count("pk"))
    return found["first"], found["last"], found["count"]


if __name__ == "__main__":
    harness.main(measure)
