"""That a picture was withdrawn is noted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0010_known_images_in_the_audit"),
    ]

    operations = [
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
                    ("known_images_changed", "Known images changed"),
                    ("category_added", "Category added"),
                    ("category_changed", "Category changed"),
                    ("category_retired", "Category retired"),
                    ("category_restored", "Category restored"),
                    ("categories_reordered", "Categories reordered"),
                    ("webhook_made", "Webhook made"),
                    ("webhook_changed", "Webhook changed"),
                    ("webhook_deleted", "Webhook deleted"),
                    ("version_made", "Version made"),
                    ("version_cancelled", "Version cancelled"),
                    ("version_downloaded", "Version downloaded"),
                    ("picture_withdrawn", "Picture withdrawn"),
                ],
                max_length=30,
            ),
        ),
    ]
