"""Sending back with a reason, by keys alone, in two browsers; and what the labeler is told."""

import pytest
from django.conf import settings
from playwright.sync_api import expect
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from annotations.models import AnnotationEvent
from assets.models import Asset
from projects import lifecycle
from tests.support.browser import PATIENCE, at_work, eventually, see_picture, violations_in_both_themes
from tests.support.cast import give_answer, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REVIEW = "/projects/wardrobe/review/"
REASONS = ["blurry", "wrong class", "cut off"]


@pytest.fixture
def dresses(photos, project, dress, alice):
    lifecycle.change(project, send_back_reasons=REASONS)
    made = photos(4)
    give_answer(made, "labeled", dress, by=alice)
    return made


@pytest.fixture
def review(live_server, page, bob, dresses):
    with at_work(page, live_server, bob):
        page.goto(f"{live_server.url}{REVIEW}")
        page.locator(".cell").first.focus()
        yield page


def keys(page, *pressed):
    for key in pressed:
        page.keyboard.press(key)


def sent_back():
    events = AnnotationEvent.objects.filter(to_status="needs_review").order_by("asset_id", "pk")
    return list(events.values_list("asset_id", "reason"))


def dialog(page):
    return page.get_by_role("dialog", name="Why is it sent back?")


def told(page, words):
    expect(page.locator("[data-part=done]")).to_contain_text(words)


def test_shift_r_and_a_digit_send_back_with_that_reason(dresses, hat, review):
    keys(review, "Shift+R")
    expect(dialog(review)).to_be_visible()
    keys(review, "2")
    told(review, "1 set to needs review: wrong class.")
    expect(dialog(review)).to_be_hidden()
    assert sent_back() == [(dresses[0].pk, "wrong class")]
    assert dresses[0].annotations.get().category.name == "Dress"  # the digit was for the reason alone
    expect(review.locator(".cell").first).to_be_focused()


def test_r_alone_sends_back_at_once_as_often_as_it_is_pressed(review, dresses):
    keys(review, "r", "ArrowRight", "r", "ArrowRight", "r")
    eventually(lambda: len(sent_back()) == 3)
    assert sent_back() == [(photo.pk, "") for photo in dresses[:3]]


def test_own_words_are_typed_at_once_and_enter_sends_them(review, dresses):
    keys(review, "Space", "ArrowRight", "Space", "Shift+R")
    expect(dialog(review)).to_be_visible()
    review.keyboard.type("two hats, 2 dresses")
    expect(review.get_by_label("Or in a few words")).to_have_value("two hats, 2 dresses")
    keys(review, "Enter")
    told(review, "2 set to needs review: two hats, 2 dresses.")
    assert sent_back() == [(photo.pk, "two hats, 2 dresses") for photo in dresses[:2]]


def test_enter_alone_gives_no_reason_and_esc_sends_nothing_back(review, dresses):
    keys(review, "Shift+R", "Escape")
    expect(dialog(review)).to_be_hidden()
    assert sent_back() == []
    keys(review, "Shift+R")
    expect(dialog(review)).to_be_visible()
    keys(review, "Enter")
    told(review, "1 set to needs review.")
    assert sent_back() == [(dresses[0].pk, "")]


def test_a_reason_is_given_afterwards_and_taken_back_and_given_again(review, dresses):
    keys(review, "r")
    told(review, "1 set to needs review.")
    keys(review, "Shift+R", "1")
    told(review, "1 set to needs review: blurry.")
    keys(review, "z")
    told(review, "1 taken back.")
    keys(review, "Shift+Z")
    eventually(lambda: len(sent_back()) == 4)
    assert [reason for _, reason in sent_back()] == ["", "blurry", "", "blurry"]


def test_arrows_walk_through_the_reasons_and_a_click_chooses_one(review, dresses):
    keys(review, "Shift+R", "ArrowDown", "ArrowDown", "ArrowDown", "Enter")
    told(review, "cut off.")
    keys(review, "ArrowRight", "Space")
    review.get_by_role("button", name="Needs review, and say why").click()
    dialog(review).get_by_role("button", name="blurry").click()
    told(review, "blurry.")
    assert [reason for _, reason in sent_back()] == ["cut off", "blurry"]


def test_one_class_at_a_time_the_right_ones_are_approved_and_the_wrong_ones_are_told_why(review, dresses, live_server):
    review.goto(f"{live_server.url}{REVIEW}?status=labeled&category=1&mode=class&sort=place")
    expect(review.locator(".cell:focus")).to_be_visible()
    expect(review.locator("[data-part=selected]")).to_have_text("4 seen right")
    keys(review, "Space", "Shift+R", "3")
    told(review, "3 approved, 1 set to needs review: cut off.")
    assert sent_back() == [(dresses[0].pk, "cut off")]


def test_without_reasons_of_its_own_the_words_are_typed(review, project, live_server):
    lifecycle.change(project, send_back_reasons=[])
    review.reload()
    review.locator(".cell").first.focus()
    keys(review, "Shift+R")
    expect(review.get_by_label("In a few words")).to_be_focused()
    review.keyboard.type("7 of them")
    keys(review, "Enter")
    told(review, "1 set to needs review: 7 of them.")


def test_the_question_has_no_barrier_in_either_theme(review):
    keys(review, "Shift+R")
    expect(dialog(review)).to_be_visible()
    assert violations_in_both_themes(review) == []


def test_the_labeler_is_told_by_home_and_with_the_picture_and_mends_it(
    live_server, context, page, dresses, alice, bob, hat
):
    give_answer(dresses[:2], "needs_review", by=bob)
    with at_work(page, live_server, alice):
        page.goto(live_server.url)
        page.get_by_role("link", name="2 came back in Wardrobe").click()
        note = page.locator("[data-part=came_back]")
        expect(note).to_have_text("Sent back by bob.")
        assert violations_in_both_themes(page) == []
        see_picture(page)
        keys(page, "2")
        expect(page.locator(".film [aria-current] .name")).to_contain_text("photo-101")
        expect(note).to_be_visible()
        see_picture(page)
        keys(page, "2")
        expect(note).to_be_hidden()
        eventually(lambda: {Asset.objects.get(pk=photo.pk).status for photo in dresses[:2]} == {"labeled"})
        page.goto(live_server.url)
        expect(page.get_by_role("link", name="Wardrobe", exact=True)).to_be_visible()
        expect(page.get_by_text("came back")).to_have_count(0)


@pytest.mark.firefox
def test_in_firefox_too_a_digit_chooses_and_letters_are_typed(live_server, firefox, dresses, hat, bob):
    def wait(condition):
        return WebDriverWait(firefox, PATIENCE / 1000).until(condition)

    def press(*pressed):
        ActionChains(firefox).send_keys(*pressed).perform()

    def shift_r():
        ActionChains(firefox).key_down(Keys.SHIFT).send_keys("R").key_up(Keys.SHIFT).perform()
        wait(lambda driver: driver.find_element(By.CSS_SELECTOR, "dialog.why").is_displayed())

    firefox.get(f"{live_server.url}/login/")
    firefox.add_cookie({"name": settings.SESSION_COOKIE_NAME, "value": signed_in(bob).session_key})
    firefox.get(f"{live_server.url}{REVIEW}")
    wait(lambda driver: driver.execute_script("return document.activeElement.matches('.cell')"))
    shift_r()
    press("2")
    wait(lambda _: sent_back() == [(dresses[0].pk, "wrong class")])
    press(Keys.ARROW_RIGHT)
    shift_r()
    press("t", "o", "o", " ", "2", Keys.ENTER)
    wait(lambda _: sent_back()[1:] == [(dresses[1].pk, "too 2")])
    press(Keys.ARROW_RIGHT, "r")
    wait(lambda _: sent_back()[2:] == [(dresses[2].pk, "")])
    assert {photo.annotations.get().category.name for photo in dresses} == {"Dress"}
