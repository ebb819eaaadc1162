"""Files that a front server sends: Labeler says who may have which, and the bytes go past it."""

from urllib.parse import unquote

import pytest
from django.core.files.storage import default_storage

from assets.images import renditions
from people.models import AuditEntry

pytestmark = pytest.mark.django_db

HERE = "projects/wardrobe/"


@pytest.fixture(autouse=True)
def _front_server(settings):
    settings.X_ACCEL = "/_files/"


@pytest.fixture
def program(api, project, bob):
    return api(bob)


def sent(answer):
    """What the front server sends for this answer."""
    where = answer["X-Accel-Redirect"]
    assert answer.content == b""
    assert where.startswith("/_files/")
    with default_storage.open(unquote(where.removeprefix("/_files/"))) as file:
        return file.read()


def test_an_image_costs_a_header(program, photo, files):
    original = program.get(f"{HERE}assets/{photo.pk}/original")
    assert sent(original) == (files / photo.file).read_bytes()
    assert original["Content-Type"] == "image/png"
    assert photo.original_name in original["Content-Disposition"]
    assert "immutable" in original["Cache-Control"]
    for kind in (renditions.DISPLAY, renditions.THUMB):
        answer = program.get(f"{HERE}assets/{photo.pk}/{kind}")
        assert sent(answer) == (files / renditions.file_name(photo, kind)).read_bytes()
        assert answer["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize("damage", ["gone", "cut off"])
def test_a_rendition_that_is_not_whole_is_made_and_sent_and_from_then_on_costs_a_header(program, photo, files, damage):
    path = files / renditions.file_name(photo, renditions.THUMB)
    before = path.read_bytes()
    path.unlink()
    if damage == "cut off":
        path.write_bytes(before[:-20])
    first = program.get(f"{HERE}assets/{photo.pk}/thumb")
    assert (first.content, first.has_header("X-Accel-Redirect")) == (before, False)
    assert sent(program.get(f"{HERE}assets/{photo.pk}/thumb")) == before


def test_an_original_that_is_gone_is_told(program, photo, files):
    (files / photo.file).unlink()
    answer = program.get(f"{HERE}assets/{photo.pk}/original")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "file_missing")


def test_who_may_not_have_it_is_not_led_to_it(api, photo):
    assert not api().get(f"{HERE}assets/{photo.pk}/original").has_header("X-Accel-Redirect")


def test_a_version_costs_a_header_and_is_noted(program, photo, dress, answer, bob, make_version):
    answer(photo, "approved", dress, by=bob)
    version = make_version(photo.project, by=bob)
    download = program.get(f"{HERE}versions/1/download/")
    assert len(sent(download)) == version.artifact_size
    assert download["Content-Disposition"] == 'attachment; filename="wardrobe-v1.zip"'
    assert download["ETag"] == f'"{version.artifact_sha256}"'
    assert AuditEntry.objects.filter(what="version_downloaded").count() == 1
    program.get(f"{HERE}versions/1/download/", HTTP_RANGE="bytes=100-")  # goes on
    assert AuditEntry.objects.filter(what="version_downloaded").count() == 1
    default_storage.delete(version.artifact)
    gone = program.get(f"{HERE}versions/1/download/")
    assert (gone.status_code, gone.json()["error"]["code"]) == (503, "being_rebuilt")


def test_what_names_the_bytes_that_it_wants_is_answered_by_us(program, photo, dress, answer, bob, make_version):
    """A front server knows another tag of them, and would refuse."""
    answer(photo, "approved", dress, by=bob)
    make_version(photo.project, by=bob)
    for path in (f"{HERE}assets/{photo.pk}/original", f"{HERE}versions/1/download/"):
        tag = program.get(path)["ETag"]
        asked = program.get(path, HTTP_IF_MATCH=tag)
        assert (asked.status_code, asked.has_header("X-Accel-Redirect")) == (200, False)
        assert b"".join(asked.streaming_content)
        assert program.get(path, HTTP_IF_MATCH='"other"').status_code == 412


def test_without_one_the_bytes_are_sent(program, photo, files, settings):
    settings.X_ACCEL = ""
    answer = program.get(f"{HERE}assets/{photo.pk}/original")
    assert not answer.has_header("X-Accel-Redirect")
    assert b"".join(answer.streaming_content) == (files / photo.file).read_bytes()
