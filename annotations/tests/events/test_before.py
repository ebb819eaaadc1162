"""Answers from before there were events are told, too."""

from importlib import import_module

import pytest
from django.apps import apps

from annotations.events.feed import Feed
from annotations.models import AnnotationEvent
from projects import access, lifecycle
from projects.models import Event
from tests.support.cast import make_photos

pytestmark = pytest.mark.django_db

migration = import_module("annotations.migrations.0021_events_of_before")


@pytest.mark.parametrize("places", [1, 2, 3, 1000])
@pytest.mark.parametrize("at_once", [1, 200])
def test_each_is_told_once_in_its_project_in_the_order_in_which_they_came(
    project, photos, bob, monkeypatch, places, at_once
):
    monkeypatch.setattr(migration, "PLACES", places)
    monkeypatch.setattr(migration, "AT_ONCE", at_once)
    other = lifecycle.create("Attic", by=bob)
    here, there = photos(4), make_photos(other, range(50, 53), by=bob)
    given = {project: [], other: []}
    for photo in (here[0], there[0], here[1], here[2], there[1], there[2], here[3]):
        event = AnnotationEvent.objects.create(
            asset=photo,
            actor=bob,
            at=photo.created_at,
            op_id=f"op-{photo.pk}",
            from_status="unlabeled",
            to_status="skipped",
            from_category_ids=[],
            to_category_ids=[],
            revision=1,
        )
        given[photo.project].append((photo.pk, event.op_id))
    migration.point_to_answers(apps, None)
    for each, expected in given.items():
        told = Feed(each, bob, access.ALL).page(0, 100).entries
        assert [(entry["object"], entry["answer"]["op_id"]) for entry in told] == expected
    assert set(Event.objects.values_list("at", flat=True)) <= set(AnnotationEvent.objects.values_list("at", flat=True))


def test_where_nobody_answered_nothing_is_told(project):
    migration.point_to_answers(apps, None)
    assert not project.events.exists()
