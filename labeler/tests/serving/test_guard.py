"""What a start refuses: tables of a newer program, and a second server on one database file."""

import errno
import json
import os
import signal
import socket
import subprocess
import sys

import pytest
from django.db import connection

from labeler.serving import first_run, only_server
from tests.support.program import eventually

APPLY = "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, CURRENT_TIMESTAMP)"


def apply(*migrations):
    with connection.cursor() as cursor:
        for migration in migrations:
            cursor.execute(APPLY, migration)


# --- newer tables ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_tables_of_a_newer_program_are_refused_in_one_sentence_that_says_what_to_do():
    first_run.refuse_newer_tables()
    apply(("projects", "0999_later"), ("assets", "0998_later"))
    with pytest.raises(first_run.NotReady) as refused:
        first_run.refuse_newer_tables()
    assert str(refused.value).endswith(
        "was prepared by a newer Labeler: this one (0.1.0) does not know assets 0998_later, projects 0999_later. "
        "Start the newer one, or restore the backup from before its first start."
    )


@pytest.mark.django_db
def test_of_many_some_are_named():
    apply(*[("projects", f"{number:04d}_later") for number in range(990, 997)])
    with pytest.raises(first_run.NotReady, match="projects 0992_later and 4 more. Start the newer one"):
        first_run.refuse_newer_tables()


@pytest.mark.django_db
def test_what_a_package_folded_together_and_what_an_app_left_that_is_gone_are_no_newer_program():
    apply(("django_q", "0000_folded"), ("nobody", "0001_initial"))
    first_run.refuse_newer_tables()
    apply(("django_q", "9999_newer"))
    with pytest.raises(first_run.NotReady, match="django_q 9999_newer"):
        first_run.refuse_newer_tables()


@pytest.mark.django_db
def test_an_old_database_is_refused_by_what_changes_no_tables():
    first_run.refuse_older_tables()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'labeler' AND name = '0003_pause'")
    with pytest.raises(first_run.NotReady, match=r"is not prepared for this Labeler \(0.1.0\)"):
        first_run.refuse_older_tables()


# --- one server -----------------------------------------------------------------------------------------------------

HOLDS = """
import sys, time
from labeler import settings as ours
from django.conf import settings
import django
django.setup()
from labeler.serving import only_server
only_server.be_it(4321)
print("held", flush=True)
time.sleep(600)
"""


@pytest.fixture
def database(settings, tmp_path):
    """A file of a database that a server is to have for itself."""
    name = str(tmp_path / "labeler.sqlite3")
    sqlite = {"ENGINE": "django.db.backends.sqlite3", "NAME": name}
    settings.CONFIG = type("Config", (), {"database": sqlite})
    yield tmp_path / "labeler.sqlite3-server"
    for file in only_server._held:
        os.close(file)
    only_server._held.clear()


@pytest.fixture
def another(database, tmp_path):
    """A process that serves it."""
    environment = os.environ | {"LABELER_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "labeler.settings"}
    environment.pop("DATABASE_URL", None)
    with subprocess.Popen([sys.executable, "-c", HOLDS], env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout.readline() == "held\n"
            yield process
        finally:
            process.kill()


def test_the_first_server_tells_its_process_and_its_port(database):
    only_server.be_it(8000)
    assert json.loads(database.read_text()) == {"pid": os.getpid(), "port": 8000}
    assert database.stat().st_mode & 0o777 == 0o600


def test_a_second_server_is_refused_and_told_the_first_one(another, database):
    with pytest.raises(first_run.NotReady) as refused:
        only_server.be_it(8001)
    assert str(refused.value) == (
        f"Another Labeler serves {str(database).removesuffix('-server')} already: process {another.pid}, port 4321. "
        "Stop that one, or name another folder: LABELER_DATA."
    )
    assert only_server.running() == (another.pid, 4321)


def test_once_the_first_was_killed_the_next_one_serves(another, database):
    os.kill(another.pid, signal.SIGKILL)
    only_server.be_it(8001)  # while its end is still under way
    assert json.loads(database.read_text())["port"] == 8001


def test_what_a_dead_server_left_is_no_server(database):
    database.write_text(json.dumps({"pid": 1, "port": 8000}))
    assert only_server.running() is None
    only_server.be_it(8001)


def test_on_a_full_disk_the_lock_is_held_without_a_note(database, monkeypatch):
    def full(file, content):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(only_server.os, "write", full)
        only_server.be_it(8000)
    assert only_server.running() == (0, 0)


def test_a_database_at_a_server_is_everybodys(settings):
    settings.CONFIG = type("Config", (), {"database": {"ENGINE": "django.db.backends.postgresql", "NAME": "labels"}})
    only_server.be_it(8000)
    assert only_server.running() is None


@pytest.mark.processes
def test_two_programs_on_one_folder_are_one_too_many(program):
    first = program().start().wait_for_address()
    second = program("--only", "web").start()
    assert second.wait_for_end() == 1
    assert second.output == (
        f"CommandError: Another Labeler serves {first.data}/labeler.sqlite3 already: process {first.process.pid}, port "
        f"{first.port}. Stop that one, or name another folder: LABELER_DATA.\n"
    )
    assert first.get("/healthz") == (200, '{"ok": true}')
    first.kill_everything()
    program("--only", "web").start().wait_for_address()


@pytest.mark.processes
def test_a_program_that_is_older_than_its_tables_starts_nothing(program):
    import sqlite3
    from contextlib import closing

    newer = program()
    with closing(sqlite3.connect(newer.data / "labeler.sqlite3")) as database:
        database.execute(APPLY.replace("%s", "?"), ("projects", "0999_later"))
        database.commit()
    for arguments in ((), ("--only", "worker")):
        refused = program(*arguments).start()
        assert refused.wait_for_end() == 1
        assert refused.output.startswith(
            f"CommandError: The database file {newer.data}/labeler.sqlite3 was prepared by a"
        )
        assert refused.output.count("\n") == 1


@pytest.mark.processes
def test_the_start_says_what_it_is_and_what_it_warns_of(program):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        running = program(
            LABELER_DATTA="x", SECRET_KEY="short", CACHE_URL=f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        )
        running.start().wait_for_address()
        eventually(lambda: "The cache does not answer" in running.output)
    lines = running.output.splitlines()
    first = lines.index(f"Labeler 0.1.0, process {running.process.pid}")
    assert lines[first + 1].startswith("  database   SQLite 3.")
    assert lines[first + 1].endswith(f", {running.data}/labeler.sqlite3")
    assert lines[first + 2 : first + 7] == [
        f"  files      {running.data}/files",
        "  processes  web (2 of 8 threads), worker (2 jobs at a time), watchdog",
        "  log        standard error, without a line a request",
        "Warning: LABELER_DATTA: unknown; LABELER_DATA?",
        "Warning: SECRET_KEY can be guessed: it should be 50 random characters or more. Unset it, and one is made and "
        "kept in the data folder.",
    ]
    assert "Warning: The cache does not answer. Look at CACHE_URL, and at the log." in lines


@pytest.mark.processes
def test_a_start_that_is_well_warns_of_nothing(program):
    running = program().start().wait_for_address()
    running.stop()
    assert "Warning" not in running.output
