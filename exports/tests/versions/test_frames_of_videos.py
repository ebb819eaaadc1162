"""Frames in an export: their provenance, the videos they came from, and one split for all frames of one video."""

import json
import zipfile

import pytest
from django.core.files.storage import default_storage

from assets.videos import extraction, ingest
from contract import v1
from tests.support.files.videos import H264, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def clips(project, bob, dress, answer, tmp_path, monkeypatch):
    """Six videos with four approved frames each."""
    monkeypatch.setattr("core.jobs.job.async_task", lambda *arguments, **options: None)
    made = []
    for number in range(6):
        path = make(tmp_path / f"{number}.mp4", *H264, source=f"testsrc=size={64 + 2 * number}x48:rate=10:duration=1")
        video = ingest.add_video(project, path, original_name=f"walk-{number}.mp4", by=bob).video
        extraction.request(video, sampling="count", value=4)
        extraction.run(video.pk)
        answer(video.frames.all(), "approved", dress, by=bob)
        made.append(video)
    return made


def exported(version):
    with default_storage.open(version.artifact) as file, zipfile.ZipFile(file) as archive:
        return json.loads(archive.read("annotations.json"))


def test_an_export_tells_where_each_frame_came_from(project, bob, clips, make_version):
    told = exported(make_version(project, by=bob))
    assert told["videos"] == [
        {"id": video.pk, "original_name": video.original_name, "sha256": video.sha256} for video in clips
    ]
    assert [image["provenance"] for image in told["images"]] == [
        {"source": "video_frame", "video_id": video.pk, "timestamp_ms": index * 100, "frame_index": index}
        for video in clips
        for index in (0, 3, 5, 8)
    ]


def test_frames_of_one_video_never_straddle_splits(project, bob, clips, make_version):
    splits = {"ratios": {"train": 4000, "val": 3000, "test": 3000}}
    told = exported(make_version(project, by=bob, splits=splits))
    of_video = {}
    for image in told["images"]:
        of_video.setdefault(image["provenance"]["video_id"], set()).add(image["split"])
    assert of_video.keys() == {video.pk for video in clips}
    assert all(len(found) == 1 for found in of_video.values())
    ratios = v1.Ratios(**splits["ratios"])
    expected = {pk: {v1.split_of(str(project.dataset_id), ratios, f"video:{pk}")} for pk in of_video}
    assert of_video == expected
