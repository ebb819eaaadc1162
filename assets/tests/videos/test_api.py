"""Videos by the API: bring in, plan, extract, cancel, retry, take away."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from assets.models import Video
from assets.videos import extraction, ingest
from tests.support.cast import picture
from tests.support.files.videos import H264, make

pytestmark = pytest.mark.django_db
VIDEOS = "projects/wardrobe/videos/"


@pytest.fixture(autouse=True)
def jobs_wait(monkeypatch):
    monkeypatch.setattr("core.jobs.job.async_task", lambda *arguments, **options: None)


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    return make(tmp_path_factory.mktemp("videos") / "coats.mp4", *H264).read_bytes()


@pytest.fixture
def send(api, alice, project, content):
    def send(name="coats.mp4", body=content, **fields):
        form = {"file": SimpleUploadedFile(name, body), **fields}
        return api(alice).post(VIDEOS, form, format="multipart")

    return send


def test_a_video_is_sent_and_waits(send, api, alice):
    response = send()
    video = response.json()
    assert response.status_code == 201
    assert (video["state"], video["original_name"], video["frame_count"]) == ("uploaded", "coats.mp4", 0)
    facts = {"width": 322, "height": 182, "frames": 20, "duration_ms": 2000, "rate": 10.0}
    assert facts.items() <= video["facts"].items()
    assert api(alice).get(VIDEOS).json()["results"] == [video]
    assert api(alice).get(f"{VIDEOS}{video['id']}/").json() == video
    assert list(ingest.work_dir().glob("video-*")) == []


def test_the_same_video_again_is_answered_with_the_one_that_is_here(send):
    first = send().json()
    again = send("copy.mp4")
    assert (again.status_code, again.json()) == (200, {"duplicate": True, **first})


def test_a_video_is_sent_with_a_sampling_and_its_frames_are_listed(send, api, alice, jobs_run_at_once, monkeypatch):
    video = send(sampling="count", value="4").json()
    assert (video["state"], video["planned"]) == ("queued", 4)
    extraction.run(video["id"])
    program = api(alice)
    assert program.get(f"{VIDEOS}{video['id']}/").json()["state"] == "ready"
    listed = program.get(f"projects/wardrobe/assets/?video={video['id']}&sort=oldest").json()["results"]
    assert [each["provenance"] for each in listed] == [
        {
            "source": "video_frame",
            "video_id": video["id"],
            "video_name": "coats.mp4",
            "timestamp_ms": index * 100,
            "frame_index": index,
        }
        for index in (0, 5, 10, 15)
    ]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"body": picture()}, "not_a_video"),
        ({"body": b""}, "empty"),
        ({"sampling": "fps"}, "bad_sampling"),
        ({"sampling": "fps", "value": "99"}, "bad_sampling"),
        ({"sampling": "every", "value": "1"}, "invalid"),
    ],
)
def test_what_is_wrong_is_told(send, fields, code):
    response = send(**fields)
    assert (response.status_code, response.json()["error"]["code"]) == (400, code)


def test_a_file_over_the_limit_is_refused_while_it_comes(send, settings):
    settings.MAX_VIDEO_BYTES = 1000
    response = send()
    assert (response.status_code, response.json()["error"]["code"]) == (400, "too_large")
    assert not Video.objects.exists()


def test_a_plan_tells_frames_disk_and_time(send, api, alice):
    one = f"{VIDEOS}{send().json()['id']}/"
    plan = api(alice).get(f"{one}plan/?sampling=fps&value=5").json()
    assert (plan["frames"], plan["exact"]) == (10, True)
    assert plan["disk_bytes"] > 10_000
    assert plan["seconds"] > 0
    assert api(alice).get(f"{one}plan/?sampling=scene&value=30").json()["frames"] is None
    refused = api(alice).get(f"{one}plan/?sampling=fps&value=99")
    assert refused.json()["error"]["message"] == "Frames per second are between 0.1 and 30."
    assert api(alice).get(f"{one}plan/?sampling=fps&value=nan").status_code == 400


def test_extract_cancel_and_retry(send, api, alice):
    program, one = api(alice), f"{VIDEOS}{send().json()['id']}/"
    response = program.post(f"{one}extract/", {"sampling": "fps", "value": 5})
    assert (response.status_code, response.json()["state"], response.json()["planned"]) == (202, "queued", 10)
    assert program.post(f"{one}extract/", {"sampling": "fps", "value": 5}).status_code == 400
    assert program.post(f"{one}cancel/").json()["state"] == "cancelled"
    assert program.post(f"{one}cancel/").json()["error"]["code"] == "not_running"
    response = program.post(f"{one}retry/")
    assert (response.status_code, response.json()["state"]) == (202, "queued")


def test_stills_are_pictures_and_there_are_eight(send, api, alice):
    one = f"{VIDEOS}{send().json()['id']}/"
    response = api(alice).get(f"{one}stills/7")
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert "immutable" in response["Cache-Control"]
    assert api(alice).get(f"{one}stills/8").status_code == 404


def test_a_video_without_frames_is_deleted(send, api, alice):
    program, one = api(alice), f"{VIDEOS}{send().json()['id']}/"
    assert program.delete(one).status_code == 204
    assert program.get(one).status_code == 404


def test_lists_cost_the_same_for_3_as_for_30(send, api, alice, django_assert_num_queries):
    video = Video.objects.get(pk=send().json()["id"])

    def copies(count):
        for number in range(count):
            video.pk, video.sha256 = None, f"{count:032d}{number:032d}"
            video._state.adding = True
            video.save()

    program = api(alice)
    copies(3)
    with django_assert_num_queries(4):
        program.get(VIDEOS)
    copies(30)
    with django_assert_num_queries(4):
        assert len(program.get(VIDEOS).json()["results"]) == 34


def test_a_stranger_cannot_see_videos():
    assert APIClient().get(f"/api/v1/{VIDEOS}").status_code == 401
