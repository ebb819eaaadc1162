"""docs/webhooks.md keeps what it promises: its receiver runs as it stands, its tables are those of the code."""

import json
import os
import re
import socket
import subprocess
import sys
from ipaddress import ip_network

import pytest
from django.conf import settings
from django.utils import timezone
from standardwebhooks import Webhook as Judge

from tests.support.program import eventually, free_port
from webhooks import deliveries, events, sending, signing, telling

PAGE = (settings.BASE_DIR / "docs" / "webhooks.md").read_text()


def block(kind):
    [found] = re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)
    return found


def is_listening(port):
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def receiver(tmp_path):
    """The receiver of the page, as a program of its own: (port, secret, what it printed)."""
    program, printed = tmp_path / "receiver.py", tmp_path / "printed"
    program.write_text(block("python"))
    port, secret = free_port(), signing.new_secret()
    with printed.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, program],
            env={"PATH": os.environ["PATH"], "WEBHOOK_SECRET": secret, "PORT": str(port)},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        eventually(lambda: is_listening(port))
        yield port, secret, printed
    finally:
        process.kill()
        process.wait()


def test_the_receiver_takes_what_is_signed_and_nothing_else(receiver, settings):
    settings.WEBHOOK_NETWORKS = (ip_network("127.0.0.0/8"),)
    port, secret, printed = receiver
    body = telling.body("version.ready", timezone.now(), {"project": "wardrobe", "version": 3})
    url = f"http://127.0.0.1:{port}/"
    good = signing.headers("msg_1", timezone.now(), body, [signing.new_secret(), secret])
    assert sending.send(url, body, good).problem == ""
    assert "version.ready {'project': 'wardrobe', 'version': 3}" in printed.read_text().splitlines()
    forged = signing.headers("msg_2", timezone.now(), body, [signing.new_secret()])
    assert not sending.send(url, body, forged).is_success
    assert printed.read_text().count("version.ready") == 1
    assert "WebhookVerificationError" in printed.read_text()


def test_the_receiver_has_about_ten_lines():
    assert len([line for line in block("python").splitlines() if line.strip()]) <= 12


def test_every_event_stands_in_its_table_and_no_other():
    told = re.findall(r"^\| `(\w+\.\w+)` \|", PAGE, re.MULTILINE)
    assert told == [*events.WORDS, events.TEST]


def test_the_example_is_as_long_as_what_is_sent_and_can_be_signed():
    body = block("json")
    assert list(json.loads(body)) == ["type", "timestamp", "data"]
    secret = signing.new_secret()
    assert Judge(secret).verify(body, signing.headers("msg_1", timezone.now(), body, [secret]))


def test_the_times_of_the_page_are_those_of_the_program():
    seconds = [int(delay.total_seconds()) for delay in deliveries.DELAYS]
    assert seconds == [5, 300, 1800, 7200, 18000, 36000]
    assert "5 seconds, 5 minutes, 30 minutes, 2, 5 and 10 hours later" in PAGE
    assert f"After {deliveries.MOST_FAILED} deliveries in a row" in PAGE
    assert f"for {deliveries.KEPT.days} days" in PAGE
    assert f"longer than {sending.SECONDS:.0f} seconds has failed" in PAGE
    assert deliveries.MOST_REST.total_seconds() == 300
