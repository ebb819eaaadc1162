from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("annotations", "0011_import_decided_and_undone")]

    operations = [
        migrations.AddField(
            "samplecheck",
            "strata",
            models.JSONField(
                help_text="Of these by the public id of their category; null of checks from before it was kept.",
                null=True,
            ),
        ),
    ]
