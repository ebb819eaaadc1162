"""An image may have several labels where its project is of a task type that says so; each category once, and one only
where the task type takes one."""

import django.db.models.deletion
from django.db import migrations, models

from core.operations import VendorSQL

ADD = {
    "sqlite": ["ALTER TABLE annotations_annotation ADD COLUMN single bool NOT NULL DEFAULT 1"],
    "postgresql": ["ALTER TABLE annotations_annotation ADD COLUMN single boolean NOT NULL DEFAULT true"],
}
DROP = "ALTER TABLE annotations_annotation DROP COLUMN single"


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0024_withdrawn_answers"),
        ("projects", "0016_label_rules"),
    ]

    operations = [
        # By hand, as Django would copy the table on SQLite, which takes long.
        migrations.SeparateDatabaseAndState(
            [VendorSQL(ADD, {"sqlite": [DROP], "postgresql": [DROP]})],
            [
                migrations.AddField(
                    model_name="annotation",
                    name="single",
                    field=models.BooleanField(
                        default=True, db_default=True, help_text="Whether its project takes one category an image."
                    ),
                )
            ],
        ),
        migrations.RemoveConstraint(model_name="annotation", name="annotation_one_per_asset"),
        migrations.AlterField(
            model_name="annotation",
            name="asset",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="annotations",
                to="assets.asset",
            ),
        ),
        migrations.AddConstraint(
            model_name="annotation",
            constraint=models.UniqueConstraint(fields=["asset", "category"], name="annotation_once_per_category"),
        ),
        migrations.AddConstraint(
            model_name="annotation",
            constraint=models.UniqueConstraint(
                fields=["asset"], condition=models.Q(single=True), name="annotation_one_per_asset"
            ),
        ),
    ]
