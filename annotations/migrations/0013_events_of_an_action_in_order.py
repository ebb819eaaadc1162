from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("annotations", "0012_sample_check_strata")]

    operations = [
        migrations.AddIndex(
            "annotationevent",
            models.Index(
                condition=models.Q(("bulk__isnull", False)), fields=["bulk", "asset"], name="annotation_event_by_bulk"
            ),
        ),
    ]
