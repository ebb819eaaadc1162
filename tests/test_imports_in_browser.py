"""Imports in a real browser: a file of each tool is sent, checked before anything is written, and taken back."""

import io
import json
import zipfile

import pytest
from django.core.files.storage import default_storage
from playwright.sync_api import expect

from annotations.imports import jobs as imports
from annotations.models import AnnotationEvent, Import
from assets.models import Asset
from exports.shape_kinds import CSV, HUGGING_FACE, IMAGEFOLDER
from exports.shapes import jobs as shapes
from projects import categories, lifecycle
from projects.models import Category
from tests.support.browser import at_work, eventually, violations_in_both_themes
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


@pytest.fixture
def three(project, hat, bob):
    """0.png, 1.png and 2.png, without labels, in a project with Dress (1) and Hat (2)."""
    return [make_photo(project, by=bob, seed=at, name=f"{at}.png") for at in range(3)]


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


def pictures(count, folder="coats"):
    return zipped(*((f"{folder}/{n}.png", picture(n)) for n in range(count)), ("notes.txt", b"x"))


def labels():
    return {asset.original_name: asset.category_ids for asset in Asset.objects.with_labels()}


def send(page, jobs, name, content):
    """By keys alone, up to what was found in it."""
    page.get_by_role("button", name="Import…").focus()
    page.keyboard.press("Enter")
    page.set_input_files("#import [data-picker]", file(name, content))
    expect(dialog(page).get_by_role("button", name="Look at it")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Looking at the file")).to_be_visible()
    jobs.run()
    expect(page.get_by_role("heading", name="Check before importing")).to_be_visible()


def sums(page):
    """What was found, in four numbers."""
    return [" ".join(each.inner_text().split()) for each in page.locator(".sums > div").all()]


def will(page):
    return [" ".join(each.inner_text().split()) for each in page.locator(".will li").all()]


def bring_in(page, jobs, words):
    """By the keys that stand on the button, to the end."""
    expect(page.locator("[data-start]")).to_have_text(f"{words}Ctrl ↵")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Importing")).to_be_visible()
    jobs.run()
    expect(page.get_by_role("heading", name="Imported", exact=True)).to_be_visible()


def said(page):
    return page.locator("[data-said]")


# --- labels of each tool --------------------------------------------------------------------------------------------


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


def test_labels_of_label_studio_are_set_and_taken_back_by_keys_alone(assets_page, three, answer, hat, alice, jobs):
    answer(three[2], "approved", hat, by=alice)
    page = assets_page
    content = label_studio(
        ("0.png", "Dress"), ("1.png", "Hats"), ("2.png", "Dress"), ("gone.png", "Hat"), ("0.png", "Dress")
    )
    send(page, jobs, "project-4.json", content)
    assert sums(page) == [
        "3 matched to images here", "1 not in this project", "1 has another answer here", "1 class nobody knows yet",
    ]  # fmt: skip
    expect(page.locator(".tool")).to_contain_text("Label Studio, JSON. 5 records")
    expect(page.locator(".map.is-ask")).to_contain_text("Hats is it Hat?")
    expect(page.get_by_label("What is Hats?")).to_have_value("2")
    assert will(page) == [
        "2 images get a label", "2 become Labeled and wait for review", "1 keeps another answer",
        "0 categories are made",
    ]  # fmt: skip
    assert AnnotationEvent.objects.count() == 1
    assert violations_in_both_themes(page) == []
    page.get_by_label("What is Hats?").focus()
    page.keyboard.press("End")
    expect(page.get_by_label("What is Hats?")).to_have_value("leave_out")
    assert will(page)[0] == "1 image gets a label"
    page.keyboard.press("Home")
    page.get_by_label("Keep ours").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Take the file's")).to_be_focused()
    page.get_by_label("What is Hats?").select_option("Hat")
    bring_in(page, jobs, "Import 3 labels")
    expect(said(page)).to_have_text("3 labels set.")
    assert labels() == {"0.png": [1], "1.png": [2], "2.png": [1]}
    assert violations_in_both_themes(page) == []
    page.keyboard.press("z")
    expect(page.get_by_role("heading", name="Taking back")).to_be_visible()
    jobs.run()
    expect(said(page)).to_have_text("3 answers taken back.")
    assert labels() == {"0.png": [], "1.png": [], "2.png": [2]}
    assert dict(Asset.objects.values_list("original_name", "status")) == {
        "0.png": "unlabeled", "1.png": "unlabeled", "2.png": "approved",
    }  # fmt: skip


def test_what_was_skipped_in_label_studio_is_skipped_here(assets_page, three, jobs):
    page = assets_page
    send(page, jobs, "project-4.json", label_studio(("0.png", "Dress"), ("1.png", "Hat"), ("2.png", None)))
    assert will(page)[2] == "1 becomes Skipped, as in the file"
    bring_in(page, jobs, "Import 3 labels")
    expect(said(page)).to_have_text("2 labels set, 1 image skipped.")
    statuses = dict(Asset.objects.values_list("original_name", "status"))
    assert statuses == {"0.png": "labeled", "1.png": "labeled", "2.png": "skipped"}


CVAT = b"""<?xml version="1.0" encoding="utf-8"?>
<annotations>
  <version>1.1</version>
  <image id="0" name="0.png" width="4" height="4"><tag label="Dress" source="manual"></tag></image>
  <image id="1" name="sub/1.png" width="4" height="4"><tag label="Snap" source="manual"></tag></image>
  <image id="2" name="2.png" width="4" height="4"></image>
</annotations>
"""


def test_a_class_of_cvat_that_nobody_knows_is_made_when_somebody_says_so(assets_page, three, jobs):
    page = assets_page
    send(page, jobs, "annotations.xml", CVAT)
    expect(page.locator(".tool")).to_contain_text("CVAT for images 1.1, XML. 3 records")
    expect(page.get_by_label("What is Snap?")).to_have_value("leave_out")
    expect(page.locator("[data-start]")).to_contain_text("Import 1 label")
    page.get_by_label("What is Snap?").select_option("New category")
    assert will(page)[-1] == "1 category is made, and its id stays for ever: Snap"
    bring_in(page, jobs, "Import 2 labels")
    expect(said(page)).to_have_text("2 labels set. New category: Snap.")
    assert labels() == {"0.png": [1], "1.png": [3], "2.png": []}


def test_a_zip_that_holds_a_file_of_labels_alone_is_shown_as_that_file(assets_page, three, jobs):
    page = assets_page
    send(page, jobs, "task_1.zip", zipped(("annotations.xml", CVAT)))
    expect(page.locator(".tool")).to_contain_text("CVAT for images 1.1, XML. 3 records")
    assert sums(page)[0] == "2 matched to images here"
    expect(page.get_by_text("Labels of the pictures")).to_have_count(0)
    bring_in(page, jobs, "Import 1 label")
    expect(said(page)).to_have_text("1 label set.")
    assert labels() == {"0.png": [1], "1.png": [], "2.png": []}


def test_a_hugging_face_zip_brings_its_pictures_and_their_labels_in_one_go(assets_page, project, jobs):
    lines = "\n".join(json.dumps({"file_name": f"{n}.png", "label": ("Dress", "Coat")[n % 2]}) for n in range(4))
    content = zipped(*((f"train/{n}.png", picture(n)) for n in range(4)), ("train/metadata.jsonl", lines.encode()))
    page = assets_page
    send(page, jobs, "set.zip", content)
    expect(page.locator(".tool")).to_contain_text("Hugging Face, imagefolder. 4 files, 4 records")
    assert sums(page)[0] == "4 pictures to come in"
    expect(page.get_by_label("The file of labels in it")).to_be_checked()
    page.get_by_label("What is Coat?").select_option("New category")
    assert will(page) == [
        "4 pictures come in", "4 images get a label", "4 become Labeled and wait for review",
        "1 category is made, and its id stays for ever: Coat",
    ]  # fmt: skip
    assert violations_in_both_themes(page) == []
    assert (Asset.objects.count(), Category.objects.count()) == (0, 2)
    bring_in(page, jobs, "Import 4 pictures")
    expect(said(page)).to_have_text("4 images added. 4 labels set. New category: Coat.")
    assert labels() == {"0.png": [1], "1.png": [3], "2.png": [1], "3.png": [3]}


def test_labels_of_coco_are_set_whatever_type_its_numbers_have(assets_page, three, jobs):
    content = {
        "info": {"description": "Exported by CVAT"},
        "images": [{"id": n, "file_name": f"train/{n}.png", "width": 4, "height": 4} for n in range(3)],
        "categories": [{"id": 1, "name": "dress"}, {"id": 2, "name": "Snap", "supercategory": "fastener"}],
        "annotations": [
            {"id": 1, "image_id": 0, "category_id": "1", "bbox": [0, 0, 2, 2]},
            {"id": 2, "image_id": "1", "category_id": 2.0, "bbox": [0, 0, 2, 2]},
        ],
    }
    page = assets_page
    send(page, jobs, "instances_default.json", json.dumps(content).encode())
    expect(page.locator(".tool")).to_contain_text("COCO. 3 records")
    assert sums(page) == [
        "2 matched to images here", "0 not in this project", "0 have another answer here", "1 class nobody knows yet",
    ]  # fmt: skip
    expect(page.locator(".map.is-ask")).to_contain_text("Snap")
    assert will(page)[0] == "1 image gets a label"
    assert "1 record has no label" in will(page)
    assert violations_in_both_themes(page) == []
    page.get_by_label("What is Snap?").select_option("New category")
    bring_in(page, jobs, "Import 2 labels")
    expect(said(page)).to_have_text("2 labels set. New category: Snap.")
    assert labels() == {"0.png": [1], "1.png": [3], "2.png": []}


def test_class_folders_of_keras_are_classes_and_their_splits_are_none(assets_page, jobs):
    places = ("train/Dress/0.png", "train/hat/1.png", "validation/Dress/2.png", "test/hat/3.png")
    content = zipped(*((f"clothes/{place}", picture(at)) for at, place in enumerate(places)))
    page = assets_page
    send(page, jobs, "clothes.zip", content)
    expect(page.locator(".tool")).to_contain_text("A folder for each class. 4 files, ")
    assert sums(page) == ["4 pictures to come in", "0 here already", "0 left out", "0 classes nobody knows yet"]
    expect(page.get_by_label("Their folders")).to_be_checked()
    assert sorted(each.inner_text().split()[0] for each in page.locator(".map").all()) == ["Dress", "hat"]
    assert will(page) == [
        "4 pictures come in", "4 images get a label", "4 become Labeled and wait for review", "0 categories are made",
    ]  # fmt: skip
    assert violations_in_both_themes(page) == []
    bring_in(page, jobs, "Import 4 pictures")
    expect(said(page)).to_have_text("4 images added, 4 labels set.")
    assert labels() == {"0.png": [1], "1.png": [2], "2.png": [1], "3.png": [2]}


# --- what Labeler itself gives out ----------------------------------------------------------------------------------


@pytest.fixture
def version(three, dress, hat, answer, make_version, bob):
    """Two dresses and a hat, approved."""
    answer(three[:2], "approved", dress, by=bob)
    answer(three[2], "approved", hat, by=bob)
    return make_version(three[0].project, by=bob)


def test_the_zip_of_a_version_makes_the_same_images_with_the_same_labels_in_another_project(
    assets_page, version, live_server, bob, jobs
):
    copy = lifecycle.create("Copy", by=bob)
    categories.add(copy, "Hat")  # in another place than in the version
    page = assets_page
    page.goto(f"{live_server.url}/projects/copy/assets/")
    send(page, jobs, "wardrobe-v1.zip", default_storage.open(version.artifact).read())
    expect(page.locator(".tool")).to_contain_text("Labeler, a version's zip. 3 records")
    assert sums(page)[:2] == ["0 matched to images here", "3 not in this project"]
    expect(page.locator("[data-start]")).to_be_disabled()
    page.get_by_role("button", name="Read as something else").click()
    page.get_by_role("button", name="Read it as pictures").click()
    expect(page.get_by_role("heading", name="Looking at the file")).to_be_visible()
    jobs.run()
    expect(page.locator(".tool")).to_contain_text("Labeler, a version's zip. 3 files, 3 records")
    assert sums(page) == ["3 pictures to come in", "0 here already", "0 left out", "1 class nobody knows yet"]
    page.get_by_label("What is Dress?").select_option("New category")
    assert will(page) == [
        "3 pictures come in", "3 images get a label", "3 become Approved",
        "1 category is made, and its id stays for ever: Dress",
    ]  # fmt: skip
    assert violations_in_both_themes(page) == []
    bring_in(page, jobs, "Import 3 pictures")
    expect(said(page)).to_have_text("3 images added. 3 labels set. New category: Dress.")
    made = {asset.sha256: asset.category_ids for asset in copy.assets.with_labels()}
    there = {asset.sha256: asset.category_ids for asset in version.project.assets.with_labels()}
    assert made == {sha256: [{1: 2, 2: 1}[each] for each in ids] for sha256, ids in there.items()}
    assert set(copy.assets.values_list("status", flat=True)) == {"approved"}


@pytest.mark.parametrize(
    ("kind", "named"), [(IMAGEFOLDER, "ImageFolder"), (CSV, "CSV"), (HUGGING_FACE, "Hugging Face")]
)
def test_a_shape_of_a_version_gives_its_labels_back_by_the_bytes_of_the_images(
    assets_page, version, three, answer, bob, jobs, kind, named
):
    shape = shapes.request(version, kind, by=bob)
    shapes.build(shape.pk)
    shape.refresh_from_db()
    answer(three, "unlabeled", by=bob)
    page = assets_page
    page.reload()
    send(page, jobs, f"wardrobe-v1-{kind}.zip", default_storage.open(shape.artifact).read())
    expect(page.locator(".tool")).to_contain_text(f"Labeler, {named} of a version")
    assert "3 images get a label" in will(page)
    assert violations_in_both_themes(page) == []
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Importing")).to_be_visible()
    jobs.run()
    expect(said(page)).to_contain_text("3 labels set.")
    assert labels() == {"0.png": [1], "1.png": [1], "2.png": [2]}
    assert Category.objects.count() == 2


def test_columns_that_are_not_clear_are_asked_for(assets_page, three, jobs):
    page = assets_page
    send(page, jobs, "table.csv", b"a,b,c\nx,0.png,Dress\ny,1.png,Hat\n")
    expect(page.locator(".columns-form")).to_contain_text("It is not clear which column")
    expect(page.locator("[data-start]")).to_be_disabled()
    assert violations_in_both_themes(page) == []
    page.get_by_label("File", exact=True).select_option("b")
    page.get_by_label("Category", exact=True).select_option("c")
    page.get_by_role("button", name="Read it so").click()
    jobs.run()
    expect(page.locator("[data-start]")).to_contain_text("Import 2 labels")
    bring_in(page, jobs, "Import 2 labels")
    assert labels() == {"0.png": [1], "1.png": [2], "2.png": []}


def test_every_place_of_what_cannot_be_used_is_told_and_comes_as_a_table(assets_page, three, jobs):
    content = {
        "images": [{"id": n, "file_name": f"{n}.png"} for n in range(3)],
        "annotations": [{"id": n, "image_id": 1} for n in range(5)] + [{"id": 9, "image_id": 0, "category_id": 1}],
        "categories": [{"id": 1, "name": "Dress"}],
    }
    page = assets_page
    send(page, jobs, "instances.json", json.dumps(content).encode())
    problem = page.locator(".problem").first
    expect(problem).to_contain_text("It has no category_id: every annotation needs one.")
    expect(problem.locator("code")).to_have_count(3)
    problem.get_by_role("button", name="2 more").click()
    expect(problem.locator("code")).to_have_count(5)
    assert violations_in_both_themes(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="All places as CSV").click()
    assert download.value.suggested_filename == "instances-places.csv"
    text = download.value.path().read_text("utf-8-sig").splitlines()
    assert text[0] == "what,place,image,why"
    assert [row.split(",")[1] for row in text[1:6]] == [f"annotation {n}" for n in range(5)]


def test_pictures_that_were_missing_match_once_they_are_here(assets_page, three, project, bob, jobs):
    page = assets_page
    send(page, jobs, "labels.csv", b"file_name,category\n0.png,Dress\n9.png,Hat\n")
    missing = page.get_by_role("region", name="1 not here")
    missing.get_by_text("List").click()
    expect(missing.get_by_role("listitem")).to_have_text("9.png")
    make_photo(project, by=bob, seed=9, name="9.png")
    missing.get_by_role("button", name="Look again").click()
    jobs.run()
    bring_in(page, jobs, "Import 2 labels")
    assert labels()["9.png"] == [2]


def test_who_may_not_make_categories_can_leave_them_out(live_server, page, three, alice, jobs):
    with at_work(page, live_server, alice):
        page.goto(f"{live_server.url}/projects/wardrobe/assets/")
        send(page, jobs, "annotations.xml", CVAT)
        new = page.get_by_label("What is Snap?").get_by_role("option", name="New category (managers only)")
        expect(new).to_be_disabled()
        bring_in(page, jobs, "Import 1 label")


# --- pictures -------------------------------------------------------------------------------------------------------


def test_a_zip_of_class_folders_is_checked_before_a_class_is_made(assets_page, jobs):
    page = assets_page
    send(page, jobs, "coats.zip", pictures(5))
    assert sums(page) == ["5 pictures to come in", "0 here already", "1 left out", "0 classes nobody knows yet"]
    expect(page.get_by_label("None")).to_be_checked()
    page.get_by_label("Their folders").check()
    page.get_by_label("What is coats?").select_option("New category")
    assert will(page)[:2] == ["5 pictures come in", "5 images get a label"]
    assert violations_in_both_themes(page) == []
    assert Category.objects.count() == 2
    bring_in(page, jobs, "Import 5 pictures")
    expect(said(page)).to_have_text("5 images added, 5 labels set. New category: coats.")
    expect(page.locator("main")).to_contain_text("notes.txt")
    assert violations_in_both_themes(page) == []
    page.get_by_role("link", name="Show images").click()
    expect(page.locator(".justified .tile")).to_have_count(5)


def test_folders_that_are_all_classes_here_are_taken_as_labels(assets_page, jobs):
    page = assets_page
    send(page, jobs, "hats.zip", pictures(2, folder="hat"))
    expect(page.get_by_label("Their folders")).to_be_checked()
    expect(page.locator(".tool")).to_contain_text("A folder for each class. 2 files, ")
    bring_in(page, jobs, "Import 2 pictures")
    assert labels() == {"0.png": [2], "1.png": [2]}


def test_an_import_goes_on_without_its_page_and_the_grid_tells_of_it(assets_page, jobs):
    page = assets_page
    send(page, jobs, "coats.zip", pictures(5))
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-doing]")).to_have_text("coats.zip waits for a worker.")
    address = page.url
    page.goto(address.rpartition("/imports/")[0] + "/assets/")
    page.get_by_role("button", name="Importing").click()
    expect(dialog(page).locator("[data-doing]")).to_have_text("coats.zip waits for a worker.")
    assert violations_in_both_themes(page) == []
    dialog(page).get_by_role("button", name="Show it").click()
    expect(page.get_by_role("heading", name="Importing")).to_be_visible()
    assert page.url == address
    jobs.run()
    expect(said(page)).to_have_text("5 images added.")
    page.reload()
    expect(said(page)).to_have_text("5 images added.")


def test_a_failure_is_told_with_its_reason_and_can_be_tried_again(assets_page, jobs, monkeypatch):
    page = assets_page
    send(page, jobs, "coats.zip", pictures(2))
    limit = imports.zip_pictures.limits
    monkeypatch.setattr(imports.zip_pictures, "limits", lambda: imports.zip_pictures.zips.Limits(1, 10**9, 10**9))
    page.keyboard.press("Control+Enter")
    jobs.run()
    expect(page.get_by_role("alert")).to_have_text("The zip holds more than 1 files. Split it.")
    assert violations_in_both_themes(page) == []
    monkeypatch.setattr(imports.zip_pictures, "limits", limit)
    page.get_by_role("button", name="Retry").click()
    expect(page.get_by_role("heading", name="Importing")).to_be_visible()
    jobs.run()
    expect(said(page)).to_have_text("2 images added.")


def test_a_file_of_no_tool_is_refused_with_the_way_out(assets_page, jobs):
    page = assets_page
    page.get_by_role("button", name="Import…").click()
    page.set_input_files("#import [data-picker]", file("table.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99))
    dialog(page).get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", name="Looking at the file")).to_be_visible()
    jobs.run()
    expect(page.get_by_role("alert")).to_have_text("This is an old Excel file: save it as “CSV UTF-8”.")
    page.get_by_role("link", name="Another file").click()
    expect(dialog(page)).to_be_visible()


def test_a_running_import_is_cancelled(assets_page, jobs):
    page = assets_page
    send(page, jobs, "coats.zip", pictures(2))
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Cancel import").click()
    expect(said(page)).to_contain_text("was cancelled")
    assert jobs.newest().state == "cancelled"


def test_a_look_that_was_followed_by_the_import_says_that_its_file_is_gone(assets_page, three, jobs):
    page = assets_page
    send(page, jobs, "labels.csv", b"file_name,category\n0.png,Dress\n")
    look = page.url
    bring_in(page, jobs, "Import 1 label")
    page.goto(look)
    expect(page.locator("[data-start]")).to_be_disabled()
    expect(page.locator("main")).to_contain_text("The file is no longer here. Send it again.")


def test_a_look_from_before_an_upgrade_is_taken_again(assets_page, three, jobs):
    page = assets_page
    send(page, jobs, "labels.csv", b"file_name,category\n0.png,Dress\n")
    old = {"title": "CSV", "to_set": 1, "unknown_images": {"count": 0, "items": []}}
    Import.objects.update(report=old)
    page.reload()
    expect(said(page)).to_contain_text("Look again.")
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_role("heading", name="Looking at the file")).to_be_visible()
    jobs.run()
    bring_in(page, jobs, "Import 1 label")


def test_images_of_several_classes_are_counted_again_with_what_was_chosen(assets_page, three, jobs):
    content = {
        "images": [{"id": 0, "file_name": "0.png"}],
        "annotations": [{"id": n, "image_id": 0, "category_id": n} for n in (1, 2)],
        "categories": [{"id": 1, "name": "Cap"}, {"id": 2, "name": "Lid"}],
    }
    page = assets_page
    send(page, jobs, "instances.json", json.dumps(content).encode())
    expect(page.locator("[data-start]")).to_be_disabled()
    page.get_by_label("What is Cap?").select_option("Hat")
    page.get_by_role("button", name="Count again with these choices").click()
    expect(page.get_by_role("heading", name="Looking at the file")).to_be_visible()
    jobs.run()
    bring_in(page, jobs, "Import 1 label")
    assert labels()["0.png"] == [2]


def test_a_retired_category_is_never_given_by_an_import(assets_page, three, hat, jobs):
    categories.retire(hat)
    page = assets_page
    page.reload()
    send(page, jobs, "labels.csv", b"file_name,category\n0.png,Dress\n1.png,Hat\n")
    asked = page.locator(".map.is-ask")
    expect(asked).to_contain_text("Hat was removed here")
    expect(asked.get_by_role("option", name="New category")).to_be_disabled()
    bring_in(page, jobs, "Import 1 label")
    assert labels()["1.png"] == []


# --- the dialog -----------------------------------------------------------------------------------------------------


def test_what_cannot_be_sent_is_told_and_another_file_can_be_chosen(assets_page, settings):
    page = assets_page
    settings.MAX_IMPORT_BYTES = 1000
    page.reload()
    page.get_by_role("button", name="Import…").click()
    page.set_input_files("#import [data-picker]", file("coats.zip", pictures(20)))
    expect(dialog(page).get_by_role("alert")).to_contain_text("the limit is 1 KB")
    page.set_input_files("#import [data-picker]", file("labels.csv", b"a.png,Dress"))
    expect(dialog(page).get_by_role("alert")).to_be_hidden()
    assert violations_in_both_themes(page) == []
    dialog(page).get_by_label("Pictures in a zip").check()
    dialog(page).get_by_role("button", name="Look at it").click()
    expect(dialog(page).get_by_role("alert")).to_contain_text("The file is no zip file")


def test_a_zip_that_is_dropped_on_the_page_opens_the_dialog(assets_page):
    page = assets_page
    page.evaluate("""() => document.dispatchEvent(new CustomEvent("zip-dropped", {
        detail: { files: [new File([new Uint8Array([80, 75, 3, 4, 0])], "coats.zip")] },
    }))""")
    expect(dialog(page).locator("[data-file]")).to_have_text("coats.zip, 5 bytes")
    expect(dialog(page).get_by_label("Pictures in a zip")).to_be_checked()
