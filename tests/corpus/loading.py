"""An installation as a dump tells it: a database of its own, a store, and a process that looks at them."""

import json
import os
import secrets
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from django.db import connection

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DUMPS = {"sqlite": "sqlite.sql", "postgresql": "postgresql.sql"}


@contextmanager
def empty_database(vendor, folder, server=None):
    """The address of one with nothing in it. `server`: how to reach PostgreSQL, as psycopg wants it."""
    if vendor == "sqlite":
        yield f"sqlite:///{folder / 'corpus.sqlite3'}"
        return
    name = f"labeler_corpus_{secrets.token_hex(6)}"
    with psycopg.connect(**server | {"dbname": "postgres"}, autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE {name}")
        try:
            facts = owner.info
            password = f":{facts.password}" if facts.password else ""
            yield f"postgres://{facts.user}{password}@{facts.host}:{facts.port}/{name}"
        finally:
            owner.execute(f"DROP DATABASE {name} WITH (FORCE)")


def load(url, dump, store, data):
    """Run the dump in the empty database, and lay the files of the store into the data folder."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
            database.executescript("PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF;\n" + dump)
    else:
        with psycopg.connect(url.replace("postgres://", "postgresql://"), autocommit=True) as database:
            database.execute(dump)
    with zipfile.ZipFile(store) as files:
        files.extractall(data / "files")


def run(module, url, data):
    """What `main` of a module beside this one prints, as JSON, in a process with this database and this data folder."""
    script = f"import django; django.setup(); from tests.corpus import {module}; {module}.main()"
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    settings = {"DATABASE_URL": url, "LABELER_DATA": str(data), "DJANGO_SETTINGS_MODULE": "labeler.settings"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=kept | settings, capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def told_at(url, where, dump, data):
    """What today's code makes of a corpus in the empty database: all of `digests`."""
    load(url, dump, where / "store.zip", data)
    return run("digests", url, data)


def told_of(name, folder):
    """The same of the corpus of this name, on a database like the one that the tests run on."""
    server = None if connection.vendor == "sqlite" else connection.get_connection_params()
    with empty_database(connection.vendor, folder, server) as url:
        return told_at(url, HERE / name, (HERE / name / DUMPS[connection.vendor]).read_text(), folder / "data")
