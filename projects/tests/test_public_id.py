"""The id of a category that is shown: a column, which a database with rows in it gets without losing a thing."""

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from annotations.models import Annotation
from projects.models import Category
from tests.support.cast import refused

BEFORE, AFTER = "0002_category_identity", "0003_category_public_id"
FIRST_TRIGGERS = import_module(f"projects.migrations.{BEFORE}").SQLITE
DELETION = import_module("projects.migrations.0015_deleted_project")
RULES = import_module("projects.migrations.0016_label_rules").SQLITE
NAMES = "id, project_id, class_index, name, name_key, supercategory, color, description, position, retired_at"


def migrate(name):
    MigrationExecutor(connection).migrate([("projects", name)])


def migrate_all():
    """Later migrations of other apps stand on those of this one, and went with them."""
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def rows(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def columns():
    with connection.cursor() as cursor:
        return {column.name for column in connection.introspection.get_table_description(cursor, "projects_category")}


def one_line(sql):
    return " ".join(sql.split())


def newest_triggers():
    """Those of the first day, but for the one that lets go of the categories of a deleted project; and those that keep
    to the rules between them."""
    remade = [sql for sql in DELETION.letting_go(DELETION.IS_DELETED)["sqlite"] if "TRIGGER category_" in sql]
    (dropped,) = [sql for sql in remade if sql.startswith("DROP TRIGGER")]
    name = dropped.removeprefix("DROP TRIGGER ")
    return [*(sql for sql in FIRST_TRIGGERS if f"TRIGGER {name} " not in sql), *(set(remade) - {dropped}), *RULES]


def check_that_identity_is_kept(dress, triggers=FIRST_TRIGGERS):
    """What test_identity asks of the newest database."""
    assert refused("UPDATE projects_category SET class_index = class_index + 7 WHERE id = %s", dress.pk)
    assert refused("UPDATE projects_category SET class_index = 1 - class_index")
    assert refused("UPDATE projects_category SET project_id = project_id + 7 WHERE id = %s", dress.pk)
    assert refused("DELETE FROM projects_category WHERE id = %s", dress.pk)
    insert = (
        "INSERT INTO projects_category (project_id, class_index, name, name_key, supercategory, description, position)"
        " VALUES (%s, %s, 'Scarf', 'scarf', '', '', 0)"
    )
    assert refused(insert, dress.project_id, 5)
    assert not refused(insert, dress.project_id, 2)
    assert not refused("UPDATE projects_category SET name = 'Gown', name_key = 'gown' WHERE id = %s", dress.pk)
    if connection.vendor == "sqlite":
        found = rows("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'projects_category'")
        expected = [one_line(sql) for sql in triggers if " ON projects_category" in sql]
        assert sorted(one_line(sql) for (sql,) in found) == sorted(expected)


def check_that_labels_point_at_categories(dress):
    connection.check_constraints()
    assert refused("UPDATE annotations_annotation SET category_id = 999999")
    if connection.vendor == "sqlite":
        keys = rows("PRAGMA foreign_key_list(annotations_annotation)")
        assert ("projects_category", "category_id", "id") in {(key[2], key[3], key[4]) for key in keys}


@pytest.fixture
def migrated_again():
    """Whatever a test leaves, those after it find the newest database."""
    yield
    migrate_all()


@pytest.mark.django_db(transaction=True)
def test_a_database_with_rows_gets_the_column_and_loses_nothing_there_and_back(
    dress, hat, photos, answer, alice, make_version, migrated_again
):
    first, second = photos(2)
    answer(first, "approved", dress, by=alice)
    answer(second, "approved", hat, by=alice)
    version = make_version(dress.project, by=alice)
    before = rows(f"SELECT {NAMES} FROM projects_category ORDER BY id")
    labels = rows("SELECT asset_id, category_id FROM annotations_annotation ORDER BY asset_id")

    for state in (BEFORE, AFTER, BEFORE, AFTER):
        migrate(state)
        assert ("public_id" in columns()) is (state == AFTER)
        assert rows(f"SELECT {NAMES} FROM projects_category ORDER BY id") == before
        assert rows("SELECT asset_id, category_id FROM annotations_annotation ORDER BY asset_id") == labels
        check_that_identity_is_kept(dress)
        check_that_labels_point_at_categories(dress)

    migrate_all()
    check_that_identity_is_kept(dress, newest_triggers())
    assert dict(Category.objects.values_list("name", "public_id")) == {"Dress": 1, "Hat": 2}
    assert dict(Annotation.objects.values_list("asset", "category__public_id")) == {first.pk: 1, second.pk: 2}
    version.refresh_from_db()
    assert version.state == "ready"
    assert version.items.count() == 2


@pytest.mark.django_db
def test_a_new_category_knows_its_public_id_at_once(dress, hat):
    assert (dress.public_id, hat.public_id) == (1, 2)


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL looks through so few rows without an index")
def test_a_category_is_found_by_its_public_id_through_an_index(dress):
    assert (
        "category_by_public_id (project_id=? AND public_id=?)" in dress.project.categories.filter(public_id=1).explain()
    )


@pytest.mark.django_db
def test_raw_sql_cannot_write_a_public_id(dress):
    assert refused("UPDATE projects_category SET public_id = 7 WHERE id = %s", dress.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, -1, 2**31, 2**63, 10**30])
def test_a_number_that_is_no_public_id_finds_nothing(dress, number):
    assert not Category.objects.filter(public_id=number).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, 2**31])  # the most that a program may ask a version for
def test_among_those_asked_for_one_that_is_no_public_id_finds_nothing(dress, number):
    assert [category.pk for category in Category.objects.filter(public_id__in=[1, number])] == [dress.pk]
