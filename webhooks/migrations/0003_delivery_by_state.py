from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("webhooks", "0002_failed_versions_by_one_name")]

    operations = [
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["state", "made_at"], name="delivery_by_state"),
        ),
    ]
