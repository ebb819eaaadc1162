"""A project may say that what a reviewer mends is vouched for by that reviewer."""

from django.db import migrations, models

from core.operations import VendorSQL

ADD = "ALTER TABLE projects_project ADD COLUMN approve_mended {}"
DROP = ["ALTER TABLE projects_project DROP COLUMN approve_mended"]


class Migration(migrations.Migration):
    dependencies = [("projects", "0008_window")]

    operations = [
        # By hand, as Django would copy the table on SQLite, which loses its triggers.
        migrations.SeparateDatabaseAndState(
            [
                VendorSQL(
                    {
                        "sqlite": [ADD.format("bool NOT NULL DEFAULT 1")],
                        "postgresql": [ADD.format("boolean NOT NULL DEFAULT true")],
                    },
                    {"sqlite": DROP, "postgresql": DROP},
                )
            ],
            [
                migrations.AddField(
                    "project",
                    "approve_mended",
                    models.BooleanField(
                        db_default=True,
                        default=True,
                        help_text="What a reviewer has seen and given another class on the review page is approved "
                        "with that class.",
                    ),
                )
            ],
        )
    ]
