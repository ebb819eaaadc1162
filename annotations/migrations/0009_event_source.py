"""An answer that an import brought tells where it comes from. A column without a default: SQLite keeps its triggers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0008_labeling_window"),
    ]

    operations = [
        migrations.AddField(
            model_name="annotationevent",
            name="source",
            field=models.JSONField(
                help_text="Of an imported answer, as its file tells: {tool, by, at, origin}. Else null.",
                null=True,
            ),
        ),
    ]
