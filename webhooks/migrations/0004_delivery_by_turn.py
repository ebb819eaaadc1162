from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("webhooks", "0003_delivery_by_state")]

    operations = [
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["webhook", "state", "due_at", "id"], name="delivery_by_turn"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["event", "state"], name="delivery_by_event"),
        ),
    ]
