"""The scripted reviewer of a benchmark looks at all of a page, and says so where something never comes."""

from types import SimpleNamespace

import pytest

from bench.reviewing import keys
from bench.reviewing.keys import Review, Screen, Way

COLUMNS, ROWS, IN_VIEW = 2, 6, 2


class Low(Screen):
    """Two rows of six are on it. Pictures are their places."""

    def __init__(self, blank=()):
        super().__init__(SimpleNamespace(wait_for_timeout=lambda _: None))
        self.top, self.blank, self.looked_at = 0, blank, set()

    def look(self):
        self.read()
        self.looked_at |= self.whole.keys()

    def read(self):
        self.count, self.columns = COLUMNS * ROWS, COLUMNS
        places = range(self.top * COLUMNS, (self.top + IN_VIEW) * COLUMNS)
        self.whole = {place: place for place in places if place not in self.blank}

    def press(self, key, what):
        self.pressed[what] += 1
        assert self.pressed.total() < 1000, "It goes on for ever."
        self.top = {"PageDown": min(self.top + IN_VIEW, ROWS - IN_VIEW), "Home": 0}[key]


class WithTheFocus(Way):
    """After one that was mended the next one has the focus: the grid is a row further."""

    def mend(self, screen, place, digit):
        screen.top += 1


@pytest.fixture(autouse=True)
def mended_at_once(monkeypatch):
    monkeypatch.setattr(keys, "_is_changed", lambda page, number: True)
    monkeypatch.setattr(Review, "_approve", lambda self: None)


def review(screen):
    labels = dict.fromkeys(range(COLUMNS * ROWS), "1")
    found = Review(screen, WithTheFocus(), labels | {3: "2"})
    found.one_page(labels)
    return found


def test_rows_that_came_with_the_focus_are_looked_at_before_page_down_passes_them_over():
    screen = Low()
    assert review(screen).mended == {3}
    assert screen.looked_at == set(range(COLUMNS * ROWS))
    assert screen.pressed == {"Page Down": 2}


def test_a_picture_that_never_comes_is_told_and_no_reason_to_go_on_for_ever(monkeypatch):
    monkeypatch.setattr(Review, "_told", lambda self: "11 seen right")
    with pytest.raises(AssertionError, match=r"\[8\] never came whole: 11 seen right"):
        review(Low(blank={8}))
