"""How long the tables of an older state with 1,000,000 images, labels, events and rows of a version take to become
those of this program, and to go back. The limit: to write the largest of these tables once more, with its indices."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from bench import harness

COUNT = 1000 if harness.SMALL else 1_000_000
# The first tables that held images, labels, their history and sealed versions. Others come with what these need.
OLD = [
    ("projects", "0002_category_identity"),
    ("assets", "0002_facts_never_change"),
    ("annotations", "0003_events_by_time"),
    ("exports", "0002_sealed_versions"),
]
OURS = ("people", "projects", "webhooks", "assets", "annotations", "exports", "labeler")
TABLES = ("assets_asset", "annotations_annotation", "annotations_annotationevent", "exports_versionitem")
TOLD = 3  # of the slowest migrations


def measure() -> Iterator[harness.Row]:
    import django

    django.setup()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    now = MigrationExecutor(connection).loader.graph.leaf_nodes()
    old = [*OLD, *((app, name) for app, name in now if app not in OURS)]
    _migrate(old)
    for statement in _rows(connection.vendor):
        with connection.cursor() as cursor:
            cursor.execute(statement)
    _settle()
    limit = max(_seconds(partial(_write_again, table)) for table in TABLES)
    yield from _told("upgrade", now, limit)
    yield from _told("the way back", old, limit)


def _told(what: str, targets: list[tuple[str, str]], limit: float) -> Iterator[harness.Row]:
    slowest: dict[str, float] = {}
    taken = _seconds(lambda: _migrate(targets, slowest))
    against = f"largest table again: {limit / 60:.2f} minutes"
    yield harness.Row(f"{what}, {COUNT:,} rows a table", f"{taken / 60:.2f} minutes", against, taken / limit)
    for name in sorted(slowest, key=slowest.__getitem__, reverse=True)[:TOLD]:
        yield harness.Row(f"  of that {name}", f"{slowest[name] / 60:.2f} minutes", "", slowest[name] / limit)


def _migrate(targets: list[tuple[str, str]], slowest: dict[str, float] | None = None) -> None:
    """As `manage.py migrate` does, and how many seconds each took."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    began = 0.0

    def progress(action: Any, migration: Any = None, fake: Any = False) -> None:
        nonlocal began
        if action.endswith("_start"):
            began = time.perf_counter()
        elif action in ("apply_success", "unapply_success") and slowest is not None:
            slowest[f"{migration.app_label} {migration.name}"] = time.perf_counter() - began

    MigrationExecutor(connection, progress).migrate(targets)


def _seconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def _write_again(table: str) -> None:
    """A copy with the same indices, as SQLite makes it for most changes of a table. It is thrown away."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE TABLE copied (LIKE {table} INCLUDING DEFAULTS INCLUDING INDEXES)")
            cursor.execute(f"INSERT INTO copied SELECT * FROM {table}")
        else:
            cursor.execute(f"CREATE TABLE copied AS SELECT * FROM {table}")
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s", [table])
            for name, sql in cursor.fetchall():
                if sql:
                    cursor.execute(sql.replace(f'"{name}"', f'"copied_{name}"').replace(f'"{table}"', '"copied"'))
        cursor.execute("DROP TABLE copied")


def _settle() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _rows(vendor: str) -> Iterator[str]:
    """By SQL alone: the models of today do not know these tables."""
    if vendor == "sqlite":
        numbers = (
            f"(WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {COUNT - 1}) SELECT i FROM n)"
        )
        # Knuth's multiplicative hash: hashes lie as far apart as real ones.
        sha256 = "printf('%08x%056x', i * 2654435761 % 4294967296, i)"
        now, true, false, empty, label = "datetime('now')", "1", "0", "'[]'", "'[1]'"
        name = "printf('img_%08d.jpg', i * 7919 % 100000007)"
    else:
        numbers = f"(SELECT i::bigint FROM generate_series(0, {COUNT - 1}) AS i)"
        sha256 = "lpad(to_hex(i * 2654435761 % 4294967296), 8, '0') || lpad(to_hex(i), 56, '0')"
        now, true, false, empty, label = "now()", "true", "false", "'[]'::jsonb", "'[1]'::jsonb"
        name = "'img_' || lpad((i * 7919 % 100000007)::text, 8, '0') || '.jpg'"
    yield f"""
        INSERT INTO auth_user (id, password, is_superuser, username, first_name, last_name, email, is_staff, is_active,
            date_joined)
        VALUES (1, '!', {true}, 'old', '', '', '', {false}, {true}, {now})"""
    yield f"""
        INSERT INTO projects_project (id, name, name_key, slug, dataset_id, task_type, schema_version, guidelines,
            split_seed, created_at, created_by_id)
        VALUES (1, 'Old', 'old', 'old', '{"0" * 31 + "1"}', 'classification', '1', '', '', {now}, 1)"""
    yield """
        INSERT INTO projects_category (id, class_index, name, name_key, supercategory, description, position,
            project_id)
        VALUES (1, 0, 'Dress', 'dress', '', '', 0, 1)"""
    yield f"""
        INSERT INTO assets_asset (project_id, sha256, file, width, height, exif_orientation, mime_type, size_bytes,
            original_name, sort_name, created_at, status, revision, uploaded_by_id)
        SELECT 1, {sha256}, 'originals/' || {sha256}, 800, 600, 1, 'image/jpeg', 1000 + i, {name}, {name}, {now},
            'labeled', 1, 1
        FROM {numbers} AS numbers ORDER BY i"""
    yield f"""
        INSERT INTO annotations_annotation (created_at, asset_id, category_id, created_by_id)
        SELECT {now}, id, 1, 1 FROM assets_asset"""
    yield f"""
        INSERT INTO annotations_annotationevent (asset_id, actor_id, at, op_id, from_status, to_status,
            from_category_ids, to_category_ids, revision)
        SELECT id, 1, {now}, 'old-' || id, 'unlabeled', 'labeled', {empty}, {label}, 1 FROM assets_asset ORDER BY id"""
    yield f"""
        INSERT INTO exports_datasetversion (id, attempts, number, state, notes, created_at, frozen, images, progress,
            error, hash, labels_hash, samples_hash, manifest, artifact, artifact_sha256, created_by_id, project_id)
        VALUES (1, 1, 1, 'queued', '', {now}, '{{}}', {COUNT}, 0, '', '', '', '', '', '', '', 1, 1)"""
    yield """
        INSERT INTO exports_versionitem (version_id, asset_id, class_index) SELECT 1, id, 0 FROM assets_asset"""
    yield f"""
        UPDATE exports_datasetversion SET state = 'ready', sealed_at = {now}, hash = 'sha256:0', manifest = 'manifest',
            artifact_sha256 = '0' WHERE id = 1"""
    if vendor == "postgresql":  # its sequences have not seen the numbers that were given
        for table in ("auth_user", "projects_project", "projects_category", "exports_datasetversion"):
            yield f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), 1)"


if __name__ == "__main__":
    harness.main(measure)
