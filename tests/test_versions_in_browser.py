"""The pages of versions in a real browser: asked for by keys alone, followed, cancelled, tried again, compared."""

import hashlib
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from exports.models import DatasetVersion, VersionFile, VersionShape
from exports.shapes import jobs
from exports.versions import builder
from exports.zips import jobs as zips
from projects import categories, lifecycle
from tests.support.browser import at_work, eventually, hold, violations, violations_in_both_themes
from tests.support.cast import make_photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = "/projects/wardrobe/versions/"
SIZES = {"width": 1440, "height": 900}, {"width": 1280, "height": 720}


@pytest.fixture
def browser_context_args(browser_context_args):
    # Axe is put into the page by evaluating it, which the content policy rightly forbids.
    return browser_context_args | {"bypass_csp": True}


@pytest.fixture
def at(live_server, page, bob, project):
    """Open a page of the project as Bob."""
    with at_work(page, live_server, bob):

        def go(where=LIST):
            page.goto("about:blank")  # another hash alone would load nothing
            page.goto(live_server.url + where)
            page.wait_for_load_state("networkidle")
            return page

        yield go


@pytest.fixture
def approved(photos, answer, dress, hat, bob):
    """Six approved images: four dresses and two hats; and one that is labeled only."""
    made = photos(7)
    answer(made[:4], "approved", dress, by=bob)
    answer(made[4:6], "approved", hat, by=bob)
    answer(made[6], "labeled", hat, by=bob)
    return made


@pytest.fixture
def two(project, approved, answer, photos, dress, hat, bob, make_version):
    """Two versions that differ in everything but what was removed: 60 added, 8 relabeled, a category."""
    answer(photos(8, first=300), "approved", dress, by=bob)
    make_version(project, by=bob, notes="Pilot set.")
    answer(project.assets.filter(original_name__startswith="photo-30"), "approved", hat, by=bob)
    answer(photos(60, first=500), "approved", hat, by=bob)
    categories.change(dress, name="Gown")
    categories.add(project, "Bag")
    make_version(project, by=bob, splits={"ratios": {"train": 8000, "val": 1000, "test": 1000}})
    return approved


def dialog(page):
    return page.get_by_role("dialog", name="Export a new version")


# --- from building to ready -----------------------------------------------------------------------------------------


def test_a_version_is_followed_from_waiting_over_building_to_ready_without_a_reload(
    at, project, approved, bob, make_version
):
    version = make_version(project, by=bob, built=False)
    page = at()
    page.evaluate("window.sameDocument = true")
    card = page.locator("#v1")
    expect(card).to_contain_text("Waiting for a worker")
    DatasetVersion.objects.update(state="building", progress=3)
    expect(card).to_contain_text("Copying and checking 6 images, 50%")
    expect(card.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "50")
    DatasetVersion.objects.update(state="queued", progress=0)
    builder.build(version.pk)
    expect(card.get_by_role("link", name="Download v1")).to_be_visible()
    expect(card).to_contain_text("+6 added")
    expect(page.locator("#live")).to_have_text("v1 is ready")
    assert page.evaluate("window.sameDocument")


def test_a_version_is_cancelled_and_leaves_a_trace(at, project, approved, bob, make_version):
    make_version(project, by=bob, built=False)
    page = at()
    page.get_by_role("button", name="Cancel v1").click()
    expect(page.locator("#v1")).to_contain_text("Cancelled before it was built. Its number is not used again.")
    assert DatasetVersion.objects.get().state == "cancelled"
    expect(page.locator("#releases")).to_have_attribute("data-next", "2")


def test_a_failed_version_tells_why_and_is_built_on_a_second_try(at, project, approved, bob, make_version, files):
    kept = (files / approved[0].file).read_bytes()
    (files / approved[0].file).unlink()
    version = make_version(project, by=bob)
    page = at()
    card = page.locator("#v1")
    expect(card).to_contain_text(f"Image {approved[0].pk} cannot be exported: its file is missing.")
    (files / approved[0].file).write_bytes(kept)
    card.get_by_role("button", name="Retry v1").click()
    expect(card).to_contain_text("Waiting for a worker")
    builder.build(version.pk)
    expect(card.get_by_role("link", name="Download v1")).to_be_visible()


def test_the_zip_is_freed_and_built_again_while_somebody_looks_at_the_page(at, project, approved, bob, make_version):
    version = make_version(project, by=bob)
    page = at(f"{LIST}1/")
    page.evaluate("window.sameDocument = true")
    page.get_by_role("button", name="Free the zip of v1").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("The zip was freed to save")).to_be_visible()
    expect(page.get_by_role("link", name="Download zip")).to_have_count(0)
    for size in SIZES:
        page.set_viewport_size(size)
        assert violations_in_both_themes(page) == []
    page.get_by_role("button", name="Build the zip of v1 again").click()
    expect(page.locator("[data-step]")).to_have_text("Waiting for a worker. You can leave this page.")
    VersionFile.objects.update(state="building", progress=3)
    bar = page.get_by_role("progressbar", name="Building the zip of v1 again")
    expect(bar).to_have_attribute("aria-valuenow", "50")
    assert violations(page) == []
    VersionFile.objects.update(state="queued", progress=0)
    zips.build(VersionFile.objects.get(version=version).pk)
    expect(page.get_by_role("link", name="Download zip")).to_be_visible()
    expect(page.locator("#live")).to_have_text("The zip of v1 is ready")
    assert page.evaluate("window.sameDocument")


def test_a_zip_that_could_not_be_built_again_tells_why_in_the_list_too(at, project, approved, bob, make_version, files):
    version = make_version(project, by=bob)
    zips.free(zips.served(version))
    (files / approved[0].file).unlink()
    zips.build(zips.ask(zips.served(version)).pk)
    page = at()
    card = page.locator("#v1")
    expect(card).to_contain_text(f"Image {approved[0].pk} cannot be exported: its file is missing.")
    expect(card.get_by_role("link", name="Download v1")).to_have_count(0)
    assert violations_in_both_themes(page) == []
    card.get_by_role("button", name="Retry the zip of v1").click()
    expect(card).to_contain_text("Waiting for a worker")


# --- the dialog -----------------------------------------------------------------------------------------------------


def test_a_version_is_asked_for_by_keys_alone_after_a_preview_that_is_true(
    at, project, approved, bob, make_version, answer, hat
):
    make_version(project, by=bob)
    answer(approved[0], "approved", hat, by=bob)
    answer(make_photo(project, by=bob, seed=900), "approved", hat, by=bob)
    page = at()
    page.get_by_role("button", name="New version").focus()
    page.keyboard.press("Enter")
    box = dialog(page)
    expect(box.get_by_role("radio", name=re.compile("^Approved 7"))).to_be_focused()
    expect(box).to_contain_text("+1 added, 0 removed, 1 relabeled")
    expect(box.locator("[data-left-out]")).to_have_text("1 image labeled, but not checked")
    expect(box.locator("[data-by-category]")).to_have_text("Dress3Hat4")
    page.keyboard.press("ArrowDown")
    expect(box.locator("[data-by-category]")).to_have_text("Dress3Hat5")
    expect(box.locator("[data-left-out]")).to_have_text("Nothing")
    page.keyboard.press("Tab")
    while not page.evaluate("document.activeElement.id === 'version-notes'"):
        page.keyboard.press("Tab")
    page.keyboard.type("With all labels.")
    page.keyboard.press("Control+Enter")
    expect(box).to_be_hidden()
    expect(page.locator("#v2")).to_contain_text("Waiting for a worker")
    expect(page.locator("#v2 h2 a")).to_be_focused()
    version = DatasetVersion.objects.get(number=2)
    assert (version.images, version.notes) == (8, "With all labels.")
    assert version.frozen["selection"]["statuses"] == ["approved", "labeled"]


def test_splits_are_set_in_the_dialog_and_their_counts_are_those_of_the_version(at, project, approved, bob):
    page = at(f"{LIST}#new")
    box = dialog(page)
    expect(box.locator("[data-by-split]")).to_have_text("None: everything in one piece")
    box.get_by_text("Train, val and test").click()
    box.get_by_label("Deal images into splits").check()
    box.get_by_label("Train, %").fill("50")
    expect(box.locator("[data-why]")).to_have_text("Train, val and test are percent that add up to 100.")
    expect(box.get_by_role("button", name="Create v1")).to_be_disabled()
    box.get_by_label("Test, %").fill("40")
    box.get_by_label("Seed").fill("autumn")
    expect(box.locator("[data-by-split]")).to_have_text(re.compile(r"^\d train, \d val, \d test$"))
    expect(box.get_by_role("button", name="Create v1")).to_be_enabled()
    told = box.locator("[data-by-split]").inner_text()
    box.get_by_role("button", name="Create v1").click()
    expect(box).to_be_hidden()
    version = DatasetVersion.objects.get()
    assert version.frozen["splits"]["seed"] == "autumn"
    assert version.frozen["splits"]["ratios"] == {"train": 5000, "val": 1000, "test": 4000}
    builder.build(version.pk)
    version.refresh_from_db()
    assert told == ", ".join(f"{count} {name}" for name, count in version.counts["by_split"].items())


def test_counts_of_splits_that_were_changed_meanwhile_are_not_shown(at, page, project, approved):
    page = at()
    page.get_by_role("button", name="New version").click()
    box = dialog(page)
    expect(box.get_by_role("radio", name=re.compile("labeled 7"))).to_be_visible()  # both scopes are counted
    box.get_by_text("Train, val and test").click()
    box.get_by_label("Deal images into splits").check()
    expect(box.locator("[data-by-split]")).to_have_text(re.compile("train"))
    expect(box.get_by_role("radio", name=re.compile("labeled 7"))).to_be_visible()
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    held = hold(page, "**/versions/preview/")
    box.get_by_label("Seed").fill("spring")
    page.clock.run_for(1000)  # time enough to ask
    eventually(lambda: page.wait_for_timeout(20) or held)
    box.get_by_label("Seed").fill("autumn")
    with page.expect_response("**/versions/preview/"):
        held.pop().continue_()
    page.evaluate("fetch(location.href).then((answer) => answer.text())")  # so the page has taken that answer in
    expect(box.locator("[data-by-split]")).to_have_text("Counting")
    expect(box.get_by_role("button", name="Create v1")).to_be_disabled()
    page.unroute("**/versions/preview/")
    page.clock.run_for(1000)
    expect(box.locator("[data-by-split]")).to_have_text(re.compile("train"))
    expect(box.get_by_role("button", name="Create v1")).to_be_enabled()


def test_the_splits_of_the_project_are_taken_unless_others_or_none_are_asked_for(
    at, project, approved, bob, make_version
):
    project = lifecycle.change(project, split_ratios={"train": 10_000, "val": 0, "test": 0}, split_seed="own")
    make_version(project, by=bob)
    page = at(f"{LIST}#new")
    box = dialog(page)
    expect(box.locator("[data-by-split]")).to_have_text("6 train, 0 val, 0 test")
    box.get_by_label("Seed").fill("other")
    expect(box).to_contain_text("Seed or ratios are not those of v1, so images move between splits.")
    expect(box.get_by_role("button", name="Create v2")).to_be_enabled()  # a warning blocks nothing
    box.get_by_label("Deal images into splits").uncheck()
    expect(box.locator("[data-by-split]")).to_have_text("None: everything in one piece")
    page.keyboard.press("Control+Enter")
    expect(box).to_be_hidden()
    assert DatasetVersion.objects.get(number=2).frozen["splits"] is None


def test_an_empty_scope_blocks_with_the_reason_beside_the_button(at, project, photo, dress):
    page = at(f"{LIST}#new")
    expect(page.locator("[data-why]")).to_have_text("No image is approved, so there is nothing to export.")
    expect(page.get_by_role("button", name="Create v1")).to_be_disabled()
    page.keyboard.press("Control+Enter")
    expect(dialog(page)).to_be_visible()
    assert not DatasetVersion.objects.exists()


def test_without_the_server_the_dialog_says_so_and_counts_on_request(at, project, approved):
    page = at()
    page.route("**/versions/preview/", lambda route: route.abort())
    page.get_by_role("button", name="New version").click()
    expect(dialog(page).get_by_role("alert")).to_contain_text("Labeler was not reached, so the counts are missing.")
    expect(page.get_by_role("button", name="Create v1")).to_be_disabled()
    page.unroute("**/versions/preview/")
    dialog(page).get_by_role("button", name="Retry").click()
    expect(page.get_by_role("button", name="Create v1")).to_be_enabled()


# --- comparing ------------------------------------------------------------------------------------------------------


def test_changes_are_looked_through_by_keys_alone(at, two):
    page = at(f"{LIST}2/")
    changes = page.locator("#changes")
    expect(changes.get_by_role("tab", name="Added 60")).to_have_attribute("aria-selected", "true")
    expect(changes.locator(".tile")).to_have_count(16)
    changes.get_by_role("button", name="Show 44 more").focus()
    page.keyboard.press("Enter")
    expect(changes.locator(".tile")).to_have_count(60)
    expect(changes.locator(".tile").nth(16)).to_be_focused()
    expect(page.locator("#live")).to_have_text("44 more shown")
    changes.get_by_role("tab", name="Added 60").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(changes.get_by_role("tab", name="Relabeled 8")).to_be_focused()
    rows = changes.locator("#changed-relabeled .relabel")
    expect(rows).to_have_count(5)
    expect(rows.first).to_contain_text("photo-300")
    expect(rows.first).to_contain_text(re.compile(r"Dress\s+Hat"))
    changes.get_by_role("button", name="Show 3 more").click()
    expect(rows).to_have_count(8)
    changes.get_by_role("tab", name="Categories 2").click()
    expect(changes.locator("#changed-categories")).to_contain_text("Gown")


def test_any_two_versions_are_compared_and_a_model_of_the_later_one_does_not_fit_the_earlier(at, two):
    page = at(f"{LIST}2/")
    page.get_by_role("link", name="What it means for a model").click()
    expect(page).to_have_url(re.compile(r"/versions/2/diff/1/$"))
    expect(page.locator("#changes")).to_contain_text("Extended")
    expect(page.locator("#changes")).to_contain_text("Models trained on v1 stay valid with their 2 outputs")
    with page.expect_download() as download:
        page.get_by_role("link", name="JSON").click()
    assert download.value.suggested_filename == "wardrobe-v1-to-v2.json"
    page.get_by_role("link", name="Swap").click()
    expect(page).to_have_url(re.compile(r"/versions/1/diff/2/$"))
    expect(page.locator("#changes")).to_contain_text("Incompatible")
    page.locator("summary", has_text="v2").click()
    page.get_by_role("navigation", name="From").get_by_role("link", name="v2").click()
    expect(page).to_have_url(re.compile(r"/versions/1/diff/2/$"))


def test_what_could_not_be_counted_says_so_and_is_tried_again(at, two, page):
    page.route("**/diff/1/?part=*", lambda route: route.abort())
    at()
    expect(page.locator("#delta-2")).to_contain_text("Changes were not counted.")
    page.unroute("**/diff/1/?part=*")
    page.locator("#delta-2").get_by_role("button", name="Retry").click()
    expect(page.locator("#delta-2")).to_contain_text("+60 added")


# --- everybody ------------------------------------------------------------------------------------------------------


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def barriers_at_every_size(page):
    wide, less_wide = SIZES
    page.set_viewport_size(wide)
    found = violations_in_both_themes(page) + ([] if fits(page) else [wide])
    page.set_viewport_size(less_wide)
    return found + violations(page) + ([] if fits(page) else [less_wide])


def test_no_page_of_versions_has_a_barrier_or_is_wider_than_its_window(at, page, two, project, bob, make_version):
    builder.cancel(make_version(project, by=bob, built=False))
    make_version(project, by=bob, built=False)
    for where, ready in (
        (LIST, "#delta-2 .up"),
        (f"{LIST}#new", "[data-by-category] li"),
        (f"{LIST}2/", "#changes .tile"),
        (f"{LIST}2/diff/1/", "#changes .tag"),
        (f"{LIST}1/diff/2/", "#changes .tag-bad"),
        (f"{LIST}3/", ".note"),
    ):
        at(where)
        expect(page.locator(ready).first).to_be_visible()
        assert barriers_at_every_size(page) == [], where
        if where == f"{LIST}2/":
            for tab in ("Relabeled 8", "Moved 14", "Categories 2"):
                page.get_by_role("tab", name=tab).click()
                assert violations_in_both_themes(page) == [], tab


def test_a_shape_is_asked_for_by_keys_followed_and_downloaded(
    at, project, approved, bob, make_version, page, monkeypatch
):
    make_version(project, by=bob)
    monkeypatch.setattr("core.jobs.job.enqueue", lambda shape: None)  # there is no worker here
    at(f"{LIST}1/")
    shapes = page.get_by_role("region", name="Other shapes")
    page.get_by_role("button", name="Make CSV").focus()
    page.keyboard.press("Enter")
    expect(shapes.get_by_text("Waiting for a worker. You can leave this page.")).to_be_visible()
    VersionShape.objects.update(state="building", progress=3)
    expect(shapes.get_by_text("Writing 6 images, 50%. You can leave this page.")).to_be_visible()
    assert barriers_at_every_size(page) == []
    VersionShape.objects.update(state="failed", error="The disk is full. Free some space, then try again.")
    expect(shapes.get_by_text("It was not made. The disk is full.")).to_be_visible()
    page.get_by_role("button", name="Retry CSV").focus()
    page.keyboard.press("Enter")
    expect(shapes.get_by_text("Waiting for a worker.")).to_be_visible()
    jobs.build(VersionShape.objects.get().pk)
    with page.expect_download() as download:
        shapes.get_by_role("link", name="wardrobe-v1-csv.zip").click()
    assert download.value.suggested_filename == "wardrobe-v1-csv.zip"
    content = Path(download.value.path()).read_bytes()
    assert hashlib.sha256(content).hexdigest() == VersionShape.objects.get().artifact_sha256
    assert barriers_at_every_size(page) == []
