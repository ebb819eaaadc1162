"""The review page in a real browser, by keys alone where keys can do it."""

import re

import pytest
from playwright.sync_api import expect

from annotations import review
from annotations.models import AnnotationEvent
from assets.models import Asset
from conftest import give_answer

from .in_browser import PATIENCE, eventually, sign_in, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REVIEW = "/projects/wardrobe/review/"


@pytest.fixture
def at(live_server, page, bob):
    """Open the review page as Bob: `at()`, `at("?status=approved")`."""
    sign_in(page.context, live_server, bob)
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    def open_at(query=""):
        page.goto(f"{live_server.url}{REVIEW}{query}")
        expect(page.locator(".cell, .empty").first).to_be_visible()
        return page

    yield open_at
    assert errors == []


@pytest.fixture
def dresses(photos, dress, alice):
    """Make so many photos that Alice labeled as dresses."""

    def make(count):
        made = photos(count)
        for photo in made:
            give_answer(photo, "labeled", dress, by=alice)
        return made

    return make


def keys(page, *pressed):
    for key in pressed:
        page.keyboard.press(key)


def done(page):
    return page.locator("[data-part=done]")


def selected(page):
    return [int(cell.get_attribute("data-id")) for cell in page.locator('.cell[aria-selected="true"]').all()]


def states(photos):
    stored = dict(Asset.objects.values_list("pk", "status"))
    return [stored[photo.pk] for photo in photos]


def start(page):
    """The first cell has the focus, as after Tab."""
    page.locator(".cell").first.focus()


def test_some_are_approved_and_some_sent_back_by_keys_alone(at, dresses):
    made = dresses(6)
    page = at()
    start(page)
    keys(page, "Space", "Shift+ArrowRight", "Shift+ArrowRight")
    assert selected(page) == [photo.pk for photo in made[:3]]
    expect(page.locator("[data-part=selected]")).to_have_text("3 selected")
    keys(page, "a")
    expect(done(page)).to_contain_text("3 approved.")
    expect(page.locator("[data-part=bulk]")).to_be_hidden()
    keys(page, "End", "r")
    expect(done(page)).to_contain_text("1 set to needs review.")
    assert states(made) == ["approved"] * 3 + ["labeled"] * 2 + ["needs_review"]
    # Changed cells stay in their place, marked with their new state; the counts are those of now.
    expect(page.locator(".cell")).to_have_count(6)
    expect(page.locator(".cell .st-approved")).to_have_count(3)
    expect(page.locator("#facets a").nth(3)).to_have_text(re.compile("Approved3"))


def test_a_bulk_action_is_undone_redone_and_undone_again(at, dresses, hat):
    made = dresses(4)
    page = at()
    start(page)
    keys(page, "Control+a", "2")
    expect(done(page)).to_contain_text("4 labeled Hat.")
    assert [asset.category_ids for asset in Asset.objects.with_labels()] == [[2]] * 4
    keys(page, "z")
    expect(done(page)).to_contain_text("4 taken back.")
    assert [asset.category_ids for asset in Asset.objects.with_labels()] == [[1]] * 4
    expect(page.locator(".cell .cat").first).to_have_text("Dress")
    keys(page, "Shift+Z")
    expect(done(page)).to_contain_text("4 labeled Hat.")
    page.get_by_role("button", name="Undo").click()
    expect(done(page)).to_contain_text("4 taken back.")
    assert [asset.category_ids for asset in Asset.objects.with_labels()] == [[1]] * 4
    assert AnnotationEvent.objects.filter(bulk__isnull=False).count() == 16
    # The page knows how the images are now: the next action goes through.
    keys(page, "Control+a", "a")
    expect(done(page)).to_contain_text("4 approved.")
    assert states(made) == ["approved"] * 4


def test_what_somebody_else_changed_meanwhile_is_left_alone_and_said(at, dresses, project, alice):
    made = dresses(3)
    page = at()
    review.set_selected(project, [(made[1].pk, None)], status="needs_review", category_ids=None, by=alice)
    start(page)
    keys(page, "Control+a", "a")
    expect(done(page)).to_contain_text("2 approved. 1 left alone, changed meanwhile.")
    assert states(made) == ["approved", "needs_review", "approved"]
    expect(page.locator(".cell .st-needs_review")).to_have_count(1)


def test_by_mouse_a_click_only_focuses_a_tick_selects_and_shift_draws_a_range(at, dresses):
    made = dresses(6)
    page = at()
    cell = page.locator(".cell")
    cell.nth(1).click()
    assert selected(page) == []
    expect(cell.nth(1)).to_be_focused()
    cell.nth(1).hover()
    cell.nth(1).locator(".tick").click()
    cell.nth(4).click(modifiers=["Shift"])
    assert selected(page) == [photo.pk for photo in made[1:5]]
    cell.nth(2).click(modifiers=["Control"])
    cell.nth(5).click(modifiers=["Control"])
    assert selected(page) == [made[place].pk for place in (1, 3, 4, 5)]
    page.get_by_role("button", name="Clear").click()
    assert selected(page) == []


def test_up_and_down_follow_the_rows_as_they_are_shown(at, dresses):
    dresses(9)
    page = at()
    page.set_viewport_size({"width": 1280, "height": 800})
    rows = page.evaluate("Object.values(Object.groupBy(document.querySelectorAll('.cell'), (c) => c.offsetTop)).length")
    assert rows == 2
    start(page)
    keys(page, "ArrowRight", "ArrowDown")
    columns = page.evaluate(
        "[...document.querySelectorAll('.cell')].filter((c, n, all) => c.offsetTop === all[0].offsetTop).length"
    )
    expect(page.locator(".cell").nth(1 + columns)).to_be_focused()
    keys(page, "ArrowUp", "ArrowUp")
    expect(page.locator(".cell").nth(1)).to_be_focused()


def test_all_that_match_go_beyond_the_page_and_more_than_200_are_asked_about(at, dresses):
    made = dresses(205)
    page = at()
    expect(page.locator(".cell")).to_have_count(120)
    start(page)
    keys(page, "Control+a")
    page.get_by_role("button", name="Select all 205").click()
    expect(page.locator("[data-part=selected]")).to_have_text("All 205 selected")
    keys(page, "a")
    dialog = page.get_by_role("dialog", name="205 images will be approved")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Cancel").click()
    assert set(states(made)) == {"labeled"}
    keys(page, "a")
    dialog.get_by_role("button", name="Change 205 images").click()
    expect(done(page)).to_contain_text("205 approved.")
    assert set(states(made)) == {"approved"}
    keys(page, "z")
    expect(done(page)).to_contain_text("205 taken back.")
    assert set(states(made)) == {"labeled"}


def test_enter_opens_the_image_in_labeling(at, dresses):
    made = dresses(3)
    page = at()
    start(page)
    keys(page, "ArrowRight", "Enter")
    expect(page.locator("[data-part=name]")).to_have_text(made[1].original_name)
    expect(page).to_have_url(re.compile(rf"/label/\?filter=in_review&asset={made[1].pk}$"))


def test_the_category_filter_is_reached_and_walked_by_keys(at, dresses, hat):
    dresses(2)
    page = at()
    start(page)
    keys(page, "c", "ArrowDown", "ArrowDown", "Enter")
    expect(page).to_have_url(re.compile(r"category=2"))
    expect(page.get_by_text("Nothing here under this category")).to_be_visible()


def test_escape_first_clears_the_selection_then_leaves(at, dresses):
    dresses(2)
    page = at()
    start(page)
    keys(page, "Control+a", "Escape")
    assert selected(page) == []
    keys(page, "Escape")
    expect(page).to_have_url(re.compile("/projects/wardrobe/$"))


def test_when_the_server_is_not_reached_nothing_changes_and_it_says_so(at, dresses):
    made = dresses(2)
    page = at()
    page.route("**/bulk/", lambda route: route.abort())
    start(page)
    keys(page, "Control+a", "a")
    expect(page.get_by_role("alert")).to_have_text(re.compile("Nothing was changed: the server was not reached."))
    assert selected(page) == [photo.pk for photo in made]
    page.unroute_all()
    keys(page, "a")
    expect(done(page)).to_contain_text("2 approved.")
    expect(page.get_by_role("alert")).to_be_hidden()


def test_a_tab_that_is_open_as_somebody_else_changes_nothing(at, dresses, live_server, alice):
    made = dresses(2)
    page = at()
    sign_in(page.context, live_server, alice)
    page.context.clear_cookies(name="csrftoken")
    other = page.context.new_page()
    other.goto(f"{live_server.url}{REVIEW}")
    start(page)
    keys(page, "Control+a", "a")
    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed")
    assert states(made) == ["labeled", "labeled"]


def test_the_issues_panel_and_the_tile_size(at, dresses):
    dresses(2)
    page = at()
    expect(page.locator("#issues")).to_be_visible()
    keys(page, "p")
    expect(page.locator("#issues")).to_be_hidden()
    page.reload()
    expect(page.locator("#issues")).to_be_hidden()
    keys(page, "p")
    expect(page.locator("#issues")).to_be_visible()
    before = page.locator(".cell").first.bounding_box()["width"]
    page.get_by_role("button", name="Large").click()
    eventually(lambda: page.locator(".cell").first.bounding_box()["width"] > before)
    page.reload()
    expect(page.get_by_role("button", name="Large")).to_have_attribute("aria-pressed", "true")


def test_axe_finds_nothing(at, dresses, photos, answer, alice):
    made = dresses(3)
    photos(1, first=500)
    answer(made[0], "needs_review", by=alice)
    page = at()
    assert violations(page) == []
    start(page)
    keys(page, "Space", "a")
    expect(done(page)).to_contain_text("1 approved.")
    keys(page, "Control+a")
    assert violations(page) == []
    at("?status=skipped")
    assert violations(page) == []
