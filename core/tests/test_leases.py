"""A job's lease: one run at a time, taken over from the dead, three attempts."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from core.jobs import leases
from projects.models import Project
from tests.support.cast import at_once
from tests.support.program import eventually

pytestmark = pytest.mark.django_db

# A dataset version is such a job; here only its lease matters.
ROWS = Project.versions.rel.related_model.objects


@pytest.fixture
def job(project, bob):
    return ROWS.create(project=project, number=1, created_by=bob, created_at=timezone.now(), frozen={}, images=1)


def the_holder_dies(job):
    """Its last sign of life was too long ago."""
    ROWS.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_who_takes_a_lease_owns_it_for_a_while_and_counts_an_attempt(job):
    owner = leases.take(ROWS, job.pk, progress=0)
    job.refresh_from_db()
    assert isinstance(owner, uuid.UUID)
    assert (job.lease_owner, job.attempts) == (owner, 1)
    assert timedelta(seconds=25) < job.lease_until - timezone.now() <= leases.LEASE


def test_a_second_delivery_stands_back_while_the_first_is_alive(job):
    owner = leases.take(ROWS, job.pk)
    assert leases.take(ROWS, job.pk) is None
    job.refresh_from_db()
    assert (job.lease_owner, job.attempts) == (owner, 1)


def test_a_second_delivery_takes_over_from_the_dead(job):
    dead = leases.take(ROWS, job.pk)
    the_holder_dies(job)
    owner = leases.take(ROWS, job.pk)
    assert owner not in (None, dead)
    with pytest.raises(leases.LeaseLost):
        leases.renew(ROWS, job.pk, dead)
    leases.renew(ROWS, job.pk, owner)


def test_the_fourth_attempt_is_never_started(job):
    for attempt in (1, 2, 3):
        assert leases.take(ROWS, job.pk)
        the_holder_dies(job)
        job.refresh_from_db()
        assert job.attempts == attempt
    assert leases.take(ROWS, job.pk) is None
    job.refresh_from_db()
    assert job.attempts == 3


def test_a_lease_is_taken_only_of_rows_that_are_asked_for(job):
    assert leases.take(ROWS.ready(), job.pk) is None
    assert leases.take(ROWS, job.pk + 1) is None
    job.refresh_from_db()
    assert (job.lease_owner, job.attempts) == (None, 0)


def test_renewing_lengthens_the_lease_and_writes_progress(job):
    owner = leases.take(ROWS, job.pk)
    ROWS.filter(pk=job.pk).update(lease_until=timezone.now() + timedelta(seconds=2))
    leases.renew(ROWS, job.pk, owner, progress=7)
    job.refresh_from_db()
    assert job.progress == 7
    assert job.lease_until - timezone.now() > timedelta(seconds=25)


def test_a_holder_that_slept_too_long_goes_on_when_nobody_took_over(job):
    owner = leases.take(ROWS, job.pk)
    the_holder_dies(job)
    leases.renew(ROWS, job.pk, owner)
    assert leases.take(ROWS, job.pk) is None


def test_nobody_holds_a_row_that_is_free_and_was_not_queued_just_now(job):
    def held():
        return not leases.nobody_holds(ROWS.filter(pk=job.pk)).exists()

    assert not held()
    ROWS.filter(pk=job.pk).update(queued_at=timezone.now())
    assert held()  # its delivery is on the way
    ROWS.filter(pk=job.pk).update(queued_at=timezone.now() - leases.LEASE)
    assert not held()
    leases.take(ROWS, job.pk)
    assert held()
    the_holder_dies(job)
    assert not held()


@pytest.mark.django_db(transaction=True)
def test_of_many_deliveries_at_once_one_runs(job):
    owners = at_once(*[lambda: leases.take(ROWS, job.pk)] * 6)
    assert sum(owner is not None for owner in owners) == 1
    job.refresh_from_db()
    assert job.attempts == 1


# --- while a run waits ----------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_lease_is_kept_while_the_run_waits_for_one_long_call(job, monkeypatch):
    monkeypatch.setattr(leases, "RENEW_ASIDE", timedelta(milliseconds=10))
    owner = leases.take(ROWS, job.pk)
    the_holder_dies(job)
    with leases.renewing(ROWS, job.pk, owner) as still_ours:
        eventually(lambda: ROWS.get(pk=job.pk).lease_until > timezone.now() + timedelta(seconds=25))
        assert leases.take(ROWS, job.pk) is None
        still_ours()


@pytest.mark.django_db(transaction=True)
def test_who_waits_hears_that_the_lease_is_lost(job, monkeypatch):
    monkeypatch.setattr(leases, "RENEW_ASIDE", timedelta(milliseconds=10))
    owner = leases.take(ROWS, job.pk)
    with leases.renewing(ROWS, job.pk, owner) as still_ours:
        still_ours()
        the_holder_dies(job)
        ROWS.filter(pk=job.pk).update(lease_owner=uuid.uuid4())

        def lost():
            try:
                still_ours()
            except leases.LeaseLost:
                return True
            return False

        eventually(lost)


@pytest.mark.django_db(transaction=True)
def test_a_lease_is_kept_although_the_database_was_away_for_a_moment(job, monkeypatch):
    monkeypatch.setattr(leases, "RENEW_ASIDE", timedelta(milliseconds=10))
    owner, away, renew = leases.take(ROWS, job.pk), [], leases.renew

    def away_once(*args, **changes):
        if not away:
            away.append(True)
            raise OperationalError("the database is away")
        renew(*args, **changes)

    monkeypatch.setattr(leases, "renew", away_once)
    the_holder_dies(job)
    with leases.renewing(ROWS, job.pk, owner):
        eventually(lambda: ROWS.get(pk=job.pk).lease_until > timezone.now() + timedelta(seconds=25))


def test_nobody_keeps_a_lease_any_more_when_the_run_is_over(job):
    with pytest.raises(RuntimeError), leases.renewing(ROWS, job.pk, uuid.uuid4()):
        raise RuntimeError
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("lease-")] == []


# --- a clock that was set back --------------------------------------------------------------------------------------


def the_clock_is_set_back(job, by=timedelta(days=1)):
    """All that was written before lies as far in the future."""
    job.refresh_from_db()
    moved = {name: getattr(job, name) + by for name in ("lease_until", "queued_at") if getattr(job, name)}
    ROWS.filter(pk=job.pk).update(**moved)


def test_a_lease_from_the_future_is_none(job):
    leases.take(ROWS, job.pk)
    assert leases.take(ROWS, job.pk) is None
    the_clock_is_set_back(job)
    assert not ROWS.filter(leases.held(timezone.now()), pk=job.pk).exists()
    assert leases.nobody_holds(ROWS.filter(pk=job.pk)).exists()
    assert leases.take(ROWS, job.pk)


def test_one_that_was_put_into_the_queue_in_the_future_is_put_there_again(job):
    ROWS.filter(pk=job.pk).update(queued_at=timezone.now())
    assert not leases.nobody_holds(ROWS.filter(pk=job.pk)).exists()
    the_clock_is_set_back(job)
    assert leases.nobody_holds(ROWS.filter(pk=job.pk)).exists()


def test_clocks_that_differ_by_less_than_a_lease_take_nothing_from_who_works(job):
    leases.take(ROWS, job.pk)
    the_clock_is_set_back(job, by=leases.LEASE - timedelta(seconds=1))
    assert leases.take(ROWS, job.pk) is None


def test_who_works_on_while_the_clock_is_set_back_keeps_the_lease(job):
    owner = leases.take(ROWS, job.pk)
    the_clock_is_set_back(job)
    leases.renew(ROWS, job.pk, owner)
    assert leases.take(ROWS, job.pk) is None


def test_held_and_free_are_opposites_and_a_row_that_was_read_says_the_same(job):
    now = timezone.now()
    for seconds in (-60, -1, 0, 1, 30, 59, 60, 61, 86_400):
        until = now + timedelta(seconds=seconds)
        ROWS.filter(pk=job.pk).update(lease_until=until)
        is_held = ROWS.filter(leases.held(now), pk=job.pk).exists()
        assert is_held == (0 < seconds <= 60) == leases.holds(until, now, leases.LEASE)
        assert ROWS.filter(leases.free(now), pk=job.pk).exists() != is_held
