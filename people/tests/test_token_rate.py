"""A program in a loop is told to slow down, and leaves others alone."""

import multiprocessing

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


def test_a_call_that_accepts_no_json_is_counted_and_tells_it(at, few, alice):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {tokens.make(alice, 'Picky')[1]}")
    answers = [client.get("/api/v1/projects/", headers={"Accept": "text/html"}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [406, 406, 406, 429]
    assert [answer.headers["RateLimit"] for answer in answers] == [f'"token";r={left};t=60' for left in (2, 1, 0, 0)]


def test_one_call_too_many_is_told_when_to_come_again_and_may_then(at, few, alice):
    call = program(alice)
    at(6010.0)
    assert [call().status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = call()
    assert (refused.headers["Retry-After"], refused.json()["error"]["code"]) == ("50", "throttled")
    at(6060.0)
    assert call().status_code == 200


def test_a_call_that_began_a_moment_before_the_minute_ended_takes_back_no_count(at, few, alice):
    call = program(alice)
    at(6060.001)
    assert [call().status_code for _ in range(2)] == [200, 200]
    at(6059.999)
    call()
    at(6060.002)
    assert call().status_code == 429


def test_where_the_clock_is_set_back_it_counts_anew(at, few, alice):
    call = program(alice)
    assert [call().status_code for _ in range(4)][-1] == 429
    at(300.0)
    assert [call().status_code for _ in range(4)] == [200, 200, 200, 429]


def test_another_token_and_a_person_at_a_page_go_on(at, few, alice, api):
    call, other = program(alice), program(alice, "Other")
    assert [call().status_code for _ in range(4)][-1] == 429
    assert other().status_code == 200
    page = api(alice).get("projects/")
    assert (page.status_code, "RateLimit" in page.headers) == (200, False)


def test_a_wrong_token_is_not_counted_here(at, few, db):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION="Token made-up")
    assert [client.get("/api/v1/projects/").status_code for _ in range(4)] == [401] * 4
    assert "RateLimit" not in client.get("/api/v1/projects/").headers


def test_what_was_counted_in_the_last_minute_is_forgotten():
    counter = token_rate.Counter()
    assert [counter.count("one", 60.0), counter.count("two", 119.9), counter.count("one", 119.9)] == [1, 1, 2]
    assert counter.count("one", 120.0) == 1
    assert counter.count("two", 120.0) == 1


def test_nobody_is_told_to_come_before_the_minute_is_over(at, few, alice):
    call = program(alice)
    at(6010.75)
    assert call().headers["RateLimit"] == '"token";r=2;t=50'
    for _ in range(3):
        refused = call()
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "50")
    at(6059.99)
    assert call().headers["RateLimit"] == '"token";r=0;t=1'


def test_processes_count_together():
    counter = token_rate.Counter()
    forks = multiprocessing.get_context("fork")
    told = forks.SimpleQueue()

    def count():
        told.put([counter.count("one", 60.0) for _ in range(200)])

    processes = [forks.Process(target=count) for _ in range(3)]
    for process in processes:
        process.start()
    numbers = [number for _ in processes for number in told.get()]
    for process in processes:
        process.join()
    assert sorted(numbers) == list(range(1, 601))
    assert counter.count("one", 60.0) == 601


def test_more_tokens_than_there_are_places_are_counted_all_the_same(monkeypatch):
    monkeypatch.setattr(token_rate, "PLACES", 8)
    counter = token_rate.Counter()
    told = {name: [counter.count(name, 60.0) for _ in range(2)] for name in map(str, range(20))}
    assert all(second > first >= 1 for first, second in told.values())
