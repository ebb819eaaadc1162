"""The people of the site, by mouse and by keyboard, in a browser."""

import pytest
from playwright.sync_api import expect

from projects import members
from projects.joining import site_kinds
from tests.support.browser import at_work, eventually, violations_in_both_themes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browser_context_args(browser_context_args):
    # Axe is put into the page by evaluating it, which the content policy rightly forbids.
    return browser_context_args | {"bypass_csp": True}


@pytest.fixture
def as_bob(page, live_server, bob, alice):
    with at_work(page, live_server, bob):
        page.goto(f"{live_server.url}/people/")
        yield page


def kind_of(user):
    return site_kinds.of(type(user).objects.get(pk=user.pk))


def test_staff_come_there_from_home_by_keys_alone(page, live_server, bob):
    with at_work(page, live_server, bob):
        page.goto(live_server.url)
        page.locator("summary").press("Enter")
        page.get_by_role("link", name="People").press("Enter")
        expect(page.get_by_role("heading", name="People", level=1)).to_be_visible()


def test_a_kind_is_saved_as_it_is_chosen(as_bob, alice):
    select = as_bob.get_by_label("Kind of alice in open projects")
    select.focus()
    as_bob.keyboard.press("ArrowDown")
    eventually(lambda: kind_of(alice) == "labeler")
    expect(as_bob.locator("#live")).to_have_text("alice is a labeler in open projects")
    expect(select).to_be_focused()
    as_bob.reload()
    expect(as_bob.get_by_label("Kind of alice in open projects")).to_have_value("labeler")


def test_without_a_server_the_choice_is_as_before_and_it_says_why(as_bob, alice):
    as_bob.route("**/people/", lambda route: route.abort())
    select = as_bob.get_by_label("Kind of alice in open projects")
    select.select_option("manager")
    expect(as_bob.get_by_role("alert").filter(has_text="The server cannot be reached.")).to_be_visible()
    expect(select).to_have_value("")
    assert kind_of(alice) == ""


def test_somebody_is_deactivated_and_let_in_again_by_keys(as_bob, alice):
    as_bob.get_by_role("button", name="Deactivate alice").press("Enter")
    expect(as_bob.get_by_text("alice cannot come in any more. Name and answers stay.")).to_be_visible()
    alice.refresh_from_db()
    assert not alice.is_active
    as_bob.get_by_role("button", name="Let alice in again").press("Enter")
    expect(as_bob.get_by_text("alice may come in again.")).to_be_visible()
    alice.refresh_from_db()
    assert alice.is_active


def test_a_reset_link_is_shown_and_copied(as_bob, alice):
    as_bob.get_by_role("button", name="Make a reset link for alice").click()
    expect(as_bob.locator("#made-link")).to_contain_text("/new-password/")
    as_bob.get_by_role("button", name="Copy link").click()
    expect(as_bob.locator("#live")).to_have_text("Copied")
    assert violations_in_both_themes(as_bob) == []


def test_no_state_of_the_page_has_a_barrier_in_either_theme(as_bob, live_server, project, alice, mallory):
    members.put(project, alice, "labeler")
    type(mallory).objects.filter(pk=mallory.pk).update(is_active=False)
    for search in ("", "?search=zzz"):
        as_bob.goto(f"{live_server.url}/people/{search}")
        assert violations_in_both_themes(as_bob) == []


def test_long_names_make_the_page_no_wider_than_its_window(as_bob, live_server, project, django_user_model):
    long = django_user_model.objects.create_user("w" * 150, first_name="W" * 100, last_name="W" * 100)
    members.put(project, long, "labeler")
    wide = {}
    for width in (320, 640, 1000, 1280):
        as_bob.set_viewport_size({"width": width, "height": 720})
        as_bob.reload()
        over = as_bob.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            wide[width] = over
    assert wide == {}
