"""The database itself keeps class ids where they are. Raw SQL, so that nothing of ours stands before it."""

import pytest
from django.db import DatabaseError, connection, transaction

from projects import categories
from projects.models import Category, Project
from tests.support.cast import refused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("column", ["class_index", "id", "project_id"])
def test_raw_sql_cannot_change_what_identifies_a_category(dress, hat, column):
    assert refused(f"UPDATE projects_category SET {column} = {column} + 7 WHERE id = %s", dress.pk)


def test_raw_sql_cannot_swap_two_class_indices(dress, hat):
    assert refused("UPDATE projects_category SET class_index = 1 - class_index")


def test_raw_sql_cannot_delete_a_category(dress):
    assert refused("DELETE FROM projects_category WHERE id = %s", dress.pk)
    assert refused("DELETE FROM projects_category")


def test_raw_sql_can_rename_and_retire_a_category(dress):
    assert not refused("UPDATE projects_category SET name = 'Gown', name_key = 'gown' WHERE id = %s", dress.pk)
    assert not refused("UPDATE projects_category SET retired_at = CURRENT_TIMESTAMP WHERE id = %s", dress.pk)


def insert(project, class_index, name):
    return (
        "INSERT INTO projects_category (project_id, class_index, name, name_key, supercategory, description, position)"
        " VALUES (%s, %s, %s, %s, '', '', 0)",
        project.pk,
        class_index,
        name,
        name.lower(),
    )


@pytest.mark.parametrize("class_index", [0, 1, 3, 99])
def test_raw_sql_cannot_add_a_category_but_at_the_next_index(dress, hat, class_index):
    assert refused(*insert(dress.project, class_index, "Scarf"))


def test_raw_sql_can_add_a_category_at_the_next_index(dress, hat):
    assert not refused(*insert(dress.project, 2, "Scarf"))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has INSERT OR REPLACE")
def test_sqlite_cannot_replace_a_category_by_another_row(dress, hat):
    sql, *values = insert(dress.project, 5, "Dress")
    assert refused(sql.replace("INSERT", "INSERT OR REPLACE"), *values)
    assert refused(
        "INSERT OR REPLACE INTO projects_category"
        " (id, project_id, class_index, name, name_key, supercategory, description, position)"
        " VALUES (%s, %s, 2, 'Scarf', 'scarf', '', '', 0)",
        dress.pk,
        dress.project_id,
    )


@pytest.mark.parametrize(
    "change", ["dataset_id = slug", "slug = 'other'", "task_type = 'x'", "schema_version = '2.0.0'"]
)
def test_raw_sql_cannot_change_what_identifies_a_dataset(project, change):
    if connection.vendor == "postgresql":
        change = change.replace("dataset_id = slug", "dataset_id = gen_random_uuid()")
    assert refused(f"UPDATE projects_project SET {change} WHERE id = %s", project.pk)


def delete_for_real(project):
    """Delete the row and nothing else, and ask for the deferred foreign keys now."""
    with transaction.atomic():
        Project.objects.filter(pk=project.pk)._raw_delete("default")
        connection.check_constraints()


def test_a_project_with_a_category_cannot_be_deleted(dress):
    with pytest.raises(DatabaseError):
        delete_for_real(dress.project)


def test_a_category_saved_with_another_index_is_refused(dress):
    dress.class_index = 5
    with pytest.raises(DatabaseError), transaction.atomic():
        dress.save()
    assert Category.objects.get(pk=dress.pk).class_index == 0


def test_saving_a_category_unchanged_is_fine(dress):
    dress.save()
    assert categories.change(dress, name="Gown").class_index == 0
