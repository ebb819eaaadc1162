"""The page of videos in every state that a video can be in."""

import re

import pytest

from assets.models import Video
from assets.videos import extraction
from tests.support.files.videos import FACTS


@pytest.fixture
def video(project, bob):
    """Make a row as uploads and jobs leave it: `video("a.mp4", state="failed")`."""

    def make(name, **fields):
        kept = FACTS | fields.pop("facts", {})
        return Video.objects.create(
            project=project,
            sha256=f"{Video.objects.count():064x}",
            original_name=name,
            file="originals/none.mp4",
            mime_type="video/mp4",
            size_bytes=1000,
            facts=kept,
            uploaded_by=bob,
            **fields,
        )

    return make


@pytest.fixture
def open_page(client, alice, project):
    """The words of the page, as Alice sees it."""
    client.force_login(alice)

    def read(query=""):
        return client.get(f"/projects/{project.slug}/videos/{query}").content.decode()

    return read


def test_an_empty_project_asks_for_videos(open_page):
    assert "Drop videos here" in open_page()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": "uploaded"}, ["Ready to extract", "Remove"]),
        ({"state": "extracting", "progress": 1200, "planned": 2400}, ["1,200 of 2,400", 'aria-valuenow="50"']),
        ({"state": "extracting", "progress": 7, "position_ms": 2500}, ["7 frames", 'aria-valuenow="25"']),
        ({"state": "failed", "error": "The disk is full."}, ["The disk is full.", "Retry, extract in another way"]),
        ({"state": "cancelled"}, ["A retry adds what is missing."]),
        ({"state": "ready", "note": "4 unreadable"}, ["0 frames", "4 unreadable", "Extract again"]),
    ],
)
def test_each_state_is_told_with_what_can_be_done(open_page, video, fields, words):
    video("walk.mp4", **fields)
    told = open_page()
    assert [each for each in words if each not in told] == []


def test_one_that_waits_tells_for_how_many_and_the_side_bar_shows_the_one_that_runs(open_page, video):
    extraction.request(video("third.mp4"), sampling="fps", value=1)
    video("first.mp4", state="extracting", progress=62, planned=100)
    told = open_page()
    assert "Waiting for 1 other" in told
    assert "Extracting first.mp4" in re.sub("<[^>]*>", "", told)
    assert "<span data-percent>62%</span>" in told


def test_the_settings_of_the_open_one_tell_what_is_worth_knowing(open_page, video):
    one = video("walk.mp4", facts={"interlaced": True, "broken_at_ms": 4000})
    told = open_page(f"?video={one.pk}")
    assert "Extract frames from walk.mp4" in told
    assert "It is interlaced." in told
    assert "It breaks off at 0:04.0." in told


@pytest.mark.parametrize("query", ["?video=0", "?video=x", "?video=99999999999999999999", "?video="])
def test_a_video_that_is_none_opens_nothing(open_page, video, query):
    video("walk.mp4")
    assert "Extract frames from" not in open_page(query)


@pytest.mark.parametrize("count", [3, 25])
def test_the_page_costs_the_same_for_3_videos_as_for_25(open_page, video, count, django_assert_num_queries):
    for number in range(count):
        video(f"{number}.mp4")
    with django_assert_num_queries(9):
        open_page()
