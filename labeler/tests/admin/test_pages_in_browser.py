"""Every page of the admin in a browser: no barrier in either theme, none wider than its window."""

import pytest
from playwright.sync_api import expect

from labeler.tests.admin.walk import fill, opened
from tests.support.browser import at_work, violations_in_both_themes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browser_context_args(browser_context_args):
    # Axe is put into the page by evaluating it, which the content policy rightly forbids.
    return browser_context_args | {"bypass_csp": True}


@pytest.fixture
def at(live_server, page, bob, project, alice):
    fill(project, alice, bob)

    def go(where):
        page.goto(live_server.url + where)
        return page

    with at_work(page, live_server, bob):
        yield go


@pytest.fixture
def everything(at, client, bob):
    return list(opened(client, bob))


def test_no_page_of_the_admin_has_a_barrier_in_either_theme_or_is_wider_than_its_window(at, everything):
    barriers, wide = {}, {}
    for where in everything:
        page = at(where)
        barriers[where] = violations_in_both_themes(page)
        wide |= {(where, width): over for width, over in too_wide(page) if over > 0}
        page.set_viewport_size({"width": 1440, "height": 900})
    assert {where: found for where, found in barriers.items() if found} == {}
    assert wide == {}


def too_wide(page):
    """(width of the window, how many pixels do not fit)"""
    for width in (1280, 1000, 640, 360):
        page.set_viewport_size({"width": width, "height": 720})
        yield width, page.evaluate("document.documentElement.scrollWidth - innerWidth")


def test_the_admin_follows_the_system_and_data_theme_before_it(at):
    page = at("/admin/")
    ground = "getComputedStyle(document.body).backgroundColor"
    light, dark = "rgb(250, 250, 250)", "rgb(28, 28, 28)"
    for scheme, color in (("dark", dark), ("light", light)):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(ground) == color
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert page.evaluate(ground) == dark
    page.emulate_media(color_scheme="dark")
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    assert page.evaluate(ground) == light


def test_one_leaves_the_admin_by_keys_alone(at):
    page = at("/admin/projects/project/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.get_by_role("link", name="Back to projects").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Projects", exact=True)).to_be_visible()
    assert "/admin/" not in page.url
