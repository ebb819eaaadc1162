"""What being signed in rests on: a session that the server keeps, and that ends there."""

import re
from importlib import import_module

import pytest
from django.conf import settings
from django.test import Client

from people import tokens

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
PAGES = ("", "assets/", "videos/", "versions/", "activity/")
NEW = "another horse, another battery"


def signed_in(name="alice", client=None):
    client = client or Client()
    assert client.post("/login/", {"username": name, "password": f"correct horse {name}"}).status_code == 302
    return client


def with_session(key):
    """A browser that shows this session and nothing else."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    return client


def session_of(client):
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def is_in(client):
    return client.get("/account/").status_code == 200


def test_a_session_that_somebody_planted_is_not_the_one_that_is_signed_in(db, alice):
    planted = import_module(settings.SESSION_ENGINE).SessionStore()
    planted["planted"] = True
    planted.save()
    victim = signed_in(client=with_session(planted.session_key))
    assert session_of(victim) != planted.session_key
    assert is_in(victim)
    assert not is_in(with_session(planted.session_key))


def test_each_signing_in_is_a_session_of_its_own_that_nobody_guesses(db, alice):
    keys = {session_of(signed_in()) for _ in range(3)}
    assert len(keys) == 3
    assert all(re.fullmatch(r"[a-z0-9]{32}", key) for key in keys)  # 165 bits


@pytest.mark.parametrize("key", ["", "x" * 32, "../../../etc/passwd", "a" * 5000, "\x00", "'; --"])
def test_a_session_that_is_none_opens_nothing(db, alice, key):
    signed_in()
    assert not is_in(with_session(key))


def test_who_signed_out_is_out_whoever_kept_the_cookie(db, alice):
    client = signed_in()
    key = session_of(client)
    assert is_in(with_session(key))
    client.post("/logout/")
    assert not is_in(with_session(key))


def test_who_is_deactivated_or_deleted_is_out_with_the_next_request(db, alice):
    client = signed_in()
    alice.is_active = False
    alice.save()
    assert not is_in(client)
    assert client.get("/api/v1/projects/").status_code == 401
    alice.is_active = True
    alice.save()
    assert is_in(client)
    alice.delete()
    assert not is_in(client)


def test_a_new_password_signs_out_every_other_browser(db, alice):
    here, there = signed_in(), signed_in()
    form = {"action": "password", "old_password": "correct horse alice", "new_password1": NEW, "new_password2": NEW}
    assert here.post("/account/", form).status_code == 302
    assert is_in(here)
    assert not is_in(there)


@pytest.mark.parametrize("where", ["/", "/account/", *(f"/projects/wardrobe/{page}" for page in PAGES)])
def test_every_page_with_a_frame_has_the_way_out(client, alice, photo, where):
    client.force_login(alice, backend=MODEL_BACKEND)
    assert 'action="/logout/"' in client.get(where).content.decode()


@pytest.mark.parametrize("where", ["/api/v1/projects/", "/projects/wardrobe/", "/"])
@pytest.mark.parametrize(
    "name", ["token", "api_key", "Authorization", "auth_token", "sessionid", "csrfmiddlewaretoken"]
)
def test_no_token_in_an_address_opens_anything(client, project, alice, where, name):
    """Addresses stand in the logs of proxies and in what people send each other."""
    _, token = tokens.make(alice, "Camera")
    session = session_of(signed_in())
    for value in (token, f"Token {token}", session):
        answer = client.get(where, {name: value})
        assert answer.status_code == (401 if where.startswith("/api/") else 302)
