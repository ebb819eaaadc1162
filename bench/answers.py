"""Answers a second through the API, alone and in batches as the labeling page sends them, against bare row updates in
transactions of the same size on the same database; and what becomes of that when several people label at once."""

import itertools
import json
import time
from collections.abc import Callable, Iterator, Sequence
from statistics import quantiles
from typing import Any

from bench import harness, traffic

COUNT = 200 if harness.SMALL else 4000
# Three of twenty are unlabeled: more than all clients together take in all rounds.
QUEUE = 8_000 if harness.SMALL else 400_000
ROUNDS = 1 if harness.SMALL else 3
SIZES = [1, 20]
CLIENTS = [1, 4, 16]
BARE_SECONDS = 0.5 if harness.SMALL else 10


def measure() -> Iterator[harness.Row]:
    harness.prepare()

    from bench import rows
    from labeler.serving.memory import settle

    client = rows.client()
    project = rows.project(COUNT)
    numbers = list(project.assets.order_by("pk").values_list("pk", flat=True))
    settle()
    for size in SIZES:
        bare, ours = [], []
        for _ in range(ROUNDS):
            bare.append(_times(numbers, size, _update))
            ours.append(_times(numbers, size, _answers(client, project)))
        floor, best = min(bare, key=sum), min(ours, key=sum)
        yield harness.Row(
            f"answers, batches of {size}",
            f"{COUNT * 1000 / sum(best):,.0f} a second",
            f"bare updates: {COUNT * 1000 / sum(floor):,.0f} a second",
            sum(floor) / sum(best),
        )
        yield harness.Row(f"a request with {size}", _percentiles(best), f"bare: {_percentiles(floor)}")
    yield from _at_once(project, rows.project(QUEUE))


def _at_once(answered: Any, queue: Any) -> Iterator[harness.Row]:
    """As the program runs, with several clients. The bare transactions are one writer's, while nobody else writes."""

    def give(clients: list[traffic.Client]) -> traffic.Taken:
        return traffic.answers(clients, list(answered.assets.order_by("pk").values_list("pk", "revision")))

    kinds = [("next and answer", queue, traffic.nexts_and_answers), ("answers alone", answered, give)]
    numbers = list(answered.assets.order_by("pk").values_list("pk", flat=True))
    with traffic.program() as url:
        for what, project, send in kinds:
            bare: list[float] = []
            rounds: dict[int, list[traffic.Taken]] = {count: [] for count in CLIENTS}
            for _ in range(ROUNDS):
                until = time.perf_counter() + BARE_SECONDS
                while time.perf_counter() < until:
                    bare += _times(numbers[:20], 1, _update)
                for count in CLIENTS:
                    rounds[count].append(send([traffic.Client(url, project) for _ in range(count)]))
            best = {count: max(rounds[count], key=lambda taken: taken.rate) for count in CLIENTS}
            for count, taken in best.items():
                yield from _rows_of(f"{what}, {count} at once", taken, best[1].rate, max(bare))


def _rows_of(what: str, taken: traffic.Taken, of_one: float, bare: float) -> Iterator[harness.Row]:
    cuts = quantiles(taken.turns, n=100)
    longest = max(taken.requests)
    yield harness.Row(
        what, f"{taken.rate:.1f} a second", f"one alone: {of_one:.1f}", taken.rate / of_one, "at least 0.95"
    )
    yield harness.Row(
        f"{what}, their time", f"p99 {cuts[98]:.0f} ms", f"p50 {cuts[49]:.0f} ms", cuts[98] / cuts[49], "at most 5"
    )
    yield harness.Row(
        f"{what}, longest request", f"{longest:.0f} ms", f"longest bare: {bare:.1f} ms", longest / bare, "at most 20"
    )


def _times(numbers: Sequence[int], size: int, write: Callable[[Sequence[int]], None]) -> list[float]:
    """Milliseconds of each batch."""
    times = []
    for start in range(0, len(numbers), size):
        began = time.perf_counter()
        write(numbers[start : start + size])
        times.append((time.perf_counter() - began) * 1000)
    return times


def _update(numbers: Sequence[int]) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for number in numbers:
            cursor.execute(
                "UPDATE assets_asset SET status = 'labeled', revision = revision + 1 WHERE id = %s", [number]
            )


def _answers(client: Any, project: Any) -> Callable[[Sequence[int]], None]:
    """One request with an answer for each, every one a change: the next category in turn."""
    revisions = dict(project.assets.values_list("pk", "revision"))
    count = project.categories.count()
    turns = itertools.count(1)

    def send(numbers: Sequence[int]) -> None:
        operations = [
            {
                "op_id": f"bench-{time.monotonic_ns()}-{number}",
                "asset": number,
                "base_revision": revisions[number],
                "status": "labeled",
                "category_ids": [next(turns) % count + 1],
            }
            for number in numbers
        ]
        answer = client.post(
            f"/api/v1/projects/{project.slug}/answers/",
            json.dumps({"operations": operations}),
            content_type="application/json",
        )
        assert [each["result"] for each in answer.json()["results"]] == ["applied"] * len(numbers)

    return send


def _percentiles(times: list[float]) -> str:
    cuts = quantiles(times, n=100)
    return f"p50 {cuts[49]:.1f}, p95 {cuts[94]:.1f}, p99 {cuts[98]:.1f} ms"


if __name__ == "__main__":
    harness.main(measure)
