"""The one job of a project that tells how odd images look, and for which categories it is asked for."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0018_reviewed_label"),
        ("projects", "0012_release_gate"),
    ]

    operations = [
        migrations.CreateModel(
            name="OddnessJob",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lease_owner", models.UUIDField(editable=False, null=True)),
                ("lease_until", models.DateTimeField(editable=False, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("queued_at", models.DateTimeField(editable=False, null=True)),
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
                ("progress", models.PositiveIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                (
                    "wanted",
                    models.JSONField(
                        default=list, help_text="Numbers of the categories that are asked for, in that order."
                    ),
                ),
                (
                    "project",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="oddness_job", to="projects.project"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
