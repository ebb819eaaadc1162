"""Projects with any number of images, made by single statements: a million rows in seconds, without any files."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from annotations.browse.oddness import REFERENCES, SPAN
from projects import categories, lifecycle
from projects.models import Project

CLASSES = 10
SHELVES = 15  # folders, of ten boxes each
TOLD = SPAN * REFERENCES.bit_length()  # what oddness begins with in a large category
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


def project(count: int, *, one_name: bool = False, spread: bool = False) -> Project:
    """A project with `count` images of all states, labels of ten categories, and the event of each answer. `one_name`:
    all are called image.jpg, each in a folder of its own. `spread`: their hashes lie as far apart as real ones, so that
    a share of all hashes is that share of the images; else they stand in the order of the images."""
    made = lifecycle.create(f"Bench {count}{', one name' if one_name else ''}", by=user())
    for number in range(CLASSES):
        categories.add(made, f"Class {number}")
    _without_guards()
    with connection.cursor() as cursor:
        for statement in _statements(made, count, one_name, spread):
            cursor.execute(statement)
        # PostgreSQL's own vacuum would have come by before anybody looks.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return made


def tell(made: Project) -> None:
    """The events that point to the answers of such a project, twenty each, as the labeling page sends them."""
    with connection.cursor() as cursor:
        cursor.execute(f"""
            INSERT INTO projects_event (project_id, at, kind, answers)
            SELECT {made.pk}, min(e.at), 'answers',
                {"" if connection.vendor == "sqlite" else "CAST"}('[[' || min(e.id) || ',' || max(e.id) || ']]'
                {"" if connection.vendor == "sqlite" else "AS jsonb"})
            FROM annotations_annotationevent AS e JOIN assets_asset AS asset ON asset.id = e.asset_id
            WHERE asset.project_id = {made.pk} GROUP BY e.id / 20 ORDER BY min(e.id)""")
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def review(made: Project) -> None:
    """Somebody else looks at all that is labeled of such a project: approves or sends back, and gives each nineteenth
    image the next category."""
    reviewer = get_user_model().objects.get_or_create(username="reviewer")[0].pk
    if connection.vendor == "sqlite":
        now, next_label = "datetime('now')", "'[' || (json_extract(e.to_category_ids, '$[0]') % {c} + 1) || ']'"
    else:
        now, next_label = "now()", "jsonb_build_array((e.to_category_ids->>0)::int % {c} + 1)"
    next_label = next_label.format(c=CLASSES)
    mended = f"CASE WHEN asset.id % 19 = 0 THEN {next_label} ELSE e.to_category_ids END"
    statements = [
        f"""
        INSERT INTO annotations_annotationevent (asset_id, actor_id, at, op_id, from_status, to_status,
            from_category_ids, to_category_ids, revision)
        SELECT asset.id, {reviewer}, {now}, 'review-' || asset.id, 'labeled', asset.status, e.to_category_ids,
            {mended}, 2
        FROM assets_asset AS asset JOIN annotations_annotationevent AS e ON e.asset_id = asset.id AND e.revision = 1
        WHERE asset.project_id = {made.pk} AND asset.status IN ('approved', 'needs_review')""",
        f"""
        UPDATE assets_asset SET revision = 2
        WHERE project_id = {made.pk} AND status IN ('approved', 'needs_review')""",
    ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    settle()


def settle() -> None:
    """As databases are some time after many rows were written: PostgreSQL's own vacuum has come by."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _without_guards() -> None:
    """SQLite asks its guards against replacing for every row; in a database that is thrown away it need not."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER IF EXISTS asset_is_not_replaced")
            cursor.execute("DROP TRIGGER IF EXISTS event_is_not_replaced")


def _statements(made: Project, count: int, one_name: bool, spread: bool) -> list[str]:
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
    if spread:  # Knuth's multiplicative hash comes before the number
        head = (
            "((i::bigint * 2654435761) % 4294967296)"
            if connection.vendor == "postgresql"
            else "i * 2654435761 % 4294967296"
        )
        head = f"lpad(to_hex{head}, 8, '0')" if connection.vendor == "postgresql" else f"printf('%08x', {head})"
        hexadecimal = f"{head} || substr({hexadecimal}, 9)"
    folder = f"'shelf-' || (i * {SHELVES} / {count}) || '/box-' || (i % 10)"
    if one_name:
        name, folder = "'image.jpg'", "'folder-' || i"
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
        INSERT INTO annotations_annotation (asset_id, category_id, created_by_id, created_at, oddness)
        SELECT asset.id, {first} + {class_index}, {by}, {now}, {TOLD} + asset.id * 7919 % 1000003
        FROM assets_asset AS asset
        WHERE asset.project_id = {pk} AND asset.status IN ('approved', 'labeled', 'needs_review')"""
    events = f"""
        INSERT INTO annotations_annotationevent (asset_id, actor_id, at, op_id, from_status, to_status,
            from_category_ids, to_category_ids, revision)
        SELECT asset.id, {by}, {now}, 'bench-' || asset.id, 'unlabeled', asset.status, {empty},
            CASE WHEN asset.status = 'skipped' THEN {empty} ELSE {label.format(c=f"({class_index} + 1)")} END, 1
        FROM assets_asset AS asset WHERE asset.project_id = {pk} AND asset.revision = 1"""
    return [assets, labels, events]
