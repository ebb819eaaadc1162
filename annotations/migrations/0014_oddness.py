"""How unlike the others of its category an image looks, beside its label; not measured yet of those that are there."""

from django.db import migrations, models

from core.operations import VendorSQL

NOT_MEASURED = -1
ADD = f"ALTER TABLE annotations_annotation ADD COLUMN oddness integer NOT NULL DEFAULT {NOT_MEASURED}"
DROP = "ALTER TABLE annotations_annotation DROP COLUMN oddness"


class Migration(migrations.Migration):
    dependencies = [("annotations", "0013_events_of_an_action_in_order")]

    operations = [
        # By hand, as Django would copy the table on SQLite, which takes long.
        migrations.SeparateDatabaseAndState(
            [VendorSQL({"sqlite": [ADD], "postgresql": [ADD]}, {"sqlite": [DROP], "postgresql": [DROP]})],
            [
                migrations.AddField(
                    model_name="annotation",
                    name="oddness",
                    field=models.IntegerField(
                        default=NOT_MEASURED,
                        db_default=NOT_MEASURED,
                        help_text="How unlike the others of its category the image looks (browse/oddness.py); "
                        "-1: not measured yet.",
                    ),
                )
            ],
        ),
        migrations.AddIndex(
            model_name="annotation",
            index=models.Index(fields=["category", "oddness", "asset"], name="annotation_by_oddness"),
        ),
    ]
