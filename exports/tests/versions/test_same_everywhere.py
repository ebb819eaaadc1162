"""The same frozen version is the same zip, byte for byte, on either database, on either storage, in any time zone,
locale and hash seed (dataset contract, promises 2 and 3). Each build is a process of its own on an empty database.

The rows are those of the golden export, so that what comes out is known beforehand. Tests on SQLite and on PostgreSQL
are held against the same digests.
"""

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from exports.tests.golden import wardrobe
from exports.tests.wardrobe_shapes import SHA256

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[3]

# Of a version that was requested and built by the verbs, with its number, date and generator.
REQUESTED = {
    "hash": "sha256:7ad7415db08743c0b67d94c98be0e1575f744adcdbdeee049312986f71c8981c",
    "zip_sha256": "577508d4529e3c06de2d35aa5626936cfc726af14d1fe23b1eae037fcf1b758f",
}


@pytest.fixture
def empty_database(tmp_path):
    """The address of a database like the one that the tests run on, with nothing in it."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    settings = connection.settings_dict
    name = f"labeler_same_{secrets.token_hex(6)}"
    with psycopg.connect(**connection.get_connection_params() | {"dbname": "postgres"}, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            password = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
            yield f"postgres://{settings['USER']}{password}@{settings['HOST']}:{settings['PORT'] or 5432}/{name}"
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def build(database, data, **environment):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "exports.tests.golden.in_database"],
        cwd=ROOT,
        env=kept
        | {"DATABASE_URL": database, "LABELER_DATA": str(data), "DJANGO_SETTINGS_MODULE": "labeler.settings"}
        | environment,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_disk_in_kiritimati_with_a_bare_locale(empty_database, tmp_path):
    built = build(
        empty_database, tmp_path / "data", TZ="Pacific/Kiritimati", TIME_ZONE="Pacific/Kiritimati", LC_ALL="C",
        PYTHONUTF8="0", PYTHONHASHSEED="1",
    )  # fmt: skip
    assert built["golden"]["zip_sha256"] == wardrobe.ZIP_SHA256
    assert built["requested"] == REQUESTED
    assert built["shapes"] == SHA256


def test_a_bucket_in_newfoundland_with_another_hash_seed(empty_database, tmp_path, bucket):
    built = build(
        empty_database, tmp_path / "data", TZ="America/St_Johns", TIME_ZONE="America/St_Johns", LC_ALL="C.UTF-8",
        PYTHONHASHSEED="4242", STORAGE_URL=f"s3://{bucket.name}?endpoint={bucket.server.endpoint}",
        **bucket.server.environment,
    )  # fmt: skip
    assert built["golden"]["zip_sha256"] == wardrobe.ZIP_SHA256
    assert built["requested"] == REQUESTED
    assert built["shapes"] == SHA256
