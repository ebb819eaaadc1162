"""A forgotten password: a link that an admin makes, good for one hour and once."""

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as laws
from hypothesis import strategies as st

from labeler.tests.accounts.sessions.test_sessions import is_in
from labeler.tests.accounts.sessions.test_sign_out_everywhere import signed_in
from labeler.tests.accounts.test_guessing import call, sign_in
from labeler.tests.accounts.test_trace import entries
from people import tokens
from people.accounts import reset_links
from people.models import AuditEntry
from tests.support.cast import at_once

OLD = "correct horse alice"
NEW = "another horse, another battery"
REFUSED = "This link does not work"


def make_link(client, user):
    """As the admin's page shows it."""
    page = client.post(f"/admin/auth/user/{user.pk}/reset-link/").content.decode()
    return re.search(r'id="made-link">http://testserver(/[^<]+)<', page)[1]


@pytest.fixture
def link(db, alice):
    return reset_links.make(alice)


def follow(client, link):
    """The page behind a link."""
    return client.get(link, follow=True)


def choose(client, link, password=NEW):
    """Open the link and send the form that is there, or what somebody would send who kept it from before."""
    client.get(link)
    form = {"new_password1": password, "new_password2": password}
    return client.post(re.sub(r"[^/]+/$", "set-password/", link), form)


def is_refused(answer):
    return (answer.status_code, REFUSED in answer.content.decode()) == (404, True)


def password_is(user, password):
    user.refresh_from_db()
    return user.check_password(password)


# --- the way ---


def test_with_the_link_of_an_admin_one_chooses_a_password_and_signs_in_with_it(client, bob, alice):
    link = make_link(signed_in(client, bob), alice)
    hers = Client()
    page = follow(hers, link).content.decode()
    assert "For alice." in page
    answer = choose(hers, link)
    assert answer["Location"] == "/login/"
    assert "Your new password is set. Sign in with it." in hers.get("/login/").content.decode()
    assert not is_in(hers)
    assert sign_in(hers, password=OLD).status_code == 200
    assert sign_in(hers, password=NEW).status_code == 302
    assert is_in(hers)


def test_making_and_using_it_is_noted(client, bob, alice):
    hers = Client(REMOTE_ADDR="203.0.113.7")
    choose(hers, make_link(signed_in(client, bob), alice))
    assert entries() == [
        ("reset_link_made", "bob", "alice", {}),
        ("password_changed", "", "alice", {"by_link": True, "sessions": 0}),
    ]
    assert AuditEntry.objects.get(what="password_changed").address == "203.0.113.7"


def test_the_link_is_shown_once_and_kept_nowhere(client, bob, alice):
    token = make_link(signed_in(client, bob), alice).split("/")[-2]
    assert token not in str(list(AuditEntry.objects.values()))
    for page in ("reset-link", "change", "history"):
        assert token not in client.get(f"/admin/auth/user/{alice.pk}/{page}/").content.decode()


def test_opening_it_uses_nothing_up(link, alice):
    for _ in range(3):
        assert "For alice." in follow(Client(), link).content.decode()
    choose(Client(), link)
    assert password_is(alice, NEW)


def test_a_password_that_will_not_do_is_told_and_the_link_stays_good(link, alice):
    for bad in ("short", "alice123", "12345678901"):
        answer = choose(Client(), link, password=bad)
        assert answer.status_code == 200
        assert 'role="alert"' in answer.content.decode()
    assert password_is(alice, OLD)
    choose(Client(), link)
    assert password_is(alice, NEW)


def test_what_the_old_password_opened_is_shut(client, alice, link):
    signed_in(client, alice)
    there = Client()
    sign_in(there, password=OLD)
    _, token = tokens.make(alice, "Camera")
    link = reset_links.make(alice)
    choose(Client(), link)
    assert (is_in(client), is_in(there), call(token).status_code) == (False, False, 401)


def test_whoever_else_is_signed_in_in_that_browser_is_no_more(client, mallory, link):
    choose(signed_in(client, mallory), link)
    assert not is_in(client)


def test_strangers_who_guess_keep_nobody_from_signing_in_after_it(link, alice):
    for _ in range(6):
        sign_in(Client())
    hers = Client()
    choose(hers, link)
    assert sign_in(hers, password=NEW).status_code == 302


# --- once, and for an hour ---


def test_it_is_good_once(link, alice):
    choose(Client(), link)
    assert is_refused(follow(Client(), link))
    assert is_refused(choose(Client(), link, password="yet another battery"))
    assert password_is(alice, NEW)


def test_it_is_good_once_in_a_page_that_was_open_before_too(link, alice):
    open_before = Client()
    follow(open_before, link)
    choose(Client(), link)
    assert is_refused(choose(open_before, link, password="yet another battery"))
    assert password_is(alice, NEW)


@pytest.mark.django_db(transaction=True)
def test_of_several_who_use_it_at_once_one_does(alice):
    link = reset_links.make(alice)
    clients = [Client() for _ in range(4)]
    for each in clients:
        follow(each, link)
    answers = at_once(
        *(lambda each=each, number=number: choose(each, link, f"battery {number} of many")
          for number, each in enumerate(clients))
    )  # fmt: skip
    assert sorted(answer.status_code for answer in answers) == [302, 404, 404, 404]
    assert AuditEntry.objects.filter(what="password_changed").count() == 1


def test_it_is_good_for_an_hour(link, alice, clock):
    clock.forward(minutes=59)
    assert "For alice." in follow(Client(), link).content.decode()
    clock.forward(minutes=2)
    assert is_refused(follow(Client(), link))
    assert is_refused(choose(Client(), link))
    assert password_is(alice, OLD)


def test_a_page_that_was_opened_in_time_and_sent_after_the_hour_sets_nothing(link, alice, clock):
    hers = Client()
    follow(hers, link)
    clock.forward(minutes=61)
    assert is_refused(choose(hers, link))
    assert password_is(alice, OLD)


@pytest.mark.parametrize(("zone", "change"), [("Europe/Berlin", (10, 25, 1)), ("America/New_York", (11, 1, 6))])
def test_an_hour_is_an_hour_where_summer_time_ends_too(alice, settings, monkeypatch, zone, change):
    settings.TIME_ZONE = zone
    before = datetime(2026, *change, tzinfo=UTC) - timedelta(minutes=10)
    monkeypatch.setattr(timezone, "now", lambda: before)
    link = reset_links.make(alice)
    monkeypatch.setattr(timezone, "now", lambda: before + timedelta(minutes=59))
    assert "For alice." in follow(Client(), link).content.decode()
    monkeypatch.setattr(timezone, "now", lambda: before + timedelta(minutes=61))
    assert is_refused(follow(Client(), link))


def test_a_second_link_ends_the_first(alice):
    first, second = reset_links.make(alice), reset_links.make(alice)
    assert is_refused(choose(Client(), first))
    choose(Client(), second)
    assert password_is(alice, NEW)


def test_a_link_of_somebody_else_ends_nothing(link, alice, mallory):
    reset_links.make(mallory)
    choose(Client(), link)
    assert password_is(alice, NEW)


def test_who_remembers_the_password_and_signs_in_ends_the_link(link, alice):
    sign_in(Client(), password=OLD)
    assert is_refused(follow(Client(), link))


def test_a_password_that_is_changed_otherwise_ends_the_link(link, alice):
    alice.set_password("something else entirely")
    alice.save()
    assert is_refused(choose(Client(), link))


# --- who may not ---


def test_a_deactivated_person_gets_none_and_uses_none(client, bob, alice, link):
    alice.is_active = False
    alice.save()
    assert is_refused(follow(Client(), link))
    assert is_refused(choose(Client(), link))
    answer = signed_in(client, bob).post(f"/admin/auth/user/{alice.pk}/reset-link/")
    assert answer.status_code == 400
    assert "alice is deactivated, and cannot sign in." in answer.content.decode()


def test_a_person_deactivated_while_the_page_was_open_sets_nothing(alice, link):
    hers = Client()
    follow(hers, link)
    alice.is_active = False
    alice.save()
    assert is_refused(choose(hers, link))
    assert password_is(alice, OLD)


def test_a_link_for_one_opens_nobody_elses_account(alice, mallory, link):
    foreign = reset_links.make(mallory)
    mixed = "/".join([*link.split("/")[:3], *foreign.split("/")[3:]])
    assert is_refused(choose(Client(), mixed))
    # In a browser that has opened one's own link, the form of another does not follow.
    hers = Client()
    follow(hers, foreign)
    assert is_refused(
        hers.post(re.sub(r"[^/]+/$", "set-password/", link), {"new_password1": NEW, "new_password2": NEW})
    )
    assert password_is(alice, OLD)


@laws(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(uid=st.text("AMQgx0=-_", min_size=1, max_size=12), token=st.text("abc0129-", min_size=1, max_size=60))
def test_made_up_links_are_refused_with_a_sentence(db, alice, uid, token):
    assert is_refused(follow(Client(), f"/new-password/{uid}/{token}/"))


def test_staff_make_links_for_others_and_superusers_for_staff_too(client, carol, alice, bob):
    signed_in(client, carol)
    assert follow(Client(), make_link(client, alice)).status_code == 200
    for person in (bob, carol):
        assert client.get(f"/admin/auth/user/{person.pk}/reset-link/").status_code == 403
        assert client.post(f"/admin/auth/user/{person.pk}/reset-link/").status_code == 403
    assert follow(Client(), make_link(signed_in(client, bob), carol)).status_code == 200


def test_others_make_no_link(client, mallory, alice, carol):
    carol.user_permissions.clear()
    assert signed_in(client, carol).post(f"/admin/auth/user/{alice.pk}/reset-link/").status_code == 403
    assert signed_in(client, mallory).post(f"/admin/auth/user/{alice.pk}/reset-link/").status_code in (302, 403)
    assert not AuditEntry.objects.exists()


# --- by command ---


def test_a_command_prints_the_path_of_a_link(alice):
    out, err = io.StringIO(), io.StringIO()
    call_command("reset_link", "alice", stdout=out, stderr=err)
    choose(Client(), out.getvalue().strip())
    assert password_is(alice, NEW)
    assert "Put before it the address" in err.getvalue()
    assert entries()[0] == ("reset_link_made", "", "alice", {})


def test_the_command_says_who_is_not_there_or_deactivated(alice):
    with pytest.raises(CommandError, match=r"There is no user nobody\."):
        call_command("reset_link", "nobody")
    alice.is_active = False
    alice.save()
    with pytest.raises(CommandError, match=r"alice is deactivated, and cannot sign in\."):
        call_command("reset_link", "alice")
