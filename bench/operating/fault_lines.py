"""How many lines the running program writes to its log while something that it needs is away for some seconds, and
people and programs go on asking: the database, the disk, the cache, and a worker that dies as soon as it is started.
Each line of a traceback counts. Run at another commit it tells what that one writes."""

import json
import os
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from bench import harness

AWAY_SECONDS = 5 if harness.SMALL else 20
AFTER_SECONDS = 8 if harness.SMALL else 15  # until what was summed is said
PAUSE_SECONDS = 0.25  # between two rounds of requests
BOUND = "10 lines"

SET_UP = """
import io
from django.contrib.auth import get_user_model
from PIL import Image
from assets.images import ingest
from people import tokens
from projects import categories, lifecycle
admin = get_user_model().objects.get(username="admin")
project = lifecycle.create("Lines", by=admin)
categories.add(project, "Dress")
out = io.BytesIO()
Image.new("RGB", (160, 120)).save(out, "PNG")
asset = ingest.add_prepared(project, [ingest.prepare(project.dataset_id, out.getvalue(), "one.png")], by=admin)
print(tokens.make(admin, "Lines")[1])
"""


def measure() -> Iterator[harness.Row]:
    import django

    django.setup()
    with tempfile.TemporaryDirectory(prefix="labeler-lines-") as name:
        folder = Path(name)
        if url := os.environ.get("DATABASE_URL"):
            yield _database_is_away(folder, url)
            return
        yield from _disk_is_full(folder)
        yield _cache_is_dead(folder)
        for kind, process in (("supervisor", "worker"), ("gunicorn", "web process"), ("django-q2", "process of jobs")):
            yield _process_dies_at_once(folder, kind, process)


def _database_is_away(folder: Path, url: str) -> harness.Row:
    from tests.support.program import Program, running
    from tests.support.servers.proxy import Wire

    address = urlsplit(url)
    wire = Wire(address.hostname, address.port or 5432)
    by_wire = urlunsplit(address._replace(netloc=f"{address.username}@127.0.0.1:{wire.port}"))
    Program(folder / "away", DATABASE_URL=by_wire).manage("migrate", within=None)
    with running(folder / "away", DATABASE_URL=by_wire) as program, _traffic(program) as asked:
        return _lines("database away", program, asked, wire.refuse, wire.mend)


def _disk_is_full(folder: Path) -> Iterator[harness.Row]:
    from tests.support.disk import fill, small_disk
    from tests.support.program import running

    if os.geteuid() != 0:  # only root can mount a small disk
        return
    filling: list[Path] = []
    with (
        small_disk(folder, megabytes=48) as disk,
        running(folder / "log-only", LABELER_DATA=str(disk / "data")) as program,
        _traffic(program) as asked,
    ):
        yield _lines("disk full", program, asked, lambda: filling.append(fill(disk)), lambda: filling[0].unlink())  # noqa: PLW0108 - not there yet


def _cache_is_dead(folder: Path) -> harness.Row:
    from tests.support.program import free_port, running

    address = f"redis://127.0.0.1:{free_port()}/0"
    with running(folder / "cache", CACHE_URL=address) as program, _traffic(program) as asked:
        return _lines("cache dead", program, asked, lambda: None, lambda: None)


def _process_dies_at_once(folder: Path, kind: str, process: str) -> harness.Row:
    from tests.support.dying import dying
    from tests.support.program import Program, eventually

    program = Program(folder / kind, folder=dying(folder / f"dying-{kind}", kind)).start()
    try:
        eventually(lambda: "  log " in program.output)  # the last of what the start says of itself
        return _lines(f"{process} dies at once", program, count(), lambda: None, lambda: None, after=0)
    finally:
        program.kill_everything()


def _lines(
    what: str,
    program: Any,
    asked: Iterator[int],
    begin: Callable[[], object],
    end: Callable[[], object],
    *,
    after: float = AFTER_SECONDS,
) -> harness.Row:
    before, first = len(program.output.splitlines()), next(asked)
    begin()
    time.sleep(AWAY_SECONDS)
    end()
    time.sleep(after)
    lines = program.output.splitlines()[before:]
    if where := os.environ.get("BENCH_KEEP"):  # a folder: what was written, to be read
        (Path(where) / f"{what}.log").write_text("\n".join(lines))
    requests = next(asked) - first - 1
    return harness.Row(f"{what}, {AWAY_SECONDS} s", f"{len(lines)} lines", f"{requests} requests", None, BOUND)


@contextmanager
def _traffic(program: Any) -> Iterator[Iterator[int]]:
    """Four calls a round: a page, a list, an answer, and whoever watches. Gives what counts them."""
    token = program.manage("shell", "-c", SET_UP).split()[-1]
    over, asked = threading.Event(), count()
    api = f"{program.url}/api/v1/projects/"
    asset = json.load(_ask(f"{api}lines/assets/", token))["results"][0]["id"]

    def ask() -> None:
        revision = 0
        for number in count():
            operation = {
                "op_id": f"lines-{number}-{os.getpid()}", "asset": asset, "base_revision": revision,
                "status": "labeled", "category_ids": [1],
            }  # fmt: skip
            answer = json.dumps({"operations": [operation]}).encode()
            for address, body in (
                (f"{program.url}/projects/lines/", None), (api, None), (f"{api}lines/answers/", answer),
                (f"{program.url}/readyz", None),
            ):  # fmt: skip
                with suppress(OSError):
                    told = _ask(address, token, body).read()
                    revision += bool(body) and json.loads(told)["results"][0]["result"] == "applied"
                next(asked)
            if over.wait(PAUSE_SECONDS):
                return

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield asked
    finally:
        over.set()
        thread.join()


def _ask(address: str, token: str, body: bytes | None = None) -> Any:
    headers = {"Authorization": f"Token {token}", "Content-Type": "application/json"}
    return urllib.request.urlopen(urllib.request.Request(address, body, headers), timeout=60)


if __name__ == "__main__":
    harness.main(measure)
