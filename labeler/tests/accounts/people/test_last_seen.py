"""When somebody was seen last: what notes it, how often, and what does not."""

from unittest import mock

import pytest
from django.db import OperationalError
from django.db.models import QuerySet

from labeler.tests.accounts.sessions.test_sign_out_everywhere import signed_in
from labeler.tests.accounts.test_guessing import call, sign_in
from people import tokens
from people.accounts import last_seen, sessions
from people.models import LastSeen

pytestmark = pytest.mark.django_db


def seen(user):
    row = LastSeen.objects.filter(user=user).first()
    return row and row.at


def test_signing_in_notes_it(client, alice, clock):
    sign_in(client, password="correct horse alice")
    assert seen(alice) == clock.now()


def test_a_page_notes_it_every_ten_minutes_at_most(client, alice, clock):
    signed_in(client, alice)
    clock.forward(minutes=10)
    client.get("/")
    first = seen(alice)
    assert first == clock.now()
    clock.forward(minutes=9)
    client.get("/")
    assert seen(alice) == first
    clock.forward(minutes=1)
    client.get("/")
    assert seen(alice) == clock.now()


def test_a_page_that_nobody_looks_at_a_picture_and_a_program_do_not(client, alice, clock):
    signed_in(client, alice)
    _, token = tokens.make(alice, "Nightly")
    clock.forward(minutes=30)
    client.get("/", headers={sessions.UNATTENDED: "1"})
    client.get("/", headers={"Accept": "image/avif,image/webp"})
    call(token)
    assert seen(alice) is None


def test_who_is_deactivated_or_gone_is_not_seen(client, alice, clock):
    signed_in(client, alice)
    type(alice).objects.filter(pk=alice.pk).update(is_active=False)
    clock.forward(minutes=10)
    client.get("/")
    assert seen(alice) is None
    last_seen.note(999_999)
    assert not LastSeen.objects.exists()


def test_where_it_cannot_be_noted_the_page_comes_all_the_same(client, alice, clock):
    signed_in(client, alice)
    clock.forward(minutes=10)
    update = QuerySet.update

    def locked(rows, **values):
        if rows.model is LastSeen:
            raise OperationalError("database is locked")
        return update(rows, **values)

    with mock.patch.object(QuerySet, "update", locked):
        assert client.get("/").status_code == 200
    assert seen(alice) is None


def test_it_goes_with_its_person(client, alice, clock):
    sign_in(client, password="correct horse alice")
    alice.delete()
    assert not LastSeen.objects.exists()
