"""The two calls that machines ask: does it answer, and is everything there that it needs?"""

import os
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.utils import timezone

from exports.models import DatasetVersion
from labeler import health
from labeler.configuration import Bucket
from labeler.jobs import pausing
from labeler.models import WorkerHeartbeat, WriteProbe

UP = {"ok": True}
ALL_UP = dict.fromkeys(("database", "storage", "cache", "disk", "worker"), UP)


def down(reason):
    return {"ok": False, "reason": reason}


@pytest.fixture
def worker(db):
    """A worker that gave a sign of life just now."""
    return WorkerHeartbeat.objects.create(cluster="here:1", at=timezone.now())


def silent_for(seconds):
    WorkerHeartbeat.objects.update(at=timezone.now() - timedelta(seconds=seconds))


def test_this_process_answers_without_a_login_and_without_the_database(client):
    # Without the fixture `db`, a query is an error.
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"ok": True})


def test_everything_is_up(client, worker):
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, ALL_UP)


def test_without_a_worker_it_is_not_ready(client, db):
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == ALL_UP | {"worker": down("No worker has given a sign of life yet.")}


def test_being_asked_while_it_is_not_ready_is_no_error_of_the_program(client, db, caplog):
    client.get("/readyz")
    assert caplog.records == []


def test_a_worker_that_fell_silent_is_down(client, worker):
    silent_for(42)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["worker"] == down("No worker has given a sign of life for 42 seconds.")


def test_one_living_worker_among_dead_ones_is_enough(client, worker):
    silent_for(42)
    WorkerHeartbeat.objects.create(cluster="elsewhere:1", at=timezone.now())
    assert client.get("/readyz").json()["worker"] == UP


def test_a_silent_worker_that_is_busy_with_a_job_is_up(client, worker, project, bob):
    silent_for(42)
    DatasetVersion.objects.create(
        project=project,
        number=1,
        created_by=bob,
        created_at=timezone.now(),
        frozen={},
        images=1,
        lease_until=timezone.now() + timedelta(seconds=20),
    )
    assert client.get("/readyz").json()["worker"] == UP


def test_a_database_that_is_away_is_named_and_is_no_error(client, worker, monkeypatch):
    def refuse():
        raise OperationalError("connection to server at db, port 5432 failed for user labeler")

    monkeypatch.setattr(health, "_worker", refuse)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == ALL_UP | {
        "database": down("The database does not answer."),
        "worker": down("Not known while the database does not answer."),
    }


def test_a_folder_that_cannot_be_written_is_named(client, worker, files):
    files.parent.mkdir(exist_ok=True)
    files.write_text("in the way")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == ALL_UP | {"storage": down("Files cannot be stored.")}


def test_a_bucket_that_does_not_answer_is_named_within_seconds(client, worker, settings, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    nobody = Bucket("pictures", endpoint="http://127.0.0.1:1", region="eu")
    settings.CONFIG = type("Config", (), {"bucket": nobody})
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["storage"] == down("Files cannot be stored.")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_the_answer_is_the_same_for_any_host_and_is_never_kept(worker, path, settings):
    settings.SECURE_SSL_REDIRECT = True
    response = Client(SERVER_NAME="10.1.2.3").get(path)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_only_questions_are_answered(client, worker, path):
    assert client.post(path).status_code == 405


def test_being_ready_costs_one_query_while_the_worker_beats_and_now_and_then_a_row(
    client, worker, django_assert_num_queries
):
    client.get("/readyz")
    with django_assert_num_queries(1):
        client.get("/readyz")


def test_that_new_jobs_are_paused_is_told_and_is_no_fault(client, worker, bob, django_assert_num_queries):
    pausing.pause(by=bob)
    client.get("/readyz")
    with django_assert_num_queries(1):
        response = client.get("/readyz")
    told = {"ok": True, "warning": "New jobs are paused."}
    assert (response.status_code, response.json()) == (200, ALL_UP | {"worker": told})
    pausing.resume(by=bob)
    assert client.get("/readyz").json() == ALL_UP
    pausing.pause(by=bob)
    silent_for(1000)
    assert client.get("/readyz").status_code == 503


# --- the clock ------------------------------------------------------------------------------------------------------


def test_a_sign_of_life_from_the_future_is_none(client, worker):
    """The clock was set back a day, and the worker has died since."""
    silent_for(-86_400)
    response = client.get("/readyz")
    assert response.status_code == 503
    said = "The last sign of life of a worker is from the future: the clock was set back."
    assert response.json()["worker"] == down(said)
    WorkerHeartbeat.objects.create(cluster="elsewhere:1", at=timezone.now() - timedelta(seconds=50))
    said = "No worker has given a sign of life for 50 seconds."
    assert client.get("/readyz").json()["worker"] == down(said)
    WorkerHeartbeat.objects.update(at=timezone.now() + timedelta(seconds=5))  # clocks of hosts differ a little
    assert client.get("/readyz").status_code == 200


def test_a_lease_from_the_future_is_no_job_at_work(client, worker, project, bob):
    silent_for(42)
    now = timezone.now()
    DatasetVersion.objects.create(
        project=project, number=1, created_by=bob, created_at=now, frozen={}, images=1,
        lease_until=now + timedelta(days=1),
    )  # fmt: skip
    assert client.get("/readyz").json()["worker"]["ok"] is False


# --- rows, cache and disk -------------------------------------------------------------------------------------------


@pytest.fixture
def no_trust(monkeypatch):
    """Each call writes its row."""
    monkeypatch.setattr(health, "_trusted_until", float("-inf"))
    monkeypatch.setattr(health, "TRUSTED_SECONDS", 0)


@pytest.mark.django_db(transaction=True)
def test_being_ready_means_that_a_row_was_written(client, worker, no_trust):
    before = timezone.now() - timedelta(seconds=2)
    assert client.get("/readyz").status_code == 200
    assert WriteProbe.objects.get().at > before
    client.get("/readyz")
    assert WriteProbe.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_database_that_only_answers_is_down(client, worker, no_trust, tmp_path, monkeypatch):
    with unwritable(tmp_path, monkeypatch):
        response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == ALL_UP | {"database": down("The database takes no row.")}
    assert client.get("/readyz").json()["database"] == UP  # in the first call after it can


@contextmanager
def unwritable(folder, monkeypatch):
    """As on a full disk: it can be read."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET default_transaction_read_only = on")
            try:
                yield
            finally:
                cursor.execute("SET default_transaction_read_only = off")
        return
    real = sqlite3.connect

    def full(*arguments, **options):
        made = real(*arguments, **options)
        made.execute("PRAGMA max_page_count = 1")  # SQLite says what it says on a full disk
        made.execute("PRAGMA query_only = on")
        return made

    with monkeypatch.context() as patch:
        patch.setattr(health.sqlite3, "connect", full)
        yield


@pytest.mark.skipif(connection.vendor != "sqlite", reason="of one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_who_writes_for_long_makes_nobody_unready_and_nobody_waits(client, worker, no_trust):
    with transaction.atomic():  # the one lock of writers
        asked = time.monotonic()
        assert client.get("/readyz").json()["database"] == UP
        assert time.monotonic() - asked < 5


@pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite")
@pytest.mark.parametrize(
    ("code", "is_up"),
    [
        (sqlite3.SQLITE_BUSY, True),
        (sqlite3.SQLITE_BUSY_RECOVERY, True),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, True),
        (sqlite3.SQLITE_FULL, False),
        (sqlite3.SQLITE_READONLY, False),
    ],
)
def test_every_kind_of_being_busy_means_that_somebody_writes(db, no_trust, monkeypatch, code, is_up):
    problem = sqlite3.OperationalError("As SQLite says it.")
    problem.sqlite_errorcode = code
    own = Mock(execute=Mock(side_effect=problem))
    monkeypatch.setattr(health.sqlite3, "connect", lambda *arguments, **options: own)
    assert health.database()["ok"] is is_up


@pytest.mark.skipif(connection.vendor != "postgresql", reason="of locks of rows")
@pytest.mark.django_db(transaction=True)
def test_who_stands_still_over_the_row_makes_nobody_wait(client, worker, no_trust):
    client.get("/readyz")
    other = connection.copy()
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute("UPDATE labeler_writeprobe SET at = CURRENT_TIMESTAMP")
        asked = time.monotonic()
        assert client.get("/readyz").json()["database"] == UP
        assert time.monotonic() - asked < 5
    finally:
        other.rollback()
        other.close()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="of locks of tables")
@pytest.mark.django_db(transaction=True)
def test_who_reads_the_table_for_long_is_in_nobodys_way_and_a_row_is_written(client, worker, no_trust, monkeypatch):
    """As a backup does, for minutes."""
    client.get("/readyz")
    other = connection.copy()
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT * FROM labeler_writeprobe")
        before = WriteProbe.objects.get().at
        assert client.get("/readyz").json()["database"] == UP
        assert WriteProbe.objects.get().at > before
    finally:
        other.rollback()
        other.close()


def test_strangers_who_ask_again_and_again_write_one_row(client, worker, monkeypatch):
    written = []
    monkeypatch.setattr(health, "_trusted_until", float("-inf"))
    monkeypatch.setattr(health, "_write_a_row", lambda: written.append(1))
    for _ in range(5):
        client.get("/readyz")
    assert written == [1]


def test_a_cache_that_does_not_answer_is_named_within_seconds(client, worker, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == ALL_UP | {"cache": down("The cache does not answer.")}


def test_a_cache_that_takes_a_connection_and_says_nothing_is_named(client, worker, settings, monkeypatch):
    monkeypatch.setattr(health, "CACHE_PATIENCE_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        where = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": where}}
        assert client.get("/readyz").json()["cache"] == down("The cache does not answer.")


@pytest.mark.parametrize(
    ("total", "free", "is_told"),
    [
        (100 * 10**9, 5 * 10**9 - 1, True),
        (100 * 10**9, 5 * 10**9, False),
        (8 * 10**9, 499_999_999, True),
        (8 * 10**9, 500_000_000, False),
    ],
)
def test_a_disk_that_is_nearly_full_is_told_and_stops_nothing(client, worker, monkeypatch, total, free, is_told):
    monkeypatch.setattr(health, "room", lambda: (total, free))
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["disk"] == UP | ({"warning": "The disk is nearly full."} if is_told else {})


@pytest.mark.skipif(sys.platform != "linux", reason="TCP's options have other names elsewhere")
@pytest.mark.skipif(not connection.settings_dict["HOST"], reason="the database is not at the end of a TCP connection")
def test_the_silence_of_a_database_whose_host_vanished_ends_every_wait_for_it(db):
    connection.ensure_connection()
    with socket.socket(fileno=os.dup(connection.connection.fileno())) as wire:

        def option(name):
            return wire.getsockopt(socket.IPPROTO_TCP, name)

        assert wire.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
        assert option(socket.TCP_USER_TIMEOUT) == 15_000  # milliseconds, while what was sent is not acknowledged
        answer_is_awaited = option(socket.TCP_KEEPIDLE) + option(socket.TCP_KEEPINTVL) * option(socket.TCP_KEEPCNT)
        assert answer_is_awaited == 20  # seconds


@pytest.mark.processes
def test_with_a_database_that_refuses_connections_the_program_still_answers(tmp_path):
    asked = subprocess.run(
        [
            sys.executable,
            "-c",
            "from labeler.wsgi import application\n"
            "from django.test import Client\n"
            "for path in ['/healthz', '/readyz']:\n"
            "    response = Client().get(path)\n"
            "    print(response.status_code, response.content.decode())\n",
        ],
        cwd=settings.BASE_DIR,
        env=os.environ | {"LABELER_DATA": str(tmp_path), "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert asked.stdout.splitlines() == [
        '200 {"ok": true}',
        '503 {"database": {"ok": false, "reason": "The database does not answer."}, "storage": {"ok": true}, '
        '"cache": {"ok": true}, "disk": {"ok": true}, '
        '"worker": {"ok": false, "reason": "Not known while the database does not answer."}}',
    ]
    assert "Traceback" not in asked.stderr
