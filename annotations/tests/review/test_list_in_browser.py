"""A picture of the review page opens large within its list, is walked from there and come back from, by keys alone."""

import re

import pytest
from playwright.sync_api import expect
from selenium.webdriver.common.keys import Keys

from annotations.labeling import bulk
from assets.models import Asset
from projects import categories
from tests.support.browser import eventually, see_picture, violations_in_both_themes
from tests.support.cast import signed_in
from tests.support.walks.hands import FirefoxHand
from tests.support.walks.review import REVIEW, keys, selected

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def shows(page, photo):
    """The labeling page has this picture on the screen."""
    expect(page.locator("[data-part=name]")).to_have_text(photo.original_name)
    see_picture(page)


def walk(page, key, *photos):
    for photo in photos:
        keys(page, key)
        shows(page, photo)


def focused(page, photo):
    expect(page.locator(f'.cell[data-id="{photo.pk}"]')).to_be_focused()


def scrolled(page):
    return page.evaluate("document.querySelector('.scroll').scrollTop")


def test_enter_opens_the_picture_within_this_list_arrows_walk_it_and_escape_comes_back(at, labeled, dress, hat):
    dresses, hats = [], []
    for _ in range(6):
        dresses += labeled(1, dress)
        hats += labeled(1, hat)
    page = at("?status=in_review&category=1&sort=newest")
    newest = dresses[::-1]
    address = page.url
    keys(page, "Space", "ArrowRight", "ArrowRight", "Enter")
    shows(page, newest[2])
    expect(page.locator(".list-back")).to_have_text(re.compile("Dress · In review"))
    expect(page.locator("[data-part=mid]")).to_have_text("3 of 6")
    walk(page, "ArrowRight", newest[3])
    walk(page, "ArrowDown", newest[4])
    walk(page, "ArrowLeft", newest[3])
    walk(page, "ArrowUp", newest[2], newest[1])
    expect(page.locator("[data-part=mid]")).to_have_text("2 of 6")
    keys(page, "End")
    shows(page, newest[5])
    keys(page, "ArrowRight")
    expect(page.get_by_role("heading", name="That was the last one")).to_be_visible()
    expect(page.get_by_text("The list Dress · In review ends here.")).to_be_visible()
    keys(page, "ArrowLeft", "ArrowLeft")
    shows(page, newest[4])
    keys(page, "Escape")
    # What was looked at last has the focus; what was selected still is.
    focused(page, newest[4])
    assert page.url == address
    assert selected(page) == [newest[0].pk]


def test_escape_goes_back_in_the_history_and_the_browsers_own_way_does_the_same(at, labeled, dress):
    made = labeled(4, dress)
    page = at()
    length = page.evaluate("history.length")
    for leave in (lambda: keys(page, "Escape"), page.go_back, lambda: page.locator(".list-back").click()):
        keys(page, "Home", "ArrowRight", "Enter")
        shows(page, made[1])
        walk(page, "ArrowRight", made[2])
        leave()
        focused(page, made[2])
    assert page.evaluate("history.length") == length + 1  # the picture that was opened, ahead


def test_the_page_of_the_list_its_scroll_and_selection_are_as_they_were_and_one_walks_across_its_border(
    at, labeled, dress, monkeypatch
):
    monkeypatch.setattr("annotations.review.views.PER_PAGE", 40)
    made = labeled(90, dress)
    page = at("?sort=oldest")
    page.set_viewport_size({"width": 1024, "height": 600})
    keys(page, "n")
    focused(page, made[40])
    address = page.url
    keys(page, "End", "Space", "ArrowLeft")
    top, chosen = scrolled(page), selected(page)
    assert (top > 0, chosen) == (True, [made[79].pk])
    keys(page, "Enter")
    shows(page, made[78])
    walk(page, "ArrowRight", *made[79:83])
    expect(page.locator("[data-part=mid]")).to_have_text("83 of 90")
    keys(page, "Escape")
    # That one is on another page: the one that was opened.
    focused(page, made[78])
    assert (page.url, selected(page)) == (address, chosen)
    assert abs(scrolled(page) - top) < 2
    keys(page, "Home", "Enter")
    shows(page, made[40])
    walk(page, "ArrowLeft", made[39], made[38])
    walk(page, "ArrowRight", made[39], made[40], made[41])
    keys(page, "Escape")
    focused(page, made[41])
    assert (page.url, selected(page)) == (address, chosen)


def test_what_is_answered_stays_where_it_is_until_one_comes_back(at, labeled, dress, hat):
    made = labeled(5, dress)
    page = at("?category=1")
    keys(page, "ArrowRight", "Enter")
    shows(page, made[1])
    keys(page, "2")
    shows(page, made[2])
    keys(page, "a")
    shows(page, made[3])
    walk(page, "ArrowLeft", made[2], made[1])
    expect(page.locator("[data-part=state]")).to_have_text("Labeled")
    expect(page.locator("#choice-2")).to_have_attribute("aria-checked", "true")
    walk(page, "ArrowRight", made[2])
    keys(page, "Escape")
    # Both left the list; the next one stands there now.
    focused(page, made[3])
    expect(page.locator(".cell")).to_have_count(3)
    stored = {asset.pk: (asset.status, asset.category_ids) for asset in Asset.objects.with_labels()}
    assert [stored[photo.pk] for photo in made[:3]] == [("labeled", [1]), ("labeled", [2]), ("approved", [1])]


def test_an_answer_that_is_on_its_way_is_in_the_list_that_one_comes_back_to(at, labeled, dress, hat):
    made = labeled(3, dress)
    page = at("?category=1")
    keys(page, "Enter")
    shows(page, made[0])
    keys(page, "2", "Escape")
    focused(page, made[1])
    expect(page.locator(".cell")).to_have_count(2)


def test_a_reload_on_the_labeling_page_keeps_the_list_and_the_way_back(at, labeled, dress, hat):
    made, hats = [], []
    for _ in range(4):
        made += labeled(1, dress)
        hats += labeled(1, hat)
    page = at("?category=1&sort=oldest")
    address = page.url
    keys(page, "Space", "ArrowRight", "Enter")
    shows(page, made[1])
    walk(page, "ArrowRight", made[2])
    expect(page).to_have_url(re.compile(f"asset={made[2].pk}$"))
    page.reload()
    shows(page, made[2])
    expect(page.locator("[data-part=mid]")).to_have_text("3 of 4")
    walk(page, "ArrowRight", made[3])
    walk(page, "ArrowLeft", made[2], made[1])
    keys(page, "Escape")
    focused(page, made[1])
    assert (page.url, selected(page)) == (address, [made[0].pk])


def test_next_unlabeled_stays_within_the_list(at, labeled, photos, dress):
    labeled(3, dress)
    loose = photos(2, first=900)
    page = at("?status=all&sort=newest")
    keys(page, "End", "Enter")
    expect(page.locator("[data-part=mid]")).to_have_text("5 of 5")
    see_picture(page)
    keys(page, "n")
    shows(page, loose[1])
    walk(page, "n", loose[0])
    keys(page, "Escape")
    focused(page, loose[0])
    at("?category=1")
    keys(page, "Enter")
    expect(page.locator("[data-part=mid]")).to_have_text("1 of 3")
    see_picture(page)
    keys(page, "n")
    expect(page.locator("[data-part=toast_words]")).to_have_text("No other image here is unlabeled")


def test_one_class_at_a_time_goes_on_as_it_was_left(at, labeled, dress, hat):
    made = labeled(6, dress)
    page = at("?category=1&mode=class&sort=oldest")
    said = page.locator(":is([data-part=selected], [data-part=unseen], [data-part=wrong]):not([hidden])")
    expect(said).to_have_text(["6 seen right"])
    keys(page, "ArrowRight", "Space", "ArrowRight", "Space")
    expect(said).to_have_text(["4 seen right", "2 wrong"])
    keys(page, "ArrowRight", "Enter")
    shows(page, made[3])
    keys(page, "r")  # there it is sent back, and stays
    walk(page, "ArrowRight", made[4])
    keys(page, "Escape")
    focused(page, made[4])
    # Who was sent back there is decided here, and the wrong ones are still wrong.
    expect(said).to_have_text(["3 seen right", "2 wrong"])
    assert selected(page) == [made[place].pk for place in (0, 4, 5)]
    keys(page, "a")
    expect(page.locator("[data-part=done]")).to_contain_text("3 approved.")
    assert selected(page) == [made[1].pk, made[2].pk]
    keys(page, "Enter")
    shows(page, made[1])
    keys(page, "Escape")
    # The right ones are approved: the rest is chosen among.
    expect(said).to_have_text(["2 selected"])
    keys(page, "r")
    expect(page.locator("[data-part=done]")).to_contain_text("2 set to needs review.")
    stored = dict(Asset.objects.values_list("pk", "status"))
    assert [stored[photo.pk] for photo in made] == [
        "approved", "needs_review", "needs_review", "needs_review", "approved", "approved",
    ]  # fmt: skip


def test_what_is_taken_back_after_one_came_back_is_shown_on_the_right_pictures(at, labeled, dress):
    made = labeled(5, dress)
    page = at("?status=all&category=1&mode=class&sort=oldest")
    said = page.locator("[data-part=selected]")
    expect(said).to_have_text("5 seen right")
    keys(page, "Space", "End", "r")
    expect(page.locator("[data-part=done]")).to_contain_text("4 approved, 1 set to needs review.")
    keys(page, "Enter")
    shows(page, made[4])
    keys(page, "Escape")
    focused(page, made[4])
    keys(page, "z")
    expect(page.locator("[data-part=done]")).to_contain_text("5 taken back.")
    assert selected(page) == [photo.pk for photo in made[1:]]


def test_a_picture_that_was_deleted_meanwhile_is_said_to_be_gone(at, labeled, dress):
    made = labeled(3, dress)
    page = at()
    Asset.objects.filter(pk=made[1].pk)  # it stands in the grid
    page.route(
        "**/label/?*", lambda route: route.continue_(url=re.sub(r"asset=\d+", "asset=999999", route.request.url))
    )
    keys(page, "ArrowRight", "Enter")
    expect(page.get_by_role("heading", name="This image is gone")).to_be_visible()
    assert violations_in_both_themes(page) == []
    keys(page, "Enter")
    focused(page, made[1])


def test_a_list_that_became_empty_says_so_and_leads_back(at, page, live_server, labeled, dress):
    labeled(1, dress)
    at()
    page.goto(f"{live_server.url}/projects/wardrobe/label/?review=status%3Dapproved")
    expect(page.get_by_role("heading", name="Nothing left in this list")).to_be_visible()
    keys(page, "Escape")
    expect(page.get_by_text("Nothing in this filter")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/review/\?status=approved$"))


def test_what_was_done_by_somebody_is_walked_too(at, labeled, dress, project, alice, bob):
    made = labeled(6, dress)
    bulk.set_selected(project, [(photo.pk, None) for photo in made[1::2]], status="approved", category_ids=None, by=bob)
    page = at("?status=all&did=approved&by=bob&since=2020-01-01")
    expect(page.locator(".cell")).to_have_count(3)
    keys(page, "Enter")
    shows(page, made[1])
    expect(page.locator(".list-back")).to_have_text(re.compile("Approved by bob"))
    walk(page, "ArrowRight", made[3], made[5])
    keys(page, "Escape")
    focused(page, made[5])


def test_the_page_within_a_list_has_no_barrier_and_long_names_lie_over_nothing(at, labeled, dress, project):
    made = labeled(3, dress)
    categories.change(dress, name="W" * 100)
    page = at("?category=1&search=photo-1&labeler=alice")
    keys(page, "Enter")
    shows(page, made[0])
    for width in (1440, 1280, 1000, 820, 640, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        assert page.evaluate(OVERLAPS) == [], width
        expect(page.locator(".list-back")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    assert violations_in_both_themes(page) == []


# Pairs of neighbours in the bar that cover each other, and what sticks out of it.
OVERLAPS = """() => {
  const bar = document.querySelector(".work-bar");
  const boxes = [...bar.children].filter((node) => !node.matches(".vh, .progress")).map((node) => [node.className,
    node.getBoundingClientRect()]).filter(([, box]) => box.width > 1);
  const out = boxes.filter(([, box]) => box.right > innerWidth + 1).map(([name]) => ["out", name]);
  return out.concat(boxes.flatMap(([one, a]) => boxes.filter(([other, b]) => one < other && a.left < b.right - 1 &&
    b.left < a.right - 1).map(([other]) => [one, other])));
}"""


# --- the same in Firefox


@pytest.mark.firefox
def test_in_firefox_the_list_is_walked_and_come_back_to_by_keys(live_server, firefox, bob, labeled, dress, settings):
    made = labeled(5, dress)
    firefox.get(f"{live_server.url}/login/")
    firefox.add_cookie({"name": settings.SESSION_COOKIE_NAME, "value": signed_in(bob).session_key, "path": "/"})
    hand = FirefoxHand(firefox)
    hand.open(f"{live_server.url}{REVIEW}?category=1&sort=newest")
    newest = made[::-1]
    hand.see(f'.cell:focus[data-id="{newest[0].pk}"]')
    for key in (Keys.SPACE, Keys.ARROW_RIGHT, Keys.ENTER):
        hand.press(key)
    for key, photo in ((None, newest[1]), (Keys.ARROW_RIGHT, newest[2]), (Keys.ARROW_LEFT, newest[1])):
        if key:
            hand.press(key)
        hand.see(f'figure:not(.is-waiting) img[alt$="{photo.original_name}"]')
        hand.see_picture()
    hand.press("r")
    eventually(lambda: Asset.objects.get(pk=newest[1].pk).status == "needs_review")
    hand.press(Keys.ARROW_RIGHT)
    hand.see(f'figure:not(.is-waiting) img[alt$="{newest[2].original_name}"]')
    hand.press(Keys.ESCAPE)
    hand.see(f'.cell:focus[data-id="{newest[2].pk}"]')
    hand.see(f'.cell[aria-selected="true"][data-id="{newest[0].pk}"]')
    assert firefox.current_url == f"{live_server.url}{REVIEW}?category=1&sort=newest"
