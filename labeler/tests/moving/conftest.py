"""A Labeler in which somebody has worked, and empty places to which all of it goes."""

import itertools
import json
import os
import shutil
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from annotations.models import Import
from assets.images import deletion
from labeler import configuration
from labeler.moving import databases
from people import tokens
from tests.support.cast import make_photo, make_photos

SERVER = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/test")
LARGE = 3_000_000  # bytes of a file that is not held in memory

_numbers = itertools.count(1)


class Ran:
    """A command of manage.py in this process: its exit code, and what it said."""

    def __init__(self, *arguments):
        out, err = StringIO(), StringIO()
        self.code, self.words = 0, ""
        try:
            call_command(*map(str, arguments), stdout=out, stderr=err)
        except CommandError as problem:
            self.code, self.words = problem.returncode, str(problem)
        self.out, self.err = out.getvalue(), err.getvalue()


@pytest.fixture
def run():
    return Ran


@pytest.fixture(autouse=True)
def config(settings, tmp_path):
    """The settings name the database of the test, as the program's own do."""
    database = {name: connection.settings_dict[name] for name in ("ENGINE", "NAME")}
    settings.CONFIG = replace(settings.CONFIG, data=tmp_path / "data", database=database, bucket=None)


@pytest.fixture
def worked(transactional_db, project, dress, hat, bob, alice, answer, make_version, jobs_run_at_once, client):
    """A project with pictures, a large file, answers, a version with a shape, an import whose file waits, a token and a
    session; the newest picture was deleted."""
    from exports.shapes import jobs as shapes

    photos = make_photos(project, range(6), by=bob)
    answer(photos[:3], "approved", dress, by=bob)
    answer(photos[3:5], "approved", hat, by=alice)
    version = make_version(project, by=bob, notes='ü, "quoted",\tand \\ 日本')
    with jobs_run_at_once(execute=True):
        shapes.request(version, "csv", by=bob)
    waiting = f"imports/{project.dataset_id}/3b1e5a1c-0000-4000-8000-000000000001"
    default_storage.save(waiting, ContentFile(os.urandom(LARGE)))
    Import.objects.create(project=project, kind="zip", file=waiting, size_bytes=LARGE, created_by=bob, state="done")
    client.force_login(alice)
    worked = Worked(project, photos, version, tokens.make(alice, "Laptop")[1], client)
    with jobs_run_at_once(execute=True):
        deletion.remove(make_photo(project, by=bob, seed=77))
    return worked


class Worked:
    def __init__(self, project, photos, version, token, client):
        self.project, self.photos, self.version, self.token, self.client = project, photos, version, token, client


def rows(left_out=("django_q",)):
    """All that the tables of the database in use say, one by one."""
    return {
        model._meta.db_table: sorted(
            json.dumps(row, sort_keys=True, default=str) for row in model._base_manager.order_by().values()
        )
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in left_out and not model._meta.proxy
    }


def stored(folder):
    """All files below a folder, with their bytes."""
    found = (path for path in Path(folder).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


# --- other places ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def server():
    """A connection to PostgreSQL, which makes databases and drops them afterwards."""
    try:
        server = psycopg.connect(SERVER, autocommit=True, connect_timeout=5)
    except psycopg.OperationalError:
        pytest.skip("no PostgreSQL answers")
    made = []

    def make():
        made.append(f"labeler_moving_{os.getpid()}_{next(_numbers)}")
        server.execute(f"CREATE DATABASE {made[-1]}")
        return urlunsplit(urlsplit(SERVER)._replace(path=f"/{made[-1]}"))

    with server:
        yield make
        for name in made:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def prepared_file(tmp_path_factory, django_db_blocker):
    """A file of SQLite with empty tables: to make them for each test would take longer than all else."""
    path = tmp_path_factory.mktemp("moving") / "prepared.sqlite3"
    with django_db_blocker.unblock():
        _prepare(databases.a_copy(path))
    return path


@pytest.fixture(scope="session")
def prepared_database(server, django_db_blocker):
    """A database of PostgreSQL with empty tables; to make one for each test would take longer than all else, too."""
    url = server()
    with django_db_blocker.unblock():
        _prepare(configuration.database_at(url, Path()))
    return url


def _prepare(settings):
    with databases.opened(settings) as opened, databases.in_use(opened):
        call_command("migrate", verbosity=0)


@pytest.fixture
def postgresql(prepared_database):
    """The address of a database of PostgreSQL whose tables are empty."""
    with psycopg.connect(prepared_database) as database:
        found = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        tables = ", ".join(table for (table,) in found if table != "django_migrations")
        database.execute(f"TRUNCATE {tables} RESTART IDENTITY")
    return prepared_database


@pytest.fixture(params=["to SQLite", "to PostgreSQL"])
def elsewhere(request, tmp_path):
    """The address of a database whose tables are empty."""
    if request.param == "to PostgreSQL":
        return request.getfixturevalue("postgresql")
    path = tmp_path / f"elsewhere-{next(_numbers)}.sqlite3"
    shutil.copyfile(request.getfixturevalue("prepared_file"), path)
    return f"sqlite:///{path}"


@pytest.fixture
def place(settings, tmp_path):
    """An empty place in place of the test's: `with place(url) as folder:`; its files lie in the folder, unless it is
    that of a bucket."""

    @contextmanager
    def at(url, folder=None, store=None):
        folder = folder or tmp_path / f"place-{next(_numbers)}"
        database = configuration.database_at(url, folder)
        kept = settings.CONFIG, settings.STORAGES, settings.WORK_DIR
        settings.CONFIG = replace(settings.CONFIG, data=folder, database=database)
        here = {"BACKEND": "core.storage.local.LocalBlobs", "OPTIONS": {"location": folder / "files"}}
        settings.STORAGES = settings.STORAGES | {"default": store or here}
        settings.WORK_DIR = folder / "work"
        with ExitStack() as stack:
            opened = stack.enter_context(databases.opened(configuration.django_database(database)))
            stack.enter_context(databases.in_use(opened))
            try:
                yield folder
            finally:
                settings.CONFIG, settings.STORAGES, settings.WORK_DIR = kept

    return at
