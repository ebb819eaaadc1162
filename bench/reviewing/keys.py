"""Keys that a reviewer presses for each wrong label, in a real browser with the whole program behind it.

713 real photos of ten classes, 57 of them under a wrong one by a seed, are reviewed class by class until each has been
approved or mended. A script presses the keys. It reads what stands on the screen and nothing else:
a picture counts when all of it was there for as long as the page wants, the place in focus is the one that is marked,
and whether a label is right it tells as a person would, from the picture (here: from what the picture was made of).
Every key counts, and so does Shift: moving, digits, approving, Page Down, the next class, what is set once.

A way of mending is a `Way`; one more is a class of a few lines and an entry in WAYS. The shortest one is measured with
several plantings, each by itself and their mean; BENCH_SEEDS=1,2,3 takes others, BENCH_WAYS="letters" some ways alone
(by `;` where there are several), and those with all plantings.
"""

import os
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import harness

PICTURES = 120 if harness.SMALL else 713
WRONG = 10 if harness.SMALL else 57
SEEDS = tuple(int(seed) for seed in os.environ.get("BENCH_SEEDS", "21" if harness.SMALL else "21,22,23").split(","))
GOAL = 3  # keys a wrong label, all included
PASSWORD = "only for benchmarks"
PATIENCE = 30_000  # milliseconds
TRIES = 3
MOST_SCREENS = 40  # of one page of the list
HEARD = 5_000  # milliseconds after which an answer would have been seen
SEEN = 700  # milliseconds that a picture stands there; the page wants 500

# The cells that are whole on the screen, above the bar at its bottom, with their pictures: what can be read there.
SCREEN = """
() => {
  const cells = [...document.querySelectorAll(".cell")];
  const area = document.querySelector("[data-part=scroll]").getBoundingClientRect();
  const bar = document.querySelector(".bulk:not([hidden])")?.getBoundingClientRect().top ?? innerHeight;
  const next = cells.findIndex((cell) => cell.offsetTop !== cells[0].offsetTop);
  const isWhole = (cell) => {
    const { top, bottom } = cell.getBoundingClientRect();
    const image = cell.querySelector("img");
    const isWhole = top >= area.top - 1 && bottom <= Math.min(area.bottom, innerHeight - 71, bar + 1);
    return isWhole && image?.complete && image.naturalWidth > 0;
  };
  return {
    count: cells.length,
    columns: next < 0 ? Math.max(1, cells.length) : next,
    focus: cells.findIndex((cell) => cell.tabIndex === 0),
    whole: cells.flatMap((cell, place) => isWhole(cell) ? [[place, Number(cell.dataset.id)]] : []),
  };
}
"""
# Every picture has its mark, or another page has come by itself.
IS_DECIDED = """
  (address) => location.href !== address || [...document.querySelectorAll(".cell")].every(
    (cell) => cell.dataset.status === "approved" || cell.matches(".is-changed"),
  )
"""
ALL_LOADED = """
() => {
  const area = document.querySelector("[data-part=scroll]").getBoundingClientRect();
  return [...document.querySelectorAll(".cell")].every((cell) => {
    const { top, bottom } = cell.getBoundingClientRect();
    return bottom < area.top || top > area.bottom || cell.querySelector("img")?.complete;
  });
}
"""


@dataclass
class Screen:
    """The page as somebody sees it. Presses keys, and counts them by what they are for."""

    page: Any
    pressed: Counter[str] = field(default_factory=Counter)
    count: int = 0  # cells of this page of the list
    columns: int = 1
    focus: int = 0  # the place that is marked
    whole: dict[int, int] = field(default_factory=dict)  # place -> number of the picture

    def look(self) -> None:
        """Until all that is on the screen has been seen."""
        self.page.wait_for_function(ALL_LOADED, timeout=PATIENCE)
        self.page.wait_for_timeout(SEEN)
        self.read()

    def read(self) -> None:
        found = self.page.evaluate(SCREEN)
        self.count, self.columns, self.focus = found["count"], found["columns"], found["focus"]
        self.whole = dict(found["whole"])

    def press(self, key: str, what: str) -> None:
        self.pressed[what] += 2 if key.startswith("Shift+") else 1
        self.page.keyboard.press(key)


class Way:
    """How somebody mends the wrong ones: those on the screen at once (`on_sight`), or all of the page at its end."""

    name = ""
    on_sight = True

    def begin(self, screen: Screen) -> None:
        """A page of the list has come."""

    def mend(self, screen: Screen, place: int, digit: str) -> None:
        raise NotImplementedError

    def go_on(self, screen: Screen) -> None:
        """The next page of the list, or the next class. Where none is, nothing happens."""
        screen.press("n", "next class or page")


class Arrows(Way):
    """The shortest way there by arrows, Home and End, and a digit for the one in focus."""

    name = "arrows"
    on_sight = False  # mending one leads back to the first: on sight each screen would have to be found again

    def mend(self, screen: Screen, place: int, digit: str) -> None:
        self.walk(screen, place)
        screen.press(digit, "digits")

    def walk(self, screen: Screen, place: int) -> None:
        keys = shortest(screen.focus, place, screen.columns, screen.count)
        if not keys and place not in screen.whole:
            keys = ["ArrowRight", "ArrowLeft"]  # it has the focus, and was scrolled away
        for key in keys:
            screen.press(key, "arrows")
        screen.page.wait_for_function(ALL_LOADED, timeout=PATIENCE)
        screen.page.wait_for_timeout(200)  # that the picture is there is told to the page some frames later


class ArrowsOnSight(Arrows):
    name = "arrows, on sight"
    on_sight = True


class Letters(Way):
    """The letters that stand on a tile, and a digit. They are shown where the first wrong one is, and stay."""

    name = "letters"

    def mend(self, screen: Screen, place: int, digit: str) -> None:
        letters = screen.page.locator(".cell").nth(place).locator(".letters")
        if not letters.count():
            screen.press("m", "showing letters")
        for letter in letters.inner_text().lower():
            screen.press(letter, "letters")
        screen.press(digit, "digits")

    def go_on(self, screen: Screen) -> None:
        if screen.page.locator(".letters").count():  # N is one of them; the page is done
            screen.press("PageDown", "next class or page")
        else:
            super().go_on(screen)


class LettersOnSmallTiles(Letters):
    """More of them are on a screen. The size is kept in the browser: it is chosen once."""

    name = "letters on small tiles"

    def begin(self, screen: Screen) -> None:
        if screen.page.locator("button[data-size=s][aria-pressed=false]").count():
            screen.press("-", "tile size")
            screen.look()


class LettersGoingOn(LettersOnSmallTiles):
    """A class that is done goes on by itself, which the browser keeps, too. A neighbour of the focus, which stays where
    the last one was mended, is an arrow away."""

    name = "letters, going on"

    def begin(self, screen: Screen) -> None:
        super().begin(screen)
        if screen.page.locator("[data-part=go_on][aria-pressed=false]").count():
            screen.press("Shift+N", "going on")

    def mend(self, screen: Screen, place: int, digit: str) -> None:
        letters = screen.page.locator(".cell").nth(place).locator(".letters")
        keys = shortest(screen.focus, place, screen.columns, screen.count)
        typed = len(letters.inner_text()) if letters.count() else 2
        # The focus that goes on may have taken the grid with it.
        if place not in screen.whole or (screen.focus in screen.whole and len(keys) < typed):
            Arrows().mend(screen, place, digit)
        else:
            super().mend(screen, place, digit)

    def go_on(self, screen: Screen) -> None:
        """By itself."""


WAYS: Sequence[type[Way]] = (Arrows, ArrowsOnSight, Letters, LettersOnSmallTiles, LettersGoingOn)
SORTS = {"odd ones first": "odd", "similar together": "similar"}


def shortest(start: int, end: int, columns: int, count: int) -> list[str]:
    """The fewest keys from one place to another, as `placeAfter` of base/selection.js moves the focus."""

    def after(place: int) -> Iterator[tuple[str, int]]:
        steps = {"ArrowRight": 1, "ArrowLeft": -1, "ArrowDown": columns, "ArrowUp": -columns}
        yield "Home", 0
        yield "End", count - 1
        for key, step in steps.items():
            if 0 <= place + step < count:
                yield key, place + step
            elif key == "ArrowDown" and place // columns < (count - 1) // columns:
                yield key, count - 1

    ways: dict[int, list[str]] = {start: []}
    waiting = deque([start])
    while end not in ways:
        place = waiting.popleft()
        for key, there in after(place):
            if there not in ways:
                ways[there] = [*ways[place], key]
                waiting.append(there)
    return ways[end]


@dataclass
class Review:
    """A reviewer at work, who sees which pictures are wrong by `right`: number of a picture to the key of its class."""

    screen: Screen
    way: Way
    right: Mapping[int, str]
    mended: set[int] = field(default_factory=set)

    def one_page(self, labels: Mapping[int, str]) -> None:
        """See all of a page of the list, mend the wrong ones, approve the rest. `labels`: as they are shown."""
        screen = self.screen
        wrong: dict[int, int] = {}
        seen: set[int] = set()
        fruitless = 0  # Page Downs
        screen.look()
        self.way.begin(screen)
        while True:
            fruitless = 0 if screen.whole.keys() - seen else fruitless + 1
            seen |= screen.whole.keys()
            wrong |= {
                place: number
                for place, number in screen.whole.items()
                if number not in self.mended and labels[number] != self.right[number]
            }
            if self.way.on_sight:
                self._mend(wrong)
                screen.read()
            if screen.whole.keys() - seen:  # the focus went on, and the grid with it
                screen.look()
                continue
            if len(seen) == screen.count:
                break
            if fruitless > MOST_SCREENS:
                raise AssertionError(f"{sorted(set(range(screen.count)) - seen)} never came whole: {self._told()}")
            if fruitless == 1:
                screen.press("Home", "arrows")
            else:
                screen.press("PageDown", "Page Down")
            screen.page.wait_for_timeout(50)
            screen.look()
        self._mend(wrong)
        self._approve()

    def _approve(self) -> None:
        """Until the page is done: what was not there for long enough, as on a busy machine, is still in review."""
        from playwright.sync_api import TimeoutError as TooLong

        page, address = self.screen.page, self.screen.page.url
        for _ in range(TRIES):
            self._see_the_rest()
            self.screen.press("a", "approving")
            try:
                page.wait_for_function(IS_DECIDED, arg=address, timeout=HEARD)
            except TooLong:
                continue
            return
        raise AssertionError(f"Not all were approved: {self._told()}")

    def _told(self) -> str:
        """What stands in the bars."""
        parts = self.screen.page.locator("[data-part=done], [data-part=bulk], [data-part=note]").all_inner_texts()
        return "; ".join(" ".join(part.split()) for part in parts if part.strip())

    def _see_the_rest(self) -> None:
        """The bar says whether some were not there for long enough, as on a busy machine. Page Down leads to them."""
        unseen = self.screen.page.locator("[data-part=unseen]")
        for _ in range(TRIES):
            if unseen.is_visible():
                self.screen.page.wait_for_timeout(SEEN)
            if not unseen.is_visible():
                return
            self.screen.press("PageDown", "Page Down")
            self.screen.look()

    def _mend(self, wrong: dict[int, int]) -> None:
        """The nearest first. Empties it."""
        screen = self.screen
        while wrong:
            screen.read()
            place = min(wrong, key=lambda each: len(shortest(screen.focus, each, screen.columns, screen.count)))
            number = wrong.pop(place)
            # Pressed before the page had shown it, a key does nothing, and says so: once more.
            for _ in range(TRIES):
                self.way.mend(screen, place, self.right[number])
                if _is_changed(screen.page, number):
                    break
                screen.read()
            else:
                raise AssertionError(f"{place} was not mended: {self._told()}")
            self.mended.add(number)


def _is_changed(page: Any, number: int) -> bool:
    from playwright.sync_api import TimeoutError as TooLong

    cell = page.locator(f".cell.is-changed[data-id='{number}']")
    try:
        cell.wait_for(timeout=HEARD)
    except TooLong:
        return False
    return True


def measure() -> Iterator[harness.Row]:
    # Playwright's own event loop runs in this thread, and is no reason not to use the database.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    harness.prepare()
    from playwright.sync_api import sync_playwright

    from bench.key_to_paint import _sign_in
    from conftest import CHROMIUM
    from tests.support.program import Program

    with tempfile.TemporaryDirectory(prefix="labeler-bench-") as folder:
        project, truth = _project(Path(folder))
    program = Program(Path(os.environ["LABELER_DATA"]), SECRET_KEY=os.environ["SECRET_KEY"]).start()
    try:
        program.wait_for_address()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            for way in _ways():
                for words, sort in SORTS.items():
                    name, reviews = f"review by {way.name}, {words}", []
                    for seed in SEEDS if way is WAYS[-1] or "BENCH_WAYS" in os.environ else SEEDS[:1]:
                        # What a browser keeps is chosen, and counted, anew.
                        context = browser.new_context(viewport={"width": 1440, "height": 900})
                        _sign_in(context, program.url)
                        reviews.append(_review(context, program.url, project, truth, way(), sort, seed))
                        context.close()
                        yield _row(f"{name}, seed {seed}", reviews[-1:])
                    if len(reviews) > 1:
                        yield _row(f"{name}, mean of {len(reviews)}", reviews)
            browser.close()
    finally:
        program.kill_everything()


def _ways() -> list[type[Way]]:
    asked = os.environ.get("BENCH_WAYS")
    return [way for way in WAYS if asked is None or way.name in asked.split(";")]


def _row(name: str, reviews: Sequence[tuple[Counter[str], int]]) -> harness.Row:
    keys = sum((pressed for pressed, _ in reviews), Counter())
    wrong = WRONG * len(reviews)
    parts = ", ".join(f"{what} {count}" for what, count in keys.most_common())
    return harness.Row(
        name,
        f"{keys.total() / wrong:.2f} keys a mended label",
        f"{parts}; {sum(found for _, found in reviews)} of {wrong} found",
        keys.total() / wrong,
        f"at most {GOAL}",
    )


def _review(
    context: Any, url: str, project: Any, truth: Mapping[int, str], way: Way, sort: str, seed: int
) -> tuple[Counter[str], int]:
    """The keys by what they were for, and how many wrong labels were mended."""
    digits = {name: str(number) for number, name in enumerate(_classes(truth), 1)}
    digits = {name: digit[-1] for name, digit in digits.items()}  # the tenth has 0
    labels = _plant(project, truth, seed)
    page = context.new_page()
    review = Review(Screen(page), way, {number: digits[name] for number, name in truth.items()})
    shown = {number: digits[name] for number, name in labels.items()}
    page.goto(f"{url}/projects/{project.slug}/review/?status=in_review&category=1&mode=class&sort={sort}")
    for _ in range(1000):
        _arrived(page)
        before = page.url
        if page.locator(".cell").count():
            review.one_page(shown | {number: review.right[number] for number in review.mended})
        if not _left(project, review.mended):
            break
        if page.url == before:
            way.go_on(review.screen)
        if not _moves_on(page, before, lambda: _left(project, review.mended)):
            break
    wrong = {number for number, name in labels.items() if name != truth[number]}
    return review.screen.pressed, len(_right(project, truth) & wrong)


def _moves_on(page: Any, before: str, left: Callable[[], int]) -> bool:
    """Behind the last picture there is no other page; that it was the last the server knows a moment after the keys."""
    deadline = time.monotonic() + PATIENCE / 1000
    while page.url == before:
        if not left():
            return False
        if time.monotonic() > deadline:
            said = page.locator("#live").text_content()
            raise TimeoutError(f"Nothing leads on from {before}, where {left()} are left; it says: {said}")
        page.wait_for_timeout(20)  # its address is told meanwhile
    return True


def _arrived(page: Any) -> None:
    page.locator(".cell:focus, .empty").first.wait_for(timeout=PATIENCE)
    page.wait_for_function("() => document.getElementById('facets')?.dataset.found !== undefined", timeout=PATIENCE)


def _left(project: Any, mended: set[int]) -> int:
    """How many have neither been approved nor mended."""
    numbers = set(project.assets.with_status("in_review").values_list("pk", flat=True))
    return len(numbers - mended)


def _right(project: Any, truth: Mapping[int, str]) -> set[int]:
    from annotations.models import Annotation

    rows = Annotation.objects.filter(asset__project=project).values_list("asset", "category__name")
    return {number for number, name in rows if truth[number] == name}


def _classes(truth: Mapping[int, str]) -> list[str]:
    return sorted(set(truth.values()))


def _project(folder: Path) -> tuple[Any, dict[int, str]]:
    """The pictures, and of each what it shows."""
    from assets.images import ingest
    from bench import rows
    from projects import categories, lifecycle
    from tests.support import shared
    from tests.support.files.photos import drawn_photos, real_photos

    found = real_photos(PICTURES) if shared.PHOTOS.is_dir() else drawn_photos(folder, PICTURES)
    person = rows.user()
    person.set_password(PASSWORD)
    person.save()
    project = lifecycle.create("Planted", by=person)
    for name in sorted(set(found.values())):
        categories.add(project, name)
    truth: dict[int, str] = {}
    for path, name in found.items():
        done = ingest.add_image(project, content=path.read_bytes(), original_name=f"{len(truth):04d}.jpg", by=person)
        truth[done.asset.pk] = name
    return project, truth


def _plant(project: Any, truth: Mapping[int, str], seed: int) -> dict[int, str]:
    """Label all anew, some wrong; nobody has sorted them yet."""
    from annotations.labeling import bulk
    from annotations.models import NOT_MEASURED, Annotation
    from bench import rows
    from tests.support.files.photos import planted

    numbers = dict(project.categories.values_list("name", "public_id"))
    labels = planted(truth, WRONG, seed)
    for name, public_id in numbers.items():
        mine = [(number, None) for number, label in labels.items() if label == name]
        bulk.set_selected(project, mine, status="labeled", category_ids=[public_id], by=rows.user())
    Annotation.objects.filter(asset__project=project).update(oddness=NOT_MEASURED)
    return labels


if __name__ == "__main__":
    harness.main(measure, databases=["SQLite"])
