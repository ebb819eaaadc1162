"""Freezing a version of a million images: what somebody waits for who asks for one, and what labelers may meet."""

import time
from collections.abc import Iterator
from typing import Any

from bench import harness

SIZE = 1000 if harness.SMALL else 1_000_000
TIMES = 3


def measure() -> Iterator[harness.Row]:
    harness.prepare()
    from bench import rows
    from exports.versions import freezing
    from exports.wanted import Wanted

    project = rows.project(SIZE)
    wanted = Wanted(("approved", "labeled", "needs_review", "skipped", "unlabeled"), include_unlabeled=True)
    floors, taken = [], []
    for _ in range(TIMES):
        floors.append(_bare_insert(project))
        start = time.perf_counter()
        version = freezing.freeze(project, wanted, by=rows.user(), notes="")
        taken.append(time.perf_counter() - start)
        assert version.items.count() == version.images == SIZE
    yield harness.Row(
        f"freeze, {SIZE:,} images",
        f"{min(taken):.2f} s",
        f"a bare INSERT … SELECT: {min(floors):.2f} s",
        min(taken) / min(floors),
    )


def _bare_insert(project: Any) -> float:
    """The same rows into a table with the same columns and indices, in one statement, without a look at anything."""
    from django.db import connection, transaction

    key = "integer PRIMARY KEY AUTOINCREMENT" if connection.vendor == "sqlite" else "bigserial PRIMARY KEY"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE bare (id {key}, class_index integer, asset_id bigint NOT NULL REFERENCES assets_asset,"
            " version_id bigint NOT NULL, UNIQUE (version_id, asset_id))"
        )
        cursor.execute("CREATE INDEX bare_asset ON bare (asset_id)")
        cursor.execute("CREATE INDEX bare_version ON bare (version_id)")
        start = time.perf_counter()
        with transaction.atomic():
            cursor.execute(
                "INSERT INTO bare (version_id, asset_id, class_index) SELECT 1, asset.id, category.class_index"
                " FROM assets_asset AS asset LEFT JOIN annotations_annotation AS label ON label.asset_id = asset.id"
                " LEFT JOIN projects_category AS category ON category.id = label.category_id"
                " WHERE asset.project_id = %s ORDER BY asset.id",
                [project.pk],
            )
        seconds = time.perf_counter() - start
        cursor.execute("DROP TABLE bare")
    return seconds


if __name__ == "__main__":
    harness.main(measure)
