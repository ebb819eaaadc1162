"""`manage.py move_files`: all stored files into a bucket, and from there back into the data folder."""

import hashlib
import json
from urllib.parse import quote

import pytest
from django.db import connection

from exports.models import DatasetVersion
from exports.versions import builder
from labeler.configuration import Bucket, django_store
from labeler.moving import to_store
from labeler.tests.moving.conftest import rows, stored
from projects.models import Project
from tests.support import second_process
from tests.support.servers.bucket import BucketOwner

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def other(bucket_server, monkeypatch, tmp_path):
    """An empty bucket, to which files are moved."""
    for name, value in bucket_server.environment.items():
        monkeypatch.setenv(name, value)
    return BucketOwner(bucket_server, f"moved-{hashlib.sha256(str(tmp_path).encode()).hexdigest()[:16]}")


@pytest.fixture
def address(other):
    return f"s3://{other.name}?endpoint={quote(other.options['endpoint_url'])}"


def use(settings, owner=None, folder=None):
    """Let the settings name that bucket or that folder."""
    bucket = owner and Bucket(owner.name, owner.options["endpoint_url"], None)
    object.__setattr__(settings.CONFIG, "bucket", bucket)
    settings.STORAGES = settings.STORAGES | {"default": django_store(bucket, settings.CONFIG.data, None)}


def test_all_files_are_there_and_come_back(worked, files, run, other, address, settings, tmp_path):
    before, told = stored(files), rows()
    done = run("move_files", address)
    assert (done.code, done.words) == (0, "")
    assert "21 files" in done.out
    assert f"Now set STORAGE_URL={address}" in done.out
    assert {name: other.get(name) for name in other.names()} == before
    assert stored(files) == before, "what was used until now is as it was"
    use(settings, other)
    builder.rebuild(DatasetVersion.objects.get(), tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == before[worked.version.artifact]
    back = run("move_files", "folder")
    assert (back.code, back.words) == (0, "")
    assert "Now unset STORAGE_URL" in back.out
    assert stored(settings.CONFIG.data / "files") == before
    assert rows() == told
    use(settings)
    assert run("check_files", "--hash", "--grace", "0").code == 0


def test_where_other_files_lie_nothing_is_put(worked, files, run, other, address):
    other.put("originals/somebodys.png", b"-")
    done = run("move_files", address)
    assert (done.code, done.words) == (
        2,
        "The bucket is not empty: originals/somebodys.png lies there, and not here. Name an empty one.",
    )
    assert other.names() == ["originals/somebodys.png"]


def test_where_they_lie_already_they_are_not_moved(worked, run, other, address, settings):
    assert run("move_files", "folder").words == "All files lie there already."
    use(settings, other)
    assert run("move_files", address).words == "All files lie there already."


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("s4://bucket", "STORAGE_URL must look like s3://bucket"),
        ("s3://bucket?endpoint=http://127.0.0.1:1", "The bucket does not answer"),
    ],
)
def test_an_address_that_will_not_do_is_refused_in_a_sentence(worked, run, other, address, words):
    done = run("move_files", address)
    assert done.code == 2
    assert words in done.words


def test_a_lost_and_a_damaged_picture_are_told_and_the_rest_is_there(worked, files, run, other, address):
    lost, damaged = worked.photos[0], worked.photos[5]
    (files / lost.file).unlink()
    (files / damaged.file).chmod(0o600)
    (files / damaged.file).write_bytes(b"-" + (files / damaged.file).read_bytes()[1:])
    done = run("move_files", address, "--json")
    told = json.loads(done.out)
    assert (done.code, told["whole"]) == (1, False)
    assert [each["finding"] for each in told["found"]] == ["original_missing", "original_hash"] or [
        each["finding"] for each in told["found"]
    ] == ["original_hash", "original_missing"]
    assert told["not_compared"] == [
        f"wardrobe v1 could not be compared: Image {lost.pk} cannot be exported: its file is missing."
    ]
    assert other.names() == sorted(stored(files))


def test_a_file_that_came_out_otherwise_there_is_found(worked, files, run, other, address, monkeypatch):
    """As a bucket that answers well and keeps something else."""
    copy = to_store._copy

    def then_harmed(*args):
        copy(*args)
        other.put(worked.photos[0].file, b"-" * worked.photos[0].size_bytes)

    monkeypatch.setattr(to_store, "_copy", then_harmed)
    done = run("move_files", address)
    assert done.code == 1
    assert f"original_hash: Image {worked.photos[0].pk}" in done.err


KILLED = """
from dataclasses import replace
from django.conf import settings as used
from labeler import configuration
from labeler.moving import stores, to_store
from core.storage.s3 import Bucket
settings.CONFIG.database["NAME"] = database
stores.AT_ONCE = 1

def progress(what, done, whole):
    if what == arguments[1] and done >= arguments[2]:
        here()

to_store.move(Bucket(**arguments[0]), "The bucket", lambda words: None, progress)
"""


@pytest.mark.parametrize(("what", "done"), [("files", 12), ("versions", 1)])
def test_one_that_was_killed_left_the_old_one_in_use_and_is_gone_on_with(
    worked, files, run, other, address, what, done
):
    before = stored(files)
    connection.close()
    second_process.kill_where_it_stands(KILLED, other.options, what, done)
    assert stored(files) == before
    again = run("move_files", address)
    assert (again.code, again.words) == (0, "")
    assert {name: other.get(name) for name in other.names()} == before
    assert Project.objects.count() == 1
