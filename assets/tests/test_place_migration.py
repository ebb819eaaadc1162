"""A database with images gets places and folders: they stand as ever, and what comes next stands behind them."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from assets.images import places
from assets.models import Asset
from projects import lifecycle
from tests.support.cast import make_photo, make_photos, refused

BEFORE, AFTER = "0004_video_jobs_and_uploads", "0005_place_and_folder"


def migrate(name):
    MigrationExecutor(connection).migrate([("assets", name)])


def migrate_all():
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.fixture
def migrated_again():
    """Whatever a test leaves, those after it find the newest database."""
    yield
    migrate_all()


@pytest.mark.django_db(transaction=True)
def test_old_images_keep_their_order_and_new_ones_stand_behind_them(project, bob, migrated_again):
    empty = lifecycle.create("Attic", by=bob)
    old = [photo.pk for photo in make_photos(project, range(3), by=bob)]
    for state in (BEFORE, AFTER, BEFORE):
        migrate(state)
    migrate_all()
    rows = project.assets.order_by("place", "pk")
    assert list(rows.values_list("pk", "place", "folder", "folder_key")) == [(pk, pk, "", "") for pk in old]
    new = make_photo(project, by=bob, seed=9)
    assert new.place == max(old) + 1
    assert places.take(empty.pk, 1) == 1
    assert list(rows.values_list("pk", flat=True)) == [*old, new.pk]
    # As immutable as they were, and places too.
    assert refused("UPDATE assets_asset SET place = place + 1")
    assert refused("UPDATE assets_asset SET sha256 = 'x'")
    assert not refused("UPDATE assets_asset SET status = 'skipped', revision = 1 WHERE id = %s", old[0])
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, Asset._meta.db_table)
    assert {"asset_by_place", "asset_by_status_and_place", "asset_by_folder", "asset_by_id"} <= set(constraints)
