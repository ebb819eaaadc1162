"""Answers that a killed browser loses: Chromium and all its processes are killed by SIGKILL while somebody labels and
no answer reaches the server, and in a third of the kills its folder of IndexedDB is gone before the next start, as when
Chromium makes it anew. Lost is what a page was seen to accept and what the database does not have in the end.

Over 127.0.0.1, where the context is secure, and over plain HTTP, where a mirror is all there is beside IndexedDB."""

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from bench import harness

KILLS = 3 if harness.SMALL else 200
PLAIN_KILLS = 3 if harness.SMALL else 40
MOST_KEYS = 20  # before a kill
PLAIN = "labeler.test"  # an address of this machine that is no secure context


def measure() -> Iterator[harness.Row]:
    # Playwright's own event loop runs in this thread, and is no reason not to use the database.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    harness.prepare()
    yield _row("127.0.0.1", KILLS, [], {}, "none")
    yield _row(
        "plain HTTP",
        PLAIN_KILLS,
        [f"--host-resolver-rules=MAP {PLAIN} 127.0.0.1"],
        {"ALLOWED_HOSTS": f"127.0.0.1,{PLAIN}"},
        "",
    )


def _row(where: str, kills: int, arguments: list[str], environment: dict[str, str], bound: str) -> harness.Row:
    from tests.support.labeled_project import Work
    from tests.support.program import prepare_data, running

    moments = random.Random(seed := random.SystemRandom().randrange(2**31))
    with tempfile.TemporaryDirectory() as folder:
        prepared = prepare_data(Path(folder) / "prepared")
        with running(Path(folder) / "data", begin_with=prepared, **environment) as program:
            if environment:
                program.url = program.url.replace("127.0.0.1", PLAIN)
            work = Work(program, f"Kills at {where}", kills * MOST_KEYS + 100)
            accepted, anew = _kill(work, Path(folder) / "profile", kills, arguments, moments)
            lost = (accepted - Counter(work.answers())).total()
    return harness.Row(
        f"answers lost by {kills} killed browsers, {where}",
        f"{lost} of {accepted.total()}",
        f"{anew} times without IndexedDB, seed {seed}",
        None,
        bound,
    )


def _kill(work: Any, profile: Path, kills: int, arguments: list[str], moments: random.Random) -> tuple[Counter, int]:
    """What was accepted, and how often IndexedDB was taken away."""
    from playwright.sync_api import sync_playwright

    from tests.support.labeled_project import all_is_saved

    accepted: Counter = Counter()
    anew = 0
    with sync_playwright() as playwright:
        for _ in range(kills):
            context, alice, page = _open(playwright, work, profile, arguments)
            all_is_saved(page)  # of those before
            page.route("**/answers/", lambda route: route.abort())
            alice.press_and_see(page, moments.randrange(1, MOST_KEYS))
            alice.press(page, moments.randrange(3))
            _end(context, profile)
            accepted.update(alice.accepted)
            _free_claims(work)
            if moments.randrange(3) == 0:
                anew += 1
                for database in profile.glob("**/IndexedDB"):
                    shutil.rmtree(database)
        context, _, page = _open(playwright, work, profile, arguments)
        all_is_saved(page)
        context.close()
    return accepted, anew


def _open(playwright: Any, work: Any, profile: Path, arguments: list[str]) -> tuple[Any, Any, Any]:
    from conftest import CHROMIUM
    from tests.support.labeled_project import Labeler

    context = playwright.chromium.launch_persistent_context(
        str(profile), executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", *arguments]
    )
    alice = Labeler(context, work).sign_in()
    return context, alice, alice.open()


def _end(context: Any, profile: Path) -> None:
    from playwright.sync_api import Error

    from tests.support.program import browsers_of

    for pid in browsers_of(str(profile)):
        os.kill(pid, signal.SIGKILL)
    with contextlib.suppress(Error):
        context.close()


def _free_claims(work: Any) -> None:
    """What a killed browser holds would be free after ten minutes."""
    with closing(sqlite3.connect(work.program.data / "labeler.sqlite3", timeout=60)) as database, database:
        database.execute("DELETE FROM annotations_claim")


if __name__ == "__main__":
    harness.main(measure, databases=["SQLite"])
