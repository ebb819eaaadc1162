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
        yield from _counts(client, project, size)
    yield from _actions(client, project)


def _counts(client: Any, project: Any, size: int) -> Iterator[harness.Row]:
    """What the page asks for once it has painted: filters, issues and bounds, against one bare count of the images."""
    floor = median(harness.each(3, partial(harness.bare_count, project.pk)))
    for name, query in {"": "", ", category and status": "&category=3&status=labeled"}.items():
        times = harness.each(3, partial(client.get, f"/projects/{project.slug}/review/?part=counts{query}"))
        yield harness.Row(
            f"review, {size:,} images, counts{name}",
            f"{median(times):.0f} ms",
            f"bare count(*): {floor:.1f} ms",
            median(times) / floor,
        )


def _addresses(project: Any, size: int) -> dict[str, str]:
    base = f"/projects/{project.slug}/review/"
    deep = size * 6 // 10 * 6 // 20  # six of twenty are in review
    return {
        "first page": base,
        "60% in": f"{base}?cursor={_cursor(project, 'place', deep)}",
        "category": f"{base}?category=3",
        "category and status": f"{base}?category=3&status=labeled",
        "category and status, 60% in": _deep(project, f"{base}?category=3&status=labeled"),
        "similar": f"{base}?sort=similar",
        "similar, 60% in": f"{base}?sort=similar&cursor={_cursor(project, 'similar', deep)}",
        "one class at a time": f"{base}?category=3&mode=class",
        "odd ones first": f"{base}?category=3&sort=odd",
        "odd ones first, 60% in": _odd(project, f"{base}?category=3&sort=odd"),
        "labeler": f"{base}?labeler=bench",
        "days": f"{base}?from=2020-01-01",
    }


def _deep(project: Any, address: str) -> str:
    labeled = project.assets.filter(status="labeled", annotations__category__class_index=2)
    return f"{address}&cursor={_cursor(project, 'place', labeled.count() * 6 // 10, labeled)}"


def _odd(project: Any, address: str) -> str:
    from annotations.browse.oddness import ranked

    found = project.assets.with_status("in_review").filter(annotations__category__public_id=3)
    listed = ranked(found, "odd", project, 3)
    return f"{address}&cursor={_cursor(project, 'odd', listed.count() * 6 // 10, listed)}"


def _cursor(project: Any, sort: str, place: int, listed: Any = None) -> str:
    from annotations.browse.filters import SORTS
    from core.pagination import cursor_after

    listed = project.assets.with_status("in_review") if listed is None else listed
    return cursor_after(listed.order_by(*SORTS[sort].order_by(backwards=False))[place], SORTS[sort])


def _actions(client: Any, project: Any) -> Iterator[harness.Row]:
    """Approve, relabel and undo, each one request, against as many bare changes of rows in one transaction."""
    labeled = project.assets.with_status("labeled").order_by("pk")
    numbers = list(labeled.values_list("pk", flat=True)[:ACTED])
    named = {"asset_ids": [{"id": number, "revision": 1} for number in numbers]}
    bare, _ = _timed(partial(_bare, numbers))
    api = f"/api/v1/projects/{project.slug}/"

    def ask(path: str, **body: Any) -> Any:
        response = client.post(f"{api}{path}", body, content_type="application/json")
        assert response.status_code == 200, response.content
        return response.json()

    taken, done = _timed(partial(ask, "bulk/", **named, status="approved"))
    yield _action_row("approve", done, taken, bare)
    taken, done = _timed(partial(ask, f"bulk/{done['id']}/undo/"))
    yield _action_row("undo", done, taken, bare)
    # Before the last of them there may be others; no more than these match.
    seen = client.get(f"{api}assets/?limit=1").json()
    within = {"status": "labeled", "numbers": f"{numbers[0]}-{numbers[-1]}"}
    by_filter = {"filter": within, "max_id": seen["max_id"], "as_of": seen["as_of"]}
    taken, done = _timed(partial(ask, "bulk/", **by_filter, status="labeled", category_ids=[2]))
    assert done["already"]  # those that carried the category before
    yield _action_row("relabel, all that match,", done, taken, bare, done["already"])


def _action_row(name: str, done: dict[str, Any], taken: float, bare: float, already: int = 0) -> harness.Row:
    assert (done["changed"] + already, done["changed_meanwhile"], done["refused"]) == (ACTED, 0, 0)
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
