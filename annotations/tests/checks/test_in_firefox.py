"""The keys of a sample check in Firefox: what they do is told at length by the tests in Chromium."""

import pytest
from django.conf import settings
from selenium.webdriver.common.action_chains import ActionChains

from annotations.checks import sample_checks, second
from annotations.models import SampleCheck, SecondJudgement
from tests.support.browser import eventually
from tests.support.cast import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.firefox, pytest.mark.django_db(transaction=True)]

# As the page counts it: loaded, and two frames on the screen.
PAINTED = """const done = arguments[0], image = document.querySelector("figure img");
    if (!image?.complete || !image.naturalWidth) done(false);
    else requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(true))));"""


@pytest.fixture
def check(photos, answer, dress, alice, bob, project):
    """Of four labels, begun by Bob."""
    answer(photos(4), "labeled", dress, by=alice)
    return sample_checks.start(project, by=bob, size=4, seed=3)


@pytest.fixture
def opened(firefox, live_server):
    """A page of the project in Firefox, for somebody: `opened("checks/1/", bob)`."""

    def open_as(address, user):
        firefox.get(f"{live_server.url}/login/")  # cookies are of a page that is there
        firefox.add_cookie({"name": settings.SESSION_COOKIE_NAME, "value": signed_in(user).session_key})
        firefox.get(f"{live_server.url}/projects/wardrobe/{address}")
        return firefox

    return open_as


def judge(driver, judged, *keys):
    """Each about the picture that is on the screen then; `judged`: how many were before."""
    for key in keys:
        see(driver, f"{judged} of ")
        ActionChains(driver).send_keys(key).perform()
        judged += -1 if key == "z" else 1


def see(driver, count):
    eventually(lambda: text(driver, "[data-part=count]").startswith(count) and driver.execute_async_script(PAINTED))


def text(driver, selector):
    """At one moment, whichever page stands there."""
    return driver.execute_script("return document.querySelector(arguments[0])?.innerText ?? ''", selector)


def test_a_check_is_judged_by_keys_and_its_result_comes(opened, check, bob):
    page = opened(f"checks/{check.pk}/", bob)
    judge(page, 0, "a", "r", "z", "a", "a", "r")
    eventually(lambda: text(page, "h1") == "25% of the labels are wrong")
    assert [item["right"] for item in SampleCheck.objects.get().items] == [True, True, True, False]


def test_a_second_reviewer_judges_the_same_labels_by_keys(opened, check, alice, bob):
    sample_checks.judge(check, {item["asset"]: True for item in check.items}, by=bob)
    second.begin(check, by=alice)
    page = opened(f"checks/{check.pk}/second/", alice)
    judge(page, 0, "a", "a", "a", "r")
    eventually(lambda: SecondJudgement.objects.filter(finished_at__isnull=False).exists())
    eventually(lambda: "Cohen’s kappa" in page.page_source)
