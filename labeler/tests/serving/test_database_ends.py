"""PostgreSQL itself ends under the running program, as it is told to or by a crash, and is started again."""

import os
import signal
import sys
from json import loads

import pytest

from tests.support.program import Program, eventually, running
from tests.support.servers.postgresql import own_server, programs

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(sys.platform != "linux", reason="these tests read /proc"),
    pytest.mark.skipif(programs() is None, reason="no PostgreSQL is installed that could be ended"),
]


@pytest.fixture
def server():
    with own_server() as server:
        yield server


def readyz(program):
    answer = program.get("/readyz")
    return answer and (answer[0], loads(answer[1]))


def is_well(program):
    status, parts = readyz(program) or (0, {})
    return status == 200 and {name for name, part in parts.items() if part["ok"]} >= {"database", "storage", "worker"}


def is_told(program):
    status, parts = readyz(program) or (0, {"database": {"ok": None}})
    return (status, parts["database"]["ok"], (program.get("/healthz") or [0])[0]) == (503, False, 200)


def test_all_is_well_again_soon_after_each_end_of_the_database(server, tmp_path):
    data = tmp_path / "data"
    Program(data, DATABASE_URL=server.url).manage("migrate", within=None)
    with running(data, DATABASE_URL=server.url) as program:
        eventually(lambda: is_well(program))

        def is_well_again(before):
            eventually(lambda: is_well(program))
            eventually(lambda: server.last_beat() > before)  # a worker does jobs
            eventually(lambda: program.child("watchdog"))

        # Told to end it waits for those who are connected, and lets nobody new in; then it crashes.
        before = server.last_beat()
        server.process.send_signal(signal.SIGTERM)
        eventually(lambda: not server.answers())
        server.kill()
        eventually(lambda: is_told(program))
        server.start()
        is_well_again(before)

        # It crashes, and the program's worker does so meanwhile.
        before = server.last_beat()
        server.kill()
        os.kill(program.child("worker"), signal.SIGKILL)
        eventually(lambda: is_told(program))
        server.start()
        is_well_again(before)

        # One of its processes crashes.
        before = server.last_beat()
        server.kill_a_session()
        eventually(server.answers)
        is_well_again(before)

        # The program crashes whole while the database is away, and is started again before it is back.
        before = server.last_beat()
        server.kill()
        program.kill_everything()
        server.start()
        program.start().wait_for_address()
        is_well_again(before)
