import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0004_sample_check"),
        ("projects", "0002_category_identity"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Import",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lease_owner", models.UUIDField(editable=False, null=True)),
                ("lease_until", models.DateTimeField(editable=False, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("queued_at", models.DateTimeField(editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("zip", "Zip"), ("coco", "Coco"), ("csv", "Csv"), ("export", "Export")], max_length=10
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="queued",
                        max_length=20,
                    ),
                ),
                ("original_name", models.CharField(max_length=255)),
                ("size_bytes", models.PositiveBigIntegerField()),
                (
                    "file",
                    models.CharField(
                        blank=True, help_text="In the store, until it is no longer needed.", max_length=255
                    ),
                ),
                ("dry_run", models.BooleanField(default=False)),
                ("replace", models.BooleanField(default=False)),
                ("skip_unknown", models.BooleanField(default=False)),
                ("labels_from_folders", models.BooleanField(default=False)),
                ("progress", models.PositiveIntegerField(default=0, help_text="Files or images done so far.")),
                ("total", models.PositiveIntegerField(help_text="Of them; null while it is not known yet.", null=True)),
                ("report", models.JSONField(null=True)),
                ("error", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="imports", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="imports", to="projects.project"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["project", "id"], name="import_by_project")],
            },
        ),
    ]
