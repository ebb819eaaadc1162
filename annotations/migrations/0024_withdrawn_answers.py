"""A picture that is withdrawn loses its answer by an event of its own."""

from django.db import migrations, models

CHOICES = [
    ("unlabeled", "Unlabeled"),
    ("labeled", "Labeled"),
    ("needs_review", "Needs review"),
    ("approved", "Approved"),
    ("skipped", "Skipped"),
    ("withdrawn", "Withdrawn"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0023_gold_picture_by_project"),
        ("assets", "0012_withdrawal"),
    ]

    operations = [
        migrations.AlterField(
            model_name="annotationevent",
            name="from_status",
            field=models.CharField(choices=CHOICES, max_length=20),
        ),
        migrations.AlterField(
            model_name="annotationevent",
            name="to_status",
            field=models.CharField(choices=CHOICES, max_length=20),
        ),
    ]
