"""Four people label one project at the same time: no image twice, and their counters come to equal the database."""

import contextlib
import os
import uuid
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.support.browser import ask
from tests.support.labeled_project import Labeler, Work
from tests.support.program import eventually, running

pytestmark = [pytest.mark.browser, pytest.mark.processes]

PEOPLE = ("alice", "bob", "carol", "dave")
POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/test")
ROUNDS, KEYS = 5, 6


@contextlib.contextmanager
def database_of(kind):
    """What tells the program its database."""
    if kind == "SQLite":
        yield {}
        return
    try:
        admin = psycopg.connect(POSTGRESQL, autocommit=True, connect_timeout=5)
    except psycopg.OperationalError:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip("no PostgreSQL answers")
    name = f"together_{uuid.uuid4().hex}"
    with admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            yield {"DATABASE_URL": urlunsplit(urlsplit(POSTGRESQL)._replace(path=f"/{name}"))}
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.long
@pytest.mark.parametrize("kind", ["SQLite", "PostgreSQL"])
def test_four_people_share_a_project_out_and_their_counters_equal_the_database(kind, browser, tmp_path):
    with database_of(kind) as database, running(tmp_path / "data", **database) as program:
        label_together(program, browser)


def label_together(program, browser):
    work = Work(program, "Together", 400, PEOPLE)
    labelers = [Labeler(browser.new_context(), work, who, seed=number).sign_in() for number, who in enumerate(PEOPLE)]
    pages = [labeler.open() for labeler in labelers]
    for _ in range(ROUNDS):
        for labeler, page in zip(labelers, pages, strict=True):
            labeler.press_and_see(page, KEYS)

    answered = [image for labeler in labelers for image, _ in labeler.accepted]
    assert len(set(answered)) == len(answered) == len(PEOPLE) * ROUNDS * KEYS

    def stats():
        return ask(pages[0], f"{program.url}/api/v1/projects/{work.slug}/stats/").json()

    eventually(lambda: stats()["by_status"]["labeled"] == len(answered))
    counted = stats()
    states = counted["by_status"]
    filters = [counted["total"], states["unlabeled"], states["labeled"], states["approved"], states["skipped"]]
    expected = [f"{number:,}" for number in [*filters, *counted["by_category"].values()]]
    for page in pages:
        shown = page.locator("[data-filter] .n, .choice .n")
        eventually(lambda shown=shown: shown.all_inner_texts() == expected)
    for labeler in labelers:
        labeler.context.close()
