"""A frame goes alone, or with its video; and a folder, or the pieces of an upload, bring nothing back."""

import hashlib
import shutil

import pytest

from annotations.imports.pictures.folder import import_folder
from assets.models import Asset, Upload, Video, Withdrawal
from assets.uploads import resumable
from assets.videos import extraction, stills
from assets.videos import ingest as videos
from core.exceptions import Refused
from labeler.withdrawal import scope
from tests.support.cast import picture
from tests.support.files.videos import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def jobs_wait(monkeypatch):
    """Jobs are run by the tests themselves."""
    monkeypatch.setattr("core.jobs.job.async_task", lambda *arguments, **options: None)


@pytest.fixture
def path(tmp_path):
    return make(tmp_path / "walk.mp4", "-g", "5", source="testsrc2=size=64x48:rate=10:duration=1")


@pytest.fixture
def video(project, bob, path):
    video = videos.add_video(project, path, original_name="walk.mp4", by=bob).video
    return extract(video, 5.0)


def extract(video, value):
    extraction.request(video, sampling="fps", value=value)
    extraction.run(video.pk)
    video.refresh_from_db()
    return video


def code_of(call):
    with pytest.raises(Refused) as refusal:
        call()
    return refusal.value.code


def test_a_frame_goes_alone_and_its_video_stays(video, withdraw, stored):
    frame = video.frames.first()
    withdraw(frame)
    assert video.frames.present().count() == video.frames.count() - 1
    assert (len(stored(video.sha256)) > 0, stored(frame.sha256)) == (True, [])


def test_its_bytes_are_left_out_when_frames_are_taken_anew_and_that_is_said(video, bob, project, withdraw, stored):
    """The row of a frame that went stays where it was; other frames may have the same bytes."""
    frame = video.frames.order_by("frame_index").last()
    sha256 = frame.sha256
    withdraw(frame)
    again = extract(video, 10.0)
    assert (again.state, stored(sha256)) == ("ready", [])
    assert project.assets.present().filter(sha256=sha256).count() == 0


def test_a_frame_whose_bytes_were_withdrawn_as_an_upload_is_left_out(video, bob, project, withdraw, stored, path):
    frame = video.frames.order_by("frame_index").first()
    jobs = withdraw(frame)
    other = Video.objects.create(
        project=project,
        sha256="f" * 64,
        original_name="copy.mp4",
        file=video.file,
        mime_type=video.mime_type,
        size_bytes=video.size_bytes,
        facts=video.facts,
        uploaded_by=bob,
    )
    extract(other, 5.0)
    assert (jobs.images, other.state) == (1, "ready")
    assert other.note == "1 frame was left out: its picture had been withdrawn."
    assert other.frames.count() == video.frames.count() - 1
    assert stored(frame.sha256) == []


def test_with_its_video_all_frames_go_and_the_stills_and_it_never_comes_back(
    video, bob, project, path, tmp_path, withdraw, stored
):
    frame = video.frames.first()
    copy = shutil.copy(path, tmp_path / "copy.mp4")
    seen = scope.of(frame, with_video=True, by=bob)
    assert (seen.taken.frames, seen.taken.video) == (video.frames.count(), video)
    job = withdraw(frame, with_video=True)
    assert (job.images, video.frames.present().count()) == (5, 0)
    assert Withdrawal.objects.filter(kind="video").get().sha256 == video.sha256
    assert [stored(sha256) for sha256 in (video.sha256, *video.frames.values_list("sha256", flat=True))] == [[]] * 6
    assert stills.read(project.dataset_id, video.sha256, 0) is None
    assert code_of(lambda: videos.add_video(project, tmp_path / "copy.mp4", original_name="a.mp4", by=bob)) == (
        "withdrawn"
    )
    assert (stored(video.sha256), str(copy).endswith("copy.mp4")) == ([], True)
    assert code_of(lambda: extraction.request(video, sampling="fps", value=5.0)) == "withdrawn"


def test_an_extraction_that_runs_is_cancelled_with_its_video(video, withdraw):
    extraction.request(video, sampling="fps", value=10.0)
    withdraw(video.frames.first(), with_video=True)
    video.refresh_from_db()
    assert video.state == "cancelled"


@pytest.mark.parametrize("kind", ["image", "video"])
def test_an_upload_in_pieces_is_refused_at_its_end(kind, video, path, photo, bob, project, api, withdraw, stored):
    gone = photo if kind == "image" else video.frames.first()
    content = picture(0) if kind == "image" else path.read_bytes()
    withdraw(gone, with_video=kind == "video")
    upload = resumable.create(project, name="again", size=len(content), kind=kind, by=bob)
    sent = {"HTTP_TUS_RESUMABLE": "1.0.0", "HTTP_UPLOAD_OFFSET": "0"}
    answer = api(bob).patch(
        f"projects/wardrobe/uploads/{upload.pk}/", content, content_type="application/offset+octet-stream", **sent
    )
    assert (answer.status_code, answer.data["error"]["code"]) == (410, "withdrawn")
    upload = Upload.objects.get(pk=upload.pk)
    assert (upload.error_code, resumable.path_of(upload).exists()) == ("withdrawn", False)
    assert stored(hashlib.sha256(content).hexdigest()) == []


def test_a_folder_names_the_file_and_takes_the_others(photo, bob, project, tmp_path, withdraw, stored):
    withdraw(photo)
    folder = tmp_path / "pictures"
    folder.mkdir()
    for seed in (0, 1):
        (folder / f"{seed}.png").write_bytes(picture(seed))
    report = import_folder(project, folder, by=bob, processes=1)
    assert (report.added, [(path.name, "withdrawn" in why) for path, why in report.refused]) == (1, [("0.png", True)])
    assert stored(photo.sha256) == []
    assert Asset.objects.present().count() == 1
