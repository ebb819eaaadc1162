"""Processes that are kept running, the queues of clusters, and the watchdog's judgement."""

import contextlib
import os
import signal
import subprocess
import sys
import textwrap
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone
from django_q.brokers import get_broker
from django_q.models import OrmQ
from django_q.tasks import async_task

from exports.models import DatasetVersion
from labeler import tasks
from labeler.jobs import pausing
from labeler.models import WorkerHeartbeat
from labeler.serving import back_off, broker, watchdog
from tests.support.program import alive_in_session, eventually

# --- children -------------------------------------------------------------------------------------------------------


class Script:
    """A small program with a supervisor, in a session of its own."""

    def __init__(self, folder, body):
        self.folder = folder
        program = f"""
            import os, signal, sys, time
            from pathlib import Path
            from labeler.serving import parent_death
            from labeler.serving.supervisor import Child, Supervisor

            signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whether or not the tests run under nohup
            note = lambda name, text: Path({str(folder)!r}, name).open("a").write(f"{{text}}\\n")
        """
        self.process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(program) + textwrap.dedent(body)],
            cwd=settings.BASE_DIR,
            start_new_session=True,
            stderr=subprocess.PIPE,
            text=True,
        )

    def notes(self, name):
        """The whole lines written so far under a name."""
        try:
            return (self.folder / name).read_text().split("\n")[:-1]
        except FileNotFoundError:
            return []


@pytest.fixture
def script(tmp_path):
    running = []

    def start(body):
        running.append(Script(tmp_path, body))
        return running[-1]

    yield start
    for one in running:
        for pid in alive_in_session(one.process.pid):
            with contextlib.suppress(ProcessLookupError):  # it has just ended
                os.kill(pid, signal.SIGKILL)
        one.process.communicate()


@pytest.mark.processes
def test_a_child_that_dies_is_started_again_and_the_log_says_how_it_died(script):
    program = script(
        """
        def work():
            note("pids", os.getpid())
            time.sleep(600)

        Supervisor([Child("worker", work)]).run()
        """
    )
    (first,) = eventually(lambda: program.notes("pids"))
    os.kill(int(first), signal.SIGKILL)
    eventually(lambda: len(program.notes("pids")) == 2)
    program.process.send_signal(signal.SIGTERM)
    _, log = program.process.communicate(timeout=10)
    assert program.process.returncode == 0
    assert log == "The worker was killed by SIGKILL; it is started again.\n"


@pytest.mark.processes
def test_a_child_that_runs_once_is_not_started_again(script):
    program = script(
        """
        Supervisor([Child("greeting", lambda: note("greetings", "hello"), once=True),
                    Child("worker", lambda: (note("work", "x"), time.sleep(0.05)))]).run()
        """
    )
    eventually(lambda: len(program.notes("work")) >= 2)
    assert program.notes("greetings") == ["hello"]


@pytest.mark.processes
def test_what_a_dead_child_left_behind_is_killed_before_it_is_started_again(script):
    program = script(
        """
        def work():
            if os.fork() == 0:
                note("leftovers", os.getpid())
                time.sleep(600)
            note("pids", os.getpid())
            time.sleep(600)

        Supervisor([Child("worker", work)]).run()
        """
    )
    eventually(lambda: program.notes("leftovers") and program.notes("pids"))
    os.kill(int(program.notes("pids")[0]), signal.SIGKILL)
    eventually(lambda: len(program.notes("leftovers")) == 2)
    leftover = int(program.notes("leftovers")[0])
    eventually(lambda: leftover not in alive_in_session(program.process.pid))


@pytest.mark.processes
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda n: n.name)
def test_each_way_of_stopping_asks_the_children_to_end_and_exits_with_0(script, number):
    program = script(
        """
        def work():
            def end(*_):
                note("ended", "properly")
                sys.exit()
            signal.signal(signal.SIGTERM, end)
            note("started", os.getpid())
            time.sleep(600)

        Supervisor([Child("worker", work)]).run()
        """
    )
    eventually(lambda: program.notes("started"))
    program.process.send_signal(number)
    assert program.process.wait(timeout=10) == 0
    assert program.notes("ended") == ["properly"]


@pytest.mark.processes
def test_a_child_that_will_not_end_is_killed_when_the_grace_is_over(script):
    program = script(
        """
        import labeler.serving.supervisor
        labeler.serving.supervisor.GRACE_SECONDS = 0.3

        def work():
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            note("started", os.getpid())
            time.sleep(600)

        Supervisor([Child("worker", work)]).run()
        """
    )
    eventually(lambda: program.notes("started"))
    program.process.send_signal(signal.SIGTERM)
    assert program.process.wait(timeout=10) == 0
    assert alive_in_session(program.process.pid) == []


@pytest.mark.processes
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_when_the_parent_is_killed_its_children_and_grandchildren_die_too(script):
    program = script(
        """
        parent_death.tie_every_fork()

        def work():
            if os.fork() == 0:
                os.fork()
                note("started", os.getpid())
            time.sleep(600)

        Supervisor([Child("web", work), Child("worker", work)]).run()
        """
    )
    eventually(lambda: len(program.notes("started")) == 4)
    assert len(alive_in_session(program.process.pid)) == 7
    program.process.kill()
    program.process.wait()
    eventually(lambda: alive_in_session(program.process.pid) == [])


def test_the_pause_before_a_start_doubles_up_to_half_a_minute():
    assert [back_off.pause_before_start(deaths) for deaths in range(1, 9)] == [0, 1, 2, 4, 8, 16, 30, 30]


# --- queues of clusters ----------------------------------------------------------------------------------------------

HERE, ELSEWHERE = "here:1", "elsewhere:1"


@pytest.fixture
def cluster_here(monkeypatch):
    monkeypatch.setenv("LABELER_CLUSTER", HERE)


def taken(queue):
    """What a cluster takes from the queue until it is empty, by id."""
    ids = []
    while task_set := queue.dequeue():
        ids += [task_id for task_id, _ in task_set]
    return ids


@pytest.fixture
def queue(monkeypatch):
    from django_q.conf import Conf

    monkeypatch.setattr(Conf, "POLL", 0)
    return get_broker()


@pytest.mark.django_db
def test_a_cluster_takes_its_own_lane_before_the_backlog_and_never_that_of_another(queue, cluster_here):
    backlog = [queue.enqueue("job"), queue.enqueue("job")]
    get_broker(broker.key_of(ELSEWHERE)).enqueue("not ours")
    own = get_broker(broker.key_of(HERE)).enqueue("beat")
    assert taken(queue) == [own, *backlog]
    assert broker.waiting_in(broker.key_of(ELSEWHERE)).count() == 1


@pytest.mark.django_db
def test_a_cluster_without_a_name_takes_the_backlog_only(queue, monkeypatch):
    monkeypatch.delenv("LABELER_CLUSTER", raising=False)
    job = queue.enqueue("job")
    get_broker(broker.key_of(HERE)).enqueue("beat")
    assert taken(queue) == [job]


@pytest.mark.django_db
def test_while_new_jobs_are_paused_a_cluster_takes_its_own_lane_alone(queue, cluster_here, bob):
    """So it still shows that it is alive. What waits is there afterwards, in its order."""
    pausing.pause(by=bob)
    backlog = [queue.enqueue("job"), queue.enqueue("job")]
    own = get_broker(broker.key_of(HERE)).enqueue("beat")
    assert taken(queue) == [own]
    pausing.resume(by=bob)
    assert taken(queue) == backlog


# --- the watchdog ---------------------------------------------------------------------------------------------------


# What goes through the own queue of every cluster.
DUTIES = [
    "annotations.tasks.sweep", "assets.tasks.sweep", "exports.tasks.sweep", "labeler.tasks.beat",
    "labeler.tasks.sweep",
    "webhooks.tasks.sweep",
]  # fmt: skip


class Kennel:
    """A watchdog whose time stands still until told otherwise, and the cluster that it watches."""

    def __init__(self, limit=30):
        self.now = 1000.0
        self.group = 4711
        self.killed = []
        self.watchdog = watchdog.Watchdog(
            HERE, limit=limit, group=lambda: self.group, kill=self.killed.append, clock=lambda: self.now
        )

    def look_after(self, seconds):
        self.now += seconds
        self.watchdog.check()

    def beat(self):
        tasks.beat()


@pytest.fixture
def kennel(db, cluster_here):
    kennel = Kennel()
    kennel.look_after(0)
    return kennel


def waiting():
    return sorted(row.func() for row in OrmQ.objects.filter(key=broker.key_of(HERE), lock__lte=timezone.now()))


def test_rounds_do_not_pile_up_while_nobody_takes_them(kennel):
    for _ in range(5):
        kennel.look_after(1)
    assert waiting() == sorted(DUTIES)


def test_while_new_jobs_are_paused_nothing_is_delivered_again_and_a_worker_is_heard_of(kennel, bob):
    OrmQ.objects.all().delete()
    pausing.pause(by=bob)
    kennel.look_after(1)
    assert waiting() == ["labeler.tasks.beat"]
    OrmQ.objects.all().delete()
    pausing.resume(by=bob)
    kennel.look_after(1)
    assert waiting() == sorted(DUTIES)


def test_a_round_that_was_taken_and_lost_does_not_stop_the_next(kennel):
    OrmQ.objects.update(lock=timezone.now() + timedelta(seconds=2000))
    kennel.look_after(1)
    assert waiting() == sorted(DUTIES)


def test_rounds_leave_no_trace_among_the_results(kennel):
    assert [row.task["save"] for row in OrmQ.objects.all()] == [False] * len(DUTIES)


def test_a_beat_is_remembered_once_per_cluster(db, monkeypatch):
    for name in [HERE, ELSEWHERE, HERE]:
        monkeypatch.setenv("LABELER_CLUSTER", name)
        tasks.beat()
    assert sorted(WorkerHeartbeat.objects.values_list("cluster", flat=True)) == [ELSEWHERE, HERE]


def test_a_cluster_that_beats_is_left_alone(kennel):
    for _ in range(10):
        kennel.beat()
        kennel.look_after(20)
    assert kennel.killed == []


def test_a_silent_cluster_is_killed_when_the_limit_is_over_and_not_before(kennel):
    kennel.beat()
    kennel.look_after(1)
    kennel.look_after(30)
    assert kennel.killed == []
    kennel.look_after(1)
    assert kennel.killed == [4711]


def test_a_cluster_is_killed_once_and_its_successor_gets_time(kennel):
    kennel.look_after(31)
    kennel.group = 0
    kennel.look_after(100)
    kennel.group = 4712
    kennel.look_after(100)
    kennel.look_after(29)
    assert kennel.killed == [4711]
    kennel.look_after(2)
    assert kennel.killed == [4711, 4712]


def test_a_new_cluster_may_settle_for_longer_than_a_short_limit(db, cluster_here):
    kennel = Kennel(limit=3)
    kennel.look_after(0)
    kennel.look_after(14)
    assert kennel.killed == []
    kennel.beat()
    kennel.look_after(0)
    kennel.look_after(4)
    assert kennel.killed == [4711]


def test_what_a_dead_cluster_took_along_is_forgotten(kennel):
    OrmQ.objects.update(lock=timezone.now() + timedelta(seconds=2000))
    kennel.group = 4712
    kennel.look_after(1)
    assert OrmQ.objects.count() == len(DUTIES)
    assert len(waiting()) == len(DUTIES)


def test_another_clusters_beat_does_not_count(kennel, monkeypatch):
    monkeypatch.setenv("LABELER_CLUSTER", ELSEWHERE)
    tasks.beat()
    kennel.look_after(31)
    assert kennel.killed == [4711]


@pytest.fixture
def version(project, bob):
    return DatasetVersion.objects.create(
        project=project, number=1, created_by=bob, created_at=timezone.now(), frozen={}, images=1
    )


def hold(version, seconds):
    DatasetVersion.objects.filter(pk=version.pk).update(lease_until=timezone.now() + timedelta(seconds=seconds))


def test_a_cluster_whose_workers_are_busy_is_left_alone_until_the_job_has_ended(kennel, version):
    hold(version, 30)
    kennel.look_after(31)
    kennel.look_after(600)
    assert kennel.killed == []
    hold(version, -1)
    kennel.look_after(29)
    assert kennel.killed == []
    kennel.look_after(2)
    assert kennel.killed == [4711]


def test_a_job_whose_lease_ran_out_excuses_nobody(kennel, version):
    hold(version, -1)
    kennel.look_after(31)
    assert kennel.killed == [4711]


def test_the_watchdog_judges_nobody_while_the_database_is_away(kennel, monkeypatch, caplog):
    with monkeypatch.context() as away:
        away.setattr(broker, "waiting_in", lambda key: (_ for _ in ()).throw(OperationalError("gone")))
        kennel.look_after(60)
        kennel.look_after(60)
    kennel.look_after(29)
    assert kennel.killed == []
    assert [record.getMessage() for record in caplog.records] == ["The watchdog cannot reach the database: gone"]
    kennel.look_after(2)
    assert kennel.killed == [4711]


def test_clusters_that_ended_long_ago_are_forgotten(db):
    now = timezone.now()
    WorkerHeartbeat.objects.create(cluster="young", at=now - timedelta(minutes=9))
    WorkerHeartbeat.objects.create(cluster="old", at=now - timedelta(minutes=11))
    for name in ["young", "old"]:
        async_task("labeler.tasks.beat", cluster=broker.key_of(name))
    OrmQ.objects.filter(key=broker.key_of("old")).update(lock=now - timedelta(minutes=11))
    job = get_broker().enqueue("job")
    OrmQ.objects.filter(pk=job).update(lock=now - timedelta(days=1))

    watchdog.forget_dead_clusters(limit=30)

    assert list(WorkerHeartbeat.objects.values_list("cluster", flat=True)) == ["young"]
    assert sorted(OrmQ.objects.values_list("key", flat=True)) == [get_broker().list_key, broker.key_of("young")]
