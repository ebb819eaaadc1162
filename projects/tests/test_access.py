"""Who may do what: one answer, whoever asks it and however."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from core.exceptions import Refused
from projects import access, lifecycle, members
from projects.access import Right
from projects.models import Kind, Membership, Project
from tests.support.cast import at_once

pytestmark = pytest.mark.django_db

ANSWER, REVIEW, CURATE, MANAGE = Right


def join(user, *groups):
    user.groups.set([Group.objects.get_or_create(name=name)[0] for name in groups])


@pytest.fixture
def closed(project):
    return lifecycle.change(project, closed=True)


def test_in_no_group_everybody_does_in_an_open_project_what_they_always_did(project, alice):
    assert access.rights(alice, project) == {ANSWER, REVIEW, CURATE}


@pytest.mark.parametrize(
    ("groups", "rights"),
    [
        (["labeler"], {ANSWER}),
        (["reviewer"], {ANSWER, REVIEW}),
        (["manager"], set(Right)),
        (["labeler", "manager"], set(Right)),
        (["labeler", "reviewer"], {ANSWER, REVIEW}),
        (["night shift"], {ANSWER, REVIEW, CURATE}),
        (["night shift", "labeler"], {ANSWER}),
    ],
)
def test_in_open_projects_the_group_says_and_of_several_the_one_that_may_most(project, alice, groups, rights):
    join(alice, *groups)
    assert access.rights(alice, project) == rights


@pytest.mark.parametrize(
    ("kind", "rights"), [("labeler", {ANSWER}), ("reviewer", {ANSWER, REVIEW}), ("manager", set(Right))]
)
def test_in_closed_projects_the_membership_says_and_no_group(closed, alice, kind, rights):
    join(alice, "manager")
    assert access.rights(alice, closed) == set()
    members.put(closed, alice, kind)
    assert access.rights(alice, closed) == rights


def test_a_membership_of_an_open_project_waits_until_it_is_closed(project, alice):
    members.put(project, alice, "labeler")
    assert access.rights(alice, project) == {ANSWER, REVIEW, CURATE}
    assert access.rights(alice, lifecycle.change(project, closed=True)) == {ANSWER}


@pytest.mark.parametrize("flag", ["is_staff", "is_superuser"])
def test_staff_manage_every_project(closed, alice, flag):
    setattr(alice, flag, True)
    alice.save()
    assert access.rights(alice, closed) == set(Right)


def test_strangers_and_those_who_were_let_go_have_none(project, bob):
    bob.is_active = False
    assert access.rights(bob, project) == access.rights(AnonymousUser(), project) == set()
    assert not access.visible_to(bob).exists()
    assert not access.visible_to(AnonymousUser()).exists()


def test_what_one_may_not_see_is_not_there_and_what_one_may_not_do_is_refused_in_words(closed, alice):
    with pytest.raises(Http404):
        access.project_for(alice, closed.slug)
    members.put(closed, alice, "labeler")
    assert access.project_for(alice, closed.slug).rights == {ANSWER}
    with pytest.raises(PermissionDenied, match="Only reviewers"):
        access.project_for(alice, closed.slug, REVIEW)


def test_what_is_refused_is_said_in_the_log_with_who_what_and_where(closed, alice, caplog):
    members.put(closed, alice, "labeler")
    with pytest.raises(PermissionDenied):
        access.project_for(alice, closed.slug, CURATE)
    assert caplog.messages == ['Refused to "alice": curate in wardrobe']


@pytest.mark.parametrize("who", ["alice", "bob"])
def test_a_door_asks_once_for_the_project_and_the_rights(closed, alice, bob, who, django_assert_num_queries):
    members.put(closed, alice, "reviewer")
    user = {"alice": alice, "bob": bob}[who]
    with django_assert_num_queries(1):
        assert REVIEW in access.project_for(user, closed.slug, REVIEW).rights


@pytest.mark.parametrize("kind", Kind.values)
def test_rights_can_be_asked_within_another_question(closed, alice, kind):
    other = lifecycle.create("Other", by=None, closed=True)
    members.put(closed, alice, kind)
    members.put(other, alice, "labeler")
    managed = access.asked_by(alice).filter(pk=OuterRef("project"), kind_of_asker="manager")
    found = Membership.objects.filter(Exists(managed)).values_list("project", flat=True)
    assert set(found) == {each.pk for each in (closed, other) if MANAGE in access.rights(alice, each)}
    one_of_them = access.asked_by(alice).filter(closed=OuterRef("closed"), kind_of_asker="manager")
    assert Project.objects.filter(Exists(one_of_them)).count() == (2 if kind == "manager" else 0)


@given(
    memberships=st.lists(st.sampled_from([None, *Kind.values]), min_size=3, max_size=3),
    closed=st.lists(st.booleans(), min_size=3, max_size=3),
    groups=st.sets(st.sampled_from(Kind.values)),
    staff=st.booleans(),
    active=st.booleans(),
)
def test_lists_doors_and_the_function_agree(memberships, closed, groups, staff, active):
    with transaction.atomic():
        user = get_user_model().objects.create(username="zoe", is_staff=staff, is_active=active)
        join(user, *groups)
        for number, (kind, shut) in enumerate(zip(memberships, closed, strict=True)):
            project = lifecycle.create(f"Project {number}", by=None, closed=shut)
            if kind:
                members.put(project, user, kind)
        seen = {each.pk: access.with_rights(each, user).rights for each in access.asked_by(user)}
        assert seen == {each.pk: rights for each in Project.objects.all() if (rights := access.rights(user, each))}
        assert set(access.visible_to(user).values_list("pk", flat=True)) == seen.keys()
        for project in Project.objects.all():
            manages = get_user_model().objects.filter(access.managers(project), pk=user.pk).exists()
            assert manages == (Right.MANAGE in seen.get(project.pk, ()))
        transaction.set_rollback(True)


# --- members --------------------------------------------------------------------------------------------------------


@pytest.fixture
def managed(closed, alice):
    """A closed project that alice manages."""
    members.put(closed, alice, "manager")
    return closed


def test_a_manager_adds_changes_and_removes_members(api, managed, alice, mallory):
    answer = api(alice).put("projects/wardrobe/members/mallory/", {"kind": "labeler"})
    assert (answer.status_code, answer.json()["kind"]) == (200, "labeler")
    assert api(alice).put("projects/wardrobe/members/mallory/", {"kind": "reviewer"}).status_code == 200
    told = api(alice).get("projects/wardrobe/members/").json()["results"]
    assert [(each["user"], each["kind"]) for each in told] == [("alice", "manager"), ("mallory", "reviewer")]
    assert api(mallory).get("projects/wardrobe/").json()["rights"] == ["answer", "review"]
    assert api(alice).delete("projects/wardrobe/members/mallory/").status_code == 204
    assert api(mallory).get("projects/wardrobe/").status_code == 404


@pytest.mark.parametrize(
    ("method", "name", "body", "status", "code"),
    [
        ("put", "nobody", {"kind": "labeler"}, 404, "not_found"),
        ("delete", "nobody", None, 404, "not_found"),
        ("put", "mallory", {"kind": "king"}, 400, "invalid"),
        ("put", "mallory", {"kind": "labeler", "until": "2027"}, 400, "unknown_field"),
        ("put", "alice", {"kind": "labeler"}, 400, "last_manager"),
        ("delete", "alice", None, 400, "last_manager"),
    ],
)
def test_what_cannot_be_done_to_members_is_said_and_changes_nothing(
    api, managed, alice, mallory, method, name, body, status, code
):
    before = list(Membership.objects.values())
    answer = getattr(api(alice), method)(f"projects/wardrobe/members/{name}/", body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert list(Membership.objects.values()) == before


def test_whoever_is_deactivated_is_no_manager_who_could_stay_behind(api, managed, alice, mallory):
    members.put(managed, mallory, "manager")
    mallory.is_active = False
    mallory.save()
    assert api(alice).delete("projects/wardrobe/members/alice/").json()["error"]["code"] == "last_manager"


def test_staff_may_leave_a_closed_project_without_a_manager(api, managed, bob):
    assert api(bob).delete("projects/wardrobe/members/alice/").status_code == 204


@pytest.mark.django_db(transaction=True)
def test_two_managers_who_remove_each_other_at_once_leave_one(managed, alice, mallory):
    members.put(managed, mallory, "manager")

    def remove(name, by):
        try:
            members.remove(managed, name, by=by)
        except Refused as refusal:
            return refusal.code
        return "removed"

    told = at_once(lambda: remove("mallory", alice), lambda: remove("alice", mallory))
    assert sorted(told) == ["last_manager", "removed"]
    assert managed.memberships.count() == 1


def test_who_closes_a_project_stays_its_manager(api, project, alice, mallory):
    join(alice, "manager")
    assert api(alice).patch("projects/wardrobe/", {"closed": True}).json()["rights"] == [*Right]
    assert api(mallory).get("projects/wardrobe/").status_code == 404
    assert api(alice).patch("projects/wardrobe/", {"closed": False}).json()["closed"] is False
    assert api(mallory).get("projects/wardrobe/").status_code == 200


def test_a_name_tells_nothing_of_a_closed_project(api, managed, alice, bob):
    lifecycle.create("Shoes", by=bob, closed=True)
    join(alice, "manager")
    lifecycle.create("Hats", by=bob)
    assert api(alice).patch("projects/hats/", {"name": "Shoes"}).status_code == 200
    answer = api(bob).patch("projects/shoes/", {"closed": False})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "name_taken")
    assert Project.objects.get(slug="shoes").closed
