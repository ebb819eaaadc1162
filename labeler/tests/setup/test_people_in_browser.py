"""The people of a project, by mouse and by keyboard, in a browser."""

import re

import pytest
from playwright.sync_api import expect

from people.models import AuditEntry
from projects import lifecycle, members
from projects.joining import invitations, site_kinds
from projects.models import Invitation
from tests.support.browser import at_work, eventually, hold, violations_in_both_themes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WHERE = "/projects/wardrobe/settings/people/"


@pytest.fixture
def browser_context_args(browser_context_args):
    # Axe is put into the page by evaluating it, which the content policy rightly forbids.
    return browser_context_args | {"bypass_csp": True}


@pytest.fixture
def managed(project, alice, mallory):
    """A closed project that Alice manages, and in which Mallory labels."""
    members.put(project, alice, "manager")
    members.put(project, mallory, "labeler")
    return lifecycle.change(project, closed=True)


@pytest.fixture
def as_alice(page, live_server, alice, managed):
    with at_work(page, live_server, alice):
        page.goto(f"{live_server.url}{WHERE}")
        yield page


def kinds(project):
    return dict(project.memberships.values_list("user__username", "kind"))


def kind_of(page, name):
    return page.get_by_label(f"Kind of {name}", exact=True)


def test_a_kind_is_saved_as_it_is_chosen_by_keys_alone(as_alice, managed):
    select = kind_of(as_alice, "mallory")
    select.focus()
    as_alice.keyboard.press("ArrowDown")
    eventually(lambda: kinds(managed)["mallory"] == "reviewer")
    expect(as_alice.locator("tr[data-row=mallory] [data-said]")).to_have_text("Saved")
    expect(as_alice.locator("#live")).to_have_text("mallory is a reviewer")
    expect(select).to_be_focused()
    as_alice.reload()
    expect(kind_of(as_alice, "mallory")).to_have_value("reviewer")


def test_with_a_second_manager_the_first_may_change_own_kind_and_then_loses_the_page(as_alice, managed):
    expect(kind_of(as_alice, "alice")).to_be_disabled()
    kind_of(as_alice, "mallory").select_option("manager")
    expect(kind_of(as_alice, "alice")).to_be_enabled()
    expect(kind_of(as_alice, "mallory")).to_be_focused()
    kind_of(as_alice, "alice").select_option("labeler")
    expect(as_alice.get_by_text("Only managers of this project and staff can change it.")).to_be_visible()
    assert kinds(managed) == {"alice": "labeler", "mallory": "manager"}


def test_what_the_server_refuses_is_said_and_the_choice_is_as_before(as_alice, managed, mallory):
    kind_of(as_alice, "mallory").select_option("manager")
    expect(kind_of(as_alice, "alice")).to_be_enabled()
    members.put(managed, mallory, "labeler")  # in the meantime, by staff
    kind_of(as_alice, "alice").select_option("labeler")
    expect(as_alice.get_by_role("alert").filter(has_text="keeps one manager at least")).to_be_visible()
    expect(kind_of(as_alice, "alice")).to_have_value("manager")
    assert kinds(managed)["alice"] == "manager"


def test_without_a_server_it_says_so_and_the_choice_is_as_before(as_alice, managed):
    as_alice.route("**/members/**", lambda route: route.abort())
    kind_of(as_alice, "mallory").select_option("reviewer")
    expect(as_alice.get_by_role("alert").filter(has_text="The server cannot be reached.")).to_be_visible()
    expect(kind_of(as_alice, "mallory")).to_have_value("labeler")
    as_alice.unroute("**/members/**")
    kind_of(as_alice, "mallory").select_option("reviewer")
    expect(as_alice.get_by_role("alert")).to_have_count(0)


def test_who_is_removed_is_taken_in_again_by_one_click(as_alice, managed):
    as_alice.get_by_role("button", name="Remove mallory from the project").press("Enter")
    undo = as_alice.get_by_role("button", name="Take mallory in again")
    expect(undo).to_be_focused()
    expect(as_alice.get_by_text("Removed. Answers and name stay.", exact=True)).to_be_visible()
    assert "mallory" not in kinds(managed)
    undo.press("Enter")
    expect(as_alice.get_by_role("button", name="Remove mallory from the project")).to_be_focused()
    assert kinds(managed)["mallory"] == "labeler"


def test_somebody_with_an_account_is_added_by_name_and_a_wrong_one_is_told_beside_the_field(as_alice, managed, bob):
    name = as_alice.get_by_label("Add somebody who has an account")
    name.fill("nobody")
    as_alice.keyboard.press("Enter")
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(as_alice.locator("#add-error")).to_have_text("There is nobody with the user name “nobody”.")
    assert violations_in_both_themes(as_alice) == []
    name.fill("bob")
    as_alice.get_by_label("As", exact=True).select_option("reviewer")
    as_alice.get_by_role("button", name="Add", exact=True).click()
    expect(kind_of(as_alice, "bob")).to_have_value("reviewer")
    expect(as_alice.locator("#add-error")).to_be_hidden()
    expect(name).to_be_focused()
    assert kinds(managed)["bob"] == "reviewer"


def test_what_is_chosen_while_the_choice_before_is_saved_is_saved_next(as_alice, managed):
    held = hold(as_alice, "**/members/mallory/")
    select = kind_of(as_alice, "mallory")
    select.select_option("reviewer")
    eventually(lambda: as_alice.wait_for_timeout(20) or held)
    select.select_option("labeler")
    held.pop().continue_()
    eventually(lambda: as_alice.wait_for_timeout(20) or held)
    assert kinds(managed)["mallory"] == "reviewer"
    held.pop().continue_()
    eventually(lambda: kinds(managed)["mallory"] == "labeler")
    expect(select).to_have_value("labeler")


def test_a_name_that_is_typed_while_the_page_comes_anew_stays(as_alice, managed, bob):
    anew = hold(as_alice, re.compile(WHERE))
    kind_of(as_alice, "mallory").select_option("manager")
    eventually(lambda: as_alice.wait_for_timeout(20) or anew)
    name = as_alice.get_by_label("Add somebody who has an account")
    name.fill("bob")
    as_alice.get_by_label("As", exact=True).select_option("reviewer")
    name.focus()
    anew.pop().continue_()
    expect(kind_of(as_alice, "alice")).to_be_enabled()
    expect(name).to_be_focused()
    as_alice.keyboard.press("Enter")
    eventually(lambda: as_alice.wait_for_timeout(20) or anew)
    assert kinds(managed)["bob"] == "reviewer"
    name.fill("carla")
    anew.pop().continue_()
    expect(kind_of(as_alice, "bob")).to_have_value("reviewer")
    expect(name).to_have_value("carla")


def test_a_link_is_made_shown_once_and_ended(as_alice, managed):
    as_alice.get_by_label("Comes in as").select_option("reviewer")
    as_alice.get_by_label("For how many people").fill("3")
    as_alice.keyboard.press("Enter")
    link = as_alice.get_by_label("Invite link")
    expect(link).to_be_focused()
    assert re.search(r"/join/[\w-]{32}/$", link.input_value())
    made = Invitation.objects.get()
    assert (made.kind, made.uses, made.made_by.username) == ("reviewer", 3, "alice")
    expect(as_alice.locator("#invitations")).to_contain_text("0 of 3 came in")
    as_alice.get_by_role("button", name="Copy link").click()
    expect(as_alice.locator("#live")).to_have_text("Copied")
    assert violations_in_both_themes(as_alice) == []
    as_alice.reload()
    expect(as_alice.get_by_label("Invite link")).to_be_hidden()
    as_alice.get_by_role("button", name="End the link").press("Enter")
    expect(as_alice.locator("#invitations .tag")).to_have_text("Ended")
    assert Invitation.objects.get().state == "ended"
    assert AuditEntry.objects.filter(what="invitation_ended").count() == 1


def test_in_an_open_project_a_place_is_prepared_and_given_up(page, live_server, project, alice, mallory):
    alice.groups.add(site_kinds.group("manager"))
    with at_work(page, live_server, alice):
        page.goto(f"{live_server.url}{WHERE}")
        select = page.get_by_label("Kind of mallory once the project is closed")
        expect(select).to_have_value("")
        select.select_option("labeler")
        eventually(lambda: kinds(project) == {"mallory": "labeler"})
        select.select_option("")
        eventually(lambda: kinds(project) == {})
        expect(page.get_by_role("button", name="Remove")).to_have_count(0)
        assert violations_in_both_themes(page) == []


def test_no_state_of_the_page_has_a_barrier_in_either_theme(as_alice, managed, mallory, bob):
    assert violations_in_both_themes(as_alice) == []
    type(mallory).objects.filter(pk=mallory.pk).update(is_active=False)
    invitations.make(managed, "labeler", by=bob)
    as_alice.reload()
    assert violations_in_both_themes(as_alice) == []
    as_alice.get_by_role("button", name="Remove mallory from the project").click()
    as_alice.get_by_role("button", name="Take mallory in again").wait_for()
    assert violations_in_both_themes(as_alice) == []


def test_long_names_make_the_page_no_wider_than_its_window(as_alice, managed, bob, django_user_model, rf):
    _, token = invitations.make(managed, "labeler", by=bob, uses=2)
    long = django_user_model.objects.create_user("w" * 150, first_name="W" * 100, last_name="W" * 100)
    invitations.join(token, long, rf.post("/"))
    wide = {}
    for width in (320, 640, 1000, 1280):
        as_alice.set_viewport_size({"width": width, "height": 720})
        as_alice.reload()
        as_alice.get_by_role("button", name="Make link").click()
        expect(as_alice.get_by_label("Invite link")).to_be_visible()
        over = as_alice.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            wide[width] = over
    assert wide == {}
