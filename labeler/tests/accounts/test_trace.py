"""What signing in, and what one does on the account page, leaves in the audit."""

import pytest
from django.test import Client

from labeler.tests.accounts.test_guessing import call, from_another, later, sign_in
from people import refusals
from people.models import AuditEntry
from tests.support.cast import at_once

RIGHT = "correct horse alice"
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


def entries(**wanted):
    """What was done, by whom, to whom, and the facts; the oldest first."""
    found = AuditEntry.objects.filter(**wanted).order_by("id")
    return [(entry.what, entry.actor, entry.of, entry.facts) for entry in found]


def kinds():
    return [what for what, *_ in entries()]


# --- signing in and out ---


def test_who_signs_in_and_out_is_noted_with_the_address(db, alice):
    browser = Client(REMOTE_ADDR="203.0.113.7")
    sign_in(browser, password=RIGHT)
    browser.post("/logout/")
    assert entries() == [("signed_in", "alice", "alice", {}), ("signed_out", "alice", "alice", {})]
    assert set(AuditEntry.objects.values_list("address", "actor_id", "of_kind", "of_id")) == {
        ("203.0.113.7", alice.pk, "user", str(alice.pk))
    }


def test_a_wrong_password_is_noted_with_the_account_but_by_nobody(db, alice):
    sign_in(Client(), password="wrong")
    assert entries() == [("sign_in_refused", "", "alice", {})]


def test_of_a_name_that_nobody_has_no_letter_is_kept(db, alice):
    sign_in(Client(), name="hunter2 in the wrong field", password="typed by mistake")
    [row] = AuditEntry.objects.values()
    assert entries() == [("sign_in_refused", "", "", {"name": "unknown"})]
    assert "hunter2" not in str(row)
    assert "mistake" not in str(row)


def test_a_deactivated_account_is_refused_and_noted(db, alice):
    alice.is_active = False
    alice.save()
    sign_in(Client(), password=RIGHT)
    assert entries() == [("sign_in_refused", "", "alice", {})]


# --- being locked out ---


def test_being_locked_out_is_noted_when_it_begins_and_not_again(db, alice):
    for _ in range(8):
        sign_in(Client())
    assert kinds() == ["sign_in_refused"] * 5 + ["locked_out"]
    assert entries()[-1] == ("locked_out", "", "alice", {"guessed": "password", "limit": "name"})


def test_a_lock_that_begins_anew_again_and_again_is_noted_once_in_a_quarter_of_an_hour(db, alice):
    for _ in range(5):
        sign_in(Client())
    for _ in range(3):
        later(minutes=5)
        assert sign_in(Client()).status_code == 429
    assert kinds().count("locked_out") == 1
    assert kinds().count("sign_in_refused") == 8


def test_a_known_browser_that_is_locked_out_is_told_as_that(db, alice):
    home = Client()
    sign_in(home, password=RIGHT)
    home.post("/logout/")
    for _ in range(12):
        sign_in(home)
    assert entries(what="locked_out") == [("locked_out", "", "alice", {"guessed": "password", "limit": "browser"})]


def test_an_address_that_tries_many_names_is_locked_out_as_an_address(db, alice):
    for number in range(60):
        sign_in(Client(), name=f"name-{number}")
    assert kinds().count("sign_in_refused") == 50
    [locked] = AuditEntry.objects.filter(what="locked_out")
    assert (locked.of, locked.address, locked.facts) == ("", "127.0.0.1", {"guessed": "password", "limit": "address"})


def test_a_try_that_comes_too_early_leaves_nothing(db, alice):
    for _ in range(5):
        sign_in(Client())
    before = AuditEntry.objects.count()
    for _ in range(20):
        sign_in(Client(), password=RIGHT)
    assert AuditEntry.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_of_forty_guesses_at_once_the_lock_is_noted_once(alice):
    at_once(*(lambda number=number: sign_in(Client(), password=f"guess {number}") for number in range(40)))
    assert kinds().count("locked_out") == 1
    assert kinds().count("sign_in_refused") <= 5


def test_a_flood_of_names_from_many_addresses_leaves_no_more_than_its_share(db, alice, monkeypatch):
    monkeypatch.setattr(refusals, "MOST_ABOUT_NOBODY", 20)
    for number in range(40):
        sign_in(Client(), name=f"name-{number}", **from_another(number))
    assert len(entries(what="sign_in_refused")) == 20
    # What concerns an account is noted all the same.
    sign_in(Client(), **from_another(41))
    assert entries()[-1] == ("sign_in_refused", "", "alice", {})


def test_after_an_hour_a_flood_is_noted_again(db, alice, monkeypatch, clock):
    monkeypatch.setattr(refusals, "MOST_ABOUT_NOBODY", 2)
    for number in range(4):
        sign_in(Client(), name=f"name-{number}", **from_another(number))
    clock.forward(minutes=61)
    sign_in(Client(), name="another", **from_another(5))
    assert len(entries(what="sign_in_refused")) == 3


def test_wrong_tokens_leave_one_entry_when_their_address_is_locked_out(db, clock):
    locked = ("locked_out", "", "", {"guessed": "token", "limit": "address"})
    for number in range(60):
        call(f"{number:064x}")
    assert entries() == [locked]
    clock.forward(minutes=20)
    for number in range(60):
        call(f"{number:064x}")
    assert entries() == [locked, locked]


# --- the account page ---


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice, backend=MODEL_BACKEND)
    return client


def change_password(client, old=RIGHT):
    new = "another horse, another battery"
    form = {"action": "password", "old_password": old, "new_password1": new, "new_password2": new}
    return client.post("/account/", form)


def test_a_password_that_is_changed_is_noted(as_alice):
    change_password(as_alice)
    assert entries() == [("password_changed", "alice", "alice", {})]


def test_a_wrong_old_password_is_noted_as_what_the_one_who_is_signed_in_tried(as_alice):
    change_password(as_alice, old="wrong")
    assert entries() == [("password_refused", "alice", "alice", {})]


def test_guessing_the_old_password_leaves_as_many_entries_as_were_looked_at_and_one_lock(as_alice):
    for number in range(40):
        change_password(as_alice, old=f"guess {number}")
    assert kinds() == ["password_refused"] * 5 + ["locked_out"]


def test_a_new_password_that_will_not_do_leaves_nothing(as_alice):
    form = {"action": "password", "old_password": RIGHT, "new_password1": "one thing", "new_password2": "another thing"}
    as_alice.post("/account/", form)
    assert entries() == []


def test_a_token_that_is_made_and_deleted_is_noted_by_its_name_and_its_beginning(as_alice, alice):
    as_alice.post("/account/", {"action": "make-token", "name": "Camera", "days": "90", "access": "read"})
    [facts] = alice.auth_token_set.all()
    as_alice.post("/account/", {"action": "delete-token", "token": facts.pk})
    told = {"token": "Camera", "starts_with": facts.token_key[:8]}
    assert [(what, actor) for what, actor, *_ in entries()] == [("token_made", "alice"), ("token_revoked", "alice")]
    assert all(entry.facts.items() >= told.items() for entry in AuditEntry.objects.all())
