"""Which classes an image was asked about is told by the labels revision of its last whole answer. All that was answered
until now was asked about the classes that there are: the first revision."""

from django.db import migrations, models

from core.operations import VendorSQL

ADD = "ALTER TABLE assets_asset ADD COLUMN asked_revision integer NOT NULL DEFAULT 0"
DROP = "ALTER TABLE assets_asset DROP COLUMN asked_revision"
ANSWERED = "UPDATE assets_asset SET asked_revision = 1 WHERE status IN ('labeled', 'needs_review', 'approved')"


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0012_withdrawal"),
        ("projects", "0016_label_rules"),
    ]

    operations = [
        # By hand, as Django would copy the table on SQLite, which takes long.
        migrations.SeparateDatabaseAndState(
            [VendorSQL({"sqlite": [ADD], "postgresql": [ADD]}, {"sqlite": [DROP], "postgresql": [DROP]})],
            [
                migrations.AddField(
                    model_name="asset",
                    name="asked_revision",
                    field=models.IntegerField(
                        default=0,
                        db_default=0,
                        help_text="The labels revision that was shown when its last whole answer was given; 0: never.",
                    ),
                )
            ],
        ),
        migrations.RunSQL(ANSWERED, migrations.RunSQL.noop),
    ]
