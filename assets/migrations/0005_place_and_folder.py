"""Images have a place in the lists that people see, and the folder that they came from. Older ones stand as ever."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from projects.vendor_sql import VendorSQL

ADD_FOLDER = "ALTER TABLE assets_asset ADD COLUMN folder varchar(300) {} NOT NULL DEFAULT ''"
ADD_FOLDER_KEY = "ALTER TABLE assets_asset ADD COLUMN folder_key varchar(900) {} NOT NULL DEFAULT ''"
ADD_PLACE = "ALTER TABLE assets_asset ADD COLUMN place bigint NOT NULL DEFAULT 0"
DROP = [f"ALTER TABLE assets_asset DROP COLUMN {name}" for name in ("place", "folder_key", "folder")]
COUNT = """
    INSERT INTO assets_placecounter (project_id, given)
    SELECT project_id, max(id) FROM assets_asset GROUP BY project_id
"""
ASSET = "The place and the folder of an asset never change."
VIDEO = "The place of a video is given once."
FACTS = ("place", "folder", "folder_key")
CHANGED = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in FACTS)
OLD, NEW = ("(" + ", ".join(f"{prefix}.{column}" for column in FACTS) + ")" for prefix in ("OLD", "NEW"))


def sqlite(name, table, columns, condition, sentence):
    return f"""
        CREATE TRIGGER {name} BEFORE UPDATE OF {columns} ON {table}
        WHEN {condition}
        BEGIN SELECT RAISE(ABORT, '{sentence}'); END
    """


def postgresql(name, table, columns, condition, sentence):
    return [
        f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {condition} THEN
                RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$
        """,
        f"CREATE TRIGGER {name} BEFORE UPDATE OF {columns} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


GUARD_ASSET = ("asset_place_never_changes", "assets_asset", ", ".join(FACTS))
GUARD_VIDEO = ("video_place_is_given_once", "assets_video", "place")


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0004_video_jobs_and_uploads"),
        ("projects", "0006_closed_projects_and_members"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # By hand, as Django would copy the table on SQLite, which loses its triggers. PostgreSQL writes the table and
        # its indexes anew: a million rows that change leave a million dead ones.
        migrations.SeparateDatabaseAndState(
            [
                VendorSQL(
                    {
                        "sqlite": [
                            ADD_FOLDER.format(""),
                            ADD_FOLDER_KEY.format(""),
                            ADD_PLACE,
                            "UPDATE assets_asset SET place = id",
                        ],
                        "postgresql": [
                            ADD_FOLDER.format('COLLATE "C"'),
                            ADD_FOLDER_KEY.format('COLLATE "C"'),
                            ADD_PLACE,
                            "ALTER TABLE assets_asset ALTER COLUMN place TYPE bigint USING id",
                        ],
                    },
                    {"sqlite": DROP, "postgresql": DROP},
                )
            ],
            [
                migrations.AddField(
                    model_name="asset",
                    name="folder",
                    field=models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="That it came from: photos/2026.",
                        max_length=300,
                    ),
                ),
                migrations.AddField(
                    model_name="asset",
                    name="folder_key",
                    field=models.CharField(blank=True, db_default="", default="", max_length=900),
                ),
                migrations.AddField(
                    model_name="asset",
                    name="place",
                    field=models.BigIntegerField(
                        db_default=0,
                        default=0,
                        help_text="Lists that people see stand in the order of (place, id).",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlaceCounter",
            fields=[
                (
                    "project",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="place_counter",
                        serialize=False,
                        to="projects.project",
                    ),
                ),
                ("given", models.BigIntegerField()),
            ],
        ),
        VendorSQL({"sqlite": [COUNT], "postgresql": [COUNT]}, {"sqlite": [], "postgresql": []}),
        migrations.CreateModel(
            name="PlaceBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("start", models.BigIntegerField()),
                ("count", models.PositiveIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "given_to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="place_batches",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="place_batches",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["project", "given_to", "start"], name="place_batch_by_person")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("count__gte", 1)), name="place_batch_has_places")
                ],
            },
        ),
        migrations.AddField("upload", "folder", models.CharField(blank=True, default="", max_length=300)),
        migrations.AddField("upload", "place", models.BigIntegerField(null=True)),
        # Without a default, so that SQLite keeps the table, and its triggers.
        migrations.AddField(
            "video",
            "place",
            models.BigIntegerField(
                help_text="Its frames stand behind it. Older ones get it with their next.", null=True
            ),
        ),
        migrations.AddIndex("asset", models.Index(fields=["project", "place", "id"], name="asset_by_place")),
        migrations.AddIndex(
            "asset", models.Index(fields=["project", "status", "place", "id"], name="asset_by_status_and_place")
        ),
        migrations.AddIndex("asset", models.Index(fields=["project", "folder", "place", "id"], name="asset_by_folder")),
        VendorSQL(
            {
                "sqlite": [
                    sqlite(*GUARD_ASSET, CHANGED, ASSET),
                    sqlite(*GUARD_VIDEO, "OLD.place IS NOT NULL AND OLD.place IS NOT NEW.place", VIDEO),
                ],
                "postgresql": [
                    *postgresql(*GUARD_ASSET, f"{OLD} IS DISTINCT FROM {NEW}", ASSET),
                    *postgresql(*GUARD_VIDEO, "OLD.place IS NOT NULL AND OLD.place IS DISTINCT FROM NEW.place", VIDEO),
                ],
            },
            {
                "sqlite": ["DROP TRIGGER asset_place_never_changes", "DROP TRIGGER video_place_is_given_once"],
                "postgresql": [
                    "DROP FUNCTION asset_place_never_changes CASCADE",
                    "DROP FUNCTION video_place_is_given_once CASCADE",
                ],
            },
        ),
    ]
