"""The page of the client in a real browser: a stranger reads it, in both themes, and at any width."""

import pytest
from playwright.sync_api import expect

from labeler.client.wheel import wheel
from tests.support.browser import violations_in_both_themes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_stranger_reads_how_it_is_installed_and_takes_it(live_server, page):
    page.goto(f"{live_server.url}/client/")
    expect(page.get_by_role("heading", name="Labeler for Python")).to_be_visible()
    expect(page.locator("pre")).to_contain_text(f"pip install {live_server.url}/client/{wheel().name}")
    assert violations_in_both_themes(page) == []
    with page.expect_download() as taken:
        page.get_by_role("link", name=wheel().name).press("Enter")
    assert taken.value.suggested_filename == wheel().name


def test_it_never_scrolls_sideways(live_server, page):
    page.goto(f"{live_server.url}/client/")
    for width in (1440, 1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
