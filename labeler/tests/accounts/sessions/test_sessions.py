"""How long somebody stays signed in: twelve hours after they did something last, and fourteen days at most."""

from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.backends.signed_cookies import SessionStore as InMemory
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from labeler.tests.accounts.test_guessing import sign_in
from people.accounts import last_seen, sessions

RIGHT = "correct horse alice"
UNATTENDED = {"X-Unattended": "1"}
PICTURE = {"Accept": "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"}


@pytest.fixture
def home(db, alice):
    """Alice has just signed in."""
    home = Client()
    sign_in(home, password=RIGHT)
    return home


def is_in(home, **options):
    return home.get("/account/", **options).status_code == 200


# --- idle ---


def test_after_twelve_hours_without_anybody_one_is_still_signed_in_and_soon_no_more(home, clock):
    clock.forward(hours=12)
    assert is_in(home)
    clock.forward(hours=12, minutes=10)
    assert not is_in(home)


def test_who_does_something_now_and_then_stays_signed_in(home, clock):
    for _ in range(10):
        clock.forward(hours=11)
        assert is_in(home)


def test_use_counts_from_the_last_time_and_not_from_the_last_note(home, clock):
    clock.forward(minutes=9)  # too soon for a note
    assert is_in(home)
    clock.forward(hours=12)
    assert is_in(home)


@pytest.mark.parametrize("headers", [UNATTENDED, PICTURE])
def test_what_a_page_asks_by_itself_keeps_nobody_signed_in(home, clock, headers):
    for _ in range(12):
        clock.forward(hours=1)
        assert is_in(home, headers=headers)
    clock.forward(minutes=10)
    assert not is_in(home, headers=headers)


def test_an_ended_session_leads_to_signing_in_and_is_gone_from_the_browser(home, clock):
    clock.forward(hours=13)
    answer = home.get("/account/")
    assert answer["Location"] == "/login/?next=/account/"
    assert answer.cookies["sessionid"]["max-age"] == 0


def test_programs_that_come_with_an_ended_session_are_told_so_as_strangers_are(home, clock):
    clock.forward(hours=13)
    assert home.get("/api/v1/projects/").status_code == 401


def test_a_session_that_the_browser_kept_past_its_end_opens_nothing(home, clock):
    kept = home.cookies["sessionid"].value
    home.post("/logout/")
    thief = Client()
    thief.cookies["sessionid"] = kept
    assert not is_in(thief)
    sign_in(home, password=RIGHT)
    thief.cookies["sessionid"] = home.cookies["sessionid"].value
    clock.forward(hours=13)
    assert not is_in(thief)


# --- at most ---


def test_after_fourteen_days_one_signs_in_again_however_busy_one_was(home, clock):
    for _ in range(30):
        clock.forward(hours=11)  # it would end by itself after twelve
        home.get("/account/")
    clock.forward(hours=5)
    assert is_in(home)
    clock.forward(hours=1)
    assert not is_in(home)
    assert not Session.objects.exists()


def test_changing_the_password_begins_no_new_fortnight(home, clock):
    clock.forward(hours=11)
    new = "another horse, another battery"
    form = {"action": "password", "old_password": RIGHT, "new_password1": new, "new_password2": new}
    assert home.post("/account/", form).status_code == 302
    for _ in range(14 * 2 + 1):
        clock.forward(hours=11.6)
        home.get("/account/")
    assert not is_in(home)


# --- sessions of an earlier version ---


@pytest.fixture
def earlier(db, alice):
    """A browser that signed in before sessions kept when they began."""
    home = Client()
    home.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    assert sessions.BEGAN not in home.session
    return home


def test_a_session_of_an_earlier_version_goes_on_and_its_days_begin_with_its_next_request(earlier, clock):
    assert is_in(earlier)
    for _ in range(30):
        clock.forward(hours=11)
        earlier.get("/account/")
    clock.forward(hours=5)
    assert is_in(earlier)
    clock.forward(hours=1)
    assert not is_in(earlier)


def test_a_session_of_an_earlier_version_ends_when_nobody_is_there(earlier, clock):
    assert is_in(earlier, headers=UNATTENDED)
    clock.forward(hours=13)
    assert not is_in(earlier)


# --- what it costs ---


def writes(queries):
    return [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_use_is_written_every_ten_minutes_at_most(home, clock, django_assert_max_num_queries):
    with django_assert_max_num_queries(100) as queries:
        for _ in range(9):
            clock.forward(minutes=1)
            is_in(home)
    assert writes(queries) == []
    with django_assert_max_num_queries(100) as queries:
        for _ in range(10):
            clock.forward(minutes=1)
            is_in(home)
    # In the session, and as when the person was seen last.
    assert [sum(table in sql for sql in writes(queries)) for table in ("django_session", "people_lastseen")] == [1, 1]
    assert len(writes(queries)) == 2


def test_signing_in_takes_some_sessions_away_that_ended_by_themselves(db, alice, monkeypatch):
    monkeypatch.setattr(sessions, "SWEPT", 3)
    now = timezone.now()
    for number in range(5):
        Session.objects.create(pk=f"ended-{number}", session_data="", expire_date=now - timedelta(seconds=1))
    Session.objects.create(pk="going on", session_data="", expire_date=now + timedelta(hours=1))
    sign_in(Client(), password=RIGHT)
    assert Session.objects.filter(pk__startswith="ended").count() == 2
    assert Session.objects.filter(pk="going on").exists()


# --- laws ---

MINUTES = st.integers(0, 15 * 60)


@given(st.lists(st.tuples(MINUTES, st.booleans()), max_size=40))
def test_a_session_lives_while_somebody_is_there_and_ends_when_nobody_is(requests):
    """Never earlier than twelve hours after a person's last request, never later than ten minutes more."""
    real, ahead = timezone.now, timedelta()
    session = InMemory()
    session[SESSION_KEY] = "1"
    sessions.begin(session)
    answer = sessions.middleware(lambda request: HttpResponse())
    last = 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: real() + ahead)
        patch.setattr(last_seen, "note", lambda pk: None)  # without a database
        for minutes, is_person in requests:
            ahead += timedelta(minutes=minutes)
            request = RequestFactory().get("/", headers={} if is_person else UNATTENDED)
            request.session = session
            answer(request)
            passed = ahead.total_seconds() / 60
            if SESSION_KEY not in session:
                assert passed - last >= 12 * 60 or passed >= 14 * 24 * 60 - 1
                break
            assert passed - last <= 12 * 60 + 10
            assert passed <= 14 * 24 * 60
            last = passed if is_person else last


def test_the_row_of_a_session_ends_when_the_session_does(home, clock):
    clock.forward(minutes=30)
    assert is_in(home)
    row = Session.objects.get()
    late = row.expire_date - timezone.now() - timedelta(hours=12, minutes=10)
    assert abs(late) < timedelta(minutes=1)
    assert SessionStore(row.pk)[SESSION_KEY]
