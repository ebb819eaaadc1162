"""A version keeps which answer of each image it froze, by its revision. Those that were frozen before do not."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exports", "0007_splits_told")]

    operations = [
        # It may be null and has no check: neither database looks at the rows, and SQLite adds the column to the table
        # as it is, with its triggers. Those refuse every change of an item, of this column, too.
        migrations.AddField(
            "versionitem",
            "revision",
            models.IntegerField(
                help_text="Of the image, at the answer that was frozen; null of versions from before it was kept.",
                null=True,
            ),
        ),
    ]
