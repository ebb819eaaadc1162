"""Versions that hold converted pictures: they say 1.1.0, and only they; what is exported is what was made."""

import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from assets.images import ingest, renditions
from assets.tests.images.test_pictures import quarters
from contract import labeler_contract, v1_1
from exports import shape_kinds
from exports.comparison import diff
from exports.shapes import jobs
from exports.tests.golden import phone
from exports.versions import builder
from tests.support.files.heif import heic

pytestmark = pytest.mark.django_db


def zip_of(version):
    return default_storage.open(version.artifact).read()


def load(version, name):
    with zipfile.ZipFile(io.BytesIO(zip_of(version))) as export:
        return json.loads(export.read(name))


def said(version):
    """What a version says of itself, in both places."""
    return load(version, "manifest.json")["schema_version"], load(version, "annotations.json")["info"]["schema_version"]


@pytest.fixture
def content():
    return heic(quarters())


@pytest.fixture
def converted(project, content, bob):
    return ingest.add_image(project, content=content, original_name="IMG_0001.HEIC", by=bob).asset


@pytest.fixture
def version_of(project, bob, make_version):
    return lambda **wanted: make_version(project, by=bob, **wanted)


def test_a_version_says_1_1_while_it_holds_a_converted_picture_and_1_0_again_without(
    converted, photo, dress, answer, alice, version_of
):
    answer(photo, "approved", dress, by=alice)
    before = version_of()
    answer(converted, "approved", dress, by=alice)
    holding = version_of()
    answer(converted, "labeled", dress, by=alice)
    after = version_of()
    assert [said(version) for version in (before, holding, after)] == [("1.0.0",) * 2, ("1.1.0",) * 2, ("1.0.0",) * 2]
    assert before.hash == after.hash != holding.hash


def test_one_that_is_chosen_but_left_out_does_not_count(converted, photo, dress, answer, alice, version_of):
    answer(photo, "approved", dress, by=alice)
    assert said(version_of(statuses=("approved", "unlabeled"))) == ("1.0.0", "1.0.0")
    assert said(version_of(statuses=("approved", "unlabeled"), include_unlabeled=True)) == ("1.1.0", "1.1.0")


def test_it_holds_the_file_that_was_made_and_tells_what_was_uploaded(
    converted, content, dress, answer, alice, version_of, files, tmp_path
):
    answer(converted, "approved", dress, by=alice)
    version = version_of()
    (image,) = load(version, "annotations.json")["images"]
    assert image["provenance"] == {
        "source": "converted",
        "of_sha256": hashlib.sha256(content).hexdigest(),
        "of_type": "image/heic",
    }
    assert (image["sha256"], image["original_name"]) == (converted.sha256, "IMG_0001.HEIC")
    assert (image["width"], image["height"], image["exif_orientation"]) == (96, 64, 1)
    with zipfile.ZipFile(io.BytesIO(zip_of(version))) as export:
        exported = export.read(f"images/{converted.pk:012d}.jpg")
    assert exported == (files / converted.file).read_bytes()
    (tmp_path / "export.zip").write_bytes(zip_of(version))
    assert "1 image" in labeler_contract.verify(str(tmp_path / "export.zip"))
    assert builder.rebuild(version, tmp_path / "again.zip").zip_sha256 == version.artifact_sha256


def test_every_shape_of_it_can_be_made(converted, dress, answer, alice, bob, version_of):
    answer(converted, "approved", dress, by=alice)
    version = version_of()
    for kind in shape_kinds.KINDS:
        shape = jobs.request(version, kind, by=bob)
        jobs.build(shape.pk)
        shape.refresh_from_db()
        assert (shape.state, shape.error) == ("ready", "")


def test_two_versions_are_compared_as_ever(converted, photo, dress, answer, alice, version_of):
    answer(photo, "approved", dress, by=alice)
    before = version_of()
    answer(converted, "approved", dress, by=alice)
    found = diff.between(before, version_of())
    assert (found["images"]["added"], found["images"]["removed"]) == (1, 0)
    assert [entry["id"] for entry in found["added"]] == [converted.pk]


def test_the_golden_rows_give_the_golden_zip_on_this_database(project, bob):
    for video in phone.VIDEOS:
        project.videos.create(
            pk=video.id, sha256=video.sha256, original_name=video.original_name, file="-", mime_type="video/mp4",
            size_bytes=1, uploaded_by=bob,
        )  # fmt: skip
    facts = ("sha256", "width", "height", "exif_orientation", "mime_type", "size_bytes", "original_name")
    for image in phone.IMAGES:
        made_of = image.converted if isinstance(image, v1_1.Image) else None
        name = renditions.original_name(project.dataset_id, image.sha256, image.mime_type)
        default_storage.save(name, ContentFile(phone.content(image)))
        project.assets.create(
            pk=image.id, file=name, sort_name=image.original_name, uploaded_by=bob,
            video_id=image.frame and image.frame.video_id, timestamp_ms=image.frame and image.frame.timestamp_ms,
            frame_index=image.frame and image.frame.frame_index,
            upload_sha256=made_of and made_of.of_sha256, converted_from=made_of and made_of.of_type,
            **{fact: getattr(image, fact) for fact in facts},
        )  # fmt: skip
    # Under the id of the golden one, which a project of this database has not.
    with transaction.atomic():
        version = project.versions.create(
            number=4, created_by=bob, created_at=datetime(2026, 11, 22, 19, tzinfo=UTC), frozen=phone.frozen(),
            images=len(phone.IMAGES),
        )  # fmt: skip
        for image in phone.IMAGES:
            version.items.create(asset_id=image.id, class_index=image.class_index)
    builder.build(version.pk)
    version.refresh_from_db()
    assert (version.state, version.error) == ("ready", "")
    assert version.artifact_sha256 == phone.ZIP_SHA256
