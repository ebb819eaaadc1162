"""The management pages in a real browser: uploads, filters, keys, and whether everybody can use them."""

import re

import pytest
from playwright.sync_api import expect

from exports.versions import builder
from exports.wanted import Wanted
from projects import lifecycle
from tests.support.browser import at_work, violations_in_both_themes
from tests.support.cast import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GRID = "/projects/wardrobe/assets/"


@pytest.fixture
def at(live_server, page, bob):
    """Open a page as Bob, who is staff: `at("/account/")`."""

    def go(where):
        page.goto(live_server.url + where)
        page.wait_for_load_state("networkidle")
        return page

    with at_work(page, live_server, bob):
        yield go


def upload(*names, seed=0):
    return [{"name": name, "mimeType": "image/png", "buffer": picture(seed + n)} for n, name in enumerate(names)]


def head(page):
    return page.locator("#uploads .drawer-head")


def row(page, name):
    return page.locator("#uploads li", has_text=name)


# --- uploads ---


def test_each_file_gets_its_own_answer_and_a_bad_one_stops_no_other(at, project, photo, settings):
    page = at(GRID)
    page.locator("#pick-files").set_input_files(
        [
            {"name": "empty.png", "mimeType": "image/png", "buffer": b""},
            {"name": "text.jpg", "mimeType": "image/jpeg", "buffer": b"not a picture"},
            {"name": "cut.png", "mimeType": "image/png", "buffer": picture(9, size=(200, 200))[:-200]},
            {"name": "again.png", "mimeType": "image/png", "buffer": picture(0)},
            *upload(*(f"good-{n}.png" for n in range(12)), seed=10),
        ]
    )
    expect(head(page)).to_contain_text("12 images added")
    expect(head(page)).to_contain_text("1 already here, 3 refused")
    expect(row(page, "empty.png")).to_contain_text("The file is empty.")
    expect(row(page, "text.jpg")).to_contain_text("This is not a picture")
    expect(row(page, "cut.png")).to_contain_text("damaged or cut off")
    expect(row(page, "again.png")).to_contain_text("Already in this project, not added again as photo-0.png")
    assert project.assets.count() == 13
    expect(page.locator(".tabs [data-count=total]")).to_have_text("13")

    expect(page.locator(".tile")).to_have_count(1)  # nothing is pushed into the grid
    page.get_by_role("button", name="Show 12 new").click()
    expect(page.locator(".tile")).to_have_count(13)
    page.get_by_role("button", name="Remove empty.png").click()
    expect(row(page, "empty.png")).to_have_count(0)


def test_a_file_over_the_limit_is_refused_without_being_sent(at, project, photo, tmp_path):
    page = at(GRID)
    asked = []
    page.on("request", lambda request: asked.append(request.method))
    too_large = tmp_path / "huge.png"
    too_large.write_bytes(b"x" * 25_000_001)
    page.locator("#pick-files").set_input_files([too_large])
    expect(row(page, "huge.png")).to_contain_text("the limit is 25 MB")
    assert "POST" not in asked


def test_uploads_go_on_when_the_network_is_lost_and_comes_back(at, project):
    page = at(GRID)
    network = {"sent": 0, "cut": False}

    def cut_from_the_fourth_on(route):
        network["sent"] += 1
        network["cut"] |= network["sent"] == 4
        route.abort() if network["cut"] else route.continue_()

    page.route("**/api/v1/projects/wardrobe/assets/", cut_from_the_fourth_on)
    page.locator("#pick-files").set_input_files(upload(*(f"{n}.png" for n in range(10))))
    expect(head(page)).to_contain_text("Connection lost, trying again")
    network["cut"] = False
    expect(head(page)).to_contain_text("10 images added", timeout=30_000)
    assert project.assets.count() == 10


def test_uploads_that_stopped_for_want_of_a_login_go_on_by_hand(at, project):
    page = at(GRID)
    page.route("**/api/v1/projects/wardrobe/assets/", lambda route: route.fulfill(status=401, body="{}"))
    page.locator("#pick-files").set_input_files(upload("one.png"))
    expect(page.get_by_role("alert")).to_contain_text("You are signed out. Sign in again, then retry.")
    page.unroute("**/api/v1/projects/wardrobe/assets/")
    page.get_by_role("button", name="Retry").click()
    expect(head(page)).to_contain_text("1 image added")


def test_files_dropped_anywhere_on_the_page_are_taken(at, project):
    page = at(GRID)
    drop = """([name, bytes]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(bytes)], name, { type: "image/png" }));
        const options = { dataTransfer: transfer, bubbles: true, cancelable: true };
        for (const type of ["dragenter", "dragover", "drop"]) {
            document.querySelector("h1").dispatchEvent(new DragEvent(type, options));
        }
    }"""
    page.evaluate(drop, ["dropped.png", list(picture(3))])
    expect(head(page)).to_contain_text("1 image added")
    expect(page.locator("#drop-cover")).to_be_hidden()
    # The page was empty: there is nothing that could be pushed, so the grid comes by itself.
    expect(page.locator(".tile")).to_have_count(1)


def test_filters_do_not_interrupt_uploads_and_leaving_asks_first(at, project, photo):
    page = at(GRID)
    held = []

    def hold(route):
        held.append(route)

    page.route("**/api/v1/projects/wardrobe/assets/", hold)
    page.locator("#pick-files").set_input_files(upload("slow.png", seed=50))
    page.get_by_role("link", name=re.compile("^Unlabeled")).click()
    expect(page).to_have_url(re.compile(r"\?status=unlabeled$"))
    expect(page.locator(".tile")).to_have_count(1)
    expect(head(page)).to_contain_text("Uploading 1 image")

    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    held[0].continue_()
    expect(head(page)).to_contain_text("1 image added")


def test_of_thousands_of_files_only_the_rows_worth_a_look_are_on_the_page(at, project):
    page = at(GRID)
    page.route("**/api/v1/projects/wardrobe/assets/", lambda route: route.fulfill(status=400, json=REFUSED))
    page.evaluate(
        """() => {
            const transfer = new DataTransfer();
            for (let n = 0; n < 3000; n += 1) transfer.items.add(new File(["x"], `${n}.png`, { type: "image/png" }));
            const input = document.getElementById("pick-files");
            input.files = transfer.files;
            input.dispatchEvent(new Event("change"));
        }"""
    )
    expect(head(page)).to_contain_text("Uploading 3,000 images")
    expect(head(page)).to_contain_text(re.compile(r"\d\d need attention"))
    assert page.locator("#uploads li").count() <= 60
    expect(page.locator("#uploads .drawer-more")).to_have_text("And 2,940 more")
    page.unroute_all(behavior="ignoreErrors")


REFUSED = {"error": {"code": "not_an_image", "message": "This is not a picture."}}


# --- keys and filters ---


def test_everything_is_reached_by_keys_alone(at, photos, dress):
    photos(5)
    page = at("/projects/wardrobe/")
    page.keyboard.press("g")
    page.keyboard.press("a")
    expect(page).to_have_url(re.compile(r"/assets/$"))
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Shift+Digit2")
    expect(page).to_have_url(re.compile(r"\?status=unlabeled$"))
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()
    page.keyboard.type("photo-10")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"search=photo-10"))
    expect(page.locator(".tile")).to_have_count(5)
    page.locator(".tile").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".tile").nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(page.locator(".tile").last).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.get_by_label("Single-key shortcuts").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("v")
    page.keyboard.press("/")
    expect(page).to_have_url(re.compile(r"/assets/"))
    expect(page.locator("[data-search]")).not_to_be_focused()


def test_the_back_button_goes_back_through_the_filters(at, alice, photos, dress, answer):
    first, *_ = photos(3)
    answer(first, "labeled", dress, by=alice)
    page = at(GRID)
    page.get_by_role("combobox", name="Category").select_option("Dress")
    expect(page.locator(".tile")).to_have_count(1)
    page.get_by_label("Large").click()
    expect(page.locator(".justified")).to_have_attribute("data-size", "l")
    page.go_back()
    expect(page.locator(".justified")).to_have_attribute("data-size", "m")
    page.go_back()
    expect(page.locator(".tile")).to_have_count(3)
    expect(page.get_by_role("combobox", name="Category")).to_have_value("")


# --- everybody ---


@pytest.fixture
def browser_context_args(browser_context_args):
    # Axe is put into the page by evaluating it, which the content policy rightly forbids.
    return browser_context_args | {"bypass_csp": True}


def test_no_page_has_a_barrier_in_either_theme(at, bob, project, dress, hat, photos, answer, files):
    first, second, third, _ = photos(4)
    answer([first, second], "approved", dress, by=bob)
    answer(third, "needs_review", hat, by=bob)
    builder.build(builder.request_version(project, Wanted(), by=bob, notes="Pilot set.").pk)
    failing = builder.request_version(project, Wanted(), by=bob)
    (files / first.file).unlink()
    builder.build(failing.pk)
    builder.request_version(project, Wanted(), by=bob)
    lifecycle.create("Empty", by=bob)
    barriers = {}
    for where in (
        "/",
        "/account/",
        "/projects/wardrobe/",
        "/projects/empty/",
        GRID,
        "/projects/empty/assets/",
        f"{GRID}?search=nothing",
        f"{GRID}{second.pk}/",
        "/projects/wardrobe/versions/",
        "/projects/wardrobe/versions/#new",
        "/projects/wardrobe/versions/1/",
        "/projects/wardrobe/versions/2/",
        "/projects/empty/versions/",
        "/nothing/",
    ):
        if found := violations_in_both_themes(at(where)):
            barriers[where] = found
    assert barriers == {}


def test_no_page_is_wider_than_its_window(at, page, bob, project, dress, photo, answer):
    answer(photo, "approved", dress, by=bob)
    builder.build(builder.request_version(project, Wanted(), by=bob).pk)
    wide = {}
    for where in ("/", "/account/", "/projects/wardrobe/", GRID, f"{GRID}{photo.pk}/", *VERSIONS):
        at(where)
        for width in (320, 640, 1000, 1280):
            page.set_viewport_size({"width": width, "height": 720})
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if over > 0:
                wide[where, width] = over
    assert wide == {}


VERSIONS = ("/projects/wardrobe/versions/", "/projects/wardrobe/versions/1/")
