"""What is refused is a line of the log, also where it leaves no entry in the audit; nothing that was typed is in it."""

import logging

import pytest
from django.test import Client
from rest_framework.test import APIClient

from labeler.tests.accounts.test_guessing import RIGHT, call, from_another, sign_in
from people import refusals, token_rate, tokens


@pytest.fixture
def lines(caplog):
    """All that refusals said, and nothing of Django's beside it."""
    caplog.set_level(logging.INFO, logger="labeler")

    def told():
        assert [each for each in caplog.records if each.name.startswith("django.request")] == []
        return [each.getMessage() for each in caplog.records if each.name == "labeler.refusals"]

    return told


def test_whoever_comes_too_early_is_a_line_by_the_limit_that_says_so(db, alice, lines):
    for _ in range(7):
        sign_in(Client(), password="hunter2")
    assert lines() == ['what="throttled" from="127.0.0.1" guessed="password" limit="name"'] * 2


def test_names_that_nobody_has_are_lines_also_beyond_what_the_audit_keeps(db, lines, monkeypatch):
    monkeypatch.setattr(refusals, "MOST_ABOUT_NOBODY", 2)
    for number in range(4):
        sign_in(Client(), name=f"hunter{number}", **from_another(number))
    assert lines() == [f'what="sign_in_refused" from="203.0.113.{number}" name="unknown"' for number in (2, 3)]


def test_a_wrong_token_is_a_line_and_no_letter_of_it_is_told(db, lines):
    call("hunter2" * 9)
    assert lines() == ['what="token_refused" from="127.0.0.1" because="wrong"']


def test_a_token_that_no_longer_works_is_a_line_with_the_reason(db, alice, lines):
    _, text = tokens.make(alice, "Old")
    alice.is_active = False
    alice.save()
    call(text)
    assert lines() == ['what="token_refused" from="127.0.0.1" because="This account is deactivated."']


def test_a_token_that_may_only_read_is_a_line_with_whose_it_is(db, alice, lines):
    _, text = tokens.make(alice, "Reader", read_only=True)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {text}")
    assert client.post("/api/v1/projects/", {"name": "New"}).status_code == 403
    assert lines() == ['what="token_refused" by="alice" from="127.0.0.1" token="Reader" because="read only"']


def test_a_token_that_calls_too_often_is_a_line_with_whose_it_is(db, alice, lines, settings, monkeypatch):
    monkeypatch.setattr(token_rate, "counter", token_rate.Counter())
    settings.API_CALLS_PER_MINUTE = 0
    _, text = tokens.make(alice, "Loop")
    assert call(text).status_code == 429
    assert lines() == ['what="throttled" by="alice" from="127.0.0.1" token="Loop" limit="calls in a minute"']


def test_what_is_no_code_is_a_line_too(db, alice, set_up, lines):
    set_up(alice)
    browser = Client()
    sign_in(browser, password=RIGHT)
    browser.post("/login/code/", {"code": "hunter2"})
    assert lines() == ['what="second_factor_refused" from="127.0.0.1" of="alice" because="no code"']


def test_an_invitation_that_does_not_work_is_a_line_with_who_tried_it(db, alice, client, lines):
    client.get("/join/hunter2/")
    client.force_login(alice)
    client.get("/join/hunter2/")
    assert lines() == [
        'what="invitation_refused" from="127.0.0.1"',
        'what="invitation_refused" by="alice" from="127.0.0.1"',
    ]


def test_a_name_that_would_break_a_line_does_not(db, django_user_model, client, lines):
    name = "x\n2026-01-01T00:00:00Z [info] signed in\u2028\x1b[2J"
    client.force_login(django_user_model.objects.create_user(name, password=RIGHT))
    client.get("/join/hunter2/")
    (line,) = lines()
    assert line.isprintable()
    assert line.startswith(r'what="invitation_refused" by="x\n2026-01-01T00:00:00Z')
