"""The people of a project, as its settings tell of them."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotations.models import AnnotationEvent
from annotations.statistics import week
from labeler.setup import people_rows
from people.models import LastSeen
from projects import access, lifecycle, members
from projects.joining import invitations, site_kinds
from projects.models import Kind

pytestmark = pytest.mark.django_db

PEOPLE = "/projects/wardrobe/settings/people/"


@pytest.fixture
def closed(project):
    return lifecycle.change(project, closed=True)


@pytest.fixture
def managed(closed, alice):
    """A closed project that Alice manages."""
    members.put(closed, alice, "manager")
    return closed


def words(answer):
    return re.sub(r"(<[^>]+>|\s)+", " ", answer.content.decode())


def page(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(PEOPLE)


def rows(project, viewer, search=""):
    return {row.user.username: row for row in people_rows.listed(project, viewer, search).rows}


# --- who sees it ---


@pytest.mark.parametrize(("kind", "status"), [("manager", 200), ("reviewer", 403), ("labeler", 403), (None, 404)])
def test_it_is_there_for_managers_staff_or_not(client, closed, alice, kind, status):
    if kind:
        members.put(closed, alice, kind)
    assert page(client, alice).status_code == status


def test_in_an_open_project_it_is_there_for_those_of_the_site_wide_kind(client, project, alice):
    assert page(client, alice).status_code == 403
    alice.groups.add(site_kinds.group("manager"))
    assert page(client, alice).status_code == 200


# --- a closed project ---


def test_of_a_closed_project_it_lists_the_members_and_nobody_else(managed, alice, mallory, bob):
    members.put(managed, mallory, "reviewer")
    assert {name: row.kind for name, row in rows(managed, alice).items()} == {"alice": "manager", "mallory": "reviewer"}


def test_members_can_be_removed_but_oneself(client, managed, alice, mallory):
    members.put(managed, mallory, "labeler")
    text = page(client, alice).content.decode()
    assert re.findall(r'data-remove="(\w+)"', text) == ["mallory"]
    assert "That is you" in text


def test_the_only_manager_cannot_change_own_kind_and_reads_why(client, managed, alice, mallory, bob):
    def disabled():
        return re.findall(r'data-member="(\w+)"[^>]*disabled', page(client, alice).content.decode())

    assert disabled() == ["alice"]
    assert "The only manager. Make somebody else one first." in words(page(client, alice))
    members.put(managed, mallory, "manager")
    assert disabled() == []
    type(mallory).objects.filter(pk=mallory.pk).update(is_active=False)  # who cannot come in manages nothing
    assert disabled() == ["alice"]
    assert "The only manager" not in words(page(client, bob))  # staff manage it anyway


def test_who_is_deactivated_stands_last_and_as_that(client, managed, alice, mallory):
    members.put(managed, mallory, "labeler")
    type(mallory).objects.filter(pk=mallory.pk).update(is_active=False)
    told = words(page(client, alice))
    assert "1 person 1 deactivated" in told
    assert "Labeler Deactivated" in told
    assert list(rows(managed, alice)) == ["alice", "mallory"]


# --- an open project ---


def test_of_an_open_project_it_lists_everybody_with_what_they_are_in_open_projects(project, alice, mallory, bob):
    mallory.groups.add(site_kinds.group("labeler"), site_kinds.group("reviewer"))
    members.put(project, mallory, "labeler")
    listed = {name: (row.site_kind, row.kind, row.is_staff) for name, row in rows(project, bob).items()}
    assert listed == {
        "alice": ("", "", False),
        "bob": ("", "", True),
        "mallory": ("reviewer", "labeler", False),
    }


def test_nobody_is_removed_from_an_open_project_and_it_says_how_it_is(client, project, alice, bob):
    members.put(project, alice, "labeler")
    answer = page(client, bob)
    assert "data-remove" not in answer.content.decode()
    told = words(answer)
    assert "This project is open: everybody with an account sees it" in told
    assert "Membership counts once the project is closed" in told
    assert "until then nobody is removed" in told


def test_who_is_deactivated_is_not_in_an_open_project(project, alice, bob):
    type(alice).objects.filter(pk=alice.pk).update(is_active=False)
    assert list(rows(project, bob)) == ["bob"]


# --- what it tells ---


def test_what_each_kind_may_do_is_what_the_code_does():
    """Each of the sentences says that it is more than the one before, and so it is."""
    assert set(access.MAY) == set(Kind)
    labeler, reviewer, manager = (access.OF_KIND[kind] for kind in Kind)
    assert labeler < reviewer < manager == access.ALL
    assert [words.startswith("Also ") for words in access.MAY.values()] == [False, True, True]
    assert access.OF_NO_KIND - reviewer == {access.Right.CURATE}


def test_it_tells_what_each_kind_may_do(client, managed, alice):
    told = words(page(client, alice))
    for sentence in access.MAY.values():
        assert sentence in told
    assert "No kind" not in told  # there is nobody of none in a closed one


def test_last_seen_is_when_they_were_at_a_page_or_else_when_they_signed_in(managed, alice, mallory, django_user_model):
    now = timezone.now()
    LastSeen.objects.create(user=alice, at=now - timedelta(hours=2))
    django_user_model.objects.filter(pk__in=[alice.pk, mallory.pk]).update(last_login=now - timedelta(days=3))
    members.put(managed, mallory, "labeler")
    members.put(managed, django_user_model.objects.create_user("zoe"), "labeler")
    seen = {name: row.last_seen for name, row in rows(managed, alice).items()}
    assert seen == {"alice": now - timedelta(hours=2), "mallory": now - timedelta(days=3), "zoe": None}


def test_of_the_last_seven_days_it_counts_answers_and_approvals_of_this_project(
    managed, alice, mallory, photos, dress, hat, answer, bob
):
    first, second, third = photos(3)
    answer([first, second], "labeled", dress, by=alice)
    answer(first, "labeled", hat, by=alice)
    answer(third, "skipped", by=alice)
    answer(second, "approved", by=mallory)
    answer(first, "needs_review", by=mallory)  # neither
    assert week.of_each(managed) == {alice.pk: week.Week(4, 0), mallory.pk: week.Week(0, 1)}
    assert week.of_each(lifecycle.create("Garage", by=bob)) == {}
    later = timezone.now() + timedelta(days=7, minutes=1)
    assert AnnotationEvent.objects.filter(at__gte=later - week.WEEK).count() == 0


def test_a_picture_that_is_sent_to_review_with_its_first_label_was_answered(project, alice, photo, dress, answer):
    answer(photo, "needs_review", dress, by=alice)
    assert week.of_each(project) == {alice.pk: week.Week(1, 0)}


def test_people_are_found_by_a_part_of_any_name(project, bob, alice, mallory):
    type(alice).objects.filter(pk=alice.pk).update(first_name="Zuzana", last_name="Ľaliová")
    assert list(rows(project, bob, "zuz")) == ["alice"]
    assert list(rows(project, bob, "MALL")) == ["mallory"]
    assert list(rows(project, bob, "nobody")) == []


def test_invitations_are_told_without_what_opens_them(client, managed, alice):
    made, token = invitations.make(managed, "reviewer", by=alice, uses=3)
    text = page(client, alice).content.decode()
    assert "0 of 3 came in" in text
    assert token not in text
    assert made.token_hash not in text
    assert f'data-end="{made.pk}"' in text


# --- many ---


def queries(client):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(PEOPLE).status_code == 200
    return len(captured)


@pytest.mark.parametrize("is_closed", [True, False])
def test_for_many_people_and_invitations_it_asks_no_oftener(client, project, alice, bob, is_closed):
    lifecycle.change(project, closed=is_closed)
    members.put(project, alice, "labeler")
    invitations.make(project, "labeler", by=bob)
    assert page(client, bob).status_code == 200
    few = queries(client)
    for number in range(30):
        user = get_user_model().objects.create_user(f"person-{number}")
        user.groups.add(site_kinds.group("labeler"))
        members.put(project, user, "labeler")
    for _ in range(10):
        invitations.make(project, "labeler", by=bob)
    assert queries(client) == few


def test_the_list_takes_six_queries(managed, alice, django_assert_num_queries):
    with django_assert_num_queries(6):
        people_rows.listed(managed, alice)


def test_no_more_are_listed_than_one_page_bears_and_it_says_so(client, project, bob, alice, mallory, monkeypatch):
    monkeypatch.setattr(people_rows, "MOST", 2)
    told = words(page(client, bob))
    assert "3 people" in told
    assert "The first 2 by user name." in told
    assert list(rows(project, bob)) == ["alice", "bob"]
