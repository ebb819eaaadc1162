"""From nothing to the first label, with the whole program: every act of a hand is counted."""

import time
import zipfile

import pytest
from playwright.sync_api import expect

from tests.support.browser import drop, eventually
from tests.support.walks.hands import ChromiumHand, FirefoxHand
from tests.support.walks.pages import Grid, SignIn

pytestmark = [pytest.mark.browser, pytest.mark.processes]

PHOTOS = 300


@pytest.fixture(params=["chromium", pytest.param("firefox", marks=pytest.mark.firefox)])
def hand(request):
    if request.param == "chromium":
        return ChromiumHand(request.getfixturevalue("page"))
    return FirefoxHand(request.getfixturevalue("firefox"))


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
    hand, program, labeled_photos, tmp_path
):
    folder = flat_folder(labeled_photos(PHOTOS), tmp_path / "photos")
    home = SignIn(hand, program.url).go()
    started = time.monotonic()
    new = home.new_project()
    new.fill("Wardrobe", ["Dress", "Hat", "Shoes"])
    new.drop(folder)
    grid = new.create("Create and add 300 pictures")
    labeling = grid.start_labeling()
    labeling.answer("1")
    eventually(lambda: images_and_answers(program)[1] == 1)
    took = time.monotonic() - started
    print(f"\n{len(hand.acts)} acts, {len(hand.fields)} fields, {took:.1f} s to the first label that the server has")
    assert hand.acts == ["New project", "drop", "Create and add 300 pictures", "Start labeling", "1"]
    assert len(hand.fields) == 2
    hand.back_to_first_window()
    grid.see_end("300 pictures added.")
    assert images_and_answers(program) == [PHOTOS, 1]


def test_a_zip_of_class_folders_is_labeled_and_waits_in_review(page, program, labeled_photos, tmp_path):
    archive = tmp_path / "shapes.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for photo, kind in labeled_photos(20).items():
            file.write(photo, f"shapes/{kind}/{photo.name}")
    hand = ChromiumHand(page)
    SignIn(hand, program.url).go().new_project()
    drop(page, archive)
    page.get_by_text("Categories and labels").click()
    page.get_by_role("button", name="Create and add 20 pictures").click()
    Grid(hand).see_end("20 pictures added, 20 with the label of their folder.")
    page.get_by_role("link", name="Review the labels").click()
    expect(page.locator(".cell")).to_have_count(20)
