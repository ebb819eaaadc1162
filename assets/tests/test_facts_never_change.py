"""The database itself keeps bytes and facts of assets and videos as they came in. Raw SQL on both databases."""

import pytest
from django.db import DatabaseError, connection, transaction

from assets.models import Asset
from tests.support.cast import refused

pytestmark = pytest.mark.django_db

only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has OR REPLACE")


@pytest.fixture
def video(project, bob):
    return project.videos.create(
        sha256="0" * 64, original_name="a.mp4", file="-", mime_type="video/mp4", size_bytes=1, uploaded_by=bob
    )


OTHER = {
    "id": "id + 1000",
    "project_id": "project_id + 1",
    "sha256": "'" + "f" * 64 + "'",
    "file": "'elsewhere'",
    "width": "width + 1",
    "height": "height + 1",
    "exif_orientation": "2",
    "mime_type": "'image/gif'",
    "size_bytes": "size_bytes + 1",
    "original_name": "'other.png'",
    "note": "'no_end_mark'",
    "timestamp_ms": "5",
    "frame_index": "5",
    "uploaded_by_id": "uploaded_by_id + 1",
    "created_at": "'2020-01-01 00:00:00'",
}


def test_the_range_that_a_deep_picture_is_shown_over_is_filled_once(photo):
    assert refused("UPDATE assets_asset SET shown_from = 5 WHERE id = %s", photo.pk)
    assert refused("UPDATE assets_asset SET shown_from = 5, shown_to = 5 WHERE id = %s", photo.pk)
    Asset.objects.filter(pk=photo.pk).update(shown_from=5, shown_to=6)
    for other in ("shown_to = 7", "shown_from = 4", "shown_from = NULL, shown_to = NULL"):
        assert refused(f"UPDATE assets_asset SET {other} WHERE id = %s", photo.pk)


@pytest.mark.parametrize("column", OTHER)
def test_raw_sql_cannot_change_a_fact_of_an_asset(photo, column):
    assert refused(f"UPDATE assets_asset SET {column} = {OTHER[column]} WHERE id = %s", photo.pk)


def test_raw_sql_cannot_make_an_upload_a_frame(photo, video):
    sql = "UPDATE assets_asset SET video_id = %s, timestamp_ms = 0, frame_index = 0 WHERE id = %s"
    assert refused(sql, video.pk, photo.pk)


def test_raw_sql_can_change_status_and_revision(photo):
    assert not refused("UPDATE assets_asset SET status = 'skipped', revision = 1 WHERE id = %s", photo.pk)


def test_raw_sql_cannot_bring_in_a_status_that_does_not_exist(photo):
    assert refused("UPDATE assets_asset SET status = 'done' WHERE id = %s", photo.pk)


@pytest.mark.parametrize("column", ["id", "project_id", "sha256", "file", "mime_type", "size_bytes", "original_name"])
def test_raw_sql_cannot_change_a_fact_of_a_video(video, column):
    value = OTHER[column]
    assert refused(f"UPDATE assets_video SET {column} = {value} WHERE id = %s", video.pk)


def test_the_state_of_a_video_can_change(video):
    video.state = "queued"
    video.save()
    assert not refused("UPDATE assets_video SET progress = 5 WHERE id = %s", video.pk)


@only_sqlite
@pytest.mark.parametrize("table", ["asset", "video"])
def test_sqlite_cannot_replace_a_row_by_another_with_its_number(photo, video, table):
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, f"assets_{table}")]
    listed = ", ".join(columns)
    changed = ", ".join("'other.png'" if column == "original_name" else column for column in columns)
    assert refused(f"INSERT OR REPLACE INTO assets_{table} ({listed}) SELECT {changed} FROM assets_{table}")
    if table == "asset":
        assert Asset.objects.get().original_name == "photo-0.png"


def test_saving_an_asset_with_another_fact_is_refused(photo):
    photo.original_name = "other.png"
    with pytest.raises(DatabaseError, match="The bytes and facts of an asset never change."), transaction.atomic():
        photo.save()
    assert Asset.objects.get().original_name == "photo-0.png"


def test_saving_an_asset_unchanged_is_fine(photo):
    photo.save()


def insert(**fields):
    columns = ", ".join(fields)
    places = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO assets_asset ({columns}) VALUES ({places})", *fields.values()


def row_like(photo, **changes):
    fields = Asset.objects.filter(pk=photo.pk).values().get()
    return {name: value for name, value in fields.items() if name != "id"} | {"sha256": "a" * 64} | changes


@pytest.mark.parametrize(
    "changes",
    [
        {"sha256": None},
        {"status": "done"},
        {"exif_orientation": 0},
        {"exif_orientation": 9},
        {"width": 0},
        {"height": 0},
        {"size_bytes": 0},
        {"frame_index": 1},
        {"timestamp_ms": 1},
    ],
    ids=str,
)
def test_raw_sql_cannot_bring_in_an_impossible_asset(photo, changes):
    assert not refused(*insert(**row_like(photo)))
    assert refused(*insert(**row_like(photo, **changes)))


def test_raw_sql_cannot_bring_the_same_bytes_in_twice(photo):
    assert refused(*insert(**row_like(photo, sha256=photo.sha256)))


def test_frames_are_unique_by_video_and_index_and_may_repeat_bytes(photo, video):
    def frame(index):
        return row_like(photo, sha256=photo.sha256, video_id=video.pk, timestamp_ms=0, frame_index=index)

    Asset.objects.create(**frame(0))
    assert refused(*insert(**frame(0)))
    assert not refused(*insert(**frame(1)))
