"""What the splits hold in a real browser: in the dialog of a new version, on its page, and the pairs side by side."""

import os

import pytest
from playwright.sync_api import expect

from exports import tasks
from exports.models import SplitReport
from exports.splits import reports
from projects import lifecycle
from tests.support.browser import at_work, violations_in_both_themes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def bobs(live_server, page, bob, copies):
    with at_work(page, live_server, bob):
        yield lambda path: page.goto(f"{live_server.url}/projects/wardrobe/{path}") and page


@pytest.fixture
def looked_at(dealt):
    reports.request(dealt.pk)
    reports.build(SplitReport.objects.get().pk)
    return dealt


def seen(page, name):
    """For eyes: a picture in each theme and width, where somebody wants them."""
    if folder := os.environ.get("LABELER_SEEN"):
        for scheme in ("light", "dark"):
            for width in (1280, 1440):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=f"{folder}/{name}-{scheme}-{width}.png", full_page=True)
        page.set_viewport_size({"width": 1440, "height": 900})


def test_the_page_of_a_version_tells_its_splits_and_leads_to_the_pairs_by_keys(bobs, looked_at, apart):
    page = bobs("versions/1/")
    panel = page.get_by_role("region", name="Splits")
    expect(panel).to_contain_text("Fewer than 10 images to judge by: Dress has")
    expect(panel.get_by_role("columnheader")).to_have_text(["Category", "Train", "Val", "Test"])
    counted = SplitReport.objects.get().by_split_and_category
    cells = panel.get_by_role("row").filter(has_text="Hat").get_by_role("cell")
    for place, split in enumerate(("train", "val", "test"), start=1):
        expect(cells.nth(place)).to_contain_text(str(counted[split]["2"]))
    link = panel.get_by_role("link", name=f"{len(apart)} pairs that look alike lie in different splits.")
    assert violations_in_both_themes(page) == []
    seen(page, "version")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Alike, in different splits")
    pairs = page.locator(".pairs > li")
    expect(pairs).to_have_count(len(apart))
    for pair in pairs.all():
        assert len(set(pair.locator(".tag").all_inner_texts())) == 2
    for picture in page.locator(".pairs img").all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("each => each.naturalWidth") > 0
    assert violations_in_both_themes(page) == []
    seen(page, "lookalikes")


def test_pairs_come_page_by_page(bobs, looked_at, apart, monkeypatch):
    monkeypatch.setattr("exports.splits.views.PER_PAGE", 4)
    page = bobs("versions/1/lookalikes/")
    expect(page.locator(".pairs > li")).to_have_count(4)
    page.get_by_role("link", name="More").click()
    expect(page.locator(".pairs > li")).to_have_count(len(apart) - 4)
    page.get_by_role("link", name="Back", exact=True).click()
    expect(page.locator(".pairs > li")).to_have_count(4)
    expect(page.get_by_role("link", name="Back", exact=True)).to_have_count(0)


def test_the_page_follows_the_look_until_it_is_told(bobs, dealt, apart):
    page = bobs("versions/1/")
    panel = page.get_by_role("region", name="Splits")
    expect(panel).to_contain_text("Waiting for a worker.")
    assert violations_in_both_themes(page) == []
    seen(page, "waiting")
    reports.request(dealt.pk)
    tasks.report_splits(SplitReport.objects.get().pk)
    expect(panel).to_contain_text("lie in different splits")


def test_one_that_failed_and_one_without_pairs_say_so(bobs, looked_at):
    SplitReport.objects.update(state="failed", error="The look at the splits failed 3 times: no room.")
    page = bobs("versions/1/")
    expect(page.get_by_role("region", name="Splits")).to_contain_text("not looked at. The look at the splits failed")
    seen(page, "failed")
    expect(bobs("versions/1/lookalikes/").get_by_text("failed 3 times")).to_be_visible()
    SplitReport.objects.update(state="ready", error="", pairs=0)
    expect(bobs("versions/1/lookalikes/").get_by_role("heading", name="No look-alikes")).to_be_visible()
    assert violations_in_both_themes(page) == []
    seen(page, "none")


@pytest.mark.parametrize("path", ["versions/1/", "versions/1/lookalikes/"])
def test_one_that_failed_is_tried_again_by_keys_and_followed(bobs, looked_at, apart, path):
    SplitReport.objects.update(state="failed", error="The look at the splits was interrupted 3 times.", attempts=3)
    page = bobs(path)
    retry = page.get_by_role("button", name="Look at the splits again")
    assert violations_in_both_themes(page) == []
    seen(page, f"retry-{path.count('/')}")
    retry.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Waiting for a worker.")).to_be_visible()
    expect(retry).to_have_count(0)
    tasks.report_splits(SplitReport.objects.get().pk)
    expect(page.get_by_text("look alike lie in different splits").first).to_be_visible()


def test_a_try_that_is_refused_says_so_where_it_was_asked_for(bobs, looked_at):
    SplitReport.objects.update(state="failed", error="No room.")
    page = bobs("versions/1/lookalikes/")
    page.route("**/lookalikes/retry/", lambda route: route.abort())
    page.get_by_role("button", name="Look at the splits again").click()
    expect(page.get_by_text("Labeler was not reached. Try again.")).to_be_visible()
    expect(page.get_by_role("button", name="Look at the splits again")).to_be_enabled()


def test_a_version_without_splits_has_neither_panel_nor_page(bobs, project, bob, make_version):
    lifecycle.change(project, split_ratios=None)
    make_version(project, by=bob)
    expect(bobs("versions/1/").get_by_role("region", name="Splits")).to_have_count(0)
    assert (
        bobs("versions/1/lookalikes/").title().startswith("Not found")
        or "404" in bobs("versions/1/lookalikes/").content()
    )


def test_the_dialog_of_a_new_version_tells_each_class_by_split_and_warns(bobs):
    page = bobs("versions/")
    page.get_by_role("button", name="New version").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Fewer than 10 images to judge by: Dress has")).to_be_visible()
    rows = dialog.locator("[data-by-category] li")
    expect(rows.first).to_contain_text(" train, ")
    assert violations_in_both_themes(page) == []
    seen(page, "dialog")
    dialog.get_by_label("Deal images into splits").uncheck()
    expect(rows.first).not_to_contain_text("train")
    expect(dialog.get_by_text("Fewer than 10 images to judge by")).to_be_hidden()
