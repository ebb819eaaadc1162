"""From a link to the first page of a project, in a browser."""

import pytest
from playwright.sync_api import expect

from projects import access, lifecycle
from projects.access import Right
from projects.joining import invitations
from projects.models import Membership
from tests.support.browser import PATIENCE, at_work, violations_in_both_themes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "another horse, another battery"


@pytest.fixture
def browser_context_args(browser_context_args):
    # Axe is put into the page by evaluating it, which the content policy rightly forbids.
    return browser_context_args | {"bypass_csp": True}


@pytest.fixture
def link(project, bob, live_server):
    lifecycle.change(project, closed=True)
    return f"{live_server.url}/join/{invitations.make(project, 'labeler', by=bob)[1]}/"


def test_a_stranger_makes_an_account_by_keys_alone_and_is_in_the_project(page, live_server, link, project):
    page.set_default_timeout(PATIENCE)
    asked = []
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108 Playwright takes no builtin
    page.goto(link)
    expect(page.get_by_label("User name")).to_be_focused()
    page.keyboard.type("carol")
    for _ in range(2):
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("You are in Wardrobe.")).to_be_visible()
    assert page.url == f"{live_server.url}/projects/wardrobe/"
    carol = Membership.objects.get().user
    assert access.rights(carol, project) == {Right.ANSWER}
    # What the browser asked for from there was told no link.
    page.wait_for_load_state()
    assert len(asked) > 5
    assert [request.url for request in asked if "/join/" in request.all_headers().get("referer", "")] == []


def test_who_has_an_account_signs_in_comes_back_and_joins_by_one_button(page, live_server, link, alice):
    page.set_default_timeout(PATIENCE)
    page.goto(link)
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("User name").fill("alice")
    page.get_by_label("Password").fill("correct horse alice")
    page.keyboard.press("Enter")
    join = page.get_by_role("button", name="Join", exact=True)
    expect(join).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("You are in Wardrobe.")).to_be_visible()
    assert Membership.objects.get().user == alice


def test_what_will_not_do_stands_beside_its_field_and_what_was_typed_stays(page, link, alice):
    page.set_default_timeout(PATIENCE)
    page.goto(link)
    page.get_by_label("User name").fill("alice")
    page.get_by_label("Password").fill("short")
    page.get_by_label("The same again").fill("short")
    page.get_by_role("button", name="Make account and join").click()
    name = page.get_by_label("User name")
    expect(name).to_have_value("alice")
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("alert").first).to_contain_text("Somebody has that user name already.")
    assert violations_in_both_themes(page) == []


def test_no_state_of_the_page_has_a_barrier_or_is_wider_than_its_window(page, live_server, link, project, alice, bob):
    lifecycle.change(project, name="W" * 100)
    states = {"stranger": link, "no good": f"{live_server.url}/join/nothing/"}
    look(page, states)
    with at_work(page, live_server, alice):
        look(page, {"known": link, "no good": states["no good"]})
    lifecycle.change(project, closed=False)
    with at_work(page, live_server, alice):
        look(page, {"open": link})
    with at_work(page, live_server, bob):
        look(page, {"staff": link})


def look(page, states):
    for name, where in states.items():
        page.set_viewport_size({"width": 320, "height": 720})
        page.goto(where)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name
        assert violations_in_both_themes(page) == [], name
