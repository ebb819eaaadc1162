"""A program with a project, and the client that talks to it."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings

from labeler_client import Labeler, cli
from labeler_client.connection import Connection
from tests.client.fake import Fake
from tests.support.program import running


@pytest.fixture
def program(tmp_path, prepared_data):
    with running(tmp_path / "data", begin_with=prepared_data) as program:
        yield program


@pytest.fixture
def token(program):
    return program.manage("create_token", "admin").strip()


@pytest.fixture
def server(program, token):
    with Labeler(program.url, token) as server:
        yield server


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


@dataclass
class CommandLine:
    """The command `labeler` as somebody types it, in a process of its own, with nothing of the house to import."""

    folder: Path
    environment: dict = field(default_factory=dict)

    def __call__(self, *arguments, **environment):
        done = subprocess.run(
            [sys.executable, "-m", "labeler_client", *arguments],
            cwd=self.folder,
            env=self.everything() | environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Said(done.returncode, done.stdout, done.stderr)

    def everything(self):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("LABELER_")}
        return kept | {"PYTHONPATH": str(self.package)} | self.environment

    @property
    def package(self):
        """The client alone, as pip leaves it somewhere."""
        where = self.folder / "site"
        if not where.exists():
            shutil.copytree(settings.BASE_DIR / "client" / "labeler_client", where / "labeler_client")
        return where


@pytest.fixture
def labeler(tmp_path, program, token):
    return CommandLine(tmp_path, {"LABELER_URL": program.url, "LABELER_TOKEN": token})


@pytest.fixture
def fake():
    """A server of the test's own, over no network; and pauses that take no time."""
    return Fake()


@pytest.fixture
def connection(fake):
    return Connection("http://labels.test", "a-token", transport=fake.transport, sleep=fake.sleep, clock=fake.clock)


@pytest.fixture
def command(fake, capsys, monkeypatch):
    """The command line in this process, on the fake server: exit code, stdout and stderr."""
    monkeypatch.setenv("LABELER_URL", "http://labels.test")
    monkeypatch.setenv("LABELER_TOKEN", "a-secret-token")
    monkeypatch.setattr(cli.time, "sleep", lambda seconds: None)

    def run(*arguments):
        def labeler(url, token, *, patience):
            return Labeler(url, token, patience=0 if patience is None else patience, transport=fake.transport)

        code = cli.main(arguments, labeler=labeler)
        told = capsys.readouterr()
        assert "a-secret-token" not in told.out + told.err
        return code, told.out, told.err

    return run
