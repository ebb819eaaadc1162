"""What twenty programs that wait for a version (`Prefer: wait=30`) mean for people who label at the same time: the time
of answers without them and with them, in one run against the program as it is served."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import quantiles
from typing import Any
from urllib.parse import urlsplit

from bench import harness, traffic

COUNT = 200 if harness.SMALL else 4000
CLIENTS = 4
WAITERS = 20
SECONDS = 2 if harness.SMALL else 30  # that each of them waits


def measure() -> Iterator[harness.Row]:
    harness.prepare()

    from bench import rows
    from labeler.serving.memory import settle

    project = rows.project(COUNT)
    tokens = _tokens()
    settle()
    with traffic.program() as url:
        alone = _answers(url, project)
        with _waiting(url, project, tokens) as asked:
            beside = _answers(url, project)
        alone += _answers(url, project)
    without, with_them = quantiles(alone, n=100), quantiles(beside, n=100)
    for name, cut in (("p50", 49), ("p99", 98)):
        yield harness.Row(
            f"answers beside {WAITERS} who wait, {name}",
            f"{with_them[cut]:.1f} ms",
            f"without them: {without[cut]:.1f} ms",
            with_them[cut] / without[cut],
            "at most 1.1",
        )
    yield harness.Row("of those who wait", f"{asked[0]} answers", f"told to come again: {asked[1]}")


def _answers(url: str, project: Any) -> list[float]:
    clients = [traffic.Client(url, project) for _ in range(CLIENTS)]
    return traffic.answers(clients, list(project.assets.order_by("pk").values_list("pk", "revision"))).requests


def _tokens() -> list[str]:
    """Of programs of one person who manages the project."""
    from django.contrib.auth import get_user_model

    from people import tokens

    staff = [get_user_model().objects.create_user(f"pipeline-{n}", is_staff=True) for n in range(WAITERS)]
    return [tokens.make(user, "Pipeline")[1] for user in staff]


@contextmanager
def _waiting(url: str, project: Any, tokens: list[str]) -> Iterator[list[int]]:
    """They wait, and come again when they are told to, until the block ends. Gives how many answers they had, and how
    many of these told them to come again."""
    over = threading.Event()
    counts = [0, 0]
    lock = threading.Lock()

    def wait(token: str) -> None:
        headers = {"Authorization": f"Token {token}", "Prefer": f"wait={SECONDS}"}
        while not over.is_set():
            connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
            connection.request("GET", f"/api/v1/projects/{project.slug}/versions/latest/", headers=headers)
            answer = connection.getresponse()
            answer.read()
            connection.close()
            assert answer.status == http.HTTPStatus.NOT_FOUND, answer.status  # there is no version yet
            again = answer.headers.get("Retry-After")
            with lock:
                counts[0] += 1
                counts[1] += again is not None
            over.wait(float(again or 0))

    threads = [threading.Thread(target=wait, args=[token], daemon=True) for token in tokens]
    for thread in threads:
        thread.start()
    try:
        yield counts
    finally:
        over.set()
        for thread in threads:
            thread.join()  # so that nobody waits while the next ones are measured


if __name__ == "__main__":
    harness.main(measure)
