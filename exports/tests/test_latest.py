"""Hearing of a version: by its tag, by waiting for it, and by where it is told after it was asked for."""

import itertools
import os
import signal
import threading
import time
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client

from core.api import waiting
from exports.versions import builder
from people import tokens

VERSIONS = "projects/wardrobe/versions/"
LATEST = f"{VERSIONS}latest/"
SECONDS = 20  # that a test lets somebody wait; what it waits for comes long before


@pytest.fixture
def approved(photos, dress, answer, bob):
    made = photos(3)
    answer(made, "approved", dress, by=bob)
    return made


@pytest.fixture
def program(api, project, bob):
    return api(bob)


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch):
    monkeypatch.setattr(waiting, "_waiting", set())
    monkeypatch.setattr(waiting, "_stopping", threading.Event())
    monkeypatch.setattr(waiting, "LOOK", 0.02)


def error(answer):
    return answer.status_code, answer.json()["error"]["code"]


# --- the tag --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_tag_names_the_version_until_there_is_a_newer_one(program, approved, project, bob, make_version):
    make_version(project, by=bob)
    first = program.get(LATEST)
    again = program.get(LATEST, HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again["ETag"]) == (304, first["ETag"])
    make_version(project, by=bob, built=False)
    assert program.get(LATEST, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    make_version(project, by=bob)
    news = program.get(LATEST, HTTP_IF_NONE_MATCH=first["ETag"])
    assert (news.status_code, news.json()["number"]) == (200, 3)
    assert news["ETag"] != first["ETag"]


@pytest.mark.django_db
def test_what_is_counted_later_is_no_news(program, approved, project, bob, make_version):
    from exports.models import SplitReport
    from projects import lifecycle

    lifecycle.change(project, split_ratios={"train": 8000, "val": 1000, "test": 1000})
    version = make_version(project, by=bob)
    tag = program.get(LATEST)["ETag"]
    counts = {"train": {"1": 3}, "val": {"1": 0}, "test": {"1": 0}}
    SplitReport.objects.create(version=version, state="ready", by_split_and_category=counts, pairs=0)
    assert program.get(LATEST).json()["by_split_and_category"] == counts
    assert program.get(LATEST, HTTP_IF_NONE_MATCH=tag).status_code == 304


# --- asked for ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_who_asks_for_a_version_is_told_where_it_is_and_when_to_look(program, approved):
    answer = program.post(VERSIONS, {})
    assert (answer.status_code, answer["Location"]) == (202, f"http://testserver/api/v1/{VERSIONS}1/")
    assert int(answer["Retry-After"]) >= 1
    assert program.get(answer["Location"]).json()["state"] == "queued"


@pytest.mark.django_db
def test_a_version_tells_who_made_it_how_large_it_is_and_where_its_parts_are(
    program, approved, project, bob, make_version
):
    version = make_version(project, by=bob)
    told = program.get(f"{VERSIONS}1/").json()
    assert (told["created_by"], told["images"], told["file_name"]) == ("bob", 3, "wardrobe-v1.zip")
    assert (told["size_bytes"], told["sha256"]) == (version.artifact_size, version.artifact_sha256)
    assert set(told["downloads"]) == {"zip", "manifest", "annotations", "metadata", "checksums"}
    for where in told["downloads"].values():
        assert program.get(where).status_code == 200
    assert len(b"".join(program.get(told["downloads"]["zip"]).streaming_content)) == told["size_bytes"]


_numbers = itertools.count(1)

# --- waiting --------------------------------------------------------------------------------------------------------


def told_by(user):
    """Asks as a program of this person does, with a token of its own: `get(seconds, tag)`."""
    _, token = tokens.make(user, f"Pipeline {next(_numbers)}")

    def get(seconds=SECONDS, tag=""):
        headers = {"HTTP_AUTHORIZATION": f"Token {token}", "HTTP_PREFER": f"respond-async, wait={seconds}"}
        try:
            return Client().get(f"/api/v1/{LATEST}", HTTP_IF_NONE_MATCH=tag, **headers)
        finally:
            connections.close_all()

    return get


def begun(get, **asked):
    """Somebody waits by now; `join` gives the answer."""
    answers = []
    thread = threading.Thread(target=lambda: answers.append(get(**asked)))
    before = len(waiting._waiting)
    thread.start()
    while len(waiting._waiting) == before and thread.is_alive():
        time.sleep(0.005)

    def join():
        thread.join(60)
        return answers[0]

    return join


@pytest.mark.django_db(transaction=True)
def test_who_waits_hears_of_the_version_as_soon_as_it_is_ready(approved, project, bob, make_version):
    make_version(project, by=bob)
    get = told_by(bob)
    tag = get(seconds=0)["ETag"]
    join = begun(get, tag=tag)
    version = make_version(project, by=bob, built=False)
    builder.build(version.pk)
    answer = join()
    assert (answer.status_code, answer.json()["number"]) == (200, 2)
    assert answer["Preference-Applied"] == f"wait={SECONDS}"
    assert waiting._waiting == set()


@pytest.mark.django_db(transaction=True)
def test_who_has_none_waits_for_the_first(approved, project, bob, make_version):
    join = begun(told_by(bob))
    make_version(project, by=bob)
    assert join().json()["number"] == 1


@pytest.mark.django_db(transaction=True)
def test_who_has_another_is_answered_at_once(approved, project, bob, make_version, monkeypatch):
    make_version(project, by=bob)
    monkeypatch.setattr(waiting, "MOST_WAITING", 0)  # would be told to come again
    answer = told_by(bob)(tag='W/"v0-other"')
    assert (answer.status_code, answer.has_header("Retry-After")) == (200, False)


@pytest.mark.django_db(transaction=True)
def test_when_nothing_comes_it_is_the_answer_of_now(approved, project, bob, make_version):
    get = told_by(bob)
    answer = get(seconds=1)
    assert error(answer) == (404, "not_found")
    make_version(project, by=bob)
    answer = get(seconds=1, tag=get(seconds=0)["ETag"])
    assert (answer.status_code, answer["Preference-Applied"]) == (304, "wait=1")


@pytest.mark.django_db(transaction=True)
def test_two_wait_and_the_next_is_answered_at_once_and_told_when_to_come_again(approved, project, bob, make_version):
    make_version(project, by=bob)
    first, second, third = told_by(bob), told_by(bob), told_by(bob)
    tag = first(seconds=0)["ETag"]
    joins = [begun(first, tag=tag), begun(second, tag=tag)]
    answer = third(tag=tag)
    assert (answer.status_code, answer["Retry-After"]) == (304, "10")
    assert not answer.has_header("Preference-Applied")
    make_version(project, by=bob)
    assert [join().status_code for join in joins] == [200, 200]


@pytest.mark.django_db(transaction=True)
def test_who_has_none_and_may_not_wait_is_told_when_to_come_again_too(approved, project, bob, monkeypatch):
    monkeypatch.setattr(waiting, "MOST_WAITING", 0)
    answer = told_by(bob)()
    assert (*error(answer), answer["Retry-After"]) == (404, "not_found", "10")


@pytest.mark.django_db(transaction=True)
def test_one_token_waits_once(approved, project, bob, make_version):
    make_version(project, by=bob)
    get = told_by(bob)
    tag = get(seconds=0)["ETag"]
    join = begun(get, tag=tag)
    assert get(tag=tag)["Retry-After"] == "10"
    waiting.stop()
    assert join().status_code == 304


@pytest.mark.django_db(transaction=True)
def test_one_token_waits_once_on_all_processes_of_a_server(approved, project, bob, make_version):
    """The other process is a child, and is killed while it waits."""
    make_version(project, by=bob)
    get = told_by(bob)
    tag = get(seconds=0)["ETag"]
    who = waiting.caller(SimpleNamespace(auth=bob.auth_token_set.get(), user=bob))
    reading, writing = os.pipe()
    connections.close_all()
    child = os.fork()
    if child == 0:
        waiting.until(lambda: os.write(writing, b"!") and False, SECONDS, who)
        os._exit(1)
    try:
        assert os.read(reading, 1)
        assert os.read(reading, 1)  # its first look is before it waits
        answer = get(tag=tag)
        assert (answer.status_code, answer["Retry-After"]) == (304, "10")
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    answer = get(seconds=1, tag=tag)
    assert answer["Preference-Applied"] == "wait=1"


@pytest.fixture
def shared_cache(settings, tmp_path):
    place = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": tmp_path / "cache"}
    settings.CACHES = {"default": place}


def test_one_token_waits_once_on_all_servers_that_share_a_cache(settings, tmp_path, shared_cache):
    def elsewhere():
        """Another server: other processes, and another work folder."""
        settings.WORK_DIR = tmp_path / "elsewhere"
        waiting._waiting.clear()
        found.append(waiting.until(lambda: False, 1, "token-1"))
        found.append(waiting.until(lambda: False, 1, "token-2"))
        return True

    found, looks = [], iter([False, True])
    assert waiting.until(lambda: next(looks) and elsewhere(), 5, "token-1") is waiting.Outcome.NEWS
    assert found == [waiting.Outcome.FULL, waiting.Outcome.NOTHING]
    assert waiting.until(lambda: False, 1, "token-1") is waiting.Outcome.NOTHING


def test_the_place_of_a_server_that_is_gone_is_free_when_its_wait_is_over(shared_cache):
    cache.add("waits-token-1", "of one that was killed", 1)
    assert waiting.until(lambda: False, 1, "token-1") is waiting.Outcome.FULL
    while cache.get("waits-token-1"):
        time.sleep(0.02)
    assert waiting.until(lambda: False, 1, "token-1") is waiting.Outcome.NOTHING


def test_a_cache_that_does_not_answer_lets_each_server_count_for_itself(settings):
    settings.CACHES = {"default": {"BACKEND": "core.tests.no_such_cache.Gone"}}
    assert waiting.until(lambda: False, 1, "token-1") is waiting.Outcome.NOTHING


@pytest.mark.django_db(transaction=True)
def test_the_end_of_the_server_ends_the_wait(approved, project, bob, make_version):
    make_version(project, by=bob)
    get = told_by(bob)
    tag = get(seconds=0)["ETag"]
    join = begun(get, tag=tag)
    waiting.stop()
    assert join().status_code == 304
    assert get(tag=tag).status_code == 304  # nobody waits from now on


@pytest.mark.django_db(transaction=True)
def test_while_it_waits_it_holds_no_connection_to_the_database(approved, project, bob, make_version, monkeypatch):
    make_version(project, by=bob)
    get = told_by(bob)
    tag = get(seconds=0)["ETag"]
    held = []

    class Watched(threading.Event):
        def wait(self, timeout=None):
            held.append([each.connection for each in connections.all(initialized_only=True)])
            return super().wait(timeout)

    monkeypatch.setattr(waiting, "_stopping", Watched())
    assert get(seconds=1, tag=tag).status_code == 304
    assert held
    assert all(each is None for some in held for each in some)


@pytest.mark.django_db(transaction=True)
def test_who_may_no_longer_look_when_the_wait_ends_is_told_nothing(
    approved, project, bob, make_version, django_user_model
):
    from django.contrib.auth.models import Group

    from projects import lifecycle

    carol = django_user_model.objects.create_user("carol")
    carol.groups.add(Group.objects.get_or_create(name="manager")[0])
    make_version(project, by=bob)
    get = told_by(carol)
    join = begun(get, tag=get(seconds=0)["ETag"])
    lifecycle.change(project, closed=True)
    waiting.stop()
    assert error(join()) == (404, "not_found")


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("wait=30", 30),
        ("WAIT=7", 7),
        ('wait="5"', 5),
        ("respond-async, wait=100", 30),
        ("handling=lenient;wait=3", 3),
        ("wait=0", 0),
        ("wait=x", 0),
        ("await=9", 0),
        ("", 0),
        ("wait=99999999999999", 30),
    ],
)
def test_a_wish_is_read_as_it_is_spelled(rf, said, seconds):
    assert waiting.wished(rf.get("/", headers={"prefer": said})) == seconds


# --- its texts ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("metadata.jsonl", "application/jsonl"),
        ("checksums.sha256", "text/plain; charset=us-ascii"),
        ("annotations.json", "application/json"),
    ],
)
def test_a_text_is_served_as_it_lies_in_the_zip(program, approved, project, bob, make_version, name, content_type):
    import hashlib
    import io
    import zipfile

    version = make_version(project, by=bob)
    zipped = b"".join(program.get(f"{VERSIONS}1/download/").streaming_content)
    answer = program.get(f"{VERSIONS}1/{name}")
    content = b"".join(answer.streaming_content)
    assert content == zipfile.ZipFile(io.BytesIO(zipped)).read(name)
    assert answer["Content-Type"].startswith(content_type)
    assert int(answer["Content-Length"]) == len(content)
    if name == "checksums.sha256":
        assert version.hash == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert program.get(f"{VERSIONS}1/{name}", HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["metadata.jsonl", "checksums.sha256"])
def test_a_text_of_one_that_is_not_ready_or_whose_file_is_built_again_is_for_later(
    program, approved, project, bob, make_version, name
):
    from django.core.files.storage import default_storage

    version = make_version(project, by=bob, built=False)
    assert error(program.get(f"{VERSIONS}1/{name}")) == (409, "not_ready")
    builder.build(version.pk)
    version.refresh_from_db()
    default_storage.delete(version.artifact)
    assert error(program.get(f"{VERSIONS}1/{name}")) == (503, "being_rebuilt")
