"""Signing out everywhere: oneself on the account page, staff somebody else in the admin."""

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.test import Client

from labeler.tests.accounts.sessions.test_sessions import is_in
from labeler.tests.accounts.test_guessing import call, sign_in
from labeler.tests.accounts.test_trace import entries
from people import tokens
from people.models import AuditEntry

RIGHT = "correct horse alice"
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def at_two(db, alice):
    """Alice has signed in at two places."""
    both = [Client(), Client()]
    for each in both:
        sign_in(each, password=RIGHT)
    return both


def signed_in(client, user):
    client.force_login(user, backend=MODEL_BACKEND)
    return client


# --- oneself ---


def test_everywhere_else_ends_all_sessions_but_this_one(at_two, mallory):
    here, there = at_two
    other = signed_in(Client(), mallory)
    page = here.post("/account/", {"action": "sign-out-elsewhere"}, follow=True).content.decode()
    assert "You are signed in here alone. 1 other session was ended." in page
    assert (is_in(here), is_in(there), is_in(other)) == (True, False, True)
    assert entries(what="signed_out_everywhere") == [
        ("signed_out_everywhere", "alice", "alice", {"sessions": 1, "but_here": True})
    ]


def test_here_too_ends_this_session_as_well_and_leads_to_signing_in(at_two):
    here, there = at_two
    answer = here.post("/account/", {"action": "sign-out-everywhere"})
    assert (answer["Location"], answer["Clear-Site-Data"]) == ("/login/", '"cache"')
    assert (is_in(here), is_in(there)) == (False, False)
    assert not Session.objects.exists()
    assert entries(what="signed_out_everywhere")[0][-1] == {"sessions": 2, "but_here": False}


def test_who_is_signed_in_at_one_place_only_is_told_so(client, alice):
    page = signed_in(client, alice).post("/account/", {"action": "sign-out-elsewhere"}, follow=True).content.decode()
    assert "No other sessions were ended." in page


def test_tokens_go_on_and_the_page_says_so(at_two, alice):
    _, token = tokens.make(alice, "Camera")
    here, _ = at_two
    here.post("/account/", {"action": "sign-out-elsewhere"})
    assert call(token).status_code == 200
    assert "API tokens go on: delete them one by one." in here.get("/account/").content.decode()


def test_a_session_that_was_ended_does_not_come_back_with_a_request_that_was_under_way(at_two, clock):
    """It had read its session before, and would note its use after."""
    here, there = at_two
    store = there.session
    assert dict(store.items())
    here.post("/account/", {"action": "sign-out-elsewhere"})
    clock.forward(minutes=30)
    store["used"] = 0
    with pytest.raises(UpdateError):
        store.save()
    assert not is_in(there)


def test_of_many_sessions_only_those_of_the_person_end(at_two, mallory):
    for _ in range(30):
        signed_in(Client(), mallory)
    here, _ = at_two
    here.post("/account/", {"action": "sign-out-elsewhere"})
    assert Session.objects.count() == 31


def test_a_session_that_another_key_signed_keeps_nobody_from_signing_out(at_two):
    Session.objects.filter(pk=at_two[1].session.session_key).update(session_data="not:signed")
    at_two[0].post("/account/", {"action": "sign-out-elsewhere"})
    assert not is_in(at_two[1])


# --- somebody else ---


def sign_out(client, user):
    return client.post(f"/admin/auth/user/{user.pk}/sign-out/")


def test_a_superuser_signs_somebody_out_in_the_admin(client, bob, alice, at_two):
    signed_in(client, bob)
    assert 'href="../sign-out/"' in client.get(f"/admin/auth/user/{alice.pk}/change/").content.decode()
    assert "asks for the password again" in client.get(f"/admin/auth/user/{alice.pk}/sign-out/").content.decode()
    assert [is_in(each) for each in at_two] == [True, True]
    page = client.post(f"/admin/auth/user/{alice.pk}/sign-out/", follow=True).content.decode()
    assert "Alice was signed out everywhere: 2 sessions ended." in page
    assert [is_in(each) for each in at_two] == [False, False]
    assert is_in(client)
    [entry] = AuditEntry.objects.filter(what="signed_out_everywhere")
    assert (entry.actor, entry.of, entry.facts["sessions"]) == ("bob", "alice", 2)


def test_a_superuser_who_signs_out_everywhere_in_the_admin_stays_where_it_is_said(client, bob):
    signed_in(client, bob)
    other = signed_in(Client(), bob)
    page = client.post(f"/admin/auth/user/{bob.pk}/sign-out/", follow=True).content.decode()
    assert "Bob was signed out everywhere else: 1 session ended." in page
    assert (is_in(client), is_in(other)) == (True, False)


def test_staff_who_may_change_people_sign_out_those_who_are_no_staff(client, carol, alice, bob, at_two):
    signed_in(client, carol)
    assert sign_out(client, alice).status_code == 302
    assert [is_in(each) for each in at_two] == [False, False]
    theirs = signed_in(Client(), bob)
    assert sign_out(client, bob).status_code == 403
    assert sign_out(client, carol).status_code == 403
    assert is_in(theirs)
    assert 'href="../sign-out/"' not in client.get(f"/admin/auth/user/{bob.pk}/change/").content.decode()


def test_staff_without_that_right_and_others_sign_nobody_out(client, carol, mallory, at_two, alice):
    carol.user_permissions.clear()
    assert sign_out(signed_in(client, carol), alice).status_code == 403
    assert sign_out(signed_in(Client(), mallory), alice).status_code in (302, 403)
    assert [is_in(each) for each in at_two] == [True, True]
    assert entries(what="signed_out_everywhere") == []


def test_a_person_who_is_not_there_is_not_found(client, bob):
    assert signed_in(client, bob).post("/admin/auth/user/999999/sign-out/").status_code == 404
    assert client.post("/admin/auth/user/x/sign-out/").status_code == 404
