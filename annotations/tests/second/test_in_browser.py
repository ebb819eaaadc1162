"""Second answers and known pictures in a real browser."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from annotations.labeling import comparing
from annotations.models import GoldPicture, SecondAnswer
from projects import lifecycle
from tests.support.browser import at_work, eventually, see_picture, violations_in_both_themes
from tests.support.cast import give_answer, signed_in
from tests.support.walks.hands import FirefoxHand

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_as(live_server, page):
    """Open a page of the project as somebody: `open_as(carol, "label/")`."""
    opened = []

    def open_page(user, path):
        work = at_work(page, live_server, user)
        work.__enter__()
        opened.append(work)
        page.goto(f"{live_server.url}/projects/wardrobe/{path}")
        return page

    yield open_page
    for work in opened:
        work.__exit__(None, None, None)


def given():
    return list(SecondAnswer.objects.values_list("by__username", "kind", "status", "category_ids"))


def press(page, key):
    see_picture(page)
    page.keyboard.press(key)


def test_a_second_answer_is_given_and_taken_back_by_keys_like_any_other(open_as, labeled, carol, photos):
    (other,) = photos(1)
    page = open_as(carol, "label/")
    expect(page.locator("[data-part=name]")).to_have_text(labeled.original_name)
    with page.expect_request("**/answers/") as sent:
        press(page, "2")
    (operation,) = sent.value.post_data_json["operations"]
    assert (operation["asset"], operation["second"], operation["category_ids"]) == (labeled.pk, True, [2])
    eventually(lambda: given() == [("carol", "second", "labeled", [2])])
    expect(page.locator("[data-part=name]")).to_have_text(other.original_name)
    press(page, "z")
    expect(page.locator("[data-part=name]")).to_have_text(labeled.original_name)
    eventually(lambda: given() == [("carol", "second", "unlabeled", [])])
    press(page, "1")
    eventually(lambda: given() == [("carol", "second", "labeled", [1])])
    press(page, "1")
    eventually(lambda: other.events.count() == 1)
    labeled.refresh_from_db()
    assert (labeled.status, labeled.category_ids, labeled.revision) == ("labeled", [1], 1)


@pytest.mark.firefox
def test_keys_give_it_and_take_it_back_in_firefox_too(firefox, live_server, settings, labeled, carol, photos):
    (other,) = photos(1)
    firefox.get(f"{live_server.url}/healthz")
    firefox.add_cookie({"name": settings.SESSION_COOKIE_NAME, "value": signed_in(carol).session_key})
    hand = FirefoxHand(firefox)
    hand.open(f"{live_server.url}/projects/wardrobe/label/")
    for key, name, status in (("2", labeled, "labeled"), ("z", other, "unlabeled"), ("1", labeled, "labeled")):
        hand.see("[data-part=name]", name.original_name[-10:])  # its end, which is never cut
        hand.see_picture()
        hand.press(key)
        ids = {"2": [2], "z": [], "1": [1]}[key]
        eventually(lambda status=status, ids=ids: given() == [("carol", "second", status, ids)])
    labeled.refresh_from_db()
    assert (labeled.status, labeled.category_ids, labeled.revision) == ("labeled", [1], 1)


def test_lists_show_it_as_unlabeled_to_whoever_is_asked(open_as, labeled, carol):
    page = open_as(carol, "label/?filter=all")
    expect(page.locator("[data-part=name]")).to_have_text(labeled.original_name)
    expect(page.locator(".film")).to_contain_text("Unlabeled")
    page.goto(page.url.split("/label/")[0] + "/assets/")
    expect(page.locator(".tile")).to_have_attribute("data-status", "unlabeled")
    page.goto(page.url.split("/assets/")[0] + f"/assets/{labeled.pk}/")
    expect(page.get_by_text("No label yet.")).to_be_visible()
    expect(page.get_by_text("Nobody has answered it yet.")).to_be_visible()


def test_a_known_picture_is_told_at_once_if_the_project_says_so(open_as, labeled, twice, bob, carol, photos):
    give_answer(labeled, "approved", by=bob)
    GoldPicture.objects.create(
        project=labeled.project, asset=labeled, marked_by=bob, marked_at=timezone.now(), category_ids=[1]
    )
    lifecycle.change(twice, second_share=0, gold_share=50, gold_told=True)
    (other, _) = photos(2)
    give_answer(other, "skipped", by=carol)
    page = open_as(carol, "label/")
    expect(page.locator("[data-part=name]")).to_have_text(labeled.original_name)
    press(page, "2")
    expect(page.locator("#live")).to_have_text("photo-0.png is a known picture: it is Dress")
    assert given() == [("carol", "gold", "labeled", [2])]


def test_reviewers_mark_known_pictures_on_their_page_and_in_review(open_as, labeled, twice, bob, photos, dress):
    lifecycle.change(twice, gold_share=5)
    give_answer(labeled, "approved", by=bob)
    (other,) = photos(1)
    give_answer(other, "approved", dress, by=bob)
    page = open_as(bob, f"assets/{labeled.pk}/")
    page.get_by_role("button", name="Mark as known").click()
    expect(page.get_by_role("button", name="No longer known")).to_be_visible()
    assert GoldPicture.objects.get().asset == labeled
    page.goto(page.url.split("/assets/")[0] + "/review/?status=approved")
    page.keyboard.press("Control+a")
    page.get_by_role("button", name="Known", exact=True).click()
    expect(page.locator("[data-part=done]")).to_have_text("1 image marked as known, 1 were before")
    assert GoldPicture.objects.count() == 2


def test_the_shares_are_set_in_settings_and_refused_beside_the_field(open_as, twice, bob):
    page = open_as(bob, "settings/")
    field = page.get_by_label("By a second person")
    field.fill("half")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#error-second_share")).to_be_visible()
    field.fill("5")
    page.get_by_label("Known pictures among those that a labeler gets").fill("4")
    page.get_by_label("Tell labelers at once").check()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#changes")).to_have_text("Saved")
    twice.refresh_from_db()
    assert (twice.second_share, twice.gold_share, twice.gold_told) == (5, 4, True)


@pytest.fixture
def differs(send, labeled, carol, hat):
    send(carol, labeled, "labeled", hat, second=True)
    comparing.sweep(timezone.now() + timedelta(minutes=11))
    return labeled


def test_axe_finds_nothing_on_the_page_of_agreement_full_and_empty(open_as, twice, labeled, carol, hat, send, bob):
    page = open_as(bob, "agreement/")
    expect(page.get_by_text("No picture has two answers yet")).to_be_visible()
    assert violations_in_both_themes(page) == []
    send(carol, labeled, "labeled", hat, second=True)
    comparing.sweep(timezone.now() + timedelta(minutes=11))
    page.reload()
    expect(page.get_by_role("heading", name="Who said what")).to_be_visible()
    assert violations_in_both_themes(page) == []
    page.set_viewport_size({"width": 360, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_both_answers_stand_where_a_reviewer_looks(open_as, differs, bob):
    page = open_as(bob, "review/?status=all&issue=second")
    expect(page.locator(".cell .second-said")).to_have_text("carol Hat")
    assert violations_in_both_themes(page) == []
    page.goto(page.url.split("/review/")[0] + f"/assets/{differs.pk}/")
    expect(page.get_by_text("Differs from the first answer, by alice.")).to_be_visible()
    expect(page.locator("#history")).to_contain_text("Two people gave different answers.")
    assert violations_in_both_themes(page) == []
