"""What a version froze never changes; once it is ready, nothing of it does. It is never deleted."""

from django.db import migrations

from projects.vendor_sql import VendorSQL

FROZEN = ("id", "project_id", "number", "created_by_id", "created_at", "previous_id", "frozen", "images", "notes")

SQLITE = [
    """
    CREATE TRIGGER version_ready_is_sealed BEFORE UPDATE ON exports_datasetversion
    WHEN OLD.state = 'ready'
    BEGIN SELECT RAISE(ABORT, 'A dataset version that is ready never changes.'); END
    """,
    f"""
    CREATE TRIGGER version_keeps_what_it_froze BEFORE UPDATE ON exports_datasetversion
    WHEN {" OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in FROZEN)}
    BEGIN SELECT RAISE(ABORT, 'What a dataset version froze never changes.'); END
    """,
    """
    CREATE TRIGGER version_is_never_deleted BEFORE DELETE ON exports_datasetversion
    BEGIN SELECT RAISE(ABORT, 'A dataset version is never deleted.'); END
    """,
    """
    CREATE TRIGGER version_is_not_replaced BEFORE INSERT ON exports_datasetversion
    WHEN EXISTS (SELECT 1 FROM exports_datasetversion
        WHERE id = NEW.id OR (project_id = NEW.project_id AND number = NEW.number))
    BEGIN SELECT RAISE(ABORT, 'There is such a dataset version already.'); END
    """,
    """
    CREATE TRIGGER version_item_never_changes BEFORE UPDATE ON exports_versionitem
    BEGIN SELECT RAISE(ABORT, 'What a dataset version froze never changes.'); END
    """,
    """
    CREATE TRIGGER version_item_joins_at_the_freeze BEFORE INSERT ON exports_versionitem
    WHEN (SELECT state FROM exports_datasetversion WHERE id = NEW.version_id) IS NOT 'queued'
        OR EXISTS (SELECT 1 FROM exports_versionitem
            WHERE id = NEW.id OR (version_id = NEW.version_id AND asset_id = NEW.asset_id))
    BEGIN SELECT RAISE(ABORT, 'What a dataset version froze never changes.'); END
    """,
    """
    CREATE TRIGGER version_item_leaves_only_cancelled_ones BEFORE DELETE ON exports_versionitem
    WHEN (SELECT state FROM exports_datasetversion WHERE id = OLD.version_id) IS NOT 'cancelled'
    BEGIN SELECT RAISE(ABORT, 'What a dataset version froze never changes.'); END
    """,
]

SEALED = "'A dataset version that is ready never changes.' USING ERRCODE = 'integrity_constraint_violation'"
KEPT = "'What a dataset version froze never changes.' USING ERRCODE = 'integrity_constraint_violation'"
DELETED = "'A dataset version is never deleted.' USING ERRCODE = 'integrity_constraint_violation'"

POSTGRESQL = [
    f"""
    CREATE FUNCTION version_ready_is_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION {DELETED};
        ELSIF OLD.state = 'ready' THEN
            RAISE EXCEPTION {SEALED};
        ELSIF ({", ".join(f"OLD.{column}" for column in FROZEN)})
            IS DISTINCT FROM ({", ".join(f"NEW.{column}" for column in FROZEN)}) THEN
            RAISE EXCEPTION {KEPT};
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER version_ready_is_sealed BEFORE UPDATE OR DELETE ON exports_datasetversion
    FOR EACH ROW EXECUTE FUNCTION version_ready_is_sealed()
    """,
    f"""
    CREATE FUNCTION version_item_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        version_state text;
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            RAISE EXCEPTION {KEPT};
        ELSIF TG_OP = 'INSERT' THEN
            SELECT state INTO version_state FROM exports_datasetversion WHERE id = NEW.version_id;
            IF version_state IS DISTINCT FROM 'queued' THEN
                RAISE EXCEPTION {KEPT};
            END IF;
            RETURN NEW;
        END IF;
        SELECT state INTO version_state FROM exports_datasetversion WHERE id = OLD.version_id;
        IF version_state IS DISTINCT FROM 'cancelled' THEN
            RAISE EXCEPTION {KEPT};
        END IF;
        RETURN OLD;
    END $$
    """,
    """
    CREATE TRIGGER version_item_never_changes BEFORE INSERT OR UPDATE OR DELETE ON exports_versionitem
    FOR EACH ROW EXECUTE FUNCTION version_item_never_changes()
    """,
]


class Migration(migrations.Migration):
    dependencies = [("exports", "0001_dataset_version")]

    operations = [
        VendorSQL(
            {"sqlite": SQLITE, "postgresql": POSTGRESQL},
            {
                "sqlite": [
                    "DROP TRIGGER version_ready_is_sealed",
                    "DROP TRIGGER version_keeps_what_it_froze",
                    "DROP TRIGGER version_is_never_deleted",
                    "DROP TRIGGER version_is_not_replaced",
                    "DROP TRIGGER version_item_never_changes",
                    "DROP TRIGGER version_item_joins_at_the_freeze",
                    "DROP TRIGGER version_item_leaves_only_cancelled_ones",
                ],
                "postgresql": [
                    "DROP FUNCTION version_ready_is_sealed CASCADE",
                    "DROP FUNCTION version_item_never_changes CASCADE",
                ],
            },
        )
    ]
