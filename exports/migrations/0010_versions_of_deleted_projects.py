"""Versions go with a project that is deleted whole, and with nothing else."""

from django.db import migrations

from core.operations import VendorSQL

# As in projects 0015: the one exception, asked of the project of a version, and of that of an item.
IS_DELETED = "EXISTS (SELECT 1 FROM projects_deletedproject WHERE project_id = OLD.project_id)"
ITEM_IS_DELETED = """
    EXISTS (SELECT 1 FROM projects_deletedproject AS gone JOIN exports_datasetversion AS version
        ON version.project_id = gone.project_id WHERE version.id = OLD.version_id)
"""

FROZEN = (
    "id", "project_id", "number", "created_by_id", "created_at", "previous_id", "frozen", "images", "notes", "license",
    "quality", "citation",
)  # fmt: skip

STAYS = "A dataset version is never deleted."
KEPT = "What a dataset version froze never changes."
SEALED = "A dataset version that is ready never changes."
REFUSED = "USING ERRCODE = 'integrity_constraint_violation'"


def letting_go(version=None, item=None):
    """The triggers of 0002 and 0007 that refuse a DELETE, but for rows of which the exceptions `version` and `item`
    hold; as they were, without these."""
    only, more = (f"WHEN NOT {version}\n            ", f" AND NOT {item}") if version else ("", "")
    is_kept, item_is_kept = (f"NOT {version}", f"NOT {item}") if version else ("TRUE", "TRUE")
    return {
        "sqlite": [
            "DROP TRIGGER version_is_never_deleted",
            f"""
            CREATE TRIGGER version_is_never_deleted BEFORE DELETE ON exports_datasetversion
            {only}BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
            """,
            "DROP TRIGGER version_item_leaves_only_cancelled_ones",
            f"""
            CREATE TRIGGER version_item_leaves_only_cancelled_ones BEFORE DELETE ON exports_versionitem
            WHEN (SELECT state FROM exports_datasetversion WHERE id = OLD.version_id) IS NOT 'cancelled'{more}
            BEGIN SELECT RAISE(ABORT, '{KEPT}'); END
            """,
        ],
        "postgresql": [
            f"""
            CREATE OR REPLACE FUNCTION version_ready_is_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    IF {is_kept} THEN
                        RAISE EXCEPTION '{STAYS}' {REFUSED};
                    END IF;
                    RETURN OLD;
                ELSIF OLD.state = 'ready' THEN
                    RAISE EXCEPTION '{SEALED}' {REFUSED};
                ELSIF ({", ".join(f"OLD.{column}" for column in FROZEN)})
                    IS DISTINCT FROM ({", ".join(f"NEW.{column}" for column in FROZEN)}) THEN
                    RAISE EXCEPTION '{KEPT}' {REFUSED};
                END IF;
                RETURN NEW;
            END $$
            """,
            f"""
            CREATE OR REPLACE FUNCTION version_item_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                version_state text;
            BEGIN
                IF TG_OP = 'UPDATE' THEN
                    RAISE EXCEPTION '{KEPT}' {REFUSED};
                ELSIF TG_OP = 'INSERT' THEN
                    SELECT state INTO version_state FROM exports_datasetversion WHERE id = NEW.version_id;
                    IF version_state IS DISTINCT FROM 'queued' THEN
                        RAISE EXCEPTION '{KEPT}' {REFUSED};
                    END IF;
                    RETURN NEW;
                END IF;
                SELECT state INTO version_state FROM exports_datasetversion WHERE id = OLD.version_id;
                IF version_state IS DISTINCT FROM 'cancelled' AND {item_is_kept} THEN
                    RAISE EXCEPTION '{KEPT}' {REFUSED};
                END IF;
                RETURN OLD;
            END $$
            """,
        ],
    }


class Migration(migrations.Migration):
    dependencies = [("exports", "0009_version_file"), ("projects", "0015_deleted_project")]

    operations = [VendorSQL(letting_go(IS_DELETED, ITEM_IS_DELETED), letting_go())]
