"""What reviewers made of labels is kept beside the history, which tells it. An event knows the bulk action that it took
back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.operations import VendorSQL

EVENTS = "annotations_annotationevent"
ADD = f"ALTER TABLE {EVENTS} ADD COLUMN undoes"
DROP = [f"ALTER TABLE {EVENTS} DROP COLUMN undoes"]


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0017_second_judgement"),
        ("assets", "0011_asset_look"),
        ("projects", "0012_release_gate"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # By hand, as Django would copy the table on SQLite, which loses its triggers.
        migrations.SeparateDatabaseAndState(
            [
                VendorSQL(
                    {"sqlite": [f"{ADD} char(32) NULL"], "postgresql": [f"{ADD} uuid NULL"]},
                    {"sqlite": DROP, "postgresql": DROP},
                )
            ],
            [
                migrations.AddField(
                    "annotationevent",
                    "undoes",
                    models.UUIDField(
                        help_text="The bulk action that it took back, which was the image's last change; else null.",
                        null=True,
                    ),
                )
            ],
        ),
        migrations.CreateModel(
            name="HistoryRead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "as_of",
                    models.BigIntegerField(default=0, help_text="The number of the last event that was looked at."),
                ),
                ("zone", models.CharField(help_text="The time zone that the weeks are of.", max_length=100)),
                (
                    "project",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="history_read",
                        to="projects.project",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReviewedLabel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("was", models.PositiveIntegerField()),
                ("now", models.PositiveIntegerField(null=True)),
                ("looked_week", models.DateField(help_text="When somebody else looked at it last.")),
                ("mended_week", models.DateField(null=True)),
                ("sent_back", models.BooleanField()),
                ("reason", models.CharField(blank=True, help_text="Why it was sent back.", max_length=200)),
                (
                    "asset",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviewed_labels",
                        to="assets.asset",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who gave it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviewed_labels",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviewed_labels",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["project", "by", "looked_week", "asset"], name="reviewed_label_by_week"),
                    models.Index(
                        condition=models.Q(("mended_week__isnull", False)),
                        fields=["project", "was", "now", "by", "mended_week", "asset"],
                        name="reviewed_label_mended",
                    ),
                    models.Index(
                        condition=models.Q(("sent_back", True)),
                        fields=["project", "by", "reason", "asset"],
                        name="reviewed_label_sent_back",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("asset", "by", "was"), name="reviewed_label_is_kept_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("mended_week", None), ("now", None)),
                            models.Q(("mended_week__isnull", False), ("now__isnull", False)),
                            _connector="OR",
                        ),
                        name="reviewed_label_is_mended_or_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), ("sent_back", True), _connector="OR"),
                        name="reviewed_label_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mended_week", None), ("mended_week", models.F("looked_week")), _connector="OR"
                        ),
                        name="reviewed_label_is_looked_at_when_mended",
                    ),
                ],
            },
        ),
    ]
