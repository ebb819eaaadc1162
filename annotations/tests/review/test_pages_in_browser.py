"""Page Up and Page Down on the review page: a screen of rows, and the focus goes with them."""

import pytest
from playwright.sync_api import expect

from tests.support.walks.review import answers, keys, says, selected

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The rows that stand whole on the screen, above the bar, and the row and column of the focus.
ON_SCREEN = """() => {
  const box = document.querySelector("[data-part=scroll]").getBoundingClientRect();
  const bar = document.querySelector(".bulk:not([hidden])")?.getBoundingClientRect().top ?? innerHeight;
  const end = Math.min(box.bottom, innerHeight - 72, bar);
  const cells = [...document.querySelectorAll(".cell")];
  const columns = cells.filter((cell) => cell.offsetTop === cells[0].offsetTop).length;
  const whole = cells.flatMap((cell, place) => {
    const { top, bottom, height } = cell.getBoundingClientRect();
    const rounded = height / 100; // as the page counts what is whole
    return top >= box.top - rounded && bottom <= end + rounded ? [Math.floor(place / columns)] : [];
  });
  const focus = cells.indexOf(document.activeElement);
  const [row, column] = [Math.floor(focus / columns), focus % columns];
  return { first: Math.min(...whole), last: Math.max(...whole), row, column, columns };
}"""


def on_screen(page):
    return page.evaluate(ON_SCREEN)


@pytest.fixture
def low(page):
    """A screen of few rows."""
    page.set_viewport_size({"width": 1280, "height": 700})


def test_page_down_and_page_up_move_the_focus_by_a_screen_and_arrows_go_on_from_there(low, at, rows, dress):
    rows(60, dress)
    page = at()
    keys(page, "ArrowRight", "ArrowDown")
    before = on_screen(page)
    keys(page, "PageDown")
    after = on_screen(page)
    assert after["first"] == before["last"] + 1
    # In the same place of the screen.
    assert (after["row"] - after["first"], after["column"]) == (1, 1)
    keys(page, "ArrowRight")
    assert on_screen(page) == after | {"column": 2}
    keys(page, "ArrowLeft", "PageUp")
    assert on_screen(page) == before
    keys(page, "PageUp", "PageUp")
    assert (on_screen(page)["first"], on_screen(page)["row"]) == (0, 0)


def test_after_the_wheel_page_down_goes_on_from_what_is_on_the_screen(low, at, rows, dress):
    rows(60, dress)
    page = at()
    page.evaluate("document.querySelector('[data-part=scroll]').scrollTop = 500")
    before = on_screen(page)
    assert before["first"] > 0 == before["row"]
    keys(page, "PageDown")
    after = on_screen(page)
    assert after["first"] == after["row"] == before["last"] + 1


def test_at_the_end_page_down_shows_the_way_on_and_says_that_it_is_the_end(low, at, rows, dress):
    rows(125, dress)
    page = at()
    keys(page, "End", "ArrowUp", "PageDown")
    assert on_screen(page)["row"] == 119 // on_screen(page)["columns"]
    expect(page.get_by_role("link", name="Next 120")).to_be_in_viewport()
    expect(page.locator("#live")).to_be_empty()
    keys(page, "PageDown")
    expect(page.locator("#live")).to_have_text("The end of this page")


def test_shift_and_page_down_extend_the_selection_by_a_screen(low, at, rows, dress):
    made = rows(60, dress)
    page = at()
    keys(page, "Shift+PageDown")
    down = on_screen(page)
    assert selected(page) == [asset.pk for asset in made[: down["row"] * down["columns"] + 1]]
    keys(page, "Shift+PageDown", "Shift+PageUp", "Shift+PageUp")
    assert selected(page) == [made[0].pk]


def test_one_class_at_a_time_page_down_shows_what_was_not_seen_also_further_up(low, at, labeled, dress):
    made = labeled(40, dress)
    page = at("?category=1&mode=class&sort=oldest")
    rows_seen = set()

    def see():
        """What is on the screen counts as seen after half a second; answers the row at its top."""
        now = on_screen(page)
        rows_seen.update(range(now["first"], now["last"] + 1))
        count = sum(place // now["columns"] in rows_seen for place in range(40))
        says(page, f"{count} seen right", *([f"{40 - count} not seen"] if count < 40 else []))
        return now

    before = see()
    keys(page, "End")
    assert see()["first"] > before["last"] + 1
    # "See the rest" is true here, too.
    keys(page, "PageDown")
    expect(page.locator("#live")).to_have_text("Back to what was not seen")
    back = see()
    assert back["first"] == back["row"] == before["last"] + 1
    while page.locator("[data-part=unseen]").is_visible():
        keys(page, "PageDown")
        see()
    keys(page, "a")
    expect(page.locator("[data-part=done]")).to_contain_text("40 approved.")
    assert answers(made) == [("approved", 1)] * 40


# How far the bar's top lies over the window's bottom, the lines that it has, and where the third row ends.
BAR = """() => {
  const bar = document.querySelector(".bulk"), { top } = bar.getBoundingClientRect();
  const lines = new Set([...bar.children].filter((each) => each.offsetHeight > 20).map((each) => each.offsetTop)).size;
  const cells = [...document.querySelectorAll(".cell")];
  const tops = [...new Set(cells.map((cell) => cell.offsetTop))];
  const third = cells.find((cell) => cell.offsetTop === tops[2]).getBoundingClientRect().bottom;
  return { over: innerHeight - top, lines, third };
}"""
LAST_IS_WHOLE = (
    "[...document.querySelectorAll('.cell')].at(-1).getBoundingClientRect().bottom"
    " <= document.querySelector('.bulk').getBoundingClientRect().top"
)
OVER_THE_BAR = """() => {
  const end = document.querySelector(".bulk").getBoundingClientRect().top + 1;
  return [...document.querySelectorAll(".cell[aria-selected=true]")].filter(
    (cell) => cell.getBoundingClientRect().bottom <= end,
  ).length;
}"""


@pytest.mark.parametrize(("width", "lines"), [(1001, 2), (1100, 2), (1200, 2), (1280, 1)])
def test_what_lies_under_the_bar_is_not_seen_however_many_lines_it_has(at, labeled, dress, page, width, lines):
    made = labeled(60, dress)
    labeled(1, dress, "needs_review")  # which the bar has words for
    page.set_viewport_size({"width": width, "height": 700})
    query = "?category=1&mode=class&sort=oldest"
    at(query)
    bar = page.evaluate(BAR)
    # The third row ends a little under the upper edge of the bar.
    page.set_viewport_size({"width": width, "height": round(bar["third"] - 10 + bar["over"])})
    at("?status=all")
    at(query)
    bar = page.evaluate(BAR)
    assert bar["lines"] == lines
    assert 5 < bar["third"] - (page.viewport_size["height"] - bar["over"]) < 15
    count = page.evaluate(OVER_THE_BAR)
    says(page, f"{count} seen right", f"{60 - count} not seen", "1 wrong")
    page.wait_for_timeout(700)  # longer than what is seen by then
    says(page, f"{count} seen right", f"{60 - count} not seen", "1 wrong")
    # It comes out from under the bar, and the last one does, too.
    keys(page, "End")
    expect(page.locator(".cell:focus")).to_have_attribute("data-id", str(made[-1].pk + 1))
    page.wait_for_function(LAST_IS_WHOLE)
