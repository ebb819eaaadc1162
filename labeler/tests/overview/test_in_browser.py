"""The overview in a real browser: its numbers come after it has painted, and long names stay in their place."""

import re
from datetime import timedelta
from unittest import mock

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from annotations.statistics import counts
from projects import categories, lifecycle
from tests.support.browser import at_work, eventually, hold, violations_in_both_themes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def overview(live_server, page, bob, project):
    """Open the overview as Bob, and wait for its numbers."""
    with at_work(page, live_server, bob):

        def open_it():
            page.goto(f"{live_server.url}/projects/wardrobe/")
            expect(page.locator("#h-activity")).to_be_visible()
            return page

        yield open_it


@pytest.fixture
def sorted_out(photos, dress, hat, answer, alice):
    """Twelve photos: dresses, one hat, one of a category that was removed."""
    made = photos(12)
    bag = categories.add(dress.project, "Bag")
    answer(made[:9], "labeled", dress, by=alice)
    answer(made[9], "needs_review", dress, by=alice)
    answer(made[10], "labeled", bag, by=alice)
    categories.retire(bag)
    return made


def test_names_of_100_characters_never_make_it_scroll_sideways(overview, sorted_out, page, project, dress, hat, alice):
    for number, category in enumerate(project.categories.all()):
        categories.change(category, name=f"{number}" + "W" * 99)
    lifecycle.change(project, name="P" * 100)
    alice.first_name = "A" * 100
    alice.save()
    overview()
    # Nothing sticks out of its panel either.
    sticks = """[...document.querySelectorAll('.panel, .panel *:not(svg, svg *, .vh)')].filter((n) =>
        n.closest('.panel').getBoundingClientRect().right + 1 < n.getBoundingClientRect().right
        && !n.closest('.clip, .cat, .as-table')).map((n) => n.outerHTML.slice(0, 80))"""
    for width in (1440, 1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert page.evaluate(sticks) == []


def test_axe_finds_nothing_with_the_tables_open(overview, sorted_out, page):
    overview()
    for name in ("Labels per category and state", "Images labeled per day and person"):
        page.locator("details", has=page.locator("caption", has_text=name)).locator("summary").click()
        expect(page.get_by_role("table", name=name)).to_be_visible()
    assert violations_in_both_themes(page) == []


def test_a_day_of_the_table_leads_to_the_images_that_were_labeled_on_it(overview, sorted_out, page):
    overview()
    page.get_by_text("As a table", exact=True).focus()
    page.keyboard.press("Enter")
    row = page.get_by_role("table", name="Images labeled per day and person").get_by_role("row").nth(1)
    row.get_by_role("link", name="11").first.press("Enter")
    expect(page).to_have_url(re.compile("did=first_label&by=alice&since="))
    expect(page.locator("#range")).to_have_text("1–11 of 11")
    expect(page.get_by_role("link", name=re.compile("First labeled by alice.* only. Show all"))).to_be_visible()


def test_numbers_that_do_not_load_can_be_asked_for_again(overview, sorted_out, page, live_server):
    page.route("**/?part=numbers", lambda route: route.fulfill(status=503))
    page.goto(f"{live_server.url}/projects/wardrobe/")
    expect(page.get_by_role("alert")).to_contain_text("The label counts did not load.")
    page.unroute_all()
    page.get_by_role("button", name="Retry").click()
    expect(page.get_by_role("link", name="10 Labeled")).to_be_visible()


def test_the_totals_are_there_before_anything_is_asked_for_and_stay_where_the_rest_does_not_load(
    sorted_out, page, live_server, bob, dress, answer, alice
):
    with at_work(page, live_server, bob):
        held = hold(page, "**/?part=numbers")
        page.goto(f"{live_server.url}/projects/wardrobe/")
        eventually(lambda: page.wait_for_timeout(20) or held)
        totals = page.locator("#totals")
        expect(totals).to_contain_text("10Labeled")
        expect(
            totals.get_by_role("img", name="0 approved, 10 labeled, 1 need review, 0 skipped, 1 unlabeled")
        ).to_be_visible()
        before = totals.bounding_box()
        held[0].fulfill(status=503)
        expect(page.get_by_role("alert")).to_contain_text("The label counts did not load.")
        expect(totals).to_contain_text("10Labeled")
        answer(sorted_out[11], "labeled", dress, by=alice)
        page.unroute_all()
        page.get_by_role("button", name="Retry").click()
        expect(totals).to_contain_text("11Labeled")
        assert totals.bounding_box() == before


def test_totals_of_a_large_project_tell_their_age_until_they_are_renewed(
    sorted_out, page, live_server, bob, project, monkeypatch
):
    monkeypatch.setattr("annotations.statistics.counts.AT_ONCE", 11)
    cache.clear()
    with mock.patch("django.utils.timezone.now", return_value=timezone.now() - timedelta(hours=3)):
        counts.status_counts(project)
    with at_work(page, live_server, bob):
        held = hold(page, "**/?part=numbers")
        page.goto(f"{live_server.url}/projects/wardrobe/")
        eventually(lambda: page.wait_for_timeout(20) or held)
        expect(page.locator("#totals")).to_contain_text("Counted 3 hours ago")
        box = page.locator("#totals").bounding_box()
        held[0].continue_()
        expect(page.locator("#h-activity")).to_be_visible()
        expect(page.locator("#totals")).not_to_contain_text("Counted")
        assert page.locator("#totals").bounding_box() == box
