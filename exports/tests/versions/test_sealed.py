"""The database itself keeps what a version froze, and a ready version whole. Raw SQL on both databases."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from exports.models import DatasetVersion, VersionItem
from exports.versions import builder
from tests.support.cast import refused

pytestmark = pytest.mark.django_db

only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has OR REPLACE")

VERSION, ITEM = "exports_datasetversion", "exports_versionitem"


@pytest.fixture
def version(photo, dress, answer, bob, make_version):
    """A version that waits."""
    answer(photo, "approved", dress, by=bob)
    return make_version(photo.project, by=bob, built=False)


@pytest.fixture
def ready(version):
    builder.build(version.pk)
    version.refresh_from_db()
    assert version.state == "ready"
    return version


COLUMNS = {
    "id": "id + 100",
    "project_id": "project_id + 1",
    "number": "number + 1",
    "state": "'failed'",
    "notes": "'other'",
    "created_by_id": "created_by_id + 1",
    "created_at": "'2020-01-01 00:00:00'",
    "previous_id": "id",
    "frozen": "'{}'",
    "license": "'other'",
    "citation": "'other'",
    "quality": "'{}'",
    "last_event": "last_event + 1",
    "images": "images + 1",
    "progress": "progress + 1",
    "error": "'other'",
    "sealed_at": "NULL",
    "hash": "'other'",
    "labels_hash": "'other'",
    "samples_hash": "'other'",
    "counts": "'{}'",
    "manifest": "'{}'",
    "artifact": "'other'",
    "artifact_sha256": "'other'",
    "artifact_size": "artifact_size + 1",
    "lease_owner": "NULL",
    "lease_until": "CURRENT_TIMESTAMP",
    "attempts": "attempts + 1",
    "queued_at": "NULL",
}
FROZEN = {
    "id", "project_id", "number", "notes", "created_by_id", "created_at", "previous_id", "frozen", "license",
    "citation", "quality", "images", "last_event",
}  # fmt: skip


def test_every_column_of_a_version_is_tried():
    assert set(COLUMNS) == {field.column for field in DatasetVersion._meta.concrete_fields}


@pytest.mark.parametrize("column", COLUMNS)
def test_raw_sql_changes_no_column_of_a_ready_version(ready, column):
    assert refused(f"UPDATE {VERSION} SET {column} = {COLUMNS[column]} WHERE id = %s", ready.pk)


def test_not_even_to_what_it_is(ready):
    assert refused(f"UPDATE {VERSION} SET notes = notes")


@pytest.mark.parametrize("column", sorted(FROZEN))
def test_raw_sql_changes_nothing_that_a_waiting_version_froze(version, column):
    assert refused(f"UPDATE {VERSION} SET {column} = {COLUMNS[column]} WHERE id = %s", version.pk)


@pytest.mark.parametrize("column", ["state", "progress", "error", "attempts", "queued_at", "lease_until"])
def test_a_waiting_version_can_go_on(version, column):
    assert not refused(f"UPDATE {VERSION} SET {column} = {COLUMNS[column]} WHERE id = %s", version.pk)


@pytest.mark.parametrize("state", ["queued", "building", "failed", "cancelled", "ready"])
def test_raw_sql_deletes_no_version(version, state):
    if state == "ready":
        builder.build(version.pk)
    else:
        DatasetVersion.objects.update(state=state)
    assert refused(f"DELETE FROM {VERSION} WHERE id = %s", version.pk)
    assert refused(f"DELETE FROM {VERSION}")


@pytest.mark.parametrize("hole", ["hash = ''", "artifact_sha256 = ''", "manifest = ''", "sealed_at = NULL"])
def test_a_version_with_a_hole_cannot_be_ready(version, hole):
    whole = {
        "state": "'ready'",
        "hash": "'x'",
        "artifact_sha256": "'x'",
        "manifest": "'x'",
        "sealed_at": "CURRENT_TIMESTAMP",
    }
    assert not refused(f"UPDATE {VERSION} SET " + ", ".join(f"{name} = {value}" for name, value in whole.items()))
    name, value = hole.split(" = ")
    whole[name] = value
    assert refused(f"UPDATE {VERSION} SET " + ", ".join(f"{name} = {value}" for name, value in whole.items()))


@pytest.mark.parametrize("change", ["class_index = 1", "class_index = NULL", "asset_id = asset_id + 1", "id = id + 1"])
@pytest.mark.parametrize("state", ["queued", "failed", "cancelled", "ready"])
def test_raw_sql_changes_no_item_in_any_state(version, state, change):
    if state == "ready":
        builder.build(version.pk)
    else:
        DatasetVersion.objects.update(state=state)
    assert refused(f"UPDATE {ITEM} SET {change}")


def insert_item(version, asset, class_index=0):
    return (
        f"INSERT INTO {ITEM} (version_id, asset_id, class_index) VALUES (%s, %s, %s)",
        version.pk,
        asset.pk,
        class_index,
    )


@pytest.mark.parametrize("state", ["building", "failed", "cancelled", "ready"])
def test_raw_sql_adds_no_item_after_the_freeze(version, photos, state):
    if state == "ready":
        builder.build(version.pk)
    else:
        DatasetVersion.objects.update(state=state)
    (other,) = photos(1, first=500)
    assert refused(*insert_item(version, other))


@pytest.mark.parametrize("state", ["queued", "building", "failed", "ready"])
def test_raw_sql_removes_no_item_while_its_version_counts(version, state):
    if state == "ready":
        builder.build(version.pk)
    else:
        DatasetVersion.objects.update(state=state)
    assert refused(f"DELETE FROM {ITEM}")


def test_items_of_a_cancelled_version_may_go(version):
    DatasetVersion.objects.update(state="cancelled")
    assert not refused(f"DELETE FROM {ITEM}")


def test_an_image_is_once_in_a_version(version, photo):
    assert refused(*insert_item(version, photo))


@only_sqlite
@pytest.mark.parametrize("state", ["queued", "ready"])
def test_sqlite_replaces_no_item(version, photo, state):
    if state == "ready":
        builder.build(version.pk)
    sql, *values = insert_item(version, photo, class_index=None)
    assert refused(sql.replace("INSERT", "INSERT OR REPLACE"), *values)
    item = VersionItem.objects.get()
    assert refused(
        f"INSERT OR REPLACE INTO {ITEM} (id, version_id, asset_id, class_index) VALUES (%s, %s, %s, NULL)",
        item.pk,
        version.pk,
        photo.pk,
    )
    assert VersionItem.objects.get().class_index == 0


@only_sqlite
@pytest.mark.parametrize("state", ["queued", "ready"])
@pytest.mark.parametrize("own_id", [True, False])
def test_sqlite_replaces_no_version(version, state, own_id):
    if state == "ready":
        builder.build(version.pk)
    names = [name for name in COLUMNS if own_id or name != "id"]
    values = ["'replaced'" if name == "notes" else name for name in names]
    assert refused(f"INSERT OR REPLACE INTO {VERSION} ({', '.join(names)}) SELECT {', '.join(values)} FROM {VERSION}")
    assert DatasetVersion.objects.get().notes == ""


def test_an_image_that_a_version_holds_cannot_be_deleted(version, photo):
    assert refused("DELETE FROM annotations_annotationevent") is False
    photo.annotations.all().delete()
    photo.events.all().delete()
    photo.look.delete()
    assert refused("DELETE FROM assets_asset WHERE id = %s", photo.pk)
    with pytest.raises(ProtectedError):
        photo.delete()


def test_saving_a_ready_version_is_refused(ready):
    with pytest.raises(DatabaseError, match="A dataset version that is ready never changes."), transaction.atomic():
        ready.save()
    with pytest.raises(DatabaseError, match="never"), transaction.atomic():
        DatasetVersion.objects.filter(pk=ready.pk)._raw_delete("default")
