"""The database itself refuses to move, reuse or delete a class index, and to change what names a dataset."""

from django.db import migrations

from projects.vendor_sql import VendorSQL

SQLITE = [
    # An UPDATE OR REPLACE that takes another's name deletes that one without asking, so it is refused here, too.
    """
    CREATE TRIGGER category_identity_never_changes BEFORE UPDATE ON projects_category
    WHEN OLD.id IS NOT NEW.id OR OLD.project_id IS NOT NEW.project_id OR OLD.class_index IS NOT NEW.class_index
        OR EXISTS (SELECT 1 FROM projects_category
            WHERE project_id = NEW.project_id AND name_key = NEW.name_key AND id IS NOT NEW.id)
    BEGIN SELECT RAISE(ABORT, 'A category keeps its id, project and class index for ever.'); END
    """,
    """
    CREATE TRIGGER category_is_never_deleted BEFORE DELETE ON projects_category
    BEGIN SELECT RAISE(ABORT, 'A category is never deleted; retire it.'); END
    """,
    # An INSERT OR REPLACE deletes without asking the trigger above, so it is refused here.
    """
    CREATE TRIGGER category_takes_the_next_class_index BEFORE INSERT ON projects_category
    WHEN NEW.class_index IS NOT
        (SELECT COALESCE(MAX(class_index) + 1, 0) FROM projects_category WHERE project_id = NEW.project_id)
        OR EXISTS (SELECT 1 FROM projects_category WHERE id = NEW.id)
        OR EXISTS (SELECT 1 FROM projects_category WHERE project_id = NEW.project_id AND name_key = NEW.name_key)
    BEGIN SELECT RAISE(ABORT, 'A new category takes the next class index of its project, and a free name.'); END
    """,
    """
    CREATE TRIGGER project_identity_never_changes BEFORE UPDATE ON projects_project
    WHEN OLD.id IS NOT NEW.id OR OLD.dataset_id IS NOT NEW.dataset_id OR OLD.slug IS NOT NEW.slug
        OR OLD.task_type IS NOT NEW.task_type OR OLD.schema_version IS NOT NEW.schema_version
    BEGIN SELECT RAISE(ABORT, 'A project keeps its id, dataset id, slug, task type and schema version for ever.'); END
    """,
    """
    CREATE TRIGGER project_is_not_replaced BEFORE INSERT ON projects_project
    WHEN EXISTS (SELECT 1 FROM projects_project WHERE id = NEW.id OR dataset_id = NEW.dataset_id OR slug = NEW.slug
        OR name_key = NEW.name_key)
    BEGIN SELECT RAISE(ABORT, 'There is such a project already.'); END
    """,
]

POSTGRESQL = [
    """
    CREATE FUNCTION category_identity_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION 'A category is never deleted; retire it.' USING ERRCODE = 'integrity_constraint_violation';
        ELSIF TG_OP = 'UPDATE' THEN
            IF (OLD.id, OLD.project_id, OLD.class_index) IS DISTINCT FROM (NEW.id, NEW.project_id, NEW.class_index) THEN
                RAISE EXCEPTION 'A category keeps its id, project and class index for ever.'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
        ELSIF NEW.class_index IS DISTINCT FROM
            (SELECT COALESCE(MAX(class_index) + 1, 0) FROM projects_category WHERE project_id = NEW.project_id) THEN
            RAISE EXCEPTION 'A new category takes the next class index of its project, and a free name.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER category_identity_never_changes BEFORE INSERT OR UPDATE OR DELETE ON projects_category
    FOR EACH ROW EXECUTE FUNCTION category_identity_never_changes()
    """,
    """
    CREATE FUNCTION project_identity_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (OLD.id, OLD.dataset_id, OLD.slug, OLD.task_type, OLD.schema_version)
            IS DISTINCT FROM (NEW.id, NEW.dataset_id, NEW.slug, NEW.task_type, NEW.schema_version) THEN
            RAISE EXCEPTION 'A project keeps its id, dataset id, slug, task type and schema version for ever.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER project_identity_never_changes BEFORE UPDATE ON projects_project
    FOR EACH ROW EXECUTE FUNCTION project_identity_never_changes()
    """,
]


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_project_and_category")]

    operations = [
        VendorSQL(
            {"sqlite": SQLITE, "postgresql": POSTGRESQL},
            {
                "sqlite": [
                    "DROP TRIGGER category_identity_never_changes",
                    "DROP TRIGGER category_is_never_deleted",
                    "DROP TRIGGER category_takes_the_next_class_index",
                    "DROP TRIGGER project_identity_never_changes",
                    "DROP TRIGGER project_is_not_replaced",
                ],
                "postgresql": [
                    "DROP FUNCTION category_identity_never_changes CASCADE",
                    "DROP FUNCTION project_identity_never_changes CASCADE",
                ],
            },
        )
    ]
