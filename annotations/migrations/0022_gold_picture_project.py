"""A known image says which project it is of. That of before is filled in by the next migration."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("annotations", "0021_events_of_before"), ("projects", "0014_citation")]

    operations = [
        # It may be null, so SQLite adds the column to the table as it is.
        migrations.AddField(
            "goldpicture",
            "project",
            models.ForeignKey(
                "projects.project",
                django.db.models.deletion.PROTECT,
                related_name="gold_pictures",
                db_index=False,
                null=True,
            ),
        ),
    ]
