"""Pictures that had to go: their state, from which none leads away, and the bytes that never come back into a project.

Both are kept by triggers. What somebody may have to account for, who withdrew what when and why, never changes.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from core.operations import VendorSQL

NO_DHASH = 2**63 - 1
BEFORE = ["unlabeled", "labeled", "needs_review", "approved", "skipped"]
AFTER = [*BEFORE, "withdrawn"]
FINAL = "A picture that was withdrawn stays so."
KEPT = "What was withdrawn, when and why never changes."
# As in projects 0015: the one exception.
IS_DELETED = "EXISTS (SELECT 1 FROM projects_deletedproject WHERE project_id = OLD.project_id)"
COMES_BACK = "These bytes were withdrawn from the project."
SAID = ("id", "project_id", "asset", "by_id", "at", "reason", "images")


def listed(statuses):
    return ", ".join(f"'{status}'" for status in statuses)


# --- the states that the table allows ---


def allow(before, after):
    def change(apps, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            _rewrite(schema_editor, before, after)
            return
        schema_editor.execute("ALTER TABLE assets_asset DROP CONSTRAINT asset_status_is_known", params=None)
        schema_editor.execute(
            f"ALTER TABLE assets_asset ADD CONSTRAINT asset_status_is_known CHECK (status IN ({listed(after)}))",
            params=None,
        )

    return change


def _rewrite(schema_editor, before, after):
    """In place, as SQLite's own documentation has it for changes that touch no stored row ("Making Other Kinds Of Table
    Schema Changes"): to copy the table would take long where there are a million images, and lose its triggers."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'assets_asset'")
        (spelled,) = cursor.fetchone()
        rewritten = spelled.replace(f"IN ({listed(before)})", f"IN ({listed(after)})")
        if spelled.count(f"IN ({listed(before)})") != 1:
            raise RuntimeError("The constraint asset_status_is_known is spelled otherwise than it was made.")
        cursor.execute("PRAGMA schema_version")
        (version,) = cursor.fetchone()
        cursor.execute("PRAGMA writable_schema = ON")
        cursor.execute(
            "UPDATE sqlite_master SET sql = %s WHERE type = 'table' AND name = 'assets_asset'",
            [rewritten],
        )
        # Every connection, this one included, reads its tables anew.
        cursor.execute(f"PRAGMA schema_version = {version + 1}")
        cursor.execute("PRAGMA writable_schema = OFF")


# --- triggers ---


def sqlite(name, when, on, table, sentence):
    return f"""
        CREATE TRIGGER {name} BEFORE {on} ON {table}
        {when}
        BEGIN SELECT RAISE(ABORT, '{sentence}'); END
    """


def postgresql(name, condition, on, table, sentence, result="NEW"):
    return [
        f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {condition} THEN
                RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN {result};
        END $$
        """,
        f"CREATE TRIGGER {name} BEFORE {on} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def withdrawn(*hashes):
    return (
        "EXISTS (SELECT 1 FROM assets_withdrawal WHERE project_id = NEW.project_id"
        f" AND sha256 IN ({', '.join(f'NEW.{name}' for name in hashes)}))"
    )


FILLED = f"OLD.dhash <> {NO_DHASH} AND NEW.dhash <> OLD.dhash"
EMPTIED = f"(NEW.status = 'withdrawn' AND NEW.dhash = {NO_DHASH})"
DHASH = "The dhash of an asset is filled once."
# Beside answers, which other triggers of the table leave alone: a state, and how often it changed.
LEAVES = "OLD.status = 'withdrawn' AND (NEW.status <> OLD.status OR NEW.revision <> OLD.revision)"


def dhash(condition):
    return {
        "sqlite": [
            "DROP TRIGGER asset_dhash_is_filled_once",
            sqlite("asset_dhash_is_filled_once", f"WHEN {condition}", "UPDATE OF dhash", "assets_asset", DHASH),
        ],
        "postgresql": [
            postgresql("asset_dhash_is_filled_once", condition, "", "", DHASH)[0].replace(
                "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
            )
        ],
    }


def changed(columns):
    return " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)


def row(prefix, columns):
    return "(" + ", ".join(f"{prefix}.{column}" for column in columns) + ")"


NAMES = {
    "assets_asset": ["asset_withdrawn_is_final", "asset_bytes_were_not_withdrawn"],
    "assets_video": ["video_bytes_were_not_withdrawn"],
    "assets_withdrawal": ["withdrawal_never_changes", "withdrawal_is_not_deleted", "withdrawal_is_not_replaced"],
    "assets_withdrawaljob": ["withdrawal_job_keeps_what_it_says", "withdrawal_job_is_not_deleted"],
}
FORWARD = {
    "sqlite": [
        sqlite("asset_withdrawn_is_final", f"WHEN {LEAVES}", "UPDATE OF status, revision", "assets_asset", FINAL),
        sqlite(
            "asset_bytes_were_not_withdrawn",
            f"WHEN {withdrawn('sha256', 'upload_sha256')}",
            "INSERT",
            "assets_asset",
            COMES_BACK,
        ),
        sqlite("video_bytes_were_not_withdrawn", f"WHEN {withdrawn('sha256')}", "INSERT", "assets_video", COMES_BACK),
        sqlite("withdrawal_never_changes", "", "UPDATE", "assets_withdrawal", KEPT),
        sqlite("withdrawal_is_not_deleted", f"WHEN NOT {IS_DELETED}", "DELETE", "assets_withdrawal", KEPT),
        sqlite(
            "withdrawal_is_not_replaced",
            "WHEN EXISTS (SELECT 1 FROM assets_withdrawal WHERE id = NEW.id)",
            "INSERT",
            "assets_withdrawal",
            KEPT,
        ),
        sqlite("withdrawal_job_keeps_what_it_says", f"WHEN {changed(SAID)}", "UPDATE", "assets_withdrawaljob", KEPT),
        sqlite("withdrawal_job_is_not_deleted", f"WHEN NOT {IS_DELETED}", "DELETE", "assets_withdrawaljob", KEPT),
    ],
    "postgresql": [
        *postgresql("asset_withdrawn_is_final", LEAVES, "UPDATE OF status, revision", "assets_asset", FINAL),
        *postgresql(
            "asset_bytes_were_not_withdrawn",
            withdrawn("sha256", "upload_sha256"),
            "INSERT",
            "assets_asset",
            COMES_BACK,
        ),
        *postgresql("video_bytes_were_not_withdrawn", withdrawn("sha256"), "INSERT", "assets_video", COMES_BACK),
        *postgresql("withdrawal_never_changes", "TRUE", "UPDATE", "assets_withdrawal", KEPT),
        *postgresql("withdrawal_is_not_deleted", f"NOT {IS_DELETED}", "DELETE", "assets_withdrawal", KEPT, "OLD"),
        *postgresql(
            "withdrawal_job_keeps_what_it_says",
            f"{row('OLD', SAID)} IS DISTINCT FROM {row('NEW', SAID)}",
            "UPDATE",
            "assets_withdrawaljob",
            KEPT,
        ),
        *postgresql(
            "withdrawal_job_is_not_deleted", f"NOT {IS_DELETED}", "DELETE", "assets_withdrawaljob", KEPT, "OLD"
        ),
    ],
}
BACKWARD = {
    "sqlite": [f"DROP TRIGGER {name}" for names in NAMES.values() for name in names],
    "postgresql": [
        f"DROP FUNCTION {name} CASCADE"
        for names in NAMES.values()
        for name in names
        if name != "withdrawal_is_not_replaced"
    ],
}


def see_that_nothing_was_withdrawn(apps, schema_editor):
    """An older program would take the bytes in again, and knows no such state."""
    assets = apps.get_model("assets", "Asset").objects.using(schema_editor.connection.alias)
    if assets.filter(status="withdrawn").exists():
        raise RuntimeError("Pictures were withdrawn, which older tables cannot say: there is no way back to them.")


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0011_asset_look"),
        ("projects", "0015_deleted_project"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunPython(allow(BEFORE, AFTER), allow(AFTER, BEFORE))],
            [
                migrations.RemoveConstraint(model_name="asset", name="asset_status_is_known"),
                migrations.AlterField(
                    model_name="asset",
                    name="status",
                    field=models.CharField(
                        choices=[
                            ("unlabeled", "Unlabeled"),
                            ("labeled", "Labeled"),
                            ("needs_review", "Needs review"),
                            ("approved", "Approved"),
                            ("skipped", "Skipped"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="unlabeled",
                        max_length=20,
                    ),
                ),
                migrations.AddConstraint(
                    model_name="asset",
                    constraint=models.CheckConstraint(condition=Q(status__in=AFTER), name="asset_status_is_known"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WithdrawalJob",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lease_owner", models.UUIDField(editable=False, null=True)),
                ("lease_until", models.DateTimeField(editable=False, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("queued_at", models.DateTimeField(editable=False, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="queued",
                        max_length=20,
                    ),
                ),
                ("progress", models.PositiveIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                ("asset", models.BigIntegerField(help_text="The number of the image that it was asked of.")),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(max_length=500)),
                ("images", models.PositiveIntegerField(help_text="How many images of the project it took.")),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawals",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal_jobs",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["project", "id"], name="withdrawal_job_by_project")],
                "constraints": [models.CheckConstraint(condition=~Q(reason=""), name="withdrawal_has_a_reason")],
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "kind",
                    models.CharField(
                        choices=[("image", "Image"), ("upload", "Upload"), ("video", "Video")], max_length=10
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawals",
                        to="assets.withdrawaljob",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="withdrawals", to="projects.project"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("project", "sha256"), name="withdrawal_once_in_project"),
                    models.CheckConstraint(
                        condition=Q(kind__in=["image", "upload", "video"]), name="withdrawal_kind_is_known"
                    ),
                ],
            },
        ),
        VendorSQL(dhash(f"{FILLED} AND NOT {EMPTIED}"), dhash(FILLED)),
        VendorSQL(FORWARD, BACKWARD),
        migrations.RunPython(migrations.RunPython.noop, see_that_nothing_was_withdrawn),
    ]
