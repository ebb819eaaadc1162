"""A PostgreSQL of a test's own, to be ended, crashed and filled."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path

import psycopg

from tests.support.program import PATIENCE_SECONDS, eventually, free_port

# It refuses to run as root; packages bring a user for it.
AS = {"user": "postgres", "group": "postgres"} if os.name == "posix" and os.geteuid() == 0 else {}


def programs():
    """The folder of a PostgreSQL's own programs, or None."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((folder for folder in reversed(folders) if (folder / "postgres").exists()), None)


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


@contextlib.contextmanager
def own_server():
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
