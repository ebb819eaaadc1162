"""An answer is about the picture that was on the screen when its key went down, however late pictures come."""

import heapq
import random
import time

import pytest

from tests.support.labeled_project import CLASSES, Labeler, all_is_saved, nothing_is_lost

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.long]

KEYS = 1000
A_SECOND = 10
LATEST = 0.4  # seconds that a picture is held back at most

# What stood in the page when each key went down.
NOTE_KEYS = """
window.keys = [];
addEventListener("keydown", ({ key }) => {
  const image = document.querySelector("figure:not(.is-waiting) img");
  window.keys.push([key, image && Number(new URL(image.src).pathname.split("/").at(-2))]);
}, true);
"""


class LatePictures:
    """Each is held back for a while of its own. They come while somebody calls `let_go`, and as soon as they can after
    `end`."""

    def __init__(self, context, moments):
        self._context, self._held, self._moments = context, [], moments
        context.route(lambda url: url.endswith("/display"), self._hold)

    def _hold(self, route):
        heapq.heappush(self._held, (time.monotonic() + self._moments.uniform(0, LATEST), id(route), route))

    def let_go(self):
        while self._held and self._held[0][0] <= time.monotonic():
            heapq.heappop(self._held)[-1].continue_()

    def end(self):
        """Nothing is asked of the test from now on: while it waits for the database it would answer no request."""
        for _, _, route in self._held:
            route.continue_()
        self._context.unroute_all()


def press_at_ten_a_second(page, moments, meanwhile):
    began = time.monotonic()
    for number in range(KEYS):
        while time.monotonic() < began + number / A_SECOND:
            page.wait_for_timeout(5)
            meanwhile()
        page.keyboard.press(moments.choice(list(CLASSES)))


def test_late_pictures_get_no_answer_before_they_are_seen(context, work, seed):
    work, moments = work(KEYS + 10), random.Random(seed)
    alice = Labeler(context, work).sign_in()
    page = alice.open()
    page.evaluate(NOTE_KEYS)
    late = LatePictures(context, moments)
    press_at_ten_a_second(page, moments, late.let_go)
    late.end()
    all_is_saved(page)
    alice.pressed = KEYS
    nothing_is_lost(work, alice)
    names = work.names()
    seen = {(names[asset], CLASSES[key]) for key, asset in page.evaluate("window.keys") if asset}
    answers = work.answers()
    unseen = [answer for answer in answers if answer not in seen]
    print(f"{KEYS} keys at {A_SECOND} a second, {len(answers)} answers, {len(unseen)} of pictures that were not seen")
    assert unseen == []
    assert answers
