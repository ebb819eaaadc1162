"""Uploads in a real browser: whole folders, cut connections, what is here already, ten thousand files at once."""

import re
import shutil
import time

import pytest
from playwright.sync_api import expect

from tests.support.browser import PATIENCE, drop
from tests.support.program import PASSWORD, eventually, running

pytestmark = [pytest.mark.browser, pytest.mark.processes]

PHOTOS = 300
MANY = 10_000


@pytest.fixture
def grid(page, program):
    """The assets page of an empty project; opened again by calling it."""
    page.set_default_timeout(PATIENCE)
    program.manage(
        "shell", "-c",
        "from django.contrib.auth import get_user_model as u; from projects import lifecycle;"
        "lifecycle.create('Wardrobe', by=u().objects.get(username='admin'))",
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


def settled(program):
    """How many images there are once the server is through with what it was given."""
    before, now = None, images(program)
    while now != before:
        time.sleep(0.5)
        before, now = now, images(program)
    return now


def folder_of(photos, where):
    """The photos in folders of their class, some of them one deeper."""
    for number, (photo, name) in enumerate(photos.items()):
        place = where / name / "more" if number % 4 == 0 else where / name
        place.mkdir(parents=True, exist_ok=True)
        shutil.copy(photo, place / f"{number:03d}-{photo.name}")
    return where


AT_ONCE = 4 * 12  # files under way: four requests of twelve

# Each file that is put into a form to be sent, alone or with others.
COUNTED = """() => {
    window.filesSent = 0;
    const { append } = FormData.prototype;
    FormData.prototype.append = function (name, ...rest) {
        window.filesSent += name === "file";
        return append.call(this, name, ...rest);
    };
}"""


class Uploads:
    """Pictures that the page sends from here on, and what the server answered."""

    def __init__(self, page):
        self.page, self.responses = page, []
        page.evaluate(COUNTED)
        page.on("response", self._note)

    def _note(self, response):
        if response.request.method == "POST" and response.url.endswith(("/assets/", "/assets/several/")):
            self.responses.append(response)

    @property
    def sent(self):
        return self.page.evaluate("filesSent")

    def outcomes(self):
        """Whether each picture that was answered was new."""
        for response in self.responses:
            answer = response.json()
            for each in answer.get("results", [answer]):
                yield "asset" in each and not each["duplicate"] if "results" in answer else response.status == 201


def done(page):
    told = re.search(r"([\d,]+) done", head(page).inner_text())
    return int(told.group(1)) if told else 0


def test_a_folder_of_three_hundred_photos_arrives_though_the_server_is_killed_in_the_middle(
    grid, program, labeled_photos, tmp_path
):
    folder = folder_of(labeled_photos(PHOTOS), tmp_path / "dropped")
    page = grid()
    uploads = Uploads(page)
    drop(page, folder)
    expect(head(page)).to_contain_text("Uploading 300 images")
    eventually(lambda: done(page) >= 60)
    program.kill_everything()
    expect(head(page)).to_contain_text("Connection lost, trying again")
    with running(program.data, PORT=program.port) as again:
        expect(head(page)).to_contain_text("300 images added", timeout=3 * PATIENCE)
        expect(head(page)).to_contain_text("All 300 done")
        expect(page.locator("#uploads li").filter(has_text=re.compile("Queued|Waiting|Retry|%"))).to_have_count(0)
        assert images(again) == PHOTOS
        assert all(uploads.outcomes()), "nothing came twice"
        # At most those that were under way were sent again.
        assert PHOTOS <= uploads.sent <= PHOTOS + AT_ONCE


def test_a_folder_that_is_dropped_again_after_the_tab_was_closed_sends_only_what_is_missing(
    grid, program, context, labeled_photos, tmp_path
):
    folder = folder_of(labeled_photos(80), tmp_path / "dropped")
    page = grid()
    drop(page, folder)
    eventually(lambda: done(page) >= 20)
    page.close()
    here = settled(program)
    assert 20 <= here < 80
    page = context.new_page()
    page.goto(program.url + "/projects/wardrobe/assets/")
    expect(page.locator("#missing")).to_contain_text(re.compile(r"^\s*\d\d of 80 did not arrive"))
    uploads = Uploads(page)
    drop(page, folder)
    # A few arrived whose answers came too late for the page: they are found by their bytes.
    expect(head(page)).to_contain_text(f"{80 - here} images added")
    assert (uploads.sent, images(program)) == (80 - here, 80)
    expect(page.locator("#missing")).to_be_hidden()


@pytest.mark.long
def test_ten_thousand_files_in_one_drop_are_four_requests_at_a_time_and_few_rows(grid, page):
    page = grid()
    page.evaluate(WATCHED)
    page.evaluate(
        """(many) => {
            const drop = new DataTransfer();
            for (let n = 0; n < many; n += 1) drop.items.add(new File([String(n)], `${n}.jpg`, {type: "image/jpeg"}));
            setTimeout(() => {
                seen.longest = 0;
                const options = {dataTransfer: drop, bubbles: true, cancelable: true};
                document.body.dispatchEvent(new DragEvent("drop", options));
            }, 500);
        }""",
        MANY,
    )
    expect(head(page)).to_contain_text("10,000 images added", timeout=3 * PATIENCE)
    seen = page.evaluate("seen")
    print("longest task while ten thousand files went through:", seen["longest"], "ms")
    assert seen["most"] == 4
    assert seen["files"] == MANY
    assert seen["rows"] <= 60
    # The page looks at its list now and then, not once for every file.
    assert seen["changes"] < MANY


# The network is a mock: what is measured is the page.
WATCHED = """() => {
    window.seen = {now: 0, most: 0, files: 0, rows: 0, changes: 0, longest: 0};
    const request = async () => {
        seen.now += 1;
        seen.most = Math.max(seen.most, seen.now);
        seen.rows = Math.max(seen.rows, document.querySelectorAll("#uploads li").length);
        await new Promise((resolve) => setTimeout(resolve, 1));
        seen.now -= 1;
    };
    const real = window.fetch;
    window.fetch = (url, ...rest) => String(url).endsWith("known/")
        ? request().then(() => new Response('{"known": {}, "names": {}}'))
        : real(url, ...rest);
    window.XMLHttpRequest = class extends EventTarget {
        upload = new EventTarget();
        status = 201;
        responseText = '{"id": 1}';
        open(method, url) {
            this.isSeveral = String(url).endsWith("/several/");
        }
        setRequestHeader() {}
        abort() {}
        send(form) {
            const results = form.getAll("file").map(() => ({asset: {id: 1}, duplicate: false}));
            seen.files += results.length;
            if (this.isSeveral) Object.assign(this, {status: 200, responseText: JSON.stringify({results})});
            request().then(() => this.dispatchEvent(new Event("load")));
        }
    };
    new MutationObserver(() => { seen.changes += 1; })
        .observe(document.getElementById("uploads"), {childList: true, subtree: true});
    new PerformanceObserver((list) => {
        for (const {duration} of list.getEntries()) seen.longest = Math.max(seen.longest, duration);
    }).observe({entryTypes: ["longtask"]});
}"""
