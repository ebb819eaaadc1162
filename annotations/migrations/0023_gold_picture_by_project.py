"""Known images are found by their project."""

import django.db.models.deletion
from django.db import migrations, models

from core.operations import VendorSQL

FILL = """
    UPDATE annotations_goldpicture SET project_id = (
        SELECT asset.project_id FROM assets_asset AS asset WHERE asset.id = annotations_goldpicture.asset_id
    )
"""


class Migration(migrations.Migration):
    dependencies = [("annotations", "0022_gold_picture_project")]

    operations = [
        # PostgreSQL changes no table whose foreign keys are still to be checked.
        VendorSQL(
            {"sqlite": [FILL], "postgresql": [FILL, "SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"]},
            {"sqlite": [], "postgresql": []},
        ),
        migrations.AlterField(
            "goldpicture",
            "project",
            models.ForeignKey(
                "projects.project",
                django.db.models.deletion.PROTECT,
                related_name="gold_pictures",
                db_index=False,
            ),
        ),
        migrations.AddIndex("goldpicture", models.Index(fields=["project", "id"], name="gold_picture_by_project")),
    ]
