"""Who writes next on SQLite: first come, first served, over threads and processes, and nobody for ever."""

import fcntl
import os
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from functools import partial

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction

from core.faults import fault_of
from core.sqlite.line import Turn, line_of
from tests.support.program import PATIENCE_SECONDS, eventually
from tests.support.second_process import kill_where_it_stands, running

pytestmark = [
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has a queue for each row"),
    pytest.mark.django_db(transaction=True),
]

# What a second process does; it says that it is `here()`, and stands still.
HOLD_THE_WRITER = """
from django.db import transaction
with transaction.atomic():
    here()
"""
STAND_AT_THE_DOOR = """
from core.sqlite.line import line_of
line = line_of(database)
line.enter(time.monotonic() + 60)
with line.next_of_all(time.monotonic() + 60):
    here()
"""
WRITE_UNTIL_TOLD = """
from django.contrib.auth import get_user_model
from django.db import transaction
with transaction.atomic():
    get_user_model().objects.create(username="other process")
    print("here", flush=True)
    while not Path(arguments[0]).exists():
        time.sleep(0.01)
"""
WRITE = """
from django.contrib.auth import get_user_model
get_user_model().objects.create(username="other process")
"""
COUNT = """
from core.tests.test_sqlite_line import count
count(*arguments)
"""
PIPED = {"stdout": subprocess.PIPE, "text": True}


def users():
    return get_user_model().objects


def names():
    return list(users().order_by("pk").values_list("username", flat=True))


def line():
    return line_of(str(connection.settings_dict["NAME"]))


def standing():
    """How many of this process are in line, whose turn it is included."""
    return len(line()._line)


def door_is_taken():
    """By another process."""
    try:
        fcntl.lockf(line()._door, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    fcntl.lockf(line()._door, fcntl.LOCK_UN)
    return False


@pytest.fixture
def impatient(monkeypatch):
    """Nobody waits longer for the writer than a moment."""
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.2)


@contextmanager
def threads(count):
    """Threads that close their connections to the database when they are done."""
    with ThreadPoolExecutor(count) as pool:

        def start(work, *arguments):
            def and_close():
                try:
                    return work(*arguments)
                finally:
                    connection.close()

            return pool.submit(and_close)

        yield start


def in_a_transaction(name):
    with transaction.atomic():
        assert not users().filter(username=name).exists()
        users().create(username=name)


def by_a_statement_alone(name):
    users().create(username=name)


def count(times):
    for _ in range(times):
        with transaction.atomic():
            counter = users().get(username="counter")
            counter.first_name = str(int(counter.first_name) + 1)
            counter.save()


@pytest.mark.parametrize("write", [in_a_transaction, by_a_statement_alone])
def test_who_came_first_writes_first(write):
    asked = [f"thread {number}" for number in range(12)]
    with threads(len(asked)) as start:
        with transaction.atomic():
            users().create(username="whoever is first")
            for place, name in enumerate(asked):
                start(write, name)
                eventually(lambda place=place: standing() == place + 2)
        eventually(lambda: standing() == 0)
    assert names() == ["whoever is first", *asked]


def test_who_came_from_another_process_is_not_passed_by_those_who_come_later():
    late = [f"thread {number}" for number in range(4)]
    with threads(len(late)) as start, ExitStack() as stack:
        with transaction.atomic():
            users().create(username="whoever is first")
            other = stack.enter_context(running(WRITE))
            eventually(door_is_taken)
            for place, name in enumerate(late):
                start(by_a_statement_alone, name)
                eventually(lambda place=place: standing() == place + 2)
        assert other.wait(PATIENCE_SECONDS) == 0
    assert names() == ["whoever is first", "other process", *late]


def test_a_process_that_writes_is_waited_for(tmp_path):
    with running(WRITE_UNTIL_TOLD, str(tmp_path / "enough"), **PIPED) as other, threads(1) as start:
        assert other.stdout.readline() == "here\n"
        waiting = start(by_a_statement_alone, "thread")
        eventually(lambda: standing() == 1)
        assert not waiting.done()
        (tmp_path / "enough").touch()
        waiting.result(PATIENCE_SECONDS)
        assert other.wait(PATIENCE_SECONDS) == 0
    assert names() == ["other process", "thread"]


def test_threads_and_processes_that_write_without_a_pause_all_come_to_an_end():
    users().create(username="counter", first_name="0")
    with running(COUNT, 30) as one, running(COUNT, 30) as other, threads(4) as start:
        for counting in [start(count, 30) for _ in range(4)]:
            counting.result(PATIENCE_SECONDS)
        assert (one.wait(PATIENCE_SECONDS), other.wait(PATIENCE_SECONDS)) == (0, 0)
    assert users().get(username="counter").first_name == "180"


@pytest.mark.parametrize("script", [HOLD_THE_WRITER, STAND_AT_THE_DOOR])
def test_a_killed_process_is_in_nobodys_way(script):
    kill_where_it_stands(script)
    by_a_statement_alone("alice")
    in_a_transaction("bob")
    assert names() == ["alice", "bob"]


def test_a_process_that_stands_still_at_the_door_keeps_nobody_out(impatient):
    with running(STAND_AT_THE_DOOR, **PIPED) as other:
        assert other.stdout.readline() == "here\n"
        by_a_statement_alone("alice")
        in_a_transaction("bob")
    assert names() == ["alice", "bob"]


def test_a_child_does_not_stand_behind_the_threads_of_its_parent():
    with transaction.atomic():
        child = os.fork()
        if not child:
            os._exit(0 if line().enter(time.monotonic()) else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.parametrize("write", [in_a_transaction, by_a_statement_alone])
def test_who_waited_for_long_enough_is_told_that_the_database_is_locked(impatient, write):
    with threads(1) as start:
        with transaction.atomic(), pytest.raises(OperationalError, match="database is locked") as told:
            start(write, "thread").result(PATIENCE_SECONDS)
        assert fault_of(told.value).code == "unavailable"
        assert standing() == 0
        start(write, "thread").result(PATIENCE_SECONDS)
    assert names() == ["thread"]


@pytest.mark.parametrize("write", [in_a_transaction, by_a_statement_alone])
def test_a_process_that_writes_for_too_long_is_told_as_a_locked_database(impatient, write):
    with running(HOLD_THE_WRITER, **PIPED) as other:
        assert other.stdout.readline() == "here\n"
        with pytest.raises(OperationalError, match="database is locked") as told:
            write("alice")
    assert fault_of(told.value).code == "unavailable"
    assert standing() == 0


def test_an_answer_that_cannot_be_written_is_told_to_come_again(impatient, api, alice, project, dress, photo):
    operation = {"op_id": "a", "asset": photo.pk, "base_revision": 0, "status": "labeled", "category_ids": [1]}
    send = partial(api(alice).post, f"projects/{project.slug}/answers/", {"operations": [operation]})
    with threads(1) as start:
        with transaction.atomic():
            response = start(send).result(PATIENCE_SECONDS)
        assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
        assert start(send).result(PATIENCE_SECONDS).json()["results"][0]["result"] == "applied"


def inside_of_one_another():
    with transaction.atomic():
        users().create(username="alice")
        with suppress(IntegrityError), transaction.atomic():
            users().create(username="alice")
        with transaction.atomic():
            assert standing() == 1
            transaction.on_commit(lambda: users().create(username="bob"))


def with_an_error():
    with suppress(RuntimeError), transaction.atomic():
        users().create(username="alice")
        raise RuntimeError


def with_the_connection_closed():
    with suppress(InterfaceError), transaction.atomic():
        users().create(username="alice")
        connection.close()


def with_a_commit_that_fails():
    with suppress(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_admin_log (action_time, object_repr, action_flag, change_message, user_id)"
                       " VALUES ('2026-01-01', '', 1, '', 12345)")  # fmt: skip


@pytest.mark.parametrize(
    "write", [inside_of_one_another, with_an_error, with_the_connection_closed, with_a_commit_that_fails]
)
def test_however_a_transaction_ends_its_turn_does(write):
    write()
    assert standing() == 0
    in_a_transaction("carol")
    assert names()[-1] == "carol"


def test_what_is_written_after_sqlite_took_the_transaction_back_does_not_wait_for_itself(monkeypatch):
    users().create(username="alice")
    monkeypatch.setattr(Turn, "wait", lambda turn, seconds: turn.is_set() or pytest.fail("It waits."))
    with transaction.atomic(), connection.cursor() as cursor:
        with suppress(IntegrityError):
            cursor.execute("INSERT OR ROLLBACK INTO django_session VALUES ('a', 'b', NULL)")
        assert not connection.connection.in_transaction
        users().create(username="bob")
    assert standing() == 0


def test_who_only_reads_stands_in_no_line():
    with threads(1) as start, transaction.atomic():
        users().create(username="alice")
        assert start(names).result(PATIENCE_SECONDS) == []


def test_a_wait_that_is_broken_off_leaves_the_line(monkeypatch):
    def interrupted(*args):
        raise KeyboardInterrupt

    with transaction.atomic():
        monkeypatch.setattr(Turn, "wait", interrupted)
        with pytest.raises(KeyboardInterrupt):
            line().enter(time.monotonic() + PATIENCE_SECONDS)
        assert standing() == 1
