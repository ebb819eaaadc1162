"""The one command, started as a person starts it."""

import os
import re
import signal
import socket
import sqlite3
import sys
import urllib.parse
import urllib.request
from contextlib import closing
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from tests.support.program import eventually

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(sys.platform != "linux", reason="these tests read /proc"),
]


def can_log_in(program, password):
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    page = browser.open(program.url + "/login/", timeout=30).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page).group(1)
    form = urllib.parse.urlencode({"username": "admin", "password": password, "csrfmiddlewaretoken": token})
    with browser.open(program.url + "/login/", form.encode(), timeout=30) as answer:
        return answer.url == program.url + "/"


def last_beat(program):
    """The newest sign of life in the program's database, or None."""
    with closing(sqlite3.connect(f"file:{program.data}/labeler.sqlite3?mode=ro", uri=True)) as database:
        (newest,) = database.execute("SELECT max(at) FROM labeler_workerheartbeat").fetchone()
    return newest


def is_ready(program):
    answer = program.get("/readyz")
    return answer is not None and answer[0] == 200


def test_the_first_start_prints_a_password_that_works_and_the_second_prints_none(program):
    first = program(first_start=True).start().wait_for_address()
    (password,) = re.findall(r"admin, with the password {2}(\S+)\n", first.output)
    assert can_log_in(first, password)
    first.stop()

    second = program().start().wait_for_address()
    assert "password" not in second.output
    assert "Preparing" not in second.output
    assert can_log_in(second, password)


def test_the_password_from_the_environment_is_taken_and_not_printed(program):
    running = program(first_start=True, LABELER_ADMIN_PASSWORD="mild-oven-seven").start().wait_for_address()
    assert "mild-oven-seven" not in running.output
    assert can_log_in(running, "mild-oven-seven")
    assert not can_log_in(running, "mild-oven-eight")


def test_the_password_stands_in_the_table_of_processes_for_none_of_them(program):
    running = program(first_start=True, LABELER_ADMIN_PASSWORD="mild-oven-seven").start().wait_for_address()
    eventually(lambda: is_ready(running))
    eventually(lambda: len(running.alive()) == 11)  # what looks for warnings ends by itself
    started_with = [Path(f"/proc/{pid}/environ").read_bytes() for pid in running.alive()]
    assert [text for text in started_with if b"mild-oven-seven" in text] == []


def test_what_a_command_starts_hears_nothing_of_the_password(program):
    show = "import os, subprocess; print(subprocess.run(['env'], capture_output=True, text=True).stdout)"
    told = program().manage("shell", "-c", show, LABELER_ADMIN_PASSWORD="mild-oven-seven")
    assert "LABELER_DATA=" in told
    assert "ADMIN_PASSWORD" not in told


def test_a_weak_password_from_the_environment_is_refused_and_nobody_is_made(program):
    weak = {"mild-ov": "too short", "password123": "too common", "5225237113": "entirely numeric"}
    for password, why in weak.items():
        refused = program(first_start=True, LABELER_ADMIN_PASSWORD=password).start()
        assert refused.wait_for_end() == 1
        assert "LABELER_ADMIN_PASSWORD is refused." in refused.output
        assert why in refused.output
    again = program(LABELER_ADMIN_PASSWORD="mild-oven-seven").start().wait_for_address()
    assert can_log_in(again, "mild-oven-seven")


def test_once_there_are_users_the_password_of_the_environment_means_nothing(program):
    running = program(LABELER_ADMIN_PASSWORD="weak").start().wait_for_address()
    assert not can_log_in(running, "weak")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda n: n.name)
def test_stopping_ends_every_process_within_seconds_and_exits_with_0(program, number):
    running = program().start().wait_for_address()
    eventually(lambda: is_ready(running))
    assert running.stop(number, within=5) == 0
    assert running.alive() == []
    assert "Traceback" not in running.output


def test_open_connections_and_an_upload_that_never_ends_do_not_hold_up_the_end(program):
    running = program("--only", "web").start().wait_for_address()
    address = ("127.0.0.1", running.port)
    with socket.create_connection(address) as kept, socket.create_connection(address) as endless:
        kept.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert kept.recv(12) == b"HTTP/1.1 200"
        endless.sendall(b"POST /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nhalf")
        assert running.stop(within=5) == 0
    assert running.alive() == []


def test_when_the_command_is_killed_nothing_is_left_running(program):
    running = program().start().wait_for_address()
    eventually(lambda: is_ready(running))
    # Itself; gunicorn and its two workers; django-q2's main process, sentinel, two workers, monitor, pusher; watchdog.
    eventually(lambda: len(running.alive()) == 11)
    running.process.kill()
    running.process.wait()
    eventually(lambda: running.alive() == [], within=10)


def test_after_a_crash_of_everything_the_next_start_has_a_worker_that_does_jobs(program):
    running = program().start().wait_for_address()
    eventually(lambda: is_ready(running))
    before = last_beat(running)
    running.kill_everything()

    again = program().start().wait_for_address()
    eventually(lambda: is_ready(again))
    eventually(lambda: last_beat(again) > before)  # and not only what the one that crashed had said
    assert "Traceback" not in again.output


def test_a_hung_cluster_is_brought_back_and_does_the_next_job(program):
    running = program(LABELER_WATCHDOG_SECONDS="10").start().wait_for_address()
    eventually(lambda: is_ready(running))

    hung = make_the_cluster_hang(running)

    assert eventually(lambda: running.child("worker")) != hung
    assert re.search(r"The worker has done nothing for \d+ seconds; all its processes are stopped", running.output)
    assert "The worker was killed by SIGKILL; it is started again" in running.output
    silent_since = last_beat(running)
    eventually(lambda: last_beat(running) > silent_since)
    assert result_of_a_job(running) == "5040"


def make_the_cluster_hang(running):
    """Kill the workers that wait on the queue until that hangs the cluster; answer the cluster that hung.

    It does not hang when both had something to do just then: the sentinel replaces them, and the next beat comes.
    """
    cluster = running.child("worker")
    for _ in range(5):
        if not recovers_from_the_loss_of_its_workers(running, cluster):
            return cluster
    raise AssertionError("The cluster never hung.")


def recovers_from_the_loss_of_its_workers(running, cluster):
    def was_replaced():
        return running.child("worker") != cluster

    (sentinel,) = running.children_of(cluster)
    workers = running.children_of(sentinel)[:2]  # they are started before the monitor and the pusher
    for pid in workers:
        os.kill(pid, signal.SIGKILL)
    eventually(lambda: was_replaced() or not set(workers) & set(running.alive()))
    before = last_beat(running)
    eventually(lambda: was_replaced() or last_beat(running) > before)
    return not was_replaced()


def result_of_a_job(running):
    """Put a job into the queue and wait for what comes out."""
    return running.manage(
        "shell",
        "--verbosity=0",
        "--command",
        "from django_q.tasks import async_task, result; print(result(async_task('math.factorial', 7), wait=30000))",
    ).strip()


def test_when_a_web_worker_is_killed_gunicorn_starts_another(program):
    running = program("--only", "web").start().wait_for_address()
    master = running.child("web")
    eventually(lambda: len(running.children_of(master)) == 2)
    killed, other = running.children_of(master)
    os.kill(killed, signal.SIGKILL)
    eventually(lambda: len({*running.children_of(master)} - {killed}) == 2)
    assert other in running.children_of(master)
    assert running.get("/healthz") == (200, '{"ok": true}')
    assert running.child("web") == master


def test_when_the_web_server_is_killed_requests_wait_until_it_is_back(program):
    running = program("--only", "web").start().wait_for_address()
    master = running.child("web")
    os.kill(master, signal.SIGKILL)
    eventually(lambda: master not in running.alive())
    assert running.get("/healthz") == (200, '{"ok": true}')
    assert "The web was killed by SIGKILL; it is started again" in running.output


def test_idle_connections_do_not_keep_others_waiting(program):
    running = program("--only", "web").start().wait_for_address()
    idle = [socket.create_connection(("127.0.0.1", running.port)) for _ in range(40)]
    try:
        assert running.get("/healthz", timeout=2) == (200, '{"ok": true}')
    finally:
        for connection in idle:
            connection.close()


def test_web_and_worker_run_apart_on_one_data_folder(program):
    web = program("--only", "web").start().wait_for_address()
    status, body = web.get("/readyz")
    assert (status, '"No worker has given a sign of life yet."' in body) == (503, True)
    worker = program("--only", "worker", PORT=web.port).start()
    eventually(lambda: is_ready(web))
    worker.stop()
    web.stop()


def test_a_worker_waits_until_the_web_process_has_prepared_the_database(program):
    worker = program("--only", "worker", first_start=True, LABELER_WATCHDOG_SECONDS="3").start()
    eventually(lambda: "Waiting for the web process" in worker.output)
    web = program("--only", "web").start().wait_for_address()
    eventually(lambda: is_ready(web))


def test_a_port_in_use_is_refused_in_one_sentence(program):
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        late = program(first_start=True, PORT=port).start()
        assert late.wait_for_end() == 1
    assert late.output == (
        f"CommandError: Port {port} on 127.0.0.1 is in use already. "
        "Stop the program that uses it, or set PORT to another number.\n"
    )
    assert not (late.data / "labeler.sqlite3").exists()


def test_a_host_that_is_not_here_is_refused_in_one_sentence(program):
    lost = program(HOST="192.0.2.1").start()
    assert lost.wait_for_end() == 1
    assert lost.output == (
        "CommandError: HOST must be an address of this machine, and '192.0.2.1' is not: "
        "Cannot assign requested address.\n"
    )


@pytest.mark.parametrize("secret", ["", "set-by-hand-and-long-enough"])
def test_a_data_folder_that_cannot_be_written_is_refused_in_one_sentence(program, tmp_path, secret):
    (tmp_path / "file").write_text("in the way")
    stuck = program(LABELER_DATA=str(tmp_path / "file" / "data"), SECRET_KEY=secret).start()
    assert stuck.wait_for_end() == 1
    assert re.fullmatch(
        r"(CommandError: )?LABELER_DATA: the folder \S+ cannot be written: Not a directory\.\n", stuck.output
    )


def test_a_database_that_does_not_answer_is_refused_in_one_sentence(program):
    alone = program(DATABASE_URL="postgres://labeler:secret@127.0.0.1:1/labels").start()
    assert alone.wait_for_end() == 1
    assert alone.output.startswith("CommandError: The database labels at 127.0.0.1:1 (DATABASE_URL) cannot be opened: ")
    assert alone.output.count("\n") == 1
    assert "secret" not in alone.output


def test_a_malformed_variable_is_refused_in_one_sentence(program):
    wrong = program(TIME_ZONE="Atlantis").start()
    assert wrong.wait_for_end() == 1
    assert wrong.output == "TIME_ZONE must be a name such as Europe/Berlin, not 'Atlantis'.\n"
