"""The review page in a narrow window, on a phone, and at 200 to 400 % zoom: the grid, a drawer, a bar of one line."""

import re

import pytest
from playwright.sync_api import expect
from selenium.webdriver.common.keys import Keys

from annotations.labeling import bulk
from projects import categories
from tests.support.browser import eventually, sign_in, violations_in_both_themes
from tests.support.cast import signed_in
from tests.support.walks.hands import FirefoxHand
from tests.support.walks.review import REVIEW, done, keys, shown, states

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 360, "height": 640}
# A phone, 200 % and 400 % of 1280 by 960 and 900, a tablet, and the widest that is narrow.
SIZES = [(360, 640), (640, 480), (320, 225), (820, 1180), (1000, 700)]


@pytest.fixture
def at(at, page):
    """The same in a window of this size, a phone's without: `at("?status=approved", width=360, height=640)`. The page
    has its numbers, too."""

    def open_at(query="", **size):
        page.set_viewport_size(size or PHONE)
        at(query)
        expect(page.locator("#facets[data-found]")).to_have_count(1)
        return page

    return open_at


@pytest.fixture
def phone(live_server, browser, bob):
    """A phone: fingers only."""
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    sign_in(context, live_server, bob)
    page = context.new_page()

    def open_at(query=""):
        page.goto(f"{live_server.url}{REVIEW}{query}")
        expect(page.locator(".cell:focus, .empty").first).to_be_visible()
        expect(page.locator("#facets[data-found]")).to_have_count(1)
        return page

    yield open_at
    context.close()


def is_no_wider(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


COLUMNS = """() => {
  const cells = [...document.querySelectorAll(".cell")];
  return cells.filter((cell) => cell.offsetTop === cells[0].offsetTop).length;
}"""

# What can be pressed and is smaller than that: links within a sentence are as high as its lines.
SMALL = """(least) => [...document.querySelectorAll("a, button, select, summary, input, .tick")].filter((node) => {
  const box = node.getBoundingClientRect(), after = getComputedStyle(node, "::after");
  if (!box.width || node.closest("p, .vh, .skip-link") || node.matches(".vh, .skip-link")) return false;
  const more = node.matches(".tick") ? -2 * parseFloat(after.top) : 0;
  const around = node.closest("label")?.getBoundingClientRect() ?? box;
  return ["height", "width"].some((side) => Math.max(box[side], around[side]) + more < least - .5);
}).map((node) => node.outerHTML.slice(0, 80))"""


def lies_in_window(page, locator):
    box, size = locator.bounding_box(), page.viewport_size
    return box["x"] >= -1 and box["y"] >= -1 and box["y"] + box["height"] <= size["height"] + 1


# --- at each size


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("query", ["", "?category=1&mode=class"], ids=["plain", "one class"])
def test_the_grid_is_there_nothing_is_wider_than_the_window_and_axe_finds_nothing(
    at, labeled, dress, width, height, query
):
    labeled(30, dress)
    page = at(query, width=width, height=height)
    assert page.evaluate(COLUMNS) >= (3 if width == 360 else 2)
    expect(page.locator(".facets")).to_be_hidden()
    keys(page, "ArrowRight", "Space")
    bar = page.locator(".bulk")
    expect(bar).to_be_visible()
    assert is_no_wider(page)
    # One line at the bottom, which leaves most of the window to the pictures.
    assert lies_in_window(page, bar)
    assert bar.bounding_box()["height"] < 62
    assert page.locator(".cell:focus").bounding_box()["y"] < bar.bounding_box()["y"]
    assert page.evaluate(SMALL, 24) == []
    assert violations_in_both_themes(page) == []
    # The grid scrolls to its end.
    keys(page, "End")
    last = page.locator(".cell").last
    expect(last).to_be_focused()
    assert last.bounding_box()["y"] < bar.bounding_box()["y"]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_drawer_and_the_empty_page_have_no_barrier_either(at, labeled, dress, width, height):
    labeled(3, dress)
    page = at("?status=skipped", width=width, height=height)
    expect(page.get_by_role("heading", name="Nothing in this filter")).to_be_visible()
    assert is_no_wider(page)
    assert violations_in_both_themes(page) == []
    page.get_by_role("button", name="Filters").click()
    expect(page.get_by_role("dialog", name="Filters and issues")).to_be_visible()
    assert is_no_wider(page)
    assert page.evaluate(SMALL, 24) == []
    assert violations_in_both_themes(page) == []


def test_long_names_stick_out_nowhere(at, labeled, dress, project):
    categories.change(dress, name="W" * 100)
    labeled(3, dress)
    for width, height in SIZES:
        page = at("?category=1&search=photo-1", width=width, height=height)
        keys(page, "Space", "r")
        expect(done(page)).to_contain_text(re.compile("set to needs review|already so"))
        assert is_no_wider(page), width


# --- by keys


def test_at_360_by_640_all_is_done_by_keys_alone(at, labeled, dress, hat):
    made = labeled(8, dress)
    page = at()
    dialog = page.get_by_role("dialog", name="Filters and issues")
    keys(page, "ArrowDown")
    expect(page.locator(".cell").nth(3)).to_be_focused()
    keys(page, "c")
    expect(dialog).to_be_visible()
    expect(page.locator("#categories [aria-current]")).to_be_focused()
    keys(page, "ArrowDown")
    expect(page.locator("#categories a").nth(1)).to_be_focused()
    # Its keys are its own: nothing is approved behind it.
    keys(page, "a", "Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator(".cell").nth(3)).to_be_focused()
    assert states(made) == ["labeled"] * 8
    keys(page, "p")
    expect(dialog).to_be_visible()
    expect(page.locator("#issues")).to_be_in_viewport()
    keys(page, "Escape", "/")
    expect(page.get_by_label("File or folder name")).to_be_focused()
    page.keyboard.type("photo-10")
    keys(page, "Escape")
    expect(page.locator(".cell").nth(3)).to_be_focused() if not dialog.is_visible() else keys(page, "Escape")
    expect(dialog).to_be_hidden()
    keys(page, "a")
    expect(done(page)).to_contain_text("1 approved.")
    keys(page, "z")
    expect(done(page)).to_contain_text("1 taken back.")
    keys(page, "Home")
    shown(page, 1)
    page.wait_for_timeout(600)  # what was not seen for half a second is mended, and not approved
    keys(page, "Space", "Shift+ArrowRight", "2")
    expect(done(page)).to_contain_text("2 mended to Hat and approved.")
    keys(page, "c", "ArrowDown", "ArrowDown", "Enter")
    expect(page).to_have_url(re.compile("category=2"))
    expect(page.get_by_role("heading", name="Nothing here under this category")).to_be_visible()  # both are approved


def test_the_drawer_is_opened_by_its_button_and_gives_the_focus_back_to_it(at, labeled, dress):
    labeled(2, dress)
    page = at()
    button = page.get_by_role("button", name="Filters")
    button.focus()
    keys(page, "Enter")
    dialog = page.get_by_role("dialog", name="Filters and issues")
    expect(dialog).to_be_visible()
    keys(page, "Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()


def test_the_drawer_holds_the_very_panels_which_stand_beside_the_grid_again_once_there_is_room(at, labeled, dress):
    labeled(2, dress)
    page = at()
    page.evaluate("window.panels = [...document.querySelectorAll('.facets, .issues')]")
    page.get_by_role("button", name="Filters").click()
    same = "panels.every((panel, each) => panel === document.querySelectorAll('.facets, .issues')[each])"
    in_drawer = "document.querySelectorAll('#drawer .facets, #drawer .issues').length"
    assert (page.evaluate(same), page.evaluate(in_drawer)) == (True, 2)
    expect(page.locator("#drawer #facets")).to_contain_text("In review")
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".work-review > .facets")).to_be_visible()
    expect(page.locator(".work-review > .issues")).to_be_visible()
    assert (page.evaluate(same), page.evaluate(in_drawer)) == (True, 0)
    expect(page.get_by_role("button", name="Filters")).to_be_hidden()


def test_in_a_very_low_window_a_picture_is_seen_whole_and_approved_by_its_key(at, labeled, dress):
    made = labeled(12, dress)
    page = at(width=320, height=225)
    for _ in range(4):
        keys(page, "ArrowRight")
    cell = page.locator(".cell").nth(4)
    expect(cell).to_be_focused()
    expect(cell).to_be_in_viewport(ratio=0.99)
    cell.locator("img").evaluate("(image) => image.decode()")
    keys(page, "a")
    expect(done(page)).to_contain_text("1 approved.")
    assert states(made)[4] == "approved"


def test_enter_and_escape_lead_to_the_labeling_page_and_back_to_the_same_tile(at, labeled, dress):
    made = labeled(40, dress)
    page = at("?sort=oldest")
    keys(page, *["ArrowDown"] * 6, "Enter")
    expect(page.locator("[data-part=name]")).to_have_text(made[18].original_name)
    keys(page, "Escape")
    expect(page.locator(f'.cell[data-id="{made[18].pk}"]')).to_be_focused()
    expect(page.locator(".cell:focus")).to_be_in_viewport(ratio=0.99)


# --- by touch


def test_on_a_phone_every_action_is_there_for_a_finger(phone, labeled, dress, hat):
    made = labeled(7, dress)
    page = phone("?sort=oldest")
    assert page.evaluate("matchMedia('(pointer: coarse)').matches")
    cell, bar = page.locator(".cell"), page.locator(".bulk")

    def tick(*places):
        for place in places:
            cell.nth(place).locator(".tick").tap()

    def press(name, place):
        bar.get_by_role("button", name=name, exact=name == "Needs review").tap()
        expect(done(page)).to_contain_text(place)

    tick(0, 1)
    expect(page.locator("[data-part=selected]")).to_have_text("2 selected")
    assert page.evaluate(SMALL, 44) == []
    press("Approve", "2 approved.")
    done(page).get_by_role("button", name="Undo").tap()
    expect(done(page)).to_contain_text("2 taken back.")
    tick(2)
    press("Needs review", "1 set to needs review.")
    tick(3)
    press("Unlabel", "1 back to unlabeled.")
    tick(4)
    bar.get_by_role("button", name="Relabel").tap()
    page.get_by_role("dialog", name="Set the category").get_by_role("button", name="Hat").tap()
    expect(done(page)).to_contain_text("1 mended to Hat and approved.")
    page.get_by_role("button", name="Select all").tap()
    expect(page.locator("[data-part=selected]")).to_have_text("7 selected")
    bar.get_by_role("button", name="Clear").tap()
    expect(bar).to_be_hidden()
    assert states(made) == ["labeled", "labeled", "needs_review", "unlabeled", "approved", "labeled", "labeled"]
    page.get_by_role("button", name="Large").tap()
    assert page.evaluate(COLUMNS) == 2
    cell.nth(1).tap()
    page.get_by_role("button", name="Look closer").tap()
    look = page.locator("[data-part=look]")
    expect(look).to_contain_text("photo-101")
    look.tap()
    expect(look).to_be_hidden()
    page.get_by_role("button", name="Open in labeling").tap()
    expect(page.locator("[data-part=name]")).to_have_text(made[1].original_name)
    page.locator(".list-back").tap()
    expect(page.locator(f'.cell[data-id="{made[1].pk}"]')).to_be_focused()


def test_on_a_phone_filters_issues_the_sort_and_the_mode_are_reached(phone, labeled, dress, hat):
    labeled(3, dress)
    labeled(2, hat)
    labeled(1, hat, "needs_review")
    page = phone()
    page.get_by_role("button", name="Filters").tap()
    dialog = page.get_by_role("dialog", name="Filters and issues")
    assert page.evaluate(SMALL, 44) == []
    dialog.get_by_role("link", name="Hat").tap()
    expect(page.locator(".cell")).to_have_count(3)
    expect(dialog).to_be_hidden()
    page.get_by_label("Sort by").select_option("Newest first")
    expect(page).to_have_url(re.compile("sort=newest"))
    page.get_by_role("link", name="One class").tap()
    expect(page).to_have_url(re.compile("mode=class"))
    expect(page.locator("[data-part=wrong]")).to_have_text("1 wrong")
    page.get_by_role("button", name="Filters").tap()
    dialog.locator(".issue", has_text="Needs review").get_by_role("link", name="Show these").tap()
    expect(page.locator(".cell")).to_have_count(1)
    page.get_by_role("button", name="Filters").tap()
    dialog.get_by_role("button", name="Close").tap()
    expect(dialog).to_be_hidden()


def test_on_a_phone_the_wrong_ones_of_a_class_can_be_sent_back_relabeled_and_their_labels_taken(
    phone, labeled, dress, hat, project, alice
):
    made = labeled(4, dress)
    bulk.set_selected(project, [(made[3].pk, None)], status="needs_review", category_ids=None, by=alice)
    page = phone("?category=1&mode=class&sort=oldest")
    expect(page.locator("[data-part=selected]")).to_have_text("3 seen right")
    for name in ("Needs review", "Relabel", "Unlabel", "Clear"):
        expect(page.locator(".bulk").get_by_role("button", name=name, exact=name == "Needs review")).to_be_visible()
    page.locator(".bulk").get_by_role("button", name="Unlabel").tap()
    expect(done(page)).to_contain_text("3 approved, 1 back to unlabeled.")
    eventually(lambda: states(made) == ["approved", "approved", "approved", "unlabeled"])


# --- the same in Firefox


@pytest.mark.firefox
def test_in_firefox_the_drawer_is_used_by_keys(live_server, firefox, bob, labeled, dress, settings):
    labeled(5, dress)
    firefox.get(f"{live_server.url}/login/")
    firefox.add_cookie({"name": settings.SESSION_COOKIE_NAME, "value": signed_in(bob).session_key, "path": "/"})
    firefox.set_window_size(520, 720)
    hand = FirefoxHand(firefox)
    hand.open(f"{live_server.url}{REVIEW}")
    hand.see(".cell:focus")
    hand.press(Keys.ARROW_RIGHT)
    hand.press("c")
    hand.see("#drawer #categories a:focus", "All categories")
    hand.press(Keys.ARROW_DOWN)
    hand.see("#drawer #categories a:focus", "Dress")
    hand.press(Keys.ESCAPE)
    hand.see(".cell:nth-child(2):focus")
    hand.press("c")
    hand.press(Keys.ARROW_DOWN)
    hand.press(Keys.ENTER)
    eventually(lambda: "category=1" in firefox.current_url)
