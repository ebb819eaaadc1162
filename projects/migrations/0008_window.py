"""A project may say over which numbers all its pictures of more than eight bits a channel are shown."""

from django.db import migrations, models

from core.operations import VendorSQL

NONE, KNOWN = (f"window_from IS {isnt}NULL AND window_to IS {isnt}NULL" for isnt in ("", "NOT "))
WINDOW = f"({NONE}) OR ({KNOWN} AND window_from < window_to)"
CONSTRAINT = "project_window_is_whole"
ADD_FROM = "ALTER TABLE projects_project ADD COLUMN window_from {} NULL"
ADD_TO = "ALTER TABLE projects_project ADD COLUMN window_to {} NULL"
DROP = [f"ALTER TABLE projects_project DROP COLUMN {name}" for name in ("window_to", "window_from")]


class Migration(migrations.Migration):
    dependencies = [("projects", "0007_invitations")]

    operations = [
        # By hand, as Django would copy the table on SQLite, which loses its triggers.
        migrations.SeparateDatabaseAndState(
            [
                VendorSQL(
                    {
                        "sqlite": [
                            ADD_FROM.format("real"),
                            f"{ADD_TO.format('real')} CONSTRAINT {CONSTRAINT} CHECK ({WINDOW})",
                        ],
                        "postgresql": [
                            ADD_FROM.format("double precision"),
                            ADD_TO.format("double precision"),
                            f"ALTER TABLE projects_project ADD CONSTRAINT {CONSTRAINT} CHECK ({WINDOW})",
                        ],
                    },
                    {"sqlite": DROP, "postgresql": DROP},
                ),
            ],
            [
                migrations.AddField(
                    "project",
                    "window_from",
                    models.FloatField(
                        editable=False, help_text="Shown black of pictures of more than 8 bits.", null=True
                    ),
                ),
                migrations.AddField(
                    "project",
                    "window_to",
                    models.FloatField(
                        editable=False, help_text="Shown white of pictures of more than 8 bits.", null=True
                    ),
                ),
                migrations.AddConstraint(
                    "project",
                    models.CheckConstraint(
                        condition=models.Q(window_from=None, window_to=None)
                        | models.Q(
                            window_from__isnull=False, window_to__isnull=False, window_from__lt=models.F("window_to")
                        ),
                        name=CONSTRAINT,
                    ),
                ),
            ],
        ),
    ]
