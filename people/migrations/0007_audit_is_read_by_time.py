"""Lists of the audit are read in their order, and no further than a page goes. Two more things are noted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_audit_is_append_only"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="auditentry",
            options={
                "default_permissions": ["view"],
                "ordering": ["-id"],
                "verbose_name": "audit entry",
                "verbose_name_plural": "audit entries",
            },
        ),
        migrations.RemoveIndex(
            model_name="auditentry",
            name="audit_by_what",
        ),
        migrations.RemoveIndex(
            model_name="auditentry",
            name="audit_by_actor",
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
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["what", "at"], name="audit_by_what_and_time"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["of_kind", "at"], name="audit_by_kind_and_time"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["actor", "at"], name="audit_by_actor_and_time"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["of", "at"], name="audit_by_whom_and_time"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["address", "at"], name="audit_by_address_and_time"),
        ),
    ]
