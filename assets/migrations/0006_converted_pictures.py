"""A picture that was converted when it came in keeps what was uploaded as facts: its hash and its kind."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from core.operations import VendorSQL

BEFORE = (
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
AFTER = (*BEFORE, "upload_sha256", "converted_from")
SENTENCE = "The bytes and facts of an asset never change."

KINDS = ["image/heic", "image/avif"]
WHOLE = Q(upload_sha256=None, converted_from=None) | Q(
    upload_sha256__isnull=False, converted_from__isnull=False, converted_from__in=KINDS, video=None
)
ADD_HASH = "ALTER TABLE assets_asset ADD COLUMN upload_sha256 varchar(64) NULL"
ADD_KIND = """
    ALTER TABLE assets_asset ADD COLUMN converted_from varchar(20) NULL CONSTRAINT asset_conversion_is_whole CHECK (
        (converted_from IS NULL AND upload_sha256 IS NULL)
        OR (converted_from IN ('image/heic', 'image/avif') AND converted_from IS NOT NULL
            AND upload_sha256 IS NOT NULL AND video_id IS NULL)
    )
"""
DROP = [f"ALTER TABLE assets_asset DROP COLUMN {name}" for name in ("converted_from", "upload_sha256")]


def keeping(columns):
    """The trigger of 0002 that keeps the facts, for these columns."""
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)
    old, new = ("(" + ", ".join(f"{prefix}.{column}" for column in columns) + ")" for prefix in ("OLD", "NEW"))
    return {
        "sqlite": [
            "DROP TRIGGER asset_facts_never_change",
            f"""
            CREATE TRIGGER asset_facts_never_change BEFORE UPDATE ON assets_asset
            WHEN {changed}
            BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END
            """,
        ],
        "postgresql": [
            f"""
            CREATE OR REPLACE FUNCTION asset_facts_never_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF {old} IS DISTINCT FROM {new} THEN
                    RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN NEW;
            END $$
            """,
        ],
    }


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0005_place_and_folder"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # By hand, as Django would copy the table on SQLite for the constraint, which loses its triggers.
        migrations.SeparateDatabaseAndState(
            [
                VendorSQL(
                    {"sqlite": [ADD_HASH, ADD_KIND], "postgresql": [ADD_HASH, ADD_KIND]},
                    {"sqlite": DROP, "postgresql": DROP},
                )
            ],
            [
                migrations.AddField(
                    model_name="asset",
                    name="upload_sha256",
                    field=models.CharField(
                        help_text="Of the bytes that were uploaded, where the file was made of them.",
                        max_length=64,
                        null=True,
                    ),
                ),
                migrations.AddField(
                    model_name="asset",
                    name="converted_from",
                    field=models.CharField(
                        choices=[("image/heic", "HEIC"), ("image/avif", "AVIF")],
                        help_text="What was uploaded then.",
                        max_length=20,
                        null=True,
                    ),
                ),
                migrations.AddConstraint(
                    model_name="asset",
                    constraint=models.CheckConstraint(condition=WHOLE, name="asset_conversion_is_whole"),
                ),
            ],
        ),
        # An index for SQLite, too, so the table stays.
        migrations.AddConstraint(
            model_name="asset",
            constraint=models.UniqueConstraint(
                condition=Q(upload_sha256__isnull=False),
                fields=("project", "upload_sha256"),
                name="asset_converted_bytes_unique_in_project",
            ),
        ),
        VendorSQL(keeping(AFTER), keeping(BEFORE)),
    ]
