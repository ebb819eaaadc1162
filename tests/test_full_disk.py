"""The disk of the server is full: that is said in words, nothing breaks, and all goes on once there is room again."""

import io
import json
import re
import shutil
import urllib.error
import urllib.request
import uuid
from contextlib import closing

import psycopg
import pytest
from PIL import Image

from tests.support.disk import fill, needs_root, small_disk
from tests.support.labeled_project import Work
from tests.support.program import Program, eventually, running
from tests.support.servers.postgresql import AS, own_server, programs

pytestmark = [pytest.mark.processes, needs_root]

MANY = 300
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

    def assets(self):
        """Their numbers."""
        request = urllib.request.Request(
            f"{self.api}assets/?limit=100", headers={"Authorization": f"Token {self.token}"}
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            return [each["id"] for each in json.load(response)["results"]]

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
    is_one_fact(work.program, before, met=40)


def is_one_fact(program, before, *, met):
    """Whoever met it, it is a line, and then how often it was met."""
    program.stop()
    told = program.output.splitlines()[before:]
    assert len(told) <= 4, told
    assert len([line for line in told if "times more" not in line]) == 1, told
    assert sum(int(number) for line in told for number in re.findall(r"… (\d+) times more in", line)) >= met


# --- the disk of a PostgreSQL ---------------------------------------------------------------------------------------


@pytest.fixture
def server_on_a_small_disk():
    """The address of a database whose tables lie on a disk that can be filled, and the disk."""
    with own_server() as server, small_disk(server.folder, megabytes=96) as disk:
        space = disk / "space"
        space.mkdir()
        if AS:
            shutil.chown(space, **AS)
        with closing(psycopg.connect(server.url, autocommit=True)) as own:
            own.execute(f"CREATE TABLESPACE small LOCATION '{space}'")
            own.execute("CREATE DATABASE labels TABLESPACE small")
        yield server.url.removesuffix("postgres") + "labels", disk
        server.kill()  # before the disk goes


@pytest.mark.skipif(programs() is None, reason="no PostgreSQL is installed that could be filled")
def test_so_does_a_full_disk_of_a_postgresql(server_on_a_small_disk, tmp_path):
    url, disk = server_on_a_small_disk
    data = tmp_path / "data"
    Program(data, DATABASE_URL=url).manage("migrate", within=None)
    with running(data, DATABASE_URL=url) as program:
        client = Client(Work(program, "Full", 2))
        one, two = client.assets()
        assert client.label(one)[0] == 200
        assert database(program)[1] == {"ok": True}  # from now on there is a row that could be written in place
        before = len(program.output.splitlines())
        filling = fill(disk)
        answers = [client.upload() for _ in range(MANY)]  # tables have some room of their own left
        refused = [answer for answer in answers if answer[0] != 201]
        assert {(status, answer["error"]["code"]) for status, answer in refused} == {(507, "disk_full")}
        eventually(lambda: database(program) == (503, {"ok": False, "reason": "The database takes no row."}))
        filling.unlink()
        assert database(program)[1] == {"ok": True}
        assert client.upload()[0] == 201
        status, answer = client.label(two)
        assert (status, answer["results"][0]["result"]) == (200, "applied")
        is_one_fact(program, before, met=len(refused) - 1)
