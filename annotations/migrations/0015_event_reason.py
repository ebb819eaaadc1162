"""Sending an image back may say why."""

from django.db import migrations, models

from core.operations import VendorSQL

CONSTRAINT = "annotation_event_reason_is_of_sending_back"
CHECK = "CHECK (reason = '' OR to_status = 'needs_review')"
ADD = "ALTER TABLE annotations_annotationevent ADD COLUMN reason varchar(200) NOT NULL DEFAULT ''"
DROP = ["ALTER TABLE annotations_annotationevent DROP COLUMN reason"]


class Migration(migrations.Migration):
    dependencies = [("annotations", "0014_oddness")]

    operations = [
        # By hand, as Django would copy the table on SQLite, which loses its triggers and takes long where there are
        # millions of events.
        migrations.SeparateDatabaseAndState(
            [
                VendorSQL(
                    {
                        "sqlite": [f"{ADD} CONSTRAINT {CONSTRAINT} {CHECK}"],
                        "postgresql": [
                            ADD,
                            f"ALTER TABLE annotations_annotationevent ADD CONSTRAINT {CONSTRAINT} {CHECK}",
                        ],
                    },
                    {"sqlite": DROP, "postgresql": DROP},
                ),
            ],
            [
                migrations.AddField(
                    "annotationevent",
                    "reason",
                    models.CharField(
                        blank=True, help_text="Why it was sent back, where somebody said so.", max_length=200
                    ),
                ),
                migrations.AddConstraint(
                    "annotationevent",
                    models.CheckConstraint(
                        condition=models.Q(reason="") | models.Q(to_status="needs_review"), name=CONSTRAINT
                    ),
                ),
            ],
        ),
    ]
