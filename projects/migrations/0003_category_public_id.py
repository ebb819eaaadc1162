"""The id that is shown of a category is a column, so that every query reads it where it is written."""

from django.db import migrations, models

from core.operations import VendorSQL

# SQLite copies the table, and the copy has no triggers: they are those of 0002. On the way back only older releases
# copy it; newer ones drop the column and keep the triggers.
TRIGGERS = [
    """
    CREATE TRIGGER IF NOT EXISTS category_identity_never_changes BEFORE UPDATE ON projects_category
    WHEN OLD.id IS NOT NEW.id OR OLD.project_id IS NOT NEW.project_id OR OLD.class_index IS NOT NEW.class_index
        OR EXISTS (SELECT 1 FROM projects_category
            WHERE project_id = NEW.project_id AND name_key = NEW.name_key AND id IS NOT NEW.id)
    BEGIN SELECT RAISE(ABORT, 'A category keeps its id, project and class index for ever.'); END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS category_is_never_deleted BEFORE DELETE ON projects_category
    BEGIN SELECT RAISE(ABORT, 'A category is never deleted; retire it.'); END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS category_takes_the_next_class_index BEFORE INSERT ON projects_category
    WHEN NEW.class_index IS NOT
        (SELECT COALESCE(MAX(class_index) + 1, 0) FROM projects_category WHERE project_id = NEW.project_id)
        OR EXISTS (SELECT 1 FROM projects_category WHERE id = NEW.id)
        OR EXISTS (SELECT 1 FROM projects_category WHERE project_id = NEW.project_id AND name_key = NEW.name_key)
    BEGIN SELECT RAISE(ABORT, 'A new category takes the next class index of its project, and a free name.'); END
    """,
]

CREATE = {"sqlite": TRIGGERS, "postgresql": []}
NOTHING = {"sqlite": [], "postgresql": []}


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_category_identity")]

    operations = [
        VendorSQL(NOTHING, CREATE),  # the last to run on the way back
        migrations.AddField(
            model_name="category",
            name="public_id",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.F("class_index") + 1,
                output_field=models.PositiveIntegerField(),
            ),
        ),
        VendorSQL(CREATE, NOTHING),
    ]
