"""Projects with any number of images, made by single statements: a million rows in seconds, without any files."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from projects import categories, lifecycle
from projects.models import Project

CLASSES = 10
SHELVES = 15  # folders, of ten boxes each
# Of twenty images in a row: ten approved, five labeled, one each needs review and skipped, three unlabeled.
STATUS = """CASE WHEN {i} % 20 < 10 THEN 'approved' WHEN {i} % 20 < 15 THEN 'labeled'
    WHEN {i} % 20 = 15 THEN 'needs_review' WHEN {i} % 20 = 16 THEN 'skipped' ELSE 'unlabeled' END"""


def user() -> Any:
    people = get_user_model().objects
    return people.filter(username="bench").first() or people.create_superuser("bench", password="bench")


def client() -> Client:
    """A browser in which that user is signed in."""
    made = Client(headers={"host": "localhost"})
    made.force_login(user(), backend="django.contrib.auth.backends.ModelBackend")
    return made


def project(count: int) -> Project:
    """A project with `count` images of all states, labels of ten categories, and the event of each answer."""
    made = lifecycle.create(f"Bench {count}", by=user())
    for number in range(CLASSES):
        categories.add(made, f"Class {number}")
    _without_guards()
    with connection.cursor() as cursor:
        for statement in _statements(made, count):
            cursor.execute(statement)
        # PostgreSQL's own vacuum would have come by before anybody looks.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return made


def _without_guards() -> None:
    """SQLite asks its guards against replacing for every row; in a database that is thrown away it need not."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER IF EXISTS asset_is_not_replaced")
            cursor.execute("DROP TRIGGER IF EXISTS event_is_not_replaced")


def _statements(made: Project, count: int) -> list[str]:
    if connection.vendor == "sqlite":
        numbers = (
            f"(WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {count - 1}) SELECT i FROM n)"
        )
        hexadecimal, now, empty, label = "printf('%064x', i)", "datetime('now')", "'[]'", "'[' || {c} || ']'"
        name = "printf('img_%08d.jpg', (i * 7919) % 100000007)"
    else:
        numbers = f"(SELECT i FROM generate_series(0, {count - 1}) AS i)"
        hexadecimal, now, empty, label = "lpad(to_hex(i), 64, '0')", "now()", "'[]'::jsonb", "jsonb_build_array({c})"
        name = "'img_' || lpad(((i::bigint * 7919) % 100000007)::text, 8, '0') || '.jpg'"
    folder = f"'shelf-' || (i * {SHELVES} / {count}) || '/box-' || (i % 10)"
    by, pk = user().pk, made.pk
    first = made.categories.order_by("class_index").values_list("pk", flat=True)[0]
    class_index = f"(asset.size_bytes * 31 / 7) % {CLASSES}"
    assets = f"""
        INSERT INTO assets_asset (project_id, sha256, file, width, height, exif_orientation, mime_type, size_bytes,
            original_name, sort_name, folder, folder_key, uploaded_by_id, created_at, place, status, revision, dhash)
        SELECT {pk}, {hexadecimal}, 'originals/none', 800 + i % 7 * 100, 800 + i % 5 * 100, 1, 'image/jpeg', 1000 + i,
            {name}, {name}, {folder}, {folder}, {by}, {now}, i + 1, {STATUS.format(i="i")},
            CASE WHEN i % 20 < 17 THEN 1 ELSE 0 END, (i * 31) % 1000003
        FROM {numbers} AS numbers ORDER BY i"""
    labels = f"""
        INSERT INTO annotations_annotation (asset_id, category_id, created_by_id, created_at)
        SELECT asset.id, {first} + {class_index}, {by}, {now}
        FROM assets_asset AS asset
        WHERE asset.project_id = {pk} AND asset.status IN ('approved', 'labeled', 'needs_review')"""
    events = f"""
        INSERT INTO annotations_annotationevent (asset_id, actor_id, at, op_id, from_status, to_status,
            from_category_ids, to_category_ids, revision)
        SELECT asset.id, {by}, {now}, 'bench-' || asset.id, 'unlabeled', asset.status, {empty},
            CASE WHEN asset.status = 'skipped' THEN {empty} ELSE {label.format(c=f"{class_index} + 1")} END, 1
        FROM assets_asset AS asset WHERE asset.project_id = {pk} AND asset.revision = 1"""
    return [assets, labels, events]
