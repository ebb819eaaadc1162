"""Staff see the tokens of all, and revoke them."""

import pytest

from people import tokens
from people.models import TokenFacts

LIST = "/admin/people/tokenfacts/"


@pytest.fixture
def as_staff(client, django_user_model):
    """Carol is staff without a single permission."""
    carol = django_user_model.objects.create_user("carol", password="correct horse carol", is_staff=True)
    client.force_login(carol, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def facts(alice):
    return tokens.make(alice, "Nightly training", read_only=True)[0]


def test_staff_see_whose_a_token_is_and_what_it_may(as_staff, facts):
    assert "API tokens" in as_staff.get("/admin/").content.decode()
    page = as_staff.get(LIST).content.decode()
    for shown in ("Nightly training", "alice", facts.starts_with, ">Read<"):
        assert shown in page
    one = as_staff.get(f"{LIST}{facts.pk}/change/")
    assert one.status_code == 200
    assert facts.password_digest not in page + one.content.decode()


def test_staff_revoke_one_or_several(as_staff, facts, alice, api):
    _, token = tokens.make(alice, "Camera")
    assert as_staff.post(f"{LIST}{facts.pk}/delete/", {"post": "yes"}).status_code == 302
    chosen = {"action": "delete_selected", "_selected_action": [TokenFacts.objects.get().pk], "post": "yes"}
    assert as_staff.post(LIST, chosen).status_code == 302
    assert not alice.auth_token_set.exists()
    assert api().get("projects/", headers={"Authorization": f"Token {token}"}).status_code == 401


def test_nobody_makes_or_changes_a_token_there(as_staff, facts):
    assert as_staff.get(f"{LIST}add/").status_code == 403
    assert as_staff.post(f"{LIST}{facts.pk}/change/", {"name": "Other"}).status_code == 403


def test_who_is_not_staff_sees_no_token_there(client, alice, facts):
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(LIST).status_code == 302
    assert client.post(f"{LIST}{facts.pk}/delete/", {"post": "yes"}).status_code == 302
    assert TokenFacts.objects.exists()
