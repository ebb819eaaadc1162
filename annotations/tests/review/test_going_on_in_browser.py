"""From a page of the review that is done to the next one: what is being saved comes first, and letters stay shown."""

import re

import pytest
from playwright.sync_api import expect

from projects import categories
from tests.support.browser import eventually, hold, violations_in_both_themes
from tests.support.walks.review import answers, arrived, done, keys, says, selected, states

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DRESSES = "?category=1&mode=class&sort=oldest"
HATS = re.compile("category=2&")


@pytest.fixture
def both(labeled, dress, hat):
    """Three dresses and two hats that Alice labeled."""
    return labeled(3, dress), labeled(2, hat)


def counted(page):
    """The page knows which class comes next."""
    expect(page.locator("#facets[data-found]")).to_be_visible()
    expect(page.locator("[data-part=next_class]")).to_contain_text("Hat")


def led_to(page):
    """The pages that it asks for from now on."""
    asked = []
    page.on("request", lambda request: request.is_navigation_request() and asked.append(request.url))
    return asked


def drawn(page):
    """All that was to be done by now is done."""
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
    )


def came(page, *numbers):
    """The hats are there, none of them judged by what was pressed before."""
    expect(page).to_have_url(HATS)
    arrived(page)
    assert selected(page) == list(numbers)


def test_the_next_page_waits_for_what_is_being_saved_and_that_can_be_taken_back_there(at, both):
    dresses, hats = both
    page = at(DRESSES)
    says(page, "3 seen right")
    counted(page)
    held = hold(page, "**/bulk/")
    with page.expect_request("**/bulk/"):
        keys(page, "a")
    keys(page, "n")
    expect(page.locator("[data-part=saved]")).to_contain_text("Saving")
    expect(page).not_to_have_url(HATS)
    held[0].continue_()
    came(page, *[hat.pk for hat in hats])
    assert states(dresses) == ["approved"] * 3
    page.unroute_all()
    keys(page, "z")
    expect(done(page)).to_contain_text("3 taken back.")
    assert states(dresses) == ["labeled"] * 3


def test_what_could_not_be_saved_is_not_left(at, both):
    page = at(DRESSES)
    says(page, "3 seen right")
    counted(page)
    held = hold(page, "**/bulk/")
    with page.expect_request("**/bulk/"):
        keys(page, "a")
    page.locator("[data-part=next_class]").click()
    led = led_to(page)
    held[0].fulfill(status=503)
    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed")
    drawn(page)
    assert led == []
    page.unroute_all()
    keys(page, "n")
    expect(page).to_have_url(HATS)


def test_page_down_goes_on_once_a_page_is_done_and_not_before(at, both):
    _, hats = both
    page = at(DRESSES)
    says(page, "3 seen right")
    counted(page)
    keys(page, "End", "PageDown")
    expect(page.locator("#live")).to_have_text("The end of this page")
    expect(page).not_to_have_url(HATS)
    keys(page, "a")
    expect(done(page)).to_contain_text("3 approved.")
    keys(page, "Shift+PageDown")
    expect(page.locator("#live")).to_have_text("The end of this page")
    keys(page, "PageDown")
    came(page, *[hat.pk for hat in hats])
    assert states(hats) == ["labeled"] * 2


def test_letters_stay_shown_on_the_pages_that_come_until_they_are_put_away(at, both):
    dresses, hats = both
    page = at(DRESSES)
    says(page, "3 seen right")
    counted(page)
    keys(page, "m")
    expect(page.locator(".letters")).to_have_text(["S", "D", "F"])
    keys(page, "d", "2")
    expect(done(page)).to_contain_text("1 mended to Hat and approved.")
    says(page, "2 seen right")
    keys(page, "a")
    expect(done(page)).to_contain_text("2 approved.")
    keys(page, "PageDown")
    came(page, *[hat.pk for hat in hats])
    expect(page.locator(".letters")).to_have_text(["S", "D"])
    expect(page.locator(".hints")).to_contain_text("The letters, then")
    says(page, "2 seen right")
    keys(page, "s", "1")
    expect(done(page)).to_contain_text("1 mended to Dress and approved.")
    assert answers(dresses) == [("approved", 1), ("approved", 2), ("approved", 1)]
    assert answers(hats) == [("approved", 1), ("labeled", 2)]
    page.reload()
    expect(page.locator(".letters")).to_have_count(1)
    keys(page, "Escape")
    expect(page.locator(".letters")).to_have_count(0)
    page.reload()
    arrived(page)
    expect(page.locator(".letters")).to_have_count(0)


def test_a_page_that_is_done_goes_on_by_itself_where_that_was_chosen(at, both, project, labeled):
    _, hats = both
    bags = labeled(1, categories.add(project, "Bag"))
    page = at(DRESSES)
    says(page, "3 seen right")
    counted(page)
    button = page.get_by_role("button", name="Go on by itself")
    expect(button).to_have_attribute("aria-pressed", "false")
    keys(page, "Shift+N")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#live")).to_have_text("A page that is done goes on by itself")
    assert violations_in_both_themes(page) == []
    keys(page, "ArrowRight", "2")
    expect(done(page)).to_contain_text("1 mended to Hat and approved.")
    says(page, "2 seen right")  # not done: it stays
    keys(page, "a")
    came(page, *[hat.pk for hat in hats])
    # What was done is told here, and nothing here was touched by it.
    expect(done(page)).to_contain_text("2 approved. Just before.")
    expect(page.locator("#live")).to_have_text("2 approved. Here is the next page.")
    assert states(hats) == ["labeled"] * 2
    says(page, "2 seen right")
    keys(page, "a")
    expect(page).to_have_url(re.compile("category=3&"))
    arrived(page)
    assert selected(page) == [bag.pk for bag in bags]
    # None comes after the last one.
    says(page, "1 seen right")
    keys(page, "a")
    expect(done(page)).to_contain_text("1 approved.")
    eventually(lambda: page.evaluate("document.querySelector('[data-part=next_class]').hidden"))
    expect(button).to_be_hidden()
    keys(page, "z")
    expect(done(page)).to_contain_text("1 taken back.")
    keys(page, "z")
    eventually(lambda: states(hats) == ["labeled"] * 2)
    page.reload()
    expect(page.locator("[data-part=go_on]")).to_have_attribute("aria-pressed", "true")
    keys(page, "Shift+N")
    expect(page.locator("#live")).to_have_text("A page that is done stays")


def test_a_key_too_many_approves_nothing_on_the_page_that_came_by_itself(at, both):
    _, hats = both
    page = at(DRESSES)
    says(page, "3 seen right")
    counted(page)
    keys(page, "Shift+N")
    page.route("**/thumb", lambda route: route.abort())
    keys(page, "a")
    came(page, *[hat.pk for hat in hats])
    says(page, "0 seen right", "2 not seen")
    keys(page, "a")
    expect(done(page)).to_have_text("Nothing was seen yet.")
    expect(page.get_by_role("button", name="Approve 0")).to_be_visible()
    page.wait_for_timeout(600)  # as long as it takes to read an offer
    keys(page, "a")
    page.unroute_all()
    page.reload()
    says(page, "2 seen right")
    assert states(hats) == ["labeled"] * 2


NOBODY_SEES = (
    "const later = setTimeout; window.setTimeout = (work, ms, ...more) => ms === 500 ? 0 : later(work, ms, ...more);"
)


@pytest.mark.parametrize("too_many", [["2"], ["r"], ["Backspace"], ["s", "1"]])
def test_a_key_too_many_decides_nothing_on_the_page_that_came_by_itself(at, both, too_many):
    _, hats = both
    page = at(DRESSES)
    says(page, "3 seen right")
    counted(page)
    keys(page, "Shift+N", "m")
    page.context.add_init_script(NOBODY_SEES)  # no half second passes on the pages that come
    keys(page, "a")
    came(page, *[hat.pk for hat in hats])
    expect(page.locator(".letters")).to_have_count(2)
    keys(page, *too_many)
    expect(done(page)).to_contain_text("Not shown yet.")
    assert states(hats) == ["labeled"] * 2


def test_undo_before_the_next_page_comes_keeps_this_one(at, both):
    dresses, _ = both
    page = at(DRESSES)
    says(page, "3 seen right")
    counted(page)
    keys(page, "Shift+N")
    held = hold(page, "**/*part=counts*")
    keys(page, "a")
    expect(done(page)).to_contain_text("3 approved.")
    keys(page, "z")
    expect(done(page)).to_contain_text("3 taken back.")
    eventually(lambda: page.evaluate("1") and held)
    led = led_to(page)
    with page.expect_response("**/*part=counts*"):
        page.unroute_all()
    says(page, "3 seen right")
    drawn(page)
    assert led == []
    assert states(dresses) == ["labeled"] * 3


def test_another_mode_has_no_way_on_by_itself(at, labeled, dress):
    labeled(2, dress)
    page = at()
    keys(page, "Shift+N")
    expect(page.locator("#live")).to_have_text("One class at a time only")
    keys(page, "n")
    expect(page.locator("#live")).to_have_text("No more pages")
