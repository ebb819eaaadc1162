"""The people of the site, for staff: who sees them, and who may do what to whom."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from labeler.accounts import others
from labeler.tests.accounts.sessions.test_sign_out_everywhere import signed_in
from people import tokens
from people.models import AuditEntry
from projects import lifecycle, members
from projects.joining import site_kinds
from tests.support import admin_forms

pytestmark = pytest.mark.django_db

PEOPLE = "/people/"


def words(answer):
    return re.sub(r"(<[^>]+>|\s)+", " ", answer.content.decode())


def send(client, action, person, **more):
    return client.post(PEOPLE, {"action": action, "person": person.username, **more})


def now(user):
    user.refresh_from_db()
    return user


# --- who sees it ---


def test_it_is_there_for_staff_alone(client, alice, carol, bob):
    assert signed_in(client, alice).get(PEOPLE).status_code == 403
    assert signed_in(client, carol).get(PEOPLE).status_code == 200
    assert signed_in(client, bob).get(PEOPLE).status_code == 200


def test_staff_are_led_there_from_every_page_and_nobody_else(client, alice, bob, project):
    for where in ("/", "/projects/wardrobe/"):
        assert 'href="/people/"' in signed_in(client, bob).get(where).content.decode()
        assert 'href="/people/"' not in signed_in(client, alice).get(where).content.decode()


def test_it_tells_who_is_what_and_where(client, alice, carol, bob, project, mallory):
    alice.groups.add(site_kinds.group("reviewer"))
    members.put(project, alice, "labeler")
    members.put(lifecycle.create("Vault", by=bob, closed=True), alice, "manager")
    mallory.is_active = False
    mallory.save()
    told = words(signed_in(client, carol).get(PEOPLE))
    assert "4 accounts, 1 deactivated" in told
    assert "alice Reviewer Vault manager Wardrobe labeler, once closed" in told
    assert "bob Superuser Manages all" in told
    assert "carol Staff Manages all" in told
    assert "mallory No kind – Deactivated" in told


def test_a_part_of_a_name_finds_people(client, alice, bob, mallory):
    told = words(signed_in(client, bob).get(f"{PEOPLE}?search=ALI"))
    assert "1 with “ALI” in a name" in told
    assert "mallory" not in told
    assert "Nobody’s name has “zzz” in it" in words(client.get(f"{PEOPLE}?search=zzz"))


# --- deactivated ---


def test_who_is_deactivated_cannot_come_in_and_comes_back_as_they_were(client, alice, bob, project, api):
    alice.groups.add(site_kinds.group("labeler"))
    members.put(project, alice, "reviewer")
    session, program = api(alice), api()
    program.credentials(HTTP_AUTHORIZATION=f"Token {tokens.make(alice, 'Nightly')[1]}")

    def answers():
        return [each.get("projects/").status_code for each in (session, program)]

    assert answers() == [200, 200]
    assert send(signed_in(client, bob), "deactivate", alice)["Location"] == PEOPLE
    assert "alice cannot come in any more. Name and answers stay." in words(client.get(PEOPLE))
    assert answers() == [401, 401]
    send(client, "let-in", alice)
    assert answers() == [200, 200]
    assert site_kinds.of(alice) == "labeler"
    assert project.memberships.get().kind == "reviewer"


def test_what_is_so_already_is_noted_no_more(client, alice, bob):
    for _ in range(2):
        send(signed_in(client, bob), "deactivate", alice)
    assert AuditEntry.objects.filter(what="person_changed").count() == 1


def test_one_stays_where_one_was_searching(client, alice, bob):
    assert send(signed_in(client, bob), "deactivate", alice, search="a & b")["Location"] == "/people/?search=a+%26+b"


@pytest.mark.parametrize("action", ["deactivate", "let-in", "reset-link"])
def test_staff_do_it_to_those_who_are_no_staff_and_superusers_to_all(client, alice, carol, bob, action):
    dave = type(alice).objects.create_user("dave", is_staff=True)
    assert send(signed_in(client, carol), action, alice).status_code in (200, 302, 400)
    for person in (bob, dave):
        assert send(client, action, person).status_code == 403
        assert now(person).is_active
    assert send(signed_in(client, bob), action, dave).status_code in (200, 302)


def test_nobody_deactivates_themselves_by_any_door(client, carol, bob):
    for person in (carol, bob):
        assert send(signed_in(client, person), "deactivate", person).status_code == 403
    assert admin_forms.send(client, f"/admin/auth/user/{bob.pk}/change/", is_active=None).status_code == 302
    assert now(bob).is_active
    assert not AuditEntry.objects.exists()


def test_staff_who_may_not_change_people_see_them_and_do_nothing(client, alice, carol):
    carol.user_permissions.clear()
    text = signed_in(client, carol).get(PEOPLE).content.decode()
    assert 'name="action"' not in text
    for action in ("deactivate", "let-in", "reset-link", "kind"):
        assert send(client, action, alice, kind="labeler").status_code == 403
    assert not AuditEntry.objects.exists()


def test_others_do_nothing_there(client, alice, mallory, bob):
    for action in ("deactivate", "let-in", "reset-link", "kind"):
        assert send(signed_in(client, mallory), action, alice, kind="labeler").status_code == 403
    assert now(alice).is_active
    assert not AuditEntry.objects.exists()


# --- the link ---


def test_a_reset_link_is_shown_once(client, alice, bob):
    text = send(signed_in(client, bob), "reset-link", alice).content.decode()
    link = re.search(r'id="made-link">http://testserver(/[^<]+)<', text)[1]
    assert "For alice." in Client().get(link, follow=True).content.decode()
    assert link not in client.get(PEOPLE).content.decode()
    assert AuditEntry.objects.get(what="reset_link_made").of == "alice"


def test_who_is_deactivated_gets_none_and_it_says_why(client, alice, bob):
    type(alice).objects.filter(pk=alice.pk).update(is_active=False)
    answer = send(signed_in(client, bob), "reset-link", alice)
    assert answer.status_code == 400
    assert "alice is deactivated, and cannot sign in." in words(answer)


# --- the kind ---


def test_superusers_say_what_somebody_is_in_open_projects(client, alice, bob):
    assert send(signed_in(client, bob), "kind", alice, kind="reviewer").status_code == 204
    assert site_kinds.of(now(alice)) == "reviewer"
    assert send(client, "kind", alice, kind="").status_code == 204
    assert site_kinds.of(type(alice).objects.get(pk=alice.pk)) == ""


def test_other_staff_give_no_kind_to_anybody(client, alice, carol):
    assert "data-kind-of" not in signed_in(client, carol).get(PEOPLE).content.decode()
    assert send(client, "kind", alice, kind="manager").status_code == 403
    assert not alice.groups.exists()


@pytest.mark.parametrize(("action", "kind", "status"), [("kind", "superuser", 400), ("fly", "", 400), ("", "", 400)])
def test_what_there_is_not_is_refused(client, alice, bob, action, kind, status):
    assert send(signed_in(client, bob), action, alice, kind=kind).status_code == status
    assert client.post(PEOPLE, {"action": "deactivate", "person": "nobody"}).status_code == 404
    assert not AuditEntry.objects.exists()


# --- many ---


def queries(client):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(PEOPLE).status_code == 200
    return len(captured)


def test_for_many_people_it_asks_no_oftener(client, alice, bob, project, monkeypatch):
    members.put(project, alice, "labeler")
    alice.groups.add(site_kinds.group("labeler"))
    few = queries(signed_in(client, bob))
    for number in range(30):
        user = type(alice).objects.create_user(f"person-{number}")
        user.groups.add(site_kinds.group("labeler"))
        members.put(project, user, "labeler")
    assert queries(client) == few
    monkeypatch.setattr(others, "MOST", 5)
    assert "32 accounts" in words(client.get(PEOPLE))
    assert "The first 5 are shown; search finds the others." in words(client.get(PEOPLE))
