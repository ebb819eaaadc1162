"""What happened in a project is kept by the verbs that did it, in their transactions, and never changes."""

from itertools import pairwise

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from core import settled
from core.exceptions import Refused
from projects import categories, events, lifecycle
from projects.models import Event, Project
from tests.support.cast import refused

pytestmark = pytest.mark.django_db


def told(project, *fields):
    return list(project.events.order_by("pk").values_list("kind", *fields))


def test_a_category_tells_what_became_of_it(project, bob):
    hat = categories.add(project, "Hat", color="#112233", by=bob)
    categories.change(hat, name="Bonnet", by=bob)
    categories.change(hat, name="Bonnet", by=bob)  # is called so already
    categories.retire(hat, by=bob)
    categories.restore(hat, by=bob)
    coat = categories.add(project, "Coat", color="#445566", by=bob)
    categories.reorder(project, [2, 1], by=bob)
    kind = "category.changed"
    facts = {"description": "", "supercategory": ""}
    assert told(project, "object", "from_value", "to_value") == [
        (kind, 1, None, {"name": "Hat", "color": "#112233", "active": True} | facts),
        (kind, 1, {"name": "Hat"}, {"name": "Bonnet"}),
        (kind, 1, {"active": True}, {"active": False}),
        (kind, 1, {"active": False}, {"active": True}),
        (kind, coat.public_id, None, {"name": "Coat", "color": "#445566", "active": True} | facts),
        (kind, None, {"order": [1, 2]}, {"order": [2, 1]}),
    ]
    assert set(project.events.values_list("actor", flat=True)) == {bob.pk}


def test_of_a_long_text_is_told_that_it_changed(project, bob):
    hat = categories.add(project, "Hat", by=bob)
    categories.change(hat, description="A page of it.", by=bob)
    assert told(project, "from_value", "to_value")[-1] == ("category.changed", None, {"description": "changed"})


def test_settings_tell_what_they_were_and_are(project, bob):
    lifecycle.change(project, license="MIT", by=bob)
    lifecycle.archive(project, by=bob)
    lifecycle.archive(project, by=bob)
    assert told(project, "object", "from_value", "to_value") == [
        ("project.changed", None, {"license": ""}, {"license": "MIT"}),
        ("project.changed", None, {"archived": False}, {"archived": True}),
    ]


def test_what_is_refused_or_taken_back_tells_nothing(project, bob):
    with pytest.raises(Refused):
        lifecycle.change(project, release_gate=101, by=bob)
    with transaction.atomic():
        categories.add(project, "Hat", by=bob)
        transaction.set_rollback(True)
    assert told(project) == []


# --- for ever -------------------------------------------------------------------------------------------------------

CHANGES = {
    "changed": "UPDATE projects_event SET kind = 'version.ready'",
    "changed by nothing": "UPDATE projects_event SET project_id = project_id",
    "deleted": "DELETE FROM projects_event",
}


@pytest.mark.parametrize("statement", CHANGES.values(), ids=CHANGES)
def test_the_database_refuses_to_change_what_was_told(project, bob, statement):
    categories.add(project, "Hat", by=bob)
    before = list(Event.objects.values())
    assert refused(statement)
    assert list(Event.objects.values()) == before


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL replaces nothing")
def test_nothing_takes_the_place_of_what_was_told(project, bob):
    categories.add(project, "Hat", by=bob)
    assert refused("INSERT OR REPLACE INTO projects_event SELECT * FROM projects_event")


def test_it_goes_with_its_project(project, bob):
    lifecycle.change(project, license="MIT", by=bob)
    lifecycle.delete(project, by=bob)
    assert not Project.objects.exists()
    assert not Event.objects.exists()


def test_an_event_either_points_to_answers_or_tells_itself(project, bob):
    facts = f"({project.pk}, '2026-11-30', 'version.ready', '[[1, 2]]')"
    assert refused(f"INSERT INTO projects_event (project_id, at, kind, answers) VALUES {facts}")
    facts = f"({project.pk}, '2026-11-30', 'answers', NULL)"
    assert refused(f"INSERT INTO projects_event (project_id, at, kind, answers) VALUES {facts}")


# --- numbers --------------------------------------------------------------------------------------------------------


@given(st.sets(st.integers(1, 60)))
def test_runs_name_the_same_numbers(numbers):
    runs = events.runs_of(sorted(numbers))
    assert events.numbers_of(runs) == sorted(numbers)
    assert all(last + 1 < first for (_, last), (first, _) in pairwise(runs))


def test_ids_are_drawn_in_order_and_for_nobody_else(project):
    with transaction.atomic(), settled.drawn((Event, 3), (Project, 2)) as (ids, others):
        assert ids == sorted(set(ids))
        assert len(ids) == 3
        assert len(set(others)) == 2
        Event.objects.bulk_create(
            Event(pk=pk, project=project, at="2026-11-30T00:00Z", kind="project.changed") for pk in ids
        )
    after = events.record(project, events.Kind.PROJECT_CHANGED)
    assert after.pk > ids[-1]
    assert settled.newest(project.events.all()) == after.pk
