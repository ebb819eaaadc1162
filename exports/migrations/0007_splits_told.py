"""A version freezes how it is cited; those that were requested before name nothing. What its splits hold is reported
beside it."""

import django.db.models.deletion
from django.db import migrations, models

from core.operations import VendorSQL

BEFORE = (
    "id", "project_id", "number", "created_by_id", "created_at", "previous_id", "frozen", "images", "notes", "license",
    "quality",
)  # fmt: skip
AFTER = (*BEFORE, "citation")

SEALED = "'A dataset version that is ready never changes.' USING ERRCODE = 'integrity_constraint_violation'"
KEPT = "'What a dataset version froze never changes.' USING ERRCODE = 'integrity_constraint_violation'"
DELETED = "'A dataset version is never deleted.' USING ERRCODE = 'integrity_constraint_violation'"


def keeping(columns):
    """The trigger of 0002 that keeps what a version froze, for these columns."""
    return {
        "sqlite": [
            "DROP TRIGGER version_keeps_what_it_froze",
            f"""
            CREATE TRIGGER version_keeps_what_it_froze BEFORE UPDATE ON exports_datasetversion
            WHEN {" OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)}
            BEGIN SELECT RAISE(ABORT, 'What a dataset version froze never changes.'); END
            """,
        ],
        "postgresql": [
            f"""
            CREATE OR REPLACE FUNCTION version_ready_is_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    RAISE EXCEPTION {DELETED};
                ELSIF OLD.state = 'ready' THEN
                    RAISE EXCEPTION {SEALED};
                ELSIF ({", ".join(f"OLD.{column}" for column in columns)})
                    IS DISTINCT FROM ({", ".join(f"NEW.{column}" for column in columns)}) THEN
                    RAISE EXCEPTION {KEPT};
                END IF;
                RETURN NEW;
            END $$
            """,
        ],
    }


class Migration(migrations.Migration):
    dependencies = [("exports", "0006_version_last_event")]

    operations = [
        # It may be null, so SQLite adds the column to the table as it is: a copy would lose its triggers, and those of
        # the items, which ask it, would refuse the renaming.
        migrations.AddField(
            model_name="datasetversion",
            name="citation",
            field=models.TextField(help_text="How to cite it, as somebody wrote it.", null=True),
        ),
        VendorSQL(keeping(AFTER), keeping(BEFORE)),
        migrations.CreateModel(
            name="SplitReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lease_owner", models.UUIDField(editable=False, null=True)),
                ("lease_until", models.DateTimeField(editable=False, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("queued_at", models.DateTimeField(editable=False, null=True)),
                ("error", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("building", "Building"),
                            ("ready", "Ready"),
                            ("failed", "Failed"),
                        ],
                        default="queued",
                        max_length=20,
                    ),
                ),
                ("progress", models.PositiveIntegerField(default=0, help_text="Images looked at so far.")),
                (
                    "by_split_and_category",
                    models.JSONField(help_text="Labels by split, then by category id.", null=True),
                ),
                (
                    "pairs",
                    models.PositiveIntegerField(help_text="That look alike and lie in different splits.", null=True),
                ),
                (
                    "more_pairs",
                    models.BooleanField(default=False, help_text="There are, or may be, more than were looked for."),
                ),
                (
                    "without_hash",
                    models.PositiveIntegerField(default=0, help_text="Images that were not compared."),
                ),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="split_report",
                        to="exports.datasetversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ready"), _negated=True),
                            models.Q(("by_split_and_category__isnull", False), ("pairs__isnull", False)),
                            _connector="OR",
                        ),
                        name="split_report_ready_is_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LookalikePair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField(help_text="From 0; those that look most alike come first.")),
                ("bits", models.PositiveSmallIntegerField(help_text="In how many of 64 their hashes differ.")),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="exports.versionitem"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="exports.versionitem"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lookalikes",
                        to="exports.splitreport",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("report", "place"), name="lookalike_pair_has_one_place"),
                ],
            },
        ),
    ]
