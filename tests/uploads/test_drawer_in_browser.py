"""The drawer of uploads in a real browser: each file's state in its words, keys, pausing, signing in again, and who may
read it."""

import hashlib
import random
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from assets.models import Upload
from tests.support.browser import at_work, eventually, violations, violations_in_both_themes
from tests.support.cast import make_photo, picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GRID = "/projects/wardrobe/assets/"
UPLOAD = "**/api/v1/projects/wardrobe/assets/"
LONG = "a-very-long-name-" * 12 + ".png"


@pytest.fixture
def grid(live_server, page, bob, project):
    """Open the assets page as Bob, at any size."""
    with at_work(page, live_server, bob):
        page.on("filechooser", lambda chooser: None)  # from now on; asked for in a test, it may come too late

        def go():
            page.goto(live_server.url + GRID)
            # Both scripts are at work: the counts are the one's, the head is the other's.
            expect(page.locator(".tabs [data-count=total]")).to_have_text(re.compile(r"\d"))
            expect(page.locator("#uploads .drawer-head")).to_be_attached()
            return page

        yield go
        page.unroute_all(behavior="ignoreErrors")


def upload(*names, seed=500):
    return [{"name": name, "mimeType": "image/png", "buffer": picture(seed + n)} for n, name in enumerate(names)]


def choose(page, files):
    page.locator("#pick-files").set_input_files(files)


def head(page):
    return page.locator("#uploads .drawer-head")


def row(page, name):
    return page.locator("#uploads li", has_text=name)


class Held:
    """Uploads that do not come through until they are let go."""

    def __init__(self, page):
        self.page, self.routes, self.is_open = page, [], False
        page.route(UPLOAD, self.hold)

    def hold(self, route):
        self.routes.append(route)
        if self.is_open:
            route.continue_()

    def wait_for(self, count):
        eventually(lambda: self.page.wait_for_timeout(20) or len(self.routes) >= count)
        return self.routes

    def let_go(self):
        self.is_open = True
        for route in list(self.routes):
            route.continue_()


def in_every_state(page, photo):
    """Fill the drawer: the server's answers follow the files' names, and some never come."""

    def answer(route):
        name = re.search(rb'filename="([^"]+)"', route.request.post_data_buffer).group(1).decode()
        if name.startswith("done"):
            route.fulfill(status=201, json={"id": photo.pk, "original_name": name})
        elif name.startswith("twin"):
            route.fulfill(status=200, json={"id": photo.pk, "original_name": LONG, "duplicate": True})
        elif name.startswith("text"):
            message = "This is not a picture. Labeler takes JPEG, PNG, WebP, GIF, BMP, TIFF, HEIC and AVIF"
            route.fulfill(status=400, json={"error": {"code": "unusable", "message": message}})
        elif name.startswith("fails"):
            route.fulfill(status=500, body="")

    page.route(UPLOAD, answer)
    page.evaluate("window.impatient = setInterval(() => dispatchEvent(new Event('online')), 20)")
    names = ("fails-1.png", "fails-2.png", "text.heic", "done-1.png", f"twin-{LONG}", "done-2.png")
    choose(page, upload(*names))
    expect(head(page)).to_contain_text("2 images added")
    page.evaluate("clearInterval(impatient)")
    choose(page, upload(*(f"slow-{n}.png" for n in range(9)), seed=600))


@pytest.mark.parametrize("size", [(1440, 900), (1280, 720), (400, 700)])
def test_a_drawer_with_every_state_reads_well_for_everybody(grid, page, photo, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page = grid()
    if size[0] < 640:
        expect(page.locator("#uploads")).to_be_hidden()
    in_every_state(page, photo)
    if size[0] < 640:
        expect(page.locator("#uploads ul")).to_be_hidden()  # it begins minimised
        page.get_by_role("button", name="Show files").click()
    expect(row(page, "fails-1.png")).to_contain_text("The server answered 500")
    expect(row(page, "fails-1.png").get_by_role("button", name="Retry fails-1.png")).to_be_visible()
    expect(row(page, "text.heic").get_by_role("button", name="Remove text.heic")).to_be_visible()
    expect(row(page, "twin")).to_contain_text(f"Already in this project, not added again as {LONG}")
    expect(row(page, "twin").get_by_role("link", name=LONG, exact=True)).to_be_visible()
    # Cut in the middle, the end is whole.
    is_cut = "all => all.map(({ children: [start, end] }) => [start, end].map((n) => n.scrollWidth > n.clientWidth))"
    assert row(page, "twin").locator(".file-name").evaluate_all(is_cut) == [[True, False], [True, False]]
    expect(row(page, "slow-0.png")).to_contain_text("0% of 104 bytes")
    expect(page.locator("#uploads li .progress")).to_have_count(4)
    expect(row(page, "slow-8.png")).to_contain_text("Queued")
    expect(head(page)).to_contain_text("3 done, 9 left, 3 need attention")
    expect(page.get_by_role("button", name="Retry all")).to_be_visible()
    assert violations_in_both_themes(page) == []
    beyond = "() => [...document.querySelectorAll('#uploads, #uploads *')].filter((e) => e.scrollWidth > e.clientWidth "
    beyond += "&& getComputedStyle(e).overflowX === 'visible' && e.clientWidth).map((e) => e.outerHTML)"
    assert page.evaluate(beyond) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_twin_leads_to_the_image_that_is_here_and_uploads_go_on(grid, page, project, bob, context):
    twin = make_photo(project, by=bob, seed=500, name="First of its kind.png")
    page = grid()
    held = Held(page)
    choose(page, upload("again.png", "new.png"))
    expect(row(page, "again.png")).to_contain_text("Already in this project, not added again as First of its kind.png")
    held.wait_for(1)
    with context.expect_page() as opened:
        row(page, "again.png").get_by_role("link", name="First of its kind.png").click()
    assert opened.value.url.endswith(f"{GRID}{twin.pk}/")
    held.let_go()
    expect(head(page)).to_contain_text("1 image added")
    expect(head(page)).to_contain_text("1 already here")
    assert [len(held.routes), project.assets.count()] == [1, 2]  # what is here already was not sent


def test_where_the_browser_cannot_hash_files_are_sent_and_the_server_finds_the_twin(grid, page, project, photo):
    page.add_init_script("Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })")
    page = grid()
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/known/") else None)
    choose(page, [*upload("again.png", seed=0), *upload(*(f"{n}.png" for n in range(8)))])
    expect(head(page)).to_contain_text("8 images added")
    expect(row(page, "again.png")).to_contain_text("Already in this project, not added again as photo-0.png")
    assert (asked, project.assets.count()) == ([], 9)


def test_uploads_are_chosen_paused_and_left_by_keys(grid, page, project):
    page = grid()
    held = Held(page)
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("u")
    chooser.value.set_files(upload(*(f"{n}.png" for n in range(7))))
    held.wait_for(4)
    page.get_by_role("button", name="Pause all").focus()
    page.keyboard.press("Space")
    expect(head(page)).to_contain_text("Pausing, 4 still under way")
    held.let_go()
    expect(head(page)).to_contain_text("Uploads are paused")
    expect(head(page)).to_contain_text("4 done, 3 left")
    assert len(held.routes) == 4  # what was under way came to its end, and nothing more began
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Go on"
    page.keyboard.press("Space")
    expect(head(page)).to_contain_text("7 images added")
    # The button is gone, and the focus stays in the drawer.
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Minimize"
    page.keyboard.press("Enter")
    expect(page.locator("#uploads ul")).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#uploads")).to_be_hidden()
    assert project.assets.count() == 7


def test_every_quarter_of_the_way_is_told(grid, page, photo):
    page = grid()
    page.evaluate(
        "window.told = [];"
        "new MutationObserver(() => live.textContent && told.push(live.textContent))"
        ".observe(document.getElementById('live'), { childList: true })"
    )
    held = Held(page)
    choose(page, upload(*(f"{n}.png" for n in range(8))))
    for done in range(8):
        route = held.wait_for(done + 1)[done]
        route.continue_()
        if done < 7:
            expect(head(page)).to_contain_text(f"{done + 1} done, {7 - done} left")
            page.wait_for_timeout(120)  # what is told is told after a moment
    expect(head(page)).to_contain_text("8 images added")
    eventually(lambda: page.evaluate("told.some((words) => words.includes('All 8 done'))"))
    told = [words for words in page.evaluate("told") if "upload" in words or "added" in words]
    assert told == ["25% uploaded", "50% uploaded", "75% uploaded", "8 images added. All 8 done"]


def test_signed_out_in_the_middle_uploads_stop_and_go_on_after_signing_in_again(
    grid, page, project, bob, context, live_server
):
    page = grid()
    held = Held(page)
    choose(page, upload(*(f"{n}.png" for n in range(30))))
    held.wait_for(4)
    other = context.new_page()
    other.goto(live_server.url + "/account/")
    other.get_by_role("button", name="Sign out").first.click()
    expect(other.get_by_label("User name")).to_be_visible()
    held.let_go()
    alert = page.locator("#uploads").get_by_role("alert")
    expect(alert).to_contain_text("You are signed out. Sign in again, then retry.")
    expect(head(page)).to_contain_text("Uploads have stopped")
    expect(head(page)).to_contain_text("0 done, 30 left")
    assert violations(page) == []
    with context.expect_page() as opened:
        alert.get_by_role("link", name="Sign in").click()
    opened.value.get_by_label("User name").fill("bob")
    opened.value.get_by_label("Password").fill("correct horse bob")
    opened.value.get_by_role("button", name="Sign in").click()
    opened.value.wait_for_url("**" + GRID)
    alert.get_by_role("button", name="Retry").click()
    expect(head(page)).to_contain_text("30 images added")
    expect(alert).to_be_hidden()
    assert project.assets.count() == 30


def test_offline_in_the_middle_uploads_go_on_when_the_network_is_back(grid, page, project, context):
    page = grid()
    held = Held(page)
    choose(page, upload(*(f"{n}.png" for n in range(30))))
    held.wait_for(4)
    context.set_offline(True)
    held.let_go()
    expect(head(page)).to_contain_text("Connection lost, trying again")
    context.set_offline(False)
    expect(head(page)).to_contain_text("30 images added")
    assert project.assets.count() == 30


@pytest.fixture
def large(tmp_path):
    """A picture of noise, which no format makes small: eleven megabytes, two pieces."""
    path = tmp_path / "large.png"
    noise = random.Random(7).randbytes(1900 * 1930 * 3)
    Image.frombytes("RGB", (1900, 1930), noise).save(path, compress_level=0)
    assert 8_000_000 < path.stat().st_size < 16_000_000
    return path


PIECES = re.compile(r"/api/v1/projects/wardrobe/uploads/[0-9a-f-]{36}/$")


def pieces(page):
    """Where each piece that is sent begins, as they are sent from now on."""
    sent = []
    page.on("request", lambda made: made.method == "PATCH" and sent.append(int(made.headers["upload-offset"])))
    return sent


def test_a_large_image_goes_on_where_the_connection_broke(grid, page, project, large):
    page = grid()
    sent = pieces(page)
    broken = []

    def cut(route):
        if route.request.headers.get("upload-offset", "0") != "0" and not broken:
            broken.append(route.abort())
        else:
            route.continue_()

    page.route(PIECES, cut)
    choose(page, [large])
    choose(page, upload("small.png"))
    expect(head(page)).to_contain_text("2 images added")
    assert broken
    assert sent == [0, 8_000_000, 8_000_000]
    stored = project.assets.get(original_name="large.png")
    assert stored.sha256 == hashlib.sha256(large.read_bytes()).hexdigest()
    assert not Upload.objects.filter(finished_at=None).exists()
    expect(page.locator(f'.tile[data-id="{stored.pk}"]')).to_be_visible()
    choose(page, [large])
    expect(row(page, "large.png").get_by_role("link", name="large.png")).to_be_visible()  # where it is already
    assert project.assets.count() == 2


def test_a_large_image_goes_on_after_the_page_was_left_and_the_same_file_is_chosen_again(grid, page, project, large):
    page = grid()
    sent = pieces(page)
    page.route(
        PIECES, lambda route: route.abort() if route.request.headers.get("upload-offset") != "0" else route.continue_()
    )
    choose(page, [large])
    expect(row(page, "large.png")).to_contain_text("Connection lost")
    page.unroute_all(behavior="ignoreErrors")
    page.on("dialog", lambda dialog: dialog.accept())
    page = grid()
    sent.clear()
    choose(page, [large])
    expect(head(page)).to_contain_text("1 image added")
    assert sent == [8_000_000]
    assert project.assets.get().sha256 == hashlib.sha256(large.read_bytes()).hexdigest()


def test_a_large_file_that_is_no_picture_is_told_and_leaves_nothing(grid, page, project, tmp_path):
    (tmp_path / "large.png").write_bytes(b"no picture " * 800_000)
    page = grid()
    choose(page, [tmp_path / "large.png"])
    expect(row(page, "large.png")).to_contain_text("not a picture")
    row(page, "large.png").get_by_role("button", name=re.compile("Remove")).click()
    expect(page.locator("#uploads")).to_be_hidden()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('tus'))") == []
    assert project.assets.count() == 0


def test_an_archive_is_handed_on_and_not_sent_as_a_picture(grid, page, project):
    page = grid()
    page.evaluate(
        """([bytes]) => {
            const told = ({ detail }) => { window.zips = detail.files.map(({ name }) => name); };
            document.addEventListener("zip-dropped", told);
            const drop = new DataTransfer();
            drop.items.add(new File([new Uint8Array(bytes)], "one.png", { type: "image/png" }));
            drop.items.add(new File(["PK"], "photos.ZIP", { type: "application/zip" }));
            document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: drop, bubbles: true, cancelable: true }));
        }""",
        [list(picture(3))],
    )
    expect(head(page)).to_contain_text("1 image added")
    assert page.evaluate("window.zips") == ["photos.ZIP"]


def test_a_file_that_is_gone_when_its_turn_comes_is_said_and_stops_nothing(grid, page, project, tmp_path):
    page = grid()
    held = Held(page)
    for n in range(8):
        (tmp_path / f"{n}.png").write_bytes(picture(500 + n))
    choose(page, [tmp_path / f"{n}.png" for n in range(8)])
    held.wait_for(4)
    (tmp_path / "7.png").unlink()
    held.let_go()
    expect(head(page)).to_contain_text("7 images added")
    expect(row(page, "7.png")).to_contain_text("The file cannot be read")


def test_a_file_that_is_through_is_still_shown_from_this_machine(grid, page):
    page = grid()
    choose(page, upload("a.png"))
    expect(head(page)).to_contain_text("1 image added")
    expect(row(page, "a.png").locator("img")).to_have_attribute("src", re.compile("^blob:"))
