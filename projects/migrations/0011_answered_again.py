"""A project may ask for a share of its pictures to be labeled by a second person, and hand out known ones."""

from django.db import migrations, models

from core.operations import VendorSQL

SECOND, GOLD = "project_second_share_is_per_cent", "project_gold_share_is_at_most_half"
TABLE = "ALTER TABLE projects_project"
SHARE = TABLE + " ADD COLUMN {0} smallint NOT NULL DEFAULT 0 CONSTRAINT {1} CHECK ({0} >= 0 AND {0} <= {2})"
SHARES = [SHARE.format("second_share", SECOND, 100), SHARE.format("gold_share", GOLD, 50)]
TOLD = TABLE + " ADD COLUMN gold_told {0}"
DROP = [f"{TABLE} DROP COLUMN {name}" for name in ("gold_told", "gold_share", "second_share")]


class Migration(migrations.Migration):
    dependencies = [("projects", "0010_send_back_reasons")]

    operations = [
        # By hand, as Django would copy the table on SQLite, which loses its triggers.
        migrations.SeparateDatabaseAndState(
            [
                VendorSQL(
                    {
                        "sqlite": [*SHARES, TOLD.format("bool NOT NULL DEFAULT 0")],
                        "postgresql": [*SHARES, TOLD.format("boolean NOT NULL DEFAULT false")],
                    },
                    {"sqlite": DROP, "postgresql": DROP},
                )
            ],
            [
                migrations.AddField(
                    "project",
                    "second_share",
                    models.SmallIntegerField(
                        db_default=0,
                        default=0,
                        help_text="Per cent of the pictures that a second person labels, too, without seeing the "
                        "first answer.",
                    ),
                ),
                migrations.AddField(
                    "project",
                    "gold_share",
                    models.SmallIntegerField(
                        db_default=0,
                        default=0,
                        help_text="Per cent of the pictures that a labeler gets whose right answer a reviewer knows.",
                    ),
                ),
                migrations.AddField(
                    "project",
                    "gold_told",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="Labelers are told at once whether they knew such a picture.",
                    ),
                ),
                migrations.AddConstraint(
                    "project",
                    models.CheckConstraint(condition=models.Q(second_share__gte=0, second_share__lte=100), name=SECOND),
                ),
                migrations.AddConstraint(
                    "project",
                    models.CheckConstraint(condition=models.Q(gold_share__gte=0, gold_share__lte=50), name=GOLD),
                ),
            ],
        ),
    ]
