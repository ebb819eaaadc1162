"""Webhooks are made, changed, given another secret and deleted by one verb each."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.exceptions import Refused
from people.models import AuditEntry
from projects import lifecycle
from tests.support.cast import at_once
from webhooks import deliveries, hooks, telling
from webhooks.models import Delivery, Webhook

pytestmark = pytest.mark.django_db

URL = "https://train.example.org/hooks/labeler"


def make(project, url=URL, wanted=("version.ready",), **options):
    return hooks.make(project, url, wanted, **options)


def test_a_new_one_is_on_and_has_a_secret_of_its_own(project, bob):
    one, other = make(project, by=bob), make(project, wanted=["job.failed", "version.ready"])
    assert (one.url, one.active, one.events, one.made_by) == (URL, True, ["version.ready"], bob)
    assert other.events == ["version.ready", "job.failed"]  # in the order of all
    assert one.secret != other.secret
    assert one.secret.startswith("whsec_")
    assert str(one) == "train.example.org"


@pytest.mark.parametrize(
    ("url", "wanted", "code", "field"),
    [
        ("gopher://x/", ["version.ready"], "bad_address", "url"),
        ("http://127.0.0.1/", ["version.ready"], "bad_address", "url"),
        ("http://[::ffff:10.0.0.1]/", ["version.ready"], "bad_address", "url"),
        (URL, [], "no_event", "events"),
        (URL, ["image.answered"], "unknown_event", "events"),
        (URL, ["webhook.test"], "unknown_event", "events"),
    ],
)
def test_what_will_not_do_is_refused_by_field_and_made_nothing(project, url, wanted, code, field):
    with pytest.raises(Refused) as refusal:
        make(project, url, wanted)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    hook = make(project)
    with pytest.raises(Refused):
        hooks.change(hook, url=url, wanted=wanted)
    hook.refresh_from_db()
    assert (hook.url, hook.events, Webhook.objects.count()) == (URL, ["version.ready"], 1)


@pytest.mark.django_db(transaction=True)
def test_of_many_asked_for_at_once_a_project_gets_ten(project):
    def ask():
        try:
            return make(project)
        except Refused as refusal:
            return refusal.code

    answers = at_once(*[ask] * 12)
    assert answers.count("too_many") == 2
    assert Webhook.objects.filter(project=project).count() == hooks.MOST


def test_what_is_absent_stays(project):
    hook = hooks.change(make(project), wanted=["job.failed"])
    assert (hook.url, hook.events, hook.active) == (URL, ["job.failed"], True)
    hook = hooks.change(hook, url="https://other.example.org")
    assert (hook.url, hook.events) == ("https://other.example.org", ["job.failed"])


def test_turned_off_it_is_told_nothing_and_what_waits_is_not_sent(told, hook, project, run, receiver):
    hooks.change(hook, active=False)
    told.refresh_from_db()
    assert (told.state, told.error) == ("cancelled", "The webhook was turned off.")
    telling.tell(project, "version.ready", {})
    assert Delivery.objects.count() == 1
    assert run(told).state == "cancelled"
    assert receiver.received == []


def test_turned_on_again_it_begins_anew(hook):
    Webhook.objects.update(
        active=False, off_at=timezone.now(), off_because="so", failed_in_a_row=24, fails=99, rests_until=timezone.now()
    )
    hook = hooks.change(hook, active=True)
    assert (hook.active, hook.off_at, hook.off_because) == (True, None, "")
    assert (hook.failed_in_a_row, hook.fails, hook.rests_until) == (0, 0, None)


def test_with_another_secret_both_sign_for_a_day(project):
    hook = make(project)
    first = hook.secret
    hook = hooks.renew_secret(hook)
    second, now = hook.secret, timezone.now()
    assert hook.signed_with(now) == [second, first]
    assert hook.signed_with(now + timedelta(hours=23, minutes=59)) == [second, first]
    assert hook.signed_with(now + timedelta(hours=24, minutes=1)) == [second]
    third = hooks.renew_secret(hook).secret
    hook.refresh_from_db()
    assert hook.signed_with(now) == [third, second]


def test_an_old_secret_is_forgotten_when_it_signs_no_more(project):
    hook = hooks.renew_secret(make(project))
    deliveries.sweep()
    hook.refresh_from_db()
    assert hook.old_secret
    Webhook.objects.update(old_secret_until=timezone.now() - timedelta(seconds=1))
    deliveries.sweep()
    hook.refresh_from_db()
    assert (hook.old_secret, hook.old_secret_until) == ("", None)


def test_deleted_it_takes_its_log_along(told, hook, run, receiver):
    hooks.delete(hook)
    assert not Webhook.objects.exists()
    assert not Delivery.objects.exists()
    deliveries.run(told.pk)
    assert receiver.received == []


def test_a_project_that_is_deleted_takes_its_webhooks_along(bob):
    garage = lifecycle.create("Garage", by=bob)
    make(garage)
    lifecycle.delete(garage)
    assert not Webhook.objects.exists()


def test_no_secret_is_told_to_the_audit(project, bob):
    hook = make(project, by=bob)
    renewed = hooks.renew_secret(hook, by=bob)
    hooks.change(renewed, by=bob, active=False)
    hooks.delete(hook, by=bob)
    told = str(list(AuditEntry.objects.values()))
    assert "webhook_changed" in told
    for secret in (hook.secret, renewed.secret):
        assert secret not in told
        assert secret.removeprefix("whsec_") not in told


@pytest.mark.parametrize(
    "broken",
    [
        {"url": ""},
        {"secret": ""},
        {"active": False},
        {"off_because": "so"},
        {"old_secret": "whsec_x"},
        {"old_secret_until": timezone.now()},
    ],
)
def test_the_database_itself_keeps_what_must_hold(project, broken):
    hook = make(project)
    with pytest.raises(IntegrityError), transaction.atomic():
        Webhook.objects.filter(pk=hook.pk).update(**broken)


@pytest.mark.parametrize(
    ("wanted", "then"),
    [
        (["job.failed"], ["version.failed", "job.failed"]),
        (["version.ready", "job.failed"], ["version.ready", "version.failed", "job.failed"]),
        (["version.failed", "job.failed"], ["version.failed", "job.failed"]),
        (["version.ready"], ["version.ready"]),
    ],
)
def test_who_wanted_failed_jobs_goes_on_hearing_of_failed_versions(project, wanted, then):
    hook = make(project, wanted=wanted)
    import_module("webhooks.migrations.0002_failed_versions_by_one_name").want_both(apps, None)
    hook.refresh_from_db()
    assert hook.events == then == hooks.clean_events(then)
