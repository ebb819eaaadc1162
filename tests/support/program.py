"""The whole program as a child process, for tests that look at it from outside."""

import contextlib
import fcntl
import itertools
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from django.conf import settings

PATIENCE_SECONDS = 60
PASSWORD = "a long password for the test"  # of the user admin

_numbers = itertools.count(1)


def eventually(question, *, within=PATIENCE_SECONDS):
    """Ask until the answer is true, and answer it; fail when the time is over.

    Ever less often: what is waited for needs the processor more than the question does.
    """
    deadline = time.monotonic() + within
    pause = 0.02
    while not (answer := question()):
        assert time.monotonic() < deadline, f"This did not become true within {within} seconds."
        time.sleep(pause)
        pause = min(pause * 1.3, 0.2)
    return answer


class Program:
    """`manage.py serve`, in a session of its own with a data folder and a port of its own."""

    command: tuple[str, ...] = ("serve",)

    def __init__(self, data, *arguments, folder=settings.BASE_DIR, **environment):
        self.data = Path(data)
        self.folder = folder
        self.port = environment.pop("PORT", None) or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = self.data.with_name(f"{self.data.name}-{next(_numbers)}.log")
        self._arguments = arguments
        self._environment = environment
        self.process = None

    def start(self):
        inherited = {name: value for name, value in os.environ.items() if name not in _not_inherited()}
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", *self.command, *self._arguments],
                cwd=self.folder,
                env=inherited | {"LABELER_DATA": str(self.data), "PORT": str(self.port)} | self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        return self

    @property
    def output(self):
        return self.log.read_text()

    def wait_for_address(self):
        def printed():
            assert self.process.poll() is None, f"It ended with {self.process.returncode}:\n{self.output}"
            return re.search(r"http://\S+", self.output)

        assert eventually(printed).group() == self.url + "/"
        return self

    def wait_for_end(self, *, within=PATIENCE_SECONDS):
        return self.process.wait(timeout=within)

    def stop(self, number=signal.SIGTERM, *, within=PATIENCE_SECONDS):
        self.process.send_signal(number)
        return self.wait_for_end(within=within)

    def get(self, path, *, timeout=PATIENCE_SECONDS):
        """Status and body; None when nobody answers."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=timeout) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.read().decode()
        except OSError:
            return None

    def alive(self):
        """Every process of the program that lives, as process ids."""
        return alive_in_session(self.process.pid)

    def child(self, name):
        """The process id of a child of the supervisor, or None while there is none."""
        for pid in self.alive():
            if Stat(pid).parent == self.process.pid and Stat(pid).name == f"labeler-{name}"[:15]:  # the kernel keeps 15
                return pid
        return None

    def children_of(self, pid):
        """Oldest first."""
        return sorted(
            (child for child in self.alive() if Stat(child).parent == pid), key=lambda child: Stat(child).began
        )

    def kill_everything(self):
        """Also when the program under test does not end its processes by itself."""
        if self.process is not None:
            for pid in self.alive():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self.process.wait()

    def manage(self, *arguments, within=PATIENCE_SECONDS, **environment):
        """Another command of manage.py on the same data folder; its output."""
        inherited = {name: value for name, value in os.environ.items() if name not in _not_inherited()}
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=self.folder,
            env=inherited | {"LABELER_DATA": str(self.data)} | self._environment | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
            timeout=within,
        ).stdout


@contextlib.contextmanager
def running(data, *arguments, begin_with=None, **environment):
    """The program at its address, until the block ends; on a copy of the folder `begin_with` where one is given."""
    if begin_with:
        shutil.copytree(begin_with, data)
    program = Program(data, *arguments, **{"LABELER_ADMIN_PASSWORD": PASSWORD} | environment).start()
    try:
        yield program.wait_for_address()
    finally:
        program.kill_everything()


def prepare_data(where):
    """The folder `where`, as the first start of a program leaves it, with the user admin; made by who asks first."""
    where.parent.mkdir(parents=True, exist_ok=True)
    with open(where.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not where.exists():
            # Without a worker: no sign of life of one is told to those who begin with this.
            with running(unfinished := where.with_suffix(".unfinished"), "--only", "web") as program:
                program.stop()
            unfinished.rename(where)
    return where


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def alive_in_session(session):
    return [pid for pid in _all_pids() if (stat := Stat(pid)).session == session and stat.state not in "ZX"]


class Stat:
    """What the kernel tells of a process; of one that is gone, nothing that matches anything."""

    def __init__(self, pid):
        try:
            text = Path(f"/proc/{pid}/stat").read_text()
        except (FileNotFoundError, ProcessLookupError):
            self.name, self.state, self.parent, self.session, self.began = "", "X", -1, -1, -1
            return
        # The name stands in brackets and may hold anything.
        self.name = text[text.index("(") + 1 : text.rindex(")")]
        fields = text[text.rindex(")") + 2 :].split()
        self.state, self.parent, self.session, self.began = fields[0], int(fields[1]), int(fields[3]), int(fields[19])


def _all_pids():
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def _not_inherited():
    from labeler.configuration import VARIABLES

    return {*VARIABLES, "LABELER_CLUSTER", "LABELER_ROLE"}


def browsers_of(profile):
    """Process ids of the browser that works in this folder; what it started ends with it."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().decode().split("\0")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if f"--user-data-dir={profile}" in command and not any(part.startswith("--type=") for part in command):
            yield int(entry.name)
