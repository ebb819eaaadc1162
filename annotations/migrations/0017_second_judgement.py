"""Another reviewer judges the labels of a sample check once more. Who made the check does not; what is finished stays.
A check knows since which event labels are newer than it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.operations import VendorSQL

CHANGED = "A finished second judgement never changes."
OWN = "Who made a check is no second judge of it."
RAISED = "USING ERRCODE = 'integrity_constraint_violation'"
MADE_BY = "(SELECT created_by_id FROM annotations_samplecheck WHERE id = NEW.sample_check_id)"
TABLE = "annotations_secondjudgement"

TRIGGERS = VendorSQL(
    {
        "sqlite": [
            f"""
            CREATE TRIGGER finished_second_judgement_never_changes BEFORE UPDATE ON {TABLE}
            WHEN OLD.finished_at IS NOT NULL
            BEGIN SELECT RAISE(ABORT, '{CHANGED}'); END
            """,
            f"""
            CREATE TRIGGER second_judge_is_another BEFORE INSERT ON {TABLE}
            WHEN NEW.created_by_id = {MADE_BY}
            BEGIN SELECT RAISE(ABORT, '{OWN}'); END
            """,
        ],
        "postgresql": [
            f"""
            CREATE FUNCTION finished_second_judgement_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF OLD.finished_at IS NOT NULL THEN
                    RAISE EXCEPTION '{CHANGED}' {RAISED};
                END IF;
                RETURN NEW;
            END $$
            """,
            f"""
            CREATE TRIGGER finished_second_judgement_never_changes BEFORE UPDATE ON {TABLE}
            FOR EACH ROW EXECUTE FUNCTION finished_second_judgement_never_changes()
            """,
            f"""
            CREATE FUNCTION second_judge_is_another() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF NEW.created_by_id = {MADE_BY} THEN
                    RAISE EXCEPTION '{OWN}' {RAISED};
                END IF;
                RETURN NEW;
            END $$
            """,
            f"""
            CREATE TRIGGER second_judge_is_another BEFORE INSERT ON {TABLE}
            FOR EACH ROW EXECUTE FUNCTION second_judge_is_another()
            """,
        ],
    },
    {
        "sqlite": ["DROP TRIGGER finished_second_judgement_never_changes", "DROP TRIGGER second_judge_is_another"],
        "postgresql": [
            "DROP FUNCTION finished_second_judgement_never_changes CASCADE",
            "DROP FUNCTION second_judge_is_another CASCADE",
        ],
    },
)


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0016_second_answer"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SecondJudgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField()),
                ("verdicts", models.JSONField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("wrong", models.PositiveIntegerField(null=True)),
                (
                    "upper_bound",
                    models.FloatField(help_text="Of the share of wrong labels, at 95 % confidence.", null=True),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="second_judgements",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sample_check",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="second_judgements",
                        to="annotations.samplecheck",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sample_check", "created_by"), name="check_is_judged_once_by_a_person"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("finished_at", None), ("upper_bound", None), ("wrong", None))
                        | models.Q(finished_at__isnull=False, wrong__isnull=False, upper_bound__isnull=False)
                        & models.Q(wrong__gte=0, upper_bound__gte=0, upper_bound__lte=1),
                        name="second_judgement_is_whole",
                    ),
                ],
            },
        ),
        TRIGGERS,
        # It may be null, so SQLite adds the column to the table as it is, with its trigger.
        migrations.AddField(
            "samplecheck",
            "as_of",
            models.BigIntegerField(
                help_text="The newest event when it was drawn; null of checks from before it was kept.", null=True
            ),
        ),
    ]
