from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("labeler", "0002_write_probe"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by", models.CharField(help_text="User name.", max_length=150)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="there_is_one_pause")],
            },
        ),
    ]
