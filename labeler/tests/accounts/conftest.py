"""What the tests of accounts share."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone


class Clock:
    """The time of day, as far as the program asks Django for it."""

    def __init__(self):
        self._now = timezone.now
        self._ahead = timedelta()

    def now(self):
        return self._now() + self._ahead

    def forward(self, **time):
        self._ahead += timedelta(**time)


@pytest.fixture
def clock(monkeypatch):
    """Let time pass: `clock.forward(hours=1)`."""
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock.now)
    return clock


@pytest.fixture
def carol(db, django_user_model):
    """She is staff, and may change people."""
    carol = django_user_model.objects.create_user("carol", password="correct horse carol", is_staff=True)
    carol.user_permissions.add(Permission.objects.get(codename="change_user"))
    return carol
