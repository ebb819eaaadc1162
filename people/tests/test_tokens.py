"""What a token is refused for, and what its use costs."""

import logging
from datetime import timedelta
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.db.models import QuerySet
from django.utils import timezone
from knox.models import AuthToken

from people import tokens
from people.audit import What
from people.models import AuditEntry, TokenFacts
from tests.support.cast import at_once, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(api):
    def call(token):
        return api().get("projects/", headers={"Authorization": f"Token {token}"})

    return call


def message(answer):
    return answer.json()["error"]["message"]


# --- its use ---


def test_the_day_of_the_last_use_is_kept_and_written_once_a_day(call, alice, django_assert_num_queries):
    facts, token = tokens.make(alice, "Camera")
    with django_assert_num_queries(3):  # the token, the day, the list
        assert call(token).status_code == 200
    facts.refresh_from_db()
    assert facts.last_used_on == timezone.localdate()
    with django_assert_num_queries(2):
        call(token)
    TokenFacts.objects.update(last_used_on=timezone.localdate() - timedelta(days=1))
    with django_assert_num_queries(3):
        call(token)


def test_a_day_that_cannot_be_written_just_then_keeps_no_call_from_its_answer(call, alice, caplog):
    _, token = tokens.make(alice, "Camera")
    full = OperationalError("database or disk is full")
    with mock.patch.object(QuerySet, "update", side_effect=full) as write, caplog.at_level(logging.WARNING, "labeler"):
        assert call(token).status_code == 200
    assert write.called
    assert "could not be noted" in caplog.text


@pytest.mark.parametrize("text", ["nonsense", "\xff\xfe", "0" * 64, "x" * 5000])
def test_what_is_no_token_is_told_as_wrong(call, alice, text):
    tokens.make(alice, "Camera")
    answer = call(text)
    assert (answer.status_code, message(answer)) == (401, "Invalid token.")


def test_a_token_of_knox_alone_opens_nothing(call, alice):
    _, token = AuthToken.objects.create(alice)
    assert call(token).status_code == 401


def test_the_owner_of_an_ended_token_reads_why(call, alice):
    _, token = tokens.make(alice, "Camera", days=1)
    AuthToken.objects.update(expiry=timezone.now())
    assert message(call(token)) == "This token has come to its end. Make a new one."
    alice.set_password("another horse")
    alice.save()
    assert message(call(token)) == "The password was changed, and its tokens ended with it. Make a new one."


def test_the_tokens_of_a_deactivated_person_open_nothing(call, alice):
    _, token = tokens.make(alice, "Camera")
    alice.is_active = False
    alice.save()
    assert call(token).status_code == 401
    alice.is_active = True
    alice.save()
    assert call(token).status_code == 200


def test_a_lost_secret_key_ends_no_token(call, alice, settings):
    _, token = tokens.make(alice, "Camera")
    settings.SECRET_KEY = "another"
    assert call(token).status_code == 200


def test_the_database_refuses_a_token_without_a_name(alice):
    tokens.make(alice, "Camera")
    assert refused("UPDATE people_tokenfacts SET name = ''")


@pytest.mark.parametrize("days", [0, -1, 3651])
def test_a_life_of_no_sensible_length_is_refused(alice, days):
    with pytest.raises(tokens.Refused) as refusal:
        tokens.make(alice, "Camera", days=days)
    assert refusal.value.code == "bad_days"


# --- commands ---


def run(capsys, *arguments, **options):
    call_command(*arguments, **options)
    return capsys.readouterr().out


def test_a_command_makes_tokens_with_names_of_their_own(call, alice, capsys):
    first, second = run(capsys, "create_token", "alice").strip(), run(capsys, "create_token", "alice").strip()
    assert [call(token).status_code for token in (first, second)] == [200, 200]
    assert sorted(TokenFacts.objects.values_list("name", flat=True)) == ["Command line", "Command line 2"]
    assert all(token.expiry > timezone.now() + timedelta(days=89) for token in AuthToken.objects.all())


def test_a_command_makes_a_token_as_it_is_told(alice, capsys):
    run(capsys, "create_token", "alice", "--name", "Nightly", "--never", "--read-only")
    run(capsys, "create_token", "alice", "--name", "Soon", "--days", "2")
    nightly, soon = TokenFacts.objects.get(name="Nightly"), TokenFacts.objects.get(name="Soon")
    assert (nightly.read_only, nightly.token.expiry) == (True, None)
    assert soon.token.expiry < timezone.now() + timedelta(days=3)
    with pytest.raises(CommandError, match=r"^There is a token named Soon already\.$"):
        call_command("create_token", "alice", "--name", "Soon")


def test_a_command_lists_the_tokens_of_all_or_of_one(alice, bob, capsys):
    facts, token = tokens.make(alice, "Camera", days=None, read_only=True)
    tokens.make(bob, "Nightly")
    tokens.use(token)
    today = timezone.localdate().isoformat()
    heading, row = run(capsys, "list_tokens", "alice").splitlines()
    assert heading.split("  ")[0] == "owner"
    assert row.split() == ["alice", "Camera", facts.starts_with, "read", today, today, "never"]
    assert [line.split()[0] for line in run(capsys, "list_tokens").splitlines()] == ["owner", "alice", "bob"]
    with pytest.raises(CommandError, match=r"^There is no user carol\.$"):
        call_command("list_tokens", "carol")


def test_a_command_revokes_one_token_or_all_of_a_person(call, alice, bob, capsys):
    texts = [tokens.make(alice, name)[1] for name in ("One", "Two", "Three")]
    _, of_bob = tokens.make(bob, "One")
    assert run(capsys, "revoke_token", "alice", "One") == "Revoked: 1.\n"
    assert [call(text).status_code for text in texts] == [401, 200, 200]
    assert run(capsys, "revoke_token", "alice", "--all") == "Revoked: 2.\n"
    assert [call(text).status_code for text in [*texts, of_bob]] == [401, 401, 401, 200]
    with pytest.raises(CommandError, match=r"^alice has no token named One\.$"):
        call_command("revoke_token", "alice", "One")


# --- the trace of them ---


def gone():
    """Who took which token of whom, and why it went."""
    kept = AuditEntry.objects.filter(what=What.TOKEN_REVOKED).order_by("pk")
    return [(entry.actor, entry.of, entry.facts["token"], entry.facts.get("because")) for entry in kept]


def test_a_token_that_makes_room_is_noted_as_ended_and_not_as_revoked(alice):
    tokens.make(alice, "Camera", days=1)
    AuthToken.objects.update(expiry=timezone.now())
    tokens.make(alice, "Camera", by=alice)
    assert gone() == [("alice", "alice", "Camera", "ended before")]


def test_a_token_that_could_not_be_made_is_not_noted(alice):
    tokens.make(alice, "Camera")
    with pytest.raises(tokens.Refused):
        tokens.make(alice, "camera", by=alice)
    assert AuditEntry.objects.filter(what=What.TOKEN_MADE).count() == 1


def test_each_of_several_tokens_that_are_revoked_is_noted(alice, bob):
    for name in ("One", "Two"):
        tokens.make(alice, name)
    assert tokens.revoke(tokens.of(alice), by=bob) == 2
    assert sorted(gone()) == [("bob", "alice", "One", None), ("bob", "alice", "Two", None)]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_revoke_one_token_at_once_one_did_it(alice, bob):
    facts, _ = tokens.make(alice, "Camera")
    assert sorted(at_once(*[lambda: tokens.revoke([facts], by=bob)] * 2)) == [0, 1]
    assert gone() == [("bob", "alice", "Camera", None)]


def test_no_entry_and_no_line_holds_a_token(alice, caplog, django_capture_on_commit_callbacks):
    caplog.set_level(logging.INFO, "labeler.audit")
    with django_capture_on_commit_callbacks(execute=True):
        facts, text = tokens.make(alice, "Camera")
        tokens.revoke([facts])
    told = caplog.text + str(list(AuditEntry.objects.values()))
    assert len(caplog.records) == 2
    assert [secret for secret in (text, text[8:], facts.pk, facts.password_digest) if secret in told] == []
