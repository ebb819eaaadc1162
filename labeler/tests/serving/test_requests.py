"""What the web server makes of requests that no browser sends."""

import contextlib
import shutil
import socket
import sys

import pytest

from tests.support.program import Program

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(sys.platform != "linux", reason="these tests read /proc"),
]

SMUGGLED = "GET /login/?smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"
CHUNKED = "0\r\n\r\n" + SMUGGLED


@pytest.fixture(scope="module")
def program(tmp_path_factory, prepared_data):
    data = tmp_path_factory.mktemp("requests") / "data"
    shutil.copytree(prepared_data, data)
    running = Program(data, "--only", "web", LABELER_HTTPS="on").start().wait_for_address()
    yield running
    running.kill_everything()


def answers(program, text):
    """The status lines of all that comes back until the server hangs up, or has nothing more to say."""
    with socket.create_connection(("127.0.0.1", program.port), timeout=3) as door:
        door.sendall(text.encode("latin-1"))
        heard = b""
        with contextlib.suppress(TimeoutError):
            while part := door.recv(65536):
                heard += part
    return [line.split()[1] for line in heard.decode("latin-1").split("\r\n") if line.startswith("HTTP/1.")]


def test_a_request_in_pieces_that_end_in_one_place_is_answered(program):
    head = "POST /login/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert answers(program, f"{head}0\r\n\r\n") == ["301"]  # to HTTPS


@pytest.mark.parametrize(
    "framing",
    [
        f"Content-Length: {len(CHUNKED)}\r\nTransfer-Encoding: chunked",
        f"Transfer-Encoding: chunked\r\nContent-Length: {len(CHUNKED)}",
        "Content-Length: 5\r\nContent-Length: 6",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding : chunked",
        "Content-Length: +5",
        "Content-Length: 5, 6",
    ],
)
def test_a_body_that_could_end_in_two_places_is_refused_and_nothing_behind_it_is_read(program, framing):
    heard = answers(program, f"POST /login/ HTTP/1.1\r\nHost: localhost\r\n{framing}\r\n\r\n{CHUNKED}")
    assert heard in (["400"], ["501"])


def test_a_header_that_a_proxy_would_pass_by_is_not_taken_for_one_of_its_own(program):
    """To a program X_Forwarded_For would be the same as X-Forwarded-For."""
    head = "GET /login/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    assert answers(program, f"{head}X_Forwarded_Proto: https\r\n\r\n") == ["301"]
    assert answers(program, f"{head}X-Forwarded-Proto: https\r\n\r\n") == ["200"]
    assert answers(program, f"{head}X-A: b\x00c\r\n\r\n") == ["400"]
