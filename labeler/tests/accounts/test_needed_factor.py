"""LABELER_STAFF_SECOND_FACTOR=required: staff without a second factor can do nothing but set one up."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from labeler import configuration
from labeler.tests.accounts.sessions.test_sessions import is_in
from labeler.tests.accounts.sessions.test_sign_out_everywhere import signed_in
from labeler.tests.accounts.test_guessing import call, sign_in
from labeler.tests.accounts.test_second_factor import PAGE, give_code, turn_on
from labeler.tests.test_every_url_needs_login import ADDRESSES, OPEN
from people import tokens
from people.accounts import second_factor

SENTENCE = "Staff need a second factor here. Set one up on your account page."


@pytest.fixture
def required(settings):
    settings.STAFF_NEED_SECOND_FACTOR = True


@pytest.fixture
def as_bob(client, bob, required):
    return signed_in(client, bob)


@pytest.mark.parametrize(
    "where", [each for each in ADDRESSES if each not in OPEN | {PAGE, "/logout/", "/admin/login/"}]
)
def test_whatever_staff_open_they_are_led_to_setting_it_up(as_bob, project, photo, where):
    for answer in (as_bob.get(where), as_bob.post(where)):
        if where.startswith("/api/"):
            assert answer.status_code == 403
            assert answer.json() == {"error": {"code": "second_factor_required", "message": SENTENCE}}
        else:
            assert (answer.status_code, answer["Location"]) == (302, PAGE)


def test_they_set_it_up_and_go_on(as_bob, clock):
    page = as_bob.get(PAGE).content.decode()
    assert "Set one up to go on." in page
    assert "Back to your account" not in page
    turn_on(as_bob, clock)
    assert is_in(as_bob)
    assert as_bob.get("/admin/").status_code == 200
    assert as_bob.get("/api/v1/projects/").status_code == 200


def test_they_may_sign_out_instead(as_bob):
    assert as_bob.post("/logout/")["Location"] == "/login/"
    assert not is_in(as_bob)


def test_who_turns_it_off_sets_it_up_again(as_bob, bob, clock):
    app, _ = turn_on(as_bob, clock)
    as_bob.post(PAGE, {"action": "turn-off", "code": app.next_code()})
    assert as_bob.get("/account/")["Location"] == PAGE


def test_a_removed_one_counts_at_the_next_request(as_bob, bob, clock):
    turn_on(as_bob, clock)
    second_factor.remove(bob, by=None)
    assert as_bob.get("/admin/")["Location"] == PAGE


def test_others_are_asked_for_nothing(client, alice, required, project):
    signed_in(client, alice)
    assert is_in(client)
    assert client.get("/api/v1/projects/").status_code == 200


def test_superusers_who_are_no_staff_need_one_as_well(client, bob, required):
    bob.is_staff = False
    bob.save()
    assert signed_in(client, bob).get("/")["Location"] == PAGE


def test_who_becomes_staff_needs_one_at_the_next_request(client, alice, required):
    assert is_in(signed_in(client, alice))
    alice.is_staff = True
    alice.save()
    assert client.get("/account/")["Location"] == PAGE


def test_api_tokens_of_staff_go_on_as_programs_have_no_app(bob, required):
    _, token = tokens.make(bob, "Nightly training")
    assert call(token).status_code == 200


def test_without_the_setting_staff_need_none(client, bob):
    assert signed_in(client, bob).get("/admin/").status_code == 200


def test_staff_with_one_come_in_by_both(required, bob, set_up):
    app, _ = set_up(bob)
    door = Client()
    sign_in(door, name="bob", password="correct horse bob")
    assert not is_in(door)
    give_code(door, app.next_code())
    assert is_in(door)


def test_it_costs_staff_one_question_and_others_none(client, alice, bob, required, set_up, django_assert_num_queries):
    signed_in(client, alice)
    client.get("/login/")
    with django_assert_num_queries(2):  # session, user
        client.get("/login/")
    set_up(bob)
    staff = signed_in(Client(), bob)
    staff.get("/api/v1/schema/")
    with django_assert_num_queries(3):  # and the second factor
        staff.get("/api/v1/schema/")


@pytest.mark.parametrize(("text", "needed"), [("", False), ("optional", False), ("required", True), ("Required", True)])
def test_the_variable_says_whether(text, needed):
    read = configuration.read({"SECRET_KEY": "x", "LABELER_STAFF_SECOND_FACTOR": text})
    assert read.staff_need_second_factor is needed


def test_another_word_is_refused_with_a_sentence():
    with pytest.raises(
        ImproperlyConfigured, match="LABELER_STAFF_SECOND_FACTOR must be optional or required, not 'on'"
    ):
        configuration.read({"SECRET_KEY": "x", "LABELER_STAFF_SECOND_FACTOR": "on"})
