"""A class's key on the review page is for the picture in focus while nothing is selected, and goes on to the next."""

import pytest
from playwright.sync_api import expect

from projects import lifecycle
from tests.support.browser import eventually, hold
from tests.support.walks.review import answers, done, keys, says, selected, shown, start, states

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def waits_for_another(project):
    """What is mended waits for its approval here."""
    lifecycle.change(project, approve_mended=False)


def focused(page):
    return page.locator(".cell:focus")


def test_with_nothing_selected_it_is_for_the_one_in_focus_and_the_next_key_for_the_next(at, dresses, hat):
    made = dresses(4)
    page = at()
    start(page)
    shown(page, 2)
    # Faster than the server answers.
    keys(page, "2", "2", "ArrowRight", "2")
    expect(focused(page)).to_have_attribute("data-id", str(made[3].pk))
    eventually(lambda: answers(made) == [("labeled", 2), ("labeled", 2), ("labeled", 1), ("labeled", 2)])
    expect(done(page)).to_contain_text("1 labeled Hat.")
    # At the end there is none to go on to.
    expect(focused(page)).to_have_attribute("data-id", str(made[3].pk))
    assert selected(page) == []


def test_undo_comes_back_to_the_picture(at, dresses, hat):
    made = dresses(3)
    page = at()
    start(page)
    shown(page, 1)
    keys(page, "ArrowRight", "2")
    expect(done(page)).to_contain_text("1 labeled Hat.")
    expect(focused(page)).to_have_attribute("data-id", str(made[2].pk))
    keys(page, "z")
    expect(done(page)).to_contain_text("1 taken back.")
    expect(focused(page)).to_have_attribute("data-id", str(made[1].pk))
    assert answers(made) == [("labeled", 1)] * 3


def test_what_is_selected_is_named_and_the_focus_stays(at, dresses, hat):
    made = dresses(3)
    page = at()
    start(page)
    keys(page, "ArrowRight", "Space", "ArrowLeft", "2")
    expect(done(page)).to_contain_text("1 labeled Hat.")
    assert answers(made) == [("labeled", 1), ("labeled", 2), ("labeled", 1)]
    expect(focused(page)).to_have_attribute("data-id", str(made[0].pk))


def test_what_is_selected_while_the_server_answers_stays_selected(at, dresses, hat):
    made = dresses(3)
    page = at()
    start(page)
    shown(page)
    held = hold(page, "**/bulk/")
    with page.expect_request("**/bulk/"):
        keys(page, "2")
    keys(page, "Space", "ArrowRight", "Space")
    held[0].continue_()
    expect(done(page)).to_contain_text("1 labeled Hat.")
    assert selected(page) == [made[1].pk, made[2].pk]


def test_a_picture_that_is_not_on_the_screen_is_not_named(at, dresses, hat, page):
    made = dresses(40)
    page.set_viewport_size({"width": 1024, "height": 560})
    at()
    start(page)
    shown(page)
    page.evaluate("document.querySelector('[data-part=scroll]').scrollTop = 1e6")
    expect(page.locator(".cell").first).not_to_be_in_viewport()
    keys(page, "2")
    # It comes to be seen, and is named by the next key.
    expect(done(page)).to_have_text("Not shown yet.")
    shown(page)
    keys(page, "2")
    expect(done(page)).to_contain_text("1 labeled Hat.")
    assert answers(made[:2]) == [("labeled", 2), ("labeled", 1)]


def test_when_the_server_is_not_reached_the_focus_comes_back(at, dresses, hat):
    made = dresses(3)
    page = at()
    page.route("**/bulk/", lambda route: route.abort())
    start(page)
    shown(page)
    keys(page, "2")
    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed")
    expect(focused(page)).to_have_attribute("data-id", str(made[0].pk))
    page.unroute_all()
    keys(page, "2")
    expect(done(page)).to_contain_text("1 labeled Hat.")
    assert states(made) == ["labeled"] * 3
    assert answers(made)[0] == ("labeled", 2)


def test_one_class_at_a_time_the_focus_goes_on_to_the_next_that_waits(at, labeled, dress, hat):
    made = labeled(5, dress)
    page = at("?category=1&mode=class&sort=oldest")
    says(page, "5 seen right")
    keys(page, "ArrowRight", "ArrowRight", "2")
    expect(focused(page)).to_have_attribute("data-id", str(made[3].pk))
    says(page, "4 seen right")
    expect(focused(page)).to_have_attribute("data-id", str(made[3].pk))
    # What is decided is passed over.
    keys(page, "ArrowLeft", "ArrowLeft", "2")
    expect(focused(page)).to_have_attribute("data-id", str(made[3].pk))
    says(page, "3 seen right")
    keys(page, "a")
    expect(done(page)).to_contain_text("3 approved.")
    assert answers(made) == [("approved", 1), ("labeled", 2), ("labeled", 2), ("approved", 1), ("approved", 1)]


def test_the_hints_and_the_list_of_keys_say_so(at, dresses):
    dresses(2)
    page = at()
    expect(page.locator(".hints")).to_contain_text("1–9it is another")
    keys(page, "?")
    expect(page.locator("#shortcuts")).to_contain_text("Set category: selected, or in focus")
    page = at("?category=1&mode=class")
    expect(page.locator(".hints")).to_contain_text("1–9it is another, or the wrong ones are")


def test_undo_comes_back_to_the_picture_one_class_at_a_time_too(at, dresses, hat):
    made = dresses(3)
    page = at("?category=1&mode=class&sort=place")
    expect(page.locator("[data-part=selected]")).to_have_text("3 seen right")
    keys(page, "ArrowRight", "2")
    expect(done(page)).to_contain_text("1 labeled Hat.")
    expect(focused(page)).to_have_attribute("data-id", str(made[2].pk))
    keys(page, "z")
    expect(done(page)).to_contain_text("1 taken back.")
    expect(focused(page)).to_have_attribute("data-id", str(made[1].pk))


def test_an_answer_that_comes_late_takes_nobody_out_of_the_search(at, dresses):
    made = dresses(3)
    page = at()
    start(page)
    shown(page)
    keys(page, "Space")
    held = hold(page, "**/bulk/")
    with page.expect_request("**/bulk/"):
        keys(page, "a")
    keys(page, "/")
    page.keyboard.type("ha")
    held[0].continue_()
    expect(done(page)).to_contain_text("1 approved.")
    page.keyboard.type("a")
    expect(page.get_by_label("File or folder name")).to_have_value("haa")
    assert states(made) == ["approved", "labeled", "labeled"]


def test_what_is_selected_while_an_action_on_others_is_on_its_way_stays_selected(at, dresses):
    made = dresses(4)
    page = at()
    start(page)
    shown(page)
    keys(page, "Space")
    held = hold(page, "**/bulk/")
    with page.expect_request("**/bulk/"):
        keys(page, "a")
    keys(page, "End", "Space")
    held[0].continue_()
    expect(done(page)).to_contain_text("1 approved.")
    assert selected(page) == [made[3].pk]
