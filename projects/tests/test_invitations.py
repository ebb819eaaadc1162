"""Links by which people come into a project: how they are made, used, ended, and what they never give."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection
from django.test import RequestFactory
from django.utils import timezone

from core.exceptions import Refused
from people.models import AuditEntry
from projects import access, lifecycle, members
from projects.access import Right
from projects.joining import invitations, site_kinds
from projects.joining.invitations import NoGood
from projects.models import Invitation, Membership, Project
from tests.support.cast import at_once, refused

pytestmark = pytest.mark.django_db

PASSWORD = "another horse, another battery"


@pytest.fixture
def closed(project):
    return lifecycle.change(project, closed=True)


@pytest.fixture
def request_():
    return RequestFactory().post("/", REMOTE_ADDR="203.0.113.7")


@pytest.fixture
def later(monkeypatch):
    """Let days pass: `later(days=7)`."""
    real = timezone.now

    def forward(**time):
        monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(**time))

    return forward


def link(project, by, kind="labeler", **how):
    return invitations.make(project, kind, by=by, **how)[1]


def as_new(token, name, request):
    return invitations.join_as_new(token, name, PASSWORD, request)[0]


# --- made ---


def test_it_is_good_for_seven_days_and_one_person_unless_somebody_says_otherwise(closed, bob):
    made, token = invitations.make(closed, "reviewer", by=bob)
    assert (made.uses, (made.ends_at - made.made_at).days, made.state) == (1, 7, "open")
    assert invitations.good(token) == made
    other, _ = invitations.make(closed, "labeler", by=bob, days=30, uses=100)
    assert (other.uses, (other.ends_at - other.made_at).days) == (100, 30)


def test_of_its_token_a_hash_is_kept_and_nothing_else(closed, bob):
    made, token = invitations.make(closed, "labeler", by=bob)
    assert len(token) >= 32
    kept = [*Invitation.objects.values(), *AuditEntry.objects.values()]
    assert token not in str(kept)
    assert made.token_hash != token


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"kind": "manager"}, "bad_kind"),
        ({"kind": "staff"}, "bad_kind"),
        ({"kind": ""}, "bad_kind"),
        ({"kind": "labeler", "days": 0}, "bad_days"),
        ({"kind": "labeler", "days": 31}, "bad_days"),
        ({"kind": "labeler", "uses": 0}, "bad_uses"),
        ({"kind": "labeler", "uses": 101}, "bad_uses"),
    ],
)
def test_what_it_may_not_be_is_said(closed, bob, how, code):
    with pytest.raises(Refused) as refusal:
        invitations.make(closed, how.pop("kind"), by=bob, **how)
    assert refusal.value.code == code
    assert not Invitation.objects.exists()


def test_a_project_has_so_many_open_ones_and_ended_ones_make_room(closed, bob):
    made = [invitations.make(closed, "labeler", by=bob)[0] for _ in range(invitations.MOST_OPEN)]
    with pytest.raises(Refused, match="at most 20 open"):
        link(closed, bob)
    invitations.end(closed, made[0].pk, by=bob)
    assert link(closed, bob)


def test_the_database_refuses_a_manager_and_more_uses_than_it_may_have(closed, bob):
    made, _ = invitations.make(closed, "labeler", by=bob)
    table = "UPDATE projects_invitation SET "
    assert refused(f"{table} kind = 'manager' WHERE id = %s", made.pk)
    assert refused(f"{table} used = 2 WHERE id = %s", made.pk)
    assert refused(f"{table} uses = 0 WHERE id = %s", made.pk)
    assert refused(f"{table} uses = 101 WHERE id = %s", made.pk)


# --- used ---


def test_a_stranger_gets_an_account_a_membership_and_in_open_projects_that_kind(closed, bob, request_):
    user = as_new(link(closed, bob), "carol", request_)
    assert (user.is_active, user.is_staff, user.is_superuser, user.check_password(PASSWORD)) == (
        True, False, False, True,
    )  # fmt: skip
    assert Membership.objects.get(user=user).kind == "labeler"
    assert [group.name for group in user.groups.all()] == ["labeler"]


@pytest.mark.parametrize(("kind", "rights"), [("labeler", {Right.ANSWER}), ("reviewer", {Right.ANSWER, Right.REVIEW})])
@pytest.mark.parametrize("is_closed", [True, False])
def test_a_new_account_may_nowhere_more_than_the_invitation_says(project, bob, request_, kind, rights, is_closed):
    """In no group it could curate every open project: more than a manager who is no staff may give."""
    other = lifecycle.create("Garage", by=bob)
    lifecycle.change(project, closed=is_closed)
    user = as_new(link(project, bob, kind), "carol", request_)
    assert access.rights(user, Project.objects.get(pk=project.pk)) == access.rights(user, other) == rights


def test_a_group_that_an_admin_deleted_is_made_again(closed, bob, request_):
    Group.objects.all().delete()
    assert site_kinds.of(as_new(link(closed, bob, "reviewer"), "carol", request_)) == "reviewer"


def test_who_has_an_account_becomes_a_member_and_nothing_else(closed, bob, alice, request_):
    assert invitations.join(link(closed, bob), alice, request_) == closed
    assert access.rights(alice, closed) == {Right.ANSWER}
    assert not alice.groups.exists()


def test_in_an_open_project_who_has_an_account_stays_what_they_are_until_it_is_closed(project, bob, alice, request_):
    alice.groups.add(site_kinds.group("labeler"))
    invitations.join(link(project, bob, "reviewer"), alice, request_)
    assert access.rights(alice, project) == {Right.ANSWER}
    assert [group.name for group in alice.groups.all()] == ["labeler"]
    assert access.rights(alice, lifecycle.change(project, closed=True)) == {Right.ANSWER, Right.REVIEW}


@pytest.mark.parametrize("kind", ["labeler", "manager"])
def test_a_member_stays_what_they_are_and_uses_nothing_up(closed, bob, alice, request_, kind):
    members.put(closed, alice, kind)
    token = link(closed, bob, "reviewer")
    assert invitations.join(token, alice, request_) == closed
    assert Membership.objects.get(user=alice).kind == kind
    assert invitations.good(token).used == 0


def test_staff_who_try_a_link_use_nothing_up(closed, bob, request_):
    token = link(closed, bob)
    invitations.join(token, bob, request_)
    assert invitations.good(token).used == 0
    assert not Membership.objects.filter(user=bob).exists()


def test_it_tells_who_used_it_and_how_often(closed, bob, alice, request_):
    token = link(closed, bob, uses=3)
    invitations.join(token, alice, request_)
    as_new(token, "carol", request_)
    told = invitations.of(closed).get()
    assert (told.used, told.state) == (2, "open")
    assert [(use.user.username, use.new_account) for use in told.used_by.all()] == [("alice", False), ("carol", True)]


def test_making_using_and_ending_are_noted(closed, bob, alice, request_):
    made, token = invitations.make(closed, "labeler", by=bob, uses=2)
    invitations.join(token, alice, request_)
    as_new(token, "carol", request_)
    invitations.make(closed, "labeler", by=bob)
    invitations.end(closed, Invitation.objects.latest("pk").pk, by=bob)
    noted = AuditEntry.objects.filter(what__startswith="invitation").order_by("pk")
    assert [(entry.what, entry.actor, entry.of) for entry in noted] == [
        ("invitation_made", "bob", "Wardrobe, as labeler"),
        ("invitation_used", "alice", "alice"),
        ("invitation_used", "carol", "carol"),
        ("invitation_made", "bob", "Wardrobe, as labeler"),
        ("invitation_ended", "bob", "Wardrobe, as labeler"),
    ]
    facts = {"project": "wardrobe", "member": "labeler", "invitation": made.pk, "made_by": "bob"}
    assert [entry.facts for entry in noted[1:3]] == [facts | {"new_account": new} for new in (False, True)]
    assert noted[1].address == "203.0.113.7"


# --- no good ---


def is_no_good(token, alice, request):
    for attempt in (
        lambda: invitations.good(token),
        lambda: invitations.join(token, alice, request),
        lambda: as_new(token, "zoe", request),
    ):
        with pytest.raises(NoGood):
            attempt()
    return not Membership.objects.filter(user=alice).exists()


@pytest.mark.parametrize("token", ["", "made-up", "x" * 32, "\ud800", "ü" * 500])
def test_a_token_that_nobody_made_opens_nothing(closed, alice, request_, token):
    assert is_no_good(token, alice, request_)


def test_the_hash_that_is_kept_opens_nothing(closed, bob, alice, request_):
    made, _ = invitations.make(closed, "labeler", by=bob)
    assert is_no_good(made.token_hash, alice, request_)


def test_it_ends_by_hand_by_age_and_by_use(closed, bob, alice, request_, later):
    ended, used_up, old = (invitations.make(closed, "labeler", by=bob) for _ in range(3))
    invitations.end(closed, ended[0].pk, by=bob)
    as_new(used_up[1], "carol", request_)
    later(days=7)
    assert all(is_no_good(token, alice, request_) for _, token in (ended, used_up, old))
    assert [each.state for each in invitations.of(closed)] == ["expired", "used up", "ended"]


def test_it_ends_with_the_right_of_who_made_it(closed, bob, alice, mallory, request_):
    members.put(closed, mallory, "manager")
    token = link(closed, mallory)
    assert invitations.good(token)
    members.put(closed, mallory, "reviewer", by=bob)
    assert is_no_good(token, alice, request_)
    assert [each.state for each in invitations.of(closed)] == ["lapsed"]
    members.put(closed, mallory, "manager", by=bob)
    type(mallory).objects.filter(pk=mallory.pk).update(is_active=False)
    assert is_no_good(token, alice, request_)
    mallory.delete()
    assert is_no_good(token, alice, request_)


def test_one_that_ended_is_ended_no_more_and_one_of_another_project_not_at_all(closed, bob):
    made, _ = invitations.make(closed, "labeler", by=bob)
    with pytest.raises(Refused, match="no such invitation"):
        invitations.end(lifecycle.create("Garage", by=bob), made.pk, by=bob)
    for _ in range(2):
        invitations.end(closed, made.pk, by=bob)
    assert AuditEntry.objects.filter(what="invitation_ended").count() == 1


def test_a_name_that_somebody_just_took_uses_nothing_up(closed, bob, alice, request_):
    token = link(closed, bob)
    with pytest.raises(IntegrityError), connection.cursor():
        as_new(token, "alice", request_)


@pytest.mark.django_db(transaction=True)
def test_of_several_who_take_the_last_use_at_once_one_comes_in(closed, bob, request_):
    token = link(closed, bob)

    def attempt(name):
        try:
            return as_new(token, name, request_).username
        except NoGood:
            return None

    answers = at_once(*(lambda name=name: attempt(name) for name in ("carol", "dave", "erin", "frank")))
    [name] = [each for each in answers if each]
    assert list(Membership.objects.values_list("user__username", flat=True)) == [name]
    assert type(bob).objects.exclude(pk=bob.pk).count() == 1
    assert Invitation.objects.get().used == 1


@pytest.mark.django_db(transaction=True)
def test_who_joins_twice_at_once_uses_one(closed, bob, alice, request_):
    token = link(closed, bob, uses=5)
    at_once(*[lambda: invitations.join(token, alice, request_)] * 3)
    assert Membership.objects.filter(user=alice).count() == 1
    assert Invitation.objects.get().used == 1


def test_a_list_has_all_that_are_open_and_the_newest_others(closed, bob, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(invitations, "MOST_OTHERS", 2)
    made = [invitations.make(closed, "labeler", by=bob)[0].pk for _ in range(5)]
    for pk in made[1:4]:
        invitations.end(closed, pk, by=bob)
    with django_assert_num_queries(4):
        assert [each.pk for each in invitations.listed(closed)] == [made[4], made[0], made[3], made[2]]


# --- what somebody is in open projects ---


def test_a_site_wide_kind_takes_the_place_of_others_and_leaves_other_groups(bob, alice):
    alice.groups.add(Group.objects.create(name="night shift"), site_kinds.group("labeler"))
    site_kinds.put(alice, "manager", by=bob)
    assert sorted(alice.groups.values_list("name", flat=True)) == ["manager", "night shift"]
    site_kinds.put(alice, "", by=bob)
    site_kinds.put(alice, "", by=bob)
    assert [entry.facts["groups"] for entry in AuditEntry.objects.filter(what="person_changed").order_by("pk")] == [
        [["labeler", "night shift"], ["manager", "night shift"]],
        [["manager", "night shift"], ["night shift"]],
    ]


def test_of_several_groups_the_one_that_may_most_is_told(alice):
    for kind in ("manager", "labeler"):
        alice.groups.add(site_kinds.group(kind))
    assert site_kinds.of(alice) == "manager"


def test_a_kind_that_there_is_not_is_refused(bob, alice):
    with pytest.raises(Refused, match="kind is one of"):
        site_kinds.put(alice, "superuser", by=bob)
