"""Which state of the labels it is: counted with every change, never back. The database keeps to the rules between
classes, too; raw SQL here, so that nothing of ours stands before it."""

from itertools import pairwise

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test.utils import CaptureQueriesContext

from projects import categories, lifecycle
from projects.models import Category, Project
from tests.support.cast import refused

pytestmark = pytest.mark.django_db

MOVE = "UPDATE projects_category SET parent_id = %s WHERE id = %s"
GROUP = "UPDATE projects_category SET exclusive_group = %s WHERE id = %s"


@pytest.fixture
def outfits(bob):
    """A project whose images may have several categories."""
    return lifecycle.create("Outfits", by=bob, task_type="classification_multi")


def add(project, *names):
    return [categories.add(project, name) for name in names]


def line(project, count):
    """Categories each of which is the parent of the next one."""
    found = add(project, *(f"Level {number}" for number in range(1, count + 1)))
    for above, below in pairwise(found):
        Category.objects.filter(pk=below.pk).update(parent=above)
    return found


def revisions(category):
    return Category.objects.values_list("opened", "closed_from", "closed_to").get(pk=category.pk)


def labels_revision(project):
    return Project.objects.get(pk=project.pk).labels_revision


# --- what is counted ---


def test_a_new_project_begins_with_the_first_revision(project):
    assert project.labels_revision == labels_revision(project) == 1


def test_each_added_category_raises_the_revision_and_remembers_it(project):
    dress, hat = add(project, "Dress", "Hat")
    assert labels_revision(project) == 3
    assert (revisions(dress), revisions(hat)) == ((2, None, None), (3, None, None))


def test_the_project_that_was_handed_in_knows_its_new_revision(project):
    add(project, "Dress")
    assert project.labels_revision == 2


def test_a_whole_list_is_one_change(project):
    added = categories.add_all(project, [categories.New("Dress"), categories.New("Hat")])
    assert labels_revision(project) == 2
    assert {revisions(category) for category in added} == {(2, None, None)}


def test_an_empty_list_is_none(project):
    categories.add_all(project, [])
    assert labels_revision(project) == 1


def test_a_refused_category_leaves_the_revision(dress):
    with pytest.raises(categories.Refused):
        add(dress.project, "dress")
    assert labels_revision(dress.project) == 2


def test_retiring_and_restoring_are_counted_and_several_closures_keep_the_union(dress):
    categories.retire(dress)
    assert revisions(dress) == (2, 3, None)
    categories.restore(dress)
    assert revisions(dress) == (2, 3, 4)
    categories.retire(dress)
    assert revisions(dress) == (2, 3, None)
    categories.restore(dress)
    assert revisions(dress) == (2, 3, 6)
    assert labels_revision(dress.project) == 6


def test_what_changes_nothing_is_not_counted(dress):
    categories.restore(dress)
    categories.retire(dress)
    categories.retire(dress)
    categories.change(dress, name="Gown")
    categories.reorder(dress.project, [])
    assert (labels_revision(dress.project), revisions(dress)) == (3, (2, 3, None))


def test_a_category_that_was_retired_by_hand_is_restored_as_never_asked_about_before(dress):
    Category.objects.filter(pk=dress.pk).update(retired_at="2026-11-01T00:00:00Z")
    categories.restore(dress)
    assert revisions(dress) == (2, 2, 3)


def test_a_list_of_many_costs_one_query_for_its_revision(project):
    with CaptureQueriesContext(connection) as queries:
        categories.add_all(project, [categories.New(f"Class {number}") for number in range(30)])
    assert len([each for each in queries if each["sql"].startswith('UPDATE "projects_project"')]) == 1


# --- what the database refuses ---


@pytest.mark.parametrize(
    ("column", "value", "is_refused"),
    [
        ("opened", 0, True),
        ("opened", 1, True),
        ("closed_from", 1, True),
        ("closed_from", 2, False),
        ("closed_to", 9, True),
    ],
)
def test_the_revisions_of_a_category_are_in_their_order(dress, column, value, is_refused):
    assert refused(f"UPDATE projects_category SET {column} = %s WHERE id = %s", value, dress.pk) is is_refused


def test_a_category_opens_again_after_it_closed(dress):
    categories.retire(dress)
    to = "UPDATE projects_category SET closed_to = %s WHERE id = %s"
    assert refused(to, 3, dress.pk)
    assert not refused(to, 4, dress.pk)


def test_when_a_category_came_and_first_went_is_remembered(dress):
    categories.retire(dress)
    categories.restore(dress)
    for column, value in (("opened", 3), ("closed_from", 2), ("closed_from", "NULL")):
        assert refused(f"UPDATE projects_category SET {column} = {value} WHERE id = %s", dress.pk)


def test_the_revision_of_a_project_never_falls(dress):
    assert refused("UPDATE projects_project SET labels_revision = 1")
    assert not refused("UPDATE projects_project SET labels_revision = 2")
    assert not refused("UPDATE projects_project SET labels_revision = 3")


def test_a_revision_counts_from_1(project):
    assert refused("UPDATE projects_project SET labels_revision = 0")


@pytest.mark.parametrize("task_type", ["detection_box", "", "x"])
def test_a_project_becomes_of_no_other_task_type(project, outfits, task_type):
    for each in (project, outfits):
        assert refused("UPDATE projects_project SET task_type = %s WHERE id = %s", task_type, each.pk)


def test_a_project_is_converted_from_one_category_an_image_to_several_and_back(project):
    to = "UPDATE projects_project SET task_type = %s WHERE id = %s"
    assert not refused(to, "classification_multi", project.pk)
    Project.objects.filter(pk=project.pk).update(task_type="classification_multi")
    assert not refused(to, "classification_single", project.pk)


def test_no_other_fact_changes_with_the_task_type(project):
    assert refused("UPDATE projects_project SET task_type = 'classification_multi', schema_version = '1.1.0'")


def test_a_project_with_rules_stays_one_of_several_categories_an_image(outfits):
    shoe, sneaker = add(outfits, "Shoe", "Sneaker")
    to_single = "UPDATE projects_project SET task_type = 'classification_single' WHERE id = %s"
    for place in ({"parent": shoe}, {"exclusive_group": "Kind"}):
        Category.objects.filter(pk=sneaker.pk).update(**place)
        assert refused(to_single, outfits.pk)
        Category.objects.filter(pk=sneaker.pk).update(parent=None, exclusive_group="")
        assert not refused(to_single, outfits.pk)


def test_there_are_no_rules_where_an_image_has_one_category(dress, hat):
    assert refused(MOVE, dress.pk, hat.pk)
    assert refused(GROUP, "Kind", hat.pk)
    assert refused(
        "INSERT INTO projects_category (project_id, class_index, name, name_key, supercategory, description, position,"
        " exclusive_group) VALUES (%s, 2, 'Scarf', 'scarf', '', '', 0, 'Kind')",
        dress.project_id,
    )


def test_a_parent_is_of_the_same_project(outfits, bob):
    (shoe,) = add(outfits, "Shoe")
    other = lifecycle.create("Rooms", by=bob, task_type="classification_multi")
    (room,) = add(other, "Room")
    assert refused(MOVE, room.pk, shoe.pk)
    assert refused(MOVE, 10_000, shoe.pk)


def test_no_category_lies_below_itself(outfits):
    first, second, third = line(outfits, 3)
    assert refused(MOVE, first.pk, first.pk)
    assert refused(MOVE, second.pk, first.pk)
    assert refused(MOVE, third.pk, first.pk)
    assert not refused(MOVE, first.pk, third.pk)


def test_categories_lie_at_most_eight_deep(outfits):
    *_, seventh, eighth = line(outfits, 8)
    ninth, below = add(outfits, "Ninth", "Below")
    assert refused(MOVE, eighth.pk, ninth.pk)
    assert not refused(MOVE, seventh.pk, ninth.pk)
    Category.objects.filter(pk=below.pk).update(parent=ninth)
    assert refused(MOVE, seventh.pk, ninth.pk)


def test_no_group_holds_a_category_and_one_above_it(outfits):
    top, middle, bottom = line(outfits, 3)
    (other,) = add(outfits, "Other")
    Category.objects.filter(pk=bottom.pk).update(exclusive_group="Kind")
    assert refused(GROUP, "Kind", top.pk)
    assert refused(GROUP, "Kind", middle.pk)
    assert not refused(GROUP, "Season", top.pk)
    Category.objects.filter(pk=other.pk).update(exclusive_group="Kind")
    assert refused(MOVE, other.pk, top.pk)
    assert refused(MOVE, other.pk, bottom.pk)
    Category.objects.filter(pk=top.pk).update(exclusive_group="Season")
    Category.objects.filter(pk=bottom.pk).update(exclusive_group="")
    assert refused(GROUP, "Season", bottom.pk)


def test_what_a_category_keeps_is_judged_with_its_new_place(outfits):
    one, other = add(outfits, "One", "Other")
    Category.objects.update(exclusive_group="Kind")
    assert refused(MOVE, one.pk, other.pk)
    assert not refused(
        "UPDATE projects_category SET parent_id = %s, exclusive_group = '' WHERE id = %s", one.pk, other.pk
    )


def test_a_category_with_children_is_the_parent_of_rows_that_are_there(outfits):
    assert refused(MOVE, 10_000, add(outfits, "Shoe")[0].pk)


# --- a database that was there before ---

BEFORE = [("projects", "0015_deleted_project")]


def migrate(targets):
    MigrationExecutor(connection).migrate(targets)


@pytest.fixture
def migrated_again():
    """Whatever a test leaves, those after it find the newest database."""
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.django_db(transaction=True)
def test_a_database_from_before_gets_first_revisions_and_refuses_what_it_refused(dress, hat, migrated_again):
    categories.retire(hat)
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    for _ in range(2):
        migrate(BEFORE)
        assert refused("UPDATE projects_project SET task_type = 'classification_multi'")
        assert refused("UPDATE projects_project SET slug = 'other'")
        assert refused("DELETE FROM projects_category")
        migrate(leaves)
        assert not refused("UPDATE projects_project SET task_type = 'classification_multi'")
        assert labels_revision(dress.project) == 1
        assert (revisions(dress), revisions(hat)) == ((1, None, None), (1, 1, None))
        connection.check_constraints()


@pytest.mark.django_db(transaction=True)
def test_tables_are_not_taken_back_to_where_an_image_has_one_category(outfits, migrated_again):
    with pytest.raises(RuntimeError, match="which older programs cannot read"):
        migrate(BEFORE)
    Project.objects.update(task_type="classification_single")
    migrate(BEFORE)
    assert refused("UPDATE projects_project SET task_type = 'classification_multi'")
