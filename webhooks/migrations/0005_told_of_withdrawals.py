"""Webhooks are told of withdrawn images, too. No table changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("webhooks", "0004_delivery_by_turn"),
    ]

    operations = [
        migrations.AlterField(
            model_name="delivery",
            name="event",
            field=models.CharField(
                choices=[
                    ("version.ready", "Version ready"),
                    ("version.failed", "Version failed"),
                    ("import.finished", "Import finished"),
                    ("extraction.finished", "Frames extracted"),
                    ("check.finished", "Sample check finished"),
                    ("category.changed", "Category changed"),
                    ("images.withdrawn", "Picture withdrawn"),
                    ("job.failed", "Job failed"),
                    ("webhook.test", "Test"),
                ],
                max_length=40,
            ),
        ),
    ]
