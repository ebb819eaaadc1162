import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_drop_axes"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("signed_in", "Signed in"),
                            ("sign_in_refused", "Sign in refused"),
                            ("locked_out", "Locked out"),
                            ("signed_out", "Signed out"),
                            ("signed_out_everywhere", "Signed out everywhere"),
                            ("password_changed", "Password changed"),
                            ("password_refused", "Password refused"),
                            ("reset_link_made", "Reset link made"),
                            ("second_factor_added", "Second factor added"),
                            ("second_factor_removed", "Second factor removed"),
                            ("second_factor_refused", "Second factor refused"),
                            ("token_made", "Token made"),
                            ("token_revoked", "Token revoked"),
                            ("person_made", "Person made"),
                            ("person_changed", "Person changed"),
                            ("person_deleted", "Person deleted"),
                            ("group_made", "Group made"),
                            ("group_changed", "Group changed"),
                            ("group_deleted", "Group deleted"),
                            ("member_added", "Member added"),
                            ("member_changed", "Member changed"),
                            ("member_removed", "Member removed"),
                            ("project_made", "Project made"),
                            ("project_changed", "Project changed"),
                            ("category_added", "Category added"),
                            ("category_changed", "Category changed"),
                            ("category_retired", "Category retired"),
                            ("category_restored", "Category restored"),
                            ("categories_reordered", "Categories reordered"),
                            ("version_made", "Version made"),
                            ("version_downloaded", "Version downloaded"),
                        ],
                        max_length=30,
                    ),
                ),
                ("actor_id", models.BigIntegerField(null=True)),
                (
                    "actor",
                    models.CharField(
                        blank=True, help_text="User name. Nobody's: the program, or a stranger.", max_length=150
                    ),
                ),
                (
                    "of_kind",
                    models.CharField(
                        blank=True, help_text="What it was done to: user, project, category …", max_length=30
                    ),
                ),
                ("of_id", models.CharField(blank=True, max_length=128)),
                (
                    "of",
                    models.CharField(blank=True, help_text="The same in words, as it was called then.", max_length=300),
                ),
                (
                    "address",
                    models.CharField(
                        blank=True, help_text="From where; empty for what no request asked for.", max_length=45
                    ),
                ),
                ("facts", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name": "audit entry",
                "verbose_name_plural": "audit entries",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["what", "id"], name="audit_by_what"),
                    models.Index(fields=["actor", "id"], name="audit_by_actor"),
                    models.Index(fields=["at"], name="audit_by_time"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True), name="audit_entry_says_what"
                    )
                ],
            },
        ),
    ]
