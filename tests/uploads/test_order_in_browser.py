"""What is dropped stands in the order in which people count, in the grid and in the queue; what did not arrive is told
after a reload, and the same files again send only that."""

import random
import re

import pytest
from playwright.sync_api import expect

from annotations.labeling import claims
from tests.support.browser import at_work, eventually, violations_in_both_themes
from tests.support.cast import picture
from tests.uploads.test_drawer_in_browser import GRID, Held, choose, head, upload
from tests.uploads.test_folders_in_browser import drop

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMES = [f"img{number}.png" for number in range(1, 301)]


@pytest.fixture
def grid(live_server, page, bob, project):
    """Open the assets page as Bob; again, as a reload does, whatever is under way."""
    with at_work(page, live_server, bob):
        page.on("dialog", lambda dialog: dialog.accept())

        def go():
            page.goto(live_server.url + GRID)
            expect(page.locator(".tabs [data-count=total]")).to_have_text(re.compile(r"\d"))
            expect(page.locator("#uploads .drawer-head")).to_be_attached()
            return page

        yield go
        page.unroute_all(behavior="ignoreErrors")


def written(folder, names, first=0):
    folder.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(names, start=first):
        (folder / name).write_bytes(picture(number, size=(12, 10)))
    return folder


def missing(page):
    return page.locator("#missing")


KEPT = """async () => {
    const [{ name }] = (await indexedDB.databases()).filter(({ name }) => name.startsWith("labeler-uploads-"));
    const of = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
    const database = await of(indexedDB.open(name));
    const stores = database.transaction(["lists", "files"]);
    return (await of(stores.objectStore("lists").count())) + (await of(stores.objectStore("files").count()));
}"""


def kept(page):
    """How many rows the browser keeps of lists and their files."""
    return page.evaluate(KEPT)


def in_grid(page):
    """The names of all tiles, page by page."""
    names = []
    while True:
        names += [label.split(", ")[0] for label in page.locator(".tile").evaluate_all(
            "tiles => tiles.map((tile) => tile.getAttribute('aria-label'))"
        )]  # fmt: skip
        further = page.get_by_role("link", name="Next")
        if not further.count():
            return names
        before = page.locator(".tile").first.get_attribute("data-id")
        further.click()
        expect(page.locator(".tile").first).not_to_have_attribute("data-id", before)


def in_queue(project, person):
    """The names of all images as they come up."""
    names, shown = [], None
    while len(names) < project.assets.count():
        sign = claims.Sign(tab="a", shown=shown)
        stretch = claims.refill(project, user=person, sign=sign, limit=claims.SHARE)
        fresh = [asset for asset in stretch.assets if asset.original_name not in names]
        names += [asset.original_name for asset in fresh]
        shown = stretch.assets[-1].pk
    return names


def places_away(names):
    return max(abs(place - NAMES.index(name)) for place, name in enumerate(names))


def test_300_files_dropped_in_any_order_stand_in_natural_order_in_grid_and_queue(grid, project, alice, tmp_path):
    shuffled = random.Random(19).sample(NAMES, len(NAMES))
    folder = written(tmp_path / "dropped", shuffled)
    page = grid()
    drop(page, *(folder / name for name in shuffled))
    expect(head(page)).to_contain_text("300 images added")
    assert project.assets.count() == len(NAMES)
    page = grid()
    shown = in_grid(page)
    assert (len(shown), places_away(shown)) == (300, 0)
    queued = in_queue(project, alice)
    assert (len(queued), places_away(queued)) == (300, 0)
    # Four at a time they do not arrive in that order: this is what places are for.
    arrived = list(project.assets.order_by("pk").values_list("original_name", flat=True))
    assert len(arrived) == 300


def test_names_of_folders_come_along_and_narrow_the_grid(grid, project, tmp_path):
    root = tmp_path / "shoot"
    written(root / "day10", ["b2.png", "b10.png"], first=0)
    written(root / "day2" / "raw", ["a1.png"], first=10)
    page = grid()
    drop(page, root)
    expect(head(page)).to_contain_text("3 images added")
    rows = project.assets.order_by("place").values_list("folder", "original_name")
    assert list(rows) == [
        ("shoot/day2/raw", "a1.png"),
        ("shoot/day10", "b2.png"),
        ("shoot/day10", "b10.png"),
    ]
    page.get_by_role("combobox", name="Folder").select_option("shoot/day10")
    expect(page.locator("#shown")).to_have_text("2 images")
    page.get_by_role("combobox", name="Folder").select_option("shoot")
    expect(page.locator("#shown")).to_have_text("3 images")
    page.get_by_label("Search file and folder names").fill("DAY2")
    expect(page.locator("#shown")).to_have_text("1 image")
    page.locator(".tile").click()
    page.get_by_role("link", name="shoot/day2/raw").click()
    expect(page.locator("#shown")).to_have_text("1 image")


def test_later_uploads_come_after_earlier_ones_on_the_same_page_where_there_is_room(grid, project, photos):
    photos(3)
    page = grid()
    choose(page, upload("z2.png", "z10.png", "a.png"))
    page.get_by_role("button", name="Show 3 new").click()
    expect(page.locator(".tile")).to_have_count(6)
    assert in_grid(page)[3:] == ["a.png", "z2.png", "z10.png"]
    expect(page.locator(".tile").nth(3)).to_be_in_viewport()


def test_where_there_is_no_room_show_new_leads_to_where_they_begin(grid, project, photos):
    photos(118)
    page = grid()
    choose(page, upload("z2.png", "z10.png", "a.png"))
    expect(head(page)).to_contain_text("3 images added")
    page.get_by_role("button", name="Show 3 new").click()
    expect(page.locator(".tile").first).to_have_attribute("aria-label", re.compile("^a.png"))
    assert in_grid(page) == ["a.png", "z2.png", "z10.png"]
    page.get_by_role("link", name="Previous").click()
    expect(page.locator(".tile").first).to_have_attribute("aria-label", re.compile("^photo-100"))


def test_after_a_reload_the_page_tells_what_did_not_arrive_and_sends_only_that(grid, page, project, tmp_path):
    folder = written(tmp_path / "walk", [f"img{number}.png" for number in range(1, 31)])
    page = grid()
    held = Held(page)
    drop(page, folder)
    held.wait_for(4)
    for route in held.routes[:4]:
        route.continue_()
    held.wait_for(8)
    page = grid()
    expect(missing(page)).to_contain_text("26 of 30 did not arrive. Choose the same folder again to send only those.")
    page.unroute_all(behavior="ignoreErrors")
    missing(page).get_by_text("Which").click()
    expect(missing(page).get_by_role("listitem").first).to_have_text(re.compile(r"^walk/img\d+.png$"))
    assert violations_in_both_themes(page) == []
    sent = []
    page.on("request", lambda made: made.method == "POST" and made.url.endswith("/assets/") and sent.append(made))
    drop(page, folder)
    expect(head(page)).to_contain_text("26 images added")
    expect(missing(page)).to_be_hidden()
    assert (len(sent), project.assets.count()) == (26, 30)
    names = list(project.assets.order_by("place", "pk").values_list("original_name", flat=True))
    assert names == [f"img{number}.png" for number in range(1, 31)], "each has the place of the first list"
    assert kept(page) == 0


def test_what_nobody_wants_any_more_is_forgotten(grid, page, tmp_path):
    folder = written(tmp_path / "walk", ["a.png", "b.png"])
    page = grid()
    held = Held(page)
    drop(page, folder)
    held.wait_for(2)
    page = grid()
    expect(missing(page)).to_contain_text("2 of 2 did not arrive")
    missing(page).get_by_role("button", name="Forget them").click()
    expect(missing(page)).to_be_hidden()
    eventually(lambda: kept(page) == 0)


def test_what_another_tab_sends_is_not_missing(grid, page, context, live_server, tmp_path):
    folder = written(tmp_path / "walk", ["a.png", "b.png"])
    page = grid()
    held = Held(page)
    drop(page, folder)
    held.wait_for(2)
    other = context.new_page()
    other.goto(live_server.url + GRID)
    eventually(lambda: other.evaluate("performance.now()") > 2000)  # longer than other tabs are waited for
    expect(missing(other)).to_be_hidden()
    other.close()
    held.let_go()
    expect(head(page)).to_contain_text("2 images added")


def test_places_that_are_refused_to_one_list_cost_no_file_of_another(grid, page, project, tmp_path):
    page.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")  # all are ready at once
    page = grid()
    page.route(
        "**/uploads/places/",
        lambda route: (
            route.fulfill(status=400, json={"error": {"code": "bad_count", "message": "No places for these."}})
            if route.request.post_data_json["count"] == 60
            else route.continue_()
        ),
    )
    held = Held(page)
    drop(page, written(tmp_path / "first", [f"first{number}.png" for number in range(1, 21)]))
    held.wait_for(4)
    drop(page, written(tmp_path / "second", [f"second{number}.png" for number in range(1, 61)], first=20))
    expect(head(page)).to_contain_text("Uploading 80 images")
    held.let_go()
    expect(head(page)).to_contain_text("60 refused")
    assert {asset.folder for asset in project.assets.all()} == {"first"}
    assert project.assets.count() == 20
