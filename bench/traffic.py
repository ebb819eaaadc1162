"""Several clients at once against the program as `manage.py serve` runs it: each has a user, a token, a tab and a
connection of its own, and sends one request after the other without a pause."""

import http.client
import itertools
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench import harness

WARM_UP, MEASURED = (0.2, 1) if harness.SMALL else (5, 30)  # seconds
FEWEST = 2  # turns of a client, for percentiles where a second is short

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Taken:
    """By all clients together: milliseconds of each turn that began within the measured time, and of each request."""

    turns: list[float]
    requests: list[float]

    @property
    def rate(self) -> float:
        """Turns a second."""
        return len(self.turns) / MEASURED


class Client:
    """Somebody who is signed in, with a tab."""

    def __init__(self, url: str, project: Any) -> None:
        from django.contrib.auth import get_user_model

        from people import tokens

        self.name = f"client-{next(_numbers)}"
        user = get_user_model().objects.create_user(self.name)
        _, token = tokens.make(user, self.name)
        self._headers = {"Authorization": f"Token {token}", "Content-Type": "application/json"}
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        self._project = f"/api/v1/projects/{project.slug}"
        self._given = itertools.count(1)
        self._classes = project.categories.count()
        self.requests: list[float] = []

    def next_asset(self) -> Any:
        (asset,) = self._call("GET", f"queue/?limit=1&tab={self.name}")["results"]
        return asset

    def answer(self, number: int, revision: int) -> int:
        """The next category in turn; the revision that it gives the asset."""
        given = next(self._given)
        operation = {
            "op_id": f"{self.name}-{given}",
            "asset": number,
            "base_revision": revision,
            "status": "labeled",
            "category_ids": [given % self._classes + 1],
        }
        (result,) = self._call("POST", "answers/", {"operations": [operation]})["results"]
        assert result["result"] == "applied", result
        return int(result["asset"]["revision"])

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        content = None if body is None else json.dumps(body).encode()
        began = time.perf_counter()
        self._connection.request(method, f"{self._project}/{path}", content, self._headers)
        response = self._connection.getresponse()
        answer = response.read()
        self.requests.append((time.perf_counter() - began) * 1000)
        assert response.status == http.HTTPStatus.OK, (response.status, answer)
        return json.loads(answer)


@contextmanager
def program(**environment: str) -> Iterator[str]:
    """Its address, while it runs on the database of this process, with a worker and a watchdog as always."""
    from django.conf import settings

    from tests.support.program import running

    database = os.environ.get("DATABASE_URL") or f"sqlite:///{settings.DATABASES['default']['NAME']}"
    with running(Path(settings.CONFIG.data) / "program", DATABASE_URL=database, **environment) as started:
        yield started.url


def nexts_and_answers(clients: list[Client]) -> Taken:
    """A turn: ask for the next image, and answer it."""

    def turn(client: Client) -> None:
        asset = client.next_asset()
        client.answer(asset["id"], asset["revision"])

    return _send(clients, [partial(turn, client) for client in clients])


def answers(clients: list[Client], assets: list[tuple[int, int]]) -> Taken:
    """A turn: one answer. Each client has some of the assets (number, revision), and goes round and round them."""

    def turns(client: Client, own: list[tuple[int, int]]) -> Callable[[], None]:
        revisions = dict(own)
        order = itertools.cycle(revisions)

        def turn() -> None:
            number = next(order)
            revisions[number] = client.answer(number, revisions[number])

        return turn

    return _send(clients, [turns(client, assets[n :: len(clients)]) for n, client in enumerate(clients)])


def _send(clients: list[Client], turns: list[Callable[[], None]]) -> Taken:
    start = threading.Barrier(len(clients))

    def work(client: Client, turn: Callable[[], None]) -> tuple[list[float], list[float]]:
        start.wait()
        began = time.perf_counter()
        while time.perf_counter() < began + WARM_UP:
            turn()
        client.requests.clear()
        times: list[float] = []
        while (before := time.perf_counter()) < began + WARM_UP + MEASURED or len(times) < FEWEST:
            turn()
            times.append((time.perf_counter() - before) * 1000)
        return times, client.requests

    with ThreadPoolExecutor(len(clients)) as pool:
        taken = list(pool.map(work, clients, turns))
    return Taken([t for times, _ in taken for t in times], [t for _, requests in taken for t in requests])
