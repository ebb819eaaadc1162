"""An answer may tell since when its image was on the screen."""

from django.db import migrations, models

from core.operations import VendorSQL

ADD = "ALTER TABLE annotations_annotationevent ADD COLUMN shown_ms"
DROP = ["ALTER TABLE annotations_annotationevent DROP COLUMN shown_ms"]


class Migration(migrations.Migration):
    dependencies = [("annotations", "0019_oddness_job"), ("projects", "0013_event")]

    operations = [
        # By hand, as Django would copy the table on SQLite on the way back, which loses its triggers.
        migrations.SeparateDatabaseAndState(
            [
                VendorSQL(
                    {
                        "sqlite": [f"{ADD} integer unsigned NULL CHECK (shown_ms >= 0)"],
                        "postgresql": [f"{ADD} integer NULL CHECK (shown_ms >= 0)"],
                    },
                    {"sqlite": DROP, "postgresql": DROP},
                ),
            ],
            [
                migrations.AddField(
                    "annotationevent",
                    "shown_ms",
                    models.PositiveIntegerField(
                        help_text="How long the image was on the screen when it was answered; null where nobody told.",
                        null=True,
                    ),
                ),
            ],
        ),
    ]
