"""Settings, General, in a real browser."""

import pytest
from playwright.sync_api import expect

from people.models import AuditEntry
from projects import access, lifecycle
from projects.access import Right
from projects.models import Project
from tests.support.browser import eventually, violations_in_both_themes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHARES = {"train": 7000, "val": 1500, "test": 1500}


@pytest.fixture
def general(settings_page, project):
    lifecycle.change(project, guidelines="Whole garments.", license="CC0-1.0")
    return settings_page()


def now():
    return Project.objects.get(slug="wardrobe")


def save(page):
    page.keyboard.press("Control+Enter")
    expect(page.locator("#changes")).to_have_text("Saved")


def changes():
    return [entry.facts for entry in AuditEntry.objects.filter(what="project_changed", actor="carol").order_by("pk")]


def test_one_button_saves_what_was_changed_and_only_that(general):
    button = general.get_by_role("button", name="Save changes")
    expect(button).to_be_disabled()
    general.get_by_label("Name", exact=True).fill("Closet")
    general.get_by_label("Of the pictures and labels").fill("CC-BY-4.0")
    expect(general.locator("#changes")).to_have_text("2 changes not saved")
    lifecycle.change(now(), guidelines="Theirs.")  # another manager, meanwhile
    button.click()
    expect(general.locator("#changes")).to_have_text("Saved")
    expect(button).to_be_disabled()
    project = now()
    assert (project.name, project.license, project.guidelines) == ("Closet", "CC-BY-4.0", "Theirs.")
    expect(general.locator(".switch")).to_contain_text("Closet")
    assert changes() == [{"name": ["Wardrobe", "Closet"], "license": ["CC0-1.0", "CC-BY-4.0"], "slug": "wardrobe"}]


def test_all_of_it_is_done_by_keys_alone(general):
    general.get_by_label("Markdown").focus()
    general.keyboard.press("Control+a")
    general.keyboard.type("**New** ones.")
    expect(general.locator("#preview")).to_have_text("New ones.")
    expect(general.locator("#preview strong")).to_have_text("New")
    general.get_by_label("Deal images into train").focus()
    general.keyboard.press("Space")
    save(general)
    assert now().split_ratios == {"train": 8000, "val": 1000, "test": 1000}
    general.get_by_role("radio", name="Open").focus()
    general.keyboard.press("ArrowDown")
    save(general)
    assert (now().guidelines, now().closed) == ("**New** ones.", True)


def test_what_was_changed_can_be_discarded(general):
    name = general.get_by_label("Name", exact=True)
    name.fill("Closet")
    general.get_by_label("Markdown").fill("Other.")
    general.get_by_label("Deal images into train").check()
    general.get_by_role("radio", name="Closed").check()
    expect(general.locator("#changes")).to_have_text("4 changes not saved")
    general.get_by_role("button", name="Discard").click()
    expect(general.locator("#changes")).to_have_text("")
    expect(name).to_have_value("Wardrobe")
    expect(name).to_be_focused()
    expect(general.get_by_label("Markdown")).to_have_value("Whole garments.")
    expect(general.locator("#preview")).to_have_text("Whole garments.")
    expect(general.locator("#shares")).to_be_hidden()
    assert changes() == []


def test_whether_what_is_mended_is_approved_is_switched_by_key_and_kept_from_others(general):
    box = general.get_by_role("checkbox", name="Approve what a reviewer mends")
    expect(box).to_be_checked()
    box.focus()
    general.keyboard.press("Space")
    save(general)
    assert not now().approve_mended
    assert changes() == [{"approve_mended": [True, False], "slug": "wardrobe"}]
    lifecycle.change(now(), approve_mended=True)  # another manager, meanwhile
    lifecycle.change(now(), approve_mended=False)
    general.keyboard.press("Space")
    general.get_by_role("button", name="Discard").click()
    expect(box).not_to_be_checked()


def test_a_preview_that_comes_after_its_text_was_discarded_is_not_shown(general):
    held = []
    general.route("**/guidelines/preview/", lambda route: held.append(route), times=1)  # noqa: PLW0108 no builtin
    with general.expect_request("**/guidelines/preview/"):
        general.get_by_label("Markdown").fill("Other.")
    general.get_by_role("button", name="Discard").click()
    with general.expect_response("**/guidelines/preview/") as late:
        held[0].continue_()
    late.value.finished()
    general.evaluate("() => fetch(location)")  # so that the page has heard the one before
    assert general.locator("#preview").inner_text() == "Whole garments."


def test_leaving_with_changes_asks_and_without_does_not(general):
    asked = []
    general.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    general.get_by_label("Name", exact=True).fill("Closet")
    general.get_by_role("link", name="Versions").click()
    eventually(lambda: general.wait_for_timeout(0) or asked == ["beforeunload"])
    expect(general.get_by_label("Name", exact=True)).to_have_value("Closet")
    save(general)
    general.get_by_role("link", name="Versions").click()
    expect(general.get_by_role("heading", name="Versions", exact=True)).to_be_visible()
    assert asked == ["beforeunload"]


def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_lost(general, bob):
    lifecycle.create("Garage", by=bob)
    name, license = general.get_by_label("Name", exact=True), general.get_by_label("Of the pictures and labels")
    name.fill("garage")
    license.fill("CC-BY-4.0")
    general.keyboard.press("Control+Enter")
    expect(general.locator("#error-name")).to_have_text("There is a project “Garage” already.")
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(license).to_have_value("CC-BY-4.0")
    assert (now().name, now().license) == ("Wardrobe", "CC0-1.0")
    name.fill("")
    expect(general.locator("#error-name")).to_be_hidden()
    general.keyboard.press("Control+Enter")
    expect(general.locator("#error-name")).not_to_be_empty()
    name.fill("Closet")
    save(general)
    assert (now().name, now().license) == ("Closet", "CC-BY-4.0")


def test_a_server_that_is_not_reached_loses_nothing(general):
    general.route("**/api/v1/projects/wardrobe/", lambda route: route.abort())
    general.get_by_label("Name", exact=True).fill("Closet")
    general.keyboard.press("Control+Enter")
    expect(general.locator("#save-problem")).to_have_text("Labeler was not reached. Your changes are still here.")
    expect(general.locator("#changes")).to_have_text("1 change not saved")
    general.unroute_all()
    save(general)
    expect(general.locator("#save-problem")).to_be_hidden()
    assert now().name == "Closet"


@pytest.mark.parametrize(("choice", "kept"), [("Keep mine", "Mine."), ("Take theirs", "Theirs.")])
def test_two_who_change_the_same_see_both_values(general, choice, kept):
    field = general.get_by_label("Markdown")
    field.fill("Mine.")
    general.get_by_label("Name", exact=True).fill("Closet")
    lifecycle.change(now(), guidelines="Theirs.")
    general.keyboard.press("Control+Enter")
    problem = general.locator("#error-guidelines")
    expect(problem).to_contain_text("Somebody else changed the guidelines meanwhile. It is now 7 characters: Theirs.")
    expect(field).to_have_value("Mine.")
    assert (now().name, now().guidelines) == ("Wardrobe", "Theirs.")  # all or nothing
    assert violations_in_both_themes(general) == []
    problem.get_by_role("button", name=choice).press("Enter")
    expect(field).to_have_value(kept)
    expect(field).to_be_focused()
    save(general)
    assert (now().name, now().guidelines) == ("Closet", kept)


# --- splits ---------------------------------------------------------------------------------------------------------


def test_shares_are_counted_while_typing_and_must_add_up(general, photos, dress, answer, carol):
    answer(photos(20), "labeled", dress, by=carol)
    general.get_by_label("Deal images into train").check()
    expect(general.locator("#count-train")).to_contain_text("answered image")
    general.get_by_label("Train", exact=True).fill("50")
    expect(general.locator("#count-train")).not_to_contain_text("answered")
    general.get_by_label("Validation", exact=True).fill("25")
    error = general.locator("#error-split_ratios")
    expect(error).to_be_hidden()  # not before one has left the field
    general.keyboard.press("Control+Enter")
    expect(error).to_have_text("Train, validation and test are 85% together. They have to add up to 100.")
    assert now().split_ratios is None
    assert violations_in_both_themes(general) == []
    general.get_by_label("Test", exact=True).fill("25")
    expect(error).to_be_hidden()
    expect(general.locator("#count-train")).to_contain_text("answered image")
    counts = [general.locator(f"#count-{name}").text_content().split()[0] for name in ("train", "val", "test")]
    assert sum(map(int, counts)) == 20
    save(general)
    assert now().split_ratios == {"train": 5000, "val": 2500, "test": 2500}
    general.get_by_label("Deal images into train").uncheck()
    save(general)
    assert now().split_ratios is None


def test_it_says_in_place_what_is_dealt_anew(settings_page, project, photos, dress, answer, carol, make_version):
    answer(photos(5), "approved", dress, by=carol)
    lifecycle.change(project, split_ratios=SHARES)
    make_version(project, by=carol)
    page = settings_page()
    expect(page.locator("#count-train")).to_contain_text("answered image")
    expect(page.locator("#deals-anew")).to_be_hidden()
    page.get_by_label("Seed", exact=True).fill("another")
    expect(page.locator("#deals-anew")).to_contain_text("Shares or seed are not those of v1")
    assert violations_in_both_themes(page) == []
    page.get_by_label("Seed", exact=True).fill("")
    expect(page.locator("#count-train")).to_contain_text("answered image")
    expect(page.locator("#deals-anew")).to_be_hidden()


# --- brightness -----------------------------------------------------------------------------------------------------


def test_a_window_is_set_refused_beside_its_fields_and_taken_away(general):
    black, white = general.get_by_label("Black is"), general.get_by_label("White is")
    black.fill("200")
    white.fill("900,5")
    save(general)
    assert now().window == (200, 900.5)
    general.reload()
    expect(black).to_have_value("200")
    expect(white).to_have_value("900.5")
    expect(general.get_by_role("button", name="Save changes")).to_be_disabled()
    white.fill("much")
    general.get_by_role("button", name="Save changes").click()
    expect(general.locator("#error-window")).to_contain_text("from one number to a larger one")
    assert violations_in_both_themes(general) == []
    black.fill("")
    white.fill("")
    save(general)
    assert now().window is None


# --- closing and archiving ------------------------------------------------------------------------------------------


def test_whoever_closes_a_project_stays_its_manager(general, carol, mallory):
    general.get_by_role("radio", name="Closed").check()
    save(general)
    assert Right.MANAGE in access.rights(carol, now())
    assert not access.rights(mallory, now())
    general.reload()
    expect(general.get_by_role("radio", name="Closed")).to_be_checked()
    general.get_by_role("radio", name="Open").check()
    save(general)
    assert access.rights(mallory, now())


def test_a_project_is_archived_at_once_and_taken_out_again(general):
    general.get_by_label("Name", exact=True).fill("Closet")
    general.get_by_role("button", name="Archive project").press("Enter")
    back = general.get_by_role("button", name="Take out of the archive")
    expect(back).to_be_focused()
    expect(general.locator("#live")).to_have_text("The project is archived. Nothing is deleted.")
    assert now().archived_at
    assert violations_in_both_themes(general) == []
    expect(general.locator("#changes")).to_have_text("1 change not saved")  # it has nothing to do with it
    back.press("Enter")
    expect(general.get_by_role("button", name="Archive project")).to_be_focused()
    assert not now().archived_at


def test_no_width_makes_the_page_scroll_sideways(general):
    lifecycle.change(now(), name="W" * 100, guidelines="W" * 300, license="L" * 200)
    general.reload()
    for width in (320, 640, 1000, 1280, 1440):
        general.set_viewport_size({"width": width, "height": 900})
        assert general.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert violations_in_both_themes(general) == []


def test_reasons_to_send_back_are_lines_and_too_many_are_refused_beside_them(general):
    field = general.get_by_label("Reasons, one a line")
    field.fill("blurry\n\n  wrong class ")
    save(general)
    assert now().send_back_reasons == ["blurry", "wrong class"]
    expect(field).to_have_value("blurry\nwrong class")
    field.fill("\n".join("abcdefghij"))
    general.keyboard.press("Control+Enter")
    expect(general.get_by_text("A project has at most 9 reasons")).to_be_visible()
    expect(field).to_be_focused()
    assert now().send_back_reasons == ["blurry", "wrong class"]
    general.get_by_role("button", name="Discard").click()
    expect(field).to_have_value("blurry\nwrong class")
