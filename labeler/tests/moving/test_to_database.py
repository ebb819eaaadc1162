"""`manage.py move_database`: all rows into another database, SQLite or PostgreSQL, from either."""

import hashlib
import json
import sqlite3
from contextlib import closing

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from rest_framework.test import APIClient

from annotations.models import AnnotationEvent
from assets.models import Asset
from exports.models import DatasetVersion, VersionItem
from exports.versions import builder
from labeler.moving import guards, to_database
from labeler.tests.integrity.conftest import without_triggers
from labeler.tests.moving.conftest import rows
from projects import categories, lifecycle
from projects.models import Category, Project
from tests.support import second_process
from tests.support.cast import make_photo

pytestmark = pytest.mark.django_db(transaction=True)


def quiet(*args):
    pass


@pytest.fixture
def moved(worked, elsewhere, run, place):
    """All of it was moved; the block is there: `with moved():`, in which the files are those of before."""
    before = rows()
    done = run("move_database", elsewhere)
    assert (done.code, done.words) == (0, "")
    assert rows() == before, "what was used until now is as it was"
    store = worked.photos[0].file and _store()

    def there():
        return place(elsewhere, store=store)

    there.before, there.out = before, done.out
    return there


def _store():
    from django.conf import settings

    return settings.STORAGES["default"]


def test_a_category_whose_parent_came_later_is_there_with_it(worked, bob, elsewhere, run, place):
    project = lifecycle.create("Outfits", by=bob, task_type="classification_multi")
    sneaker, _ = categories.add_all(project, [categories.New("Sneaker"), categories.New("Shoe")])
    categories.change(sneaker, parent_id=2, exclusive_group="Kind")
    before = rows()
    assert run("move_database", elsewhere).code == 0
    with place(elsewhere, store=_store()):
        assert rows() == before
        assert Category.objects.get(name="Sneaker").parent.name == "Shoe"


def test_all_rows_are_there_and_numbers_of_those_that_are_gone_are_not_given_again(moved, worked, bob):
    last = Asset.objects.latest("pk").pk
    with moved():
        assert rows() == moved.before
        made = make_photo(Project.objects.get(), by=bob, seed=99)
        assert made.pk == last + 2, "one was deleted before the move"
        assert lifecycle.create("Another", by=bob).pk == worked.project.pk + 1


REFUSED = [
    "UPDATE annotations_annotationevent SET to_status = 'skipped'",
    "UPDATE exports_datasetversion SET hash = 'sha256:0'",
    "DELETE FROM exports_versionitem",
    "UPDATE assets_asset SET sha256 = 'a'",
    "DELETE FROM projects_category",
    "UPDATE projects_project SET slug = 'other'",
    "DELETE FROM people_auditentry",
]


def test_triggers_are_in_force_there(moved):
    here = {(table, name) for table, name, *_ in guards.in_force(connection)}
    with moved():
        there = guards.in_force(connection)
        assert {state for _, _, state, _ in there} == {"O"}
        if connection.vendor == "sqlite":
            assert len(there) > 20
        for statement in REFUSED:
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
    assert {(table, name) for table, name, *_ in guards.in_force(connection)} == here


def test_versions_tokens_and_sessions_are_as_good_as_before(moved, worked, tmp_path):
    assert "1 versions came out the same" in moved.out
    assert "Now set DATABASE_URL to its address" in moved.out
    with moved():
        builder.rebuild(DatasetVersion.objects.get(), tmp_path / "again.zip")
        assert hashlib.sha256((tmp_path / "again.zip").read_bytes()).hexdigest() == worked.version.artifact_sha256
        program = APIClient()
        program.credentials(HTTP_AUTHORIZATION=f"Token {worked.token}")
        assert program.get("/api/v1/projects/").status_code == 200
        assert worked.client.get("/").status_code == 200


def test_it_goes_on_from_there_and_back_again(moved, worked, dress, bob, answer, elsewhere, tmp_path, run, place):
    back = f"sqlite:///{tmp_path / 'back.sqlite3'}"
    with moved():
        answer([Asset.objects.get(pk=worked.photos[5].pk)], "labeled", Category.objects.get(pk=dress.pk), by=bob)
        there = rows()
        done = run("move_database", back)
        assert (done.code, done.words) == (0, "")
    with place(back):
        assert rows() == there
        assert AnnotationEvent.objects.filter(asset=worked.photos[5].pk).count() == 1


# --- what it refuses ------------------------------------------------------------------------------------------------


def test_a_database_that_is_not_empty_is_refused(moved, worked, elsewhere, run):
    done = run("move_database", elsewhere)
    assert done.code == 2
    assert "is not empty: it has 2 people and 1 projects. Name an empty one." in done.words


def test_a_database_of_another_program_is_refused(worked, server, run):
    url = server()
    with psycopg.connect(url, autocommit=True) as theirs:
        theirs.execute("CREATE TABLE orders (id integer)")
        assert "has tables of another program" in run("move_database", url).words
        assert theirs.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (1,)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://host/name", "DATABASE_URL must start with postgres:// or sqlite:///"),
        ("postgres://nobody:secret@127.0.0.1:1/labels", "The database labels at 127.0.0.1:1 (DATABASE_URL) cannot be"),
        ("", "Name the database to move to"),
    ],
)
def test_an_address_that_will_not_do_is_refused_in_a_sentence_without_its_password(worked, run, url, words):
    done = run("move_database", url)
    assert done.code == 2
    assert words in done.words
    assert "secret" not in done.words + done.err


def test_it_begins_only_while_no_other_program_has_the_database_open(worked, elsewhere, run):
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(name)) as other:
            other.execute("SELECT count(*) FROM assets_asset").fetchone()
            done = run("move_database", elsewhere)
        assert done.words.startswith("Another program has the database open. Stop Labeler")
    else:
        told = connection.get_connection_params() | {"application_name": "somebody", "cursor_factory": None}
        told = {key: told[key] for key in ("host", "port", "user", "password", "application_name") if told.get(key)}
        with psycopg.connect(dbname=name, **told):
            done = run("move_database", elsewhere)
        assert "The database is in use: somebody" in done.words
    assert done.code == 2


def test_nobody_writes_meanwhile(worked, elsewhere):
    """Neither whoever was late, nor a command that somebody starts."""
    tried = []

    def try_to_write(*args):
        if not tried:
            tried.append(_write_from_elsewhere(source))

    source = dict(connection.settings_dict)
    to_database.move(elsewhere, quiet, try_to_write)
    assert tried == ["locked"]


def _write_from_elsewhere(database):
    statement = "UPDATE assets_placecounter SET given = given + 1"
    if database["ENGINE"].endswith("sqlite"):
        with closing(sqlite3.connect(database["NAME"], timeout=0)) as other:
            try:
                other.execute(statement)
            except sqlite3.OperationalError as problem:
                return str(problem).removeprefix("database is ")
    named = {"host": database["HOST"], "port": database["PORT"], "user": database["USER"]}
    named["password"] = database["PASSWORD"]
    with psycopg.connect(dbname=database["NAME"], **{name: value for name, value in named.items() if value}) as other:
        other.execute("SET lock_timeout = 200")
        try:
            other.execute(statement)
        except psycopg.errors.LockNotAvailable:
            return "locked"
    return "written"


def test_a_version_that_comes_out_otherwise_stops_it_and_nothing_is_there(worked, elsewhere, run, place):
    with without_triggers() as cursor:
        cursor.execute("UPDATE exports_versionitem SET class_index = 1 - class_index")
    before = rows()
    done = run("move_database", elsewhere)
    assert done.code == 2
    assert "wardrobe v1 comes out as" in done.words
    assert rows() == before
    with place(elsewhere):
        assert not Project.objects.exists()


def test_a_damaged_picture_is_told_and_stops_nothing(worked, elsewhere, run, files, place):
    (files / worked.photos[0].file).unlink()
    done = run("move_database", elsewhere)
    assert done.code == 1
    assert f"wardrobe v1 could not be compared: Image {worked.photos[0].pk}" in done.err
    with place(elsewhere):
        assert Asset.objects.count() == 6


def test_what_postgresql_cannot_keep_is_named(worked, postgresql, run, place):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no such row")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE projects_category SET description = 'a' || char(0)")
    done = run("move_database", postgresql)
    assert done.code == 2
    assert done.words.startswith("A row of projects_category is not taken there:")
    with place(postgresql):
        assert not Project.objects.exists()


# --- stopped in the middle ------------------------------------------------------------------------------------------

KILLED = """
from labeler import configuration
from labeler.moving import to_database, copying, versions
from django.db import connection
settings.CONFIG.database["NAME"] = database

def progress(what, done, whole):
    if what == arguments[1] and done >= arguments[2]:
        here()

to_database.move(arguments[0], lambda words: None, progress)
"""


@pytest.mark.parametrize(("what", "done"), [("rows", 200), ("versions", 1)])
def test_one_that_was_killed_left_the_old_one_in_use_and_can_be_run_again(worked, elsewhere, run, place, what, done):
    before = rows()
    connection.close()
    second_process.kill_where_it_stands(KILLED, elsewhere, what, done)
    assert rows() == before
    with place(elsewhere):
        assert not Project.objects.exists()
    again = run("move_database", elsewhere, "--json")
    assert (again.code, again.words) == (0, "")
    assert json.loads(again.out)["versions"] == 1
    with place(elsewhere):
        assert rows() == before
        assert VersionItem.objects.count() == 5
