"""Ready versions verify: their zips, their shapes, and what their rows say of them."""

import errno
import hashlib
import json
import os

import pytest

from core.storage import local
from exports.models import VersionItem, VersionShape
from exports.shapes import jobs as shapes
from labeler.tests.integrity.conftest import flipped

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(project, three, dress, answer, bob, make_version):
    answer(three, "approved", dress, by=bob)
    made = make_version(project, by=bob)
    assert made.state == "ready", made.error
    return made


@pytest.fixture
def shape(version, bob, jobs_run_at_once):
    with jobs_run_at_once(execute=True):
        shapes.request(version, "csv", by=bob)
    made = VersionShape.objects.get()
    assert made.state == "ready", made.error
    return made


def test_a_version_that_is_whole_is_said_to_be(check, version, shape):
    checked = check("--hash")
    assert (checked.code, checked.findings, checked.summary["looked"]["versions"]) == (0, [], 1)


def test_a_zip_that_is_gone_is_told_and_built_again_byte_for_byte(check, version, broken, files):
    before = (files / version.artifact).read_bytes()
    broken(version.artifact, None)
    told = check()
    assert (told.code, told.kinds, told.findings[0]["version"]) == (1, ["zip_missing"], 1)
    assert check("--repair").code == 0
    assert (files / version.artifact).read_bytes() == before
    assert hashlib.sha256(before).hexdigest() == version.artifact_sha256


@pytest.mark.parametrize(
    ("damage", "kind", "without_hash"),
    [
        (lambda content: content[:-1], "zip_size", True),
        (flipped, "zip_hash", False),
        (lambda content: flipped(content, 200), "zip_hash", True),
        (lambda content: b"", "zip_size", True),
    ],
    ids=["cut off", "a byte of its end", "a byte of its manifest", "empty"],
)
def test_a_zip_that_changed_is_told_and_replaced(check, version, broken, files, damage, kind, without_hash):
    before = (files / version.artifact).read_bytes()
    broken(version.artifact, damage(before))
    assert check().kinds == ([kind] if without_hash else [])
    assert check("--hash").kinds == [kind]
    assert check("--hash", "--repair").code == 0
    assert (files / version.artifact).read_bytes() == before


def test_a_zip_whose_images_are_not_whole_is_not_built(check, version, three, broken, files):
    broken(version.artifact, None)
    broken(three[0].file, flipped((files / three[0].file).read_bytes()))
    checked = check("--hash", "--repair")
    (told,) = [each for each in checked.findings if each["finding"] == "zip_missing"]
    assert (checked.code, told["repaired"]) == (1, False)
    assert told["repair"].startswith(f"Not repaired: Image {three[0].pk} cannot be exported: its file has changed")
    assert not (files / version.artifact).exists()


def test_a_zip_that_would_come_out_otherwise_is_not_put_there(check, version, broken, files, no_triggers):
    broken(version.artifact, None)
    no_triggers("UPDATE exports_versionitem SET class_index = NULL")
    checked = check("--repair")
    (told,) = [each for each in checked.findings if each["finding"] == "zip_missing"]
    assert told["repair"].startswith("Not repaired: v1 came out as ")
    assert not (files / version.artifact).exists()


def test_a_shape_that_is_gone_or_changed_is_made_again(check, shape, broken, files):
    before = (files / shape.artifact).read_bytes()
    for damage, kind in ((None, "shape_missing"), (before[1:], "shape_size"), (flipped(before), "shape_hash")):
        broken(shape.artifact, damage)
        checked = check("--hash")
        assert (checked.code, checked.kinds, checked.findings[0]["shape"]) == (1, [kind], "csv")
        assert check("--hash", "--repair").code == 0
        assert (files / shape.artifact).read_bytes() == before


def test_zip_and_shape_are_replaced_also_where_files_lie_on_another_disk(
    check, version, shape, broken, files, monkeypatch
):
    replace = os.replace

    def across_disks(source, target):
        if "restored-" in str(source):
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        replace(source, target)

    monkeypatch.setattr(os, "replace", across_disks)
    before = {each: (files / each).read_bytes() for each in (version.artifact, shape.artifact)}
    for name, content in before.items():
        broken(name, flipped(content))
    assert check("--hash", "--repair").code == 0
    assert {name: (files / name).read_bytes() for name in before} == before


def test_what_the_store_does_not_keep_is_not_said_to_be_built_again(check, version, shape, broken, files, monkeypatch):
    for name in (version.artifact, shape.artifact):
        broken(name, flipped((files / name).read_bytes()))
    monkeypatch.setattr(local.LocalBlobs, "adopt", lambda self, path, name, alive=None: None)
    checked = check("--hash", "--repair")
    assert (checked.code, checked.kinds) == (1, ["shape_hash", "zip_hash"])
    assert {each["repair"] for each in checked.findings} == {
        "Not repaired: the store does not give out what was put there."
    }


def test_a_row_of_a_version_that_is_gone_is_told(check, version, no_triggers):
    no_triggers("DELETE FROM exports_versionitem WHERE id = %s", VersionItem.objects.first().pk)
    checked = check()
    assert (checked.code, set(checked.kinds)) == (1, {"version_rows"})
    assert checked.findings[0]["words"] == "wardrobe v1: 3 images were frozen, and 2 rows are there."


def test_a_row_that_says_another_label_is_told(check, version, hat, no_triggers):
    no_triggers("UPDATE exports_versionitem SET class_index = NULL WHERE id = %s", VersionItem.objects.first().pk)
    assert check().kinds == ["version_rows"]


def test_a_fact_of_an_image_that_changed_since_is_told_where_all_is_read(check, version, three, no_triggers):
    no_triggers("UPDATE assets_asset SET sha256 = %s WHERE id = %s", "0" * 64, three[0].pk)
    said = {each["words"] for each in check("--hash").findings if each["finding"] == "version_rows"}
    assert said == {"wardrobe v1: its frozen rows do not lead to its samples_hash."}


@pytest.mark.parametrize("name", ["hash", "labels_hash", "samples_hash"])
def test_a_manifest_that_does_not_say_what_its_row_says_is_told(check, version, no_triggers, name):
    no_triggers(f"UPDATE exports_datasetversion SET {name} = %s", "sha256:" + "0" * 64)
    assert f"wardrobe v1: its manifest has another {name} than its row." in [each["words"] for each in check().findings]


def test_counts_that_a_row_does_not_share_with_its_manifest_are_told(check, version, no_triggers):
    no_triggers("UPDATE exports_datasetversion SET counts = %s", json.dumps(version.counts | {"images": 4}))
    assert [each["words"] for each in check().findings] == ["wardrobe v1: its manifest has other counts than its row."]


def test_the_zip_of_a_build_that_is_under_way_is_no_stray(check, version, broken):
    broken(version.artifact.replace("v1-", "v2-"), b"moved into place, and not told by its row yet")
    assert check("--grace", "24").findings == []
    assert check().kinds == ["stray"]
