"""When somebody was at a page last. It is noted with the use of a session, every ten minutes at most and not for what a
page asks while nobody is there; so it is up to ten minutes old. Programs with a token of theirs do not count."""

from contextlib import suppress

from django.contrib.auth import get_user_model
from django.db import DatabaseError
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from people.models import LastSeen

# Of a query of people. Who was not there since this is kept was seen when they signed in last.
LAST_SEEN = Coalesce(F("last_seen__at"), F("last_login"))


def note(pk: int) -> None:
    """The person with this key is there. What they asked for is given all the same where it cannot be noted."""
    now = timezone.now()
    with suppress(DatabaseError):
        known = LastSeen.objects.filter(pk=pk, user__is_active=True).update(at=now)
        if not known and get_user_model().objects.filter(pk=pk, is_active=True).exists():
            LastSeen.objects.bulk_create([LastSeen(pk=pk, at=now)], ignore_conflicts=True)
