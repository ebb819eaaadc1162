"""The disk of the server is full: that is said in words, nothing breaks, and all goes on once there is room again."""

import io
import json
import re
import shutil
import urllib.error
import urllib.request
import uuid

import pytest
from PIL import Image

from tests.support.disk import fill, needs_root, small_disk
from tests.support.labeled_project import Work
from tests.support.program import eventually, running

pytestmark = [pytest.mark.processes, needs_root]

TOKEN = """
from django.contrib.auth import get_user_model
from people import tokens
print(tokens.make(get_user_model().objects.get(username="alice"), "Disk")[1])
"""


@pytest.fixture
def disk(tmp_path):
    with small_disk(tmp_path, megabytes=48) as disk:
        yield disk


@pytest.fixture
def work(disk, tmp_path, prepared_data):
    shutil.copytree(prepared_data, disk / "data")
    with running(tmp_path / "log-only", LABELER_DATA=str(disk / "data")) as program:
        program.data = disk / "data"
        yield Work(program, "Full", 30)


class Client:
    def __init__(self, work):
        self.api = f"{work.program.url}/api/v1/projects/{work.slug}/"
        self.token = work.program.manage("shell", "-c", TOKEN).split()[-1]

    def post(self, path, body, content_type="application/json"):
        headers = {"Authorization": f"Token {self.token}", "Content-Type": content_type}
        request = urllib.request.Request(self.api + path, body, headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, json.load(answer)

    def label(self, asset):
        operation = {
            "op_id": f"full-{asset}-{uuid.uuid4()}", "asset": asset, "base_revision": 0, "status": "labeled",
            "category_ids": [1],
        }  # fmt: skip
        return self.post("answers/", json.dumps({"operations": [operation]}).encode())

    def upload(self):
        out = io.BytesIO()
        Image.effect_noise((400, 300), 80).save(out, "PNG")
        boundary = uuid.uuid4().hex
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="new.png"\r\n\r\n'
        body = head.encode() + out.getvalue() + f"\r\n--{boundary}--\r\n".encode()
        return self.post("assets/", body, f"multipart/form-data; boundary={boundary}")


def database(program):
    """What the health call says of it."""
    status, parts = program.get("/readyz")
    return status, json.loads(parts)["database"]


def test_a_full_disk_refuses_answers_and_pictures_in_words_until_there_is_room(work, disk):
    client, (one, two, *more) = Client(work), sorted(work.names())
    assert client.label(one)[0] == 200
    before = len(work.program.output.splitlines())
    filling = fill(disk)
    refused = [client.upload()]
    for asset in more:  # the journal of the database has some room of its own left
        refused.append(client.label(asset))
        if refused[-1][0] != 200:
            break
    for status, answer in (refused[0], refused[-1]):
        assert (status, answer["error"]["code"]) == (507, "disk_full")
        assert answer["error"]["message"] == "The disk is full. Free some space, then try again."
    eventually(lambda: database(work.program) == (503, {"ok": False, "reason": "The database takes no row."}))
    for _ in range(20):
        refused = [client.upload(), client.label(two)]
        assert [status for status, _ in refused] == [507, 507]
    filling.unlink()
    # Each in the first call.
    assert database(work.program)[1] == {"ok": True}
    assert client.upload()[0] == 201
    status, answer = client.label(two)
    assert (status, answer["results"][0]["result"]) == (200, "applied")
    # One fact, whoever met it, and then how often it was met.
    work.program.stop()
    told = work.program.output.splitlines()[before:]
    assert len(told) <= 4, told
    assert len([line for line in told if "times more" not in line]) == 1, told
    assert sum(int(number) for line in told for number in re.findall(r"… (\d+) times more in", line)) >= 40
