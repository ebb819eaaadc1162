"""From nothing to the first label, with the whole program: every act of a hand is counted."""

import time
import zipfile

import pytest
from playwright.sync_api import expect

from tests.support.browser import PATIENCE, drop, eventually, see_picture
from tests.support.program import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.processes]

PHOTOS = 300


class Hand:
    """What a person does on a page. Each click, drop and key that decides something is an act; typing fills a field."""

    def __init__(self, page):
        self.page, self.acts, self.fields = page, [], []

    def click(self, name, role="button"):
        self.acts.append(name)
        self.page.get_by_role(role, name=name).first.click()

    def drop(self, place):
        self.acts.append("drop")
        drop(self.page, place)

    def press(self, key):
        self.acts.append(key)
        self.page.keyboard.press(key)

    def fill(self, label, text):
        self.fields.append(label)
        self.page.get_by_label(label, exact=True).fill(text)


@pytest.fixture
def home(page, program):
    """The list of projects, of somebody who has just signed in for the first time."""
    page.set_default_timeout(PATIENCE)
    page.goto(program.url)
    page.get_by_label("User name").fill("admin")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("No projects yet")).to_be_visible()
    return page


def is_ready(page):
    expect(page.get_by_role("heading", name="New project")).to_be_visible()
    page.wait_for_load_state()  # files are taken by script


def images_and_answers(program):
    told = program.manage(
        "shell", "-c",
        "from assets.models import Asset as a; print('told', a.objects.count(), a.objects.exclude(revision=0).count())",
    )  # fmt: skip
    return [int(number) for number in told.split("told")[1].split()]


def flat_folder(photos, where):
    where.mkdir()
    for number, photo in enumerate(photos):
        (where / f"img{number + 1}.jpg").write_bytes(photo.read_bytes())
    return where


def test_the_first_label_takes_five_acts_and_two_fields_with_three_hundred_photos(
    home, context, program, labeled_photos, tmp_path
):
    folder = flat_folder(labeled_photos(PHOTOS), tmp_path / "photos")
    hand, started = Hand(home), time.monotonic()
    hand.click("New project", role="link")
    is_ready(home)
    hand.fill("Name", "Wardrobe")
    hand.fill("Categories, one a line", "Dress\nHat\nShoes")
    hand.drop(folder)
    hand.click("Create and add 300 pictures")
    start = home.get_by_role("link", name="Start labeling")
    expect(start).to_be_visible()
    with context.expect_page() as opened:
        hand.click("Start labeling", role="link")
    hand.page = labeling = opened.value
    expect(labeling.locator("figure img")).to_be_visible()
    see_picture(labeling)
    hand.press("1")
    eventually(lambda: images_and_answers(program)[1] == 1)
    took = time.monotonic() - started
    print(f"\n{len(hand.acts)} acts, {len(hand.fields)} fields, {took:.1f} s to the first label that the server has")
    assert hand.acts == ["New project", "drop", "Create and add 300 pictures", "Start labeling", "1"]
    assert len(hand.fields) == 2
    expect(home.locator("#first-upload")).to_contain_text("300 pictures added.")
    assert images_and_answers(program) == [PHOTOS, 1]


def test_a_zip_of_class_folders_is_labeled_and_waits_in_review(home, labeled_photos, tmp_path):
    archive = tmp_path / "shapes.zip"
    photos = labeled_photos(20)
    with zipfile.ZipFile(archive, "w") as file:
        for photo, kind in photos.items():
            file.write(photo, f"shapes/{kind}/{photo.name}")
    home.get_by_role("link", name="New project").first.click()
    is_ready(home)
    drop(home, archive)
    home.get_by_text("Categories and labels").click()
    home.get_by_role("button", name="Create and add 20 pictures").click()
    first = home.locator("#first-upload")
    expect(first).to_contain_text("20 pictures added, 20 with the label of their folder.")
    first.get_by_role("link", name="Review the labels").click()
    expect(home.locator(".cell")).to_have_count(20)
