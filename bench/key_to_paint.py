"""From a key press to the next picture on the screen, in a real browser with the whole program behind it, against a
bare page that does the least: one write to IndexedDB, then a picture that is already decoded replaces the last.

Both at ten keys a second, in the same browser, over the same real photos, and over pictures of 12 megapixels, and both
begin when the next pictures are decoded. The time is from the event's own stamp to a message that is handled after the
frame with the change. Then memory: the tab after so many pictures, at full speed. There the bare page is the measure
of what is not ours: the browser lets go of decoded pictures late, and what drives it keeps a copy of all that came over
the network."""

import io
import itertools
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import quantiles
from typing import Any, NamedTuple

from bench import harness

KEYS = 40 if harness.SMALL else 500
LARGE = 12 if harness.SMALL else 100
AHEAD = 5  # pictures that are decoded before the first key
MANY = 200 if harness.SMALL else 2000
A_SECOND = 10
FRAME = 1000 / 60  # milliseconds
PASSWORD = "only for benchmarks"

# Notes for each key when the picture that it brought was painted, and every task of more than 50 ms.
STOPWATCH = """
window.pressed = []; window.times = []; window.longest = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration);
}).observe({ type: "longtask" });
addEventListener("keydown", ({ timeStamp }) => window.pressed.push(timeStamp), true);
window.watch = (box) => new MutationObserver(() => {
  if (!window.pressed.length) return;
  const from = window.pressed[0];
  window.pressed = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    const now = performance.now();
    window.times.push(now - from);
    window.pressed = window.pressed.filter((stamp) => stamp > now); // about a picture that was not seen yet
  };
  requestAnimationFrame(() => port2.postMessage(0));
}).observe(box, { childList: true });
null; // else the last function would be called at once
"""

BARE = """
async ([addresses, ahead]) => {
  const figure = document.querySelector("figure");
  const opening = indexedDB.open("bare", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("answers", { autoIncrement: true });
  await new Promise((resolve) => { opening.onsuccess = resolve; });
  let next = 0;
  const decode = () => {
    const image = Object.assign(new Image(), { src: addresses[next++ % addresses.length] });
    image.style = "max-width: 100%; max-height: 90vh";
    return image.decode().then(() => image);
  };
  const ready = Array.from({ length: ahead }, decode);
  await Promise.all(ready);
  window.watch(figure);
  let turn = Promise.resolve();
  const write = () => new Promise((resolve) => {
    const transaction = opening.result.transaction("answers", "readwrite", { durability: "strict" });
    transaction.objectStore("answers").add({ asset: next, status: "labeled", category_ids: [1] });
    transaction.oncomplete = resolve;
  });
  addEventListener("keydown", () => {
    turn = turn.then(write).then(() => ready.shift()).then((image) => {
      figure.replaceChildren(image);
      ready.push(decode());
    });
  });
}
"""


def measure() -> Iterator[harness.Row]:
    # Playwright's own event loop runs in this thread, and is no reason not to use the database.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    harness.prepare()
    from playwright.sync_api import sync_playwright

    from conftest import CHROMIUM
    from tests.support.program import Program

    photos = _project("Photos", _real(KEYS + 1))  # one is there before the first key
    large = _project("Large", _large(LARGE + 1))
    many = _project("Many", _variants(MANY))
    program = Program(Path(os.environ["LABELER_DATA"]), SECRET_KEY=os.environ["SECRET_KEY"]).start()
    try:
        program.wait_for_address()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            context = browser.new_context(viewport={"width": 1440, "height": 900}, bypass_csp=True)
            _sign_in(context, program.url)
            yield from _key_to_paint(context, program.url, photos, f"{KEYS} real photos", KEYS)
            yield from _key_to_paint(context, program.url, large, "12 megapixels", LARGE)
            yield from _memory(browser, context, program.url, many)
            browser.close()
    finally:
        program.kill_everything()


def _key_to_paint(context: Any, url: str, project: Any, what: str, keys: int) -> Iterator[harness.Row]:
    bare = _bare(context, url, project)
    floor, _ = _pressed(bare, keys)
    bare.close()
    page = _labeling(context, url, project)
    ours, longest = _pressed(page, keys)
    page.close()
    lost = f"{keys - len(ours)} of {keys}"
    yield harness.Row(
        f"keys lost, {what}", lost, f"bare swap: {keys - len(floor)}", None, f"none at {A_SECOND} a second"
    )
    for name, place in {"p50": 49, "p95": 94, "p99": 98}.items():
        here, there = quantiles(ours, n=100)[place], quantiles(floor, n=100)[place]
        yield harness.Row(
            f"key to paint, {what}, {name}",
            f"{here:.1f} ms, {(here - there) / FRAME:+.2f} frames",
            f"bare swap: {there:.1f} ms",
            here / there,
            "at most +1 frame" if name != "p99" else "",
        )
    yield harness.Row(f"key to paint, {what}, longest task", f"{longest:.0f} ms", "", None, "none over 50 ms")


def _bare(context: Any, url: str, project: Any) -> Any:
    addresses = [
        f"{url}/api/v1/projects/{project.slug}/assets/{pk}/display"
        for pk in project.assets.values_list("pk", flat=True)
    ]
    page = context.new_page()
    page.route(
        f"{url}/bare", lambda route: route.fulfill(content_type="text/html", body="<!doctype html><figure></figure>")
    )
    page.goto(f"{url}/bare")
    page.evaluate(STOPWATCH)
    page.evaluate(BARE, [addresses, AHEAD])
    return page


def _labeling(context: Any, url: str, project: Any) -> Any:
    page = context.new_page()
    pictures: list[str] = []

    def hear(request: Any) -> None:
        if request.url.endswith("/display"):
            pictures.append(request.url)

    page.on("requestfinished", hear)
    page.goto(f"{url}/projects/{project.slug}/label/")
    while len(pictures) <= AHEAD:
        page.wait_for_timeout(10)
    page.wait_for_timeout(1000)  # they are decoded, and somebody looks at the first
    page.evaluate(STOPWATCH)
    page.evaluate("window.watch(document.querySelector('figure'))")
    return page


def _pressed(page: Any, keys: int) -> tuple[list[float], float]:
    """Milliseconds of each key that brought a picture, and of the longest task."""
    began = time.monotonic()
    for number in range(keys):
        page.wait_for_timeout(max(0, (began + number / A_SECOND - time.monotonic()) * 1000))
        page.keyboard.press(str(number % 3 + 1))
    page.wait_for_timeout(1000)
    return page.evaluate("window.times"), page.evaluate("window.longest")


def _memory(browser: Any, context: Any, url: str, project: Any) -> Iterator[harness.Row]:
    """What the tab's process holds after a quarter of the pictures and after all of them."""
    bare = _held(browser, context, _bare(context, url, project))
    ours = _held(browser, context, _labeling(context, url, project))
    yield harness.Row(
        f"tab after {MANY // 4:,} and {MANY:,} pictures",
        _told(ours),
        f"bare page: {_told(bare)}",
        (ours[-1].resident - ours[0].resident) / (bare[-1].resident - bare[0].resident),
        "grows as little",
    )


class _Held(NamedTuple):
    resident: int  # bytes
    heap: int  # bytes
    nodes: int


def _told(held: Sequence[_Held]) -> str:
    first, last = held[0], held[-1]
    return (
        f"{first.resident / 1e6:.0f} and {last.resident / 1e6:.0f} MB, of it heap {first.heap / 1e6:.1f} and "
        f"{last.heap / 1e6:.1f}, {first.nodes:,} and {last.nodes:,} nodes"
    )


def _held(browser: Any, context: Any, page: Any) -> list[_Held]:
    session = context.new_cdp_session(page)
    quarter = MANY // 4
    held: list[_Held] = []
    for _ in range(4):
        done = len(page.evaluate("window.times"))
        for number in range(quarter - 1 if len(held) == 3 else quarter):  # the last would bring none
            page.keyboard.press(str(number % 3 + 1))
            page.wait_for_function(f"window.times.length > {done + number}")
        session.send("HeapProfiler.collectGarbage")
        page.wait_for_timeout(2000)
        heap = session.send("Runtime.getHeapUsage")["usedSize"]
        held.append(_Held(_resident(browser), heap, session.send("Memory.getDOMCounters")["nodes"]))
    page.close()
    return held


def _resident(browser: Any) -> int:
    """Bytes of the largest process of a tab: what it shares with no other."""
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    return max(_private(each["id"]) for each in processes if each["type"] == "renderer")


def _private(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Private_"))


def _sign_in(context: Any, url: str) -> None:
    page = context.new_page()
    page.goto(f"{url}/login/")
    page.get_by_label("User name").fill("bench")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{url}/")
    page.close()


def _project(name: str, contents: Sequence[bytes]) -> Any:
    from assets.images import ingest
    from bench import rows
    from projects import categories, lifecycle

    person = rows.user()
    person.set_password(PASSWORD)
    person.save()
    project = lifecycle.create(name, by=person)
    for number in range(3):
        categories.add(project, f"Class {number}")
    for number, content in enumerate(contents):
        ingest.add_image(project, content=content, original_name=f"{number:05d}.jpg", by=person)
    return project


def _photos() -> list[bytes]:
    from tests.support.shared import PHOTOS

    return [path.read_bytes() for path in sorted(PHOTOS.glob("*/*.jpg"))]


def _real(count: int) -> list[bytes]:
    return _photos()[:count]


def _large(count: int) -> list[bytes]:
    """Real photos in 12 megapixels."""
    return [_saved(content, (4000, 3000), 85) for content in _photos()[:count]]


def _variants(count: int) -> list[bytes]:
    """Real photos in several sizes each, so that no two are the same bytes."""
    turns = itertools.cycle(_photos())
    return [_saved(next(turns), (640 + number // 500 * 16, 800), 80) for number in range(count)]


def _saved(content: bytes, size: tuple[int, int], quality: int) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.open(io.BytesIO(content)).convert("RGB").resize(size).save(out, "JPEG", quality=quality)
    return out.getvalue()


if __name__ == "__main__":
    harness.main(measure, databases=["SQLite"])
