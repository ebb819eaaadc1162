"""Known images of before learn which project they are of."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from annotations.models import GoldPicture
from annotations.second import gold
from tests.support.cast import give_answer

BEFORE, AFTER = "0021_events_of_before", "0023_gold_picture_by_project"


@pytest.mark.django_db(transaction=True)
def test_each_is_of_the_project_of_its_image(project, photos, bob, dress):
    made = photos(3)
    give_answer(made, "approved", dress, by=bob)
    gold.mark(project, [photo.pk for photo in made], by=bob)
    try:
        MigrationExecutor(connection).migrate([("annotations", BEFORE)])
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    assert set(GoldPicture.objects.values_list("asset", "project")) == {(photo.pk, project.pk) for photo in made}
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, GoldPicture._meta.db_table)
    assert constraints["gold_picture_by_project"]["columns"] == ["project_id", "id"]
