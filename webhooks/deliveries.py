"""The job that sends what `telling` noted: once at once, then ever later, until it arrives or is given up.

A try that failed puts its row off; no worker waits for it, the sweep of all jobs finds it when it is due. A worker that
is killed between sending and noting that it did leads to the same body under the same id once more.

One at a time goes to a webhook. What meets another on its way stands back, and is queued when that one has ended.

However slow receivers are, they keep one worker of a server from other jobs: who sends takes along what is due for
other webhooks, all at once, and other deliveries do not wait in a worker. Nor do they wait for the slowest: as long as
an answer is waited for, what becomes due for somebody else is sent beside it. Who was slow once goes with the next.
"""

import logging
import queue
import threading
import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.jobs import job as life
from core.jobs import leases, stopping
from core.jobs.job import State
from core.jobs.leases import RENEW_ASIDE, LeaseLost
from core.storage import locks
from webhooks import events, hooks, sending, signing
from webhooks.models import LONGEST_DELAY, LONGEST_REST, Delivery, Webhook

# After which try the next one comes when: 7 tries, the last about 18 hours after the first.
DELAYS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    LONGEST_DELAY,
)
MOST_FAILED = 24  # deliveries in a row; then a webhook is off
KEPT = timedelta(days=30)
FORGOTTEN_AT_ONCE = 500  # rows of one sweep
# After a failure nothing else goes to the same address for so long, twice as long after each: a thousand events for a
# server that is down do not keep the workers busy with waiting for it.
REST = timedelta(seconds=5)
MOST_REST = LONGEST_REST
# Who takes longer over a yes than this is left in peace for as long again, so that others get their turn.
SLOW = timedelta(seconds=1)
MOST_AT_ONCE = 200  # webhooks of which one sweep puts the next delivery into the queue
TOGETHER = 16  # deliveries that one worker takes along at once
MOST_TOGETHER = 64  # that are on their way at once
LOOK = 0.2  # seconds between two looks whether the program stops
ALONG = 0.5  # seconds between two looks for what may go beside those that are waited for
SHIFT = 30.0  # seconds; then nothing more is taken along, so that other jobs get their turn
PATIENCE = 2 * sending.SECONDS  # for an answer; the thread of one that is late by then is given up
GONE = 410

logger = logging.getLogger("labeler.webhooks")


def run(pk: int) -> None:
    """Send a delivery that is due, unless somebody alive is at it, and with it what is due for other webhooks. May run
    twice. Where another worker of this server sends, the delivery is left to it."""
    while not _send_alone(pk):
        if not Delivery.objects.due().filter(pk=pk, state=State.QUEUED).exclude(queued_at=None).update(queued_at=None):
            return  # who sends queues it when it has ended, as it has not ended yet


def _send_alone(pk: int) -> bool:
    """Whether no other worker of this server was sending."""
    failed = None
    with locks.held("webhooks") as alone:
        if not alone:
            return False
        try:
            _Shift().work(pk)
        except Exception as problem:
            failed = problem
    if not stopping.is_asked():  # what was handed back is for the next start
        hooks.queue_next_of_each(MOST_AT_ONCE)
    if failed:
        raise failed
    return True


def sweep() -> None:
    """Put what is due, and nobody is at, into the queue again; forget what is old."""
    due = Delivery.objects.next_of_each().select_related("webhook__project").defer("body", "answer")
    life.sweep(due, most=MOST_AT_ONCE)
    hooks.forget_old_secrets()
    _forget_old()


@dataclass
class _OnItsWay:
    attempt: life.Attempt[Delivery]
    url: str
    began: float = field(default_factory=time.monotonic)
    renewed: float = field(default_factory=time.monotonic)


class _Shift:
    """What one worker sends until the last answer that it waits for has come. Threads wait for receivers; only the
    worker's own asks the database, and is interrupted by a stop."""

    def __init__(self) -> None:
        self._ends = time.monotonic() + SHIFT
        self._going: dict[uuid.UUID, _OnItsWay] = {}  # by owner: a second attempt is no answer's of the first
        self._answers: queue.SimpleQueue[tuple[uuid.UUID, sending.Answer | Exception]] = queue.SimpleQueue()
        self._quick: set[int] = set()  # webhooks that answered at once
        self._later: set[int] = set()  # those that were slow, or failed by an accident: they go with the next shift
        self._problems: list[Exception] = []

    def work(self, pk: int) -> None:
        own = Delivery.objects.filter(pk=pk).values("webhook")
        others = Delivery.objects.free_to_go().exclude(webhook__in=own).values_list("pk", flat=True)
        try:
            self._take([pk, *others[: TOGETHER - 1]])
            looks_at = time.monotonic() + ALONG
            while self._going and not stopping.is_asked():
                self._hear()
                self._keep()
                if self._going and looks_at <= time.monotonic() < self._ends:
                    self._take(self._beside(), until=self._ends)
                    looks_at = time.monotonic() + ALONG
        finally:  # whatever happened, nothing on its way is left unnoted
            for each in self._going.values():
                life.interrupted(each.attempt)
        if self._problems:
            raise self._problems[0]

    def _take(self, numbers: Iterable[int], *, until: float = float("inf")) -> None:
        for pk in numbers:
            if time.monotonic() >= until:
                return
            try:
                attempt = life.take(_rows().due(), pk)
            except Exception as problem:
                self._problems.append(problem)
                continue
            if attempt is not None:
                self._go_on(attempt, self._set_out)

    def _beside(self) -> list[int]:
        """What may go while others are waited for: not to who was slow, and at last only to who is known to be quick,
        so that the shift ends in time."""
        try:
            free = Delivery.objects.free_to_go().exclude(webhook__in=self._later)
            if time.monotonic() > self._ends - sending.SECONDS:
                free = free.filter(webhook__in=self._quick)
            return list(free.values_list("pk", flat=True)[: min(TOGETHER, MOST_TOGETHER - len(self._going))])
        except Exception as problem:
            logger.exception("What else is due could not be looked up")
            self._problems.append(problem)
            return []

    def _set_out(self, attempt: life.Attempt[Delivery]) -> None:
        delivery = attempt.job
        hook = _ready(attempt)
        if hook is None:
            return
        url, headers = hook.url, _headers(delivery, hook)

        def send() -> None:
            try:
                self._answers.put((attempt.owner, sending.send(url, delivery.body, headers)))
            except Exception as problem:
                self._answers.put((attempt.owner, problem))

        self._going[attempt.owner] = _OnItsWay(attempt, url)
        try:
            beside(send, name=f"delivery-{delivery.pk}")
        except BaseException:  # one that cannot be started leaves nothing to wait for
            del self._going[attempt.owner]
            raise

    def _hear(self) -> None:
        """The next answer, if one comes soon."""
        try:
            owner, answer = self._answers.get(timeout=LOOK)
        except queue.Empty:
            return
        if (came := self._going.pop(owner, None)) is None:
            return  # it was given up
        if isinstance(answer, sending.Answer):
            is_slow = timedelta(milliseconds=answer.took_ms) > SLOW
            (self._later if is_slow else self._quick).add(came.attempt.job.webhook_id)
        self._go_on(came.attempt, partial(_take_note, came.url, answer))

    def _keep(self) -> None:
        """The leases of those on their way, whatever keeps this worker; give up who is too late."""
        now = time.monotonic()
        for owner, each in list(self._going.items()):
            if now - each.began > PATIENCE:
                del self._going[owner]
                self._later.add(each.attempt.job.webhook_id)
                life.interrupted(each.attempt)
            elif now - each.renewed > RENEW_ASIDE.total_seconds():
                each.renewed = now
                self._go_on(each.attempt, self._renew)

    def _renew(self, attempt: life.Attempt[Delivery]) -> None:
        try:
            attempt.renew()
        except LeaseLost:
            del self._going[attempt.owner]  # it is somebody else's, or was cancelled: its answer is for nobody
            self._later.add(attempt.job.webhook_id)
            raise

    def _go_on(self, attempt: life.Attempt[Delivery], work: Callable[[life.Attempt[Delivery]], None]) -> None:
        """One that fails stops no other."""
        try:
            life.go_on(attempt, work)
        except Exception as problem:
            logger.exception("Delivery %s failed", attempt.job.pk)
            self._later.add(attempt.job.webhook_id)
            self._problems.append(problem)


def beside(send: Callable[[], None], *, name: str) -> None:
    """A daemon, as a worker that stops waits for nobody's answer."""
    threading.Thread(target=send, name=name, daemon=True).start()


def _take_note(url: str, answer: sending.Answer | Exception, attempt: life.Attempt[Delivery]) -> None:
    if isinstance(answer, Exception):
        raise answer
    _note(attempt, url, answer)


def _headers(delivery: Delivery, hook: Webhook) -> dict[str, str]:
    now = timezone.now()
    return signing.headers(delivery.message_id, now, delivery.body, hook.signed_with(now))


def _ready(attempt: life.Attempt[Delivery]) -> Webhook | None:
    """Its webhook as it is now. None where it is off or rests, or where another one is on its way to it, and this one
    stood back: of two that meet, the second to look goes. A test goes at any time."""
    delivery = attempt.job
    with transaction.atomic():
        hook = _locked(delivery)
        if delivery.event == events.TEST:
            return hook
        others = Delivery.objects.on_their_way().filter(webhook=hook).exclude(pk=delivery.pk)
        if not hook.active:
            attempt.finish(State.CANCELLED, error="The webhook was turned off.")
        elif leases.holds(hook.rests_until, timezone.now(), MOST_REST):
            attempt.put_off(due_at=hook.rests_until)
        elif others.exists():
            attempt.put_off()
        else:
            return hook
    return None


def _locked(delivery: Delivery) -> Webhook:
    """Its webhook, as by whoever changes it. Raises LeaseLost where it was deleted."""
    hooks_of_projects = Webhook.objects.select_related("project").select_for_update(of=("self",), no_key=True)
    hook = hooks_of_projects.filter(pk=delivery.webhook_id).first()
    if hook is None:
        raise LeaseLost(str(delivery))
    return hook


def _note(attempt: life.Attempt[Delivery], sent_to: str, answer: sending.Answer) -> None:
    """Of the delivery what became of the try, and of its webhook what that means for the next ones. The webhook is
    locked first, as by whoever changes it. Raises LeaseLost when the delivery is somebody else's by now."""
    delivery = attempt.job
    now = timezone.now()
    tried: dict[str, Any] = {
        "tries": delivery.tries + 1,
        "tried_at": now,
        "took_ms": answer.took_ms,
        "status": answer.status,
        "answer": answer.text,
    }
    with transaction.atomic():
        hook = _locked(delivery)
        if hook.url != sent_to:  # what the one before says tells nothing of this one
            again = {"tries": 0, "due_at": now, "error": "The address was changed while it was sent."}
            attempt.put_off(**(tried | again))
        elif answer.is_success:
            attempt.finish(State.DONE, **tried)
            _worked(hook, answer)
        elif delivery.event == events.TEST:
            attempt.finish(State.FAILED, error=answer.problem, **tried)
        else:
            _failed(attempt, hook, answer, tried)
        hooks.queue_next(hook)


def _worked(hook: Webhook, answer: sending.Answer) -> None:
    took = timedelta(milliseconds=answer.took_ms)
    rests_until = timezone.now() + took if took > SLOW else None
    if hook.fails or hook.failed_in_a_row or hook.rests_until != rests_until:
        hook.fails, hook.failed_in_a_row, hook.rests_until = 0, 0, rests_until
        hook.save(update_fields=["rests_until", "fails", "failed_in_a_row"])


def _failed(attempt: life.Attempt[Delivery], hook: Webhook, answer: sending.Answer, tried: dict[str, Any]) -> None:
    now = tried["tried_at"]
    hook.rests_until = now + min(MOST_REST, REST * 2 ** min(hook.fails, 10))
    hook.fails += 1
    is_gone = answer.status == GONE
    if tried["tries"] <= len(DELAYS) and not is_gone:
        attempt.put_off(error=answer.problem, due_at=now + DELAYS[tried["tries"] - 1], **tried)
    else:
        attempt.finish(State.FAILED, error=answer.problem, **tried)
        hook.failed_in_a_row += 1
    hook.save(update_fields=["rests_until", "fails", "failed_in_a_row"])
    if is_gone:
        because = "It answered 410: it wants no more."
    elif hook.failed_in_a_row >= MOST_FAILED:
        because = f"{MOST_FAILED} deliveries in a row failed. The last: {answer.problem}"
    else:
        return
    if hook.active:
        hooks.turn_off(hook, because)
        logger.warning("Webhook %s of %s is off: %s", hook.pk, hook.project.slug, because)


def _forget_old() -> None:
    """The log is kept for a while, and not for ever."""
    old = Delivery.objects.idle().filter(made_at__lt=timezone.now() - KEPT)
    ids = list(old.order_by("made_at").values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE])
    if ids:
        Delivery.objects.filter(pk__in=ids).delete()


def _rows() -> Any:
    return Delivery.objects.select_related("webhook__project")
