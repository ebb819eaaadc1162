"""From a folder of photos to a verified dataset version, as a person does it: the whole program, in a real browser."""

import hashlib
import json
import zipfile

import pytest
from playwright.sync_api import expect

from contract.tests.test_readers import code
from tests.support.browser import PATIENCE, ask, see_picture
from tests.support.program import PASSWORD, eventually

pytestmark = [pytest.mark.browser, pytest.mark.processes]

PHOTOS = 64
SLUG = "storefront-clothing"


@pytest.fixture
def photos(labeled_photos):
    return labeled_photos(PHOTOS)


def test_from_a_folder_of_photos_to_a_verified_dataset_version(page, program, photos, tmp_path):
    page.set_default_timeout(PATIENCE)
    complaints = listen(page)

    sign_in(page, program)
    classes = list(dict.fromkeys(photos.values()))
    set_up_in_admin(page, program, classes)
    drop_photos(page, program, photos)
    label_by_keys(page, program, photos, classes)
    approve_everything(page, program)
    first, second = make_version(page, program, 1, tmp_path), make_version(page, program, 2, tmp_path)

    check_contents(first, photos, classes)
    assert manifest(first)["hash"] == manifest(second)["hash"]
    assert verify(first).endswith(f"{PHOTOS} images verified, {manifest(first)['hash']}")
    built_again = program.manage("rebuild_version", SLUG, "1")
    assert built_again == f"{SLUG} v1: the same bytes, sha256 {hashlib.sha256(first.read_bytes()).hexdigest()}\n"
    assert complaints == []


def listen(page):
    """What the browser's console complains about, content policy included."""
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    return complaints


def sign_in(page, program):
    page.goto(program.url)
    page.get_by_label("User name").fill("admin")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Projects", exact=True)).to_be_visible()


def set_up_in_admin(page, program, classes):
    """The project with its categories; then one renamed, and one retired, restored and dragged to the top."""
    page.goto(f"{program.url}/admin/projects/project/add/")
    page.locator("#id_name").fill("Storefront clothing")
    for number, name in enumerate(classes):
        page.get_by_role("button", name="Add another category").click()
        page.locator(f"#id_categories-{number}-name").fill("First" if number == 0 else name)
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".page-note")).to_contain_text("was added.")

    page.locator("#id_categories-0-name").fill(classes[0])
    page.locator("#id_categories-1-retired").check()
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".page-note").first).to_contain_text(f"“{classes[1]}” is retired. 0 images carry it")
    rows = page.locator("tr.has_original")
    expect(rows.last.locator("td.field-name input")).to_have_value(classes[1])
    rows.last.get_by_role("checkbox").uncheck()
    drag_to_the_top(page, rows, classes[1])
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".page-note")).to_contain_text("was changed.")
    names = [row.get_attribute("value") for row in page.locator("tr.has_original td.field-name input").all()]
    ids = page.locator("tr.has_original td.field-public_id p").all_inner_texts()
    assert names == [classes[1], classes[0], *classes[2:]]
    assert dict(zip(names, map(int, ids), strict=True)) == {name: i for i, name in enumerate(classes, start=1)}


def drag_to_the_top(page, rows, name):
    """By the mouse, as a hand does it: hold the last row by its name, move until the first gives way, let go."""
    part = rows.last.locator("td.field-name input")
    part.evaluate("node => node.scrollIntoView({block: 'center'})")
    start = part.bounding_box()
    page.mouse.move(start["x"] + 60, start["y"] + start["height"] / 2)
    page.mouse.down()
    first = rows.first.locator("td.field-name input")
    for wobble in range(200):
        over = rows.first.bounding_box()
        page.mouse.move(over["x"] + 200, over["y"] + 2 + wobble % 8, steps=3)
        if first.input_value() == name:
            break
    page.mouse.up()
    expect(first).to_have_value(name)


def drop_photos(page, program, photos):
    page.goto(f"{program.url}/projects/{SLUG}/assets/")
    page.locator("#pick-files").set_input_files(list(photos))
    expect(page.locator("#uploads .drawer-head")).to_contain_text(f"{PHOTOS} images added")
    assert stats(page, program)["total"] == PHOTOS
    # The same files once more are all here already.
    page.reload()
    page.locator("#pick-files").set_input_files(list(photos)[:5])
    expect(page.locator("#uploads")).to_contain_text("Already in this project")
    assert stats(page, program)["total"] == PHOTOS
    page.goto(f"{program.url}/projects/{SLUG}/assets/?status=unlabeled")
    expect(page.locator(".tile")).to_have_count(PHOTOS)


def label_by_keys(page, program, photos, classes):
    """One key a photo, by its folder; skip, undo, clear and go back on the way; a reload right after a key."""
    page.goto(f"{program.url}/projects/{SLUG}/label/")
    folders = {photo.name: folder for photo, folder in photos.items()}
    keys = key_of_each(page)
    for number in range(PHOTOS):
        name = name_shown(page)
        if number == 3:
            press_and_move(page, "s")
            page.keyboard.press("z")
            expect(page.locator("[data-part=name]")).to_have_text(name)
        if number == 5:
            press_and_move(page, keys[classes[0]])
            page.keyboard.press("ArrowLeft")
            expect(page.locator("[data-part=name]")).to_have_text(name)
            see_picture(page)
            page.keyboard.press("Backspace")
            expect(page.locator("[data-part=state]")).to_have_text("Unlabeled")
        if number < PHOTOS - 1:
            press_and_move(page, keys[folders[name]])
        else:
            see_picture(page)
            page.keyboard.press(keys[folders[name]])
        if number == PHOTOS // 2:
            # The answer was accepted as the picture changed; whether it was sent is not waited for.
            page.reload()
    expect(page.get_by_role("heading", name="Every image has a label")).to_be_visible()
    # "Saving" is said only when it takes long, so the server is asked until it has everything.
    eventually(lambda: stats(page, program)["by_status"]["labeled"] == PHOTOS)
    assert answers(page, program) == {name: classes.index(folder) + 1 for name, folder in folders.items()}


def key_of_each(page):
    """The key of each category as the page shows it."""
    choices = page.locator(".choice")
    return {choice.locator(".cat span").inner_text(): choice.locator("kbd").inner_text() for choice in choices.all()}


def name_shown(page):
    name = page.locator("[data-part=name]")
    expect(name).not_to_be_empty()
    return name.text_content()


def press_and_move(page, key):
    before = name_shown(page)
    see_picture(page)
    page.keyboard.press(key)
    expect(page.locator("[data-part=name]")).not_to_have_text(before)


def approve_everything(page, program):
    page.goto(f"{program.url}/projects/{SLUG}/review/")
    # One by one: filter, select, send back; then everything that is in review.
    page.locator("#categories a").nth(1).click()
    page.locator(".cell").first.click()
    page.keyboard.press("Space")
    page.keyboard.press("r")
    expect(page.locator("[data-part=done]")).to_contain_text("1")
    page.goto(f"{program.url}/projects/{SLUG}/review/?status=needs_review")
    expect(page.locator(".cell")).to_have_count(1)
    page.goto(f"{program.url}/projects/{SLUG}/review/")
    expect(page.locator(".cell")).to_have_count(PHOTOS)
    page.locator(".cell").first.click()
    page.keyboard.press("Control+a")
    page.keyboard.press("a")
    expect(page.locator("[data-part=done]")).to_contain_text(f"{PHOTOS} approved")
    assert stats(page, program)["by_status"]["approved"] == PHOTOS


def make_version(page, program, number, folder):
    """Request it in the dialog, watch it become ready, download it."""
    page.goto(f"{program.url}/projects/{SLUG}/versions/")
    page.get_by_role("button", name="New version").click()
    dialog = page.locator("#new-version")
    expect(dialog.locator('[data-images="approved"]')).to_have_text(str(PHOTOS))
    dialog.get_by_label("Notes").fill(f"Number {number}")
    page.keyboard.press("Control+Enter")
    card = page.locator(f"#v{number}")
    expect(card.get_by_role("link", name="Download")).to_be_visible()
    expect(card).to_contain_text(f"{PHOTOS} images")
    with page.expect_download() as download:
        card.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == f"{SLUG}-v{number}.zip"
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    shown = ask(page, f"{program.url}/api/v1/projects/{SLUG}/versions/{number}/manifest.json")
    assert shown.json() == manifest(path)
    return path


def check_contents(export, photos, classes):
    made = manifest(export)
    assert [category["name"] for category in made["categories"]] == classes
    assert made["counts"]["images"] == made["counts"]["annotations"] == PHOTOS
    with zipfile.ZipFile(export) as archive:
        rows = [json.loads(line) for line in archive.read("metadata.jsonl").splitlines()]
        found = {hashlib.sha256(archive.read(row["file_name"])).hexdigest(): row["label_name"] for row in rows}
    assert found == {hashlib.sha256(photo.read_bytes()).hexdigest(): folder for photo, folder in photos.items()}


def manifest(export):
    with zipfile.ZipFile(export) as archive:
        return json.loads(archive.read("manifest.json"))


def verify(export):
    """The verifier of docs/dataset-contract.md, as a person would paste it."""
    pasted = {"__name__": "pasted"}
    exec(code("def verify"), pasted)
    return pasted["verify"](str(export))


def stats(page, program):
    return ask(page, f"{program.url}/api/v1/projects/{SLUG}/stats/").json()


def answers(page, program):
    """The category of each image by its name, as the server has it."""
    rows = ask(page, f"{program.url}/api/v1/projects/{SLUG}/assets/?limit=500").json()["results"]
    return {row["original_name"]: row["category_ids"][0] for row in rows if row["category_ids"]}
