"""A program in a loop is told to slow down, and leaves others alone."""

import pytest
from rest_framework.test import APIClient

from people import token_rate, tokens


@pytest.fixture
def at(monkeypatch):
    """A clock that stands, and a counter that has counted nothing."""
    monkeypatch.setattr(token_rate, "counter", token_rate.Counter())

    def stand(seconds):
        monkeypatch.setattr(token_rate.time, "time", lambda: seconds)

    stand(6000.0)
    return stand


@pytest.fixture
def few(settings):
    settings.API_CALLS_PER_MINUTE = 3


def program(user, name="Loop"):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {tokens.make(user, name)[1]}")
    return lambda: client.get("/api/v1/projects/")


def test_every_answer_tells_how_many_calls_are_left(at, few, alice):
    call = program(alice)
    at(6010.0)
    told = [call().headers["RateLimit"] for _ in range(3)]
    assert told == ['"token";r=2;t=50', '"token";r=1;t=50', '"token";r=0;t=50']
    assert call().headers["RateLimit-Policy"] == '"token";q=3;w=60'


def test_one_call_too_many_is_told_when_to_come_again_and_may_then(at, few, alice):
    call = program(alice)
    at(6010.0)
    assert [call().status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = call()
    assert (refused.headers["Retry-After"], refused.json()["error"]["code"]) == ("50", "throttled")
    at(6060.0)
    assert call().status_code == 200


def test_another_token_and_a_person_at_a_page_go_on(at, few, alice, api):
    call, other = program(alice), program(alice, "Other")
    assert [call().status_code for _ in range(4)][-1] == 429
    assert other().status_code == 200
    page = api(alice).get("projects/")
    assert (page.status_code, "RateLimit" in page.headers) == (200, False)


def test_a_wrong_token_is_not_counted_here(at, few, db):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION="Token made-up")
    assert client.get("/api/v1/projects/").status_code == 401
    assert token_rate.counter._calls == {}


def test_what_was_counted_in_the_last_minute_is_forgotten():
    counter = token_rate.Counter()
    assert [counter.count("one", 60.0), counter.count("two", 119.9), counter.count("one", 119.9)] == [1, 1, 2]
    assert counter.count("one", 120.0) == 1
    assert counter._calls == {"one": 1}
