"""How images look in 400 numbers, beside the hash; a table of its own, so that lists of images do not read it."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Length
from django.db.models.lookups import Exact


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0010_how_far_scenes_are"),
    ]

    operations = [
        migrations.CreateModel(
            name="AssetLook",
            fields=[
                (
                    "asset",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="look",
                        serialize=False,
                        to="assets.asset",
                    ),
                ),
                (
                    "numbers",
                    models.BinaryField(
                        help_text="400 bytes: luma of 16 × 16 squares, and two chroma channels of 9 × 8."
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=Exact(Length("numbers"), 400), name="asset_look_has_400_numbers")
                ],
            },
        ),
    ]
