"""The release gate in a real browser: asked for in the settings, told beside New version, opened by a sample check."""

import pytest
from playwright.sync_api import expect

from annotations.checks import sample_checks
from exports.models import DatasetVersion
from projects.models import Project
from tests.support.browser import at_work, eventually, see_picture, violations_in_both_themes
from tests.support.cast import give_answer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NO_CHECK = "No sample check of approved labels was finished."


@pytest.fixture
def approved(photos, dress, hat, bob):
    made = photos(6)
    give_answer(made, "approved", dress, by=bob)
    return made


@pytest.fixture
def bobs(live_server, page, bob, approved):
    with at_work(page, live_server, bob):
        yield lambda path: page.goto(f"{live_server.url}/projects/wardrobe/{path}") and page


def new_version(page):
    page.get_by_role("button", name="New version").first.click()
    return page.get_by_role("dialog")


def test_a_manager_asks_for_a_check_and_takes_that_back_by_keys_alone(bobs):
    page = bobs("settings/")
    gate = page.get_by_label("Labels that may be wrong, by a sample check")
    gate.focus()
    page.keyboard.type("2,5")
    page.get_by_label("Versions tell what the last sample check said").focus()
    page.keyboard.press("Space")
    expect(page.locator("#changes")).to_have_text("2 changes not saved")
    assert violations_in_both_themes(page) == []
    page.keyboard.press("Control+Enter")
    expect(page.locator("#changes")).to_have_text("Saved")
    project = Project.objects.get()
    assert (project.release_gate, project.quality_statement) == (2.5, True)
    page.reload()
    expect(gate).to_have_value("2.5")
    gate.fill("")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#changes")).to_have_text("Saved")
    assert Project.objects.get().release_gate is None


@pytest.mark.parametrize(
    ("typed", "sentence"), [("some", "This takes a number, not a text."), ("101", "0 to 100 per cent")]
)
def test_what_is_no_share_is_told_beside_the_field_and_nothing_is_saved(bobs, typed, sentence):
    page = bobs("settings/")
    page.get_by_label("Labels that may be wrong, by a sample check").fill(typed)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#error-release_gate")).to_contain_text(sentence)
    assert Project.objects.get().release_gate is None


def test_what_is_missing_stands_beside_the_button_and_a_check_opens_the_gate(bobs, project):
    Project.objects.update(release_gate=2)
    page = bobs("versions/")
    expect(page.locator(".page-note")).to_contain_text(NO_CHECK)
    dialog = new_version(page)
    button = dialog.locator("[data-create]")
    expect(dialog.locator("[data-why]")).to_have_text(f"{NO_CHECK} Make a sample check first.")
    expect(button).to_be_disabled()
    assert violations_in_both_themes(page) == []
    dialog.get_by_role("link", name="See how many labels are wrong").press("Enter")
    page.get_by_role("button", name="Start").press("Enter")
    for judged in range(6):
        expect(page.locator("[data-part=count]")).to_have_text(f"{judged} of 6")
        expect(page.locator("figure img")).to_be_visible()
        see_picture(page)
        page.keyboard.press("a")
    expect(page.get_by_role("heading", level=1)).to_have_text("0% of the labels are wrong")
    page = bobs("versions/")
    expect(page.locator(".page-note")).to_contain_text("A version may be made")
    dialog = new_version(page)
    expect(dialog.locator("[data-why]")).to_contain_text("The last sample check is good enough")
    expect(button).to_be_enabled()
    button.press("Enter")
    eventually(DatasetVersion.objects.exists)


def test_a_label_that_is_changed_while_the_dialog_is_open_is_refused_with_the_sentence(
    bobs, project, approved, hat, bob
):
    Project.objects.update(release_gate=2)
    check = sample_checks.start(project, by=bob)
    sample_checks.judge(check, dict.fromkeys([photo.pk for photo in approved], True), by=bob)
    dialog = new_version(bobs("versions/"))
    button = dialog.locator("[data-create]")
    expect(button).to_be_enabled()
    give_answer(approved[0], "approved", hat, by=bob)
    button.press("Enter")
    expect(dialog.locator("[data-problem]")).to_contain_text("1 label was changed or added since the last check.")
    assert not DatasetVersion.objects.exists()
