"""Who waits for a version holds up no stop of the program, and is answered."""

import http.client
import shutil
import socket
import sys

import pytest

from tests.support.program import Program

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(sys.platform != "linux", reason="these tests read /proc"),
]

PREPARE = """
from django.contrib.auth import get_user_model
from people import tokens
from projects import lifecycle
admin = get_user_model().objects.get(username="admin")
lifecycle.create("Wardrobe", by=admin)
print("token", tokens.make(admin, "Pipeline")[1])
"""
LATEST = "/api/v1/projects/wardrobe/versions/latest/"


@pytest.fixture
def program(tmp_path, prepared_data):
    shutil.copytree(prepared_data, tmp_path / "data")
    running = Program(tmp_path / "data", "--only", "web").start().wait_for_address()
    yield running
    running.kill_everything()


def test_the_stop_of_the_program_answers_who_waits_and_is_not_held_up(program):
    token = program.manage("shell", "-c", PREPARE).split("token ")[1].strip()
    asked = [f"GET {LATEST} HTTP/1.1", "Host: 127.0.0.1", f"Authorization: Token {token}", "Prefer: wait=30"]
    with socket.create_connection(("127.0.0.1", program.port), timeout=120) as line, line.makefile("rb") as told:
        line.sendall("\r\n".join([*asked, "Expect: 100-continue", "", ""]).encode())
        # The server says so when it calls the program.
        assert told.readline() == b"HTTP/1.1 100 Continue\r\n"
        assert told.readline() == b"\r\n"
        program.stop()
        assert told.readline().startswith(b"HTTP/1.1 404 ")
        assert http.client.parse_headers(told)["Preference-Applied"] == "wait=30"
