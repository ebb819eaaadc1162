"""A project is deleted from its settings, in a real browser."""

import pytest
from playwright.sync_api import expect

from labeler.deletion import deleting
from projects import lifecycle
from projects.models import DeletedProject, Project
from tests.support.browser import at_work, violations_in_both_themes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browser_context_args(browser_context_args):
    # Axe is put into the page by evaluating it, which the content policy rightly forbids.
    return browser_context_args | {"bypass_csp": True}


@pytest.fixture
def opened(page, live_server, bob, project, photo, dress, answer):
    """The settings of a project in the archive, as a superuser."""
    answer(photo, "labeled", dress, by=bob)
    lifecycle.archive(project, by=bob)
    with at_work(page, live_server, bob):
        page.goto(f"{live_server.url}/projects/wardrobe/settings/")
        yield page


def test_it_says_what_goes_and_asks_for_the_short_name(opened):
    button = opened.get_by_role("button", name="Delete project…")
    button.scroll_into_view_if_needed()
    assert violations_in_both_themes(opened) == []
    button.click()
    dialog = opened.get_by_role("dialog", name="Delete Wardrobe")
    expect(dialog.locator("#delete-held")).to_have_text(
        "1 image, 1 label with all their history, 0 videos and 0 versions go, with their files."
    )
    expect(dialog).to_contain_text("This cannot be undone.")
    field, delete = (
        dialog.get_by_label("Type wardrobe to delete it"),
        dialog.get_by_role("button", name="Delete project"),
    )
    expect(field).to_be_focused()
    for typed in ("Wardrobe", "wardrobe "):
        field.fill(typed)
        expect(delete).to_be_disabled()
    opened.keyboard.press("Control+Enter")
    assert violations_in_both_themes(opened) == []
    assert not DeletedProject.objects.exists()
    field.fill("wardrobe")
    expect(delete).to_be_enabled()
    opened.keyboard.press("Enter")
    opened.wait_for_url("**/jobs/")
    row = opened.locator("[data-job^=deletion]")
    expect(row).to_contain_text("Delete Wardrobe")
    expect(row).to_contain_text("Waiting")
    assert violations_in_both_themes(opened) == []
    deleted = DeletedProject.objects.get()
    deleting.run(deleted.pk)
    expect(row).to_contain_text("Done", timeout=15_000)
    assert not Project.objects.exists()
    opened.go_back()
    opened.reload()
    expect(opened.get_by_role("heading", name="There is no such project")).to_be_visible()


def test_what_is_refused_is_said_and_nothing_is_lost(opened, project, bob):
    opened.get_by_role("button", name="Delete project…").click()
    lifecycle.unarchive(project, by=bob)  # somebody else, meanwhile
    opened.get_by_label("Type wardrobe to delete it").fill("wardrobe")
    opened.get_by_role("button", name="Delete project", exact=True).click()
    expect(opened.locator("#error-confirm")).to_have_text("Only an archived project can be deleted. Archive it first.")
    expect(opened.get_by_label("Type wardrobe to delete it")).to_have_value("wardrobe")
    assert not DeletedProject.objects.exists()


def test_it_is_offered_once_the_project_is_in_the_archive(page, live_server, bob, project):
    with at_work(page, live_server, bob):
        page.goto(f"{live_server.url}/projects/wardrobe/settings/")
        offer = page.get_by_role("button", name="Delete project…")
        expect(offer).to_be_hidden()
        page.get_by_role("button", name="Archive project").click()
        expect(offer).to_be_visible()
        page.get_by_role("button", name="Take out of the archive").click()
        expect(offer).to_be_hidden()


def test_a_manager_who_is_no_superuser_is_offered_nothing(page, live_server, project, bob, django_user_model):
    staff = django_user_model.objects.create_user("maria", is_staff=True)
    lifecycle.archive(project, by=bob)
    with at_work(page, live_server, staff):
        page.goto(f"{live_server.url}/projects/wardrobe/settings/")
        expect(page.get_by_role("button", name="Take out of the archive")).to_be_visible()
        expect(page.get_by_text("Delete project")).to_have_count(0)
        assert page.goto(f"{live_server.url}/projects/wardrobe/settings/?part=deletion").status == 403
