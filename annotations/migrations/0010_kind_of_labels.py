from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("annotations", "0009_event_source")]

    operations = [
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
                ],
                max_length=10,
            ),
        ),
    ]
