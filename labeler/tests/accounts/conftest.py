"""What the tests of accounts share."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory
from django.utils import timezone
from django_otp.oath import TOTP

from people.accounts import second_factor


class Clock:
    """The time of day, as far as the program asks Django for it. It stands still until a test lets it go on."""

    def __init__(self):
        self._now = timezone.now()

    def now(self):
        return self._now

    def time(self):
        return self.now().timestamp()

    def forward(self, **time):
        self._now += timedelta(**time)


@pytest.fixture
def clock(monkeypatch):
    """Let time pass: `clock.forward(hours=1)`."""
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock.now)
    monkeypatch.setattr("django_otp.plugins.otp_totp.models.time", clock)  # it asks the module of that name
    return clock


class App:
    """The app on somebody's phone, whose clock is the program's."""

    def __init__(self, key, clock):
        self.key = key
        self._clock = clock

    def code(self, steps=0):
        """What it shows, or showed or will show so many times thirty seconds away."""
        totp = TOTP(bytes.fromhex(self.key))
        totp.time = self._clock.time() + 30 * steps
        return f"{totp.token():06}"

    def next_code(self):
        """One that was not used yet."""
        self._clock.forward(seconds=30)
        return self.code()


@pytest.fixture
def set_up(clock):
    """Somebody turns the second factor on; their app, and their recovery codes: `app, codes = set_up(alice)`."""

    def turn_on(user):
        request = RequestFactory().post("/")
        request.session, request.user = SessionStore(), user
        app = App(second_factor.new_key(), clock)
        codes = second_factor.add(user, app.key, app.code(), request)
        return app, codes

    return turn_on


@pytest.fixture
def carol(db, django_user_model):
    """She is staff, and may change people."""
    carol = django_user_model.objects.create_user("carol", password="correct horse carol", is_staff=True)
    carol.user_permissions.add(Permission.objects.get(codename="change_user"))
    return carol
