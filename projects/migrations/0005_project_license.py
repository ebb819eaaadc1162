"""A project has a license."""

from django.db import migrations, models

from core.operations import VendorSQL

# SQLite copies the table, and the copy has no triggers: they are those of 0002. On the way back only older releases
# copy it; newer ones drop the column and keep the triggers.
TRIGGERS = [
    """
    CREATE TRIGGER IF NOT EXISTS project_identity_never_changes BEFORE UPDATE ON projects_project
    WHEN OLD.id IS NOT NEW.id OR OLD.dataset_id IS NOT NEW.dataset_id OR OLD.slug IS NOT NEW.slug
        OR OLD.task_type IS NOT NEW.task_type OR OLD.schema_version IS NOT NEW.schema_version
    BEGIN SELECT RAISE(ABORT, 'A project keeps its id, dataset id, slug, task type and schema version for ever.'); END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS project_is_not_replaced BEFORE INSERT ON projects_project
    WHEN EXISTS (SELECT 1 FROM projects_project WHERE id = NEW.id OR dataset_id = NEW.dataset_id OR slug = NEW.slug
        OR name_key = NEW.name_key)
    BEGIN SELECT RAISE(ABORT, 'There is such a project already.'); END
    """,
]

CREATE = {"sqlite": TRIGGERS, "postgresql": []}
NOTHING = {"sqlite": [], "postgresql": []}


class Migration(migrations.Migration):
    dependencies = [("projects", "0004_category_by_public_id")]

    operations = [
        VendorSQL(NOTHING, CREATE),  # the last to run on the way back
        migrations.AddField(
            model_name="project",
            name="license",
            field=models.CharField(
                blank=True,
                help_text="Of versions to come: an SPDX id such as CC-BY-4.0, an https address, or a few words.",
                max_length=200,
            ),
        ),
        VendorSQL(CREATE, NOTHING),
    ]
