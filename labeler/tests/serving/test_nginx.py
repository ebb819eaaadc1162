"""Behind nginx, set up as docs/operations.md tells, word for word: it sends stored files itself, with what Labeler says
of them, and only to who may have them."""

import hashlib
import http.client
import json
import os
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
from grp import getgrgid
from pathlib import Path

import pytest
from django.conf import settings

from tests.support.program import Program, eventually, free_port

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
pytestmark = [pytest.mark.processes, pytest.mark.skipif(not NGINX, reason="nginx is not installed")]

PREPARE = """
import json
from django.contrib.auth import get_user_model
from exports.shapes import jobs as shapes
from exports.versions import builder
from exports.wanted import Wanted
from people import tokens
from projects import categories, lifecycle
from tests.support.cast import give_answer, make_photos
admin = get_user_model().objects.get(username="admin")
project = lifecycle.create("Wardrobe", by=admin)
lifecycle.change(project, closed=True)
photos = make_photos(project, range(3), by=admin)
give_answer(photos, "approved", categories.add(project, "Dress"), by=admin)
version = builder.request_version(project, Wanted(), by=admin)
builder.build(version.pk)
version.refresh_from_db()
shape = shapes.request(version, "csv", by=admin)
shapes.build(shape.pk)
stranger = get_user_model().objects.create_user("mallory")
print("made " + json.dumps({
    "admin": tokens.make(admin, "Pipeline")[1],
    "stranger": tokens.make(stranger, "Pipeline")[1],
    "photo": photos[0].pk,
    "stored": photos[0].file,
    "sha256": version.artifact_sha256,
    "photo_sha256": photos[0].sha256,
}))
"""
CONFIGURATION = """
daemon off;
pid {folder}/nginx.pid;
error_log stderr;
{user}
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
{told}
    }}
}}
"""
HERE = "/api/v1/projects/wardrobe/"
# What belongs to a connection, or to the way of the bytes.
OF_THE_WAY = {
    "server", "date", "connection", "content-length", "x-accel-redirect", "accept-ranges", "transfer-encoding",
}  # fmt: skip
# One call less is left, and which methods there are is no matter of the file.
OTHERWISE = {"ratelimit", "allow"}


@pytest.fixture(scope="module")
def front(prepared_data, tmp_path_factory):
    """Everybody may pass the folder above the data folder: pytest's own are closed to the user that nginx runs as."""
    folder = Path(tempfile.mkdtemp(prefix="labeler-nginx-"))
    folder.chmod(0o711)
    try:
        yield from _behind_nginx(folder, prepared_data)
    finally:
        shutil.rmtree(folder)


def _behind_nginx(folder, prepared_data):
    shutil.copytree(prepared_data, folder / "data")
    user, group = _who_serves()
    environment = {"LABELER_X_ACCEL": "/_files/", "LABELER_TRUSTED_PROXIES": "1", "LABELER_FILES_GROUP": group}
    program = Program(folder / "data", "--only", "web", **environment)
    there = json.loads(program.manage("shell", "-c", PREPARE).split("made ")[1])
    port = free_port()
    told = "\n".join(re.findall(r"```nginx\n(.*?)```", (settings.BASE_DIR / "docs/operations.md").read_text(), re.S))
    told = told.replace("/path/to/the/data/folder", str(program.data)).replace("http://127.0.0.1:8000", program.url)
    configuration = folder / "nginx.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, port=port, told=told, user=user))
    nginx = subprocess.Popen([NGINX, "-c", configuration, "-e", "stderr"], stderr=(folder / "nginx.log").open("w"))
    try:
        program.start().wait_for_address()
        yield Front(program, port, there, nginx)
    finally:
        nginx.terminate()
        nginx.wait()
        program.kill_everything()


def _who_serves():
    """The user that nginx's workers run as, as its configuration names it, and the group of that user: somebody else
    than Labeler where root starts both."""
    if os.getuid():
        return "", getgrgid(os.getgid()).gr_name
    user = next(each for each in pwd.getpwall() if each.pw_name in ("www-data", "nginx", "nobody"))
    group = getgrgid(user.pw_gid).gr_name
    return f"user {user.pw_name} {group};", group


class Front:
    def __init__(self, program, port, there, nginx):
        self.program, self.port, self.there, self.nginx = program, port, there, nginx
        eventually(self._listens)

    def _listens(self):
        assert self.nginx.poll() is None, "nginx ended"
        with socket.socket() as door:
            return door.connect_ex(("127.0.0.1", self.port)) == 0

    def get(self, path, who="admin", port=None, method="GET", **headers):
        """(status, headers, body), the path as it is written."""
        line = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=60)
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        if who:
            said["Authorization"] = f"Token {self.there[who]}"
        line.request(method, path, headers=said)
        answer = line.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        body = answer.read()
        line.close()
        return answer.status, told, body

    def directly(self, path, **how):
        return self.get(path, port=self.program.port, **how)


@pytest.fixture
def files(front):
    photo = f"{HERE}assets/{front.there['photo']}/"
    return [photo + "original", photo + "display", photo + "thumb", *DOWNLOADS]


ZIP = f"{HERE}versions/1/download/"
DOWNLOADS = [ZIP, f"{HERE}versions/1/shapes/csv/download/"]


def test_the_bytes_come_with_all_that_labeler_says_of_them(front, files):
    for path in files:
        status, told, body = front.get(path)
        _, said, none = front.directly(path)
        assert (status, none, said["x-accel-redirect"][:8]) == (200, b"", "/_files/")
        assert body
        said = {name: value for name, value in said.items() if name not in OF_THE_WAY | OTHERWISE}
        assert {name: told.get(name) for name in said} == said, path
        assert told["ratelimit"]
        assert "x-accel-redirect" not in told
        assert told["content-length"] == str(len(body))


def test_they_are_those_of_the_store(front):
    photo = front.get(f"{HERE}assets/{front.there['photo']}/original")[2]
    assert hashlib.sha256(photo).hexdigest() == front.there["photo_sha256"]
    assert hashlib.sha256(front.get(ZIP)[2]).hexdigest() == front.there["sha256"]


def test_a_zip_comes_in_parts(front):
    whole = front.get(ZIP)[2]
    half = len(whole) // 2
    first = front.get(ZIP, Range=f"bytes=0-{half - 1}")
    rest = front.get(ZIP, Range=f"bytes={half}-", If_Range=first[1]["etag"])
    assert (first[0], rest[0], first[2] + rest[2]) == (206, 206, whole)
    assert rest[1]["content-range"] == f"bytes {half}-{len(whole) - 1}/{len(whole)}"
    other = front.get(ZIP, Range=f"bytes={half}-", If_Range='"other"')
    assert (other[0], other[2]) == (200, whole)
    assert front.get(ZIP, Range=f"bytes={len(whole)}-")[0] == 416


def test_what_somebody_has_already_is_not_sent_again(front, files):
    for path in files:
        tag = front.get(path)[1]["etag"]
        assert front.get(path, If_None_Match=tag)[::2] == (304, b"")
        assert front.get(path, If_None_Match='"other"')[0] == 200
        assert front.get(path, If_Match=tag)[0] == 200, path
        assert front.get(path, If_Match='"other"')[0] == 412
        assert front.get(path, method="HEAD")[::2] == (200, b"")


def test_who_may_not_have_a_file_does_not_get_it(front, files):
    for path in files:
        assert front.get(path, who="stranger")[0] == 404
        assert front.get(path, who=None)[0] == 401


def test_the_location_of_the_files_is_none_for_those_outside(front):
    stored = front.there["stored"]
    for path in [
        f"/_files/{stored}",
        f"//_files/{stored}",
        f"/%5Ffiles/{stored}",
        f"/api/../_files/{stored}",
        f"/api/%2e%2e/_files/{stored}",
        f"/_files/./{stored}",
        "/_files/../secret_key",
        "/_files../secret_key",
        "/_files/%2e%2e/secret_key",
        "/_files/..%2fsecret_key",
        "/_files",
        "/_files/",
        f"/api/v1/projects/wardrobe/assets/..%2f..%2f..%2f..%2f..%2f_files/{stored}",
    ]:
        status, _, body = front.get(path, X_Accel_Redirect=f"/_files/{stored}")
        assert status in (302, 400, 404), path  # 302: to signing in, as any page that is none
        assert hashlib.sha256(body).hexdigest() != front.there["photo_sha256"]


def test_addresses_in_answers_are_those_of_nginx(front):
    _, _, body = front.get(f"{HERE}assets/?limit=1")
    assert json.loads(body)["next"].startswith(f"http://127.0.0.1:{front.port}/")
