"""The keys of the review page in Firefox: what they do is told at length by the tests in Chromium."""

import pytest
from django.conf import settings
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.support.browser import eventually
from tests.support.cast import signed_in
from tests.support.walks.review import REVIEW, answers

pytestmark = [pytest.mark.browser, pytest.mark.firefox, pytest.mark.django_db(transaction=True)]

LOADED = """return document.activeElement.matches(".cell") && [...document.querySelectorAll(".cell img")]
    .filter((image) => image.getBoundingClientRect().bottom < innerHeight)
    .every((image) => image.complete && image.naturalWidth)"""
FOCUS = 'return [...document.querySelectorAll(".cell")].indexOf(document.activeElement)'
TOP = """const top = document.querySelector("[data-part=scroll]").getBoundingClientRect().top;
    return [...document.querySelectorAll(".cell")].findIndex((cell) => cell.getBoundingClientRect().top >= top - 1)"""


class Review:
    """The page in Firefox, as Bob: keys that are pressed, and what is read."""

    def __init__(self, driver, server, user):
        self.driver, self.address = driver, f"{server.url}{REVIEW}"
        driver.get(f"{server.url}/login/")  # cookies are of a page that is there
        driver.add_cookie({"name": settings.SESSION_COOKIE_NAME, "value": signed_in(user).session_key})

    def open(self, query=""):
        self.driver.get(self.address + query)
        self.wait_until_loaded()

    def wait_until_loaded(self):
        eventually(lambda: self.driver.execute_script(LOADED))

    def press(self, *keys, shift=False):
        for key in keys:
            chain = ActionChains(self.driver)
            (chain.key_down(Keys.SHIFT).send_keys(key).key_up(Keys.SHIFT) if shift else chain.send_keys(key)).perform()

    def texts(self, selector):
        return [node.text for node in self.driver.find_elements(By.CSS_SELECTOR, selector) if node.is_displayed()]

    def says(self, words):
        eventually(lambda: any(words in text for text in self.texts("[data-part=done]")))

    def focus(self):
        return self.driver.execute_script(FOCUS)

    def top(self):
        return self.driver.execute_script(TOP)


@pytest.fixture
def review(firefox, live_server, bob):
    return Review(firefox, live_server, bob)


def test_a_class_is_given_to_the_one_in_focus_and_taken_back(review, dresses, hat):
    made = dresses(4)
    review.open()
    review.press("2", "2")
    eventually(lambda: answers(made)[:2] == [("approved", 2)] * 2)
    assert review.focus() == 2
    review.says("1 mended to Hat and approved.")
    review.press("z")
    review.says("1 taken back.")
    assert answers(made) == [("approved", 2), *[("labeled", 1)] * 3]
    assert review.focus() == 1


def test_page_down_and_page_up_take_the_focus_along(review, dresses):
    dresses(80)
    review.open()
    review.press(Keys.PAGE_DOWN)
    down = review.focus()
    assert down == review.top() > 0
    review.press(Keys.ARROW_RIGHT)
    assert (review.focus(), review.top()) == (down + 1, down)
    review.press(Keys.PAGE_UP)
    assert (review.focus(), review.top()) == (1, 0)
    review.press(Keys.PAGE_DOWN, shift=True)
    assert len(review.driver.find_elements(By.CSS_SELECTOR, '.cell[aria-selected="true"]')) == down + 1


def test_letters_choose_a_picture_for_the_next_key(review, dresses, hat):
    made = dresses(5)
    review.open()
    review.press("m")
    eventually(lambda: review.texts(".letters") == ["S", "D", "F", "G", "H"])
    review.press("g", "2")
    review.says("1 mended to Hat and approved.")
    review.press("d", "a")
    review.says("1 approved.")
    assert answers(made) == [("labeled", 1), ("approved", 1), ("labeled", 1), ("approved", 2), ("labeled", 1)]
    assert review.texts(".letters") == ["S", "D", "F", "G", "H"]
    review.press(Keys.ESCAPE)
    assert review.texts(".letters") == []


def test_escape_clears_the_selection_and_the_search_before_it_leaves(review, dresses):
    dresses(2)
    review.open("?search=photo")
    review.press(" ", Keys.ESCAPE)
    assert "search=photo" in review.driver.current_url
    review.press(Keys.ESCAPE)
    eventually(lambda: review.driver.current_url.endswith("?status=in_review"))
    review.wait_until_loaded()
    review.press(Keys.ESCAPE)
    eventually(lambda: review.driver.current_url.endswith("/projects/wardrobe/"))


def test_states_tile_size_sort_and_sample_checks_are_reached_by_key(review, dresses):
    dresses(2)
    review.open()
    review.press("5", shift=True)
    eventually(lambda: "status=all" in review.driver.current_url)
    review.wait_until_loaded()
    review.press("-")
    assert review.driver.find_elements(By.CSS_SELECTOR, '[data-size="s"][aria-pressed="true"]')
    review.press("s", shift=True)
    eventually(lambda: "sort=oldest" in review.driver.current_url)
    review.wait_until_loaded()
    review.press("s")
    assert review.driver.execute_script("return document.activeElement.matches('[data-part=sort]')")
    review.press(Keys.ESCAPE)
    if review.focus() != 0:  # that was for its list, where the browser opens it for a script
        review.press(Keys.ESCAPE)
    eventually(lambda: review.focus() == 0)
    review.press("g", "c")
    eventually(lambda: review.driver.current_url.endswith("/checks/"))
