"""The life of a job, shown with a tiny one: this is all that a new job has to be."""

import errno
import signal
import time
import uuid
from contextlib import nullcontext, suppress
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.test.utils import isolate_apps
from django.utils import timezone
from django.utils.module_loading import import_string

from core.exceptions import Refused
from core.jobs import job as life
from core.jobs import leases, stopping
from core.jobs.job import State
from tests.support.cast import at_once

pytestmark = pytest.mark.django_db

# --- a job ----------------------------------------------------------------------------------------------------------

with isolate_apps("core"):

    class Errand(life.Job):
        """Something to carry. It has no table of its own: here it lives in rows of imports."""

        TASK = "core.tests.test_job.run_errand"
        RUN = "The errand"

        total = models.PositiveIntegerField(null=True)
        finished_at = models.DateTimeField(null=True)

        objects = life.JobQuerySet.as_manager()

        class Meta:
            app_label = "core"
            managed = False
            db_table = "annotations_import"

        @classmethod
        def at_end(cls):
            return {"finished_at": timezone.now()}

        @property
        def home(self):
            """The project, as far as a failure tells of it."""
            return SimpleNamespace(slug="wardrobe")

        @property
        def whole(self):
            return self.total or 0

        def tell_end(self, *, by=None):
            """To those who wait for its end: here to a list."""
            told.append((self.state, self.error, self.progress, now(self).state, connection.in_atomic_block, by))

    told = []


def carry(attempt):
    """The work."""
    attempt.finish(State.DONE, progress=attempt.job.total)


def run_errand(pk):
    """What stands in tasks.py, beside a sweep."""
    life.run(Errand.objects, pk, carry)


# --- its life -------------------------------------------------------------------------------------------------------


@pytest.fixture
def errand(project, alice):
    row = project.imports.create(kind="csv", original_name="bag", size_bytes=1, created_by=alice, total=4)
    return Errand.objects.get(pk=row.pk)


@pytest.fixture
def enqueued(monkeypatch, django_capture_on_commit_callbacks):
    """The jobs that were delivered, as they were asked of the queue."""
    asked = []
    monkeypatch.setattr(life, "async_task", lambda *arguments, **options: asked.append((*arguments, options)))
    return asked


def now(errand):
    return Errand.objects.get(pk=errand.pk)


def taken(errand):
    """A living worker has it."""
    return leases.take(Errand.objects.unfinished(), errand.pk, state=State.RUNNING)


def the_holder_dies(errand):
    Errand.objects.filter(pk=errand.pk).update(lease_until=timezone.now() - timedelta(seconds=1), queued_at=None)


def test_what_is_enqueued_is_run_by_its_name_after_the_transaction(errand, jobs_run_at_once):
    with jobs_run_at_once(execute=True):
        life.enqueue(errand)
        assert now(errand).state == "queued"
    done = now(errand)
    assert (done.state, done.progress, done.percent, done.attempts, done.error) == ("done", 4, 100, 1, "")
    assert (done.lease_owner, done.lease_until) == (None, None)
    assert done.finished_at is not None


def test_the_queue_is_told_how_long_one_run_may_take(errand, enqueued, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        life.enqueue(errand)
    assert enqueued == [("core.tests.test_job.run_errand", errand.pk, {"q_options": {"timeout": 6 * 60 * 60}})]


def test_a_run_writes_what_it_starts_with_and_tells_how_far_it_is(errand):
    def half_way(attempt):
        assert (attempt.job.state, attempt.job.total) == ("running", 8)
        attempt.renew(progress=4)
        assert now(errand).percent == 50
        attempt.renew(progress=8)
        assert now(errand).percent == 99  # not before it is done
        attempt.finish(State.DONE)

    life.run(Errand.objects, errand.pk, half_way, total=8)
    assert now(errand).percent == 100


def test_nobody_can_tell_how_far_a_job_is_while_its_end_is_unknown(errand):
    Errand.objects.update(total=None, progress=3)
    assert now(errand).percent == 0


def test_a_second_delivery_stands_back_while_the_first_is_alive_and_after_it_is_done(errand):
    def delivered_again(attempt):
        life.run(Errand.objects, errand.pk, lambda again: pytest.fail("It ran twice."))
        attempt.finish(State.DONE)

    life.run(Errand.objects, errand.pk, delivered_again)
    life.run(Errand.objects, errand.pk, lambda again: pytest.fail("It ran twice."))
    assert (now(errand).state, now(errand).attempts) == ("done", 1)


@pytest.mark.django_db(transaction=True)
def test_of_many_deliveries_at_once_one_runs(errand):
    ran = []

    def work(attempt):
        ran.append(attempt.owner)
        attempt.finish(State.DONE)

    at_once(*[lambda: life.run(Errand.objects, errand.pk, work)] * 6)
    assert len(ran) == 1
    assert now(errand).attempts == 1


# --- what goes wrong ------------------------------------------------------------------------------------------------


def test_an_accident_is_tried_three_times_and_then_told(errand):
    gone = []

    def stumbles(attempt):
        raise RuntimeError("the bag tore")

    for state, error in [("queued", "the bag tore")] * 2 + [("failed", "The errand failed 3 times: the bag tore")]:
        assert gone == []
        with pytest.raises(RuntimeError):
            life.run(Errand.objects, errand.pk, stumbles, on_failure=gone.append)
        assert (now(errand).state, now(errand).error, now(errand).lease_owner) == (state, error, None)
    assert gone == [errand]
    life.run(Errand.objects, errand.pk, lambda attempt: pytest.fail("It ran a fourth time."))


@pytest.mark.parametrize(
    ("problem", "error"),
    [
        (life.Failed("There is nothing to carry.", progress=2), "There is nothing to carry."),
        (LookupError("No such street."), "No such street."),
        (OSError(errno.ENOSPC, "No space left"), "The disk is full. Free some space, then try again."),
    ],
    ids=["said so", "hopeless", "full disk"],
)
def test_what_would_fail_the_same_way_again_fails_at_once_and_quietly(errand, problem, error):
    gone = []

    def fails(attempt):
        attempt.at_end["total"] = 3
        raise problem

    life.run(Errand.objects, errand.pk, fails, hopeless=(LookupError,), on_failure=gone.append)
    failed = now(errand)
    assert (failed.state, failed.error, failed.attempts, failed.total) == ("failed", error, 1, 3)
    assert failed.progress == (2 if isinstance(problem, life.Failed) else 0)
    assert failed.finished_at is not None
    assert gone == [errand]


@pytest.mark.parametrize("ending", ["finishes", "fails", "stumbles"])
def test_who_was_taken_for_dead_writes_nothing_any_more(errand, ending):
    gone, successor = [], uuid.uuid4()

    def taken_over(attempt):
        Errand.objects.update(lease_owner=successor)
        if ending == "finishes":
            attempt.finish(State.DONE, progress=4)
        raise life.Failed("late") if ending == "fails" else RuntimeError("late")

    if ending == "stumbles":
        with pytest.raises(RuntimeError):
            life.run(Errand.objects, errand.pk, taken_over, on_failure=gone.append)
    else:
        life.run(Errand.objects, errand.pk, taken_over, on_failure=gone.append)
    row = now(errand)
    assert (row.state, row.error, row.progress, row.lease_owner) == ("running", "", 0, successor)
    assert (row.finished_at, gone) == (None, [])


@pytest.mark.parametrize("ending", ["cancelled", "gone"])
def test_what_a_run_meets_after_its_job_was_taken_from_it_is_nobodys_trouble(errand, ending, caplog):
    def meets_nothing(attempt):
        if ending == "cancelled":
            life.cancel(errand)
        else:
            Errand.objects.all().delete()
        raise RuntimeError("What it worked on is no longer there.")

    life.run(Errand.objects, errand.pk, meets_nothing)
    assert [record for record in caplog.records if record.levelname != "INFO"] == []
    assert list(Errand.objects.values_list("state", "error")) == ([("cancelled", "")] if ending == "cancelled" else [])


# --- who waits for its end --------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def nothing_told():
    told.clear()


def test_its_end_is_told_once_in_the_transaction_that_says_so(errand):
    def stumbles(attempt):
        raise RuntimeError("the bag tore")

    with pytest.raises(RuntimeError):
        life.run(Errand.objects, errand.pk, stumbles)
    assert told == []  # it is tried again
    life.run(Errand.objects, errand.pk, carry)
    life.run(Errand.objects, errand.pk, carry)
    assert told == [("done", "", 4, "done", True, None)]


def test_a_cancellation_is_told_in_the_same_way_with_who_cancelled_it(errand, bob):
    life.cancel(errand, by=bob)
    with pytest.raises(Refused):
        life.cancel(errand, by=bob)
    assert told == [("cancelled", "", 0, "cancelled", True, bob)]


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_told_is_not_over(errand, monkeypatch):
    def cannot(job, by):
        raise RuntimeError("nobody is there")

    monkeypatch.setattr(Errand, "tell_end", cannot)
    with pytest.raises(RuntimeError):
        life.run(Errand.objects, errand.pk, carry)
    assert (now(errand).state, now(errand).error) == ("queued", "nobody is there")


def test_a_failure_is_told_by_who_runs_and_by_who_sweeps(errand):
    def fails(attempt):
        raise life.Failed("There is nothing to carry.")

    life.run(Errand.objects, errand.pk, fails)
    Errand.objects.update(state="queued", attempts=3, error="", queued_at=None)
    for _ in range(2):
        life.sweep(Errand.objects)
    assert told == [
        ("failed", "There is nothing to carry.", 0, "failed", True, None),
        ("failed", "The errand was interrupted 3 times.", 0, "failed", True, None),
    ]


def the_bag_tears(attempt):
    raise RuntimeError("the bag tore")


def nothing_is_there(attempt):
    raise life.Failed("There is nothing to carry.")


@pytest.fixture
def warned(caplog):
    """The lines that were said of failures since the last look."""

    def lines():
        found = [record.getMessage() for record in caplog.records if record.name == "labeler.jobs"]
        caplog.clear()
        return found

    return lines


def test_a_failure_is_one_line_in_the_log_with_its_project_its_number_and_why(
    errand, warned, django_capture_on_commit_callbacks
):
    """By whoever finds out; a try that is followed by another is none."""

    def run(work):
        with django_capture_on_commit_callbacks(execute=True), suppress(RuntimeError):
            life.run(Errand.objects, errand.pk, work)

    begins = f"The errand failed: {errand.pk} in the project wardrobe (number {errand.pk}): "
    run(nothing_is_there)
    assert warned() == [f"{begins}There is nothing to carry."]
    Errand.objects.update(state="queued", attempts=3, error="", queued_at=None)
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            life.sweep(Errand.objects)
    assert warned() == [f"{begins}The errand was interrupted 3 times."]
    Errand.objects.update(state="queued", attempts=0, error="", queued_at=None)
    for tries in (0, 0, 1):
        run(the_bag_tears)
        assert len(lines := warned()) == tries
    assert lines == [f"{begins}The errand failed 3 times: the bag tore"]
    life.retry(now(errand))
    with django_capture_on_commit_callbacks(execute=True):
        life.cancel(now(errand))
    assert warned() == []


@pytest.mark.django_db(transaction=True)
def test_nothing_is_said_of_a_failure_that_was_taken_back(errand, warned):
    attempt = life.take(Errand.objects, errand.pk)
    with suppress(RuntimeError), transaction.atomic():
        attempt.finish(State.FAILED, error="There is nothing to carry.")
        assert warned() == []
        the_bag_tears(attempt)
    assert (now(errand).state, warned()) == ("running", [])
    with transaction.atomic():
        attempt.finish(State.FAILED, error="There is nothing to carry.")
        assert warned() == []
    assert len(warned()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_failure_that_cannot_be_said_stops_nobody(errand, warned, monkeypatch):
    def gone(self):
        raise RuntimeError("its project was deleted")

    monkeypatch.setattr(Errand, "home", property(gone))
    cleaned = []
    life.run(Errand.objects, errand.pk, nothing_is_there, on_failure=cleaned.append)
    assert (now(errand).state, cleaned, warned()) == ("failed", [errand], [])


def test_who_sweeps_for_some_takes_the_first(errand, project, alice):
    later = project.imports.create(kind="csv", original_name="box", size_bytes=1, created_by=alice)
    life.sweep(Errand.objects.order_by("-pk"), most=1)
    assert now(errand).queued_at is None
    assert now(later).queued_at is not None


def test_what_is_put_off_waits_and_that_was_no_attempt(errand):
    def later(attempt):
        attempt.put_off(error="not today")

    life.run(Errand.objects, errand.pk, later)
    row = now(errand)
    assert (row.state, row.error, row.attempts, row.queued_at, row.lease_owner) == (
        "queued",
        "not today",
        0,
        None,
        None,
    )
    assert told == []


# --- the program is stopped -----------------------------------------------------------------------------------------


def in_the_middle(attempt, ask_to_stop):
    attempt.renew(progress=2)
    ask_to_stop()


def while_it_waits(attempt, ask_to_stop):
    attempt.renew(progress=2)
    signal.signal(signal.SIGALRM, lambda *_: ask_to_stop())
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    time.sleep(600)


def in_a_transaction(attempt, ask_to_stop):
    attempt.renew(progress=2)
    with transaction.atomic():
        attempt.renew(progress=3)
        ask_to_stop()


def in_a_transaction_that_django_knows_nothing_of_yet(attempt, ask_to_stop):
    attempt.renew(progress=2)
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        attempt.renew(progress=3)
        ask_to_stop()


def and_stumbles_while_it_cleans_up(attempt, ask_to_stop):
    attempt.renew(progress=2)
    try:
        ask_to_stop()
    finally:
        raise RuntimeError("there is nobody to clean for")


def by_ctrl_c_of_its_own_command(attempt, ask_to_stop):
    attempt.renew(progress=2)
    raise KeyboardInterrupt


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "stopped",
    [
        in_the_middle,
        while_it_waits,
        in_a_transaction,
        in_a_transaction_that_django_knows_nothing_of_yet,
        and_stumbles_while_it_cleans_up,
        by_ctrl_c_of_its_own_command,
    ],
)
def test_a_stop_hands_the_lease_back_and_counts_no_attempt_however_often(errand, enqueued, ask_to_stop, stopped):
    Errand.objects.update(attempts=1)  # one that a crash took

    def work(attempt):
        stopped(attempt, ask_to_stop)
        pytest.fail("It went on.")

    for _ in range(4):
        stopping.listen()  # the program was started again
        with suppress(KeyboardInterrupt) if stopped is by_ctrl_c_of_its_own_command else nullcontext():
            life.run(Errand.objects, errand.pk, work)
        row = now(errand)
        assert (row.state, row.attempts, row.error, row.progress) == ("queued", 1, "", 2)
        assert (row.lease_owner, row.lease_until, row.finished_at) == (None, None, None)
        del enqueued[:]
        life.sweep(Errand.objects)  # what the next start does first
        assert [arguments[1] for arguments in enqueued] == [errand.pk]

    stopping.listen()
    run_errand(errand.pk)
    assert (now(errand).state, now(errand).attempts) == ("done", 2)


@pytest.mark.django_db(transaction=True)
def test_a_job_that_is_delivered_while_the_program_stops_waits_for_the_next_start(errand, ask_to_stop):
    Errand.objects.update(queued_at=timezone.now())
    ask_to_stop()
    life.run(Errand.objects, errand.pk, lambda attempt: pytest.fail("It began."))
    row = now(errand)
    assert (row.state, row.attempts, row.lease_owner, row.queued_at) == ("queued", 0, None, None)


@pytest.mark.django_db(transaction=True)
def test_a_stop_that_comes_after_the_end_changes_nothing(errand, ask_to_stop):
    def work(attempt):
        attempt.finish(State.DONE, progress=4)
        ask_to_stop()

    life.run(Errand.objects, errand.pk, work)
    assert (now(errand).state, now(errand).progress, now(errand).attempts) == ("done", 4, 1)


@pytest.mark.django_db(transaction=True)
def test_a_stop_leaves_time_to_clean_up_and_does_not_interrupt_that(errand, ask_to_stop):
    cleaned = []

    def work(attempt):
        try:
            ask_to_stop()
        finally:
            ask_to_stop()
            attempt.renew(progress=3)
            cleaned.append(True)

    life.run(Errand.objects, errand.pk, work)
    assert (now(errand).state, now(errand).progress, now(errand).attempts, cleaned) == ("queued", 3, 0, [True])


# --- cancelled, tried again, forgotten -------------------------------------------------------------------------------


def test_one_that_is_cancelled_in_the_middle_stops_at_its_next_sign_of_life(errand):
    def cancelled(attempt):
        alive = attempt.signs_of_life()
        life.cancel(errand)
        alive(progress=1)
        pytest.fail("It went on.")

    life.run(Errand.objects, errand.pk, cancelled)
    row = now(errand)
    assert (row.state, row.progress, row.error, row.lease_owner) == ("cancelled", 0, "", None)
    assert row.finished_at is not None


@pytest.mark.parametrize("state", ["done", "failed", "cancelled"])
def test_what_is_over_is_not_cancelled(errand, state):
    Errand.objects.update(state=state)
    with pytest.raises(Refused, match=f"^The errand is {state}: there is nothing to cancel.$") as refusal:
        life.cancel(errand)
    assert refusal.value.code == "not_running"


def test_a_failed_one_is_tried_again_from_the_start(errand, enqueued, django_capture_on_commit_callbacks):
    long_ago = timezone.now() - timedelta(days=1)
    Errand.objects.update(
        state="failed", error="late", attempts=3, progress=2, queued_at=long_ago, finished_at=long_ago
    )
    with django_capture_on_commit_callbacks(execute=True):
        life.retry(errand, finished_at=None)
    row = now(errand)
    assert (row.state, row.error, row.attempts, row.progress, row.finished_at) == ("queued", "", 0, 0, None)
    assert timezone.now() - row.queued_at < leases.LEASE  # so that the sweep does not deliver it a second time
    assert [arguments[1] for arguments in enqueued] == [errand.pk]


@pytest.mark.parametrize("state", ["queued", "running", "done", "cancelled"])
def test_only_a_failed_one_is_tried_again_unless_it_says_otherwise(errand, state):
    Errand.objects.update(state=state)
    with pytest.raises(Refused, match=f"^The errand is {state}: only a failed one is retried.$") as refusal:
        life.retry(errand)
    assert refusal.value.code == "not_failed"
    life.retry(errand, states=(state,))
    assert now(errand).state == "queued"


def test_the_sweep_enqueues_what_nobody_holds_and_gives_up_what_never_ends(
    errand, enqueued, django_capture_on_commit_callbacks
):
    def swept():
        del enqueued[:]
        with django_capture_on_commit_callbacks(execute=True):
            life.sweep(Errand.objects, on_failure=gone.append)
        return [arguments[1] for arguments in enqueued]

    gone = []
    for _ in range(3):
        assert swept() == [errand.pk]
        assert swept() == []  # its delivery is on the way
        assert taken(errand)
        assert swept() == []  # somebody is at it
        assert gone == []
        the_holder_dies(errand)
    Errand.objects.update(error="the bag tore")
    assert swept() == []
    row = now(errand)
    assert (row.state, row.error) == ("failed", "The errand was interrupted 3 times. the bag tore")
    assert row.finished_at is not None
    assert gone == [errand]
    assert swept() == []


def test_the_sweep_leaves_alone_what_a_worker_takes_under_its_eyes(
    errand, enqueued, monkeypatch, django_capture_on_commit_callbacks
):
    nobody_holds = leases.nobody_holds

    def then_taken(rows):
        found = nobody_holds(rows)
        if now(errand).state == "queued":
            found = list(found)
            assert found == [errand]
            assert taken(errand)
        return found

    monkeypatch.setattr(leases, "nobody_holds", then_taken)
    with django_capture_on_commit_callbacks(execute=True):
        life.sweep(Errand.objects)
    assert (now(errand).state, enqueued) == ("running", [])


def test_a_job_is_unfinished_while_it_waits_or_runs_and_idle_otherwise(errand):
    for state in State:
        Errand.objects.update(state=state)
        waits_or_runs = state in ("queued", "running")
        assert now(errand).is_unfinished is waits_or_runs
        assert Errand.objects.unfinished().exists() is waits_or_runs
        assert Errand.objects.idle().exists() is not waits_or_runs


def test_every_job_of_the_product_is_found_under_the_name_that_lies_in_queues():
    jobs = [model for model in apps.get_models() if issubclass(model, life.Job)]
    assert {model.TASK for model in jobs} >= {
        "annotations.tasks.run_import", "assets.tasks.extract_frames", "exports.tasks.build_shape",
        "exports.tasks.build_version",
    }  # fmt: skip
    for model in jobs:
        assert callable(import_string(model.TASK))
        states = dict(model._meta.get_field("state").choices)
        assert {"queued", model.RUNNING, model.DONE, "failed"} <= states.keys()
