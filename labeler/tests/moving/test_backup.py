"""`manage.py backup` and `restore`: all of it in one file, from and to either database and either store."""

import io
import json
import shutil
import stat
import tarfile
import threading
import time

import pytest
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from annotations.labeling import answers
from annotations.models import AnnotationEvent
from assets.images import deletion
from assets.models import Asset
from core.storage.scratch import work_dir
from labeler.moving import archive, backup
from labeler.tests.moving.conftest import rows, stored
from projects.models import Project
from tests.support import second_process
from tests.support.cast import make_photos

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "labels.tar"


@pytest.fixture
def made(worked, path, run):
    done = run("backup", path)
    assert (done.code, done.words) == (0, "")
    return path


def kept(files):
    """What a backup has of a store."""
    return {name: content for name, content in stored(files).items() if not name.startswith("renditions/")}


# --- there and back -------------------------------------------------------------------------------------------------


def test_what_is_restored_has_every_row_and_every_file_and_is_whole(made, worked, elsewhere, run, place, files):
    before = rows()
    with place(elsewhere) as folder:
        done = run("restore", made)
        assert (done.code, done.words) == (0, "")
        assert "All is whole." in done.out
        assert rows() == before
        assert stored(folder / "files") == kept(files)
        assert run("check_files", "--grace", "0").words == "Not whole: 12 rendition_missing."
        assert run("check_files", "--grace", "0", "--hash", "--repair").code == 0
        assert not list(work_dir().iterdir())


def test_it_is_its_owners_alone_and_says_what_it_is(made, worked):
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    with tarfile.open(made) as tar:
        names = tar.getnames()
        told = json.load(tar.extractfile("manifest.json"))
    assert names[:2] == ["manifest.json", "labeler.sqlite3"]
    assert names[-1] == "end.json"
    assert not [name for name in names if "renditions" in name or "secret-key" in name]
    assert (told["format"], told["program"]) == (1, "0.1.0")
    assert told["database"]["rows"]["assets_asset"] == 6
    assert ["exports", "0008_version_item_revision"] in told["migrations"]


def test_in_json_it_is_one_line_each(worked, path, elsewhere, run, place):
    told = json.loads(run("backup", path, "--json").out)
    assert told == {
        "file": str(path), "size": path.stat().st_size, "files": 9, "bytes": told["bytes"], "gone": [], "lost": [],
        "damaged": [],
    }  # fmt: skip
    with place(elsewhere):
        again = json.loads(run("restore", path, "--json").out)
    assert (again["whole"], again["files"], again["bytes"], again["found"]) == (True, 9, told["bytes"], [])


def test_from_a_bucket_into_a_folder_and_back_into_another(bucket, bucket_server, worked, path, elsewhere, run, place):
    from tests.support.servers.bucket import BucketOwner

    assert run("backup", path).code == 0
    names = [name for name in bucket.names() if not name.startswith("renditions/")]
    with place(elsewhere) as folder:
        assert run("restore", path).code == 0
        assert sorted(stored(folder / "files")) == names
        assert run("backup", path.with_name("again.tar")).code == 0
    other = BucketOwner(bucket_server, f"{bucket.name}-other")
    store = {"BACKEND": "core.storage.s3.Bucket", "OPTIONS": other.options}
    with place(f"sqlite:///{path.with_name('third.sqlite3')}", store=store):
        assert run("restore", path.with_name("again.tar")).code == 0
        assert other.names() == names
        assert [other.get(name) == bucket.get(name) for name in names] == [True] * 9


def test_one_of_an_earlier_program_is_restored_and_its_tables_brought_forward(
    made, worked, run, place, tmp_path, prepared_file
):
    """As it was before a table of today came."""
    old = tmp_path / "old.tar"
    with place(f"sqlite:///{tmp_path / 'old.sqlite3'}"):
        assert run("restore", made).code == 0
        MigrationExecutor(connection).migrate(
            [("labeler", "0001_worker_heartbeat"), ("webhooks", "0003_delivery_by_state")]
        )
        before = Asset.objects.count()
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(backup.first_run, "refuse_older_tables", lambda: None)
            patched.setattr(backup.tables, "counts", lambda models, connection: {})
            assert run("backup", old).code == 0
    with place(f"sqlite:///{tmp_path / 'new.sqlite3'}"):
        done = run("restore", old)
        assert (done.code, done.words) == (0, "")
        assert Asset.objects.count() == before
        assert "labeler_writeprobe" in connection.introspection.table_names()
    shutil.copyfile(prepared_file, tmp_path / "of-today.sqlite3")
    with place(f"sqlite:///{tmp_path / 'of-today.sqlite3'}"):
        assert "has tables of a later time than the backup. Name an empty database." in run("restore", old).words


# --- while people label ---------------------------------------------------------------------------------------------


def test_every_answer_that_was_acknowledged_before_it_began_is_in_it_while_people_go_on(
    worked, dress, hat, bob, alice, path, elsewhere, run, place
):
    photos = make_photos(worked.project, range(200, 260), by=bob)
    acknowledged, stop = [], threading.Event()

    def label(number, by):
        try:
            for turn in range(100_000):
                if stop.is_set():
                    return
                photo = photos[number::2][turn % 30]
                op_id = f"load-{number}-{turn}"
                category = (dress, hat)[(turn + turn // 30) % 2]
                operation = {"op_id": op_id, "asset": photo.pk, "base_revision": turn // 30, "status": "labeled"}
                operation["category_ids"] = [category.public_id]
                results = answers.set_answers(worked.project, [operation], by=by)
                assert results[0].result == "applied", results
                acknowledged.append(op_id)
        finally:
            connections.close_all()

    people = [threading.Thread(target=label, args=(number, by)) for number, by in enumerate((alice, bob))]
    for person in people:
        person.start()
    try:
        _eventually(lambda: len(acknowledged) > 20)
        before = set(acknowledged)
        done = run("backup", path)
        after = set(acknowledged)
    finally:
        stop.set()
        for person in people:
            person.join()
    assert (done.code, done.words) == (0, "")
    assert after > before, "people went on meanwhile"
    with place(elsewhere):
        restored = run("restore", path)
        assert (restored.code, restored.words) == (0, "")
        answered = set(AnnotationEvent.objects.values_list("op_id", flat=True))
        assert before <= answered
        assert {op_id for op_id in answered if op_id.startswith("load-")} <= set(acknowledged)


def _eventually(question):
    deadline = time.monotonic() + 60
    while not question():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture
def meanwhile(monkeypatch):
    """Do something between the copy of the database and that of the files."""

    def between(action):
        database = archive.Writer.database

        def and_then(self, path):
            database(self, path)
            action()

        monkeypatch.setattr(archive.Writer, "database", and_then)

    return between


def test_what_somebody_deletes_meanwhile_is_named_and_fails_nothing(
    worked, path, run, meanwhile, elsewhere, place, jobs_run_at_once
):
    gone = worked.photos[5]

    def delete():
        with jobs_run_at_once(execute=True):
            deletion.remove(gone)

    meanwhile(delete)
    done = run("backup", path)
    assert (done.code, done.words) == (0, "")
    assert f"Deleted by somebody meanwhile, and not in it: 1\n  {gone.file}" in done.err
    with place(elsewhere):
        restored = run("restore", path)
        assert restored.code == 1
        assert f"Deleted while the backup was made, and not in it: 1\n  {gone.file}" in restored.err
        assert f"original_missing: Image {gone.pk}: its file is gone." in restored.err


def test_what_the_store_lost_or_has_damaged_is_told_and_the_rest_is_kept(worked, path, run, files, elsewhere, place):
    lost, damaged = worked.photos[0].file, worked.photos[1].file
    (files / lost).unlink()
    (files / damaged).chmod(0o600)
    (files / damaged).write_bytes(b"-" + (files / damaged).read_bytes()[1:])
    done = run("backup", path, "--json")
    assert (done.code, json.loads(done.out)["lost"], json.loads(done.out)["damaged"]) == (1, [lost], [damaged])
    assert done.words.startswith("2 files are lost or damaged in the store.")
    with place(elsewhere) as folder:
        restored = run("restore", path)
        assert restored.code == 1
        assert stored(folder / "files") == kept(files)


# --- what is refused ------------------------------------------------------------------------------------------------


def test_no_file_is_written_over(made, run):
    before = made.read_bytes()
    done = run("backup", made)
    assert (done.code, done.words) == (2, f"{made} is there already. Name another file: none is overwritten.")
    assert made.read_bytes() == before


@pytest.fixture
def refused(run, place, tmp_path, prepared_file):
    """Why a file is not restored, after which nothing is there."""

    def why(path):
        with place(f"sqlite:///{tmp_path / 'refused.sqlite3'}"):
            done = run("restore", path)
            assert done.code == 2
            assert not _exists(Project)
        return done.words

    return why


def _exists(model):
    return model._meta.db_table in connection.introspection.table_names() and model.objects.exists()


def test_a_file_that_was_cut_off_is_refused_wherever_that_was(made, refused, tmp_path):
    whole = made.read_bytes()
    with tarfile.open(made) as tar:
        members = tar.getmembers()
    cuts = [0, 100, 700, members[1].offset_data + 5000, members[2].offset, members[3].offset_data + 10]
    for cut in [*cuts, members[-1].offset, members[-1].offset_data + 20]:
        made.write_bytes(whole[:cut])
        said = refused(made)
        assert "is no backup" in said or "was cut off" in said or "is damaged" in said, (cut, said)


def test_one_wrong_byte_is_found_wherever_it_is(made, refused):
    whole = made.read_bytes()
    with tarfile.open(made) as tar:
        places = {member.name: member.offset_data + member.size // 2 for member in tar.getmembers()}
    large = next(name for name in places if name.startswith("files/imports/"))
    picture = next(name for name in places if name.startswith("files/originals/"))
    for name in ("labeler.sqlite3", large, picture):
        changed = bytearray(whole)
        changed[places[name]] ^= 1
        made.write_bytes(changed)
        assert f"{made} is damaged: " in refused(made), name
        assert name.removeprefix("files/") in refused(made) or name == "labeler.sqlite3"


def rewritten(path, name, *, content=None, called=None):
    """The backup with other bytes, or another name, of one of its parts."""
    with tarfile.open(path) as tar:
        parts = [(entry.name, tar.extractfile(entry).read()) for entry in tar.getmembers()]
    with tarfile.open(path, "w") as tar:
        for known, held in parts:
            is_it = known == name
            entry = tarfile.TarInfo(called if is_it and called else known)
            put = content if is_it and content else held
            entry.size = len(put)
            tar.addfile(entry, io.BytesIO(put))
    return path


def test_what_is_no_backup_is_refused(tmp_path, refused, transactional_db):
    (tmp_path / "words.tar").write_text("These are words." * 1000)
    assert "is no backup of Labeler" in refused(tmp_path / "words.tar")
    with tarfile.open(tmp_path / "other.tar", "w") as tar:
        tar.add(tmp_path / "words.tar", "words.tar")
    assert "is no backup of Labeler: it does not begin with what it is" in refused(tmp_path / "other.tar")
    assert "No such file" in refused(tmp_path / "nowhere.tar")


def test_a_newer_format_is_refused_with_the_program_that_wrote_it(made, refused):
    rewritten(made, "manifest.json", content=json.dumps({"format": 2, "program": "0.9.0"}).encode())
    assert "was made by a newer Labeler (0.9.0): this one knows no backup of format 2." in refused(made)


def test_tables_of_a_newer_program_are_refused(worked, path, run, refused, monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('exports', '0999_later', CURRENT_TIMESTAMP)"
        )
    try:
        monkeypatch.setattr(backup.first_run, "refuse_newer_tables", lambda: None)
        assert run("backup", path).code == 0
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = '0999_later'")
    if connection.vendor == "sqlite":  # that of PostgreSQL is written by this program's own migrations
        assert "was made by a newer Labeler: this one does not know exports 0999_later." in refused(path)


def test_no_name_leads_out_of_the_store(made, refused, tmp_path):
    with tarfile.open(made) as tar:
        name = next(name for name in tar.getnames() if name.startswith("files/originals/"))
    for out in ("files/../../outside", "files//outside", "outside", "files/originals/../../../outside"):
        assert "no file of a store is called" in refused(rewritten(made, name, called=out))
        name = out
    assert not list(tmp_path.rglob("outside"))


def test_a_place_that_is_not_empty_is_refused(made, worked, run, place, tmp_path):
    done = run("restore", made)
    assert done.code == 2
    assert "is not empty: it has 2 people and 1 projects. Name an empty one." in done.words
    with place(f"sqlite:///{tmp_path / 'new.sqlite3'}") as folder:
        (folder / "files" / "originals").mkdir(parents=True)
        (folder / "files" / "originals" / "somebodys.png").write_bytes(b"-")
        done = run("restore", made)
        assert done.code == 2
        assert "The store is not empty: originals/somebodys.png lies in it." in done.words


def test_a_full_disk_is_said_in_one_sentence_and_leaves_no_file(worked, path, run, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive.Writer, "file", full)
    done = run("backup", path)
    assert (done.code, done.words) == (2, "The disk is full. Free some space, then try again.")
    assert [each.name for each in path.parent.iterdir() if "labels.tar" in each.name] == []
    assert not list(work_dir().iterdir())


# --- stopped in the middle ------------------------------------------------------------------------------------------

KILLED_BACKUP = """
from labeler.moving import backup

backup.make(Path(arguments[0]), lambda words: None, lambda what, done, whole: done > 2 and here())
"""
KILLED_RESTORE = """
import os
from dataclasses import replace
from labeler import configuration
from labeler.moving import archive, databases, restore, stores

folder = Path(arguments[1])
settings.CONFIG = replace(settings.CONFIG, data=folder, database=configuration.database_at(arguments[2], folder))
from django.conf import settings as used
used.CONFIG, used.WORK_DIR = settings.CONFIG, folder / "work"
used.STORAGES["default"] = {"BACKEND": "core.storage.local.LocalBlobs", "OPTIONS": {"location": folder / "files"}}
stores.AT_ONCE = 1

def progress(what, done, whole):
    if what == arguments[3] and done >= arguments[4]:
        here()

opened = databases.opened(configuration.django_database(settings.CONFIG.database))
with opened as connection, databases.in_use(connection):
    restore.restore(Path(arguments[0]), lambda words: None, progress)
"""


def test_a_backup_that_was_killed_is_none(worked, path, run):
    connection.close()
    second_process.kill_where_it_stands(KILLED_BACKUP, str(path))
    assert not path.exists()
    assert run("backup", path).code == 0


@pytest.mark.parametrize(("what", "done"), [("files", 5), ("rows", 100)])
def test_a_restore_that_was_killed_has_no_row_and_is_gone_on_with(made, elsewhere, run, place, tmp_path, what, done):
    before, folder = rows(), tmp_path / "new"
    folder.mkdir()
    second_process.kill_where_it_stands(KILLED_RESTORE, str(made), str(folder), elsewhere, what, done)
    with place(elsewhere, folder):
        assert not _exists(Project)
        again = run("restore", made)
        assert (again.code, again.words) == (0, "")
        assert rows() == before
