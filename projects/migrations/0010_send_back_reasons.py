"""A project has reasons of its own why images are sent back."""

from django.db import migrations, models

from core.operations import VendorSQL

ADD = "ALTER TABLE projects_project ADD COLUMN send_back_reasons {} NOT NULL DEFAULT '[]'"
DROP = ["ALTER TABLE projects_project DROP COLUMN send_back_reasons"]
HELP = "Why images are sent back here, at most nine: a digit chooses one. Any other words may be typed."


class Migration(migrations.Migration):
    dependencies = [("projects", "0009_approve_mended")]

    operations = [
        # By hand, as Django would copy the table on SQLite, which loses its triggers.
        migrations.SeparateDatabaseAndState(
            [
                VendorSQL(
                    {
                        "sqlite": [ADD.format("text") + " CHECK ((JSON_VALID(send_back_reasons)))"],
                        "postgresql": [ADD.format("jsonb")],
                    },
                    {"sqlite": DROP, "postgresql": DROP},
                ),
            ],
            [
                migrations.AddField(
                    "project", "send_back_reasons", models.JSONField(blank=True, default=list, help_text=HELP)
                ),
            ],
        ),
    ]
