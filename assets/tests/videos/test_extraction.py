"""Frames are taken out of a video by a job: exactly the right ones, none twice, whatever happens to the worker."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from assets.images import renditions
from assets.models import Asset, Video
from assets.videos import extraction, ffmpeg, stills
from assets.videos import ingest as videos
from core.exceptions import Refused
from core.jobs import leases
from tests.support.cast import picture
from tests.support.files.videos import H264, decoded, make, run
from tests.support.program import eventually

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def jobs_wait(monkeypatch):
    """Jobs are run by the tests themselves."""
    monkeypatch.setattr("core.jobs.job.async_task", lambda *arguments, **options: None)


@pytest.fixture
def path(tmp_path):
    """Two seconds at ten frames a second."""
    return make(tmp_path / "coats.mp4", "-g", "5", "-movflags", "+faststart", *H264)


@pytest.fixture
def video(project, bob, path):
    return videos.add_video(project, path, original_name="coats.mp4", by=bob).video


def extract(video, sampling="fps", value=5.0):
    extraction.request(video, sampling=sampling, value=value)
    extraction.run(video.pk)
    video.refresh_from_db()
    return video


def frames(video):
    return list(video.frames.order_by("frame_index").values_list("frame_index", "timestamp_ms"))


def test_frames_become_assets_with_their_place_in_the_video(video, bob, path):
    extract(video)
    assert (video.state, video.progress, video.planned, video.error, video.note) == ("ready", 10, 10, "", "")
    assert frames(video) == [(index, index * 100) for index in range(0, 20, 2)]
    assert video.extractor == ffmpeg.extractor()
    assert video.extractor.startswith("ffmpeg ")
    asset = video.frames.get(frame_index=4)
    assert (asset.original_name, asset.mime_type, asset.status) == ("coats_000004.jpg", "image/jpeg", "unlabeled")
    assert (asset.width, asset.height, asset.uploaded_by) == (322, 182, bob)
    for kind in (renditions.ORIGINAL, renditions.DISPLAY, renditions.THUMB):
        assert default_storage.exists(renditions.file_name(asset, kind))
    assert list(extraction.work_dir().glob("*")) == []


def test_extracting_again_keeps_frames_with_their_labels_and_adds_new_ones(video, dress, answer, alice):
    extract(video, value=5.0)
    first = {asset.frame_index: asset.pk for asset in video.frames.all()}
    answer(video.frames.get(frame_index=4), "labeled", dress, by=alice)
    extract(video, "count", 7)
    assert (video.state, video.progress) == ("ready", 7)
    second = {asset.frame_index: asset.pk for asset in video.frames.all()}
    assert {index: second[index] for index in first} == first
    assert second.keys() - first.keys() == {3, 9, 15}
    assert video.frames.get(frame_index=4).category_ids == [dress.public_id]
    before = frames(video)
    extract(video, "count", 7)
    assert frames(video) == before


def test_equal_pictures_of_a_still_video_are_frames_of_their_own(project, bob, tmp_path):
    path = make(tmp_path / "still.mp4", *H264, source="color=red:size=64x64:rate=10:duration=1")
    video = extract(videos.add_video(project, path, original_name="still.mp4", by=bob).video, value=30.0)
    assert len(frames(video)) == 10
    assert video.frames.values("sha256").distinct().count() < 10


def test_a_frame_that_looks_like_an_uploaded_picture_is_an_asset_beside_it(project, bob, video):
    extract(video, "count", 1)
    asset = video.frames.get()
    with default_storage.open(asset.file) as file:
        content = file.read()
    from assets.images import ingest

    uploaded = ingest.add_image(project, content=content, original_name="same.jpg", by=bob)
    assert uploaded.duplicate is False
    assert uploaded.asset.sha256 == asset.sha256


def test_scenes(project, bob, tmp_path):
    for number, color in enumerate(("red", "white", "blue")):
        make(tmp_path / f"{number}.mp4", *H264, source=f"color={color}:size=320x180:rate=10:duration=1")
    (tmp_path / "list.txt").write_text("".join(f"file {number}.mp4\n" for number in range(3)))
    run("-f", "concat", "-i", tmp_path / "list.txt", "-c", "copy", tmp_path / "scenes.mp4")
    video = videos.add_video(project, tmp_path / "scenes.mp4", original_name="scenes.mp4", by=bob).video
    extract(video, "scene", 20)
    assert (video.planned, video.progress, video.state) == (None, 3, "ready")
    assert frames(video) == [(0, 0), (10, 1000), (20, 2000)]


# --- what can go wrong ----------------------------------------------------------------------------------------------


def test_of_a_truncated_video_frames_up_to_the_break_are_kept_and_the_row_says_where(project, bob, path, tmp_path):
    cut = tmp_path / "cut.mp4"
    content = path.read_bytes()
    cut.write_bytes(content[: len(content) * 6 // 10])
    video = extract(videos.add_video(project, cut, original_name="cut.mp4", by=bob).video, value=10.0)
    assert video.state == "ready"
    last = frames(video)[-1][1]
    assert 300 < last < 1900
    assert video.note.startswith(f"The file breaks off at 0:{last / 1000:04.1f}. Frames up to there were taken.")


def test_damage_in_the_middle_is_told(project, bob, path, tmp_path):
    content = bytearray(path.read_bytes())
    start = content.index(b"mdat") + len(content) // 3
    content[start : start + 3000] = bytes(3000)
    damaged = tmp_path / "damaged.mp4"
    damaged.write_bytes(content)
    video = extract(videos.add_video(project, damaged, original_name="damaged.mp4", by=bob).video, value=10.0)
    assert video.state == "ready"
    assert 0 < len(frames(video)) <= 20


def test_a_video_without_any_frame_that_can_be_decoded_fails_with_a_reason(video, monkeypatch):
    monkeypatch.setattr(
        ffmpeg, "command", lambda *_: [ffmpeg.binary()[0], "-loglevel", "repeat+level+verbose", "-i", "/nowhere"]
    )
    extract(video)
    assert video.state == "failed"
    assert video.error.startswith("No frame of this video could be decoded (")


def test_a_run_that_breaks_off_keeps_its_frames_and_another_try_adds_the_rest(video, monkeypatch):
    class BreaksOff(ffmpeg.Pass):
        def __iter__(self):
            for number, frame in enumerate(super().__iter__()):
                if number == 4:
                    raise ffmpeg.Failed("the disk caught fire")
                yield frame

    with monkeypatch.context() as patch:
        patch.setattr(ffmpeg, "Pass", BreaksOff)
        extract(video)
    assert (video.state, len(frames(video))) == ("failed", 4)
    assert video.error == "It stopped at 0:00.6: the disk caught fire. Frames up to there are kept."
    extraction.retry(video)
    extraction.run(video.pk)
    video.refresh_from_db()
    assert (video.state, len(frames(video)), video.error) == ("ready", 10, "")


def test_the_file_may_be_gone(video):
    default_storage.delete(video.file)
    extract(video)
    assert (video.state, video.error) == ("failed", "The file of this video is missing from the store.")


def test_bytes_and_time_are_bounded(video, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(extraction, "MOST_BYTES", 30_000)
        extract(video)
    assert video.state == "failed"
    assert 0 < len(frames(video)) < 10
    with monkeypatch.context() as patch:
        patch.setattr(extraction, "MOST_SECONDS", -1)
        extract(video)
    assert video.state == "failed"


def test_scenes_stop_at_the_limit_of_frames_and_say_so(video, settings):
    settings.MAX_VIDEO_FRAMES = 1
    make_sure = extract(video, "scene", 1)
    assert (make_sure.state, make_sure.progress) == ("ready", 1)
    assert video.note == "It stopped at 0:00.0, at the limit of 1 frames."


def test_a_full_disk_is_told(video, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(extraction.ingest, "prepare", full)
    extract(video)
    assert (video.state, video.error) == ("failed", "The disk is full. Free some space, then try again.")


# --- the job --------------------------------------------------------------------------------------------------------


def test_a_second_delivery_stands_back_while_the_first_is_alive(video):
    extraction.request(video, sampling="fps", value=5)
    assert leases.take(Video.objects.unfinished(), video.pk, state="extracting")
    extraction.run(video.pk)
    assert frames(video) == []


def test_cancelling_stops_it_keeps_what_is_here_and_retry_ends_with_all(video, monkeypatch):
    seen = []

    class Cancels(ffmpeg.Pass):
        def __iter__(self):
            for frame in super().__iter__():
                seen.append(frame.index)
                if len(seen) == 5:
                    extraction.cancel(video)
                yield frame

    monkeypatch.setattr(leases, "RENEW", 0)
    with monkeypatch.context() as patch:
        patch.setattr(ffmpeg, "Pass", Cancels)
        extract(video, value=10.0)
    assert video.state == "cancelled"
    assert len(seen) < 20
    extraction.retry(video)
    extraction.run(video.pk)
    video.refresh_from_db()
    assert (video.state, frames(video)) == ("ready", [(index, index * 100) for index in range(20)])


def test_what_nobody_holds_is_put_into_the_queue_again_and_given_up_after_three_attempts(video, monkeypatch):
    queued = []
    monkeypatch.setattr("core.jobs.job.enqueue", queued.append)
    extraction.request(video, sampling="fps", value=5)
    Video.objects.update(queued_at=None, attempts=2)
    extraction.sweep()
    assert queued == [video, video]
    Video.objects.update(queued_at=None, attempts=3, error="")
    extraction.sweep()
    video.refresh_from_db()
    assert (video.state, video.error) == ("failed", "The extraction was interrupted 3 times.")


def test_one_at_a_time_and_only_what_ended_is_retried(video):
    extraction.request(video, sampling="fps", value=5)
    with pytest.raises(Refused, match="being extracted already"):
        extraction.request(video, sampling="fps", value=5)
    with pytest.raises(Refused, match="only a failed or cancelled"):
        extraction.retry(video)
    with pytest.raises(Refused, match="Cancel that first"):
        videos.remove(video)
    extraction.cancel(video)
    with pytest.raises(Refused, match="there is nothing to cancel"):
        extraction.cancel(video)


# --- bringing in and taking away ------------------------------------------------------------------------------------


def test_the_same_bytes_come_in_once(project, bob, video, path):
    again = videos.add_video(project, path, original_name="other.mp4", by=bob)
    assert (again.duplicate, again.video) == (True, video)


def test_a_picture_an_empty_file_and_a_too_large_one_are_refused(project, bob, tmp_path, path, settings):
    other = tmp_path / "other.mp4"
    for content, code in ((picture(), "not_a_video"), (b"", "empty")):
        other.write_bytes(content)
        with pytest.raises(Refused) as refusal:
            videos.add_video(project, other, original_name="a.mp4", by=bob)
        assert refusal.value.code == code
    settings.MAX_VIDEO_BYTES = 1000
    with pytest.raises(Refused, match="the limit is 0 MB"):
        videos.add_video(project, path, original_name="a.mp4", by=bob)
    assert not Video.objects.exists()
    assert not default_storage.exists("originals")


def test_a_video_has_stills_along_its_way(video, project):
    found = [stills.read(project.dataset_id, video.sha256, place) for place in range(stills.COUNT)]
    assert all(content.startswith(b"\xff\xd8") for content in found)
    assert len(set(found)) > 1


def test_a_video_goes_with_its_files_only_while_no_frame_came_from_it(video, project, dress):
    extract(video)
    with pytest.raises(Refused, match="10 images came from this video"):
        videos.remove(video)
    from assets.images import deletion

    deletion.remove_many(project, list(video.frames.values_list("pk", flat=True)))
    videos.remove(video)
    assert not Video.objects.exists()
    assert not default_storage.exists(video.file)
    assert stills.read(project.dataset_id, video.sha256, 0) is None


# --- from the shell -------------------------------------------------------------------------------------------------


def test_import_video_brings_a_video_in_and_takes_its_frames(project, bob, path, capsys):
    call_command("import_video", "wardrobe", str(path), "--fps", "5")
    video = Video.objects.get()
    assert (video.state, len(frames(video)), video.original_name) == ("ready", 10, "coats.mp4")
    assert capsys.readouterr().out == "coats.mp4: 10 frames.\n"
    call_command("import_video", "wardrobe", str(path), "--count", "15")
    assert Video.objects.count() == 1
    assert path.stat().st_mode & 0o200  # it stays the user's own


def test_import_video_says_what_is_wrong(project, bob, tmp_path, path):
    other = tmp_path / "a.mp4"
    other.write_bytes(picture())
    with pytest.raises(CommandError, match="This is not a video that Labeler can read"):
        call_command("import_video", "wardrobe", str(other))
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_video", "wardrobe", str(tmp_path / "none.mp4"))
    with pytest.raises(CommandError, match="Frames per second are between"):
        call_command("import_video", "wardrobe", str(path), "--fps", "99")


# --- killed in the middle -------------------------------------------------------------------------------------------


WORKER = """
import django, json, sys
django.setup()
from django.conf import settings
settings.STORAGES = json.loads(sys.argv[2])
settings.WORK_DIR = sys.argv[3]
from assets.videos import extraction
{before}
extraction.run(int(sys.argv[1]))
"""
# What the process that starts another one holds counts as a peak of the new one, too: so each tells of itself. From its
# start on, of the worker and of its ffmpeg, whichever took more, in MB.
PEAK = """
import atexit, pathlib, resource
def tell():
    status = pathlib.Path("/proc/self/status").read_text()
    own = int(status.partition("VmHWM:")[2].split()[0])
    pathlib.Path({path!r}).write_text(str(max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1000))
atexit.register(tell)
"""
ONE_BY_ONE = "from core.jobs import leases; leases.RENEW = 0; extraction.BATCH = 1"


def in_a_worker(video, settings, before=""):
    """A process of its own that extracts what was requested."""
    from django.db import connection

    storages = json.dumps(settings.STORAGES, default=str)
    url = os.environ.get("DATABASE_URL", "")
    name = connection.settings_dict["NAME"]
    database = f"{url.rpartition('/')[0]}/{name}" if url else f"sqlite:///{name}"
    environment = os.environ | {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "labeler.settings",
        "SECRET_KEY": "x",
    }
    return subprocess.Popen(
        [sys.executable, "-c", WORKER.format(before=before), str(video.pk), storages, str(settings.WORK_DIR)],
        cwd=settings.BASE_DIR,
        env=environment,
    )


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_in_the_middle_leaves_a_run_that_ends_with_exactly_the_right_frames(
    project, bob, tmp_path, settings
):
    path = make(tmp_path / "long.mp4", *H264, source="testsrc2=size=640x360:rate=30:duration=8")
    video = videos.add_video(project, path, original_name="long.mp4", by=bob).video
    extraction.request(video, sampling="fps", value=30)
    worker = in_a_worker(video, settings, ONE_BY_ONE)
    eventually(lambda: video.frames.count() >= 20, within=60)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    some = video.frames.count()
    assert 20 <= some < 240
    video.refresh_from_db()
    assert (video.state, video.attempts) == ("extracting", 1)
    left = list(extraction.work_dir().glob("extract-*"))
    assert left

    Video.objects.update(lease_until=None, queued_at=None)  # half a minute later
    extraction.sweep()
    extraction.run(video.pk)
    video.refresh_from_db()
    assert (video.state, video.progress, video.attempts) == ("ready", 240, 2)
    expected = [(index, milliseconds) for index, (milliseconds, _) in enumerate(decoded(path))]
    assert frames(video) == expected
    assert Asset.objects.count() == 240
    extraction.sweep()
    assert list(extraction.work_dir().glob("extract-*")) == []
    eventually(lambda: not _ffmpegs_of(left), within=30)  # nobody reads what the orphan writes, so it ends


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells the peak of a process in a known unit")
@pytest.mark.django_db(transaction=True)
def test_memory_does_not_grow_with_the_length_of_a_video(project, bob, tmp_path, settings):
    peaks = {}
    for seconds in (3, 60):
        source = f"testsrc2=size=640x360:rate=10:duration={seconds},noise=alls=40:allf=t"
        path = make(tmp_path / f"{seconds}.mp4", *H264, source=source)
        video = videos.add_video(project, path, original_name=path.name, by=bob).video
        extraction.request(video, sampling="fps", value=10)
        worker = in_a_worker(video, settings, before=PEAK.format(path=str(tmp_path / "peak")))
        worker.wait()
        video.refresh_from_db()
        assert (worker.returncode, video.state, video.frames.count()) == (0, "ready", 10 * seconds)
        peaks[seconds] = float((tmp_path / "peak").read_text())
    stored = sum(video.frames.values_list("size_bytes", flat=True)) / 1_000_000
    assert stored > 60  # so that keeping them would show
    assert peaks[60] < peaks[3] + 20


def _ffmpegs_of(files):
    """Processes whose command line names one of these files."""
    names = [file.name.encode() for file in files]
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            with contextlib.suppress(OSError):
                line = Path("/proc", entry, "cmdline").read_bytes()
                found += [entry] if any(name in line for name in names) else []
    return found
