"""At which labels revision the rules between the classes changed last: who was shown an earlier one knew others."""

from django.db import migrations, models

from core.operations import VendorSQL

ADD = "ALTER TABLE projects_project ADD COLUMN rules_revision integer NOT NULL DEFAULT 0"
DROP = "ALTER TABLE projects_project DROP COLUMN rules_revision"


class Migration(migrations.Migration):
    dependencies = [("projects", "0016_label_rules")]

    operations = [
        # By hand, as Django would copy the table on SQLite, and its triggers would be gone.
        migrations.SeparateDatabaseAndState(
            [VendorSQL({"sqlite": [ADD], "postgresql": [ADD]}, {"sqlite": [DROP], "postgresql": [DROP]})],
            [
                migrations.AddField(
                    model_name="project",
                    name="rules_revision",
                    field=models.IntegerField(
                        default=0,
                        db_default=0,
                        editable=False,
                        help_text="The labels revision that changed the rules between its classes last; 0: none did.",
                    ),
                )
            ],
        )
    ]
