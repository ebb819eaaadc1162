"""Videos carry the job of their extraction; files may come in pieces."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from projects.vendor_sql import VendorSQL

# As 0002_facts_never_change made them. On SQLite the new columns rebuild the table of videos, and its triggers vanish.
FACTS = ("id", "project_id", "sha256", "file", "mime_type", "size_bytes", "original_name", "uploaded_by_id")
CHANGED = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in FACTS)
SENTENCE = "The bytes and facts of a video never change."
CREATE = [
    f"""
    CREATE TRIGGER video_facts_never_change BEFORE UPDATE ON assets_video
    WHEN {CHANGED}
    BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END
    """,
    f"""
    CREATE TRIGGER video_is_not_replaced BEFORE INSERT ON assets_video
    WHEN EXISTS (SELECT 1 FROM assets_video WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END
    """,
]
DROP = ["DROP TRIGGER IF EXISTS video_facts_never_change", "DROP TRIGGER IF EXISTS video_is_not_replaced"]


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0003_dhash"),
        ("projects", "0002_category_identity"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Dropped first: while a table is copied, they would refuse the rows of the copy. On the way back this is last.
        VendorSQL({"sqlite": DROP, "postgresql": []}, {"sqlite": CREATE, "postgresql": []}),
        migrations.AddField(
            model_name="video",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="video",
            name="finished_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="video",
            name="lease_owner",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="video",
            name="lease_until",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="video",
            name="note",
            field=models.TextField(blank=True, help_text="What there is to know of the frames that were taken."),
        ),
        migrations.AddField(
            model_name="video",
            name="planned",
            field=models.PositiveIntegerField(help_text="Frames that it gives; null while nobody can tell.", null=True),
        ),
        migrations.AddField(
            model_name="video",
            name="position_ms",
            field=models.PositiveBigIntegerField(help_text="Time of the frame that was taken last.", null=True),
        ),
        migrations.AddField(
            model_name="video",
            name="queued_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="video",
            name="started_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="video",
            name="progress",
            field=models.PositiveIntegerField(default=0, help_text="Frames taken so far."),
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("image", "Image"), ("video", "Video")], max_length=10)),
                ("original_name", models.CharField(max_length=255)),
                ("size_bytes", models.PositiveBigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("duplicate", models.BooleanField(default=False)),
                ("error", models.TextField(blank=True)),
                ("error_code", models.CharField(blank=True, max_length=40)),
                ("asset", models.PositiveBigIntegerField(null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uploads", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uploads", to="projects.project"
                    ),
                ),
                ("video", models.PositiveBigIntegerField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["created_by", "finished_at"], name="upload_by_person")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("size_bytes__gte", 1)), name="upload_has_bytes")
                ],
            },
        ),
        VendorSQL({"sqlite": CREATE, "postgresql": []}, {"sqlite": DROP, "postgresql": []}),
    ]
