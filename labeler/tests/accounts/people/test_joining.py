"""The page behind an invitation: what it tells, whom it lets in, and what it never gives away."""

import logging
import re

import pytest
from django.test import Client

from labeler.logs.lines import written_out
from labeler.tests.accounts.sessions.test_sessions import is_in
from labeler.tests.accounts.sessions.test_sign_out_everywhere import signed_in
from labeler.tests.accounts.test_guessing import sign_in
from labeler.tests.accounts.test_trace import entries
from people import guessing
from people.models import AuditEntry, Guess
from projects import access, lifecycle, members
from projects.access import Right
from projects.joining import invitations, site_kinds
from projects.models import Invitation, Membership
from tests.support.cast import at_once

pytestmark = pytest.mark.django_db

PASSWORD = "another horse, another battery"
REFUSED = "This invitation does not work"


@pytest.fixture
def closed(project):
    return lifecycle.change(project, closed=True)


def link(project, by, kind="labeler", **how):
    return f"/join/{invitations.make(project, kind, by=by, **how)[1]}/"


def make_account(client, where, name="carol", password=PASSWORD, again=None):
    return client.post(where, {"username": name, "password1": password, "password2": again or password})


def words(answer):
    return re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())


def is_refused(answer):
    return (answer.status_code, REFUSED in answer.content.decode()) == (404, True)


def people():
    return set(type_of_user().objects.values_list("username", flat=True))


def type_of_user():
    return Membership._meta.get_field("user").remote_field.model


# --- a stranger ---


def test_a_stranger_makes_an_account_and_is_signed_in_and_in_the_project(client, closed, bob):
    where = link(closed, bob)
    page = client.get(where)
    assert page.status_code == 200
    assert "bob invites you as labeler" in words(page)
    answer = make_account(client, where)
    assert (answer.status_code, answer["Location"]) == (302, "/projects/wardrobe/")
    assert "You are in Wardrobe." in client.get("/projects/wardrobe/").content.decode()
    assert is_in(client)
    carol = type_of_user().objects.get(username="carol")
    assert access.rights(carol, closed) == {Right.ANSWER}
    assert sign_in(Client(), "carol", PASSWORD).status_code == 302


def test_the_page_says_what_the_account_may_here_and_elsewhere(client, closed, bob):
    told = words(client.get(link(closed, bob, "reviewer")))
    assert access.MAY["reviewer"] in told
    assert "You are that here, and in every project that is open to all." in told


def test_it_leaves_one_entry_for_coming_in_and_one_for_signing_in(closed, bob):
    where = link(closed, bob)
    before = AuditEntry.objects.latest("pk").pk
    make_account(Client(REMOTE_ADDR="203.0.113.7"), where)
    noted = AuditEntry.objects.filter(pk__gt=before).order_by("pk")
    assert [(each.what, each.actor, each.of, each.address) for each in noted] == [
        ("invitation_used", "carol", "carol", "203.0.113.7"),
        ("signed_in", "carol", "carol", "203.0.113.7"),
    ]


@pytest.mark.parametrize(
    ("name", "password", "again", "said"),
    [
        ("carol", "short", None, "too short"),
        ("carol", "12345678901", None, "entirely numeric"),
        ("carol", "password1", None, "too common"),
        ("carolina", "carolina1", None, "too similar to the username"),
        ("carol", PASSWORD, "something else", "The two passwords differ."),
        ("alice", PASSWORD, None, "Somebody has that user name already."),
        ("ALICE", PASSWORD, None, "Somebody has that user name already."),
        ("carol smith", PASSWORD, None, "Enter a valid username"),
        ("", PASSWORD, None, "This field is required."),
    ],
)
def test_what_will_not_do_is_said_beside_its_field_and_the_link_stays_good(
    client, closed, bob, alice, name, password, again, said
):
    where = link(closed, bob)
    answer = make_account(client, where, name, password, again)
    assert answer.status_code == 400
    assert said in words(answer)
    assert people() == {"alice", "bob"}
    assert make_account(client, where).status_code == 302


def test_no_form_gives_more_than_the_invitation_says(client, closed, bob):
    forged = {
        "username": "carol", "password1": PASSWORD, "password2": PASSWORD, "kind": "manager", "is_staff": "on",
        "is_superuser": "on", "groups": [site_kinds.group("manager").pk], "usable_password": "false",
    }  # fmt: skip
    client.post(link(closed, bob), forged)
    carol = type_of_user().objects.get(username="carol")
    assert (carol.is_staff, carol.is_superuser, carol.has_usable_password()) == (False, False, True)
    assert access.rights(carol, closed) == {Right.ANSWER}
    assert site_kinds.of(carol) == "labeler"


# --- somebody with an account ---


def test_who_is_signed_in_joins_by_one_button_and_not_by_looking(client, closed, bob, alice):
    where = link(closed, bob)
    page = signed_in(client, alice).get(where)
    assert "You are signed in as alice." in words(page)
    assert not Membership.objects.exists()
    assert client.post(where)["Location"] == "/projects/wardrobe/"
    assert access.rights(alice, closed) == {Right.ANSWER}
    assert not alice.groups.exists()
    assert entries()[-1][:3] == ("invitation_used", "alice", "alice")


def test_in_an_open_project_the_page_says_that_nothing_changes_before_it_is_closed(client, project, bob, alice):
    alice.groups.add(site_kinds.group("labeler"))
    where = link(project, bob, "reviewer")
    assert "what you may there stays as it is" in words(signed_in(client, alice).get(where))
    client.post(where)
    assert site_kinds.of(alice) == "labeler"
    assert Membership.objects.get().kind == "reviewer"


@pytest.mark.parametrize("kind", ["labeler", "manager"])
def test_a_member_reads_that_nothing_changes(client, closed, bob, alice, kind):
    members.put(closed, alice, kind)
    where = link(closed, bob, "reviewer")
    assert f"You are a member already, as {kind}" in words(signed_in(client, alice).get(where))
    assert client.post(where).status_code == 302
    assert Membership.objects.get().kind == kind


def test_staff_read_that_they_manage_it_anyway(client, closed, bob):
    assert "You are staff, and manage every project." in words(signed_in(client, bob).get(link(closed, bob)))


def test_staff_who_need_a_second_factor_set_it_up_first(client, closed, bob, settings):
    where = link(closed, bob)
    settings.STAFF_NEED_SECOND_FACTOR = True
    assert signed_in(client, bob).post(where)["Location"] == "/account/second-factor/"


def test_who_has_an_account_and_is_not_signed_in_is_led_there_and_back(client, closed, bob, alice):
    where = link(closed, bob)
    assert f'href="/login/?next={where}"' in client.get(where).content.decode()
    answer = client.post(f"/login/?next={where}", {"username": "alice", "password": "correct horse alice"})
    assert answer["Location"] == where


# --- no good ---


@pytest.fixture
def no_good(closed, bob, alice, rf, monkeypatch):
    """A link of each way of being no good, and one that nobody made."""
    ended, used_up, old, of_another = (invitations.make(closed, "labeler", by=bob) for _ in range(4))
    invitations.end(closed, ended[0].pk, by=bob)
    invitations.join(used_up[1], alice, rf.post("/"))
    Invitation.objects.filter(pk=old[0].pk).update(ends_at=old[0].made_at)
    mallory = type(bob).objects.create_user("mallory")
    Invitation.objects.filter(pk=of_another[0].pk).update(made_by=mallory)  # who manages nothing
    return [f"/join/{token}/" for _, token in (ended, used_up, old, of_another)] + [f"/join/{'x' * 32}/"]


def test_ended_used_up_old_and_unknown_are_told_by_one_page(client, no_good, bob):
    for visitor in (client, signed_in(Client(), bob)):
        for answers in (
            [visitor.get(where) for where in no_good],
            [make_account(visitor, where, "zoe") for where in no_good],
        ):
            assert all(map(is_refused, answers))
            told = {re.sub(r'nonce="[^"]+"', "", answer.content.decode()) for answer in answers}
            assert len(told) == 1
            assert "Wardrobe" not in told.pop()
    assert "zoe" not in people()


def test_a_page_that_was_open_when_it_ended_makes_nothing(client, closed, bob):
    where = link(closed, bob)
    client.get(where)
    invitations.end(closed, Invitation.objects.get().pk, by=bob)
    assert is_refused(make_account(client, where))
    assert people() == {"bob"}


@pytest.mark.django_db(transaction=True)
def test_the_last_use_taken_twice_in_the_same_moment_makes_one_account(closed, bob):
    where = link(closed, bob)
    names = ("carol", "dave", "erin", "frank")
    answers = at_once(*(lambda name=name: make_account(Client(), where, name) for name in names))
    assert sorted(answer.status_code for answer in answers) == [302, 404, 404, 404]
    assert len(people() - {"bob"}) == 1


@pytest.mark.django_db(transaction=True)
def test_of_several_who_take_one_name_at_once_one_gets_it(closed, bob):
    where = link(closed, bob, uses=4)
    answers = at_once(*[lambda: make_account(Client(), where)] * 4)
    assert sorted(answer.status_code for answer in answers) == [302, 400, 400, 400]
    assert Invitation.objects.get().used == 1


def test_names_that_are_taken_cannot_be_tried_out_in_numbers(closed, bob, alice, monkeypatch):
    monkeypatch.setattr(guessing, "MOST_OF_ADDRESS", 3)
    where = link(closed, bob)
    answers = [make_account(Client(), where, "alice") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [400, 400, 400, 429]
    assert "Too many tries" in words(answers[-1])
    assert answers[-1]["Retry-After"]
    # A free name then tells no more than a taken one, and another address is another person.
    assert make_account(Client(), where, "carol").status_code == 429
    assert make_account(Client(REMOTE_ADDR="203.0.113.7"), where, "carol").status_code == 302
    assert set(Guess.objects.values_list("kind", "name", "browser")) == {("new_name", "", "")}
    # Nor does it keep anybody from signing in.
    assert sign_in(Client(), "alice", "correct horse alice").status_code == 302


# --- its address ---


@pytest.mark.parametrize("is_good", [True, False])
def test_no_request_from_the_page_carries_its_address_and_nobody_keeps_it(client, closed, bob, is_good):
    answer = client.get(link(closed, bob) if is_good else "/join/nothing/")
    assert answer["Referrer-Policy"] == "strict-origin"
    assert "no-store" in answer["Cache-Control"]


def test_the_token_stands_in_no_line_of_the_log(closed, bob, caplog):
    where = link(closed, bob)
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(where).status_code == 403
    assert Client().put(where).status_code == 405
    assert Client().get(f"{where}more/").status_code in (302, 404)
    invitations.end(closed, Invitation.objects.get().pk, by=bob)
    assert Client().get(where).status_code == 404
    token = where.split("/")[2]
    said = [logging.Formatter().format(record) for record in caplog.records]
    assert any(token in line for line in said)  # Django would tell
    assert [line for line in map(written_out, said) if token in line] == []
    assert any("/join/…" in line for line in map(written_out, said))


def test_a_link_for_a_new_password_is_told_in_the_log_without_what_opens_it():
    assert written_out("Not Found: /new-password/MQ/abc-123/ now") == "Not Found: /new-password/MQ/…/ now"
    assert written_out("/projects/wardrobe/join/") == "/projects/wardrobe/join/"
