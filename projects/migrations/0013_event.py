"""What happened in a project, in the order in which it is told. It never changes, and goes with its project."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.operations import VendorSQL

CHANGED = "What happened in a project is told as it was told."
DELETED = "What happened in a project is told as long as there is the project."


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0012_release_gate"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(max_length=30),
                ),
                ("object", models.BigIntegerField(null=True)),
                ("from_value", models.JSONField(null=True)),
                ("to_value", models.JSONField(null=True)),
                (
                    "answers",
                    models.JSONField(
                        help_text="Of answers: their numbers, ascending, as [[first, last], …]. Some may be gone.",
                        null=True,
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        help_text="Who did it, or asked for the job that did; null where nobody is known.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        db_constraint=False,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="projects.project"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["project", "id"], name="event_by_project")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answers__isnull", False), ("kind", "answers")),
                            models.Q(models.Q(("kind", "answers"), _negated=True), ("answers__isnull", True)),
                            _connector="OR",
                        ),
                        name="event_points_to_answers_or_tells_itself",
                    )
                ],
            },
        ),
        VendorSQL(
            {
                "sqlite": [
                    f"""
                    CREATE TRIGGER project_event_never_changes BEFORE UPDATE ON projects_event
                    BEGIN SELECT RAISE(ABORT, '{CHANGED}'); END
                    """,
                    # An INSERT OR REPLACE would take the place of one without an UPDATE.
                    f"""
                    CREATE TRIGGER project_event_is_not_replaced BEFORE INSERT ON projects_event
                    WHEN EXISTS (SELECT 1 FROM projects_event WHERE id = NEW.id)
                    BEGIN SELECT RAISE(ABORT, '{CHANGED}'); END
                    """,
                    # A project with a category cannot be deleted.
                    f"""
                    CREATE TRIGGER project_event_is_not_deleted BEFORE DELETE ON projects_event
                    WHEN EXISTS (SELECT 1 FROM projects_category WHERE project_id = OLD.project_id)
                    BEGIN SELECT RAISE(ABORT, '{DELETED}'); END
                    """,
                ],
                "postgresql": [
                    f"""
                    CREATE FUNCTION project_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        IF TG_OP = 'UPDATE' THEN
                            RAISE EXCEPTION '{CHANGED}' USING ERRCODE = 'integrity_constraint_violation';
                        ELSIF EXISTS (SELECT 1 FROM projects_category WHERE project_id = OLD.project_id) THEN
                            RAISE EXCEPTION '{DELETED}' USING ERRCODE = 'integrity_constraint_violation';
                        END IF;
                        RETURN OLD;
                    END $$
                    """,
                    """
                    CREATE TRIGGER project_event_stays BEFORE UPDATE OR DELETE ON projects_event
                    FOR EACH ROW EXECUTE FUNCTION project_event_stays()
                    """,
                ],
            },
            {
                "sqlite": [
                    "DROP TRIGGER project_event_never_changes",
                    "DROP TRIGGER project_event_is_not_replaced",
                    "DROP TRIGGER project_event_is_not_deleted",
                ],
                "postgresql": ["DROP FUNCTION project_event_stays CASCADE"],
            },
        ),
    ]
