"""The account page and the page of those who tried too often, in a browser."""

import pytest
from playwright.sync_api import expect

from people import tokens
from people.models import TokenFacts
from tests.support.browser import PATIENCE, at_work, violations_in_both_themes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browser_context_args(browser_context_args):
    # Axe is put into the page by evaluating it, which the content policy rightly forbids.
    return browser_context_args | {"bypass_csp": True}


@pytest.fixture
def as_alice(page, live_server, alice):
    with at_work(page, live_server, alice):
        page.goto(f"{live_server.url}/account/")
        yield page


def test_a_token_is_made_and_deleted_by_keys_alone(as_alice, alice):
    as_alice.get_by_label("Name", exact=True).focus()
    as_alice.keyboard.type("Nightly training")
    as_alice.keyboard.press("Enter")
    expect(as_alice.locator("#new-token")).to_be_visible()
    as_alice.wait_for_load_state()  # no script hears a key before
    row = as_alice.get_by_role("button", name="Delete the token Nightly training")
    row.press("Enter")
    dialog = as_alice.get_by_role("dialog", name="Delete the token Nightly training")
    expect(dialog).to_be_visible()
    as_alice.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(row).to_be_focused()
    row.press("Enter")
    dialog.get_by_role("button", name="Delete", exact=True).press("Enter")
    expect(as_alice.get_by_text("The token was deleted.")).to_be_visible()
    assert not TokenFacts.objects.exists()


def test_no_state_of_the_page_has_a_barrier_in_either_theme(as_alice, alice):
    name = as_alice.get_by_label("Name", exact=True)
    for _ in range(2):  # the second time the name is taken
        name.fill("Camera")
        as_alice.get_by_role("button", name="Make token").click()
        as_alice.locator("#new-token, #token-name-error").wait_for()
        assert violations_in_both_themes(as_alice) == []
    as_alice.get_by_role("button", name="Delete the token Camera").click()
    assert violations_in_both_themes(as_alice) == []


def test_long_names_make_the_page_no_wider_than_its_window(as_alice, alice):
    tokens.make(alice, "W" * 60, read_only=True)
    tokens.make(alice, "Camera", days=None)
    wide = {}
    for width in (320, 640, 1000, 1280):
        as_alice.set_viewport_size({"width": width, "height": 720})
        as_alice.reload()
        over = as_alice.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            wide[width] = over
    assert wide == {}


def test_who_tried_too_often_reads_when_to_come_again(page, live_server, alice):
    page.set_default_timeout(PATIENCE)
    too_many = page.get_by_role("heading", name="Too many tries")
    while not too_many.count():
        page.goto(f"{live_server.url}/login/")
        page.get_by_label("User name").fill("alice")
        page.get_by_label("Password").fill("wrong")
        with page.expect_response("**/login/"):
            page.get_by_role("button", name="Sign in").click()
        page.wait_for_load_state()
    expect(page.get_by_text("Try again in")).to_be_visible()
    assert violations_in_both_themes(page) == []
    page.get_by_role("link", name="Back to signing in").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
