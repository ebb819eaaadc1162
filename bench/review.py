"""The review page at any size of a project: the grid at once, its numbers after; and one action on ten thousand."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from typing import Any

from bench import harness

SIZES = [1000] if harness.SMALL else [1000, 100_000, 1_000_000]
TIMES = 5 if harness.SMALL else 15
ACTED = 100 if harness.SMALL else 10_000
LIMIT = 3000  # ms of an action on ten thousand


def measure() -> Iterator[harness.Row]:
    harness.prepare()
    from bench import rows

    client = rows.client()
    for project, size, found in harness.pages("review", SIZES, TIMES, _addresses, 'class="cell"', "at most 2"):
        yield from found
        times = harness.each(3, partial(client.get, f"/projects/{project.slug}/review/?part=counts"))
        yield harness.Row(f"review, {size:,} images, counts after it", f"{median(times):.0f} ms")
    yield from _actions(project)


def _addresses(project: Any, size: int) -> dict[str, str]:
    base = f"/projects/{project.slug}/review/"
    deep = size * 6 // 10 * 6 // 20  # six of twenty are in review
    return {
        "first page": base,
        "60% in": f"{base}?cursor={_cursor(project, 'oldest', deep)}",
        "category": f"{base}?category=3",
        "category and status": f"{base}?category=3&status=labeled",
        "similar": f"{base}?sort=similar",
        "similar, 60% in": f"{base}?sort=similar&cursor={_cursor(project, 'similar', deep)}",
        "one class at a time": f"{base}?category=3&mode=class",
        "labeler": f"{base}?labeler=bench",
        "days": f"{base}?from=2020-01-01",
    }


def _cursor(project: Any, sort: str, place: int) -> str:
    from assets.filters import SORTS
    from projects.paging import cursor_after

    in_review = project.assets.with_status("in_review")
    return cursor_after(in_review.order_by(*SORTS[sort].order_by(backwards=False))[place], SORTS[sort])


def _actions(project: Any) -> Iterator[harness.Row]:
    """Approve, relabel and undo, against as many bare changes of rows in one transaction."""
    from annotations import review
    from bench import rows

    numbers = list(project.assets.with_status("labeled").order_by("pk").values_list("pk", flat=True)[:ACTED])
    selected = [(number, None) for number in numbers]
    act = partial(review.set_selected, project, selected, by=rows.user())
    bare, _ = _timed(partial(_bare, numbers))
    approve = partial(act, status="approved", category_ids=None)
    relabel = partial(act, status="labeled", category_ids=[2])
    for name, action in (("approve", approve), ("relabel", relabel)):
        taken, outcome = _timed(action)
        assert outcome.changed == len(numbers)
        yield _action_row(name, taken, bare)
    taken, outcome = _timed(partial(review.undo, project, outcome.id, by=rows.user()))
    assert outcome.changed == len(numbers)
    yield _action_row("undo", taken, bare)


def _action_row(name: str, taken: float, bare: float) -> harness.Row:
    against = f"bare updates: {bare:.0f} ms"
    return harness.Row(f"bulk {name} of {ACTED:,}", f"{taken:.0f} ms", against, taken / bare, f"under {LIMIT} ms")


def _bare(numbers: list[int]) -> None:
    """Row by row, as a program would that knows nothing of sets. Taken back again."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for number in numbers:
            cursor.execute("UPDATE assets_asset SET status = 'approved' WHERE id = %s", [number])
        transaction.set_rollback(True)


def _timed(action: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds, and what it answers."""
    start = time.perf_counter()
    answer = action()
    return (time.perf_counter() - start) * 1000, answer


if __name__ == "__main__":
    harness.main(measure)
