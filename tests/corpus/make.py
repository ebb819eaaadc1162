"""Makes a corpus, `python -m tests.corpus.make NAME`, or records anew what the API answers about one, `--answers NAME`.

DATABASE_URL names a PostgreSQL whose owner may make databases. A corpus that is there already is never made anew.
"""

import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from tests.corpus import loading

# Of no use to what is built: who is signed in, what waits in the queue, who did what on that day, how pictures look.
EMPTIED = (
    "django_session",
    "django_q_task",
    "django_q_ormq",
    "django_q_schedule",
    "people_auditentry",
    "assets_assetlook",
)
LINE = 150  # characters, from which on a value of a JSON file has lines of its own


def main(name: str, *, answers_alone: bool) -> None:
    where = loading.HERE / name
    parts = urlsplit(os.environ["DATABASE_URL"])
    server = {"host": parts.hostname, "port": parts.port or 5432, "user": parts.username, "password": parts.password}
    if not answers_alone:
        where.mkdir()  # refused where it is there
        _dump(where, server)
    sqlite, postgresql = (_told(where, vendor, server) for vendor in loading.DUMPS)
    (where / "answers.json").write_text(spelled(_both(sqlite["answers"], postgresql["answers"])))
    if not answers_alone:
        assert sqlite["projects"] == postgresql["projects"]
        (where / "expected.json").write_text(spelled(sqlite["projects"]))


def spelled(value: object, indent: str = "") -> str:
    """As JSON, in lines that a person can compare."""
    short = json.dumps(value, ensure_ascii=False)
    if not value or len(short) <= LINE or not isinstance(value, dict | list):
        return short + ("" if indent else "\n")
    deeper = indent + " "
    if isinstance(value, dict):
        parts = [f"{json.dumps(key, ensure_ascii=False)}: {spelled(part, deeper)}" for key, part in value.items()]
    else:
        parts = [spelled(part, deeper) for part in value]
    begin, end = "{}" if isinstance(value, dict) else "[]"
    body = ",\n".join(deeper + part for part in parts)
    return f"{begin}\n{body}\n{indent}{end}" + ("" if indent else "\n")


def _dump(where: Path, server: dict) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder, data = Path(temporary), Path(temporary) / "data"
        with (
            loading.empty_database("sqlite", folder) as sqlite,
            loading.empty_database("postgresql", folder, server) as postgresql,
        ):
            loading.run("story", sqlite, data)
            _move(sqlite, postgresql, data)
            _write_sqlite(folder / "corpus.sqlite3", where / loading.DUMPS["sqlite"])
            _write_postgresql(postgresql, where / loading.DUMPS["postgresql"])
        _write_store(data / "files", where / "store.zip")


def _move(source: str, target: str, data: Path) -> None:
    """By the product's own verb, so that both have the same rows."""
    settings = {"DATABASE_URL": source, "LABELER_DATA": str(data)}
    command = [sys.executable, "manage.py", "move_database", target]
    subprocess.run(command, cwd=loading.ROOT, env=os.environ | settings, check=True)


def _write_sqlite(database: Path, dump: Path) -> None:
    emptied = tuple(f'INSERT INTO "{table}"' for table in EMPTIED)
    with closing(sqlite3.connect(database)) as connection:
        lines = [line for line in connection.iterdump() if not line.startswith(emptied)]
    dump.write_text("\n".join(lines) + "\n")


def _write_postgresql(url: str, dump: Path) -> None:
    left_out = [f"--exclude-table-data={table}" for table in EMPTIED]
    command = ["pg_dump", "--inserts", "--no-owner", "--no-privileges", "--no-comments", *left_out, url]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    # psql's own commands, and a setting that an older server does not know.
    lines = [line for line in done.stdout.splitlines() if not re.match(r"\\|SET transaction_timeout", line)]
    dump.write_text("\n".join(line for line in lines if line and not line.startswith("--")) + "\n")


def _write_store(files: Path, store: Path) -> None:
    """The originals: all else is made of them."""
    with zipfile.ZipFile(store, "w") as archive:
        for path in sorted(path for path in (files / "originals").rglob("*") if path.is_file()):
            info = zipfile.ZipInfo(path.relative_to(files).as_posix())  # of no date
            archive.writestr(info, path.read_bytes(), zipfile.ZIP_DEFLATED)


def _told(where: Path, vendor: str, server: dict) -> dict:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with loading.empty_database(vendor, folder, server) as url:
            return loading.told_at(url, where, (where / loading.DUMPS[vendor]).read_text(), folder / "data")


def _both(sqlite: dict, postgresql: dict) -> dict:
    """By call what SQLite says, and what PostgreSQL says where it has keys in another order, as it keeps them."""
    assert sqlite.keys() == postgresql.keys()
    told = {}
    for call, heard in sqlite.items():
        other = postgresql[call]
        told[call] = {"sqlite": heard} if other == heard else {"sqlite": heard, "postgresql": other}
        if other != heard:
            assert (heard[0], json.loads(heard[1])) == (other[0], json.loads(other[1])), call
    return told


if __name__ == "__main__":
    main(sys.argv[-1], answers_alone="--answers" in sys.argv)
