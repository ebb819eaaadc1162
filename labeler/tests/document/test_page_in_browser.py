"""The page on which the API is browsed and tried: another's program, under our content policy as strict as it is."""

import pytest
from playwright.sync_api import expect

from tests.support.browser import sign_in, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# How light the ground of the page is, 0 to 255.
LIGHTNESS = """() => {
    const told = getComputedStyle(document.documentElement).backgroundColor.match(/[0-9.]+/g).map(Number);
    return told[3] === 0 ? 255 : Math.max(...told.slice(0, 3));
}"""


@pytest.fixture
def opened(page, live_server, alice, project):
    page.said = []
    page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda problem: page.said.append(str(problem)))
    sign_in(page.context, live_server, alice)

    def go(theme="light", width=1440):
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{live_server.url}/api/v1/docs/")
        expect(page.get_by_text("The projects that the caller may see")).to_be_visible()
        return page

    return go


@pytest.mark.parametrize("width", [1280, 1440])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_stands_in_both_themes_and_nothing_of_it_is_refused(opened, theme, width):
    page = opened(theme, width)
    light = page.evaluate(LIGHTNESS)
    assert (light > 200) == (theme == "light"), light
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.said == []


def test_a_call_is_tried_on_it(opened):
    page = opened()
    page.get_by_text("The projects that the caller may see").click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table")).to_contain_text("wardrobe")
    assert page.said == []


RING = "() => getComputedStyle(document.activeElement).outlineStyle + ' ' + document.activeElement.className"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_call_is_tried_by_keyboard_and_shows_where_one_is(opened, theme):
    page = opened(theme)

    def tab_to(name):
        for _ in range(12):
            page.keyboard.press("Tab")
            ring, _, _ = page.evaluate(RING).partition(" ")
            assert ring != "none", page.evaluate(RING)
            if page.evaluate("name => document.activeElement.textContent.includes(name)", name):
                return
        raise AssertionError(name)

    for name in ("The projects that the caller may see", "Try it out", "Execute"):
        expect(page.get_by_text(name).first).to_be_visible()  # nobody goes on before they see it
        tab_to(name)
        page.keyboard.press("Enter")
    expect(page.locator(".live-responses-table")).to_contain_text("wardrobe")
    assert page.said == []


# What axe says of the library itself.
OF_THE_LIBRARY = {"color-contrast", "heading-order", "nested-interactive", "region"}


def test_axe_finds_nothing_but_what_is_of_the_library(opened):
    assert {name for name, _ in violations(opened())} - OF_THE_LIBRARY == set()
