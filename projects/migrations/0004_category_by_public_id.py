"""A filter by category starts at its public id, and does not walk through all images."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0003_category_public_id")]

    operations = [
        migrations.AddIndex(
            model_name="category",
            index=models.Index(fields=["project", "public_id"], name="category_by_public_id"),
        ),
    ]
