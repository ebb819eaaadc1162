"""Uploads in pieces: tus 1.0.0, tried header by header, and with the standard client over a connection that breaks."""

import base64
import os
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from assets.images import places
from assets.models import Asset, Upload, Video
from assets.uploads import resumable
from core.exceptions import Refused
from tests.support.cast import at_once, picture
from tests.support.files.videos import H264, make

pytestmark = pytest.mark.django_db
UPLOADS = "projects/wardrobe/uploads/"
TUS = {"Tus-Resumable": "1.0.0"}
PIECE = "application/offset+octet-stream"


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    return make(tmp_path_factory.mktemp("videos") / "coats.mp4", *H264).read_bytes()


@pytest.fixture
def tus(api, alice, project):
    return Client(api(alice))


class Client:
    def __init__(self, program):
        self.program = program

    def create(self, size, **metadata):
        pairs = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in metadata.items())
        return self.program.post(UPLOADS, headers=TUS | {"Upload-Length": str(size), "Upload-Metadata": pairs})

    def start(self, size, **metadata):
        response = self.create(size, **metadata)
        assert response.status_code == 201
        return response["Location"].removeprefix("http://testserver")

    def piece(self, address, offset, body, **headers):
        headers = TUS | {"Upload-Offset": str(offset)} | headers
        return self.program.generic("PATCH", address, body, content_type=PIECE, headers=headers)

    def head(self, address):
        return self.program.head(address, headers=TUS)


def test_a_video_comes_in_pieces(tus, content):
    address = tus.start(len(content), filename="coats.mp4", kind="video")
    half = len(content) // 2
    first = tus.piece(address, 0, content[:half])
    assert (first.status_code, first["Upload-Offset"], first["Tus-Resumable"]) == (204, str(half), "1.0.0")
    assert "Upload-Expires" in first
    head = tus.head(address)
    assert (head["Upload-Offset"], head["Upload-Length"], head["Cache-Control"]) == (
        str(half),
        str(len(content)),
        "no-store",
    )
    last = tus.piece(address, half, content[half:])
    assert (last.status_code, last["Upload-Offset"]) == (204, str(len(content)))
    video = Video.objects.get()
    assert (video.original_name, video.size_bytes, video.state) == ("coats.mp4", len(content), "uploaded")
    told = tus.program.get(address).json()
    assert (told["video"], told["asset"], told["duplicate"], told["offset"]) == (video.pk, None, False, len(content))
    assert list(resumable.work_dir("uploads").iterdir()) == []


def test_a_large_image_comes_in_pieces_and_a_twin_is_told(tus):
    body = picture(3, size=(400, 300))
    for duplicate in (False, True):
        address = tus.start(len(body), filename="photo.png", filetype="image/png")
        assert tus.piece(address, 0, body).status_code == 204
        told = tus.program.get(address).json()
        assert (told["asset"], told["duplicate"]) == (Asset.objects.get().pk, duplicate)


def test_an_image_in_pieces_tells_its_folder_and_its_place(tus, alice, project):
    start = places.reserve(project, 5, by=alice).start
    body = picture(3, size=(400, 300))
    address = tus.start(len(body), filename="a.png", kind="image", folder="photos/2026", place=str(start + 2))
    assert tus.piece(address, 0, body).status_code == 204
    asset = Asset.objects.get()
    assert (asset.folder, asset.place) == ("photos/2026", start + 2)
    assert tus.create(9, kind="image", place=str(start + 5)).json()["error"]["code"] == "bad_place"
    assert tus.create(9, kind="image", folder="a/../b").json()["error"]["code"] == "bad_folder"


def test_the_server_tells_what_it_speaks(tus, settings):
    response = tus.program.options(UPLOADS)
    assert response.status_code == 204
    assert (response["Tus-Version"], response["Tus-Extension"]) == ("1.0.0", "creation,termination,expiration")
    assert response["Tus-Max-Size"] == str(settings.MAX_VIDEO_BYTES)


def test_another_version_of_the_protocol_is_refused(tus, content):
    address = tus.start(100)
    response = tus.program.head(address, headers={"Tus-Resumable": "0.2.2"})
    assert (response.status_code, response["Tus-Version"]) == (412, "1.0.0")
    assert tus.program.post(UPLOADS, headers={"Upload-Length": "5"}).status_code == 412


def test_a_piece_that_does_not_go_on_where_the_upload_stands_changes_nothing(tus, content):
    address = tus.start(len(content))
    tus.piece(address, 0, content[:100])
    assert tus.piece(address, 50, content[50:]).status_code == 409
    assert tus.piece(address, 101, content[101:]).status_code == 409
    assert tus.piece(address, 100, content[100:] + b"more").status_code == 413
    assert tus.head(address)["Upload-Offset"] == "100"


def test_a_piece_of_another_type_or_without_a_number_is_refused(tus):
    address = tus.start(100)
    wrong = tus.program.generic("PATCH", address, b"x", content_type="text/plain", headers=TUS | {"Upload-Offset": "0"})
    assert wrong.status_code == 415
    assert tus.piece(address, "here", b"x").status_code == 400
    assert tus.program.generic("PATCH", address, b"x", content_type=PIECE, headers=TUS).status_code == 400


@pytest.mark.parametrize("size", ["", "-1", "1.5", "x", "0"])
def test_a_length_that_is_none_is_refused(tus, size):
    assert tus.create(size).status_code == 400
    assert not Upload.objects.exists()


def test_metadata_that_cannot_be_read_is_refused(tus):
    headers = TUS | {"Upload-Length": "5", "Upload-Metadata": "filename ???"}
    assert tus.program.post(UPLOADS, headers=headers).json()["error"]["code"] == "bad_metadata"


def test_metadata_with_a_key_that_nobody_knows_is_refused_with_the_one_that_was_meant(tus):
    answer = tus.create(5, filename="a.mp4", knid="image")
    said = 'There is no "knid". Did you mean "kind"?'
    assert answer.status_code == 400
    assert answer.json() == {"error": {"code": "unknown_field", "message": said, "fields": {"knid": [said]}}}
    assert not Upload.objects.exists()


def test_what_common_clients_say_by_themselves_is_no_typo(tus):
    beside = {"filetype": "video/mp4", "name": "a.mp4", "type": "video/mp4", "relativePath": "null"}
    assert tus.create(5, filename="a.mp4", **beside).status_code == 201


def test_what_is_too_large_is_refused_before_it_is_sent(tus, settings):
    settings.MAX_UPLOAD_BYTES, settings.MAX_VIDEO_BYTES = 1000, 2000
    assert tus.create(1001, kind="image").status_code == 413
    assert tus.create(2001, kind="video").status_code == 413
    assert tus.create(2000, kind="video").status_code == 201


def test_the_disk_is_never_promised_twice(tus, settings, monkeypatch):
    monkeypatch.setattr(resumable.shutil, "disk_usage", lambda _: os.terminal_size)
    monkeypatch.setattr(
        resumable.shutil, "disk_usage", lambda _: type("Usage", (), {"free": resumable.SPARE + 2_000_000})()
    )
    assert tus.create(1_500_000).status_code == 201
    response = tus.create(1_500_000)
    assert (response.status_code, response.json()["error"]["code"]) == (507, "disk_full")


def test_nobody_opens_uploads_without_end(tus, monkeypatch):
    monkeypatch.setattr(resumable, "MOST_OPEN", 2)
    tus.start(5), tus.start(5)
    assert tus.create(5).json()["error"]["code"] == "busy"


def test_what_is_no_video_is_told_with_the_last_piece_and_afterwards(tus):
    address = tus.start(1000, filename="a.mp4")
    response = tus.piece(address, 0, b"x" * 1000)
    assert (response.status_code, response.json()["error"]["code"]) == (400, "not_a_video")
    told = tus.program.get(address).json()
    assert told["error"].startswith("This is not a video that Labeler can read.")
    assert list(resumable.work_dir("uploads").iterdir()) == []


def test_an_upload_belongs_to_the_person_that_began_it(tus, api, mallory):
    address = tus.start(100)
    other = Client(api(mallory))
    for response in (other.head(address), other.piece(address, 0, b"x"), other.program.delete(address, headers=TUS)):
        assert response.status_code == 404
    assert tus.head(address)["Upload-Offset"] == "0"


def test_an_upload_is_ended(tus):
    address = tus.start(100)
    assert tus.program.delete(address, headers=TUS).status_code == 204
    assert tus.head(address).status_code == 404
    assert list(resumable.work_dir("uploads").iterdir()) == []


def test_methods_may_come_as_a_post(tus):
    address = tus.start(100)
    headers = TUS | {"Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}
    response = tus.program.generic("POST", address, b"x" * 10, content_type=PIECE, headers=headers)
    assert (response.status_code, response["Upload-Offset"]) == (204, "10")


def test_a_session_needs_its_csrf_token_and_a_token_needs_none(project, alice, client):
    from rest_framework.test import APIClient

    from people import tokens

    session = APIClient(enforce_csrf_checks=True)
    session.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    headers = TUS | {"Upload-Length": "5"}
    assert session.post(f"/api/v1/{UPLOADS}", headers=headers).status_code == 403
    session.cookies["csrftoken"] = "a" * 32
    assert session.post(f"/api/v1/{UPLOADS}", headers=headers | {"X-CSRFToken": "a" * 32}).status_code == 201
    token = tokens.make(alice, "Camera")[1]
    program = APIClient(enforce_csrf_checks=True)
    program.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    assert program.post(f"/api/v1/{UPLOADS}", headers=headers).status_code == 201


# --- the verbs ------------------------------------------------------------------------------------------------------


@pytest.fixture
def upload(project, alice, content):
    return resumable.create(project, name="coats.mp4", size=len(content), kind="video", by=alice)


def test_what_came_before_a_connection_broke_is_kept(upload, content):
    def broken():
        yield content[:5000]
        raise OSError("connection reset")

    with pytest.raises(OSError, match="connection reset"):
        resumable.receive(upload, 0, broken())
    assert resumable.offset(upload) == 5000
    assert resumable.receive(upload, 5000, [content[5000:]]) == len(content)


def test_a_stale_connection_cannot_hurt_the_one_that_goes_on(upload, content):
    def stale():
        yield content[:1000]
        resumable.receive(upload, 1000, [content[1000:3000]])  # meanwhile somebody goes on
        yield content[1000:2000]

    with pytest.raises(resumable.WrongOffset):
        resumable.receive(upload, 0, stale())
    assert resumable.path_of(upload).read_bytes() == content[:3000]


@pytest.mark.django_db(transaction=True)
def test_two_that_finish_at_once_bring_it_in_once(upload, content):
    resumable.receive(upload, 0, [content])
    same = Upload.objects.get(pk=upload.pk)
    done = at_once(lambda: resumable.finish(upload), lambda: resumable.finish(same))
    assert {each.video for each in done} == {Video.objects.get().pk}
    assert {each.duplicate for each in done} == {False}


def age(upload, **past):
    then = (timezone.now() - timedelta(**past)).timestamp()
    os.utime(resumable.path_of(upload), (then, then))


def test_the_sweep_finishes_what_is_complete_and_was_left(upload, content):
    resumable.receive(upload, 0, [content])
    resumable.sweep()
    assert not Video.objects.exists()  # somebody may be about to
    age(upload, minutes=2)
    resumable.sweep()
    assert Video.objects.count() == 1


def test_the_sweep_forgets_what_nobody_goes_on_with(upload, content, project, alice):
    resumable.receive(upload, 0, [content[:100]])
    fresh = resumable.create(project, name="b.mp4", size=10, kind="video", by=alice)
    orphan = resumable.work_dir("uploads") / str(uuid.uuid4())
    orphan.touch()
    for path in (resumable.path_of(upload), orphan):
        os.utime(path, (0, 0))
    resumable.sweep()
    assert list(Upload.objects.all()) == [fresh]
    assert list(resumable.work_dir("uploads").iterdir()) == [resumable.path_of(fresh)]


def test_what_became_of_an_upload_is_told_for_a_day(upload, content):
    resumable.receive(upload, 0, [content])
    resumable.finish(upload)
    resumable.sweep()
    assert Upload.objects.exists()
    Upload.objects.update(finished_at=timezone.now() - timedelta(days=1, minutes=1))
    resumable.sweep()
    assert not Upload.objects.exists()
    assert Video.objects.exists()


def test_a_full_disk_is_told_and_loses_nothing(upload, content, monkeypatch):
    resumable.receive(upload, 0, [content[:100]])

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(resumable, "_append", full)
    with pytest.raises(Refused, match="The disk is full"):
        resumable.receive(upload, 100, [content[100:]])
    assert resumable.offset(upload) == 100
