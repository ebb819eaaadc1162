"""A version freezes what it tells of its quality. Those that were requested before tell nothing."""

from django.db import migrations, models

from core.operations import VendorSQL

BEFORE = (
    "id", "project_id", "number", "created_by_id", "created_at", "previous_id", "frozen", "images", "notes", "license",
)  # fmt: skip
AFTER = (*BEFORE, "quality")

SEALED = "'A dataset version that is ready never changes.' USING ERRCODE = 'integrity_constraint_violation'"
KEPT = "'What a dataset version froze never changes.' USING ERRCODE = 'integrity_constraint_violation'"
DELETED = "'A dataset version is never deleted.' USING ERRCODE = 'integrity_constraint_violation'"


def keeping(columns):
    """The trigger of 0002 that keeps what a version froze, for these columns."""
    return {
        "sqlite": [
            "DROP TRIGGER version_keeps_what_it_froze",
            f"""
            CREATE TRIGGER version_keeps_what_it_froze BEFORE UPDATE ON exports_datasetversion
            WHEN {" OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)}
            BEGIN SELECT RAISE(ABORT, 'What a dataset version froze never changes.'); END
            """,
        ],
        "postgresql": [
            f"""
            CREATE OR REPLACE FUNCTION version_ready_is_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    RAISE EXCEPTION {DELETED};
                ELSIF OLD.state = 'ready' THEN
                    RAISE EXCEPTION {SEALED};
                ELSIF ({", ".join(f"OLD.{column}" for column in columns)})
                    IS DISTINCT FROM ({", ".join(f"NEW.{column}" for column in columns)}) THEN
                    RAISE EXCEPTION {KEPT};
                END IF;
                RETURN NEW;
            END $$
            """,
        ],
    }


class Migration(migrations.Migration):
    dependencies = [("exports", "0004_version_license")]

    operations = [
        # It may be null, so SQLite adds the column to the table as it is: a copy would lose its triggers, and those of
        # the items, which ask it, would refuse the renaming.
        migrations.AddField(
            model_name="datasetversion",
            name="quality",
            field=models.JSONField(
                help_text="What contract.v1_4 adds to the manifest, where it was asked for.", null=True
            ),
        ),
        VendorSQL(keeping(AFTER), keeping(BEFORE)),
    ]
