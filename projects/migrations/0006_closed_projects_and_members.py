"""A project can be closed to all but its members."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.operations import VendorSQL

NAME = "project_name_unique"
SENTENCE = "Another project already has this name."

# SQLite copies the table, and the copy has no triggers: they are made again.
NEVER_CHANGES = """
    CREATE TRIGGER IF NOT EXISTS project_identity_never_changes BEFORE UPDATE ON projects_project
    WHEN OLD.id IS NOT NEW.id OR OLD.dataset_id IS NOT NEW.dataset_id OR OLD.slug IS NOT NEW.slug
        OR OLD.task_type IS NOT NEW.task_type OR OLD.schema_version IS NOT NEW.schema_version
    BEGIN SELECT RAISE(ABORT, 'A project keeps its id, dataset id, slug, task type and schema version for ever.'); END
"""


def is_not_replaced(same_name):
    return f"""
        CREATE TRIGGER IF NOT EXISTS project_is_not_replaced BEFORE INSERT ON projects_project
        WHEN EXISTS (SELECT 1 FROM projects_project WHERE id = NEW.id OR dataset_id = NEW.dataset_id
            OR slug = NEW.slug OR {same_name})
        BEGIN SELECT RAISE(ABORT, 'There is such a project already.'); END
    """


DROP = ["DROP TRIGGER IF EXISTS project_identity_never_changes", "DROP TRIGGER IF EXISTS project_is_not_replaced"]
BEFORE = [*DROP, NEVER_CHANGES, is_not_replaced("name_key = NEW.name_key")]
AFTER = [
    *DROP,
    NEVER_CHANGES,
    is_not_replaced("(name_key = NEW.name_key AND NOT closed AND NOT NEW.closed)"),
]
NOTHING = {"sqlite": [], "postgresql": []}


def on_sqlite(statements):
    return {"sqlite": statements, "postgresql": []}


def make_groups(apps, schema_editor):
    """What somebody is in all open projects. In none of them: what everybody was before."""
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    for name in ("labeler", "reviewer", "manager"):
        groups.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0005_project_license"),
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        VendorSQL(NOTHING, on_sqlite(BEFORE)),  # the last to run on the way back
        migrations.RemoveConstraint("project", NAME),
        migrations.AddField(
            "project",
            "closed",
            models.BooleanField(default=False, help_text="Only its members and staff see it."),
        ),
        migrations.AddConstraint(
            "project",
            models.UniqueConstraint(
                condition=models.Q(("closed", False)),
                fields=("name_key",),
                name=NAME,
                violation_error_message=SENTENCE,
            ),
        ),
        VendorSQL(on_sqlite(AFTER), on_sqlite(DROP)),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("labeler", "Labeler"), ("reviewer", "Reviewer"), ("manager", "Manager")],
                        max_length=10,
                    ),
                ),
                ("since", models.DateTimeField(auto_now_add=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="projects.project",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "member",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "user"),
                        name="membership_one_per_person",
                        violation_error_message="This person is a member already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["labeler", "reviewer", "manager"])),
                        name="membership_kind_is_known",
                    ),
                ],
            },
        ),
        migrations.RunPython(make_groups, migrations.RunPython.noop),
    ]
