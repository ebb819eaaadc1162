"""What the running program writes to its log: a line a request, a refusal, a fact; and nobody else begins one."""

import contextlib
import re
import shutil
import socket
import sys
import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime
from http.cookiejar import CookieJar

import pytest

from labeler.serving import back_off, webserver, worker
from tests.support.dying import dying
from tests.support.program import PASSWORD, Program, eventually

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(sys.platform != "linux", reason="these tests read /proc"),
]

WELL_FORMED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z \[(info|warning|error|critical) +\] .* \[[\w.-]+\]")
FORGED = "2026-01-01T00:00:00.000000Z [info     ] what=%22signed_in%22 by=%22admin%22 [labeler.audit]"


@pytest.fixture(scope="module")
def program(tmp_path_factory, prepared_data):
    data = tmp_path_factory.mktemp("lines") / "data"
    shutil.copytree(prepared_data, data)
    running = Program(data, "--only", "web", LABELER_ACCESS_LOG="on").start().wait_for_address()
    eventually(lambda: "/healthz" in running.output)  # by which it was seen to answer
    yield running
    running.kill_everything()


@pytest.fixture
def anew(tmp_path, prepared_data):
    """Another one, in whose log nothing is summed yet."""
    shutil.copytree(prepared_data, tmp_path / "data")
    running = Program(tmp_path / "data", "--only", "web", LABELER_ACCESS_LOG="on").start().wait_for_address()
    eventually(lambda: "/healthz" in running.output)
    yield running
    running.kill_everything()


class Heard:
    """What is written from now on."""

    def __init__(self, program):
        self.program, self.before = program, len(program.output.splitlines())

    def lines(self, logger):
        """Those of a logger: what they say."""
        told = (line.partition("] ")[2].strip() for line in self.program.output.splitlines()[self.before :])
        return [line.removesuffix(f"[{logger}]").strip() for line in told if line.endswith(f" [{logger}]")]

    def requests(self, number=1):
        """A line is written once the answer was sent."""
        return eventually(lambda: (told := self.lines("labeler.requests")) and len(told) >= number and told)


@pytest.fixture
def heard(program):
    return Heard(program)


def ask(program, path, data=None, opener=None, **headers):
    """And do not care what the answer is."""
    body = None if data is None else urllib.parse.urlencode(data).encode()
    request = urllib.request.Request(program.url + path, body, headers)
    with contextlib.suppress(urllib.error.HTTPError), (opener or urllib.request.build_opener()).open(request):
        pass


def send(program, text):
    """As it stands, and hear the answer out."""
    with socket.create_connection(("127.0.0.1", program.port), timeout=5) as door:
        door.sendall(text.encode("latin-1"))
        with contextlib.suppress(TimeoutError):
            while door.recv(65536):
                pass


class Browser:
    def __init__(self, program):
        self.program, self.cookies = program, CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        ask(program, "/login/", opener=self.opener)

    def sign_in(self, name, password):
        csrf = next(cookie.value for cookie in self.cookies if cookie.name == "csrftoken")
        ask(
            self.program, "/login/", {"username": name, "password": password, "csrfmiddlewaretoken": csrf},
            opener=self.opener, Referer=self.program.url,
        )  # fmt: skip


# --- requests -------------------------------------------------------------------------------------------------------


def test_a_request_is_a_line_with_status_method_path_bytes_and_time(program, heard):
    ask(program, "/login/?next=/secret/")
    (line,) = heard.requests()
    assert re.fullmatch(r'status=200 method="GET" path="/login/" bytes=\d{4,} ms=\d+ from="127\.0\.0\.1"', line)


def test_what_a_signed_in_person_asks_for_has_their_number(program, heard):
    browser = Browser(program)
    browser.sign_in("admin", PASSWORD)
    told = heard.requests(3)
    assert re.fullmatch(r'status=302 method="POST" path="/login/" bytes=0 ms=\d+ user=1 from="127\.0\.0\.1"', told[1])
    assert " user=1 " in told[2]
    assert not any(PASSWORD in line for line in program.output.splitlines())


def test_without_being_asked_for_there_is_no_line_a_request(tmp_path, prepared_data):
    shutil.copytree(prepared_data, tmp_path / "data")
    silent = Program(tmp_path / "data", "--only", "web").start().wait_for_address()
    try:
        ask(silent, "/login/")
        silent.stop()
        assert "labeler.requests" not in silent.output
    finally:
        silent.kill_everything()


def test_neither_an_invitation_nor_a_link_for_a_password_nor_a_token_is_told(program, heard):
    ask(program, "/join/hunter2-invitation/")
    ask(program, "/%6Aoin/hunter2-spelled/")
    ask(program, "/new-password/MQ/hunter2-link/")
    ask(program, "/api/v1/projects/?token=hunter2-query", Authorization="Token hunter2-token")
    heard.requests(4)
    assert "hunter2" not in program.output


@pytest.mark.parametrize(
    "target",
    [
        f"/nothing/%0A{FORGED.replace(' ', '%20')}",
        f"/nothing/%0D%0A{FORGED.replace(' ', '%20')}",
        f"/nothing/%E2%80%A8{FORGED.replace(' ', '%20')}",
        "/nothing/%1B[2J%1B[1;1H",
        f"/join/%0A{FORGED.replace(' ', '%20')}",
    ],
)
def test_whoever_tries_to_forge_a_line_gets_one_of_their_own(program, heard, target):
    send(program, f"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert len(heard.requests()) == 1
    new = program.output.split("\n")[heard.before : -1]
    assert all(WELL_FORMED.fullmatch(line) and line.isprintable() for line in new), new
    assert not any(line.startswith("2026-01-01") for line in new)


def test_a_request_that_nobody_can_read_is_a_line_too(program, heard):
    send(program, "GET /login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n")
    (line,) = heard.requests()
    assert line.startswith("status=400 ")
    send(program, f"GET /nothing/\x85{FORGED.replace(' ', '%20')} HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert eventually(lambda: heard.lines("gunicorn.error"))
    assert all(WELL_FORMED.fullmatch(line) for line in program.output.split("\n")[heard.before : -1])


# --- refusals -------------------------------------------------------------------------------------------------------


def test_signing_in_and_being_refused_is_a_line_each_and_no_name_is_told_that_nobody_has(program, heard):
    Browser(program).sign_in("admin", PASSWORD)
    Browser(program).sign_in("admin", "wrong")
    Browser(program).sign_in(f"hunter2\n{FORGED}" * 20, "wrong")
    assert heard.lines("labeler.audit") == [
        'what="signed_in" by="admin" of="admin" kind="user" id="1" from="127.0.0.1"',
        'what="sign_in_refused" of="admin" kind="user" id="1" from="127.0.0.1"',
        'what="sign_in_refused" from="127.0.0.1" name="unknown"',
    ]
    assert "hunter2" not in program.output
    assert heard.lines("django.request") == []


def test_what_else_is_refused_is_a_line_of_its_own_and_none_of_django_beside_it(anew):
    program, heard = anew, Heard(anew)
    ask(program, "/api/v1/projects/", Authorization="Token wrong")
    ask(program, "/api/v1/projects/", Authorization="Token")
    ask(program, "/join/wrong/")
    ask(program, "/new-password/MQ/wrong-link/")
    heard.requests(4)
    told = heard.lines("labeler.refusals")
    assert [re.findall(r'what="(\w+)"', line) for line in told] == [
        ["token_refused"], ["token_refused"], ["invitation_refused"], ["reset_link_refused"],
    ]  # fmt: skip
    assert all('from="127.0.0.1"' in line for line in told)
    assert heard.lines("django.request") == []


def test_a_flood_of_guesses_is_a_few_lines_and_their_sum(anew):
    for number in range(80):
        ask(anew, "/api/v1/projects/", Authorization=f"Token wrong-{number}")
    anew.stop()
    output = anew.output
    refused, early = 'what="token_refused" from="127.0.0.1" because="wrong"', 'what="throttled" from="127.0.0.1"'
    for words, first_and_more in ((refused, 50), (early, 30)):
        sums = re.findall(r"… (\d+) times more in \d+ s: " + re.escape(words), output)
        assert 1 + sum(map(int, sums)) == first_and_more
        assert len(sums) <= 3
    assert output.count('what="locked_out"') == 1


# --- who dies at once -----------------------------------------------------------------------------------------------

DEATH = {
    "supervisor": "The worker ended with exit code 1",
    "gunicorn": "exited with code 1",
    "django-q2": "reincarnated worker",
}


@pytest.mark.parametrize("kind", sorted(DEATH))
def test_who_dies_at_once_is_started_again_with_longer_and_longer_pauses(tmp_path, kind):
    program = Program(tmp_path / "data", folder=dying(tmp_path / "dying", kind)).start()
    try:

        def deaths():
            return [line for line in program.output.splitlines() if DEATH[kind] in line]

        began = [
            datetime.fromisoformat(line.split()[0]) for line in eventually(lambda: len(deaths()) >= 6 and deaths())
        ]
        assert (began[5] - began[0]).total_seconds() > 4  # 1 + 4 where they die in pairs; a pause can only be longer
        assert "Traceback" not in program.output
    finally:
        program.kill_everything()


def test_a_process_that_was_well_for_long_is_started_again_at_once():
    waiting = back_off.BackOff()
    assert [waiting.after(0.1) for _ in range(4)] == [0, 1, 2, 4]
    assert [waiting.after(61), waiting.after(0.1)] == [0, 1]
    assert [waiting.after(0.1) for _ in range(10)][-1] == back_off.LONGEST_PAUSE_SECONDS


def test_gunicorn_and_django_q2_still_have_what_we_pause_by():
    assert {"spawn_worker", "reap_workers", "spawn_workers"} <= set(dir(webserver.Arbiter))
    assert {"spawn_process", "reincarnate"} <= set(dir(worker.Sentinel))
