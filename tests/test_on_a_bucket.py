"""The whole path with a bucket as the store: photos in, answers, a version out, as on a disk. On a real S3 server."""

import hashlib
import io
import json
import zipfile
from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from annotations.imports import jobs
from assets.images import deletion
from assets.videos import extraction, ingest
from core.storage import s3
from core.storage.scratch import work_dir
from core.tests.test_s3 import fetch
from exports import artifacts
from exports.models import DatasetVersion
from exports.versions import builder
from labeler import health
from labeler.configuration import Bucket
from tests.support.cast import make_photo, picture
from tests.support.files.videos import H264, make
from tests.support.program import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved(bucket, photos, dress, answer, bob):
    made = photos(3)
    answer(made, "approved", dress, by=bob)
    return made


@pytest.fixture
def version(project, approved, bob, make_version):
    made = make_version(project, by=bob)
    assert made.state == "ready", made.error
    return made


def followed(response, **headers):
    """What a browser gets from the address that it is sent to."""
    assert response.status_code == 302
    return fetch(response["Location"], **headers)


# --- pictures -------------------------------------------------------------------------------------------------------


def test_an_upload_is_served_by_the_bucket_in_every_size(project, bucket, api, bob):
    content = picture(1, (2000, 1000), "JPEG")
    upload = SimpleUploadedFile("dress.jpg", content, "image/jpeg")
    asset = api(bob).post("projects/wardrobe/assets/", {"file": upload}, format="multipart").json()
    for kind in ("original", "display", "thumb"):
        response = api(bob).get(f"projects/wardrobe/assets/{asset['id']}/{kind}")
        status, headers, body = followed(response)
        assert (status, headers["Content-Type"]) == (200, "image/jpeg")
        assert headers["Cache-Control"] == "private, max-age=31536000, immutable"
        assert response["Cache-Control"] == "private, max-age=300"  # less than its address can be used
        assert (body == content) is (kind == "original")
    head = api(bob).head(f"projects/wardrobe/assets/{asset['id']}/original")
    assert fetch(head["Location"], method="HEAD")[1]["Content-Length"] == str(len(content))
    assert len(bucket.names()) == 3


def test_a_stranger_is_sent_to_no_address(approved, api):
    for path in ("assets/1/original", "versions/1/download/"):
        assert api().get(f"projects/wardrobe/{path}").status_code == 401


def test_an_upload_again_mends_what_the_bucket_lost(bucket, project, bob, api):
    photo = make_photo(project, by=bob, seed=1)
    for harm in (lambda: bucket.delete(photo.file), lambda: bucket.put(photo.file, b"half")):
        harm()
        upload = SimpleUploadedFile("again.png", picture(1), "image/png")
        answer = api(bob).post("projects/wardrobe/assets/", {"file": upload}, format="multipart").json()
        assert answer["duplicate"] is True
        assert bucket.get(photo.file) == picture(1)


def test_a_deleted_image_leaves_no_file(bucket, project, bob, django_capture_on_commit_callbacks):
    photo = make_photo(project, by=bob, seed=1)
    assert len(bucket.names()) == 3
    with django_capture_on_commit_callbacks(execute=True):
        deletion.remove(photo)
    assert bucket.names() == []


def test_a_zip_of_pictures_is_imported(bucket, project, bob, jobs_run_at_once):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for seed in range(3):
            archive.writestr(f"{seed}.png", picture(seed))
    with jobs_run_at_once(execute=True):
        job = jobs.request_import(
            project, file=SimpleUploadedFile("photos.zip", packed.getvalue()), name="photos.zip", kind="zip", by=bob
        )
    job.refresh_from_db()
    assert (job.state, project.assets.count()) == ("done", 3)
    assert [name for name in bucket.names() if not name.startswith(("originals/", "renditions/"))] == []


# --- videos ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def clip(project, bucket, bob, tmp_path, jobs_run_at_once):
    with jobs_run_at_once(execute=True):
        path = make(tmp_path / "walk.mp4", *H264, source="testsrc=size=64x48:rate=10:duration=1")
        video = ingest.add_video(project, path, original_name="walk.mp4", by=bob).video
        extraction.request(video, sampling="count", value=4)
    video.refresh_from_db()
    assert video.state == "ready", video.error
    return video


def test_frames_of_a_video_in_a_bucket_are_labeled_and_exported_with_their_times(
    project, bucket, clip, dress, answer, bob, make_version
):
    assert hashlib.sha256(bucket.get(clip.file)).hexdigest() == clip.sha256
    for asset in clip.frames.all():
        assert hashlib.sha256(bucket.get(asset.file)).hexdigest() == asset.sha256
        answer(asset, "approved", dress, by=bob)
    version = make_version(project, by=bob)
    with zipfile.ZipFile(io.BytesIO(bucket.get(version.artifact))) as archive:
        told = json.loads(archive.read("annotations.json"))
    assert [video["sha256"] for video in told["videos"]] == [clip.sha256]
    assert [image["provenance"]["timestamp_ms"] for image in told["images"]] == [0, 300, 500, 800]


def test_what_was_fetched_from_the_bucket_to_be_extracted_is_gone_afterwards(clip):
    assert [path.name for path in work_dir().iterdir() if path.is_file()] == []


def test_a_video_that_the_bucket_lost_is_told_and_its_frames_stay(bucket, clip, jobs_run_at_once):
    bucket.delete(clip.file)
    with jobs_run_at_once(execute=True):
        extraction.request(clip, sampling="count", value=9)
    clip.refresh_from_db()
    assert (clip.state, clip.error) == ("failed", "The file of this video is missing from the store.")
    assert clip.frames.count() == 4


# --- versions -------------------------------------------------------------------------------------------------------


def test_a_version_on_a_bucket_is_the_one_of_a_disk_byte_for_byte(version, bucket, settings, tmp_path):
    content = bucket.get(version.artifact)
    assert hashlib.sha256(content).hexdigest() == version.artifact_sha256
    images = [name for name in bucket.names() if name.startswith("originals/")]
    kept = {name: bucket.get(name) for name in images}
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "core.storage.local.LocalBlobs", "OPTIONS": {"location": tmp_path / "disk"}}
    }
    for name, original in kept.items():
        default_storage.save(name, ContentFile(original))
    sealed = builder.rebuild(version, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == content
    assert sealed.hash == version.hash


def test_a_download_leads_to_the_bucket_and_can_be_resumed(version, api, bob):
    response = api(bob).get("projects/wardrobe/versions/1/download/")
    assert response["ETag"] == f'"{version.artifact_sha256}"'
    status, headers, whole = followed(response)
    assert (status, headers["Content-Type"]) == (200, "application/zip")
    assert headers["Content-Disposition"] == 'attachment; filename="wardrobe-v1.zip"'
    assert int(headers["Content-Length"]) == version.artifact_size
    assert hashlib.sha256(whole).hexdigest() == version.artifact_sha256
    status, _, rest = followed(response, Range="bytes=100-")
    assert (status, whole[:100] + rest) == (206, whole)
    head = api(bob).head("projects/wardrobe/versions/1/download/")
    assert fetch(head["Location"], method="HEAD")[0] == 200


def test_who_has_the_zip_already_is_sent_nowhere(version, api, bob):
    client = api(bob)
    tag = client.get("projects/wardrobe/versions/1/download/")["ETag"]
    again = client.get("projects/wardrobe/versions/1/download/", headers={"If-None-Match": tag})
    assert (again.status_code, again.get("Location")) == (304, None)


def test_annotations_are_read_from_the_zip_without_the_rest_of_it(
    project, bucket, dress, answer, api, bob, make_version, monkeypatch
):
    large = make_photo(project, by=bob, content=picture(1, (600, 600), "BMP"))
    answer(large, "approved", dress, by=bob)
    version = make_version(project, by=bob)
    assert version.artifact_size > 1_000_000
    read = 0

    def counted(self, buffer, fill=s3._Stored._fill):
        nonlocal read
        read += (got := fill(self, buffer))
        return got

    monkeypatch.setattr(s3._Stored, "_fill", counted)
    response = api(bob).get("projects/wardrobe/versions/1/annotations.json")
    assert [image["id"] for image in json.loads(b"".join(response.streaming_content))["images"]] == [large.pk]
    assert read < 200_000


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (lambda bucket, name: bucket.delete(name), "its file is missing"),
        (lambda bucket, name: bucket.put(name, bucket.get(name)[:-1] + b"x"), "its file has changed since it came in"),
    ],
    ids=["missing", "one byte"],
)
def test_a_damaged_image_fails_the_version_and_is_named(bucket, project, approved, bob, make_version, harm, reason):
    victim = approved[1]
    harm(bucket, victim.file)
    failed = make_version(project, by=bob)
    assert (failed.state, failed.error) == ("failed", f"Image {victim.pk} cannot be exported: {reason}.")
    assert [name for name in bucket.names() if name.startswith("versions/")] == []


def test_a_bucket_that_is_down_is_no_damage_and_the_build_is_tried_again(
    bucket, project, approved, bob, make_version, settings
):
    waiting = make_version(project, by=bob, built=False)
    working = settings.STORAGES
    down = working["default"]["OPTIONS"] | {"endpoint_url": f"http://127.0.0.1:{free_port()}"}
    settings.STORAGES = working | {"default": working["default"] | {"OPTIONS": down}}
    with pytest.raises(ConnectionError):
        builder.build(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.error.partition(":")[0]) == ("queued", "The bucket does not answer")
    settings.STORAGES = working
    builder.build(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.state == "ready"


def test_a_version_cancelled_while_it_is_uploaded_leaves_nothing(
    bucket, project, approved, bob, make_version, monkeypatch
):
    version = make_version(project, by=bob, built=False)
    into_store = artifacts._into_store

    def then_cancelled(path, name, still_ours):
        into_store(path, name, still_ours)
        assert bucket.names()[-1].startswith("versions/")
        builder.cancel(version)

    monkeypatch.setattr(artifacts, "_into_store", then_cancelled)
    builder.build(version.pk)
    assert [name for name in bucket.names() if name.startswith("versions/")] == []
    assert DatasetVersion.objects.get().state == "cancelled"


def test_a_full_bucket_fails_the_version_in_words(bucket, project, approved, bob, make_version, monkeypatch):
    def full(self, *args, **options):
        raise OSError(28, "The bucket is full")

    monkeypatch.setattr("core.storage.s3.Bucket.adopt", full)
    failed = make_version(project, by=bob)
    assert (failed.state, failed.error) == ("failed", "The disk is full. Free some space, then try again.")


def test_a_version_is_built_again_from_the_bucket(version, capsys):
    call_command("rebuild_version", "wardrobe", "1")
    assert version.artifact_sha256 in capsys.readouterr().out


# --- health ---------------------------------------------------------------------------------------------------------


def test_a_bucket_that_answers_is_ready_and_one_that_does_not_is_told(bucket, settings):
    settings.CONFIG = replace(settings.CONFIG, bucket=Bucket(bucket.name, bucket.server.endpoint, None))
    assert health.report()["storage"] == {"ok": True}
    settings.CONFIG = replace(settings.CONFIG, bucket=Bucket("labeler-nowhere", bucket.server.endpoint, None))
    assert health.report()["storage"] == {"ok": False, "reason": "Files cannot be stored."}
