"""A page that is left alone, and one whose session ended meanwhile, in a browser."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from annotations.models import AnnotationEvent
from assets.models import Video
from people.accounts import sessions
from tests.support.browser import at_work, eventually, see_picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LABEL = "/projects/wardrobe/label/"


@pytest.fixture
def as_alice(page, live_server, alice):
    with at_work(page, live_server, alice):
        yield page


def open_page(page, live_server, address):
    page.clock.install()
    page.goto(f"{live_server.url}{address}")


def test_a_labeling_page_that_is_left_alone_says_so_with_what_it_asks(as_alice, live_server, photos, dress):
    photos(3)
    open_page(as_alice, live_server, LABEL)
    see_picture(as_alice)
    stats = "**/api/v1/projects/wardrobe/stats/"
    with as_alice.expect_request(stats) as asked:
        as_alice.clock.fast_forward(10_000)
    assert "x-unattended" not in asked.value.headers
    with as_alice.expect_request(stats) as asked:
        as_alice.clock.fast_forward(120_000)
    assert asked.value.headers["x-unattended"] == "1"
    as_alice.mouse.move(300, 300)
    with as_alice.expect_request(stats) as asked:
        as_alice.clock.fast_forward(10_000)
    assert "x-unattended" not in asked.value.headers


def test_a_page_that_follows_a_job_says_so_once_nobody_is_there(as_alice, live_server, project, alice):
    Video.objects.create(
        project=project, sha256="0" * 64, original_name="runway.mp4", size_bytes=1, uploaded_by=alice,
        state=Video.State.EXTRACTING, facts={"duration_ms": 1000},
    )  # fmt: skip
    open_page(as_alice, live_server, "/projects/wardrobe/")
    job = "**/api/v1/projects/wardrobe/videos/*/"
    with as_alice.expect_request(job) as asked:
        as_alice.clock.fast_forward(2_000)
    assert "x-unattended" not in asked.value.headers
    with as_alice.expect_request(job) as asked:
        as_alice.clock.fast_forward(120_000)
    assert asked.value.headers["x-unattended"] == "1"


def test_of_all_that_a_page_without_anybody_asks_nothing_is_noted_as_use(as_alice, live_server, photos, dress, clock):
    photos(3)
    open_page(as_alice, live_server, LABEL)
    see_picture(as_alice)
    key = Session.objects.get().pk
    as_alice.clock.fast_forward(120_000)
    clock.forward(minutes=30)
    before = Session.objects.get(pk=key).session_data
    for _ in range(6):
        with as_alice.expect_response("**/api/v1/projects/wardrobe/stats/"):
            as_alice.clock.fast_forward(30_000)
    assert Session.objects.get(pk=key).session_data == before
    as_alice.mouse.move(300, 300)
    with as_alice.expect_response("**/api/v1/projects/wardrobe/stats/"):
        as_alice.clock.fast_forward(30_000)
    eventually(lambda: Session.objects.get(pk=key).session_data != before)


def test_when_the_session_ends_answers_wait_in_the_labeling_page_until_one_signs_in_there(
    as_alice, live_server, alice, photos, dress, clock
):
    photos(4)
    as_alice.goto(f"{live_server.url}{LABEL}")
    expect(as_alice.locator("figure img")).to_be_visible()
    see_picture(as_alice)
    clock.forward(hours=13)
    as_alice.keyboard.press("1")
    expect(as_alice.locator("[data-part=saved]")).to_have_text("Signed out, 1 waiting")
    assert not AnnotationEvent.objects.exists()
    as_alice.get_by_role("button", name="Sign in").click()
    dialog = as_alice.get_by_role("dialog", name="Sign in again")
    dialog.get_by_label("Password").fill("correct horse alice")
    as_alice.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    eventually(lambda: AnnotationEvent.objects.filter(actor=alice).count() == 1)
    assert sessions.BEGAN in Session.objects.latest("expire_date").get_decoded()
