"""Uploads in a real browser: whole folders, cut connections, what is here already, ten thousand files at once."""

import re

import pytest
from playwright.sync_api import expect

from annotations.tests.in_browser import violations
from labeler.tests.running import Program, eventually

from .photos import labeled_photos

pytestmark = [pytest.mark.browser, pytest.mark.processes]

PHOTOS = 300
MANY = 10_000
PASSWORD = "a long password for the test"
PATIENCE = 60_000  # milliseconds


@pytest.fixture
def program(tmp_path):
    program = Program(tmp_path / "data", LABELER_ADMIN_PASSWORD=PASSWORD).start()
    try:
        yield program.wait_for_address()
    finally:
        program.kill_everything()


@pytest.fixture
def grid(page, program):
    """The assets page of an empty project; opened again by calling it."""
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    program.manage(
        "shell", "-c",
        "from django.contrib.auth import get_user_model as u; from projects import setup;"
        "setup.create('Wardrobe', by=u().objects.get(username='admin'))",
    )  # fmt: skip
    page.goto(program.url)
    page.get_by_label("User name").fill("admin")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(program.url + "/")

    def open_grid():
        page.goto(program.url + "/projects/wardrobe/assets/")
        return page

    return open_grid


def head(page):
    return page.locator("#uploads .drawer-head")


def images(program):
    told = program.manage("shell", "-c", "from assets.models import Asset; print('count', Asset.objects.count())")
    return int(told.split()[-1])


def posts(page):
    """The paths of uploads that the page sends from here on."""
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url.rsplit("/api/v1", 1)[-1]))
    return sent


def test_three_hundred_photos_arrive_though_the_server_is_killed_in_the_middle(grid, program, tmp_path):
    photos = list(labeled_photos(tmp_path / "photos", PHOTOS))
    page = grid()
    page.locator("#pick-files").set_input_files(photos)
    expect(head(page)).to_contain_text("Uploading 300 images")
    eventually(lambda: int(head(page).inner_text().split(" done")[0].split()[-1]) >= 60)
    program.kill_everything()
    expect(head(page)).to_contain_text("Connection lost, trying again")
    again = Program(program.data, PORT=program.port, LABELER_ADMIN_PASSWORD=PASSWORD).start()
    try:
        again.wait_for_address()
        expect(head(page)).to_contain_text("images added", timeout=3 * PATIENCE)
        # One whose answer was lost with the server may be here already when it is sent again.
        expect(head(page)).not_to_contain_text(re.compile("failed|refused|left"))
        assert images(again) == PHOTOS
    finally:
        again.kill_everything()


def test_a_folder_that_is_dropped_again_sends_only_what_is_missing(grid, program, tmp_path):
    photos = list(labeled_photos(tmp_path / "photos", 40))
    page = grid()
    page.locator("#pick-files").set_input_files(photos[:25])
    expect(head(page)).to_contain_text("25 images added")
    page = grid()  # the tab was closed, and opened again
    sent = posts(page)
    page.locator("#pick-files").set_input_files(photos)
    expect(head(page)).to_contain_text("15 images added")
    expect(head(page)).to_contain_text("25 already here")
    assert sent.count("/projects/wardrobe/assets/") == 15
    assert images(program) == 40
    page.locator("#uploads li a").first.click()
    page.wait_for_url("**/assets/*/")


def test_all_can_be_paused_and_go_on(grid, program, tmp_path):
    photos = list(labeled_photos(tmp_path / "photos", 30))
    page = grid()
    held = []
    page.route("**/api/v1/projects/wardrobe/assets/", lambda route: held.append(route))  # noqa: PLW0108 playwright asks what it is
    page.locator("#pick-files").set_input_files(photos)
    expect(head(page)).to_contain_text("Uploading 30 images")
    expect(page.locator("#uploads li .progress")).to_have_count(4)
    page.get_by_role("button", name="Pause all").click()
    expect(head(page)).to_contain_text("Uploads are paused")
    assert violations(page) == []
    for route in held:
        route.continue_()
    expect(head(page)).to_contain_text("4 done, 26 left")
    assert len(held) == 4  # what was under way is through, and nothing more began
    page.unroute("**/api/v1/projects/wardrobe/assets/")
    page.get_by_role("button", name="Go on").click()
    expect(head(page)).to_contain_text("30 images added")
    assert images(program) == 30


def test_ten_thousand_files_in_one_drop_are_four_requests_at_a_time_and_few_rows(grid, program):
    page = grid()
    page.evaluate(
        """() => {
            window.seen = {now: 0, most: 0, rows: 0, longest: 0};
            const count = async (request) => {
                seen.now += 1;
                seen.most = Math.max(seen.most, seen.now);
                seen.rows = Math.max(seen.rows, document.querySelectorAll("#uploads li").length);
                try { return await request(); } finally { seen.now -= 1; }
            };
            const answer = () => new Promise((resolve) => setTimeout(resolve, 1));
            const fetch_ = window.fetch;
            window.fetch = (url, ...rest) => String(url).endsWith("known/")
                ? count(() => answer().then(() => new Response('{"known": {}}')))
                : fetch_(url, ...rest);
            window.XMLHttpRequest = class extends EventTarget {
                upload = new EventTarget();
                status = 201;
                responseText = '{"id": 1}';
                open() {}
                setRequestHeader() {}
                send() { count(answer).then(() => this.dispatchEvent(new Event("load"))); }
                abort() {}
            };
            new PerformanceObserver((list) => {
                for (const {duration} of list.getEntries()) seen.longest = Math.max(seen.longest, duration);
            }).observe({entryTypes: ["longtask"]});
        }"""
    )
    page.evaluate(
        """(many) => {
            const drop = new DataTransfer();
            for (let n = 0; n < many; n += 1) drop.items.add(new File([String(n)], `${n}.jpg`, {type: "image/jpeg"}));
            seen.longest = 0;
            const picker = document.getElementById("pick-files");
            picker.files = drop.files;
            setTimeout(() => picker.dispatchEvent(new Event("change")));
        }""",
        MANY,
    )
    expect(head(page)).to_contain_text("10,000 images added", timeout=3 * PATIENCE)
    seen = page.evaluate("seen")
    print("longest task while ten thousand files went through:", seen["longest"], "ms")
    assert seen["most"] == 4
    assert seen["rows"] <= 60
