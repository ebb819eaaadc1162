"""Guessing passwords and tokens, and keeping others from signing in by it, as strangers try it over HTTP."""

import re
from datetime import timedelta
from unittest import mock

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import F
from django.test import Client

from tests.support.cast import at_once

RIGHT = "correct horse alice"
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


def sign_in(client, name="alice", password="wrong", **options):
    return client.post("/login/", {"username": name, "password": password}, **options)


def from_another(number):
    """Another address for each number."""
    return {"REMOTE_ADDR": f"203.0.113.{number}"}


def later(**time):
    """Everything that was counted is so much older."""
    apps.get_model("people", "Guess").objects.update(at=F("at") - timedelta(**time))


def looked_at(answers):
    """How many of the tries were compared with a password and found wrong: what comes too early is not."""
    return sum(b"do not match" in answer.content for answer in answers)


# --- strangers keep nobody out ---


def test_a_browser_that_signed_in_before_signs_in_whatever_strangers_at_its_address_do(db, alice):
    home, stranger = Client(), Client()
    assert sign_in(home, password=RIGHT).status_code == 302
    home.post("/logout/")
    for _ in range(11):
        sign_in(stranger)
    for number in range(60):
        sign_in(stranger, name=f"name-{number}")
    assert sign_in(stranger, password=RIGHT).status_code == 429
    assert sign_in(home, password=RIGHT).status_code == 302


def test_a_known_browser_has_ten_tries_of_its_own(db, alice):
    home = Client()
    sign_in(home, password=RIGHT)
    home.post("/logout/")
    answers = [sign_in(home) for _ in range(12)]
    assert [answer.status_code for answer in answers] == [200] * 9 + [429] * 3
    assert sign_in(home, password=RIGHT).status_code == 429
    # They are nobody else's.
    assert sign_in(Client(), password=RIGHT).status_code == 302


def test_a_browser_is_known_for_those_who_signed_in_there_only(db, alice, mallory):
    hers = Client()
    sign_in(hers, name="mallory", password="correct horse mallory")
    hers.post("/logout/")
    answers = [sign_in(hers) for _ in range(6)]
    assert answers[-1].status_code == 429


def test_people_who_share_a_browser_are_both_known_there(db, alice, mallory):
    shared = Client()
    for name in ("alice", "mallory"):
        sign_in(shared, name=name, password=f"correct horse {name}")
        shared.post("/logout/")
    for _ in range(6):
        for name in ("alice", "mallory"):
            sign_in(Client(), name=name)
    for name in ("alice", "mallory"):
        assert sign_in(shared, name=name, password=f"correct horse {name}").status_code == 302
        shared.post("/logout/")


def test_a_forged_cookie_makes_no_browser_known(db, alice):
    home, forger = Client(), Client()
    sign_in(home, password=RIGHT)
    value = home.cookies["labeler_browser"].value
    assert home.cookies["labeler_browser"]["httponly"]
    forger.cookies["labeler_browser"] = value[:-1] + ("a" if value[-1] != "a" else "b")
    assert [sign_in(forger).status_code for _ in range(6)][-1] == 429


# --- limits ---


def test_one_password_on_many_names_is_limited_by_the_address(db, alice):
    answers = [sign_in(Client(), name=f"name-{number}", password="Sommer2026") for number in range(60)]
    assert looked_at(answers) == 49
    assert [answer.status_code for answer in answers[49:]] == [429] * 11
    assert 0 < int(answers[-1]["Retry-After"]) <= 900
    # Nobody behind another address is concerned.
    assert sign_in(Client(), password=RIGHT, **from_another(1)).status_code == 302
    later(minutes=15)
    assert sign_in(Client(), password=RIGHT).status_code == 302


def test_many_addresses_on_one_name_meet_a_wait_that_doubles_up_to_five_minutes(db, alice):
    waits = []
    for number in range(1, 12):
        answer = sign_in(Client(), **from_another(number))
        if answer.status_code == 429:
            waits.append(int(answer["Retry-After"]))
            assert sign_in(Client(), password=RIGHT, **from_another(100 + number)).status_code == 429
            later(seconds=waits[-1])
    assert waits == [32, 64, 128, 256, 300, 300, 300]


def test_after_the_wait_the_right_password_signs_in(db, alice):
    for _ in range(5):
        answer = sign_in(Client())
    later(seconds=int(answer["Retry-After"]))
    assert sign_in(Client(), password=RIGHT).status_code == 302


def test_a_forged_header_gives_no_new_address(db, alice):
    answers = [
        sign_in(Client(), name=f"name-{number}", headers={"X-Forwarded-For": f"203.0.113.{number}"})
        for number in range(60)
    ]
    assert looked_at(answers) == 49


def test_an_ipv6_network_is_one_address(db, alice):
    answers = [
        sign_in(Client(), name=f"name-{number}", REMOTE_ADDR=f"2001:db8::{number:x}:{number:x}") for number in range(60)
    ]
    assert looked_at(answers) == 49


@pytest.mark.parametrize("proxies", [1, "127.0.0.0/8"])
def test_those_behind_a_trusted_proxy_have_addresses_of_their_own(db, alice, settings, proxies):
    from labeler import configuration

    settings.TRUSTED_PROXIES = configuration.read(
        {"SECRET_KEY": "x", "LABELER_TRUSTED_PROXIES": str(proxies)}
    ).trusted_proxies
    # What the stranger writes stands further left than what the proxy adds.
    for number in range(60):
        forged = f"198.51.100.{number}, 203.0.113.1"
        answer = sign_in(Client(), name=f"name-{number}", headers={"X-Forwarded-For": forged})
    assert answer.status_code == 429
    assert sign_in(Client(), password=RIGHT, headers={"X-Forwarded-For": "203.0.113.2"}).status_code == 302


@pytest.mark.parametrize("name", ["alice", "nobody", "ALICE"])
def test_a_name_is_counted_the_same_whether_it_exists_or_not(db, alice, name):
    answers = [sign_in(Client(), name=name) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 4 + [429] * 2
    assert 0 < int(answers[-1]["Retry-After"]) <= 32
    page = answers[-1].content.decode()
    assert "Too many tries" in page
    assert re.search(r"Try again in \d+ seconds?\.", page)


def test_capitals_make_no_other_name(db, alice):
    for name in ("alice", "Alice", "ALICE", "aLICE", "ａｌｉｃｅ"):
        answer = sign_in(Client(), name=name)
    assert answer.status_code == 429


@pytest.mark.django_db(transaction=True)
def test_of_forty_guesses_at_once_no_more_are_looked_at_than_of_forty_in_turn(alice):
    compare = User.check_password
    with mock.patch.object(User, "check_password", autospec=True, side_effect=compare) as compared:
        answers = at_once(
            *(lambda number=number: sign_in(Client(), password=f"guess {number}") for number in range(40))
        )
    assert 1 <= compared.call_count <= 5
    assert sum(answer.status_code == 429 for answer in answers) >= 35


@pytest.mark.django_db(transaction=True)
def test_some_who_sign_in_at_once_keep_each_other_from_nothing_and_leave_nothing_counted(alice):
    answers = at_once(*(lambda: sign_in(Client(), password=RIGHT) for _ in range(3)))
    assert [answer.status_code for answer in answers] == [302] * 3
    assert not apps.get_model("people", "Guess").objects.exists()


def test_signing_in_forgets_what_this_name_did_wrong_at_this_address_and_no_more(db, alice, mallory):
    for _ in range(2):
        sign_in(Client())
        sign_in(Client(), **from_another(1))
    sign_in(Client(), name="mallory")
    assert sign_in(Client(), password=RIGHT).status_code == 302
    assert apps.get_model("people", "Guess").objects.count() == 3


def test_what_was_counted_is_gone_after_a_day(db, alice):
    for number in range(8):
        sign_in(Client(), name=f"name-{number}")
    later(hours=25)
    sign_in(Client(), name="another")
    assert apps.get_model("people", "Guess").objects.count() == 1


def test_neither_names_nor_passwords_are_kept_as_they_were_typed(db, alice):
    sign_in(Client(), name="hunter2 in the wrong field", password="typed by mistake")
    (row,) = apps.get_model("people", "Guess").objects.values()
    assert "hunter2" not in str(row)
    assert "mistake" not in str(row)


# --- other doors to the same password ---


def test_the_old_password_is_guessed_no_more_often(client, alice):
    client.force_login(alice, backend=MODEL_BACKEND)
    form = {"action": "password", "new_password1": "another battery", "new_password2": "another battery"}
    answers = [client.post("/account/", form | {"old_password": f"guess {number}"}) for number in range(40)]
    assert sum(b"That is not your old password." in answer.content for answer in answers) == 4
    assert answers[-1].status_code == 429
    assert 0 < int(answers[-1]["Retry-After"]) <= 32
    assert b"Too many tries did not match. Try again in" in answers[-1].content
    assert client.post("/account/", form | {"old_password": RIGHT}).status_code == 429
    alice.refresh_from_db()
    assert alice.check_password(RIGHT)
    later(minutes=1)
    assert client.post("/account/", form | {"old_password": RIGHT}).status_code == 302


def test_the_admin_has_no_door_of_its_own(client, bob, alice):
    assert client.get("/admin/login/?next=/admin/projects/")["Location"] == "/login/?next=/admin/projects/"
    answer = client.post("/admin/login/", {"username": "bob", "password": "correct horse bob"})
    assert answer["Location"] == "/login/?next=/admin/"
    assert "_auth_user_id" not in client.session
    client.force_login(alice, backend=MODEL_BACKEND)
    assert client.get("/admin/", follow=True).status_code == 403
    client.force_login(bob, backend=MODEL_BACKEND)
    assert client.get("/admin/login/")["Location"] == "/admin/"
    form = {"old_password": "correct horse bob", "new_password1": "another battery", "new_password2": "another battery"}
    assert client.post("/admin/password_change/", form)["Location"] == "/account/"
    bob.refresh_from_db()
    assert bob.check_password("correct horse bob")


# --- tokens ---


def call(token, **options):
    return Client().get("/api/v1/projects/", headers={"Authorization": f"Token {token}"}, **options)


def test_wrong_tokens_are_limited_and_right_ones_go_on(client, alice):
    client.force_login(alice, backend=MODEL_BACKEND)
    form = {"action": "make-token", "name": "Camera", "days": "90", "access": "full"}
    page = client.post("/account/", form).content.decode()
    right = re.search(r'id="new-token">([0-9a-f]{64})<', page)[1]
    answers = [call(f"{number:064x}") for number in range(60)]
    assert [answer.status_code for answer in answers] == [401] * 49 + [429] * 11
    assert answers[-1].json()["error"]["code"] == "too_many_tries"
    assert answers[-1].json()["error"]["message"].startswith("Too many tries did not match. Try again in ")
    assert 0 < int(answers[-1]["Retry-After"]) <= 900
    # They may share an address: a right token is never counted and goes on, and so do people.
    assert call(right).status_code == 200
    assert sign_in(Client(), password=RIGHT).status_code == 302
    assert call("0" * 64, **from_another(1)).status_code == 401


# --- what it costs ---


def test_a_refused_try_only_reads(db, alice, django_assert_max_num_queries):
    for _ in range(5):
        sign_in(Client())
    with django_assert_max_num_queries(4) as queries:
        sign_in(Client())
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []


def test_who_hashes_harder_by_now_keeps_their_tokens(client, alice, settings):
    from people import tokens

    _, token = tokens.make(alice, "Camera")
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    before = alice.password
    assert sign_in(Client(), password=RIGHT).status_code == 302
    alice.refresh_from_db()
    assert alice.password != before
    assert call(token).status_code == 200


def test_a_clock_that_was_set_back_locks_nobody_out_for_longer(db, alice):
    for _ in range(5):
        sign_in(Client())
    later(hours=-1)
    assert sign_in(Client(), password=RIGHT).status_code == 302
