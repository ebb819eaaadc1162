"""Jobs may be delivered twice, or never. A lease on the job's own row makes that harmless.

Whoever runs a job holds its lease and renews it while it works. A second delivery stands back while the first is alive
and takes over when it is dead. Attempts are counted when a run starts, because a run that kills its worker never ends.
"""

import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import Error, connection, models
from django.db.models import F, Q
from django.utils import timezone

LEASE = timedelta(seconds=30)
RENEW = 1.0  # seconds between two signs of life
RENEW_ASIDE = LEASE / 3  # between two signs of life of a run that waits for something
MOST_ATTEMPTS = 3

logger = logging.getLogger("labeler.leases")


def held(at: datetime, name: str = "lease_until", length: timedelta | None = None) -> Q:
    """Condition: what lasts until the moment in the column `name` holds at `at`. `length`: how long it is given for
    (LEASE).

    What lasts longer than twice that from now on was given by a clock that has been set back since, and holds nothing:
    else all would wait for as long as the clock jumped. The one place that says so, for jobs, claims and deliveries.
    """
    return Q(**{f"{name}__gt": at, f"{name}__lte": at + 2 * (length or LEASE)})


def free(at: datetime, name: str = "lease_until", length: timedelta | None = None) -> Q:
    """The opposite, where there may be none."""
    ended, too_long = Q(**{f"{name}__lte": at}), Q(**{f"{name}__gt": at + 2 * (length or LEASE)})
    return Q(**{name: None}) | ended | too_long


def holds(until: datetime | None, at: datetime, length: timedelta) -> bool:
    """The same of a row that was read."""
    return until is not None and at < until <= at + 2 * length


class LeaseLost(Exception):
    """Somebody else took the job over, or it was cancelled: stop working on it."""


class Leased(models.Model):
    """What a job's row carries."""

    lease_owner = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    queued_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True


def take(rows: Any, pk: int, *, attempts_limit: int = MOST_ATTEMPTS, **changes: Any) -> uuid.UUID | None:
    """Take the lease of the row `pk` of the queryset `rows` and count an attempt, in one statement.

    Answers the owner to renew with, or None when somebody alive holds it, it is gone, or its attempts are used up.
    """
    now = timezone.now()
    owner = uuid.uuid4()
    taken = (
        rows.filter(pk=pk, attempts__lt=attempts_limit)
        .filter(free(now))
        .update(lease_owner=owner, lease_until=now + LEASE, attempts=F("attempts") + 1, **changes)
    )
    return owner if taken else None


def renew(rows: Any, pk: int, owner: uuid.UUID, **changes: Any) -> None:
    """Keep the lease, and write progress with it. Raises LeaseLost when it is somebody else's by now."""
    if not rows.filter(pk=pk, lease_owner=owner).update(lease_until=timezone.now() + LEASE, **changes):
        raise LeaseLost(str(pk))


def signs_of_life(rows: Any, pk: int, owner: uuid.UUID, *, at_once: bool = True) -> Callable[..., None]:
    """What a run calls as often as it likes: it renews the lease, with what it is given, at most once a second; the
    first time, `at_once` or a second from now. Raises LeaseLost as `renew` does."""
    last = float("-inf") if at_once else time.monotonic()

    def alive(**changes: Any) -> None:
        nonlocal last
        if time.monotonic() - last >= RENEW:
            renew(rows, pk, owner, **changes)
            last = time.monotonic()

    return alive


@contextmanager
def renewing(rows: Any, pk: int, owner: uuid.UUID) -> Iterator[Callable[[], None]]:
    """Keep the lease while the run waits for one long call, such as a disk that syncs or a bucket that takes an upload:
    a thread renews it. Gives a call for other threads that raises LeaseLost once the lease is somebody else's."""
    over, lost = threading.Event(), threading.Event()

    def renew_until_over() -> None:
        while not over.wait(RENEW_ASIDE.total_seconds()):
            try:
                renew(rows, pk, owner)
            except LeaseLost:
                lost.set()
                return
            except Error as problem:  # the database is away for a moment; the lease lasts longer than that
                logger.warning("The lease of %s could not be renewed: %s", pk, problem)
            finally:
                connection.close()  # this thread's own

    def check() -> None:
        if lost.is_set():
            raise LeaseLost(str(pk))

    thread = threading.Thread(target=renew_until_over, name=f"lease-{pk}", daemon=True)
    thread.start()
    try:
        yield check
    finally:
        over.set()
        thread.join()


def nobody_holds(rows: Any) -> Any:
    """Those of `rows` that no living worker holds and that were not put into the queue just now."""
    now = timezone.now()
    # Whoever puts it into the queue has it for the length of a lease.
    return rows.filter(free(now), free(now - LEASE, "queued_at"))
