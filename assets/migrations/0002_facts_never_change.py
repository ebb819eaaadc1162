"""Bytes and facts of assets and videos never change after ingest, and names sort alike on every database."""

from django.db import migrations

from projects.vendor_sql import VendorSQL

ASSET_FACTS = (
    "id",
    "project_id",
    "sha256",
    "file",
    "width",
    "height",
    "exif_orientation",
    "mime_type",
    "size_bytes",
    "original_name",
    "video_id",
    "timestamp_ms",
    "frame_index",
    "uploaded_by_id",
    "created_at",
)
VIDEO_FACTS = ("id", "project_id", "sha256", "file", "mime_type", "size_bytes", "original_name", "uploaded_by_id")


def changed(columns):
    return " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)


def row(prefix, columns):
    return "(" + ", ".join(f"{prefix}.{column}" for column in columns) + ")"


def sqlite(name, table, columns, sentence):
    return [
        f"""
        CREATE TRIGGER {name}_facts_never_change BEFORE UPDATE ON {table}
        WHEN {changed(columns)}
        BEGIN SELECT RAISE(ABORT, '{sentence}'); END
        """,
        f"""
        CREATE TRIGGER {name}_is_not_replaced BEFORE INSERT ON {table}
        WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, '{sentence}'); END
        """,
    ]


def postgresql(name, table, columns, sentence):
    return [
        f"""
        CREATE FUNCTION {name}_facts_never_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {row("OLD", columns)} IS DISTINCT FROM {row("NEW", columns)} THEN
                RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$
        """,
        f"""
        CREATE TRIGGER {name}_facts_never_change BEFORE UPDATE ON {table}
        FOR EACH ROW EXECUTE FUNCTION {name}_facts_never_change()
        """,
    ]


ASSET = ("asset", "assets_asset", ASSET_FACTS, "The bytes and facts of an asset never change.")
VIDEO = ("video", "assets_video", VIDEO_FACTS, "The bytes and facts of a video never change.")


class Migration(migrations.Migration):
    dependencies = [("assets", "0001_asset_and_video")]

    operations = [
        VendorSQL(
            {
                "sqlite": [*sqlite(*ASSET), *sqlite(*VIDEO)],
                "postgresql": [
                    *postgresql(*ASSET),
                    *postgresql(*VIDEO),
                    'ALTER TABLE assets_asset ALTER COLUMN sort_name TYPE varchar(765) COLLATE "C"',
                ],
            },
            {
                "sqlite": [
                    "DROP TRIGGER asset_facts_never_change",
                    "DROP TRIGGER asset_is_not_replaced",
                    "DROP TRIGGER video_facts_never_change",
                    "DROP TRIGGER video_is_not_replaced",
                ],
                "postgresql": [
                    "DROP FUNCTION asset_facts_never_change CASCADE",
                    "DROP FUNCTION video_facts_never_change CASCADE",
                    'ALTER TABLE assets_asset ALTER COLUMN sort_name TYPE varchar(765) COLLATE "default"',
                ],
            },
        )
    ]
