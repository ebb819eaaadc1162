"""A project may ask for a sample check before a version is made, and for the quality statement in its versions."""

from django.db import migrations, models

from core.operations import VendorSQL

CONSTRAINT = "project_release_gate_is_per_cent"
CHECK = f"CONSTRAINT {CONSTRAINT} CHECK (release_gate IS NULL OR (release_gate >= 0 AND release_gate <= 100))"
GATE_HELP = "Per cent. A version is made only where a sample check leaves at most so many labels wrong."
QUALITY_HELP = "Versions tell in their manifest what the last sample check said."
ADD = "ALTER TABLE projects_project ADD COLUMN"
DROP = [f"ALTER TABLE projects_project DROP COLUMN {name}" for name in ("quality_statement", "release_gate")]


class Migration(migrations.Migration):
    dependencies = [("projects", "0011_answered_again")]

    operations = [
        # By hand, as Django would copy the table on SQLite, which loses its triggers.
        migrations.SeparateDatabaseAndState(
            [
                VendorSQL(
                    {
                        "sqlite": [
                            f"{ADD} release_gate real NULL {CHECK}",
                            f"{ADD} quality_statement bool NOT NULL DEFAULT 0",
                        ],
                        "postgresql": [
                            f"{ADD} release_gate double precision NULL {CHECK}",
                            f"{ADD} quality_statement boolean NOT NULL DEFAULT false",
                        ],
                    },
                    {"sqlite": DROP, "postgresql": DROP},
                ),
            ],
            [
                migrations.AddField(
                    "project", "release_gate", models.FloatField(blank=True, help_text=GATE_HELP, null=True)
                ),
                migrations.AddField(
                    "project",
                    "quality_statement",
                    models.BooleanField(db_default=False, default=False, help_text=QUALITY_HELP),
                ),
                migrations.AddConstraint(
                    "project",
                    models.CheckConstraint(
                        condition=models.Q(release_gate=None) | models.Q(release_gate__gte=0, release_gate__lte=100),
                        name=CONSTRAINT,
                    ),
                ),
            ],
        ),
    ]
