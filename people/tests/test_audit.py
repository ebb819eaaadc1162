"""The audit: who, what, when and from where, for ever."""

import json
import logging
from datetime import timedelta
from unittest import mock

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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


# --- changes ---


def test_a_change_is_told_as_what_was_and_what_is_and_of_the_rest_nothing(alice, bob):
    before = {"name": "Dress", "color": None, "guidelines": "x" * 5000, "groups": ["a"]}
    after = {"name": "Gown", "color": None, "guidelines": "y" * 5000, "groups": []}
    audit.note_change(What.CATEGORY_CHANGED, bob, alice, None, before, after, briefly=("guidelines",), project="w")
    assert AuditEntry.objects.get().facts == {
        "name": ["Dress", "Gown"],
        "guidelines": "changed",
        "groups": [["a"], []],
        "project": "w",
    }


def test_what_changes_nothing_is_not_noted(alice, bob):
    same = {"name": "Dress", "groups": []}
    assert audit.note_change(What.CATEGORY_CHANGED, bob, alice, None, same, dict(same), project="w") is None
    assert not AuditEntry.objects.exists()


# --- facts ---

TEXT = st.text(st.characters(exclude_categories=()))  # halves of characters, too
FACTS = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT | st.dates() | st.uuids(),
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner) | st.sets(TEXT),
    max_leaves=10,
)


@given(fact=FACTS, words=TEXT)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_told_can_be_kept_and_is_one_line(alice, fact, words):
    with transaction.atomic():
        entry = audit.note(What.PERSON_CHANGED, alice, words, fact=fact)
        kept = AuditEntry.objects.get(pk=entry.pk)
        assert (kept.of, kept.facts) == (entry.of, entry.facts)
        assert all(" " <= character < "\x80" for character in audit.line(entry))
        transaction.set_rollback(True)


# --- where nothing is changed that could be undone ---


def test_what_cannot_be_kept_is_a_warning_with_the_whole_line_and_nothing_more(bob, caplog):
    with mock.patch.object(AuditEntry, "save", side_effect=OperationalError("database is locked")):
        audit.note_if_possible(What.VERSION_DOWNLOADED, bob, "Wardrobe v1", file="wardrobe-v1.zip")
    [record] = caplog.records
    assert (record.name, record.levelno) == ("labeler.audit", logging.WARNING)
    assert record.getMessage() == (
        'Not kept, because of OperationalError: what="version_downloaded" by="bob" of="Wardrobe v1" '
        'file="wardrobe-v1.zip"'
    )
    assert not AuditEntry.objects.exists()


def test_what_is_wrong_in_the_program_is_no_accident(bob):
    with mock.patch.object(AuditEntry, "save", side_effect=TypeError), pytest.raises(TypeError):
        audit.note_if_possible(What.VERSION_DOWNLOADED, bob, "Wardrobe v1")


@pytest.mark.parametrize(
    ("other", "count"),
    [
        ({}, 1),
        ({"what": What.VERSION_MADE}, 2),
        ({"by": None}, 2),
        ({"of": "Wardrobe v2"}, 2),
        ({"file": "annotations.json"}, 2),
        ({"unless_within": None}, 2),
        ({"unless_within": timedelta(0)}, 2),
    ],
)
def test_the_same_is_not_noted_twice_so_soon_where_that_was_asked_for(bob, other, count):
    one = {"what": What.VERSION_DOWNLOADED, "by": bob, "of": "Wardrobe v1", "file": "wardrobe-v1.zip"}
    audit.note_if_possible(**one)
    audit.note_if_possible(**{**one, "unless_within": timedelta(hours=1), **other})
    assert AuditEntry.objects.count() == count


def test_what_could_be_kept_has_its_line_as_everything_has(bob, caplog, django_capture_on_commit_callbacks):
    caplog.set_level(logging.INFO, "labeler.audit")
    with django_capture_on_commit_callbacks(execute=True):
        audit.note_if_possible(What.VERSION_DOWNLOADED, bob, "Wardrobe v1", facts={"a": 1})
    [record] = caplog.records
    assert record.levelno == logging.INFO
    assert json.loads(record.getMessage().rpartition("facts=")[2]) == {"a": 1}
