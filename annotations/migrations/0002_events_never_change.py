"""The history of answers is append-only. (An event goes only with its asset, by the verb that removes one.)"""

from django.db import migrations

from projects.vendor_sql import VendorSQL


class Migration(migrations.Migration):
    dependencies = [("annotations", "0001_annotation_event_claim")]

    operations = [
        VendorSQL(
            {
                "sqlite": [
                    """
                    CREATE TRIGGER event_never_changes BEFORE UPDATE ON annotations_annotationevent
                    BEGIN SELECT RAISE(ABORT, 'The history of answers never changes.'); END
                    """,
                    # An INSERT OR REPLACE would take the place of an event without an UPDATE.
                    """
                    CREATE TRIGGER event_is_not_replaced BEFORE INSERT ON annotations_annotationevent
                    WHEN EXISTS (SELECT 1 FROM annotations_annotationevent WHERE id = NEW.id OR op_id = NEW.op_id
                        OR (asset_id = NEW.asset_id AND revision = NEW.revision))
                    BEGIN SELECT RAISE(ABORT, 'The history of answers never changes.'); END
                    """,
                ],
                "postgresql": [
                    """
                    CREATE FUNCTION event_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        RAISE EXCEPTION 'The history of answers never changes.'
                            USING ERRCODE = 'integrity_constraint_violation';
                    END $$
                    """,
                    """
                    CREATE TRIGGER event_never_changes BEFORE UPDATE ON annotations_annotationevent
                    FOR EACH ROW EXECUTE FUNCTION event_never_changes()
                    """,
                ],
            },
            {
                "sqlite": ["DROP TRIGGER event_never_changes", "DROP TRIGGER event_is_not_replaced"],
                "postgresql": ["DROP FUNCTION event_never_changes CASCADE"],
            },
        )
    ]
