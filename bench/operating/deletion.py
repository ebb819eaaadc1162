"""Deleting a project whole, beside another one of the same size: minutes of the job, against the least that removing as
many rows and files can cost. BENCH_COUNT: how many images, instead of 10,000 and 100,000."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import harness
from bench.operating.check_files import SMALLER, seconds

SIZES = [1000] if harness.SMALL else [10_000, 100_000]
if os.environ.get("BENCH_COUNT"):
    SIZES = [int(os.environ["BENCH_COUNT"])]
ORIGINAL = 20_000  # bytes
# The tables that grow with the images, and whose rows in them are of a project.
TABLES = {
    "assets_asset": "project_id = {project}",
    "annotations_annotation": "asset_id IN (SELECT id FROM assets_asset WHERE project_id = {project})",
    "annotations_annotationevent": "asset_id IN (SELECT id FROM assets_asset WHERE project_id = {project})",
    "projects_event": "project_id = {project}",
}


def measure() -> Iterator[harness.Row]:
    harness.prepare()
    from bench import rows

    for count in SIZES:
        spared = rows.project(count, one_name=True, spread=True)
        doomed = rows.project(count, spread=True)
        rows.tell(doomed)
        files = _files(doomed, count)
        bare = _bare_rows(doomed.pk) + _bare_files(files)
        taken = seconds(lambda doomed=doomed: _delete(doomed))
        assert spared.assets.count() == count
        assert not any(path.exists() for path in files)
        yield harness.Row(
            f"deletion, {count:,} images",
            f"{taken:.1f} s",
            f"bare DELETE of the rows, and unlink: {bare:.1f} s",
            taken / bare,
        )


def _delete(doomed: Any) -> None:
    from labeler.deletion import deleting
    from projects import lifecycle

    lifecycle.archive(doomed, by=doomed.created_by)
    doomed.refresh_from_db()
    deleted = deleting.request(doomed, confirm=doomed.slug, by=doomed.created_by)
    deleting.run(deleted.pk)
    deleted.refresh_from_db()
    assert deleted.state == "done", deleted.error


def _files(project: Any, count: int) -> list[Path]:
    """Of each image, as the store has them: the original and two smaller ones. Nobody reads them, so their bytes are
    anything. The folders that hold them."""
    from django.conf import settings

    store = Path(settings.CONFIG.data) / "files"
    sizes = {"originals": {"": ORIGINAL}, "renditions": {f"-{kind}": size for kind, size in SMALLER.items()}}
    for top, endings in sizes.items():
        for ending, size in endings.items():
            for number in range(count):
                path = store / top / str(project.dataset_id) / f"{number % 256:02x}" / f"{number:064x}{ending}.jpg"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(bytes(size))
    return [store / top / str(project.dataset_id) for top in sizes]


def _bare_rows(project: int) -> float:
    """Seconds for the same rows in tables without an index or a key, each by one statement."""
    from django.db import connection, transaction

    taken = 0.0
    with connection.cursor() as cursor:
        for table, which in TABLES.items():
            cursor.execute(f"CREATE TABLE bare AS SELECT * FROM {table} WHERE {which.format(project=project)}")

            def delete() -> None:
                with transaction.atomic():
                    cursor.execute("DELETE FROM bare WHERE id > 0")

            taken += seconds(delete)
            cursor.execute("DROP TABLE bare")
    return taken


def _bare_files(folders: list[Path]) -> float:
    """Seconds for a copy of the same files."""
    taken = 0.0
    for folder in folders:
        copy = folder.with_name("bare")
        shutil.copytree(folder, copy)
        taken += seconds(lambda copy=copy: _unlink(copy))
    return taken


def _unlink(top: Path) -> None:
    for path, _, names in os.walk(top, topdown=False):
        for name in names:
            os.unlink(os.path.join(path, name))
        os.rmdir(path)


if __name__ == "__main__":
    harness.main(measure)
