from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("annotations", "0010_kind_of_labels")]

    operations = [
        migrations.AddField(
            "import",
            "bulk",
            models.UUIDField(help_text="The one action that all its answers are; null of old ones.", null=True),
        ),
        migrations.AddField(
            "import",
            "decisions",
            models.JSONField(default=dict, help_text="What somebody said of the file: see classes.Decisions."),
        ),
        migrations.AddField(
            "import",
            "labels_from_file",
            models.BooleanField(default=False, help_text="From the file of labels in a zip of pictures."),
        ),
        migrations.AddField(
            "import",
            "places",
            models.CharField(blank=True, help_text="In the store: the CSV of all that was not usable.", max_length=255),
        ),
        migrations.AddField(
            "import",
            "undoes",
            models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="undone_by", to="annotations.import"),
        ),
        migrations.AlterField(
            "import",
            "kind",
            models.CharField(
                choices=[
                    ("zip", "Zip"),
                    ("labels", "Labels"),
                    ("coco", "Coco"),
                    ("csv", "Csv"),
                    ("export", "Export"),
                    ("undo", "Undo"),
                ],
                max_length=10,
            ),
        ),
    ]
