"""The audit: who, what, when and from where, for ever."""

import logging

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory

from people import audit
from people.audit import What
from people.models import AuditEntry


@pytest.fixture
def entry(alice, bob):
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.7")
    return audit.note(What.PERSON_CHANGED, bob, alice, request, active=[True, False])


def test_an_entry_says_who_did_what_to_whom_and_from_where(entry, alice, bob):
    kept = AuditEntry.objects.get()
    assert (kept.what, kept.actor, kept.actor_id) == ("person_changed", "bob", bob.pk)
    assert (kept.of_kind, kept.of_id, kept.of) == ("user", str(alice.pk), "alice")
    assert (kept.address, kept.facts) == ("203.0.113.7", {"active": [True, False]})


def test_what_a_command_or_a_stranger_does_has_no_person_and_no_address(db):
    audit.note(What.SIGN_IN_REFUSED, None, "")
    kept = AuditEntry.objects.get()
    assert (kept.actor_id, kept.actor, kept.of_kind, kept.address) == (None, "", "", "")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people_auditentry SET actor = 'mallory'",
        "DELETE FROM people_auditentry",
    ],
)
def test_the_database_refuses_to_change_or_delete_an_entry(entry, statement):
    with pytest.raises(DatabaseError, match="The audit never changes"), transaction.atomic():
        connection.cursor().execute(statement)
    assert AuditEntry.objects.get().actor == "bob"


def test_the_database_refuses_to_put_another_entry_in_its_place(entry):
    entry.actor = "mallory"
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save(force_insert=True)
    assert AuditEntry.objects.get().actor == "bob"


def test_an_account_that_is_deleted_leaves_what_it_did(entry, bob):
    bob.delete()
    assert AuditEntry.objects.get().actor == "bob"


def test_what_is_undone_leaves_no_entry_and_no_line(alice, caplog):
    caplog.set_level(logging.INFO, "labeler.audit")
    with transaction.atomic():
        audit.note(What.SIGNED_IN, alice, alice)
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()
    assert not caplog.records


def test_the_log_has_one_line_an_entry_that_no_name_can_break(bob, caplog, django_capture_on_commit_callbacks):
    caplog.set_level(logging.INFO, "labeler.audit")
    with django_capture_on_commit_callbacks(execute=True):
        audit.note(What.TOKEN_MADE, bob, 'night"ly\nwhat="signed_in" \x00', days=90)
    [record] = caplog.records
    line = record.getMessage()
    assert "\n" not in line
    assert line.startswith('what="token_made" by="bob" of="night\\"ly\\nwhat=')
    assert line.endswith("days=90")
