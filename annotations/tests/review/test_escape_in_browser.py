"""Esc on the review page puts one thing away at a time, and leaves the page last."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.walks.review import arrived, keys, says, selected, shown, start

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_large_picture_goes_first_then_the_selection_then_the_search_then_the_page(at, dresses):
    dresses(3)
    page = at("?search=photo-10&labeler=alice")
    shown(page)
    keys(page, "Space", "f")
    expect(page.locator("[data-part=look]")).to_be_visible()
    keys(page, "Escape")
    expect(page.locator("[data-part=look]")).to_be_hidden()
    assert len(selected(page)) == 1
    keys(page, "Escape")
    assert selected(page) == []
    assert "search=photo-10" in page.url
    keys(page, "Escape")
    expect(page).to_have_url(re.compile(r"/review/\?status=in_review$"))
    arrived(page)
    keys(page, "Escape")
    expect(page).to_have_url(re.compile("/projects/wardrobe/$"))


def test_where_nothing_matches_the_search_it_is_cleared_first_too(at, dresses):
    dresses(2)
    page = at("?search=nothing-like-this")
    expect(page.get_by_text("Nothing matches these filters")).to_be_visible()
    keys(page, "Escape")
    expect(page.locator(".cell")).to_have_count(2)


def test_in_the_search_field_it_takes_back_what_was_typed_and_leaves_the_field(at, dresses):
    dresses(2)
    page = at("?search=photo")
    start(page)
    keys(page, "/")
    field = page.get_by_label("File or folder name")
    expect(field).to_be_focused()
    page.keyboard.type("something else")
    keys(page, "Escape")
    expect(page.locator(".cell").first).to_be_focused()
    expect(field).to_have_value("photo")
    assert "search=photo" in page.url


def test_one_class_at_a_time_what_was_called_wrong_is_right_again_before_the_page_is_left(at, labeled, dress):
    labeled(4, dress)
    labeled(1, dress, "needs_review")
    page = at("?category=1&mode=class&sort=oldest")
    says(page, "4 seen right", "1 wrong")
    keys(page, "Space", "ArrowRight", "Space")
    says(page, "2 seen right", "3 wrong")
    keys(page, "Escape")
    says(page, "4 seen right", "1 wrong")
    keys(page, "Escape")
    expect(page).to_have_url(re.compile("/projects/wardrobe/$"))
