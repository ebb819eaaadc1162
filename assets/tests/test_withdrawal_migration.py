"""Where a picture was withdrawn, older tables could not say so: there is no way back to them."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from labeler.withdrawal import withdrawing

BEFORE = [("assets", "0011_asset_look")]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def back():
    yield lambda: MigrationExecutor(connection).migrate(BEFORE)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_tables_are_not_taken_back_over_a_picture_that_was_withdrawn(photo, bob, back):
    withdrawing.withdraw(photo, reason="Its owner asks.", confirm=str(photo.pk), by=bob)
    with pytest.raises(RuntimeError, match="Pictures were withdrawn"):
        back()
    with connection.cursor() as cursor:  # tables of other apps may have gone back, which nothing was lost by
        cursor.execute("SELECT status FROM assets_asset")
        assert cursor.fetchall() == [("withdrawn",)]
