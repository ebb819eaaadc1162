"""A program that is stopped in the middle of a job, as on each upgrade: nothing is lost, and it counts for nothing."""

import io
import os
import signal
import sys
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from annotations.imports import jobs as imports
from assets.videos import extraction
from assets.videos import ingest as videos
from core.jobs import leases, stopping
from core.storage.scratch import work_dir
from exports.shapes import jobs as shaping
from exports.tests.many import approved_frames
from exports.versions import builder
from exports.wanted import Wanted
from tests.support.cast import picture
from tests.support.files.videos import H264, make
from tests.support.program import Program, eventually

FRAMES = 600


# --- every kind of job ----------------------------------------------------------------------------------------------


@pytest.fixture
def an_extraction(project, bob, tmp_path):
    video = videos.add_video(project, make(tmp_path / "a.mp4", *H264), original_name="a.mp4", by=bob).video
    return extraction.request(video, sampling="fps", value=5), extraction.run


@pytest.fixture
def an_import(project, bob):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.jpg", picture())
    file = ContentFile(packed.getvalue(), name="a.zip")
    return imports.request_import(project, file=file, name="a.zip", kind="zip", by=bob), imports.run


@pytest.fixture
def a_version(project, dress, bob):
    approved_frames(project, dress, 3, by=bob)
    return builder.request_version(project, Wanted(), by=bob), builder.build


@pytest.fixture
def a_shape(project, dress, make_version, bob):
    approved_frames(project, dress, 3, by=bob)
    return shaping.request(make_version(project, by=bob), "csv", by=bob), shaping.build


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["an_extraction", "an_import", "a_version", "a_shape"])
def test_every_job_is_stopped_as_often_as_one_likes(kind, request, monkeypatch, ask_to_stop):
    monkeypatch.setattr("core.jobs.job.async_task", lambda *arguments, **options: None)
    job, run = request.getfixturevalue(kind)
    renew = leases.renew

    def in_the_middle(*arguments, **changes):
        ask_to_stop()
        renew(*arguments, **changes)

    for _ in range(4):
        stopping.listen()  # the program was started again
        with monkeypatch.context() as patch:
            patch.setattr(leases, "renew", in_the_middle)
            run(job.pk)
        job.refresh_from_db()
        assert (job.state, job.attempts, job.error) == ("queued", 0, "")
        assert (job.lease_owner, job.lease_until, job.queued_at) == (None, None, None)
        assert list(work_dir().iterdir()) == []

    stopping.listen()
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (job.DONE, 1)


# --- the whole program ----------------------------------------------------------------------------------------------


@pytest.fixture
def program(tmp_path, settings):
    """The program on the database and the store of the test; it is started again and again."""
    data = tmp_path / "data"
    where = settings.STORAGES["default"]["OPTIONS"]
    settings.STORAGES = settings.STORAGES | {
        "default": settings.STORAGES["default"] | {"OPTIONS": where | {"location": data / "files"}}
    }
    settings.WORK_DIR = data / "work"
    url, name = os.environ.get("DATABASE_URL", ""), connection.settings_dict["NAME"]
    database = f"{url.rpartition('/')[0]}/{name}" if url else f"sqlite:///{name}"
    program = Program(data, DATABASE_URL=database, SECRET_KEY=settings.SECRET_KEY)
    yield program
    program.kill_everything()


def frames(video):
    """Index and row of each frame that is stored."""
    return dict(video.frames.values_list("frame_index", "pk"))


def wait_for_more_frames(video):
    before = video.frames.count()
    eventually(lambda: video.frames.count() > before)


def wait_for_another_worker(program, worker):
    eventually(lambda: program.child("worker") not in (worker, None))


def has_ended(video):
    video.refresh_from_db()
    return not video.is_unfinished


@pytest.mark.processes
@pytest.mark.skipif(sys.platform != "linux", reason="this test reads /proc")
@pytest.mark.django_db(transaction=True)
def test_a_long_extraction_outlives_any_number_of_stops_and_stores_each_frame_once(program, project, bob, tmp_path):
    source = f"testsrc2=size=640x360:rate=30:duration={FRAMES // 30}"
    path = make(tmp_path / "long.mp4", "-g", "30", *H264, source=source)
    video = videos.add_video(project, path, original_name="long.mp4", by=bob).video
    extraction.request(video, sampling="fps", value=30)
    kept = {}

    for number in (signal.SIGTERM, signal.SIGINT) * 2:
        program.start()
        wait_for_more_frames(video)
        assert program.stop(number) == 0
        assert "Traceback" not in program.output
        video.refresh_from_db()
        assert (video.state, video.attempts, video.error) == ("queued", 0, "")
        assert (video.lease_owner, video.lease_until) == (None, None)
        assert frames(video).items() >= kept.items()
        kept = frames(video)

    program.start()
    for number in (signal.SIGTERM, signal.SIGINT):  # to the worker alone: it is started again
        wait_for_more_frames(video)
        worker = program.child("worker")
        os.kill(worker, number)
        wait_for_another_worker(program, worker)

    eventually(lambda: has_ended(video), within=180)
    assert (video.state, video.progress, video.attempts, video.error) == ("ready", FRAMES, 1, "")
    assert sorted(frames(video)) == list(range(FRAMES))
    assert frames(video).items() >= kept.items()
    assert "Traceback" not in program.output
