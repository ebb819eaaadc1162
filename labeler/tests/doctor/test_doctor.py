"""`manage.py doctor`: what it says of each thing, its exit code, and that it tells no secret."""

import errno
import json
import logging
import os
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_q.models import OrmQ

from labeler import configuration, health
from labeler.doctor import concerns, examination
from labeler.jobs import pausing
from labeler.models import WorkerHeartbeat
from labeler.serving import only_server

pytestmark = pytest.mark.django_db
KEY = "a key of this test, long enough for all that anybody signs"


@pytest.fixture
def well(settings, tmp_path, monkeypatch):
    """An installation of which nothing is to be said."""
    settings.CONFIG = configuration.read({"LABELER_DATA": str(tmp_path / "data"), "SECRET_KEY": KEY})
    settings.SECRET_KEY = KEY
    settings.ALLOWED_HOSTS = settings.CONFIG.allowed_hosts
    monkeypatch.setattr(health, "_trusted_until", float("-inf"))
    for name in [name for name in os.environ if name.startswith("LABELER_")]:
        monkeypatch.delenv(name)
    WorkerHeartbeat.objects.create(cluster="here:1", at=timezone.now())
    return settings


def doctor():
    """(exit code, line by what was looked at; the last of each)."""
    out = StringIO()
    code = 0
    try:
        call_command("doctor", "--json", stdout=out)
    except CommandError as problem:
        code = problem.returncode
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    return code, {line["what"]: line for line in lines}, out.getvalue()


def test_all_is_well_where_it_is(well):
    code, lines, _ = doctor()
    assert code == 0
    assert {name for name, line in lines.items() if line["state"] != "well"} == set()
    assert [*lines] == [
        "labeler", "database", "tables", "store", "cache", "worker", "queue", "disk", "memory", "ffmpeg", "extras",
        "addresses", "https", "secret key", "passwords", "environment", "server", "log", "mail",
    ]  # fmt: skip


def test_it_is_one_screen(well):
    out = StringIO()
    call_command("doctor", stdout=out)
    assert len(out.getvalue().splitlines()) <= 24
    assert out.getvalue().startswith("ok    labeler     0.1.0, data folder ")


def test_without_a_worker_it_says_how_to_start_one(well):
    WorkerHeartbeat.objects.update(at=timezone.now() - timedelta(hours=3))
    code, lines, _ = doctor()
    assert (code, lines["worker"]["state"], lines["worker"]["seen"]) == (1, "wrong", "none is alive: 3 hours")
    assert "manage.py serve" in lines["worker"]["way_out"]


def test_a_sign_of_life_from_the_future_is_no_worker(well):
    WorkerHeartbeat.objects.update(at=timezone.now() + timedelta(days=1))
    code, lines, _ = doctor()
    assert (code, lines["worker"]["state"], lines["clock"]["state"]) == (1, "wrong", "watch")


def test_what_waits_long_is_told_with_its_age(well):
    OrmQ.objects.create(key="labeler", payload="-", lock=timezone.now() - timedelta(minutes=25))
    code, lines, _ = doctor()
    assert (code, lines["queue"]["state"]) == (0, "watch")
    assert lines["queue"]["seen"] == "1 wait, the first since 25 minutes"


def test_a_pause_of_new_jobs_is_told_with_who_wanted_it(well, bob):
    pausing.pause(by=bob)
    code, lines, _ = doctor()
    assert (code, lines["queue"]["state"]) == (0, "watch")
    assert lines["queue"]["seen"] == "new jobs are paused by bob since 0 seconds"


def test_a_store_that_cannot_be_written_is_told(well, files):
    files.write_text("in the way")
    code, lines, _ = doctor()
    assert (code, lines["store"]["state"]) == (1, "wrong")


def test_the_probe_of_the_store_leaves_no_file(well, files):
    doctor()
    assert [path for path in files.rglob("*") if path.is_file()] == []


def test_a_cache_that_does_not_answer_is_told_without_its_password(well):
    well.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://:hidden-word@127.0.0.1:1/0",
        }
    }
    code, lines, text = doctor()
    assert (code, lines["cache"]["seen"]) == (1, "Redis at 127.0.0.1:1: The cache does not answer.")
    assert "hidden-word" not in text


@pytest.mark.parametrize("key", ["x", "a" * 60, "django-insecure-abcdefghijklmnopqrstuvwxyz-0123456789-abcdefg"])
def test_a_key_that_can_be_guessed_is_told_and_not_shown(well, key):
    well.SECRET_KEY = key
    code, lines, text = doctor()
    assert (code, lines["secret key"]["state"]) == (1, "wrong")
    assert len(key) == 1 or key not in text


@pytest.mark.parametrize("password", ["admin", "changeme", "root-of-all"])
def test_a_password_that_everybody_tries_first_is_told(well, django_user_model, password):
    django_user_model.objects.create_superuser("root-of-all", password=password)
    code, lines, _ = doctor()
    assert (code, lines["passwords"]["state"]) == (1, "wrong")
    assert lines["passwords"]["seen"].startswith("The password of root-of-all is one that everybody tries.")


def test_a_good_password_is_not_told(well, django_user_model):
    django_user_model.objects.create_superuser("admin", password="mild-oven-seven")
    assert doctor()[1]["passwords"]["seen"] == "none that everybody tries, of 1 who may do everything"


def test_of_many_accounts_it_says_how_many_were_tried(well, django_user_model):
    for number in range(concerns.MOST_ASKED + 2):
        django_user_model.objects.create_superuser(f"admin-{number}", password="mild-oven-seven")
    assert doctor()[1]["passwords"]["seen"] == "none that everybody tries, of the first 3 of 5 who may do everything"


def test_which_server_runs_is_said_only_where_that_is_known(well, monkeypatch):
    lock = well.CONFIG.data / "labeler.sqlite3-server"
    lock.parent.mkdir(exist_ok=True)
    lock.touch()
    assert doctor()[1]["server"]["seen"] == "none runs on this database file"

    def no_locks(*arguments):
        raise OSError(errno.ENOLCK, "No locks available")

    with monkeypatch.context() as patch:
        patch.setattr(only_server.fcntl, "flock", no_locks)
        assert doctor()[1]["server"]["seen"].startswith("not known")
    well.CONFIG = replace(well.CONFIG, database={"ENGINE": "django.db.backends.postgresql", "NAME": "labels"})
    assert "server" not in doctor()[1]


def test_that_of_a_demo_is_told_once_others_reach_it(well, django_user_model):
    folder = well.CONFIG.data
    folder.mkdir()
    (folder / "sign-in").write_text("drawn-by-the-demo\n")
    django_user_model.objects.create_superuser("admin", password="drawn-by-the-demo")
    assert doctor()[1]["passwords"]["state"] == "well"
    well.CONFIG = replace(well.CONFIG, host="0.0.0.0")
    code, lines, text = doctor()
    assert (code, lines["passwords"]["state"]) == (1, "wrong")
    assert "drawn-by-the-demo" not in text


def test_plain_http_for_others_and_any_name_are_told(well):
    well.ALLOWED_HOSTS = ["labels.example.org"]
    assert doctor()[1]["https"]["state"] == "watch"
    well.ALLOWED_HOSTS = ["*"]
    code, lines, _ = doctor()
    assert (code, lines["addresses"]["state"]) == (1, "wrong")


def test_a_typo_in_the_environment_is_told(well, monkeypatch):
    monkeypatch.setenv("LABELER_DATTA", "/secret/place")
    code, lines, text = doctor()
    assert (code, lines["environment"]["seen"]) == (1, "LABELER_DATTA: unknown; LABELER_DATA?")
    assert "/secret/place" not in text


def test_a_disk_that_is_nearly_full_and_little_memory_are_told(well, monkeypatch):
    monkeypatch.setattr(health, "room", lambda: (100_000_000_000, 4_900_000_000))
    monkeypatch.setattr(examination, "LEAST_MEMORY", 10**15)
    code, lines, _ = doctor()
    assert (code, lines["disk"]["state"], lines["memory"]["state"]) == (0, "watch", "watch")
    assert lines["disk"]["seen"].startswith("4.9 GB of 100.0 GB are free")


def test_what_cannot_be_looked_at_stops_no_other_look(well, monkeypatch):
    monkeypatch.setattr(examination, "OrmQ", None)
    code, lines, _ = doctor()
    assert (code, lines["queue"]["state"]) == (1, "wrong")
    assert lines["mail"]["state"] == "well"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "no line a request (LABELER_ACCESS_LOG is off)"),
        ({"LABELER_ACCESS_LOG": "on"}, "a line a request"),
        ({"LABELER_HTTPS": "on", "LABELER_ACCESS_LOG": "on"}, "a line a request"),
        ({"LABELER_HTTPS": "on"}, "no line a request: either the proxy writes them, or set LABELER_ACCESS_LOG=on"),
        (
            {"LABELER_TRUSTED_PROXIES": "10.0.0.7"},
            "no line a request: either the proxy writes them, or set LABELER_ACCESS_LOG=on",
        ),
    ],
)
def test_it_says_where_the_log_goes_and_who_writes_a_line_a_request(well, tmp_path, given, told):
    well.CONFIG = configuration.read({"LABELER_DATA": str(tmp_path / "data"), "SECRET_KEY": KEY} | given)
    _, lines, _ = doctor()
    assert lines["log"] == {
        "what": "log",
        "state": "well",
        "seen": f"standard error; INFO and above of Labeler, WARNING of all else; {told}",
        "way_out": "",
    }


def test_a_level_that_was_changed_is_told_as_it_is(well, caplog):
    caplog.set_level(logging.ERROR, logger="labeler")
    assert "; ERROR and above of Labeler" in doctor()[1]["log"]["seen"]
