"""About which classes somebody was asked, where the labels revision of an image does not say it; and how that revision
changed with each answer."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0025_label_rows"),
        ("assets", "0013_asked_revision"),
        ("projects", "0016_label_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="annotationevent",
            name="from_asked",
            field=models.IntegerField(
                help_text="The labels revision that the image was asked about before; null: not kept yet.", null=True
            ),
        ),
        migrations.AddField(
            model_name="annotationevent",
            name="to_asked",
            field=models.IntegerField(help_text="The same after it.", null=True),
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "asset",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absences",
                        to="assets.asset",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="absences", to="projects.category"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("asset", "category"), name="absence_once_per_category")
                ],
            },
        ),
    ]
