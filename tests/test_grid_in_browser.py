"""The assets grid in a real browser: choosing images by keys and mouse, and deleting them."""

import re

import pytest
from playwright.sync_api import expect

from assets.models import Asset
from tests.support.browser import at_work, eventually, hold, see_picture, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def grid(live_server, page, bob, project):
    with at_work(page, live_server, bob):

        def open_grid(query=""):
            page.goto(f"{live_server.url}/projects/wardrobe/assets/{query}")
            expect(page.locator(".justified .tile").first).to_be_visible()
            expect(page.locator(".tabs [data-tab='1'] .n")).not_to_be_empty()
            return page

        yield open_grid


def bar(page):
    return page.locator("#chosen")


def names(page):
    return [label.split(",")[0] for label in page.locator(".tile").evaluate_all("all => all.map((t) => t.ariaLabel)")]


def test_images_are_chosen_and_deleted_by_keys_alone_but_not_what_a_version_holds(
    grid, photos, dress, answer, alice, bob, make_version
):
    made = photos(6)
    answer(made[5], "approved", dress, by=alice)  # the newest, so the first tile
    make_version(made[0].project, by=bob)
    page = grid("?sort=newest")
    page.keyboard.press("ArrowRight")  # finds the grid
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(bar(page).locator("b")).to_have_text("3 selected")
    assert violations(page) == []
    page.keyboard.press("Delete")
    dialog = page.locator("#delete-images")
    expect(dialog.locator("[data-goes]")).to_have_text("2 images go, with labels and history. 1 of them has an answer.")
    expect(dialog.locator("[data-stays]")).to_contain_text(f"{made[5].original_name}, in v1")
    assert violations(page) == []
    page.keyboard.press("Escape")
    assert Asset.objects.count() == 6
    page.keyboard.press("Delete")
    expect(dialog.get_by_role("button", name="Delete 2 images")).to_be_enabled()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".tile")).to_have_count(4)
    expect(bar(page)).to_be_hidden()
    expect(page.locator(".tabs [data-tab='1'] .n")).to_have_text("4")
    assert set(Asset.objects.values_list("pk", flat=True)) == {photo.pk for photo in [*made[:3], made[5]]}


def test_a_dialog_that_is_opened_again_at_once_hears_of_its_own_end(grid, photos):
    photos(3)
    page = grid()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.keyboard.press("Delete")
    button = page.locator("#delete-images").get_by_role("button", name="Delete 1 image")
    expect(button).to_be_enabled()
    # Both before the browser tells of the first: as keys do that come quickly.
    page.evaluate("""() => {
        document.querySelector("#delete-images").close();
        const key = { key: "Delete", code: "Delete", bubbles: true };
        document.activeElement.dispatchEvent(new KeyboardEvent("keydown", key));
    }""")
    expect(button).to_be_enabled()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".tile")).to_have_count(2)


def test_control_and_shift_clicks_choose_and_a_plain_click_opens(grid, photos):
    photos(5)
    page = grid("?sort=oldest")
    tiles = page.locator(".tile")
    tiles.nth(0).click(modifiers=["Control"])
    tiles.nth(3).click(modifiers=["Shift"])
    expect(bar(page).locator("b")).to_have_text("4 selected")
    tiles.nth(1).locator(".tick").click()
    expect(bar(page).locator("b")).to_have_text("3 selected")
    expect(tiles.nth(0)).to_have_attribute("aria-label", "photo-100.png, Unlabeled, selected")
    page.keyboard.press("Escape")
    expect(bar(page)).to_be_hidden()
    page.keyboard.press("Control+a")
    expect(bar(page).locator("b")).to_have_text("5 selected")
    tiles.nth(2).click(position={"x": 40, "y": 90})
    page.wait_for_url("**/assets/*/?sort=oldest")


def test_shift_and_a_click_on_the_tick_choose_a_range_from_the_last_tick_and_another_one_moves_its_end(grid, photos):
    photos(6)
    page = grid("?sort=oldest")
    tick = page.locator(".tile .tick")
    tick.nth(1).click()
    tick.nth(4).click(modifiers=["Shift"])
    expect(bar(page).locator("b")).to_have_text("4 selected")
    tick.nth(2).click(modifiers=["Shift"])
    assert [
        place for place, tile in enumerate(page.locator(".tile").all()) if tile.get_attribute("data-chosen") == ""
    ] == [1, 2]
    expect(page.locator(".tile").nth(2)).to_be_focused()
    tick.nth(0).click(modifiers=["Shift"])  # and to the other side
    expect(bar(page).locator("b")).to_have_text("2 selected")
    expect(page.locator(".tile").nth(0)).to_have_attribute("aria-label", "photo-100.png, Unlabeled, selected")


def test_a_selection_goes_to_the_labeling_page_one_after_the_other(grid, photos, dress, hat):
    made = photos(5)
    page = grid("?sort=oldest")
    tiles = page.locator(".tile")
    for place in (3, 1, 4):
        tiles.nth(place).click(modifiers=["Control"])
    bar(page).get_by_role("button", name="Label these").click()
    shown = page.locator("[data-part=name]")
    expect(page.locator("[data-part=filters] [aria-current]")).to_have_text("Selected3")
    expect(page.locator("[data-part=mid]")).to_have_text("1 of 3 selected")
    for place, key in [(1, "1"), (3, "2"), (4, "1")]:
        expect(shown).to_have_text(made[place].original_name)
        expect(page.locator("figure img")).to_be_visible()
        see_picture(page)
        page.keyboard.press(key)
    expect(page.locator("[data-part=end] h2")).to_be_visible()
    labeled = Asset.objects.exclude(status="unlabeled").values_list("pk", flat=True)
    eventually(lambda: set(labeled.all()) == {made[place].pk for place in (1, 3, 4)})


def test_a_reload_goes_on_at_the_same_image_of_a_selection_of_more_than_a_page(grid, live_server, photos, dress, hat):
    made = photos(90)
    page = grid()
    address = f"{live_server.url}/projects/wardrobe/label/?assets={','.join(str(photo.pk) for photo in made)}"
    page.goto(f"{address}&asset={made[60].pk}")
    shown = page.locator("[data-part=name]")
    expect(shown).to_have_text(made[60].original_name)
    expect(page.locator("[data-part=mid]")).to_have_text("61 of 90 selected")
    page.keyboard.press("ArrowLeft")
    expect(shown).to_have_text(made[59].original_name)
    page.keyboard.press("Home")
    expect(shown).to_have_text(made[0].original_name)
    expect(page.locator("[data-part=mid]")).to_have_text("1 of 90 selected")
    page.keyboard.press("End")
    expect(shown).to_have_text(made[89].original_name)
    expect(page.locator("[data-part=mid]")).to_have_text("90 of 90 selected")


def ready(page):
    """The script of the page of one image runs: it has read the history."""
    expect(page.locator("#history")).not_to_have_attribute("aria-busy", "true")


def test_arrows_lead_from_image_to_image_delete_asks_and_escape_leads_back_to_the_list(grid, photos):
    made = photos(4)
    page = grid("?sort=oldest&status=unlabeled")
    page.locator(".tile").nth(1).click(position={"x": 40, "y": 90})
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text(made[1].original_name)
    ready(page)
    page.keyboard.press("ArrowRight")
    expect(title).to_have_text(made[2].original_name)
    ready(page)
    assert violations(page) == []
    page.keyboard.press("Delete")
    dialog = page.locator("#delete-images")
    expect(dialog.get_by_role("button", name="Delete 1 image")).to_be_enabled()
    page.keyboard.press("Control+Enter")
    expect(title).to_have_text(made[3].original_name)
    ready(page)
    assert not Asset.objects.filter(pk=made[2].pk).exists()
    page.keyboard.press("ArrowLeft")
    expect(title).to_have_text(made[1].original_name)
    ready(page)
    page.keyboard.press("Escape")
    page.wait_for_url("**/assets/?status=unlabeled&sort=oldest")
    expect(page.locator(".tile")).to_have_count(3)


def test_escape_leads_back_to_the_project_when_nothing_is_chosen(grid, photos):
    photos(1)
    page = grid()
    page.keyboard.press("Escape")
    page.wait_for_url("**/projects/wardrobe/")


def test_tabs_and_total_are_exact_under_a_search(grid, photos, dress, answer, alice):
    made = photos(12)  # photo-100 to photo-111
    answer(made[10], "labeled", dress, by=alice)
    page = grid("?search=photo-11")
    expect(page.locator(".tabs [data-tab='1'] .n")).to_have_text("2")
    expect(page.locator(".tabs [data-tab='2'] .n")).to_have_text("1")
    expect(page.locator(".tabs [data-tab='3'] .n")).to_have_text("1")
    expect(page.locator(".side [data-count=total]")).to_have_text("12")
    assert len(names(page)) == 2


# --- search as one types ---

SEARCHES = re.compile(r"/assets/\?.*search=")


def search(page):
    return page.get_by_role("searchbox", name="Search file and folder names")


def entries(page):
    return page.evaluate("history.length")


def test_the_list_follows_what_is_typed_and_the_address_keeps_it_without_an_entry_for_each_letter(grid, photos):
    made = photos(12)  # photo-100 to photo-111
    page = grid("?sort=oldest")
    before = entries(page)
    search(page).press_sequentially("photo-11")
    expect(page.locator(".tile")).to_have_count(2)
    expect(page).to_have_url(re.compile(r"/assets/\?search=photo-11&sort=oldest$"))
    expect(page.locator("#live")).to_have_text("2 images")
    expect(page.locator(".tabs [data-tab='1'] .n")).to_have_text("2")
    expect(search(page)).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Delete")  # "poto-11"
    expect(page.get_by_role("heading", name="Nothing matches “poto-11”")).to_be_visible()
    expect(page.locator("#live")).to_have_text("0 images")
    page.keyboard.type("h")
    expect(page.locator(".tile")).to_have_count(2)
    expect(search(page)).to_be_focused()
    assert search(page).evaluate("(field) => field.selectionStart") == 2
    assert entries(page) == before
    page.keyboard.press("Enter")
    expect(page.locator(".tile")).to_have_count(2)
    page.reload()
    expect(search(page)).to_have_value("photo-11")
    expect(page.locator(".tile")).to_have_count(2)
    page.locator(".tile").first.click(position={"x": 40, "y": 90})
    expect(page.get_by_role("heading", level=1)).to_have_text(made[10].original_name)
    page.go_back()
    expect(search(page)).to_have_value("photo-11")
    expect(page.locator(".tile")).to_have_count(2)


def test_letters_that_come_while_a_search_is_on_its_way_stay_and_the_last_search_wins(grid, photos):
    photos(12)
    page = grid()
    held = hold(page, SEARCHES)
    search(page).press_sequentially("photo-10")
    eventually(lambda: page.wait_for_timeout(20) or held)
    page.keyboard.type("3")
    eventually(lambda: page.wait_for_timeout(20) or len(held) == 2)
    page.keyboard.press("ArrowLeft")
    held[1].continue_()
    expect(page.locator(".tile")).to_have_count(1)
    assert search(page).evaluate("(field) => [field.value, field.selectionStart]") == ["photo-103", 8]
    assert held[0].request.failure  # it was given up
    page.unroute_all(behavior="ignoreErrors")
    search(page).fill("")
    expect(page.locator(".tile")).to_have_count(12)
    expect(page).to_have_url(re.compile(r"/assets/$"))


def test_a_tab_that_is_chosen_while_a_search_waits_wins_and_the_field_says_what_is_shown(
    grid, photos, dress, answer, alice
):
    made = photos(12)
    answer(made[3], "labeled", dress, by=alice)
    page = grid("?search=photo-10")
    held = hold(page, re.compile("search=photo-111"))
    search(page).press_sequentially("x")
    search(page).fill("photo-111")
    eventually(lambda: page.wait_for_timeout(20) or held)
    page.locator("[data-tab='3']").click()
    expect(page.locator(".tile")).to_have_count(1)
    expect(search(page)).to_have_value("photo-10")
    page.go_back()
    expect(page.locator(".tile")).to_have_count(10)
    expect(search(page)).to_have_value("photo-10")


def test_a_search_that_does_not_reach_the_server_says_so_where_the_count_stands_and_enter_tries_again(grid, photos):
    photos(12)
    page = grid()
    page.route(SEARCHES, lambda route: route.abort())
    search(page).press_sequentially("photo-11")
    expect(page.locator("#shown")).to_have_text("The server was not reached. Enter tries again.")
    expect(page.locator("#live")).to_have_text("The server was not reached. Enter tries again.")
    expect(search(page)).to_have_value("photo-11")
    page.unroute_all()
    page.keyboard.press("Enter")
    expect(page.locator(".tile")).to_have_count(2)
    expect(page.locator("#shown")).to_have_text("2 images")


def test_without_script_enter_searches(browser, live_server, bob, project, photos):
    photos(12)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    with at_work(page, live_server, bob):
        page.goto(f"{live_server.url}/projects/wardrobe/assets/?status=unlabeled")
        search(page).fill("photo-11")
        search(page).press("Enter")
        expect(page.locator(".tile")).to_have_count(2)
        expect(page).to_have_url(re.compile(r"search=photo-11&status=unlabeled"))
    context.close()
