"""The life of a job, once: enqueued, run under its lease, finished or given back, cancelled, tried again, swept.

A job is a row of a model that is a `Job`. The module of its topic brings the work, and what goes when a job ends;
core/tests/test_job.py shows a whole one.
"""

import logging
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from django.db import connection, models, transaction
from django.db.models import F
from django.utils import timezone
from django_q.tasks import async_task

from core.exceptions import Refused
from core.jobs import leases, stopping
from core.storage import disk_full

logger = logging.getLogger("labeler.jobs")


class State(models.TextChoices):
    """What a job goes through. One with words of its own for RUNNING and DONE names them below."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class JobQuerySet(models.QuerySet[Any]):
    def unfinished(self) -> Any:
        """Those that wait for a worker or have one."""
        return self.filter(state__in=self.model.unfinished_states())

    def idle(self) -> Any:
        """All others."""
        return self.exclude(state__in=self.model.unfinished_states())

    def begin_again(self, **changes: Any) -> int:
        """Write that they wait for a worker, with attempts counted anew. How many there were."""
        anew = {"state": State.QUEUED, "attempts": 0, "progress": 0, "error": "", "queued_at": timezone.now()}
        return self.update(**anew, **changes)


class Job(leases.Leased):
    """What the row of every job carries. Its manager is made of a JobQuerySet.

    A model may spell the fields again, with choices and words of its own.
    """

    TASK: ClassVar[str]  # the dotted name that lies in people's queues
    RUN: ClassVar[str]  # how a sentence about its runs begins: "The build"
    RUNNING: ClassVar[str] = State.RUNNING
    DONE: ClassVar[str] = State.DONE
    TIMEOUT: ClassVar[int] = 6 * 60 * 60  # seconds that one run may take; its lease shows that it is alive

    state = models.CharField(max_length=20, choices=State.choices, default=State.QUEUED)
    progress = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        abstract = True

    @classmethod
    def unfinished_states(cls) -> tuple[str, str]:
        return (State.QUEUED, cls.RUNNING)

    @classmethod
    def at_end(cls) -> dict[str, Any]:
        """What else is written when one ends, however it ends."""
        return {}

    def tell_end(self, *, by: Any = None) -> None:
        """Tell all who are to know that it is done, has failed or was cancelled (`by` whom). Called once, in the
        transaction that says so, of the job as it is by then."""

    @property
    def is_unfinished(self) -> bool:
        return self.state in self.unfinished_states()

    @property
    def home(self) -> Any:
        """The project that it is done for."""
        return self.project  # type: ignore[attr-defined]  # of most jobs

    @property
    def called(self) -> str:
        """What people know it by in its project, where that is not its number."""
        return str(self.pk)

    @property
    def subject(self) -> str:
        """How a sentence about it begins."""
        return self.RUN

    @property
    def whole(self) -> int:
        """How far its progress goes; 0 while nobody can tell."""
        return 0

    @property
    def percent(self) -> int:
        """100 when it is done, and not before."""
        if self.state == self.DONE:
            return 100
        return min(99, 100 * self.progress // self.whole) if self.whole else 0


class Failed(Exception):
    """Raised by work that would fail the same way again: the reason in words, and what else is written with it."""

    def __init__(self, reason: str, **changes: Any) -> None:
        super().__init__(reason)
        self.changes = changes


J = TypeVar("J", bound=Job)


@dataclass(frozen=True)
class Attempt(Generic[J]):
    """A job in the hands of its worker. Whatever writes raises LeaseLost once it is in somebody else's."""

    job: J
    owner: uuid.UUID
    at_end: dict[str, Any] = field(default_factory=dict)  # what this run writes besides, however it ends

    def renew(self, **changes: Any) -> None:
        leases.renew(self._rows(), self.job.pk, self.owner, **changes)

    def signs_of_life(self, *, at_once: bool = True) -> Callable[..., None]:
        return leases.signs_of_life(self._rows(), self.job.pk, self.owner, at_once=at_once)

    def renewing(self) -> AbstractContextManager[Callable[[], None]]:
        return leases.renewing(self._rows(), self.job.pk, self.owner)

    def finish(self, state: str, *, error: str = "", **changes: Any) -> None:
        written = {"error": error, **self.job.at_end(), **self.at_end, **changes}
        with transaction.atomic():
            self._end(state, **written)
            _tell_end(self.job, state=state, **written)

    def give_back(self, error: str) -> None:
        """Somebody may try again."""
        self._end(State.QUEUED, error=error)

    def hand_back(self) -> None:
        """Whoever sweeps next delivers it, and this was no attempt: nothing went wrong, the program stops."""
        self._end(State.QUEUED, attempts=F("attempts") - 1, queued_at=None)

    def put_off(self, **changes: Any) -> None:
        """It is for later, as `changes` say: whoever sweeps then delivers it, and this was no attempt."""
        self._end(State.QUEUED, attempts=0, queued_at=None, **changes)

    def _end(self, state: str, **changes: Any) -> None:
        ours = self._rows().filter(pk=self.job.pk, lease_owner=self.owner)
        if not ours.update(state=state, lease_owner=None, lease_until=None, **changes):
            raise leases.LeaseLost(str(self.job))

    def _rows(self) -> Any:
        return type(self.job)._default_manager.filter(state=self.job.RUNNING)


def enqueue(job: Job) -> None:
    """Deliver it to a worker by name, after the transaction."""
    transaction.on_commit(lambda: async_task(job.TASK, job.pk, q_options={"timeout": job.TIMEOUT}))


def run(
    rows: Any,
    pk: int,
    work: Callable[[Attempt[Any]], None],
    *,
    hopeless: tuple[type[Exception], ...] = (),
    on_failure: Callable[[Any], None] = lambda job: None,
    **started: Any,
) -> None:
    """Do the work of a job that waits, unless somebody alive is at it or its attempts are used up. May run twice.

    `work` ends with `finish`. What it raises is an accident, and the job is given back, unless it is Failed, one of
    `hopeless` or a full disk. A stop that is asked for interrupts it, and counts for nothing. `rows`: as `work` wants
    to have its job. `started`: what is written when it starts. `on_failure` is called after it failed.
    """
    attempt = take(rows, pk, **started)
    if attempt is not None:
        go_on(attempt, work, hopeless=hopeless, on_failure=on_failure)


def take(rows: Any, pk: int, **started: Any) -> Attempt[Any] | None:
    """Begin an attempt at a job that waits; None where somebody alive is at it, or its attempts are used up."""
    owner = leases.take(rows.unfinished(), pk, state=rows.model.RUNNING, **started)
    return None if owner is None else Attempt(rows.get(pk=pk), owner)


def go_on(
    attempt: Attempt[Any],
    work: Callable[[Attempt[Any]], None],
    *,
    hopeless: tuple[type[Exception], ...] = (),
    on_failure: Callable[[Any], None] = lambda job: None,
) -> None:
    """Do a part of the work of an attempt, as `run` does all of it. Parts that do not end it leave it running."""
    expected: tuple[type[Exception], ...] = (Failed, *hopeless)
    try:
        with stopping.interruptible():
            work(attempt)
    except KeyboardInterrupt as stop:
        interrupted(attempt)
        if not isinstance(stop, stopping.Stopped):
            raise
    except leases.LeaseLost:
        logger.info("%s of %s was cancelled or taken over", attempt.job.TASK, attempt.job.pk)
    except expected as problem:
        _fail(attempt, problem, on_failure)
    except Exception as problem:
        if isinstance(problem, OSError) and disk_full.is_full(problem):
            _fail(attempt, Failed(disk_full.FULL), on_failure)
            return
        if _same(attempt.job).values_list("state", flat=True).first() in (None, State.CANCELLED):
            # What a run meets after its job was cancelled, or is gone with its project, is nobody's trouble.
            logger.info("%s of %s was cancelled, and met then: %s", attempt.job.TASK, attempt.job.pk, problem)
            return
        _give_back(attempt, problem, on_failure)
        raise


def cancel(job: Job, *, by: Any = None) -> None:
    """Stop it, whether it waits or runs. Refused when it does neither."""
    stopped = _same(job).unfinished()
    written = {"state": State.CANCELLED, **job.at_end()}
    with transaction.atomic():
        if not stopped.update(lease_owner=None, lease_until=None, **written):
            raise Refused(f"{job.subject} is {_state_of(job)}: there is nothing to cancel.", code="not_running")
        _tell_end(job, by=by, **written)


def retry(job: Job, *, states: tuple[str, ...] = (State.FAILED,), only: str = "a failed one", **changes: Any) -> None:
    """Run it once more from the start. Refused when it is in none of the `states`, which are `only` in words."""
    with transaction.atomic():
        if not _same(job).filter(state__in=states).begin_again(**changes):
            raise Refused(f"{job.subject} is {_state_of(job)}: only {only} is retried.", code="not_failed")
        enqueue(job)


def sweep(
    rows: Any,
    *,
    most: int | None = None,
    on_failure: Callable[[Any], None] = lambda job: None,
) -> None:
    """Enqueue again what nobody holds, and fail it when its attempts are used up. `most`: of so many, the first."""
    for job in leases.nobody_holds(rows.unfinished())[:most]:
        free = leases.nobody_holds(_same(job).unfinished())
        if job.attempts >= leases.MOST_ATTEMPTS:
            reason = f"{job.RUN} was interrupted {job.attempts} times. {job.error}".strip()
            if _give_up(job, free, error=reason, **job.at_end()):
                on_failure(job)
        elif free.update(queued_at=timezone.now()):
            enqueue(job)


def _give_up(job: Job, free: Any, **changes: Any) -> bool:
    """Fail it where it is still `free`; whether it was."""
    with transaction.atomic():
        if not free.update(state=State.FAILED, **changes):
            return False
        _tell_end(job, state=State.FAILED, **changes)
    return True


def _warn(job: Job) -> None:
    """Whoever reads the log hears of a failure without a look at any page: one line."""
    told = (job.RUN, job.called, job.home.slug, job.pk, job.error)
    logger.warning("%s failed: %s in the project %s (number %s): %s", *told)


def interrupted(attempt: Attempt[Any]) -> None:
    """Hand it back because the program stops. The work may have been interrupted in the middle of a transaction, and
    where Django knows nothing of it."""
    connection.close()
    connection.connect()
    with suppress(leases.LeaseLost):
        attempt.hand_back()


def _tell_end(job: Job, *, by: Any = None, **written: Any) -> None:
    """Of what was read before it ended, with what was written then."""
    for name, value in written.items():
        setattr(job, name, value)
    job.tell_end(by=by)
    if job.state == State.FAILED:  # said once it is so; and whoever works goes on where it cannot be said
        transaction.on_commit(lambda: _warn(job), robust=True)  # Django names it: no partial


def _fail(attempt: Attempt[Any], problem: Exception, on_failure: Callable[[Any], None]) -> None:
    changes = problem.changes if isinstance(problem, Failed) else {}
    with suppress(leases.LeaseLost):
        attempt.finish(State.FAILED, error=str(problem), **changes)
        on_failure(attempt.job)


def _give_back(attempt: Attempt[Any], problem: Exception, on_failure: Callable[[Any], None]) -> None:
    job = attempt.job
    if job.attempts >= leases.MOST_ATTEMPTS:
        _fail(attempt, Failed(f"{job.RUN} failed {job.attempts} times: {problem}"), on_failure)
        return
    with suppress(leases.LeaseLost):
        attempt.give_back(str(problem))


def _same(job: Job) -> Any:
    return type(job)._default_manager.filter(pk=job.pk)


def _state_of(job: Job) -> str:
    return str(_same(job).values_list("state", flat=True).get())
