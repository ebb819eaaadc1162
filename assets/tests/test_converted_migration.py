"""A database with images learns of converted ones: those that are there are none, and all of them stay as immutable."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from assets.models import Asset
from tests.support.cast import make_photo, make_photos, refused

BEFORE, AFTER = "0005_place_and_folder", "0006_converted_pictures"


@pytest.mark.django_db(transaction=True)
def test_images_that_are_there_were_not_converted_and_keep_their_facts(project, bob):
    old = [photo.pk for photo in make_photos(project, range(3), by=bob)]
    try:
        for state in (BEFORE, AFTER, BEFORE):
            MigrationExecutor(connection).migrate([("assets", state)])
            assert refused("UPDATE assets_asset SET sha256 = 'x'")
            assert refused("UPDATE assets_asset SET place = place + 1")
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    rows = project.assets.order_by("pk").values_list("pk", "upload_sha256", "converted_from")
    assert list(rows) == [(pk, None, None) for pk in old]
    assert refused("UPDATE assets_asset SET sha256 = 'x'")
    assert refused("UPDATE assets_asset SET upload_sha256 = 'x', converted_from = 'image/heic'")
    assert not refused("UPDATE assets_asset SET status = 'skipped', revision = 1 WHERE id = %s", old[0])
    assert make_photo(project, by=bob, seed=9).pk > max(old)
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, Asset._meta.db_table)
    assert "asset_converted_bytes_unique_in_project" in constraints
