"""Django's command, which makes an admin, with a line in the audit."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.management.commands import createsuperuser
from django.db.models import Max

from people import audit
from people.audit import What


class Command(createsuperuser.Command):
    # Not in the transaction that makes the person: it asks for name and password first, and on SQLite nobody else
    # could write meanwhile.
    def handle(self, *args: Any, **options: Any) -> None:
        people = get_user_model().objects
        newest = people.aggregate(pk=Max("pk"))["pk"] or 0
        super().handle(*args, **options)
        for person in people.filter(pk__gt=newest, is_superuser=True):
            audit.note(What.PERSON_MADE, None, person, superuser=True)
