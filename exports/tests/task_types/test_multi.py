"""Versions of projects in which an image has any number of categories: frozen as they are at one moment, and exported
as contract 1.1 has it."""

import csv
import json
import uuid
import zipfile
from io import BytesIO

import pytest
from django.core.files.storage import default_storage

from annotations.labeling.answers import set_answers
from annotations.models import Absence
from contract import labeler_contract
from core.exceptions import Refused
from exports.comparison import diff
from exports.models import VersionItem, VersionLabel
from exports.shapes import jobs as shapes
from exports.versions import builder, preview
from exports.wanted import Wanted
from projects import categories
from projects.models import Project

pytestmark = pytest.mark.django_db
LABELED = Wanted(statuses=("labeled", "needs_review", "approved"))
ALL = Wanted(statuses=("unlabeled", "labeled", "skipped"), include_unlabeled=True, include_partly_asked=True)


@pytest.fixture
def multi(project, dress, hat):
    Project.objects.filter(pk=project.pk).update(task_type="classification_multi")
    project.refresh_from_db()
    return project


@pytest.fixture
def give(multi, alice):
    def give(photo, *ids, status="labeled", asked=None):
        asset = multi.assets.get(pk=photo.pk)
        known = Project.objects.get(pk=multi.pk).labels_revision if asked is None else asked
        one = {"op_id": str(uuid.uuid4()), "asset": asset.pk, "base_revision": asset.revision, "status": status}
        (result,) = set_answers(multi, [one | {"category_ids": list(ids), "asked": known}], by=alice)
        assert result.result == "applied", result.detail

    return give


@pytest.fixture
def version_of(multi, bob):
    def version_of(wanted=LABELED):
        version = builder.request_version(multi, wanted, by=bob)
        builder.build(version.pk)
        version.refresh_from_db()
        assert version.state == "ready", version.error
        return version

    return version_of


def texts(version):
    with default_storage.open(version.artifact) as file, zipfile.ZipFile(BytesIO(file.read())) as packed:
        return json.loads(packed.read("manifest.json")), json.loads(packed.read("annotations.json"))


def told(version):
    """Of each image: whether it was answered, its classes, and those that nobody was asked about."""
    _, annotations = texts(version)
    return {each["id"]: (each["answered"], each["category_ids"], each["not_asked"]) for each in annotations["images"]}


def verified(version, tmp_path):
    path = tmp_path / f"v{version.number}.zip"
    with default_storage.open(version.artifact) as file:
        path.write_bytes(file.read())
    return labeler_contract.main(["verify", str(path)])


def test_any_number_of_classes_an_image_leaves_in_a_version_that_verifies(photos, give, version_of, tmp_path):
    one, two, three = photos(3)
    give(one, 1, 2)
    give(two)
    give(three, 2, status="approved")
    version = version_of()
    manifest, annotations = texts(version)
    assert (manifest["schema_version"], manifest["task_type"]) == ("1.1.0", "classification_multi")
    assert told(version) == {one.pk: (True, [1, 2], []), two.pk: (True, [], []), three.pk: (True, [2], [])}
    assert [(each["image_id"], each["category_id"]) for each in annotations["annotations"]] == [
        (one.pk, 1),
        (one.pk, 2),
        (three.pk, 2),
    ]
    assert manifest["counts"]["none"] == 1
    assert verified(version, tmp_path) == 0


def test_what_nobody_answered_is_told_from_what_has_none_of_the_classes(photos, give, version_of):
    none, skipped, nothing = photos(3)
    give(none)
    give(skipped, status="skipped")
    version = version_of(ALL)
    assert told(version) == {none.pk: (True, [], []), skipped.pk: (False, [], []), nothing.pk: (False, [], [])}


def test_a_class_that_was_added_later_is_not_asked_of_what_was_answered_before(photos, multi, give, version_of, bob):
    before, after = photos(2)
    give(before, 1)
    categories.add(multi, "scarf", by=bob)
    give(after, 1)
    assert told(version_of(ALL)) == {before.pk: (True, [1], [3]), after.pk: (True, [1], [])}
    version = version_of()
    assert told(version) == {after.pk: (True, [1], [])}
    assert version.frozen["selection"]["excluded"] == {"unlabeled": 0, "inactive_annotations": 0, "partly_asked": 1}


def test_a_version_that_is_empty_because_a_class_was_added_says_so(photos, multi, give, bob):
    for photo in photos(2):
        give(photo, 1)
    categories.add(multi, "scarf", by=bob)
    with pytest.raises(Refused, match="2 images were not asked about every class, such as scarf") as refusal:
        builder.request_version(multi, LABELED, by=bob)
    assert refusal.value.code == "nothing_selected"


def test_who_looked_whether_the_class_is_there_has_asked_about_it(photos, multi, give, version_of, alice, bob):
    one, two = photos(2)
    give(one, 1)
    give(two)
    scarf = categories.add(multi, "scarf", by=bob)
    Absence.objects.create(asset=one, category=scarf, by=alice, at=one.created_at)
    assert told(version_of()) == {one.pk: (True, [1], [])}


def test_a_class_that_was_away_while_an_image_was_answered_is_not_asked_of_it(
    photos, multi, hat, give, version_of, bob
):
    before, meanwhile, after = photos(3)
    give(before, 1)
    categories.retire(hat, by=bob)
    give(meanwhile, 1)
    hat.refresh_from_db()
    categories.restore(hat, by=bob)
    give(after, 1)
    assert told(version_of(ALL)) == {
        before.pk: (True, [1], []),
        meanwhile.pk: (True, [1], [2]),
        after.pk: (True, [1], []),
    }


def test_labels_of_retired_classes_are_left_out_and_told_as_not_asked(photos, hat, give, version_of, bob, tmp_path):
    (one,) = photos(1)
    give(one, 1, 2)
    categories.retire(hat, by=bob)
    version = version_of()
    assert told(version) == {one.pk: (True, [1], [2])}
    assert version.frozen["selection"]["excluded"]["inactive_annotations"] == 1
    assert VersionLabel.objects.filter(version=version).count() == 2  # frozen is what is stored
    assert verified(version, tmp_path) == 0
    whole = version_of(Wanted(statuses=("labeled",), include_inactive_categories=True))
    assert told(whole) == {one.pk: (True, [1, 2], [])}


def test_images_are_chosen_by_any_of_their_classes(photos, give, version_of):
    one, two, three = photos(3)
    give(one, 1, 2)
    give(two, 1)
    give(three)
    assert told(version_of(Wanted(statuses=("labeled",), category_ids=(2,)))) == {one.pk: (True, [1, 2], [])}


def test_a_set_that_breaks_a_rule_refuses_the_version_and_says_how_many(photos, multi, dress, hat, give, bob):
    for photo in photos(3):
        give(photo, 1)
    type(dress).objects.filter(pk=dress.pk).update(parent=hat)
    with pytest.raises(Refused, match="3 images break a rule between labels: settle the rule first") as refusal:
        builder.request_version(multi, LABELED, by=bob)
    assert refusal.value.code == "breaks_a_rule"
    assert not multi.versions.exists()


def test_rules_leave_with_the_version(photos, multi, dress, hat, give, version_of):
    (one,) = photos(1)
    type(dress).objects.filter(pk=dress.pk).update(parent=hat)
    give(one, 1, 2)
    assert texts(version_of())[0]["label_rules"] == {"implies": [[1, 2]], "exclusive": []}


def test_the_same_rows_give_the_same_bytes_again(photos, give, version_of, tmp_path):
    for number, photo in enumerate(photos(5)):
        give(photo, *[1, 2][: number % 3])
    version = version_of()
    assert builder.rebuild(version, tmp_path / "again.zip").zip_sha256 == version.artifact_sha256


def test_what_is_frozen_stays_when_answers_go_on(photos, give, version_of, tmp_path):
    one, two = photos(2)
    give(one, 1)
    give(two, 2)
    version = version_of()
    give(one, 1, 2)
    give(two)
    assert builder.rebuild(version, tmp_path / "again.zip").zip_sha256 == version.artifact_sha256


def test_a_preview_tells_what_the_version_would_hold(photos, multi, give, version_of, bob):
    one, two, three = photos(3)
    give(one, 1, 2)
    give(two)
    give(three, 1, asked=0)
    found = preview.of(multi, LABELED)
    assert (found["images"], found["by_category"]) == (2, {"1": 1, "2": 1})
    assert found["excluded"] == {"unlabeled": 0, "inactive_annotations": 0, "partly_asked": 1}
    version_of()
    assert preview.of(multi, LABELED)["since"] == {
        "version": 1,
        "added": 0,
        "removed": 0,
        "relabeled": 0,
        "deals_anew": False,
    }
    give(one, 1)
    assert preview.of(multi, LABELED)["since"]["relabeled"] == 1


def test_a_difference_tells_sets_and_not_what_was_asked_since(photos, multi, give, version_of, bob):
    changed, asked, same = photos(3)
    for photo in (changed, asked, same):
        give(photo, 1)
    older = version_of()
    categories.add(multi, "scarf", by=bob)
    give(changed, 2)
    give(asked, 1, 3)
    give(same, 1)
    newer = version_of()
    found = diff.between(older, newer)
    assert found["images"] == {"added": 0, "removed": 0, "relabeled": 1, "moved": 0}
    (entry,) = found["relabeled"]
    assert (entry["id"], entry["from"], entry["to"], entry["by"]) == (changed.pk, [1], [2], "alice")


def test_a_version_from_before_the_project_was_converted_compares_by_sets(photos, project, dress, hat, alice, bob):
    one, two = photos(2)
    for photo, ids in ((one, [1]), (two, [2])):
        operation = {"op_id": f"op-{photo.pk}", "asset": photo.pk, "base_revision": 0, "status": "labeled"}
        set_answers(project, [operation | {"category_ids": ids}], by=alice)
    older = builder.request_version(project, LABELED, by=bob)
    builder.build(older.pk)
    older.refresh_from_db()
    Project.objects.filter(pk=project.pk).update(task_type="classification_multi")
    two.annotations.update(single=False)
    project.refresh_from_db()
    operation = {"op_id": "more", "asset": two.pk, "base_revision": 1, "status": "labeled", "asked": 3}
    assert set_answers(project, [operation | {"category_ids": [1, 2]}], by=alice)[0].result == "applied"
    newer = builder.request_version(project, LABELED, by=bob)
    assert diff.counts(older, newer)["relabeled"] == 1
    assert [row.asset_id for row in VersionItem.objects.filter(version=newer)] == [one.pk, two.pk]


def test_what_only_sets_can_be_asked_is_refused_where_an_image_has_one_class(project, photo, dress, bob):
    with pytest.raises(Refused, match="no image was partly asked"):
        builder.request_version(project, Wanted(include_partly_asked=True), by=bob)


def test_a_job_makes_other_shapes_of_frozen_sets(photos, multi, give, version_of, bob):
    one, two, three = photos(3)
    give(one, 1, 2)
    give(two)
    give(three, 2, asked=2)
    version = version_of(ALL)
    shape = shapes.request(version, "csv", by=bob)
    shapes.build(shape.pk)
    shape.refresh_from_db()
    assert shape.state == "ready", shape.error
    with default_storage.open(shape.artifact) as file, zipfile.ZipFile(BytesIO(file.read())) as packed:
        rows = list(csv.DictReader(packed.read("labels.csv").decode().splitlines()))
    classes = [name for name in rows[0] if name.startswith("class_")]
    assert [[row[name] for name in classes] for row in rows] == [["1", "1"], ["0", "0"], ["0", "1"]]
    with pytest.raises(Refused) as refusal:
        shapes.request(version, "imagefolder", by=bob)
    assert refusal.value.code == "not_for_task_type"
