"""Versions whose images may have several labels: a row each, frozen as the images are; and of each image whether it was
answered, and about which classes nobody was asked."""

import django.db.models.deletion
from django.db import migrations, models

from core.operations import VendorSQL

KEPT = "What a dataset version froze never changes."
# As in 0010: the one exception.
IS_DELETED = """
    EXISTS (SELECT 1 FROM projects_deletedproject AS gone JOIN exports_datasetversion AS version
        ON version.project_id = gone.project_id WHERE version.id = OLD.version_id)
"""

SQLITE = [
    f"""
    CREATE TRIGGER version_label_never_changes BEFORE UPDATE ON exports_versionlabel
    BEGIN SELECT RAISE(ABORT, '{KEPT}'); END
    """,
    f"""
    CREATE TRIGGER version_label_joins_at_the_freeze BEFORE INSERT ON exports_versionlabel
    WHEN (SELECT state FROM exports_datasetversion WHERE id = NEW.version_id) IS NOT 'queued'
        OR EXISTS (SELECT 1 FROM exports_versionlabel WHERE id = NEW.id
            OR (version_id = NEW.version_id AND asset_id = NEW.asset_id AND class_index = NEW.class_index))
    BEGIN SELECT RAISE(ABORT, '{KEPT}'); END
    """,
    f"""
    CREATE TRIGGER version_label_leaves_only_cancelled_ones BEFORE DELETE ON exports_versionlabel
    WHEN (SELECT state FROM exports_datasetversion WHERE id = OLD.version_id) IS NOT 'cancelled' AND NOT {IS_DELETED}
    BEGIN SELECT RAISE(ABORT, '{KEPT}'); END
    """,
]
# The function asks of a row only which version it is of.
POSTGRESQL = [
    """
    CREATE TRIGGER version_label_never_changes BEFORE INSERT OR UPDATE OR DELETE ON exports_versionlabel
    FOR EACH ROW EXECUTE FUNCTION version_item_never_changes()
    """
]
TRIGGERS = ("never_changes", "joins_at_the_freeze", "leaves_only_cancelled_ones")
DROPPED = {
    "sqlite": [f"DROP TRIGGER version_label_{name}" for name in TRIGGERS],
    "postgresql": ["DROP TRIGGER version_label_never_changes ON exports_versionlabel"],
}


def see_that_none_has_several(apps, schema_editor):
    if apps.get_model("exports", "VersionItem").objects.filter(answered__isnull=False).exists():
        raise RuntimeError("Versions hold images of any number of classes, which older tables have no place for.")


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0013_asked_revision"),
        ("exports", "0010_versions_of_deleted_projects"),
    ]

    operations = [
        migrations.AddField(
            model_name="versionitem",
            name="answered",
            field=models.BooleanField(
                help_text="Whether somebody gave it a whole answer; null where each label is one.", null=True
            ),
        ),
        migrations.AddField(
            model_name="versionitem",
            name="not_asked",
            field=models.JSONField(
                help_text="Classes that it was not asked about, by index, ascending; null where none are kept.",
                null=True,
            ),
        ),
        migrations.CreateModel(
            name="VersionLabel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("class_index", models.PositiveIntegerField()),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="version_labels", to="assets.asset"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="labels",
                        to="exports.datasetversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "asset", "class_index"), name="version_label_once_per_class"
                    )
                ],
            },
        ),
        VendorSQL({"sqlite": SQLITE, "postgresql": POSTGRESQL}, DROPPED),
        migrations.RunPython(migrations.RunPython.noop, see_that_none_has_several),
    ]
