"""What was noted stays: no door changes it or takes it away."""

from django.db import migrations

from core.operations import VendorSQL

SENTENCE = "The audit never changes."


def sqlite(name, when):
    return f"""
        CREATE TRIGGER {name} BEFORE {when} ON people_auditentry
        BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END
    """


class Migration(migrations.Migration):
    dependencies = [("people", "0005_audit_entry")]

    operations = [
        VendorSQL(
            {
                "sqlite": [
                    sqlite("audit_is_not_changed", "UPDATE"),
                    sqlite("audit_is_not_deleted", "DELETE"),
                    # An INSERT OR REPLACE would take the place of an entry without an UPDATE or a DELETE.
                    f"""
                    CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON people_auditentry
                    WHEN EXISTS (SELECT 1 FROM people_auditentry WHERE id = NEW.id)
                    BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END
                    """,
                ],
                "postgresql": [
                    f"""
                    CREATE FUNCTION audit_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation';
                    END $$
                    """,
                    """
                    CREATE TRIGGER audit_is_not_changed BEFORE UPDATE OR DELETE ON people_auditentry
                    FOR EACH ROW EXECUTE FUNCTION audit_never_changes()
                    """,
                ],
            },
            {
                "sqlite": [
                    "DROP TRIGGER audit_is_not_changed",
                    "DROP TRIGGER audit_is_not_deleted",
                    "DROP TRIGGER audit_is_not_replaced",
                ],
                "postgresql": ["DROP FUNCTION audit_never_changes CASCADE"],
            },
        )
    ]
