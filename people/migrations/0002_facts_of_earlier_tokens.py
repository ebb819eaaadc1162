"""Tokens that were made before they had names stay what they were: full, and without an end."""

import hashlib
from collections import Counter

from django.db import migrations


def give_facts(apps, schema_editor):
    tokens = apps.get_model("knox", "AuthToken").objects
    facts = apps.get_model("people", "TokenFacts").objects
    seen = Counter()
    for token in tokens.filter(facts=None).select_related("user").order_by("user_id", "created", "pk"):
        seen[token.user_id] += 1
        number = f" {seen[token.user_id]}" if seen[token.user_id] > 1 else ""
        facts.create(
            token=token,
            name=f"Made before names{number}",
            password_digest=hashlib.sha256(token.user.password.encode()).hexdigest(),
        )


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(give_facts, migrations.RunPython.noop)]
