"""How many calls a token makes in a minute, asked of the whole program: its processes tell one number, not one each."""

import http.client
import shutil
import sys
import time

import pytest

from tests.support.program import Program

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(sys.platform != "linux", reason="these tests read /proc"),
]

MOST = 12
PROJECTS = "/api/v1/projects/"


@pytest.fixture
def program(tmp_path, prepared_data):
    shutil.copytree(prepared_data, tmp_path / "data")
    running = Program(tmp_path / "data", "--only", "web", LABELER_API_CALLS_PER_MINUTE=str(MOST))
    yield running.start().wait_for_address()
    running.kill_everything()


def call(program, token):
    """On a connection of its own, which any of the processes may take."""
    line = http.client.HTTPConnection("127.0.0.1", program.port, timeout=120)
    line.request("GET", PROJECTS, headers={"Authorization": f"Token {token}"})
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status, answer.headers


def in_one_minute(program, count):
    """The answers to so many calls by one token; by another one where the clock's minute ended meanwhile."""
    while True:
        token = program.manage("create_token", "admin").strip()
        minute = time.time() // 60
        answers = [call(program, token) for _ in range(count)]
        if time.time() // 60 == minute:
            return answers


def test_each_answer_tells_what_is_left_whichever_process_gives_it(program):
    answers = in_one_minute(program, MOST + 4)
    assert [status for status, _ in answers] == [200] * MOST + [429] * 4
    left = [int(headers["RateLimit"].split(";")[1].removeprefix("r=")) for _, headers in answers]
    assert left == [*range(MOST - 1, -1, -1), 0, 0, 0, 0]
    assert {headers["RateLimit-Policy"] for _, headers in answers} == {f'"token";q={MOST};w=60'}
    refused = answers[-1][1]
    assert refused["RateLimit"].endswith(f";t={refused['Retry-After']}")
