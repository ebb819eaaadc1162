"""Home and the overview say what was asked for and did not come, with the way there."""

import re

import pytest

from assets.models import Video
from exports.models import DatasetVersion
from projects import lifecycle, members
from tests.support.cast import give_answer, make_photo

pytestmark = pytest.mark.django_db

HOME, OVERVIEW = "/", "/projects/wardrobe/?part=numbers"


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture(autouse=True)
def filled(project, dress, alice):
    give_answer(make_photo(project, by=alice), "labeled", dress, by=alice)


def version(project, by, number, state, error=""):
    made = {"created_by": by, "created_at": "2026-11-30T10:00Z", "frozen": {}, "images": 1}
    row = DatasetVersion.objects.create(project=project, number=number, state="queued", **made)
    sealed = {"hash": "sha256:1", "artifact_sha256": "1", "manifest": "{}", "sealed_at": "2026-11-30T10:01Z"}
    DatasetVersion.objects.filter(pk=row.pk).update(state=state, error=error, **(sealed if state == "ready" else {}))
    return row


def video(project, by, name="walk.mp4", state="failed"):
    facts = {"sha256": name.ljust(64, "0"), "file": "x", "mime_type": "video/mp4", "size_bytes": 1, "uploaded_by": by}
    return Video.objects.create(project=project, original_name=name, state=state, error="It breaks off.", **facts)


def text(client, address):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", client.get(address).content.decode()))


def test_nothing_is_said_while_nothing_failed(as_alice, project, alice):
    version(project, alice, 1, "ready")
    version(project, alice, 2, "queued")
    version(project, alice, 3, "cancelled")
    video(project, alice, state="ready")
    for page in (HOME, OVERVIEW):
        assert "not built" not in text(as_alice, page)
        assert "not extracted" not in text(as_alice, page)


def test_a_version_that_was_not_built_is_told_with_the_reason_and_the_way_there(as_alice, project, alice):
    version(project, alice, 1, "failed", "The disk is full.")
    assert "1 version was not built" in text(as_alice, HOME)
    assert "v1 was not built The disk is full." in text(as_alice, OVERVIEW)
    for page in (HOME, OVERVIEW):
        assert 'href="/projects/wardrobe/versions/"' in as_alice.get(page).content.decode()
    version(project, alice, 2, "failed", "It rains.")
    assert "2 versions were not built" in text(as_alice, HOME)
    assert "2 versions were not built The newest is v2: It rains." in text(as_alice, OVERVIEW)
    for number in (3, 4):
        version(project, alice, number, "failed")
    assert "More than 3 versions were not built" in text(as_alice, OVERVIEW)


def test_it_is_no_matter_any_more_once_a_later_one_is_ready(as_alice, project, alice):
    version(project, alice, 1, "failed")
    version(project, alice, 2, "ready")
    version(project, alice, 3, "failed")
    assert "1 version was not built" in text(as_alice, HOME)
    assert "v3 was not built" in text(as_alice, OVERVIEW)


def test_a_video_whose_frames_were_not_extracted_is_told_also_where_there_is_no_image_yet(as_alice, project, alice):
    video(project, alice)
    assert "Frames of 1 video were not extracted" in text(as_alice, HOME)
    assert re.search(r"The frames of walk ?\.mp4 were not extracted It breaks off\.", text(as_alice, OVERVIEW))
    garage = lifecycle.create("Garage", by=alice)
    video(garage, alice)
    overview = as_alice.get("/projects/garage/?part=numbers").content.decode()
    assert 'href="/projects/garage/videos/"' in overview


def test_it_is_told_to_those_who_make_versions_alone(client, project, alice, bob, django_user_model):
    version(project, alice, 1, "failed")
    dora = django_user_model.objects.create_user("dora")
    lifecycle.change(project, closed=True, by=bob)
    members.put(project, dora, "labeler", by=bob)
    client.force_login(dora, backend="django.contrib.auth.backends.ModelBackend")
    assert "not built" not in text(client, HOME)
    assert "not built" not in text(client, OVERVIEW)
