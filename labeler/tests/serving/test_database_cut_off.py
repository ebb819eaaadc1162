"""The database is cut off from the running program, and comes back."""

import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from json import loads
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from labeler.serving import webserver
from tests.support.program import Program, eventually, running
from tests.support.servers.proxy import Wire

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(sys.platform != "linux", reason="these tests read /proc, and cut wires as Linux knows how to"),
]

SERVER = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/test")
# More than the program has threads for requests: were each of them kept by one, nobody would be answered.
AT_ONCE = 3 * webserver.THREADS

UP = {"ok": True}
CUT_OFF = {
    "database": {"ok": False, "reason": "The database does not answer."},
    "storage": UP,
    "worker": {"ok": False, "reason": "Not known while the database does not answer."},
}


@pytest.fixture(scope="module")
def database():
    """The address of an empty one, which is dropped afterwards."""
    name = f"labeler_cut_off_{os.getpid()}"
    try:
        server = psycopg.connect(SERVER, autocommit=True, connect_timeout=5)
    except psycopg.OperationalError:
        pytest.skip("no PostgreSQL answers")
    with closing(server):
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def wire(database):
    address = urlsplit(database)
    with closing(Wire(address.hostname, address.port or 5432)) as wire:
        yield wire


@pytest.fixture(scope="module")
def program(database, wire, tmp_path_factory):
    """It reaches the database by this wire alone; each test leaves it as well as it was."""
    address = urlsplit(database)
    who, at, _ = address.netloc.rpartition("@")
    by_wire = urlunsplit(address._replace(netloc=f"{who}{at}127.0.0.1:{wire.port}"))
    data = tmp_path_factory.mktemp("cut-off") / "data"
    Program(data, DATABASE_URL=by_wire).manage("migrate", within=None)
    with running(data, DATABASE_URL=by_wire) as program:
        yield program


def readyz(program):
    """The status, and the parts that hang on the database or on what needs it."""
    status, body = program.get("/readyz")
    return status, {name: part for name, part in loads(body).items() if name in CUT_OFF}


def is_well(program):
    return readyz(program) == (200, {"database": UP, "storage": UP, "worker": UP})


@pytest.fixture
def last_beat(database):
    """Ask for the newest sign of life of a worker."""
    with closing(psycopg.connect(database, autocommit=True)) as own:
        yield lambda: own.execute("SELECT max(at) FROM labeler_workerheartbeat").fetchone()[0]


@pytest.fixture(autouse=True)
def mended(wire):
    yield
    wire.mend()


@pytest.mark.parametrize(
    ("cut", "crash"),
    [(Wire.refuse, "watchdog"), (Wire.refuse, "worker"), (Wire.swallow, None), (Wire.swallow, "worker")],
    ids=[
        "refused and the watchdog crashes",
        "refused and the worker crashes",
        "silent",
        "silent and the worker crashes",
    ],
)
def test_a_database_that_is_cut_off_is_told_and_all_is_well_again_when_it_is_back(program, wire, last_beat, cut, crash):
    eventually(lambda: is_well(program))
    before_the_cut = len(program.output.splitlines())
    cut(wire)
    if crash:
        os.kill(program.child(crash), signal.SIGKILL)
    eventually(lambda: readyz(program) == (503, CUT_OFF))
    # Nobody waits for ever: as many ask as there are threads, and more.
    with ThreadPoolExecutor(AT_ONCE) as people:
        assert list(people.map(readyz, [program] * AT_ONCE)) == [(503, CUT_OFF)] * AT_ONCE
    assert program.get("/healthz")[0] == 200

    before = last_beat()
    wire.mend()
    if cut == Wire.refuse:  # nobody hangs on a connection that says nothing
        assert readyz(program)[1]["database"] == UP
    eventually(lambda: is_well(program))
    eventually(lambda: last_beat() > before)  # the worker does jobs
    eventually(lambda: program.child("watchdog"))
    with ThreadPoolExecutor(AT_ONCE) as people:
        assert all(people.map(is_well, [program] * AT_ONCE))
    # That is one fact, whoever met it: more than a hundred did, where the connection was refused. The log waits with it
    # while it may go on, as it does for the next of these tests. Of a silent one some may still wait when it is over,
    # and then nobody met it.
    if cut == Wire.refuse:
        eventually(lambda: lines_about_it(program, before_the_cut))
    assert len(lines_about_it(program, before_the_cut)) <= 6
    told = program.output.splitlines()[before_the_cut:]
    assert not any(line.startswith(" ") for line in told), told  # of a traceback


def lines_about_it(program, since):
    """What was told since that line of the log, without those of who dies and is started again."""
    told = program.output.splitlines()[since:]
    return [line for line in told if "[critical" not in line and "is started again" not in line]
