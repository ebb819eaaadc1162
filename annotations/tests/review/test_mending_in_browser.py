"""What a reviewer has seen and named on the review page is vouched for, unless the project asks for another look."""

import pytest
from playwright.sync_api import expect

from annotations.models import AnnotationEvent
from projects import lifecycle
from tests.support.browser import violations
from tests.support.walks.review import answers, done, keys, says, selected, shown, start

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_one_that_is_named_is_approved_with_its_class_taken_back_and_named_again(at, dresses, hat):
    made = dresses(3)
    page = at()
    start(page)
    shown(page)
    keys(page, "2")
    expect(done(page)).to_contain_text("1 mended to Hat and approved.")
    expect(page.locator(".cell").first.locator(".st-approved")).to_be_visible()
    assert answers(made) == [("approved", 2), ("labeled", 1), ("labeled", 1)]
    assert AnnotationEvent.objects.order_by("-pk").first().seen
    keys(page, "z")
    expect(done(page)).to_contain_text("1 taken back.")
    assert answers(made) == [("labeled", 1)] * 3
    keys(page, "Shift+Z")
    expect(done(page)).to_contain_text("1 mended to Hat and approved.")
    assert answers(made)[0] == ("approved", 2)


def test_what_was_sent_back_is_answered_by_naming_it(at, labeled, dress):
    made = labeled(2, dress, "needs_review")
    page = at("?status=needs_review")
    start(page)
    shown(page)
    keys(page, "1")
    expect(done(page)).to_contain_text("1 mended to Dress and approved.")
    assert answers(made) == [("approved", 1), ("needs_review", 1)]


def test_with_the_right_ones_each_is_told_by_its_own_number(at, labeled, dress, hat):
    made = labeled(5, dress)
    page = at("?category=1&mode=class&sort=oldest")
    expect(page.locator("#issues")).to_contain_text("Given another class by you they are approved with it.")
    says(page, "5 seen right")
    keys(page, "End", "Space", "ArrowLeft", "Space", "2")
    expect(done(page)).to_contain_text("3 approved, 2 mended to Hat and approved.")
    expect(page.locator("#live")).to_contain_text("This page is done.")
    assert answers(made) == [("approved", 1)] * 3 + [("approved", 2)] * 2
    keys(page, "z")
    expect(done(page)).to_contain_text("5 taken back.")
    assert answers(made) == [("labeled", 1)] * 5
    keys(page, "Shift+Z")
    expect(done(page)).to_contain_text("3 approved, 2 mended to Hat and approved.")


def test_a_picture_that_was_not_seen_is_named_and_waits(at, rows, labeled, dress, hat):
    (unseen,) = rows(1, dress)  # there is no file of it
    made = labeled(2, dress)
    page = at("?category=1&mode=class&sort=oldest")
    says(page, "2 seen right", "1 not seen")
    keys(page, "Space", "ArrowRight", "Space")
    says(page, "1 seen right", "2 wrong")
    keys(page, "2")
    expect(done(page)).to_contain_text("1 approved, 1 mended to Hat and approved, 1 labeled Hat.")
    assert answers([unseen, *made]) == [("labeled", 2), ("approved", 2), ("approved", 1)]
    assert selected(page) == []


def test_a_project_may_ask_for_another_look(at, labeled, dress, hat, project):
    lifecycle.change(project, approve_mended=False)
    made = labeled(3, dress)
    page = at("?category=1&mode=class&sort=oldest")
    expect(page.locator("#issues")).to_contain_text("Given another class they go to Labeled, not to Approved.")
    says(page, "3 seen right")
    keys(page, "2")
    expect(done(page)).to_contain_text("1 labeled Hat.")
    says(page, "2 seen right")
    assert answers(made) == [("labeled", 2), ("labeled", 1), ("labeled", 1)]
    assert violations(page) == []
