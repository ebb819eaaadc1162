"""The review page in a real browser, by keys alone where keys can do it."""

import re

import pytest
from playwright.sync_api import expect

from annotations.labeling import bulk
from annotations.models import AnnotationEvent
from assets.models import Asset
from projects import categories, lifecycle
from tests.support.browser import eventually, sign_in, violations
from tests.support.cast import give_answer, make_photo
from tests.support.files.tiffs import TWELVE_BITS
from tests.support.walks.review import (
    REVIEW,
    answers,
    arrived,
    done,
    keys,
    says,
    selected,
    shown,
    start,
    states,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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


def test_a_bulk_action_is_undone_redone_and_undone_again(at, rows, dress, hat):
    made = rows(4, dress)
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
    assert AnnotationEvent.objects.filter(bulk__isnull=False, actor__username="bob").count() == 16
    # The page knows how the images are now: the next action goes through.
    keys(page, "Control+a", "a")
    expect(done(page)).to_contain_text("4 approved.")
    assert states(made) == ["approved"] * 4


def test_what_somebody_else_changed_meanwhile_is_left_alone_and_said(at, dresses, project, alice):
    made = dresses(3)
    page = at()
    bulk.set_selected(project, [(made[1].pk, None)], status="needs_review", category_ids=None, by=alice)
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


def test_what_comes_after_the_images_were_counted_is_not_swept_in(at, dresses, rows, dress, alice):
    made = dresses(122)
    page = at()
    expect(page.locator("#facets[data-found='122']")).to_be_visible()
    (late,) = rows(1, dress)
    give_answer(made[3], "needs_review", by=alice)
    give_answer(made[121], "approved", by=alice)  # no longer in the filter
    keys(page, "Control+a")
    page.get_by_role("button", name="Select all 122").click()
    expect(page.locator("[data-part=selected]")).to_have_text("All 122 selected")
    keys(page, "r")
    expect(done(page)).to_contain_text("120 set to needs review. 2 left alone, changed meanwhile.")
    assert states([late, made[3], made[121], made[0]]) == ["labeled", "needs_review", "approved", "needs_review"]
    # The next look knows of all of them.
    expect(page.locator("#facets[data-found='122']")).to_be_visible()
    keys(page, "Control+a")
    expect(page.get_by_role("button", name="Select all 122")).to_be_visible()


def test_of_a_deep_picture_that_is_looked_at_it_is_told_over_which_numbers_it_is_shown(at, project, bob, dress, answer):
    deep = make_photo(project, by=bob, content=TWELVE_BITS, name="deep.tif")
    answer(deep, "labeled", dress, by=bob)
    page = at()
    start(page)
    look = page.locator("[data-part=look]")
    keys(page, "f")
    expect(look.locator("img").last).to_have_attribute("src", re.compile(f"/assets/{deep.pk}/display-auto$"))
    expect(look).to_contain_text("Shown from 0 to 4095")


def test_one_is_looked_at_large_and_all_keys_go_on_working(at, dresses):
    made = dresses(4)
    page = at()
    start(page)
    look = page.locator("[data-part=look]")
    expect(look).to_be_hidden()
    keys(page, "ArrowRight", "f")
    expect(look.locator("img").last).to_have_attribute("src", re.compile(f"/assets/{made[1].pk}/display$"))
    expect(look).to_contain_text("photo-101.png")
    assert violations(page) == []
    keys(page, "ArrowRight")
    expect(look).to_contain_text("photo-102.png")
    keys(page, "a")
    expect(done(page)).to_contain_text("1 approved.")
    expect(look.locator(".st-approved")).to_be_visible()
    keys(page, "Space")
    expect(look).to_have_class(re.compile("is-selected"))
    keys(page, "Escape")
    expect(look).to_be_hidden()
    assert selected(page) == [made[2].pk]
    expect(page.locator(".cell").nth(2)).to_be_focused()
    page.get_by_role("button", name="Look closer").click()
    expect(look).to_be_visible()
    keys(page, "f")
    expect(look).to_be_hidden()
    assert states(made) == ["labeled", "labeled", "approved", "labeled"]


def test_file_names_are_found_by_keys_alone(at, dresses):
    made = dresses(3)
    page = at()
    start(page)
    keys(page, "/")
    expect(page.get_by_label("File or folder name")).to_be_focused()
    keys(page, "Escape")
    expect(page.locator(".cell").first).to_be_focused()
    keys(page, "/")
    page.keyboard.type("photo-102")
    keys(page, "Enter")
    expect(page).to_have_url(re.compile("search=photo-102"))
    assert [int(cell.get_attribute("data-id")) for cell in page.locator(".cell").all()] == [made[2].pk]
    expect(page.locator("#range")).to_have_text("1–1 of 1")
    page.get_by_role("link", name="Clear", exact=True).click()
    expect(page.locator(".cell")).to_have_count(3)


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


# --- one class at a time


def test_keys_pressed_faster_than_the_server_answers_wait_for_their_turn(at, dresses):
    made = dresses(4)
    page = at()
    start(page)
    keys(page, "a", "ArrowRight", "r", "ArrowRight", "a", "ArrowRight", "Backspace")
    expect(done(page)).to_contain_text("1 back to unlabeled.")
    assert states(made) == ["approved", "needs_review", "approved", "unlabeled"]
    keys(page, "z", "z", "z", "z", "Shift+Z")
    expect(done(page)).to_contain_text("1 approved.")
    assert states(made) == ["approved", "labeled", "labeled", "labeled"]


def test_what_waits_behind_a_failure_is_given_up_and_the_failure_stays_told(at, dresses):
    made = dresses(3)
    page = at()
    start(page)
    held = []
    page.route("**/bulk/", lambda route: held.append(route), times=1)  # noqa: PLW0108 Playwright takes no builtin
    with page.expect_request("**/bulk/"):
        keys(page, "a")
    keys(page, "ArrowRight", "r")
    held[0].abort()
    note = page.locator("[data-part=note]")
    expect(note).to_contain_text("Nothing was changed")
    keys(page, "ArrowRight", "a")
    expect(done(page)).to_contain_text("1 approved.")
    assert states(made) == ["labeled", "labeled", "approved"]


def test_one_class_at_a_time_the_right_ones_are_approved_and_each_wrong_one_has_its_own_fate(at, labeled, dress, hat):
    made, others = labeled(6, dress), labeled(2, hat)
    page = at()
    keys(page, "c", "ArrowDown", "Enter")
    expect(page.locator(".cell")).to_have_count(6)
    arrived(page)
    keys(page, "o")
    expect(page).to_have_url(re.compile("mode=class"))
    expect(page.locator('.cell[aria-selected="true"]')).to_have_count(6)
    page = at("?category=1&mode=class&sort=oldest")
    says(page, "6 seen right")
    keys(page, "ArrowRight", "Space", "ArrowRight", "ArrowRight", "Space")
    says(page, "4 seen right", "2 wrong")
    keys(page, "a")
    expect(done(page)).to_contain_text("4 approved.")
    # What is left is selected, and can be chosen among.
    assert selected(page) == [made[1].pk, made[3].pk]
    keys(page, "Space", "2")  # the one in focus waits
    expect(done(page)).to_contain_text("1 mended to Hat and approved.")
    assert selected(page) == [made[3].pk]
    keys(page, "r")
    expect(done(page)).to_contain_text("1 set to needs review.")
    approved = ("approved", 1)
    assert answers(made) == [approved, ("approved", 2), approved, ("needs_review", 1), approved, approved]
    keys(page, "z")
    expect(done(page)).to_contain_text("1 taken back.")
    assert selected(page) == [made[3].pk]
    keys(page, "z")
    eventually(lambda: answers(made)[1] == ("labeled", 1))
    expect(page.locator("[data-part=selected]")).to_have_text("1 selected")
    keys(page, "z")
    expect(done(page)).to_contain_text("4 taken back.")
    assert answers(made) == [("labeled", 1)] * 6
    expect(page.locator("[data-part=wrong]")).to_have_text("2 wrong")
    says(page, "4 seen right", "2 wrong")
    keys(page, "n")
    expect(page).to_have_url(re.compile("category=2&.*mode=class"))
    expect(page.locator('.cell[aria-selected="true"]')).to_have_count(2)
    assert selected(page) == [photo.pk for photo in others]


def test_one_key_approves_the_right_ones_and_sends_the_wrong_ones_back_and_z_takes_back_both(at, labeled, dress, hat):
    made = labeled(6, dress)
    page = at("?category=1&mode=class&sort=oldest")
    says(page, "6 seen right")
    keys(page, "ArrowRight", "Space", "End", "Space")
    says(page, "4 seen right", "2 wrong")
    expect(page.get_by_text("approve and", exact=True)).to_be_visible()
    with page.expect_request("**/bulk/"):
        keys(page, "r")
    expect(done(page)).to_contain_text("4 approved, 2 set to needs review.")
    expect(page.locator("#live")).to_contain_text("This page is done.")
    approved, sent_back = ("approved", 1), ("needs_review", 1)
    after = [approved, sent_back, approved, approved, approved, sent_back]
    assert answers(made) == after
    assert (
        AnnotationEvent.objects.order_by("bulk").values("bulk").exclude(actor__username="alice").distinct().count() == 1
    )
    keys(page, "z")
    expect(done(page)).to_contain_text("6 taken back.")
    assert answers(made) == [("labeled", 1)] * 6
    says(page, "4 seen right", "2 wrong")
    keys(page, "Shift+Z")
    expect(done(page)).to_contain_text("4 approved, 2 set to needs review.")
    assert answers(made) == after


def test_one_key_approves_the_right_ones_and_relabels_the_wrong_ones_but_for_what_changed_meanwhile(
    at, labeled, dress, hat, project, alice
):
    made = labeled(5, dress)
    page = at("?category=1&mode=class&sort=oldest")
    for photo, status in ((made[0], "skipped"), (made[4], "approved")):
        give_answer(photo, status, by=alice)
    says(page, "5 seen right")
    keys(page, "End", "Space", "ArrowLeft", "Space", "2")
    expect(done(page)).to_contain_text("2 approved, 1 mended to Hat and approved. 2 left alone, changed meanwhile.")
    assert answers(made) == [("skipped",), ("approved", 1), ("approved", 1), ("approved", 2), ("approved", 1)]
    # What somebody else decided is left, to be looked at.
    assert selected(page) == [made[0].pk, made[4].pk]


def test_the_wrong_ones_can_go_first_one_by_one(at, labeled, dress, hat):
    made = labeled(5, dress)
    labeled(1, hat)
    page = at("?category=1&mode=class&sort=oldest")
    says(page, "5 seen right")
    keys(page, "ArrowRight", "2")
    expect(done(page)).to_contain_text("1 mended to Hat and approved.")
    says(page, "4 seen right")
    keys(page, "End", "r")
    expect(done(page)).to_contain_text("1 set to needs review.")
    expect(page.locator(".cell").first).to_be_focused()  # the next one that waits
    keys(page, "End", "ArrowLeft", "r")
    expect(page.locator("[data-part=selected]")).to_have_text("2 seen right")
    keys(page, "a")
    expect(done(page)).to_contain_text("2 approved.")
    expect(page.locator("[data-part=bulk]")).to_be_hidden()
    expect(page.locator("#live")).to_contain_text("This page is done.")
    assert answers(made) == [
        ("approved", 1), ("approved", 2), ("approved", 1), ("needs_review", 1), ("needs_review", 1),
    ]  # fmt: skip


def test_one_class_at_a_time_begins_and_goes_on_with_a_category_that_has_images(at, rows, dress, hat, project):
    bag = categories.add(project, "Bag")
    rows(1, hat)
    rows(1, bag)
    page = at()
    expect(page.locator("#facets[data-found]")).to_be_visible()
    eventually(lambda: "category=2" in page.locator("[data-part=class_mode]").get_attribute("href"))
    keys(page, "o")
    expect(page).to_have_url(re.compile("category=2&mode=class"))
    arrived(page)
    keys(page, "n")
    expect(page).to_have_url(re.compile("category=3&mode=class"))
    arrived(page)
    expect(page.get_by_role("link", name="Next: Hat")).to_be_visible()
    keys(page, "o")
    expect(page).to_have_url(re.compile("category=3$"))


# How many selected cells stand wholly on the screen, above the bar.
IN_VIEW = """() => {
  const box = document.querySelector("[data-part=scroll]").getBoundingClientRect();
  const end = Math.min(box.bottom, document.querySelector(".bulk").getBoundingClientRect().top);
  return [...document.querySelectorAll('.cell[aria-selected="true"]')].map((cell) => cell.getBoundingClientRect())
    .filter(({ top, bottom }) => top >= box.top - 1 && bottom <= end + 1).length;
}"""


def approve_what_is_seen(page):
    """How many that were, once all that are on the screen were seen."""
    count = page.evaluate(IN_VIEW)
    expect(page.locator("[data-part=selected]")).to_have_text(f"{count} seen right")
    with page.expect_response("**/bulk/"):  # the time before it may have said the same
        keys(page, "a")
    expect(done(page)).to_contain_text(f"{count} approved.")
    return count


def test_what_was_not_seen_is_not_approved_until_it_is_or_the_same_key_comes_once_more(at, page, labeled, dress):
    made = labeled(30, dress)
    doubtful = labeled(2, dress, "needs_review")
    page.set_viewport_size({"width": 1024, "height": 560})  # before more than that is seen
    at("?category=1&mode=class&sort=oldest")
    expect(page.locator("[data-part=wrong]")).to_have_text("2 wrong")
    first = approve_what_is_seen(page)
    assert 0 < first == Asset.objects.filter(status="approved").count()
    assert set(AnnotationEvent.objects.filter(to_status="approved").values_list("seen", flat=True)) == {True}
    # Page Down shows the next ones, and then the key is for these.
    keys(page, "PageDown")
    second = approve_what_is_seen(page)
    rest = 30 - first - second
    assert states(made) == ["approved"] * (first + second) + ["labeled"] * rest
    assert second > 0
    assert rest > 0
    # The bar says what the same key does now; it is for all that is right.
    expect(page.get_by_role("button", name=f"Approve {rest} not seen")).to_be_visible()
    page.wait_for_timeout(600)  # as long as it takes to read
    keys(page, "a")
    expect(done(page)).to_contain_text(f"{rest} approved.")
    assert states(made) == ["approved"] * 30
    assert states(doubtful) == ["needs_review"] * 2
    assert AnnotationEvent.objects.filter(to_status="approved", seen=False).count() == rest
    expect(page.locator("[data-part=selected]")).to_have_text("2 selected")


AWAY = """window.isAway = true;
Object.defineProperty(Document.prototype, "hidden", { get: () => window.isAway });
window.isBack = () => { window.isAway = false; document.dispatchEvent(new Event("visibilitychange")); };"""


def test_what_stands_in_a_window_that_is_not_visible_is_seen_once_it_is(at, labeled, dress, page):
    labeled(3, dress)
    page.add_init_script(AWAY)
    at("?category=1&mode=class")
    page.wait_for_function("[...document.querySelectorAll('.cell img')].every((image) => image.naturalWidth)")
    page.wait_for_timeout(700)  # else they would have been seen
    says(page, "0 seen right", "3 not seen")
    page.evaluate("window.isBack()")
    says(page, "3 seen right")


def test_a_picture_that_did_not_come_shows_nothing(at, labeled, dress, page):
    labeled(3, dress)
    page.route("**/thumb", lambda route: route.abort())
    page = at("?category=1&mode=class")
    says(page, "0 seen right", "3 not seen")
    keys(page, "a")
    expect(done(page)).to_have_text("Nothing was seen yet.")
    at()
    expect(page.locator(".cell .failed").first).to_be_visible()
    start(page)
    keys(page, "a")
    expect(done(page)).to_have_text("Not shown yet.")
    assert not Asset.objects.filter(status="approved").exists()


# --- by keys alone


def test_200_images_are_reviewed_without_the_mouse(at, rows, dress, hat):
    made = rows(200, dress)
    page = at()
    expect(page.locator(".cell").first).to_be_focused()
    keys(page, "Space", "r")
    expect(done(page)).to_contain_text("1 set to needs review.")
    keys(page, "ArrowRight", "Space", "2")
    expect(done(page)).to_contain_text("1 labeled Hat.")
    keys(page, "z")
    expect(done(page)).to_contain_text("1 taken back.")
    keys(page, "Shift+Z")
    expect(done(page)).to_contain_text("1 labeled Hat.")
    keys(page, "ArrowRight", "Shift+End")
    expect(page.locator("[data-part=selected]")).to_have_text("118 selected")
    keys(page, "a")
    expect(done(page)).to_contain_text("118 approved.")
    keys(page, "n")
    expect(page.locator(".cell")).to_have_count(80)
    arrived(page)
    keys(page, "Control+a", "a")
    expect(done(page)).to_contain_text("80 approved.")
    assert answers(made) == [("needs_review", 1), ("labeled", 2), *[("approved", 1)] * 198]
    # What was done on the page before can be taken back here, too.
    keys(page, "z")
    expect(done(page)).to_contain_text("80 taken back.")
    keys(page, "z")
    expect(done(page)).to_contain_text("118 taken back.")
    assert states(made) == ["needs_review", *["labeled"] * 199]
    keys(page, "Shift+Z")
    expect(done(page)).to_contain_text("118 approved.")
    keys(page, "Shift+Z")
    expect(done(page)).to_contain_text("80 approved.")
    assert states(made) == ["needs_review", "labeled", *["approved"] * 198]
    keys(page, "b")
    expect(page.locator(".cell")).to_have_count(2)


def test_a_category_without_a_key_is_found_by_name(at, rows, dress, project):
    for number in range(2, 14):
        categories.add(project, f"Category {number}")
    made = rows(2, dress)
    page = at()
    keys(page, "Control+a", "l")
    expect(page.get_by_role("dialog", name="Set the category")).to_be_visible()
    page.keyboard.type("category 13")
    keys(page, "Enter")
    expect(done(page)).to_contain_text("2 labeled Category 13.")
    keys(page, "Control+a", "l", "ArrowDown", "ArrowDown", "Enter")
    expect(done(page)).to_contain_text("2 labeled Category 2.")
    keys(page, "Control+a", "l", "Escape")
    expect(page.locator("[data-part=selected]")).to_have_text("2 selected")
    assert answers(made) == [("labeled", 2)] * 2


def test_labels_are_taken_off_by_backspace_and_back_by_z(at, rows, dress):
    made = rows(3, dress)
    page = at()
    keys(page, "Control+a", "Backspace")
    expect(done(page)).to_contain_text("3 back to unlabeled.")
    assert answers(made) == [("unlabeled",)] * 3
    keys(page, "z")
    expect(done(page)).to_contain_text("3 taken back.")
    assert answers(made) == [("labeled", 1)] * 3


def test_nothing_is_there_to_take_back_at_first(at, rows, dress):
    rows(1, dress)
    page = at()
    keys(page, "z")
    expect(page.locator("#live")).to_have_text("Nothing to undo")
    keys(page, "Shift+Z")
    expect(page.locator("#live")).to_have_text("Nothing to redo")


# --- places and filters


def test_back_from_an_image_everything_is_as_it_was_left(at, dresses):
    made = dresses(130)
    page = at("?sort=newest")
    keys(page, "n")
    expect(page.locator(".cell")).to_have_count(10)
    arrived(page)
    keys(page, "b")
    expect(page.locator(".cell")).to_have_count(120)
    arrived(page)
    address = page.url
    keys(page, "End", "Space", "ArrowUp", "Space", "ArrowUp")
    focused = page.evaluate("document.activeElement.dataset.id")
    chosen, top = selected(page), page.evaluate("document.querySelector('.scroll').scrollTop")
    assert len(chosen) == 2
    assert top > 0
    keys(page, "Enter")
    expect(page.locator("[data-part=name]")).to_be_visible()
    give_answer(made[100], "approved", by=made[100].uploaded_by)  # meanwhile
    page.go_back()
    expect(page.locator(f'.cell[data-id="{focused}"]')).to_be_focused()
    assert page.url == address
    assert selected(page) == chosen
    assert abs(page.evaluate("document.querySelector('.scroll').scrollTop") - top) < 2
    expect(page.locator(f'.cell[data-id="{made[100].pk}"]')).to_have_count(0)
    keys(page, "a")
    expect(done(page)).to_contain_text("2 approved.")


def test_people_videos_and_days_narrow_together_and_stay_in_the_address(at, rows, dress, hat, project, bob):
    rows(3, dress)
    video = project.videos.create(
        sha256="0" * 64, original_name="walk.mp4", file="-", mime_type="video/mp4", size_bytes=1, uploaded_by=bob
    )
    page = at()
    page.get_by_text("More filters").click()
    page.get_by_label("Labeler").select_option("alice")
    expect(page).to_have_url(re.compile("labeler=alice$"))
    expect(page.locator(".cell")).to_have_count(3)
    page.get_by_label("Answered from").fill("2020-01-01")
    page.get_by_label("to", exact=True).fill("2020-01-02")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_text("Nothing matches these filters")).to_be_visible()
    expect(page).to_have_url(re.compile("labeler=alice&from=2020-01-01&to=2020-01-02$"))
    expect(page.locator("#categories a").first).to_have_text("All categories0")
    page.get_by_role("link", name="Clear", exact=True).click()
    expect(page.locator(".cell")).to_have_count(3)
    page.get_by_text("More filters").click()
    page.get_by_label("Video").select_option("walk.mp4")
    expect(page).to_have_url(re.compile(f"video={video.pk}$"))
    expect(page.get_by_text("Nothing matches these filters")).to_be_visible()


def test_the_sort_is_chosen_from_a_list(at, rows, dress):
    made = rows(3, dress)
    page = at()
    page.get_by_label("Sort by").select_option("Newest first")
    expect(page).to_have_url(re.compile("sort=newest$"))
    expect(page.locator(".cell").first).to_have_attribute("data-id", str(made[2].pk))


# --- issues


def test_each_issue_counts_what_was_planted_and_leads_there(at, rows, photos, dress, hat, project):
    bag, sock = categories.add(project, "Bag"), categories.add(project, "Sock")
    rows(20, dress)
    rows(20, bag)
    sent_back = rows(3, dress, status="needs_review")
    one, other = rows(2, dress, look=-7), rows(1, bag, look=-7)
    removed = rows(4, sock)
    rows(1, hat)
    photos(6)
    categories.retire(sock)
    expected = {
        "Needs review": sent_back, "Same picture, different labels": [*one, *other], "Removed categories": removed,
    }  # fmt: skip
    page = at("?status=approved")
    for title, images in expected.items():
        entry = page.locator(".issue", has_text=title)
        expect(entry.locator(".issue-top b")).to_have_text(str(len(images)))
        entry.get_by_role("link", name="Show these").click()
        expect(page.locator(".cell")).to_have_count(len(images))
        shown = {int(cell.get_attribute("data-id")) for cell in page.locator(".cell").all()}
        assert shown == {image.pk for image in images}
        expect(page.locator("#range")).to_have_text(f"1–{len(images)} of {len(images)}")
    expect(page.locator(".issue", has_text="Missing labels").locator("b")).to_have_text("6")
    expect(page.locator(".issue", has_text="Thin categories")).to_contain_text("Hat has 1 label.")
    # What is decided leaves its issue, and the panel says so at once.
    keys(page, "Control+a", "1")
    expect(done(page)).to_contain_text("4 labeled Dress.")
    expect(page.locator(".issue", has_text="Removed categories")).to_have_count(0)


# --- what fails, and what is long


def test_when_the_counts_are_not_read_the_grid_works_and_they_can_be_asked_for_again(at, labeled, dress):
    labeled(2, dress)
    page, refused = at(), []

    def refuse(route):
        route.fulfill(status=503)
        refused.append(route)

    page.route("**/*part=counts*", refuse)
    page.reload()
    expect(page.get_by_text("The counts were not read.")).to_be_visible()
    arrived(page)
    shown(page)
    keys(page, "a")
    expect(done(page)).to_contain_text("1 approved.")
    # After an action they are asked for again by themselves: answered by then, there would be nothing to retry.
    eventually(lambda: page.evaluate("1") and len(refused) == 2)
    page.unroute_all()
    page.get_by_role("button", name="Retry").click()
    expect(page.locator("#facets a").first).to_have_text("In review1")


def test_a_picture_that_cannot_be_shown_says_which_one_it_is(at, rows, dress):
    rows(1, dress)
    expect(at().locator(".cell .failed")).to_have_text("0000.png")


def overlaps(page):
    found = {}
    for width in (1440, 1280, 1024):
        page.set_viewport_size({"width": width, "height": 800})
        if pairs := page.evaluate(OVERLAPS):
            found[width] = pairs
    return found


def test_names_of_100_characters_lie_over_nothing(at, rows, page, live_server, bob, dress, project):
    categories.change(dress, name="W" * 100)
    lifecycle.change(project, name="P" * 100)
    rows(2, dress)
    at("?category=1")
    expect(page.locator("#facets[data-found]")).to_be_visible()
    keys(page, "Space", "r")
    expect(done(page)).to_contain_text("1 set to needs review.")
    assert overlaps(page) == {}
    categories.add(project, "M" * 100)
    page.reload()
    expect(page.locator("#facets[data-found]")).to_be_visible()
    keys(page, "Control+a", "2")
    expect(done(page)).to_contain_text("labeled M")
    assert overlaps(page) == {}
    at("?status=all&category=2&mode=class")
    keys(page, "Space")
    expect(page.get_by_text("approve and", exact=True)).to_be_visible()
    assert overlaps(page) == {}


# Pairs of neighbours in a bar or a row that cover each other, and rows that stick out of their panel.
OVERLAPS = """() => {
  const found = [];
  const rows = ".work-bar, .sub, .sub .end, .filters a, .cell .cap, .issue-top, .bulk";
  for (const row of document.querySelectorAll(rows)) {
    const boxes = [...row.children].map((n) => [n, n.getBoundingClientRect()]).filter(([, box]) => box.width > 1);
    for (const [n, a] of boxes) {
      if (a.right > row.getBoundingClientRect().right + 1) found.push(["out", row.className, n.className]);
      for (const [m, b] of boxes) {
        if (n !== m && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) {
          found.push([row.className, n.className, m.className]);
        }
      }
    }
  }
  return found;
}"""


def test_axe_finds_nothing_in_the_mode_in_open_filters_and_in_the_list_of_categories(at, rows, dress, hat):
    rows(3, dress, look=1)
    rows(1, hat, look=1)
    page = at("?category=1&mode=class&labeler=alice")
    expect(page.locator("#facets[data-found]")).to_be_visible()
    keys(page, "Space")
    assert violations(page) == []
    keys(page, "l")
    assert violations(page) == []
    page = at("?status=all&issue=disagree")
    expect(page.locator("#facets[data-found]")).to_be_visible()
    assert violations(page) == []


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
