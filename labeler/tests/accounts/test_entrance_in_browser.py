"""Coming in and one's own doors, in a browser: the second factor, a link for a new password, signing out elsewhere."""

import re

import pytest
from playwright.sync_api import expect

from annotations.models import AnnotationEvent
from labeler.tests.accounts.conftest import App
from labeler.tests.accounts.test_second_factor import secret_on
from people.accounts import reset_links, second_factor
from tests.support.browser import PATIENCE, at_work, eventually, see_picture, sign_in, violations_in_both_themes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RIGHT = "correct horse alice"
NEW = "another horse, another battery"
FACTOR = "/account/second-factor/"


@pytest.fixture
def browser_context_args(browser_context_args):
    # Axe is put into the page by evaluating it, which the content policy rightly forbids.
    return browser_context_args | {"bypass_csp": True}


@pytest.fixture
def as_alice(page, live_server, alice):
    with at_work(page, live_server, alice):
        yield page


@pytest.fixture
def stranger(page):
    page.set_default_timeout(PATIENCE)
    return page


def type_into(page, *labels_and_texts):
    """By keys alone, from the field that has the focus to the last, which sends the form."""
    *before, last = labels_and_texts
    for label, text in before:
        expect(page.get_by_label(label, exact=True)).to_be_focused()
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    label, text = last
    expect(page.get_by_label(label, exact=True)).to_be_focused()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def type_password(page, live_server, name="alice", password=RIGHT):
    page.goto(f"{live_server.url}/login/")
    type_into(page, ("User name", name), ("Password", password))


def is_at_home(page):
    expect(page).to_have_title(re.compile("Projects|Labeler"))
    expect(page.locator("summary[aria-label*=alice]")).to_be_visible()


# --- the second factor ---


def test_it_is_set_up_and_used_by_keys_alone(as_alice, live_server, alice, clock):
    page = as_alice
    page.goto(f"{live_server.url}/account/")
    page.get_by_role("link", name="Set up").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Code", exact=True).focus()
    app = App(secret_on(page.content()), clock)
    page.keyboard.type(app.code())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The second factor is on.")).to_be_visible()
    page.wait_for_load_state()  # buttons that copy do so by script
    page.get_by_role("button", name="Copy recovery codes").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#live")).to_have_text("Copied")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("On. After your password")).to_be_visible()

    page.context.clear_cookies()
    type_password(page, live_server)
    expect(page.get_by_role("heading", name="Your code")).to_be_visible()
    type_into(page, ("Code", app.next_code()))
    is_at_home(page)


def test_a_recovery_code_signs_in_where_the_app_is_not_at_hand(stranger, live_server, alice, set_up):
    _, codes = set_up(alice)
    type_password(stranger, live_server)
    expect(stranger.get_by_role("heading", name="Your code")).to_be_visible()
    type_into(stranger, ("Code", "0000-0000"))
    expect(stranger.get_by_role("alert")).to_contain_text("That code does not match.")
    type_into(stranger, ("Code", codes[0]))
    is_at_home(stranger)


def test_a_login_that_ran_out_is_renewed_in_the_labeling_page_with_a_code(
    as_alice, live_server, alice, photos, dress, clock
):
    page = as_alice
    photos(4)
    page.goto(f"{live_server.url}/projects/wardrobe/label/")
    expect(page.locator("figure img")).to_be_visible()
    see_picture(page)
    app = App(second_factor.new_key(), clock)
    second_factor.TOTPDevice.objects.create(user=alice, key=app.key)
    clock.forward(hours=13)
    page.keyboard.press("1")
    expect(page.locator("[data-part=saved]")).to_have_text("Signed out, 1 waiting")
    page.get_by_role("button", name="Sign in").click()
    dialog = page.get_by_role("dialog", name="Sign in again")
    dialog.get_by_label("Password").fill(RIGHT)
    page.keyboard.press("Enter")
    type_into(page, ("Code", "000000"))
    expect(dialog.get_by_role("alert")).to_contain_text("That code does not match.")
    type_into(page, ("Code", app.next_code()))
    expect(dialog).to_be_hidden()
    eventually(lambda: AnnotationEvent.objects.filter(actor=alice).count() == 1)


def test_the_pages_show_all_of_themselves_under_the_content_policy(browser, live_server, alice):
    context = browser.new_context()
    sign_in(context, live_server, alice)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    said = []
    page.on("console", lambda message: said.append(message.text))
    for where in ("/account/", FACTOR, reset_links.make(alice)):
        page.goto(f"{live_server.url}{where}")
    page.goto(f"{live_server.url}{FACTOR}")
    box = page.locator(".qr svg").bounding_box()
    assert box["width"] > 150
    assert abs(box["width"] - box["height"]) < 1
    assert said == []
    context.close()


def test_no_state_of_the_second_factor_has_a_barrier_in_either_theme(as_alice, live_server, alice, clock):
    page = as_alice
    page.goto(f"{live_server.url}{FACTOR}")
    assert violations_in_both_themes(page) == []
    app = App(secret_on(page.content()), clock)
    for code in ("000000", app.code()):
        page.get_by_label("Code", exact=True).fill(code)
        page.get_by_role("button", name="Turn on").click()
        page.locator("#codes, #new-code-error").wait_for()
        assert violations_in_both_themes(page) == []
    page.goto(f"{live_server.url}{FACTOR}")
    assert violations_in_both_themes(page) == []
    clock.forward(minutes=11)
    page.reload()
    page.get_by_label("Code", exact=True).fill("000000")
    page.locator("#off-password").fill("wrong")
    page.get_by_role("button", name="Turn off").click()
    page.locator("#off-password-error").wait_for()
    assert violations_in_both_themes(page) == []
    page.goto(f"{live_server.url}/account/")
    page.locator("#token-password").wait_for()
    assert violations_in_both_themes(page) == []


def test_no_page_of_the_entrance_has_a_barrier_in_either_theme(stranger, live_server, alice, set_up):
    set_up(alice)
    type_password(stranger, live_server)
    expect(stranger.get_by_label("Code", exact=True)).to_be_focused()
    assert violations_in_both_themes(stranger) == []
    type_into(stranger, ("Code", "000000"))
    stranger.locator("#id_code-error").wait_for()
    assert violations_in_both_themes(stranger) == []
    link = f"{live_server.url}{reset_links.make(alice)}"
    stranger.goto(link)
    assert violations_in_both_themes(stranger) == []
    type_into(stranger, ("New password", "short"), ("The same again", "short"))
    stranger.get_by_role("alert").first.wait_for()
    assert violations_in_both_themes(stranger) == []
    stranger.goto(f"{live_server.url}/new-password/x/y/")
    assert violations_in_both_themes(stranger) == []


def test_no_page_is_wider_than_its_window(as_alice, live_server, alice, clock):
    page = as_alice
    wide = {}

    def measure(state):
        for width in (320, 640, 1000, 1280):
            page.set_viewport_size({"width": width, "height": 720})
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if over > 0:
                wide[state, width] = over

    page.goto(f"{live_server.url}{FACTOR}")
    measure("off")
    page.get_by_label("Code", exact=True).fill(App(secret_on(page.content()), clock).code())
    page.get_by_role("button", name="Turn on").click()
    page.locator("#codes").wait_for()
    page.wait_for_load_state()  # its style sheets
    measure("codes")
    page.goto(f"{live_server.url}{FACTOR}")
    measure("on")
    page.goto(f"{live_server.url}{reset_links.make(alice)}")
    measure("new password")
    assert wide == {}


# --- a link for a new password ---


def test_an_admin_makes_a_link_and_the_person_chooses_a_password_with_it(browser, page, live_server, alice, bob):
    with at_work(page, live_server, bob):
        page.goto(f"{live_server.url}/admin/auth/user/{alice.pk}/change/")
        page.get_by_role("link", name="Password reset link").click()
        assert violations_in_both_themes(page) == []
        page.get_by_role("button", name="Make link").focus()
        page.keyboard.press("Enter")
        link = page.locator("#made-link").text_content()
        assert violations_in_both_themes(page) == []
        page.get_by_role("button", name="Copy link").click()
        expect(page.locator("#live")).to_have_text("Copied")

    hers = browser.new_context()
    door = hers.new_page()
    door.set_default_timeout(PATIENCE)
    door.goto(link)
    type_into(door, ("New password", NEW), ("The same again", NEW))
    expect(door.get_by_text("Your new password is set. Sign in with it.")).to_be_visible()
    type_into(door, ("User name", "alice"), ("Password", NEW))
    is_at_home(door)
    door.goto(link)
    expect(door.get_by_role("heading", name="This link does not work")).to_be_visible()
    hers.close()


# --- signing out elsewhere ---


def test_who_signs_out_everywhere_else_stays_here(browser, as_alice, live_server, alice):
    elsewhere = browser.new_context()
    sign_in(elsewhere, live_server, alice)
    there = elsewhere.new_page()
    there.set_default_timeout(PATIENCE)
    there.goto(f"{live_server.url}/account/")
    as_alice.goto(f"{live_server.url}/account/")
    as_alice.get_by_role("button", name="Sign out everywhere else").focus()
    as_alice.keyboard.press("Enter")
    expect(as_alice.get_by_text("You are signed in here alone. 1 other session was ended.")).to_be_visible()
    assert violations_in_both_themes(as_alice) == []
    there.reload()
    expect(there.get_by_role("heading", name="Sign in")).to_be_visible()
    as_alice.get_by_role("button", name="Sign out everywhere", exact=True).click()
    expect(as_alice.get_by_role("heading", name="Sign in")).to_be_visible()
    elsewhere.close()
