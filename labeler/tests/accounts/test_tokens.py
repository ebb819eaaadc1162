"""Tokens as people and programs meet them: made on the account page, used by calls, ended by whatever ends them."""

import re

import pytest
from django.core.management import call_command
from django.urls import get_resolver
from django.utils import timezone
from knox.models import AuthToken
from rest_framework.settings import api_settings
from rest_framework.views import APIView

from labeler.tests.test_every_url_needs_login import ADDRESSES
from people import tokens
from people.models import TokenFacts
from tests.support.cast import at_once

NEW = "another horse, another battery"
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
READ_ONLY = "This token may only read. Make one that may do all that you may."


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice, backend=MODEL_BACKEND)
    return client


@pytest.fixture
def as_bob(client, bob):
    client.force_login(bob, backend=MODEL_BACKEND)
    return client


def ask_for_token(client, name="Nightly training", days="90", access="full"):
    return client.post("/account/", {"action": "make-token", "name": name, "days": days, "access": access})


def new_token(client, **wanted):
    return re.search(r'id="new-token">([0-9a-f]{64})<', ask_for_token(client, **wanted).content.decode())[1]


def change_password(client):
    form = {"action": "password", "old_password": "correct horse alice", "new_password1": NEW, "new_password2": NEW}
    return client.post("/account/", form)


@pytest.fixture
def opens(api):
    """What a call with the token answers."""
    return lambda token: api().get("projects/", headers={"Authorization": f"Token {token}"}).status_code


# --- the page ---


def test_a_token_is_shown_once_and_kept_as_a_hash(as_alice, alice, opens):
    token = new_token(as_alice)
    stored = AuthToken.objects.get(user=alice)
    assert token not in (stored.digest, stored.token_key)
    assert token not in as_alice.get("/account/").content.decode()
    assert opens(token) == 200


def test_a_token_has_a_name_and_lives_for_90_days_unless_another_time_is_chosen(as_alice, alice):
    page = as_alice.get("/account/").content.decode()
    assert '<option value="90" selected>90 days</option>' in page
    for days in ("30", "90", "365"):
        new_token(as_alice, name=f"For {days}", days=days)
        facts = TokenFacts.objects.get(name=f"For {days}")
        assert (facts.token.expiry - facts.token.created).days == pytest.approx(int(days), abs=1)
    new_token(as_alice, name="For good", days="never")
    assert TokenFacts.objects.get(name="For good").token.expiry is None


@pytest.mark.parametrize("name", ["", " ", "x" * 61, "two\x07lines"])
def test_a_token_without_a_name_that_will_do_is_not_made(as_alice, name):
    response = ask_for_token(as_alice, name=name)
    assert response.status_code == 400
    assert 'id="token-name-error"' in response.content.decode()
    assert not AuthToken.objects.exists()


def test_two_tokens_of_a_person_have_two_names_and_what_was_typed_stays(as_alice):
    new_token(as_alice, name="Nightly training")
    page = ask_for_token(as_alice, name="nightly  training", days="365").content.decode()
    assert "There is a token named nightly training already." in page
    assert 'value="nightly  training"' in page
    assert '<option value="365" selected>' in page
    assert AuthToken.objects.count() == 1


def test_the_page_tells_what_each_token_may_do_and_when_it_was_used(as_alice, opens):
    token = new_token(as_alice, name="Nightly training", access="read")
    new_token(as_alice, name="Camera", days="never")
    opens(token)
    rows = re.findall(r'<tr><td class="name">(.*?)</tr>', as_alice.get("/account/").content.decode())
    camera, training = ([re.sub(r"<[^>]*>", "", cell) for cell in row.split("<td")] for row in rows)
    today = timezone.localdate()
    assert (camera[0], training[0]) == ("Camera", "Nightly training")
    assert [camera[2].partition(">")[2], training[2].partition(">")[2]] == ["All", "Read"]
    assert [camera[4].partition(">")[2], training[4].partition(">")[2]] == [
        "None noted",
        f"{today.day} {today:%b %Y}",
    ]
    assert camera[5].partition(">")[2] == "Never"


def test_a_deleted_token_is_refused_at_once(as_alice, alice, opens):
    token = new_token(as_alice)
    as_alice.post("/account/", {"action": "delete-token", "token": AuthToken.objects.get().digest})
    assert opens(token) == 401
    assert not TokenFacts.objects.exists()


def test_nobody_deletes_or_sees_the_tokens_of_others(as_alice, mallory):
    facts, _ = tokens.make(mallory, "Of Mallory")
    as_alice.post("/account/", {"action": "delete-token", "token": facts.pk})
    assert AuthToken.objects.filter(user=mallory).exists()
    page = as_alice.get("/account/").content.decode()
    assert facts.starts_with not in page
    assert "Of Mallory" not in page


# --- the most that a person may have ---


def test_the_21st_token_is_not_made_and_the_page_says_so(as_alice, alice):
    for number in range(1, 21):
        new_token(as_alice, name=f"Program {number}")
    assert ask_for_token(as_alice, name="Program 21").status_code == 400
    assert AuthToken.objects.filter(user=alice).count() == 20
    assert "You have 20 tokens, the most that one person can have." in as_alice.get("/account/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_who_asks_several_times_at_once_gets_no_21st_token_either(alice):
    for number in range(18):
        tokens.make(alice, f"Program {number}")

    def ask(number):
        try:
            tokens.make(alice, f"Another {number}")
        except tokens.Refused as refusal:
            return refusal.code
        return "made"

    said = at_once(*(lambda number=number: ask(number) for number in range(6)))
    assert sorted(said) == ["made", "made", *["too_many_tokens"] * 4]
    assert AuthToken.objects.filter(user=alice).count() == 20


# --- what ends a token ---


def test_a_password_that_is_changed_on_the_page_ends_all_tokens_and_the_page_says_so(as_alice, opens):
    kept = [new_token(as_alice, name=name) for name in ("One", "Two")]
    assert "your API tokens are deleted" in as_alice.get("/account/").content.decode()
    change_password(as_alice)
    assert [opens(token) for token in kept] == [401, 401]
    assert not AuthToken.objects.exists()
    assert "2 API tokens were deleted." in as_alice.get("/account/").content.decode()


def test_a_password_that_staff_reset_ends_all_tokens_and_the_admin_says_so(as_alice, alice, bob, opens):
    token = new_token(as_alice)
    as_alice.force_login(bob, backend=MODEL_BACKEND)
    form = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    page = as_alice.post(f"/admin/auth/user/{alice.pk}/password/", form, follow=True).content.decode()
    assert "Password changed successfully." in page
    assert "1 API token was deleted." in page
    assert opens(token) == 401
    assert not AuthToken.objects.exists()


def test_staff_who_look_at_the_form_end_nothing(as_alice, alice, bob, opens):
    token = new_token(as_alice)
    as_alice.force_login(bob, backend=MODEL_BACKEND)
    as_alice.get(f"/admin/auth/user/{alice.pk}/password/")
    as_alice.post(f"/admin/auth/user/{alice.pk}/password/", {"password1": NEW, "password2": "other"})
    assert opens(token) == 200


def test_a_password_that_a_command_changes_ends_all_tokens(as_alice, alice, opens, monkeypatch):
    token = new_token(as_alice)
    monkeypatch.setattr("getpass.getpass", lambda prompt: NEW)
    call_command("changepassword", "alice", verbosity=0)
    assert opens(token) == 401
    assert not AuthToken.objects.exists()


def test_whoever_changes_a_password_in_the_database_ends_all_tokens(as_alice, alice, opens):
    token = new_token(as_alice)
    alice.set_password(NEW)
    alice.save()
    assert opens(token) == 401
    assert not AuthToken.objects.exists()


def test_a_token_that_came_to_its_end_is_refused_and_told_as_ended(as_alice, opens):
    token = new_token(as_alice, days="30")
    AuthToken.objects.update(expiry=timezone.now())
    assert opens(token) == 401
    assert "<b>Ended " in as_alice.get("/account/").content.decode()


def test_a_token_that_ended_makes_room_for_one_of_its_name(as_alice, opens):
    new_token(as_alice, days="30")
    AuthToken.objects.update(expiry=timezone.now())
    assert opens(new_token(as_alice, days="30")) == 200
    assert AuthToken.objects.count() == 1


# --- tokens that may only read ---


@pytest.fixture
def reader(as_alice, bob, api):
    """A program with a token of Bob's, who may do all, that may only read."""
    as_alice.force_login(bob, backend=MODEL_BACKEND)
    program = api()
    program.credentials(HTTP_AUTHORIZATION=f"Token {new_token(as_alice, access='read')}")
    return program


def test_a_token_that_may_only_read_reads(reader, project, photo):
    for where in ("", "assets/", "stats/", f"assets/{photo.pk}/original"):
        assert reader.get(f"projects/wardrobe/{where}").status_code == 200
    assert reader.head("projects/wardrobe/").status_code == 200
    assert reader.options("projects/wardrobe/uploads/").status_code == 204


@pytest.mark.parametrize("where", [each for each in ADDRESSES if each.startswith("/api/")])
def test_a_token_that_may_only_read_changes_nothing(reader, project, photo, where):
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(reader, method)(where)
        assert (method, answer.status_code) == (method, 403)
        # Whatever form the call's answers have.
        assert answer.data["error"] == {"code": "read_only_token", "message": READ_ONLY}


def test_a_method_that_a_header_names_is_refused_as_well(reader, project):
    where = "projects/wardrobe/uploads/5f0c3b0a-6b0e-4d0e-9a57-0d8f6f1a2c11/"
    headers = {"X-HTTP-Method-Override": "DELETE", "Tus-Resumable": "1.0.0"}
    assert reader.post(where, headers=headers).status_code == 403
    # A GET stays one, whatever the header says.
    assert reader.get(where, headers=headers).status_code == 404


def api_views(resolver=None):
    for each in (resolver or get_resolver("labeler.api")).url_patterns:
        yield from api_views(each) if hasattr(each, "url_patterns") else [each.callback]


def test_every_call_asks_the_classes_that_know_of_tokens():
    views = [view.cls for view in api_views()]
    assert len(views) > 40
    assert all(issubclass(view, APIView) for view in views)
    assert {tuple(view.authentication_classes) for view in views} == {
        tuple(api_settings.DEFAULT_AUTHENTICATION_CLASSES)
    }
