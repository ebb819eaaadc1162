from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_facts_of_earlier_tokens"),
    ]

    operations = [
        migrations.CreateModel(
            name="Guess",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("password", "Password"), ("token", "Token")], max_length=8)),
                ("name", models.CharField(blank=True, max_length=64)),
                ("address", models.CharField(max_length=45)),
                ("browser", models.CharField(blank=True, max_length=32)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["name", "at"], name="guess_by_name"),
                    models.Index(fields=["address", "at"], name="guess_by_address"),
                    models.Index(fields=["at"], name="guess_by_age"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "password"),
                            models.Q(("browser", ""), ("kind", "token"), ("name", "")),
                            _connector="OR",
                        ),
                        name="guess_of_a_token_has_no_name",
                    )
                ],
            },
        ),
    ]
