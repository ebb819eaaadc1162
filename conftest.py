"""The cast of the tests, and what the databases need."""

import gc
import os
import re
import shutil
import signal
from functools import partial
from unittest import mock
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management.commands import flush
from django.db import connections
from django.http import HttpRequest
from django.test import Client, override_settings
from hypothesis import settings as laws
from rest_framework.test import APIClient

from core.jobs import stopping
from exports.versions import builder
from exports.wanted import Wanted
from labeler.tests.document import refusals
from projects import categories, lifecycle, task_types
from tests.support import emptying, migrated, shared
from tests.support.cast import give_answer, make_photo, make_photos, signed_in
from tests.support.files.photos import drawn_photos, real_photos
from tests.support.live import static_files, underway
from tests.support.program import prepare_data
from tests.support.servers.bucket import BucketOwner, BucketServer
from tests.support.servers.bucket import program as bucket_server_program

gc.disable()  # until all is collected

# A busy machine is no fault of the product: laws say what is right, never how long it took. A few examples each time,
# others every time; many in `make test-long`, which comes by all laws again.
laws.register_profile("soon", deadline=None, max_examples=25)
laws.register_profile("thorough", deadline=None, max_examples=200)
laws.load_profile(os.environ.get("LABELER_LAWS", "soon"))

# A shell has what it runs in the background ignore Ctrl+C, and so would the programs that tests start and interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# --- the database ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def _tables_are_emptied_soon():
    """After a test whose transactions were real, only tables that hold something are emptied, with their triggers away:
    some refuse it. To truncate all of PostgreSQL's tables took longer than most tests."""
    connection = connections["default"]
    statements = {"sqlite": emptying.on_sqlite, "postgresql": emptying.on_postgresql}[connection.vendor]
    with (
        mock.patch.object(type(connection.ops), "sql_flush", statements),
        mock.patch.object(flush, "emit_post_migrate_signal"),
    ):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker, tmp_path_factory):
    """A file for SQLite, so that the threads of a live server see one database.

    Nothing here survives a power cut: commits wait for no disk. (Programs that tests start have their own settings.)
    """
    database = connections.databases["default"]
    options = database.setdefault("OPTIONS", {})
    if connections["default"].vendor == "sqlite":
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    else:
        options["options"] = "-c synchronous_commit=off"
    if "PYTEST_XDIST_WORKER" not in os.environ:
        yield
        return
    with migrated.once(connections["default"], tmp_path_factory.getbasetemp().parent, django_db_blocker):
        yield


@pytest.fixture(scope="session", autouse=True)
def _every_task_type_is_offered():
    """Tests make projects of those, too, that nobody else makes yet."""
    with mock.patch.object(task_types, "OFFERED", frozenset(task_types.TaskType.values)):
        yield


@pytest.fixture(scope="session", autouse=True)
def _files_wait_for_no_disk():
    """As commits do not. Tests of a disk that fails put a fault of their own in this place."""

    def at_once(handle):
        os.fstat(handle if isinstance(handle, int) else handle.fileno())  # as the real one, it takes what is open

    with mock.patch.object(os, "fsync", at_once):
        yield


def _storages(location):
    """Static files have their plain names."""
    return {
        "default": {"BACKEND": "core.storage.local.LocalBlobs", "OPTIONS": {"location": location}},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(scope="session", autouse=True)
def _settings_of_all_tests(tmp_path_factory):
    """In force between tests as well, when a server of theirs may still be asked for something."""
    with override_settings(
        STORAGES=_storages(tmp_path_factory.getbasetemp() / "of-no-test"),
        WHITENOISE_AUTOREFRESH=True,  # no look through all static files for every client
        # Hashing a password slowly is Django's business, and would be most of what the tests do.
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


_folders = iter(range(1, 1_000_000))


@pytest.fixture
def tmp_path(request, tmp_path_factory):
    """As pytest's own, which looks through the folders of all tests before for a name that is free, each time."""
    name = re.sub(r"\W", "_", request.node.name)[:30]
    path = tmp_path_factory.getbasetemp() / f"{name}-{next(_folders)}"
    path.mkdir(mode=0o700)
    return path


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Every test has its own store and work folder."""
    settings.STORAGES = _storages(tmp_path / "files")
    settings.WORK_DIR = tmp_path / "work"
    return tmp_path / "files"


@pytest.fixture
def jobs_run_at_once(monkeypatch, django_capture_on_commit_callbacks):
    """Jobs are done as soon as they are enqueued, and what they raise is raised in the test."""
    from django_q.conf import Conf

    monkeypatch.setattr(Conf, "SYNC", True)
    return django_capture_on_commit_callbacks


@pytest.fixture
def ask_to_stop(monkeypatch):
    """Ask this process to stop, as a worker that is told to asks all of its group."""
    before = signal.getsignal(stopping.SIGNAL)
    monkeypatch.setattr(os, "killpg", lambda group, number: signal.raise_signal(number))
    monkeypatch.setattr(stopping, "_asked", None)
    stopping.listen()
    yield stopping.ask
    signal.signal(stopping.SIGNAL, before)


# --- the whole program ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def prepared_data(tmp_path_factory):
    """A data folder for programs to begin with a copy of; their first start is the matter of few tests."""
    ours = tmp_path_factory.getbasetemp()
    # Of several processes that share the tests each has a folder in the one of all.
    return prepare_data((ours.parent if "PYTEST_XDIST_WORKER" in os.environ else ours) / "prepared")


# --- the bucket -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def bucket_server(tmp_path_factory):
    """A real S3 server, started by the first test that asks for it."""
    server = BucketServer(tmp_path_factory.mktemp("s3") / "server")
    if not bucket_server_program():
        pytest.skip("there is no SeaweedFS here")
    try:
        yield server.start()
    finally:
        server.stop()


_buckets = iter(range(1, 1_000_000))


@pytest.fixture
def bucket(bucket_server, settings, monkeypatch):
    """The store is a new bucket of a real S3 server. Answers what looks into it as its owner would."""
    for name, value in bucket_server.environment.items():
        monkeypatch.setenv(name, value)
    owner = BucketOwner(bucket_server, f"labeler-{next(_buckets)}")
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "core.storage.s3.Bucket", "OPTIONS": owner.options}}
    return owner


# --- the browser ----------------------------------------------------------------------------------------------------

CHROMIUM = os.environ.get("LABELER_CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
# The same Chromium without the window around the page, where there is one.
HEADLESS_SHELL = os.environ.get("LABELER_HEADLESS_SHELL") or shutil.which("chromium-headless-shell") or CHROMIUM
FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")

MISSING = {
    "browser": None if CHROMIUM else "there is no Chromium here",
    "firefox": None if FIREFOX else "there is no Firefox here",
    "shared": None if shared.FOLDER.exists() else "there is no ../shared here",
}
OF_A_DATABASE = {"db", "transactional_db", "live_server"}


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items):
    _mark(items)  # before -m chooses
    yield
    # The order is random by now. A file goes to one process as a whole, and those that take long begin: at the end a
    # process would be at one alone, and the others idle.
    slow = {item.path for item in items if _takes_long(item)}
    items.sort(key=lambda item: item.path not in slow)


def _takes_long(item):
    """A browser, programs and migrations are waited for for seconds."""
    marked = any(item.get_closest_marker(marker) for marker in ("browser", "processes"))
    return marked or not vars(item.module).keys().isdisjoint({"subprocess", "MigrationExecutor", "attack"})


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """What is collected stays: looking through it for garbage again and again took a quarter of the time meanwhile, and
    a seventh of that afterwards. What the tests themselves leave is little, and looked for less often."""
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)
        gc.enable()


def _mark(items):
    for item in items:
        if item.get_closest_marker("django_db") or OF_A_DATABASE.intersection(item.fixturenames):
            item.add_marker(pytest.mark.database)
        for marker, reason in MISSING.items():
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_terminal_summary(terminalreporter, config):
    """The order is random; the same seed gives the same one again."""
    seed = getattr(config.option, "randomly_seed", None)  # none with -p no:randomly
    if seed is not None:
        terminalreporter.write_line(f"In the order of --randomly-seed={seed}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    page = getattr(item, "funcargs", {}).get("page")
    if call.when == "call" and report.failed and page:
        from tests.support.browser import as_it_stands

        report.sections.append(("The page", as_it_stands(page)))
    return report


@pytest.fixture
def firefox():
    """A Firefox without a window; for tests that are marked so."""
    from tests.support.walks import hands

    driver = hands.firefox(FIREFOX)
    yield driver
    driver.quit()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The browser that is installed; as root it needs no sandbox, and it has nobody to call at home."""
    return browser_type_launch_args | {
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session")
def launch_browser(launch_browser):
    """The browser that tests share has no window: drawing one for each test took longer than the pages in it. Those
    that are about the browser (its profile, its end) launch a whole one, as do `make test-long` and `test-shared`."""
    return partial(launch_browser, executable_path=HEADLESS_SHELL)


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return browser_context_args | {"viewport": {"width": 1440, "height": 900}}


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_kept_in_memory():
    with static_files.kept_in_memory():
        yield


@pytest.fixture(scope="session", autouse=True)
def _requests():
    with underway.counted() as requests:
        yield requests


@pytest.fixture(autouse=True)
def _server_has_answered(request, _requests):
    """What the browser of a test asked for last is not answered from the tables of the next test."""
    if "live_server" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")  # which is emptied after this
    yield
    _requests.wait_for_end()


# --- the cast -------------------------------------------------------------------------------------------------------


@pytest.fixture
def alice(db, django_user_model):
    """She labels."""
    return django_user_model.objects.create_user("alice", password="correct horse alice")


@pytest.fixture
def bob(db, django_user_model):
    """He runs the project."""
    return django_user_model.objects.create_user("bob", password="correct horse bob", is_staff=True, is_superuser=True)


@pytest.fixture
def mallory(db, django_user_model):
    """She has an account, and no business in other people's operations."""
    return django_user_model.objects.create_user("mallory", password="correct horse mallory")


@pytest.fixture
def project(bob):
    return lifecycle.create("Wardrobe", by=bob)


@pytest.fixture
def dress(project):
    return categories.add(project, "Dress")


@pytest.fixture
def hat(dress):
    """The second category of the project."""
    return categories.add(dress.project, "Hat")


@pytest.fixture
def photo(project, bob):
    return make_photo(project, by=bob)


@pytest.fixture
def photos(project, bob):
    """Make so many photos: `photos(3)`."""
    return lambda count, first=100: make_photos(project, range(first, first + count), by=bob)


@pytest.fixture(params=["drawn", pytest.param("real", marks=pytest.mark.shared)])
def labeled_photos(request, tmp_path):
    """So many photos as files, each with its class: `labeled_photos(40)`."""
    if request.param == "real":
        return real_photos
    return lambda count: drawn_photos(tmp_path / "drawn", count)


class SignsIn:
    """Somebody signs in without a password, and all else is as after the page for it."""

    def force_login(self, user, backend=None):
        user.backend = backend or self._get_backend()
        request = HttpRequest()
        # What another one began here goes with it.
        kept = self.session if settings.SESSION_COOKIE_NAME in self.cookies else None
        request.session = signed_in(user, user.backend, kept)
        self._set_login_cookies(request)


class Browser(SignsIn, Client):
    """What a person sits at."""


class Program(SignsIn, APIClient):
    """An outside program that somebody logged in for. Its paths are those of the API's table, and what it is refused is
    what they tell of."""

    def generic(self, method, path, *args, **options):
        if not path.startswith(("/", "http:")):
            path = f"/api/v1/{path}"
        response = super().generic(method, path, *args, **options)
        refusals.check(method, urlsplit(path).path, response)
        return response


@pytest.fixture
def client():
    return Browser()


@pytest.fixture
def api():
    """Call the API as somebody: `api(alice).get("projects/")`; as a stranger: `api()`."""

    def program(user=None):
        client = Program()
        if user is not None:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return program


@pytest.fixture
def answer():
    """Give an asset an answer, or several the same: `answer(photo, "labeled", dress, by=alice)`."""
    return give_answer


@pytest.fixture
def make_version():
    """Request a dataset version and build it: `make_version(project, by=bob, include_unlabeled=True)`."""

    def make(project, *, by, built=True, notes="", **wanted):
        version = builder.request_version(project, Wanted(**wanted), by=by, notes=notes)
        if built:
            builder.build(version.pk)
            version.refresh_from_db()
        return version

    return make
