"""Every name under which the bytes of an image came is remembered. Older ones have that which they came in with."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0006_converted_pictures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AssetName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "path",
                    models.CharField(help_text="The folder that it came from, and its name there.", max_length=556),
                ),
                ("key", models.CharField(max_length=765)),
                ("path_key", models.CharField(max_length=1668)),
                ("came_at", models.DateTimeField(auto_now_add=True)),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="other_names",
                        to="assets.asset",
                    ),
                ),
                (
                    "came_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asset_names",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["key", "asset"], name="asset_name_by_key")],
                "constraints": [
                    models.UniqueConstraint(fields=["asset", "path"], name="asset_name_once_for_an_asset"),
                    models.CheckConstraint(condition=~models.Q(path=""), name="asset_name_says_something"),
                ],
            },
        ),
    ]
