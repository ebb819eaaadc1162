"""PostgreSQL itself ends under the running program, as it is told to or by a crash, and is started again."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import closing
from json import loads
from pathlib import Path

import psycopg
import pytest

from tests.support.program import PATIENCE_SECONDS, Program, eventually, free_port, running

# It refuses to run as root; packages bring a user for it.
AS = {"user": "postgres", "group": "postgres"} if os.name == "posix" and os.geteuid() == 0 else {}


def programs():
    """The folder of a PostgreSQL's own programs, or None."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((folder for folder in reversed(folders) if (folder / "postgres").exists()), None)


pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(sys.platform != "linux", reason="these tests read /proc"),
    pytest.mark.skipif(programs() is None, reason="no PostgreSQL is installed that could be ended"),
]


class Server:
    """A PostgreSQL of the test's own, in a new folder."""

    def __init__(self, folder):
        self.folder, self.port, self.process = folder, free_port(), None
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/postgres"
        self._run("initdb", "--auth=trust", "--username=postgres", "--no-sync", "--no-instructions")

    def _run(self, name, *arguments):
        command = [programs() / name, "-D", self.folder / "data", *arguments]
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder, timeout=PATIENCE_SECONDS, **AS)

    def start(self):
        self.launch()
        eventually(self.is_up)

    def launch(self):
        options = [
            "-p",
            str(self.port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            f"unix_socket_directories={self.folder}",
        ]
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                [programs() / "postgres", "-D", self.folder / "data", *options],
                cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **AS,
            )  # fmt: skip

    def is_up(self):
        """While a process of the one before has not seen yet that it is gone, the next one ends at once."""
        if self.process.poll() is not None:
            self.launch()
        return self.answers()

    def answers(self):
        try:
            with closing(psycopg.connect(self.url, connect_timeout=5)):
                return True
        except psycopg.OperationalError:
            return False

    def kill(self):
        """Its first process; the others see that it is gone, and the next start recovers."""
        if self.process and self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def kill_a_session(self):
        """As when the system has no memory left: it ends all others, and recovers by itself."""
        with closing(psycopg.connect(self.url, autocommit=True)) as own:
            asked = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            pid = eventually(lambda: own.execute(asked).fetchone())[0]
            os.kill(pid, signal.SIGKILL)

    def last_beat(self):
        with closing(psycopg.connect(self.url, autocommit=True)) as own:
            return own.execute("SELECT max(at) FROM labeler_workerheartbeat").fetchone()[0]


@pytest.fixture
def server():
    folder = Path(tempfile.mkdtemp(prefix="labeler-postgres-"))  # that user does not come into pytest's folders
    if AS:
        shutil.chown(folder, **AS)
    server = Server(folder)
    try:
        server.start()
        yield server
    finally:
        server.kill()
        shutil.rmtree(folder)


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
