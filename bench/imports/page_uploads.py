"""Photos that are dropped on the real page, in Chromium, with the whole program behind it: how many come in a second,
and the processor time that the server takes for each, against one full decode, its thumbnail and its sha256.

`BENCH_BEFORE=folder`: the same for another version of the program, which lies there, in turns with this one."""

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bench import harness, ingest

COUNT = 20 if harness.SMALL else 300
BEFORE = os.environ.get("BENCH_BEFORE", "")
ROUNDS = 1 if harness.SMALL else 3
PASSWORD = "only for benchmarks"
PATIENCE = 300_000  # ms
MAKE = "from django.contrib.auth import get_user_model as m; from projects import lifecycle as l; "
TICK = 1000 / os.sysconf("SC_CLK_TCK")  # ms


class Taken(NamedTuple):
    """`each`: milliseconds of the web server's processor time for a picture."""

    rate: float  # pictures a second
    each: float


def measure() -> Iterator[harness.Row]:
    from playwright.sync_api import sync_playwright

    harness.prepare()
    from conftest import CHROMIUM
    from tests.support.program import running

    with tempfile.TemporaryDirectory(prefix="labeler-bench-") as name, sync_playwright() as playwright:
        folder = Path(name)
        drawn = ingest.photos(folder / "drawn", COUNT)
        paths = [ingest.camera(folder / "camera", number, path) for number, path in enumerate(drawn)]
        contents = [path.read_bytes() for path in paths]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        floors: list[float] = []
        taken: dict[str, list[Taken]] = {}
        for number in range(ROUNDS):
            floors.append(ingest.processor_ms([[each] for each in contents], lambda one: ingest.least(one[0])))
            for version in filter(None, (BEFORE, str(harness.ROOT))):
                data = folder / f"{number}-{len(taken.get(version, ()))}-{Path(version).name}"
                with running(data, folder=version, LABELER_ADMIN_PASSWORD=PASSWORD) as program:
                    taken.setdefault(version, []).append(_dropped(browser, program, paths))
        browser.close()
    yield from _rows(min(floors), taken[str(harness.ROOT)], taken.get(BEFORE, ()))


def _rows(floor: float, ours: Sequence[Taken], before: Sequence[Taken]) -> Iterator[harness.Row]:
    rate, each = max(one.rate for one in ours), min(one.each for one in ours)
    yield harness.Row(
        f"{COUNT} photos through the page",
        f"{each:.1f} ms of CPU a picture",
        f"decode, thumb, hash: {floor:.1f} ms",
        each / floor,
        "",
    )
    if not before:
        yield harness.Row(f"{COUNT} photos through the page", f"{rate:.1f} a second")
        return
    there = max(one.rate for one in before)
    yield harness.Row(f"{COUNT} photos through the page", f"{rate:.1f} a second", f"before: {there:.1f}", rate / there)
    cpu = min(one.each for one in before)
    yield harness.Row("the same, CPU a picture", f"{each:.1f} ms", f"before: {cpu:.1f} ms", each / cpu)


def _dropped(browser: Any, program: Any, paths: Sequence[Path]) -> Taken:
    from tests.support.browser import drop

    program.manage("shell", "-c", f"{MAKE}l.create('Photos', by=m().objects.get(username='admin'))")
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(PATIENCE)
    page.goto(f"{program.url}/login/")
    page.get_by_label("User name").fill("admin")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{program.url}/**")
    _wait(page, program, drop, paths[:4])  # what the first files load is not counted
    used = _used(program)
    seconds = _wait(page, program, drop, paths[4:])
    count = len(paths) - 4
    each = (_used(program) - used) * TICK / count
    page.close()
    return Taken(count / seconds, each)


def _wait(page: Any, program: Any, drop: Any, paths: Sequence[Path]) -> float:
    """Seconds until the page says that all are here."""
    page.goto(f"{program.url}/projects/photos/assets/")
    page.locator("#uploads .drawer-head").wait_for(state="attached")
    page.wait_for_timeout(1000)
    start = time.perf_counter()
    drop(page, *paths)
    page.locator("#uploads .drawer-head", has_text=f"{len(paths)} images added").wait_for()
    return time.perf_counter() - start


def _used(program: Any) -> int:
    """Ticks of the web server's processes, user and system."""
    web = program.child("web")
    stats = [
        Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in (web, *program.children_of(web))
    ]
    return sum(int(stat[11]) + int(stat[12]) for stat in stats)


if __name__ == "__main__":
    harness.main(measure, databases=["SQLite"])
