"""django-axes counted before; its tables, with names and addresses in them, have no reader any more."""

from django.db import migrations

# What refers to another goes first.
TABLES = ["axes_accessattemptexpiration", "axes_accessattempt", "axes_accessfailurelog", "axes_accesslog"]


class Migration(migrations.Migration):
    dependencies = [("people", "0003_guesses")]
    operations = [migrations.RunSQL([f"DROP TABLE IF EXISTS {table}" for table in TABLES], migrations.RunSQL.noop)]
