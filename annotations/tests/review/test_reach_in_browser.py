"""States, tile size, sort and sample checks of the review page are reached by key."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.walks.review import arrived, keys

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_shift_and_a_digit_are_the_states_in_the_order_in_which_they_stand(at, rows, dress):
    for status in ("labeled", "needs_review", "approved"):
        rows(1, dress, status=status)
    page = at("?category=1")
    counts = {2: ("labeled", 1), 3: ("needs_review", 1), 4: ("approved", 1), 5: ("all", 3), 1: ("in_review", 2)}
    for digit, (name, count) in counts.items():
        keys(page, f"Shift+Digit{digit}")
        expect(page.locator("#facets nav").first.locator("a").nth(digit - 1)).to_have_attribute("aria-current", "page")
        expect(page).to_have_url(re.compile(f"status={name}&category=1"))
        expect(page.locator(".cell")).to_have_count(count)
        arrived(page)
    keys(page, "Shift+Digit1")
    expect(page.locator("#live")).to_have_text("This state is shown already")
    expect(page.locator("#facets a").first).to_have_attribute("title", "Shift+1")


def test_a_state_in_which_nothing_is_is_left_by_key_again(at, rows, dress):
    rows(1, dress)
    page = at("?status=approved")
    expect(page.locator(".empty")).to_be_visible()
    keys(page, "+", "s", "Shift+S", "m", "PageDown", "2")  # of a grid that is not there
    keys(page, "Shift+Digit5")
    expect(page.locator(".cell")).to_have_count(1)


def test_plus_and_minus_make_the_tiles_larger_and_smaller(at, rows, dress):
    rows(3, dress)
    page = at()
    live = page.locator("#live")

    def width():
        return page.locator(".cell").first.bounding_box()["width"]

    middle = width()
    keys(page, "-")
    expect(live).to_have_text("Small tiles")
    small = width()
    keys(page, "-")
    expect(live).to_have_text("Small tiles already")
    keys(page, "+", "=")
    expect(live).to_have_text("Large tiles")
    assert small < middle < width()
    page.reload()
    expect(page.get_by_role("button", name="Large")).to_have_attribute("aria-pressed", "true")


def test_the_sort_is_chosen_by_key_and_left_by_escape(at, rows, dress):
    made = rows(3, dress)
    page = at()
    keys(page, "Shift+S")
    expect(page).to_have_url(re.compile("sort=oldest"))
    arrived(page)
    keys(page, "Shift+S")
    expect(page).to_have_url(re.compile("sort=newest"))
    arrived(page)
    expect(page.locator(".cell").first).to_have_attribute("data-id", str(made[2].pk))
    keys(page, "s")
    expect(page.get_by_label("Sort by")).to_be_focused()
    keys(page, "Escape", "Escape")
    expect(page.locator(".cell").first).to_be_focused()
    assert "sort=newest" in page.url


def test_after_the_last_sort_comes_the_first(at, rows, dress):
    rows(1, dress)
    page = at()
    count = page.get_by_label("Sort by").locator("option").count()
    for _ in range(count):
        with page.expect_navigation():
            keys(page, "Shift+S")
        arrived(page)
    assert "sort=" not in page.url


def test_g_and_c_lead_to_the_sample_checks_from_image_work_and_from_pages(at, rows, dress, live_server):
    rows(1, dress)
    page = at()
    keys(page, "g", "c")
    expect(page.get_by_role("heading", name="Sample checks")).to_be_visible()
    page.wait_for_load_state()  # with its scripts
    keys(page, "g", "r")
    arrived(page)
    keys(page, "p")  # the panel that has the link is away
    keys(page, "g", "c")
    expect(page.get_by_role("heading", name="Sample checks")).to_be_visible()
    page.goto(f"{live_server.url}/projects/wardrobe/label/?filter=all")
    expect(page.locator("[data-part=name]")).not_to_be_empty()
    keys(page, "g", "c")
    expect(page.get_by_role("heading", name="Sample checks")).to_be_visible()


def test_the_list_of_keys_names_them(at, rows, dress):
    rows(1, dress)
    page = at()
    keys(page, "?")
    told = page.locator("#shortcuts")
    for words in (
        "Filter: In review to All",
        "Sort, next sort",
        "Larger, smaller tiles",
        "Sample checks",
        "By a screen",
    ):
        expect(told).to_contain_text(words)
