"""A delivery arrives, or is tried ever later, or is given up; whoever dies meanwhile."""

import itertools
import json
import os
import signal
import sys
import threading
import time
import uuid
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from standardwebhooks import Webhook as Judge

from core.jobs import job as life
from core.jobs import leases, stopping
from people.models import AuditEntry
from tests.support.cast import at_once
from webhooks import deliveries, hooks, sending, telling
from webhooks.models import Delivery, Webhook
from webhooks.tests.receiver import receiving

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    """Time as the deliveries see it: `clock.go(seconds=5)`."""

    class Clock:
        ahead = timedelta()

        def go(self, **how):
            self.ahead += timedelta(**how)

        def now(self):
            return real() + self.ahead

    real, found = timezone.now, Clock()
    monkeypatch.setattr(timezone, "now", found.now)
    return found


@pytest.fixture
def swept(no_queue, django_capture_on_commit_callbacks):
    """Numbers of those that the sweep puts into the queue."""

    def sweep():
        del no_queue[:]
        with django_capture_on_commit_callbacks(execute=True):
            deliveries.sweep()
        return [pk for _, pk in no_queue]

    return sweep


@pytest.fixture
def in_this_thread(monkeypatch):
    """What happens while something is sent happens on the connection of the test."""
    monkeypatch.setattr(deliveries, "beside", lambda send, *, name: send())


def verified(came, secret):
    return Judge(secret).verify(came.body, came.headers)


# --- it arrives -------------------------------------------------------------------------------------------------------


def test_it_arrives_signed_and_is_sent_no_more(told, hook, run, receiver, swept):
    receiver.answer((200, b"thanks", {}))
    done = run(told)
    [came] = receiver.received
    assert verified(came, hook.secret) == json.loads(told.body)
    assert came.id == told.message_id
    assert (done.state, done.tries, done.status, done.answer, done.error) == ("done", 1, 200, "thanks", "")
    assert done.tried_at is not None
    assert done.took_ms is not None
    run(told)
    assert swept() == []
    assert len(receiver.received) == 1


@pytest.mark.django_db(transaction=True)
def test_a_verb_that_is_done_has_it_sent_at_once(project, hook, receiver, jobs_run_at_once):
    with jobs_run_at_once(execute=True), transaction.atomic():
        telling.tell(project, "version.ready", {"version": 3})
        assert receiver.received == []
    assert json.loads(receiver.received[0].body)["data"]["version"] == 3


def test_what_is_signed_with_the_old_secret_too_opens_with_both(told, hook, run, receiver):
    renewed = hooks.renew_secret(hook)
    run(told)
    for secret in (hook.secret, renewed.secret):
        assert verified(receiver.received[0], secret)


# --- it fails ---------------------------------------------------------------------------------------------------------


def test_a_server_that_answers_500_and_then_200_gets_the_same_twice(told, hook, run, receiver, swept, clock):
    receiver.answer(500, 200)
    first = run(told)
    assert (first.state, first.tries, first.status, first.error) == ("queued", 1, 500, "It answered 500.")
    assert swept() == []  # not yet
    assert run(told).tries == 1  # nor when it is delivered too early
    clock.go(seconds=5)
    assert swept() == [told.pk]
    second = run(told)
    assert (second.state, second.tries, second.status, second.error) == ("done", 2, 200, "")
    one, other = receiver.received
    assert (one.id, one.body) == (other.id, other.body) == (told.message_id, told.body)
    assert int(other.headers["webhook-timestamp"]) >= int(one.headers["webhook-timestamp"]) + 5


def test_it_is_tried_at_once_and_after_5_s_5_min_30_min_2_h_5_h_and_10_h(told, run, receiver, swept, clock):
    receiver.answer(503)
    waits = [
        *(timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30)),
        *(timedelta(hours=2), timedelta(hours=5), timedelta(hours=10)),
    ]
    for tries, wait in enumerate(waits, start=1):
        put_off = run(told)
        assert (put_off.state, put_off.tries, len(receiver.received)) == ("queued", tries, tries)
        assert abs(put_off.due_at - clock.now() - wait) < timedelta(seconds=2)
        clock.go(seconds=wait.total_seconds() - 2)
        assert swept() == []
        clock.go(seconds=2)
        assert swept() == [told.pk]
    given_up = run(told)
    assert (given_up.state, given_up.tries, given_up.error) == ("failed", 7, "It answered 503.")
    assert given_up.webhook.failed_in_a_row == 1
    clock.go(days=2)
    assert swept() == []


def test_after_a_failure_the_rest_waits_and_a_worker_is_soon_free_again(told, project, run, receiver, clock):
    """A thousand events for a server that is down are no thousand times ten seconds."""
    receiver.answer(500)
    telling.tell(project, "version.ready", {"version": 4})
    other = Delivery.objects.exclude(pk=told.pk).get()
    hook = run(told).webhook
    assert abs(hook.rests_until - clock.now() - timedelta(seconds=5)) < timedelta(seconds=2)
    rested = run(other)
    assert (rested.state, rested.tries, rested.attempts, rested.due_at) == ("queued", 0, 0, hook.rests_until)
    assert len(receiver.received) == 1
    clock.go(seconds=5)
    hook = run(other).webhook
    assert abs(hook.rests_until - clock.now() - timedelta(seconds=10)) < timedelta(seconds=2)
    Webhook.objects.update(fails=40)
    clock.go(minutes=5)
    hook = run(other).webhook
    assert abs(hook.rests_until - clock.now() - deliveries.MOST_REST) < timedelta(seconds=2)


def test_one_that_arrives_makes_all_well(told, hook, run, receiver):
    Webhook.objects.update(fails=7, failed_in_a_row=23, rests_until=timezone.now() - timedelta(seconds=1))
    hook = run(told).webhook
    assert (hook.fails, hook.failed_in_a_row, hook.rests_until) == (0, 0, None)


def says_yes_after(monkeypatch, milliseconds):
    monkeypatch.setattr(sending, "send", lambda *arguments: sending.Answer(200, "", milliseconds, ""))


def test_who_is_slow_to_say_yes_rests_for_as_long_and_others_get_their_turn(told, project, run, monkeypatch, clock):
    telling.tell(project, "version.ready", {"version": 4})
    other = Delivery.objects.exclude(pk=told.pk).get()
    says_yes_after(monkeypatch, 8000)
    hook = run(told).webhook
    assert abs(hook.rests_until - clock.now() - timedelta(seconds=8)) < timedelta(seconds=2)
    put_off = run(other)
    assert (put_off.state, put_off.tries, put_off.due_at) == ("queued", 0, hook.rests_until)
    clock.go(seconds=8)
    says_yes_after(monkeypatch, 1000)
    done = run(other)
    assert (done.state, done.webhook.rests_until) == ("done", None)


def test_one_at_a_time_goes_to_a_webhook_and_then_the_next(
    told, project, run, receiver, monkeypatch, no_queue, django_capture_on_commit_callbacks, in_this_thread
):
    telling.tell(project, "version.ready", {"version": 4})
    other = Delivery.objects.exclude(pk=told.pk).get()
    send, stood_back = sending.send, []

    def meanwhile(*arguments):
        monkeypatch.setattr(sending, "send", lambda *again: pytest.fail("Two were on their way."))
        stood_back.append(run(other))
        monkeypatch.setattr(sending, "send", send)
        return send(*arguments)

    monkeypatch.setattr(sending, "send", meanwhile)
    del no_queue[:]
    with django_capture_on_commit_callbacks(execute=True):
        assert run(told).state == "done"
    assert [(each.state, each.tries, each.attempts) for each in stood_back] == [("queued", 0, 0)]
    assert no_queue == [("webhooks.tasks.deliver", other.pk)]
    assert run(other).state == "done"
    assert len(receiver.received) == 2


@pytest.mark.django_db(transaction=True)
def test_of_many_that_are_taken_at_once_no_two_go_together_and_all_arrive(
    hook, project, receiver, no_queue, monkeypatch
):
    monkeypatch.setattr(deliveries, "SLOW", timedelta(minutes=1))  # on a busy machine it is left in peace otherwise
    for version in range(6):
        telling.tell(project, "version.ready", {"version": version})
    waiting = list(Delivery.objects.values_list("pk", flat=True))
    going, together = threading.Semaphore(1), []

    def answer(handler):
        if not going.acquire(blocking=False):
            together.append(handler.path)
            return
        threading.Event().wait(0.2)  # others would come meanwhile
        handler.send_response(204)
        handler.end_headers()
        going.release()

    receiver.answer(answer)
    while waiting:
        del no_queue[:]
        at_once(*[partial(deliveries.run, pk) for pk in waiting])
        assert len(receiver.received) >= 1
        waiting = sorted({pk for _, pk in no_queue})
    assert together == []
    assert set(Delivery.objects.values_list("state", flat=True)) == {"done"}
    assert len({came.id for came in receiver.received}) == len(receiver.received) == 6


@pytest.fixture
def five(project, receiver, no_queue):
    """Deliveries to as many slow receivers: `here` once all of them were reached, which answer when `go` is set."""

    class Five:
        here, go = threading.Event(), threading.Event()

    reached = itertools.count(1)

    def slowly(handler):
        if next(reached) == 5:
            Five.here.set()
        Five.go.wait(10)
        handler.send_response(204)
        handler.end_headers()

    receiver.answer(slowly)
    for _ in range(5):
        hooks.make(project, receiver.url, ["version.ready"])
    telling.tell(project, "version.ready", {"version": 3})
    Five.numbers = list(Delivery.objects.order_by("pk").values_list("pk", flat=True))
    del no_queue[:]
    yield Five
    Five.go.set()


def until(is_so):
    ends = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < ends, "nothing came of it"
        time.sleep(0.02)


def states():
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.django_db(transaction=True)
def test_one_worker_sends_to_all_slow_receivers_at_once_and_another_is_free_for_people(five, no_queue):
    def worker():
        deliveries.run(five.numbers[0])

    def another():
        assert five.here.wait(10)
        for pk in five.numbers:  # it is given them all, and held up by none
            deliveries.run(pk)
        assert states() == ["running"] * 5
        five.go.set()

    at_once(worker, another)
    assert states() == ["done"] * 5
    assert no_queue == []


@pytest.mark.django_db(transaction=True)
def test_what_comes_while_a_worker_waits_for_slow_ones_is_sent_beside_them(five, project, here_too, no_queue):
    """As often as it comes, and another worker is kept by none of it."""

    def worker():
        deliveries.run(five.numbers[0])

    def another():
        assert five.here.wait(10)
        try:
            for version in (4, 5):
                telling.tell(project, "version.failed", {"version": version})
                deliveries.run(Delivery.objects.latest("pk").pk)
                assert came.acquire(timeout=5)
            told.extend(states()[:5])
        finally:
            five.go.set()

    came, told = threading.Semaphore(0), []
    with receiving() as quick:
        quick.answer(lambda handler: (handler.send_response(204), handler.end_headers(), came.release()))
        hooks.make(project, quick.url, ["version.failed"])
        at_once(worker, another)
    assert told == ["running"] * 5
    assert states() == ["done"] * 7
    assert len(quick.received) == 2


@pytest.mark.django_db(transaction=True)
def test_one_slow_receiver_alone_delays_no_other_either(project, receiver, no_queue):
    here, go = threading.Event(), threading.Event()

    def slowly(handler):
        here.set()
        go.wait(10)
        handler.send_response(204)
        handler.end_headers()

    def another():
        assert here.wait(10)
        try:
            telling.tell(project, "version.failed", {"version": 4})
            deliveries.run(Delivery.objects.latest("pk").pk)
            assert came.wait(5)
        finally:
            go.set()

    came = threading.Event()
    receiver.answer(slowly)
    hooks.make(project, receiver.url, ["version.ready"])
    with receiving() as quick:
        quick.answer(lambda handler: (handler.send_response(204), handler.end_headers(), came.set()))
        hooks.make(project, quick.url, ["version.failed"])
        telling.tell(project, "version.ready", {"version": 3})
        at_once(partial(deliveries.run, Delivery.objects.get().pk), another)
    assert states() == ["done", "done"]


@pytest.mark.django_db(transaction=True)
def test_who_was_slow_goes_with_the_next_ones_though_somebody_slower_is_waited_for(five, project, monkeypatch):
    monkeypatch.setattr(deliveries, "SLOW", timedelta(milliseconds=-1))
    monkeypatch.setattr(deliveries, "_worked", lambda hook, answer: None)  # it does not even rest
    monkeypatch.setattr(deliveries, "LOOK", 0.01)
    monkeypatch.setattr(deliveries, "ALONG", 0.05)
    go = threading.Event()

    def another():
        try:
            until(lambda: states().count("done") == 4)
            threading.Event().wait(20 * deliveries.ALONG)  # it would go by now
            assert states().count("done") == 4
        finally:
            go.set()

    with receiving() as slower:
        slower.answer(lambda handler: (go.wait(10), handler.send_response(204), handler.end_headers()))
        Webhook.objects.filter(pk=Webhook.objects.order_by("pk")[0].pk).update(url=slower.url)
        telling.tell(project, "version.ready", {"version": 4})  # the second of each
        five.go.set()
        at_once(partial(deliveries.run, five.numbers[0]), another)
    assert sorted(states()) == ["done"] * 5 + ["queued"] * 5


@pytest.mark.django_db(transaction=True)
def test_the_leases_of_those_that_are_sent_are_renewed_and_one_that_is_lost_is_left_alone(five, monkeypatch):
    monkeypatch.setattr(deliveries, "RENEW_ASIDE", timedelta(milliseconds=50))
    lost = five.numbers[4]

    def another():
        assert five.here.wait(10)
        begun = dict(Delivery.objects.values_list("pk", "lease_until"))
        Delivery.objects.filter(pk=lost).update(lease_owner=uuid.uuid4())  # somebody took it over
        try:
            until(
                lambda: all(
                    now > begun[pk] for pk, now in Delivery.objects.values_list("pk", "lease_until") if pk != lost
                )
            )
        finally:
            five.go.set()

    at_once(partial(deliveries.run, five.numbers[0]), another)
    assert states() == ["done"] * 4 + ["running"]


@pytest.mark.django_db(transaction=True)
def test_one_whose_lease_was_lost_is_not_sent_again_by_the_same_worker(five, receiver, monkeypatch):
    monkeypatch.setattr(deliveries, "RENEW_ASIDE", timedelta(milliseconds=50))
    monkeypatch.setattr(deliveries, "LOOK", 0.01)
    monkeypatch.setattr(deliveries, "ALONG", 0.05)
    renew, lost, is_lost = life.Attempt.renew, five.numbers[4], threading.Event()

    def loses(attempt):
        if attempt.job.pk == lost and not is_lost.is_set():
            waits = {"state": "queued", "lease_owner": None, "lease_until": None, "queued_at": None, "attempts": 0}
            Delivery.objects.filter(pk=lost).update(**waits)
            is_lost.set()
        renew(attempt)

    def another():
        assert five.here.wait(10)
        assert is_lost.wait(10)
        threading.Event().wait(20 * deliveries.ALONG)  # it would go by now
        five.go.set()

    monkeypatch.setattr(life.Attempt, "renew", loses)
    at_once(partial(deliveries.run, five.numbers[0]), another)
    assert states() == ["done"] * 4 + ["queued"]
    assert len(receiver.received) == 5


def test_a_late_answer_of_an_attempt_that_was_lost_is_none_of_the_second(told, monkeypatch, in_this_thread):
    monkeypatch.setattr(deliveries, "RENEW_ASIDE", timedelta(seconds=-1))
    shift = deliveries._Shift()
    says_yes_after(monkeypatch, 1)
    shift._take([told.pk])
    Delivery.objects.update(state="queued", lease_owner=None, lease_until=None)
    shift._keep()
    monkeypatch.setattr(sending, "send", lambda *arguments: sending.Answer(500, "", 1, "It answered 500."))
    shift._take([told.pk])
    shift._hear()
    assert states() == ["running"]
    shift._hear()
    told.refresh_from_db()
    assert (told.state, told.tries, told.status) == ("queued", 1, 500)


@pytest.mark.django_db(transaction=True)
def test_all_that_is_on_its_way_is_noted_though_what_else_is_due_cannot_be_looked_up(five, monkeypatch):
    monkeypatch.setattr(deliveries, "ALONG", 0.05)
    free, looks = type(Delivery.objects).free_to_go, itertools.count(1)

    def fails_later(manager):
        if next(looks) == 2:
            five.go.set()
            raise RuntimeError("the database went away")
        return free(manager)

    monkeypatch.setattr(type(Delivery.objects), "free_to_go", fails_later)
    with pytest.raises(RuntimeError, match="went away"):
        deliveries.run(five.numbers[0])
    assert states() == ["done"] * 5


@pytest.mark.django_db(transaction=True)
def test_a_worker_whose_time_is_over_takes_nothing_more_of_what_it_found(five):
    five.go.set()
    shift = deliveries._Shift()
    shift._take(five.numbers, until=time.monotonic())
    assert states() == ["queued"] * 5


@pytest.mark.django_db(transaction=True)
def test_a_stop_hands_back_all_that_one_worker_sends_untried(five, monkeypatch, swept):
    monkeypatch.setattr(stopping, "is_asked", five.here.is_set)
    deliveries.run(five.numbers[0])
    assert states() == ["queued"] * 5
    assert set(Delivery.objects.values_list("attempts", "tries", "lease_owner")) == {(0, 0, None)}
    monkeypatch.undo()
    assert Delivery.objects.next_of_each().count() == 5


@pytest.mark.django_db(transaction=True)
def test_one_that_fails_by_itself_stops_no_other_that_is_sent_with_it(five, monkeypatch):
    send = sending.send

    def one_fails(url, body, headers):
        if headers["webhook-id"] == first.message_id:
            raise RuntimeError("the bag tore")
        return send(url, body, headers)

    first = Delivery.objects.get(pk=five.numbers[0])
    monkeypatch.setattr(sending, "send", one_fails)
    five.go.set()
    with pytest.raises(RuntimeError):
        deliveries.run(first.pk)
    assert states() == ["queued", *["done"] * 4]


def test_a_sweep_queues_the_next_of_each_webhook_that_does_not_rest(told, hook, project, swept, clock, monkeypatch):
    slow = hooks.make(project, hook.url, ["version.ready"])
    for version in range(4, 7):
        telling.tell(project, "version.ready", {"version": version})
    last = slow.deliveries.order_by("pk")[0]
    clock.go(seconds=leases.LEASE.total_seconds() + 1)
    assert swept() == [told.pk, last.pk]
    Delivery.objects.update(queued_at=None)
    Webhook.objects.filter(pk=slow.pk).update(rests_until=clock.now() + timedelta(minutes=1))
    test = telling.test(slow)
    Delivery.objects.update(queued_at=None)
    assert swept() == [told.pk, test.pk]
    Delivery.objects.update(queued_at=None)
    monkeypatch.setattr(deliveries, "MOST_AT_ONCE", 1)
    with CaptureQueriesContext(connection) as asked:
        assert swept() == [told.pk]
    assert not [each for each in asked.captured_queries if '"body"' in each["sql"] or '"answer"' in each["sql"]]


def test_another_address_begins_anew_and_what_waits_goes_there_at_once(
    told, hook, run, receiver, no_queue, django_capture_on_commit_callbacks
):
    receiver.answer(500, 200)
    Webhook.objects.update(fails=9, failed_in_a_row=23)
    run(told)
    del no_queue[:]
    with django_capture_on_commit_callbacks(execute=True):
        hook = hooks.change(hook, url=f"{receiver.url}/mended")
    hook.refresh_from_db()
    assert (hook.fails, hook.failed_in_a_row, hook.rests_until) == (0, 0, None)
    told.refresh_from_db()
    assert (told.state, told.tries) == ("queued", 0)
    assert told.due_at <= timezone.now()
    assert no_queue == [("webhooks.tasks.deliver", told.pk)]
    assert run(told).state == "done"
    assert [came.path for came in receiver.received] == ["/hook", "/hook/mended"]


def test_the_same_address_once_more_changes_nothing(told, hook, run, receiver):
    receiver.answer(500)
    before = run(told)
    hooks.change(hook, url=hook.url, wanted=["version.ready"])
    told.refresh_from_db()
    assert (told.tries, told.due_at) == (1, before.due_at)
    assert Webhook.objects.get().rests_until == before.webhook.rests_until


@pytest.mark.parametrize("status", [410, 500, 204])
def test_what_the_old_address_answers_tells_nothing_of_the_new_one(
    told, hook, run, receiver, monkeypatch, status, in_this_thread
):
    send = sending.send

    def changed_meanwhile(*arguments):
        monkeypatch.setattr(sending, "send", send)
        hooks.change(hook, url=f"{receiver.url}/mended")
        return send(*arguments)

    monkeypatch.setattr(sending, "send", changed_meanwhile)
    Webhook.objects.update(failed_in_a_row=23)
    receiver.answer(status, 204)
    put_off = run(last_try(told))
    assert (put_off.state, put_off.status, put_off.tries) == ("queued", status, 0)
    assert put_off.error == "The address was changed while it was sent."
    hook = put_off.webhook
    assert (hook.active, hook.fails, hook.failed_in_a_row, hook.rests_until) == (True, 0, 0, None)
    assert run(told).state == "done"
    assert [came.path for came in receiver.received] == ["/hook", "/hook/mended"]


def last_try(told):
    Delivery.objects.filter(pk=told.pk).update(tries=len(deliveries.DELAYS))
    return told


def test_after_24_deliveries_that_failed_in_a_row_it_is_off_and_says_why(told, hook, project, run, receiver):
    receiver.answer(500)
    telling.tell(project, "version.ready", {"version": 4})
    Webhook.objects.update(failed_in_a_row=22)
    assert run(last_try(told)).webhook.active
    Webhook.objects.update(rests_until=None)
    telling.tell(project, "version.ready", {"version": 5})
    waiting, last = Delivery.objects.exclude(pk=told.pk).order_by("pk")
    failed = run(last_try(last))
    assert (failed.state, failed.webhook.active, failed.webhook.failed_in_a_row) == ("failed", False, 24)
    assert failed.webhook.off_because == "24 deliveries in a row failed. The last: It answered 500."
    assert failed.webhook.off_at is not None
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"
    entry = AuditEntry.objects.order_by("-pk")[0]
    assert (entry.what, entry.of, entry.actor) == ("webhook_changed", "127.0.0.1:" + str(receiver.port), "")
    assert entry.facts["active"] == [True, False]
    assert entry.facts["because"] == failed.webhook.off_because
    hooks.change(failed.webhook, active=True)
    receiver.answer(200)
    assert run(telling.redeliver(last)).state == "done"


def test_who_answers_410_is_not_asked_again(told, hook, run, receiver):
    receiver.answer(410)
    gone = run(told)
    assert (gone.state, gone.tries, gone.webhook.active) == ("failed", 1, False)
    assert gone.webhook.off_because == "It answered 410: it wants no more."


def test_where_nothing_may_be_sent_it_fails_like_any_other(told, run, receiver, settings):
    settings.WEBHOOK_NETWORKS = ()
    failed = run(told)
    assert (failed.state, failed.tries, failed.status) == ("queued", 1, None)
    assert "this machine itself" in failed.error
    assert receiver.received == []


def test_a_test_is_sent_once_and_counts_for_nothing_when_it_fails(hook, run, receiver, no_queue):
    Webhook.objects.update(rests_until=timezone.now() + timedelta(minutes=5))
    receiver.answer(500)
    failed = run(telling.test(hook))
    assert (failed.state, failed.tries, failed.error) == ("failed", 1, "It answered 500.")
    assert (failed.webhook.fails, failed.webhook.failed_in_a_row) == (0, 0)
    hooks.change(hook, active=False)
    receiver.answer(200)
    assert run(telling.test(hook)).state == "done"
    assert not Webhook.objects.get().active


# --- somebody dies ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(sys.platform != "linux", reason="this test forks")
def test_a_worker_that_is_killed_after_it_sent_leads_to_the_same_once_more(told, hook, run, receiver, swept, clock):
    """SIGKILL between the answer and the note that it came."""

    def dies(url, body, headers):
        sent = send(url, body, headers)
        assert sent.is_success
        os.kill(os.getpid(), signal.SIGKILL)

    send = sending.send
    connection.close()  # no process shares one with another
    child = os.fork()
    if child == 0:
        try:
            sending.send = dies
            deliveries.run(told.pk)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    [first] = receiver.received
    assert swept() == []  # it may be alive
    clock.go(seconds=leases.LEASE.total_seconds() + 1)
    assert swept() == [told.pk]
    assert run(told).state == "done"
    [_, second] = receiver.received
    assert (first.id, first.body) == (second.id, second.body)
    assert verified(first, hook.secret) == verified(second, hook.secret)


@pytest.mark.django_db(transaction=True)
def test_a_stop_in_the_middle_hands_it_back_untried(told, run, receiver, monkeypatch, ask_to_stop, swept):
    monkeypatch.setattr(sending, "send", lambda *arguments: ask_to_stop())
    handed_back = run(told)
    assert (handed_back.state, handed_back.tries, handed_back.attempts) == ("queued", 0, 0)
    assert swept() == [told.pk]
    stopping.listen()


def test_a_second_worker_stands_back_while_the_first_is_at_it(told, run, receiver, monkeypatch, in_this_thread):
    send = sending.send

    def delivered_again(*arguments):
        monkeypatch.setattr(sending, "send", lambda *again: pytest.fail("It was sent twice."))
        deliveries.run(told.pk)
        return send(*arguments)

    monkeypatch.setattr(sending, "send", delivered_again)
    assert run(told).state == "done"
    assert len(receiver.received) == 1


@pytest.mark.parametrize("how", ["turned off", "deleted"])
def test_what_becomes_of_the_webhook_meanwhile_counts(told, hook, receiver, monkeypatch, how, in_this_thread):
    send = sending.send

    def meanwhile(*arguments):
        hooks.change(hook, active=False) if how == "turned off" else hooks.delete(hook)
        return send(*arguments)

    monkeypatch.setattr(sending, "send", meanwhile)
    deliveries.run(told.pk)
    states = list(Delivery.objects.values_list("state", flat=True))
    assert states == (["cancelled"] if how == "turned off" else [])


# --- it is forgotten --------------------------------------------------------------------------------------------------


def test_what_is_over_is_kept_for_thirty_days(told, project, run, swept, clock):
    telling.tell(project, "version.ready", {"version": 4})
    run(told)
    clock.go(days=29, hours=23)
    deliveries.sweep()
    assert Delivery.objects.count() == 2
    clock.go(hours=2)
    deliveries.sweep()
    assert Delivery.objects.get().state == "queued"  # what waits is not forgotten


def test_a_sweep_with_nothing_to_do_writes_nothing(hook, django_assert_num_queries):
    with django_assert_num_queries(3) as asked:
        deliveries.sweep()
    assert all(each["sql"].startswith("SELECT") for each in asked.captured_queries)


@pytest.mark.django_db(transaction=True)
def test_one_that_cannot_set_out_holds_up_no_other_and_nobody_waits_for_it(five, monkeypatch, no_queue):
    class Refused(threading.Thread):
        def start(self):
            if self.name == f"delivery-{five.numbers[1]}":
                raise RuntimeError("can't start new thread")
            super().start()

    monkeypatch.setattr(deliveries.threading, "Thread", Refused)
    five.go.set()
    with pytest.raises(RuntimeError, match="can't start new thread"):
        deliveries.run(five.numbers[0])
    assert states() == ["done", "queued", "done", "done", "done"]


# --- the clock was set back -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=1)])
def test_one_that_was_made_before_the_clock_was_set_back_is_sent_now(told, run, receiver, swept, back):
    receiver.answer((200, b"", {}))
    Delivery.objects.update(due_at=timezone.now() + back, queued_at=timezone.now() + back)
    assert swept() == [told.pk]
    assert run(told).state == "done"


def test_a_lease_and_a_rest_from_the_future_hold_up_nothing(told, hook, run, receiver, swept):
    receiver.answer((200, b"", {}))
    later = timezone.now() + timedelta(days=1)
    Delivery.objects.update(state="running", lease_until=later, queued_at=later, due_at=later)
    Webhook.objects.update(rests_until=later)
    assert Delivery.objects.on_their_way().count() == 0
    assert swept() == [told.pk]
    assert run(told).state == "done"


def test_one_that_waits_for_its_next_try_still_waits(told, swept):
    Delivery.objects.update(due_at=timezone.now() + timedelta(hours=9), tries=5, queued_at=None)
    assert swept() == []
