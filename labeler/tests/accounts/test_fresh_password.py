"""What opens more doors asks for the password where that was typed more than ten minutes ago."""

import pytest
from django.test import Client
from knox.models import AuthToken

from labeler.tests.accounts.test_guessing import sign_in
from labeler.tests.accounts.test_trace import entries
from people.accounts import sessions

RIGHT = "correct horse alice"
ASKED = "Type your password, too: the last time was more than 10 minutes ago."
FIELD = 'id="token-password"'


@pytest.fixture
def home(db, alice):
    """Alice has just signed in."""
    home = Client()
    sign_in(home, password=RIGHT)
    return home


def make_token(client, **more):
    return client.post("/account/", {"action": "make-token", "name": "Camera", "days": "90", "access": "read"} | more)


def page_of(client):
    return client.get("/account/").content.decode()


def test_right_after_signing_in_a_token_needs_no_password(home, clock):
    clock.forward(minutes=9)
    assert FIELD not in page_of(home)
    assert make_token(home).status_code == 200
    assert AuthToken.objects.exists()


def test_ten_minutes_later_it_does(home, clock):
    clock.forward(minutes=10)
    assert FIELD in page_of(home)
    answer = make_token(home)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert ASKED in page
    assert 'value="Camera"' in page
    assert not AuthToken.objects.exists()


def test_doing_something_meanwhile_makes_no_password_fresh(home, clock):
    for _ in range(4):
        clock.forward(minutes=5)
        page_of(home)
    assert make_token(home).status_code == 400


def test_with_the_password_a_token_is_made_and_the_next_ten_minutes_need_none(home, clock):
    clock.forward(hours=1)
    assert make_token(home, password=RIGHT).status_code == 200
    clock.forward(minutes=9)
    assert make_token(home, name="Another").status_code == 200
    clock.forward(minutes=1)
    assert make_token(home, name="A third").status_code == 400
    assert AuthToken.objects.count() == 2


def test_a_wrong_password_makes_no_token_and_is_noted(home, clock):
    clock.forward(hours=1)
    answer = make_token(home, password="wrong")
    assert answer.status_code == 400
    assert "That is not your password." in answer.content.decode()
    assert not AuthToken.objects.exists()
    assert entries()[-1] == ("password_refused", "alice", "alice", {})
    assert make_token(home).status_code == 400


def test_it_is_guessed_no_more_often_than_at_the_door(home, clock):
    clock.forward(hours=1)
    answers = [make_token(home, password=f"guess {number}") for number in range(15)]
    assert [answer.status_code for answer in answers] == [400] * 9 + [429] * 6
    assert int(answers[-1]["Retry-After"]) > 0
    assert "Too many tries did not match. Try again in" in answers[-1].content.decode()
    assert make_token(home, password=RIGHT).status_code == 429
    assert not AuthToken.objects.exists()


def test_changing_the_password_is_typing_it(home, clock):
    clock.forward(hours=1)
    new = "another horse, another battery"
    form = {"action": "password", "old_password": RIGHT, "new_password1": new, "new_password2": new}
    home.post("/account/", form)
    assert make_token(home).status_code == 200


def test_a_session_of_an_earlier_version_has_to_type_it(db, alice):
    earlier = Client()
    earlier.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    assert make_token(earlier).status_code == 400
    assert sessions.TYPED not in earlier.session


def test_somebody_elses_password_is_not_enough(home, clock, mallory):
    clock.forward(hours=1)
    assert make_token(home, password="correct horse mallory").status_code == 400


def test_deleting_a_token_needs_none(home, clock):
    make_token(home)
    clock.forward(hours=1)
    home.post("/account/", {"action": "delete-token", "token": AuthToken.objects.get().digest})
    assert not AuthToken.objects.exists()
