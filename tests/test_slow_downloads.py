"""Three people download a large version over slow lines; those who label meanwhile do not notice, and a download that
is cut goes on where it ended. The whole program, over HTTP."""

import hashlib
import http.client
import os
import socket
import threading
import uuid
from urllib.parse import urlsplit

import pytest
from PIL import Image

from tests.support.program import eventually
from tests.test_whole_path_by_api import Api

pytestmark = pytest.mark.processes

HERE = "projects/storefront-clothing"
LARGE = 6  # images of the version, of some megabytes each: more than what lies between the program and a slow reader
ROUNDS = 40  # of answers while the downloads go on
PIECE = 1 << 16


@pytest.fixture
def api(program):
    return Api(f"{program.url}/api/v1/", program.manage("create_token", "admin").strip())


@pytest.fixture
def version(api, tmp_path):
    """A version of some fifty megabytes; the project has forty small images more that nobody labeled."""
    api.post("projects/", {"name": "Storefront clothing"}, status=201)
    api.post(f"{HERE}/categories/", {"name": "Dress"}, status=201)
    large = [upload(api, tmp_path, (1800, 1600)) for _ in range(LARGE)]
    answers(api, [operation(asset, "approved") for asset in large])
    api.post(f"{HERE}/versions/", {}, status=202)
    eventually(lambda: api.get(f"{HERE}/versions/1/")["state"] == "ready")
    status, headers, _ = api.send("HEAD", f"{HERE}/versions/1/download/")
    assert (status, headers["Accept-Ranges"]) == (200, "bytes")
    assert int(headers["Content-Length"]) > 50_000_000
    return {"size": int(headers["Content-Length"]), "etag": headers["ETag"]}


def upload(api, folder, size):
    """A picture that is noise, kept as it is."""
    path = folder / f"{uuid.uuid4().hex}.bmp"
    Image.frombytes("RGB", size, os.urandom(size[0] * size[1] * 3)).save(path)
    status, asset = api.upload(path.name, path.read_bytes())
    assert status == 201, asset
    return asset


def operation(asset, status):
    return {
        "op_id": uuid.uuid4().hex,
        "asset": asset["id"],
        "base_revision": asset["revision"],
        "status": status,
        "category_ids": [1],
    }


def answers(api, operations):
    results = api.post(f"{HERE}/answers/", {"operations": operations})["results"]
    assert [result["result"] for result in results] == ["applied"] * len(operations)
    return [result["asset"] for result in results]


class SlowDownload:
    """It reads a piece whenever it is told to; the network holds little for it. `start`: the byte to go on from."""

    def __init__(self, api, version, start=0):
        address = urlsplit(f"{api.base}{HERE}/versions/1/download/")
        self.connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
        self.connection.sock = socket.socket()
        self.connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, PIECE)
        self.connection.sock.settimeout(60)
        self.connection.sock.connect((address.hostname, address.port))
        headers = {"Authorization": f"Token {api.token}"}
        if start:
            headers |= {"Range": f"bytes={start}-", "If-Range": version["etag"]}
        self.connection.request("GET", address.path, headers=headers)
        self.answer = self.connection.getresponse()
        self.content = bytearray()

    def read(self):
        piece = self.answer.read(PIECE)
        self.content += piece
        return piece

    def read_to_the_end(self):
        while self.read():
            pass
        self.connection.close()
        return bytes(self.content)


def test_labelers_are_answered_while_three_slow_downloads_go_on(api, version, tmp_path):
    small = [upload(api, tmp_path, (8, 8)) for _ in range(ROUNDS)]
    downloads = [SlowDownload(api, version) for _ in range(3)]
    for asset in small:
        assert all(download.read() for download in downloads)
        (labeled,) = answers(api, [operation(asset, "labeled")])
        assert labeled["status"] == "labeled"
        status, _, picture = api.send("GET", f"{HERE}/assets/{asset['id']}/display")
        assert (status, picture[:2]) == (200, b"\xff\xd8")
    assert api.get(f"{HERE}/stats/")["by_status"] == {
        "unlabeled": 0, "labeled": ROUNDS, "needs_review": 0, "approved": LARGE, "skipped": 0,
    }  # fmt: skip
    # All three were under way all the while: no more than the pieces that were asked for came through.
    assert [len(download.content) for download in downloads] == [ROUNDS * PIECE] * 3
    assert version["size"] // 10 > ROUNDS * PIECE

    # One line is cut. It goes on where it ended, and all three come to the same bytes.
    cut = downloads.pop()
    cut.connection.close()
    resumed = SlowDownload(api, version, start=len(cut.content))
    assert (resumed.answer.status, resumed.answer.headers["Content-Range"]) == (
        206,
        f"bytes {len(cut.content)}-{version['size'] - 1}/{version['size']}",
    )
    whole = []
    threads = [
        threading.Thread(target=lambda download=download: whole.append(download.read_to_the_end()))
        for download in (*downloads, resumed)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rest = min(whole, key=len)
    whole = [bytes(cut.content) + rest if content is rest else content for content in whole]
    assert {f'"{hashlib.sha256(content).hexdigest()}"' for content in whole} == {version["etag"]}
