"""`manage.py backup`, `restore`, `move_database` and `move_files` on many small files: minutes, beside plain `tar` and
`cp` and a bare copy of the rows. BENCH_COUNT: how many files."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench import harness
from bench.operating.check_files import many_files, seconds

COUNT = int(os.environ.get("BENCH_COUNT") or (1000 if harness.SMALL else 100_000))
AT_ONCE = 2000  # rows


def quiet(*args: Any) -> None:
    pass


def measure() -> Iterator[harness.Row]:
    harness.prepare()
    many_files(COUNT)
    from django.conf import settings

    from core.storage.local import LocalBlobs
    from labeler import configuration
    from labeler.moving import backup, to_database, to_store

    data = Path(settings.CONFIG.data)
    files, tar = data / "files", data / "labels.tar"
    yield _row(
        "backup",
        seconds(lambda: backup.make(tar, quiet, quiet)),
        "tar of the originals",
        seconds(lambda: _run("tar", "-cf", data / "plain.tar", "-C", files, "originals")),
    )
    (data / "plain").mkdir()
    yield _row(
        "restore into a folder and SQLite",
        seconds(lambda: _restore(tar, data / "restored")),
        "tar -x of the originals, and sync",
        seconds(lambda: _run("sh", "-c", f"tar -xf {data}/plain.tar -C {data}/plain && sync -f {data}/plain")),
    )
    target = LocalBlobs(location=data / "moved")
    yield _row(
        "move_files, folder to folder",
        seconds(lambda: to_store.move(target, "The folder", quiet, quiet)),  # type: ignore[arg-type]
        "cp -r of the same, and sync",
        seconds(lambda: _run("sh", "-c", f"cp -r {files} {data}/copied && sync -f {data}/copied")),
    )
    with ExitStack() as stack:
        url = f"sqlite:///{data}/moved.sqlite3"
        if settings.CONFIG.database["ENGINE"].endswith("sqlite3"):
            url = stack.enter_context(harness.new_postgresql()) or url
        taken = seconds(lambda: to_database.move(url, quiet, quiet))
        bare = seconds(lambda: _copy_rows(configuration.django_database(configuration.database_at(url, data))))
        kind = "SQLite" if url.startswith("sqlite") else "PostgreSQL"
        yield _row(f"move_database, to {kind}", taken, "bare copy of the pictures' rows", bare)


def _row(name: str, taken: float, what: str, bare: float) -> harness.Row:
    measured = f"{taken / 60:.2f} minutes"
    return harness.Row(f"{name}, {COUNT:,} images", measured, f"{what}: {bare / 60:.2f} minutes", taken / bare)


def _run(*command: Any) -> None:
    subprocess.run([str(part) for part in command], check=True)


def _restore(tar: Path, folder: Path) -> None:
    """In place of all that there is, as in a process of its own."""
    from django.conf import settings
    from django.test import override_settings

    from labeler import configuration
    from labeler.moving import databases, restore

    database = configuration.database_at("", folder)
    folder.mkdir()
    here = {
        "CONFIG": replace(settings.CONFIG, data=folder, database=database),
        "STORAGES": settings.STORAGES | {"default": configuration.django_store(None, folder, None)},
        "WORK_DIR": folder / "work",
    }
    opened = databases.opened(configuration.django_database(database))
    with override_settings(**here), opened as connection, databases.in_use(connection):
        restored = restore.restore(tar, quiet, quiet)
    assert not restored.found
    assert restored.rows["assets_asset"] == COUNT


def _copy_rows(target: dict[str, Any]) -> None:
    """Of the pictures, into a table of the same columns without an index, a constraint or a look at what came out."""
    from django.db import connection, transaction

    from assets.models import Asset
    from labeler.moving import databases

    with databases.opened(target) as opened, databases.in_use(opened), opened.cursor() as cursor:
        cursor.execute("CREATE TABLE bare AS SELECT * FROM assets_asset WHERE 1 = 0")
        columns = [column.name for column in opened.introspection.get_table_description(cursor, "bare")]
        places = ", ".join(["%s"] * len(columns))
        names = ", ".join(columns)
    with databases.opened(target) as opened, connection.cursor() as read:
        read.execute(f"SELECT {names} FROM {Asset._meta.db_table}")
        with databases.in_use(opened), transaction.atomic(), opened.cursor() as cursor:
            while some := read.fetchmany(AT_ONCE):
                cursor.executemany(f"INSERT INTO bare ({names}) VALUES ({places})", some)


if __name__ == "__main__":
    harness.main(measure)
