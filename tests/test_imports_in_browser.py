"""The import dialog in a real browser: labels looked at and set by keys alone, a zip followed, failures told."""

import io
import json
import zipfile

import pytest
from playwright.sync_api import expect

from annotations.imports import jobs as imports
from annotations.models import AnnotationEvent, Import
from assets.models import Asset
from tests.support.browser import at_work, eventually, violations
from tests.support.cast import make_photo, picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def jobs(monkeypatch):
    """Jobs wait until the test runs them: `jobs.run()` runs the newest."""
    monkeypatch.setattr("core.jobs.job.async_task", lambda *arguments, **options: None)

    class Jobs:
        def newest(self, **facts):
            return eventually(lambda: Import.objects.filter(**facts).order_by("-pk").first())

        def run(self):
            imports.run(self.newest(state="queued").pk)

    return Jobs()


@pytest.fixture
def assets_page(live_server, page, bob, hat, jobs):
    with at_work(page, live_server, bob):
        page.on("filechooser", lambda chooser: None)  # from now on; asked for in a test, it may come too late
        page.goto(f"{live_server.url}/projects/wardrobe/assets/")
        yield page


def dialog(page):
    return page.locator("#import")


def file(name, content):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def zipped(*files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def pictures(count):
    return zipped(*((f"coats/{n}.png", picture(n)) for n in range(count)), ("notes.txt", b"x"))


def fine_in_both_themes(page):
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert violations(page) == []


def open_with(page, chosen):
    page.get_by_role("button", name="Import…").click()
    page.set_input_files("#import [data-picker]", chosen)


def test_labels_are_looked_at_and_set_by_keys_alone(assets_page, project, dress, hat, answer, alice, bob, jobs):
    for at in range(3):
        make_photo(project, by=bob, seed=at, name=f"{at}.png")
    answer(Asset.objects.get(original_name="2.png"), "approved", hat, by=alice)
    page = assets_page
    page.get_by_role("button", name="Import…").focus()
    page.keyboard.press("Enter")
    fine_in_both_themes(page)
    page.get_by_role("button", name="Choose a file").focus()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    rows = b"file_name,category\n0.png,Dress\n1.png,dress\n2.png,Dress\ngone.png,Hat\n0.png,Shoe\n"
    chooser.value.set_files(file("labels.csv", rows))
    expect(dialog(page).get_by_role("radio", name="Labels What the file is")).to_be_checked()
    expect(dialog(page).get_by_role("button", name="Look at the labels")).to_be_focused()
    fine_in_both_themes(page)
    page.keyboard.press("Enter")
    expect(dialog(page).locator("[data-doing]")).to_have_text("labels.csv waits for a worker.")
    jobs.run()
    said = dialog(page).locator("[data-said]")
    expect(said).to_have_text("CSV. 2 labels can be set. What is listed below is left out.")
    expect(said).to_be_focused()
    expect(dialog(page).locator("[data-lists]")).to_contain_text("gone.png")
    expect(dialog(page).locator("[data-lists]")).to_contain_text("Shoe")
    assert AnnotationEvent.objects.count() == 1
    fine_in_both_themes(page)
    dialog(page).get_by_label("Replace 1 other answer").focus()
    page.keyboard.press("Space")
    expect(dialog(page).get_by_role("button", name="Set 3 answers")).to_be_enabled()
    page.keyboard.press("Control+Enter")
    expect(dialog(page).locator("[data-doing]")).to_be_visible()
    jobs.run()
    expect(said).to_have_text("3 labels set.")
    assert {asset.original_name: asset.category_ids for asset in Asset.objects.with_labels()} == {
        "0.png": [1],
        "1.png": [1],
        "2.png": [1],
    }
    fine_in_both_themes(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Import…")).to_be_focused()


def test_labels_of_another_tool_are_known_by_what_they_hold(assets_page, project, dress, hat, alice, bob, jobs):
    for at in range(3):
        make_photo(project, by=bob, seed=at, name=f"{at}.png")
    page = assets_page
    open_with(page, file("project-4.json", label_studio(("0.png", "Dress"), ("1.png", "Hat"), ("2.png", None))))
    dialog(page).get_by_role("button", name="Look at the labels").click()
    expect(dialog(page).locator("[data-doing]")).to_be_visible()
    jobs.run()
    said = dialog(page).locator("[data-said]")
    expect(said).to_have_text("Label Studio, JSON. 2 labels can be set. 1 image is skipped, as in the file.")
    dialog(page).get_by_role("button", name="Set 3 answers").click()
    expect(dialog(page).locator("[data-doing]")).to_be_visible()
    jobs.run()
    expect(said).to_have_text("2 labels set, 1 image skipped.")
    statuses = dict(Asset.objects.values_list("original_name", "status"))
    assert statuses == {"0.png": "labeled", "1.png": "labeled", "2.png": "skipped"}


def label_studio(*answers):
    """A whole export: None was skipped."""
    tasks = []
    for name, choice in answers:
        value = {"type": "choices", "from_name": "kind", "to_name": "image", "value": {"choices": [choice]}}
        annotation = {
            "id": 1, "completed_by": 1, "result": [value] if choice else [], "was_cancelled": choice is None,
            "created_at": "2025-03-01T10:00:00Z",
        }  # fmt: skip
        tasks.append({"data": {"image": f"/data/upload/1/1a2b3c4d-{name}"}, "annotations": [annotation]})
    return json.dumps(tasks).encode()


def test_a_zip_goes_on_when_the_dialog_and_the_page_are_left_and_its_images_are_shown(assets_page, jobs):
    page = assets_page
    open_with(page, file("coats.zip", pictures(5)))
    expect(dialog(page).get_by_label("Pictures in a zip")).to_be_checked()
    dialog(page).get_by_label("Label each image with the name of its folder").check()
    dialog(page).get_by_role("button", name="Import", exact=True).click()
    expect(dialog(page).locator("[data-doing]")).to_have_text("coats.zip waits for a worker.")
    fine_in_both_themes(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Importing")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Importing").click()
    expect(dialog(page).locator("[data-doing]")).to_have_text("coats.zip waits for a worker.")
    jobs.run()
    expect(dialog(page).locator("[data-said]")).to_have_text("5 images added, 5 labels set. New category: coats.")
    expect(dialog(page).locator("[data-lists]")).to_contain_text("notes.txt")
    fine_in_both_themes(page)
    dialog(page).get_by_role("button", name="Show images").click()
    expect(page.locator(".justified .tile")).to_have_count(5)
    expect(page.locator(".tabs [data-tab='1'] .n")).to_have_text("5")


def test_a_failure_is_told_with_its_reason_and_can_be_tried_again(assets_page, jobs, monkeypatch):
    page = assets_page
    limit = imports.zip_pictures.limits
    monkeypatch.setattr(imports.zip_pictures, "limits", lambda: imports.zip_pictures.zips.Limits(1, 10**9, 10**9))
    open_with(page, file("coats.zip", pictures(2)))
    dialog(page).get_by_role("button", name="Import", exact=True).click()
    jobs.run()
    expect(dialog(page).get_by_role("alert")).to_have_text("The zip holds more than 1 files. Split it.")
    fine_in_both_themes(page)
    monkeypatch.setattr(imports.zip_pictures, "limits", limit)
    dialog(page).get_by_role("button", name="Retry").click()
    expect(dialog(page).locator("[data-doing]")).to_be_visible()
    jobs.run()
    expect(dialog(page).locator("[data-said]")).to_have_text("2 images added.")
    assert Import.objects.count() == 2


def test_a_running_import_is_cancelled(assets_page, jobs):
    page = assets_page
    open_with(page, file("coats.zip", pictures(2)))
    dialog(page).get_by_role("button", name="Import", exact=True).click()
    dialog(page).get_by_role("button", name="Cancel import").click()
    expect(dialog(page).locator("[data-said]")).to_contain_text("was cancelled")
    assert jobs.newest().state == "cancelled"
    expect(page.locator("[data-dialog=import]")).to_have_text("Import…")


def test_what_cannot_be_sent_is_told_and_another_file_can_be_chosen(assets_page, settings):
    page = assets_page
    settings.MAX_IMPORT_BYTES = 1000
    page.reload()
    open_with(page, file("coats.zip", pictures(20)))
    expect(dialog(page).get_by_role("alert")).to_contain_text("the limit is 1 KB")
    page.set_input_files("#import [data-picker]", file("labels.csv", b"a.png,Dress"))
    expect(dialog(page).get_by_role("alert")).to_be_hidden()
    dialog(page).get_by_label("Pictures in a zip").check()
    dialog(page).get_by_role("button", name="Import", exact=True).click()
    expect(dialog(page).get_by_role("alert")).to_contain_text("The file is no zip file")


def test_a_zip_that_is_dropped_on_the_page_opens_the_dialog(assets_page):
    page = assets_page
    page.evaluate("""() => document.dispatchEvent(new CustomEvent("zip-dropped", {
        detail: { files: [new File([new Uint8Array([80, 75, 3, 4, 0])], "coats.zip")] },
    }))""")
    expect(dialog(page).locator("[data-file]")).to_have_text("coats.zip, 5 bytes")
    expect(dialog(page).get_by_label("Pictures in a zip")).to_be_checked()
