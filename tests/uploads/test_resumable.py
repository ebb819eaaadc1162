"""A large video arrives whole by the standard tus client, over a connection that drops three times and a server that is
killed in between. LABELER_TUS_MB makes it larger, such as 1000."""

import hashlib
import json
import os
import signal
import urllib.request

import pytest

from assets.videos import ffmpeg
from tests.support.files.videos import H264, make
from tests.support.program import eventually
from tests.support.servers.proxy import DroppingProxy

pytestmark = pytest.mark.processes

MB = int(os.environ.get("LABELER_TUS_MB", "24"))
DROPS = 3


@pytest.fixture
def large(tmp_path):
    """A real video with so much behind it that nobody needs: an MP4 may end in a box called free."""
    path = make(tmp_path / "large.mp4", *H264)
    padding = MB * 1_000_000
    with path.open("ab") as file:
        file.write((1).to_bytes(4, "big") + b"free" + (16 + padding).to_bytes(8, "big"))
        block = os.urandom(1_000_000)
        for _ in range(MB):
            file.write(block)
    return path


def call(program, token, path, body=None):
    request = urllib.request.Request(
        f"{program.url}/api/v1/{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Token {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.loads(response.read())


def test_a_large_video_arrives_whole_over_three_drops_and_a_killed_server(program, large):
    from tusclient.client import TusClient  # it takes long to load
    from tusclient.exceptions import TusCommunicationError

    token = program.manage("create_token", "admin").strip()
    call(program, token, "projects/", {"name": "Wardrobe"})
    proxy = DroppingProxy(program.port, MB * 1_000_000 // 5, DROPS)
    client = TusClient(f"{proxy.url}/api/v1/projects/wardrobe/uploads/", headers={"Authorization": f"Token {token}"})
    uploader = client.uploader(str(large), metadata={"filename": "large.mp4", "kind": "video"})
    stood = [0]
    killed = False
    while stood[-1] < large.stat().st_size:
        try:
            uploader.upload()
        except TusCommunicationError as problem:
            # Either a drop; or the server was still writing what the broken connection had brought when it was asked
            # how far it is, had more a moment later, and said so (409). Clients ask again, and so does this one.
            if problem.status_code not in (None, 409) or len(stood) > 20:
                raise
            if proxy.dropped == 2 and not killed:
                killed = True
                assert program.stop(signal.SIGKILL) == -signal.SIGKILL
                program.kill_everything()
                program.start().wait_for_address()
        stood.append(eventually(uploader.get_offset))
        uploader.offset = stood[-1]
    assert killed
    assert proxy.dropped == DROPS
    assert stood == sorted(stood)
    assert 0 < stood[1] < large.stat().st_size
    (video,) = call(program, token, "projects/wardrobe/videos/")["results"]
    with large.open("rb") as file:
        assert video["sha256"] == hashlib.file_digest(file, "sha256").hexdigest()
    assert video["size_bytes"] == large.stat().st_size
    assert video["facts"]["frames"] == 20
    assert list((program.data / "work" / "uploads").iterdir()) == []
    # And the worker of the real program takes its frames, by the ffmpeg that is here.
    call(program, token, f"projects/wardrobe/videos/{video['id']}/extract/", {"sampling": "fps", "value": 5})

    def ready():
        found = call(program, token, f"projects/wardrobe/videos/{video['id']}/")
        return found if found["state"] == "ready" else None

    done = eventually(ready)
    assert (done["frame_count"], done["extractor"]) == (10, ffmpeg.extractor())
    proxy.close()
