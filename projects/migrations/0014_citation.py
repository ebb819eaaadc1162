"""A project may say how its versions are cited."""

from django.db import migrations, models

from core.operations import VendorSQL

ADD = "ALTER TABLE projects_project ADD COLUMN citation text NOT NULL DEFAULT ''"
DROP = "ALTER TABLE projects_project DROP COLUMN citation"


class Migration(migrations.Migration):
    dependencies = [("projects", "0013_event")]

    operations = [
        # By hand, as Django would copy the table on SQLite, which loses its triggers.
        migrations.SeparateDatabaseAndState(
            [VendorSQL({"sqlite": [ADD], "postgresql": [ADD]}, {"sqlite": [DROP], "postgresql": [DROP]})],
            [
                migrations.AddField(
                    "project",
                    "citation",
                    models.TextField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="Of versions to come: how to cite them, in words or as BibTeX.",
                    ),
                ),
            ],
        ),
    ]
