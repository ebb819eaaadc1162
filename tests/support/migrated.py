"""One migrated database for all processes that share the tests: who needs it first migrates, the others copy it."""

import contextlib
import fcntl
import shutil
from functools import partial
from unittest import mock


@contextlib.contextmanager
def once(connection, folder, blocker):
    """Until the block ends, this connection's database of tests is made so. `folder` is one that all processes have,
    `blocker` pytest-django's of databases."""
    create = connection.creation.create_test_db
    kept = {"sqlite": _File, "postgresql": _Template}[connection.vendor](connection, folder)
    try:
        with mock.patch.object(connection.creation, "create_test_db", partial(_create, create, kept, folder)):
            yield
    finally:
        with _alone(folder), blocker.unblock():
            kept.drop()


def _create(create, kept, folder, **options):
    with _alone(folder):
        if not kept.exists():
            name = create(**options)
            kept.keep()
            return name
        with kept.copied() as more, mock.patch("django.core.management.call_command") as left_out:
            name = create(**options | more)
    assert {call.args[0] for call in left_out.call_args_list} == {"migrate", "createcachetable"}
    return name


@contextlib.contextmanager
def _alone(folder):
    with open(folder / "migrated.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class _File:
    """SQLite's, which goes with the folder."""

    def __init__(self, connection, folder):
        self._connection = connection
        self._path = folder / "migrated.sqlite3"

    def exists(self):
        return self._path.exists()

    def keep(self):
        with self._connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(self._path)])

    @contextlib.contextmanager
    def copied(self):
        shutil.copyfile(self._path, self._connection.settings_dict["TEST"]["NAME"])
        yield {"keepdb": True}

    def drop(self):
        pass


class _Template:
    """PostgreSQL's; a file says that it is there. It goes with the process that made it."""

    def __init__(self, connection, folder):
        self._connection = connection
        self._name = f"{connection.settings_dict['NAME']}_migrated"
        self._sign = folder / "migrated"
        self._is_ours = False

    def exists(self):
        return self._sign.exists()

    def keep(self):
        connection = self._connection
        connection.close()  # of a database that is copied nobody has one
        self._is_ours = True
        self._run("DROP DATABASE IF EXISTS {}", self._name)  # of a run that was killed
        self._run("CREATE DATABASE {} TEMPLATE {}", self._name, connection.settings_dict["NAME"])
        self._sign.touch()

    @contextlib.contextmanager
    def copied(self):
        with mock.patch.dict(self._connection.settings_dict["TEST"], {"TEMPLATE": self._name}):
            yield {}

    def drop(self):
        if self._is_ours:
            self._sign.unlink(missing_ok=True)
            self._run("DROP DATABASE IF EXISTS {}", self._name)

    def _run(self, statement, *names):
        with self._connection.creation._nodb_cursor() as cursor:
            cursor.execute(statement.format(*map(self._connection.ops.quote_name, names)))
