"""What a license may be, which of them have an address at SPDX, and the column, which an old database gets."""

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from projects.rules import licenses
from tests.support.cast import refused


@pytest.mark.parametrize(
    ("text", "license"),
    [
        ("", ""),
        ("  ", ""),
        (" CC-BY-4.0\n", "CC-BY-4.0"),
        ("https://example.com/terms?a=b#c", "https://example.com/terms?a=b#c"),
        ("仅供内部使用", "仅供内部使用"),
        ("Cre\u0301dit", "Crédit"),
        ("x" * 200, "x" * 200),
    ],
)
def test_a_license_is_one_line_of_any_text(text, license):
    assert licenses.clean_license(text) == license


@pytest.mark.parametrize("between", ["\n", "\r", "\t", "\0", "\x7f", "\x85", "\u2028", "\u2029", "\ud800"])
def test_line_breaks_and_control_characters_are_refused(between):
    with pytest.raises(ValueError, match="^A license is one line, without control characters.$"):
        licenses.clean_license(f"MIT{between}or another")


def test_more_than_200_characters_are_refused_with_their_number():
    with pytest.raises(ValueError, match="^A license has at most 200 characters; this one has 201.$"):
        licenses.clean_license("x" * 201)


@pytest.mark.parametrize(
    ("license", "address"),
    [
        ("CC-BY-4.0", "https://spdx.org/licenses/CC-BY-4.0"),
        ("cc0-1.0", "https://spdx.org/licenses/CC0-1.0"),
        ("ODbL-1.0", "https://spdx.org/licenses/ODbL-1.0"),
        ("https://creativecommons.org/licenses/by/4.0/", "https://creativecommons.org/licenses/by/4.0/"),
        ("Proprietary", "Proprietary"),
        ("CC-BY-4.1", "CC-BY-4.1"),
        ("MIT OR Apache-2.0", "MIT OR Apache-2.0"),
        ("", ""),
    ],
)
def test_only_a_known_id_gets_an_address(license, address):
    assert licenses.address(license) == address


def test_no_address_is_longer_than_a_license_may_be():
    assert max(len(licenses.address(id)) for id in licenses._IDS) <= licenses.LONGEST


# --- the column -----------------------------------------------------------------------------------------------------

BEFORE = [("projects", "0004_category_by_public_id"), ("exports", "0003_version_shape")]
AFTER = [("projects", "0005_project_license"), ("exports", "0004_version_license")]


def migrate(targets):
    MigrationExecutor(connection).migrate(targets)


def rows(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def one_line(sql):
    return " ".join(sql.replace("IF NOT EXISTS ", "").split())


def triggers(table):
    return sorted(
        one_line(sql) for (sql,) in rows(f"SELECT sql FROM sqlite_master WHERE type='trigger' AND tbl_name = '{table}'")
    )


@pytest.fixture
def migrated_again():
    """Whatever a test leaves, those after it find the newest database."""
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.django_db(transaction=True)
def test_a_database_with_rows_gets_both_columns_and_keeps_what_it_refused(
    photo, dress, answer, bob, make_version, migrated_again
):
    answer(photo, "approved", dress, by=bob)
    make_version(dress.project, by=bob)
    waiting = make_version(dress.project, by=bob, built=False)
    first = import_module("projects.migrations.0002_category_identity").SQLITE
    sealed = import_module("exports.migrations.0002_sealed_versions").SQLITE
    projects = rows("SELECT id, name, slug, dataset_id, split_seed FROM projects_project")
    versions = rows("SELECT id, number, state, notes, frozen, hash, manifest FROM exports_datasetversion ORDER BY id")
    for state in (BEFORE, AFTER, BEFORE, AFTER):
        migrate(state)
        assert rows("SELECT id, name, slug, dataset_id, split_seed FROM projects_project") == projects
        assert (
            rows("SELECT id, number, state, notes, frozen, hash, manifest FROM exports_datasetversion ORDER BY id")
            == versions
        )
        assert refused("UPDATE projects_project SET slug = 'other'")
        assert refused("UPDATE exports_datasetversion SET notes = notes WHERE state = 'ready'")
        assert refused("UPDATE exports_datasetversion SET notes = 'other' WHERE id = %s", waiting.pk)
        assert refused("DELETE FROM exports_datasetversion")
        connection.check_constraints()
        if connection.vendor == "sqlite":
            assert triggers("projects_project") == sorted(one_line(s) for s in first if " ON projects_project" in s)
            assert len(triggers("exports_datasetversion")) == 4
            if state == BEFORE:
                assert triggers("exports_datasetversion") == sorted(
                    one_line(s) for s in sealed if " ON exports_datasetversion" in s
                )
    assert rows("SELECT license FROM exports_datasetversion") == [(None,), (None,)]
    assert refused("UPDATE exports_datasetversion SET license = 'other' WHERE id = %s", waiting.pk)
    assert rows("SELECT license FROM projects_project") == [("",)]
