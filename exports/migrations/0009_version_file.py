"""Where the zip of a ready version lies, beside its sealed row: it may be freed, and is built again then."""

import django.db.models.deletion
from django.db import migrations, models


def tell_of_those_there_are(apps, schema_editor):
    versions = apps.get_model("exports", "DatasetVersion").objects.using(schema_editor.connection.alias)
    files = apps.get_model("exports", "VersionFile").objects.using(schema_editor.connection.alias)
    facts = ("pk", "artifact", "artifact_sha256", "artifact_size", "sealed_at")
    sealed = versions.filter(state="ready").order_by("pk").values_list(*facts)
    rows = (
        files.model(
            version_id=pk,
            kind="published",
            # One whose zip no row can name is built again when somebody asks for it.
            state="ready" if artifact and sha256 and size is not None else "freed",
            artifact=artifact,
            artifact_sha256=sha256,
            artifact_size=size,
            used_at=sealed_at,
        )
        for pk, artifact, sha256, size, sealed_at in sealed.iterator(chunk_size=1000)
    )
    files.bulk_create(rows, batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("exports", "0008_version_item_revision")]

    operations = [
        migrations.CreateModel(
            name="VersionFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lease_owner", models.UUIDField(editable=False, null=True)),
                ("lease_until", models.DateTimeField(editable=False, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("queued_at", models.DateTimeField(editable=False, null=True)),
                ("error", models.TextField(blank=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("published", "Published"), ("withdrawn", "Withdrawn")],
                        default="published",
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ready", "Ready"),
                            ("freed", "Freed"),
                            ("queued", "Queued"),
                            ("building", "Building"),
                            ("failed", "Failed"),
                        ],
                        default="queued",
                        max_length=20,
                    ),
                ),
                ("progress", models.PositiveIntegerField(default=0, help_text="Images copied so far.")),
                (
                    "artifact",
                    models.CharField(
                        blank=True, help_text="Of one that was freed: what still has to go.", max_length=255
                    ),
                ),
                ("artifact_sha256", models.CharField(blank=True, max_length=64)),
                ("artifact_size", models.PositiveBigIntegerField(null=True)),
                (
                    "used_at",
                    models.DateTimeField(help_text="When it came to be or was asked for last, to the hour.", null=True),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="exports.datasetversion"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "kind"), name="version_file_once_per_kind"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ready"), _negated=True),
                            models.Q(
                                models.Q(("artifact", ""), _negated=True),
                                models.Q(("artifact_sha256", ""), _negated=True),
                                ("artifact_size__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="version_file_ready_is_whole",
                    ),
                ],
            },
        ),
        migrations.RunPython(tell_of_those_there_are, migrations.RunPython.noop),
    ]
