"""When somebody was there last; invitations are noted; names that are taken are counted as guesses."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("people", "0007_audit_is_read_by_time"),
    ]

    operations = [
        migrations.CreateModel(
            name="LastSeen",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="last_seen",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "last seen",
            },
        ),
        migrations.RemoveConstraint(
            model_name="guess",
            name="guess_of_a_token_has_no_name",
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="what",
            field=models.CharField(
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
                    ("invitation_made", "Invitation made"),
                    ("invitation_ended", "Invitation ended"),
                    ("invitation_used", "Invitation used"),
                    ("project_made", "Project made"),
                    ("project_changed", "Project changed"),
                    ("project_deleted", "Project deleted"),
                    ("category_added", "Category added"),
                    ("category_changed", "Category changed"),
                    ("category_retired", "Category retired"),
                    ("category_restored", "Category restored"),
                    ("categories_reordered", "Categories reordered"),
                    ("version_made", "Version made"),
                    ("version_cancelled", "Version cancelled"),
                    ("version_downloaded", "Version downloaded"),
                ],
                max_length=30,
            ),
        ),
        migrations.AlterField(
            model_name="guess",
            name="kind",
            field=models.CharField(
                choices=[("password", "Password"), ("token", "Token"), ("new_name", "New Name")], max_length=8
            ),
        ),
        migrations.AddConstraint(
            model_name="guess",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "password"), models.Q(("browser", ""), ("name", "")), _connector="OR"),
                name="guess_of_a_password_alone_has_a_name",
            ),
        ),
    ]
