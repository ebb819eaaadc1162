"""How far a search for scenes has come, so that it goes on there after a stop."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0009_note"),
    ]

    operations = [
        migrations.AddField(
            model_name="video",
            name="scenes",
            field=models.JSONField(
                editable=False,
                help_text="How far a search for scenes has come: `behind` the frame of that index, `taken` so many.",
                null=True,
            ),
        ),
    ]
