"""What is told again and again is one line and a sum, and nothing is lost by it."""

import errno
import io
import logging
import multiprocessing
import os
import signal
import sqlite3
import threading
from collections import Counter

import botocore.exceptions
import pytest
import redis.exceptions
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from hypothesis import given
from hypothesis import strategies as st

from core.exceptions import as_told
from labeler.logs import sums
from labeler.logs.sums import Summed, Sums

FORK = multiprocessing.get_context("fork")


class Clock:
    """Stands still until told otherwise."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


class Journal:
    """A log of its own, with what was written to it."""

    def __init__(self):
        self.clock = Clock()
        self.sums = Sums(self.clock)
        self.handler = Summed(self.sums)
        self.handler.setStream(io.StringIO())
        self.handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))

    def tell(self, message, *arguments, problem=None, logger="labeler", level=logging.WARNING):
        exc_info = problem and (type(problem), problem, problem.__traceback__)
        self.handler.handle(logging.LogRecord(logger, level, __file__, 1, message, arguments, exc_info))

    def after(self, seconds):
        """What is written when so many seconds are over."""
        before = len(self.lines)
        self.clock.now += seconds
        self.handler._next_look = 0.0
        self.handler.say_what_is_due()
        return self.lines[before:]

    @property
    def lines(self):
        return self.handler.stream.getvalue().splitlines()


@pytest.fixture
def journal():
    return Journal()


def raised(problem, cause=None):
    """With a traceback."""
    try:
        raise problem from cause
    except type(problem) as seen:
        return seen


def sqlite_problem(code, words):
    cause = sqlite3.OperationalError(words)
    cause.sqlite_errorcode = code
    return cause


def of_postgresql(words, sqlstate=None):
    cause = Exception(words)
    cause.sqlstate = sqlstate
    return raised(OperationalError(words), cause)


# --- summed ---------------------------------------------------------------------------------------------------------


def test_a_line_that_comes_again_is_written_once_and_its_sum_when_it_is_quiet(journal):
    for _ in range(38):
        journal.tell("Refused to %s", "mallory")
        journal.clock.now += 0.5
    assert journal.lines == ["WARNING labeler Refused to mallory"]
    assert journal.after(3) == []
    assert journal.after(5) == ["WARNING labeler … 37 times more in 18 s: Refused to mallory"]
    assert journal.after(3600) == []


def test_one_repetition_is_told_as_that(journal):
    for _ in range(2):
        journal.tell("Refused")
        journal.clock.now += 4
    assert journal.after(5) == ["WARNING labeler … once more after 4 s: Refused"]


def test_while_it_goes_on_it_is_told_ever_less_often(journal):
    """Twice a second for an hour."""
    for _ in range(7200):
        journal.tell("The cache does not answer")
        journal.after(0.5)
    assert len(journal.lines) == 10
    assert journal.lines[1] == "WARNING labeler … 59 times more in 30 s: The cache does not answer"


@pytest.mark.parametrize("period", [6, 11, 20, 40])
def test_what_comes_now_and_then_fills_no_log_either(journal, period):
    for _ in range(3600 // period):
        journal.tell("Now and then")
        for _ in range(period):
            journal.after(1)
    assert len(journal.lines) <= 40


def test_what_was_quiet_for_a_minute_is_written_at_once_when_it_comes_back(journal):
    journal.tell("The cache does not answer")
    assert journal.after(60) == []
    journal.tell("The cache does not answer")
    assert journal.lines == ["WARNING labeler The cache does not answer"] * 2


def test_other_words_another_logger_and_another_level_are_facts_of_their_own(journal):
    journal.tell("One")
    journal.tell("Two")
    journal.tell("One", logger="labeler.jobs")
    journal.tell("One", level=logging.ERROR)
    assert len(journal.lines) == 4


def test_the_audit_and_what_is_no_warning_are_written_each_time(journal):
    for _ in range(3):
        journal.tell('what="version_downloaded"', logger="labeler.audit")
        journal.tell('status=200 path="/"', logger="labeler.requests", level=logging.INFO)
    assert len(journal.lines) == 6


def test_where_too_much_happens_at_once_each_is_written(journal):
    for number in range(sums.PLACES):
        journal.tell("Fact %s", number)
    for _ in range(2):
        journal.tell("One too many")
    assert journal.lines[-2:] == ["WARNING labeler One too many"] * 2


def test_a_place_is_free_again_once_its_fact_is_over(journal):
    for number in range(sums.PLACES):
        journal.tell("Fact %s", number)
    journal.clock.now += 60
    for _ in range(2):
        journal.tell("A new one")
    assert journal.lines[-2:] == [f"WARNING labeler Fact {sums.PLACES - 1}", "WARNING labeler A new one"]


@given(st.lists(st.tuples(st.integers(0, 5), st.floats(0, 200))))
def test_nothing_is_lost_whatever_comes_when(heard):
    clock = Clock()
    table = Sums(clock)
    told, written = Counter(), Counter()
    for number, pause in heard:
        clock.now += pause
        told[str(number)] += 1
        written[str(number)] += table.hear(bytes([number + 1]) * 32, "labeler", 30, str(number))
        for each in table.due():
            written[each.text] += each.times
    for each in table.due(all_of_them=True):
        written[each.text] += each.times
    assert written == told


def test_text_that_is_none_is_told_as_well(journal):
    for _ in range(2):
        journal.tell("half of a pair: \ud800")
    assert journal.after(5) == ["WARNING labeler … once more after 0 s: half of a pair: ?"]


def test_threads_that_fork_meanwhile_leave_no_lock_behind(journal):
    over = threading.Event()

    def tell():
        while not over.is_set():
            journal.tell("Busy")

    threads = [threading.Thread(target=tell) for _ in range(4)]
    for each in threads:
        each.start()
    try:
        assert [in_a_fork(lambda: journal.tell("Busy")) for _ in range(20)] == [0] * 20
    finally:
        over.set()
        for each in threads:
            each.join()


def test_a_long_line_is_summed_by_all_of_it_and_told_by_its_beginning(journal):
    for end in ("one", "one", "two"):
        journal.tell("ä" * 2000 + end)
    assert len(journal.lines) == 2
    (line,) = journal.after(5)
    assert line.startswith("WARNING labeler … once more after 0 s: äää")
    assert "\N{REPLACEMENT CHARACTER}" not in line


# --- in every process -----------------------------------------------------------------------------------------------


def in_a_fork(action):
    process = FORK.Process(target=action)
    process.start()
    process.join()
    return process.exitcode


def test_processes_that_were_forked_count_together_and_one_that_is_killed_loses_nothing(journal, capfd):
    def tell_and_die():
        for _ in range(3):
            journal.tell("The cache does not answer")
        os.kill(os.getpid(), signal.SIGKILL)

    journal.tell("The cache does not answer")
    assert [in_a_fork(tell_and_die) for _ in range(4)] == [-signal.SIGKILL] * 4
    assert journal.lines == ["WARNING labeler The cache does not answer"]
    assert journal.after(5) == ["WARNING labeler … 12 times more in 0 s: The cache does not answer"]


def test_many_at_once_are_counted_right(journal):
    def tell():
        for _ in range(500):
            journal.tell("Busy")

    journal.tell("Busy")
    processes = [FORK.Process(target=tell) for _ in range(4)]
    for each in processes:
        each.start()
    for each in processes:
        each.join()
    assert journal.after(31)[-1].startswith("WARNING labeler … 2,000 times more")


def test_at_its_end_a_program_says_what_it_has_counted(journal):
    for _ in range(3):
        journal.tell("Busy")
    in_a_fork(lambda: journal.handler._say_the_rest(os.getppid()))  # those who were forked leave it to who began
    journal.handler._say_the_rest(os.getpid())
    assert journal.lines[1:] == ["WARNING labeler … 2 times more in 0 s: Busy"]


# --- known facts ----------------------------------------------------------------------------------------------------

FULL = OSError(errno.ENOSPC, "No space left on device")
REFUSED = 'connection to server at "127.0.0.1", port 5432 failed: Connection refused\n\tIs the server running?'


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (FULL, "The disk is full"),
        (raised(OperationalError("full"), sqlite_problem(sqlite3.SQLITE_FULL, "full")), "The disk is full"),
        (sqlite_problem(sqlite3.SQLITE_FULL, "database or disk is full"), "The disk is full"),
        (of_postgresql("could not extend file", "53100"), "The disk is full: could not extend file"),
        (of_postgresql(REFUSED), "The database does not answer"),
        (redis.exceptions.ConnectionError("Error 111"), "The cache does not answer"),
        (redis.exceptions.TimeoutError("Timeout"), "The cache does not answer"),
        (
            raised(OSError("no"), botocore.exceptions.EndpointConnectionError(endpoint_url="http://s3/")),
            "The bucket does not answer",
        ),
    ],
)
def test_a_fact_that_everybody_meets_is_one_line_whoever_tells_it_and_in_whatever_words(journal, problem, words):
    problem = raised(problem, problem.__cause__)
    journal.tell("Not stored: %s", problem)
    journal.tell("It broke", problem=problem, logger="django.request", level=logging.ERROR)
    journal.handler.handle(logging.LogRecord("django-q", logging.ERROR, __file__, 1, problem, (), None))
    assert len(journal.lines) == 1
    assert "Traceback" not in journal.lines[0]
    assert journal.after(5) == [f"WARNING labeler … 2 times more in 0 s: {words}"]


def test_a_fact_says_on_its_one_line_what_was_heard(journal):
    journal.tell("unavailable at %s", "/projects/", problem=of_postgresql(REFUSED))
    assert journal.lines == [f"WARNING labeler unavailable at /projects/: {' '.join(REFUSED.split())}"]


def test_a_database_that_refuses_for_another_reason_is_another_fact(journal):
    starts = "failed: FATAL:  the database system is starting up"
    wrong = 'failed: FATAL:  password authentication failed for user "labeler"'
    for words, state in ((REFUSED, None), (starts, None), ("closed", "57P01"), (wrong, None), ("full up", "53300")):
        journal.tell("%s", of_postgresql(words, state))
    locked = raised(OperationalError("locked"), sqlite_problem(sqlite3.SQLITE_BUSY, "locked"))
    journal.tell("%s", locked)
    told = [line.removeprefix("WARNING labeler ") for line in journal.lines]
    assert told == [" ".join(REFUSED.split()), " ".join(wrong.split()), "full up", "locked"]
    journal.tell("%s", of_postgresql(wrong))
    assert journal.after(5) == [
        "WARNING labeler … 2 times more in 0 s: The database does not answer",
        f"WARNING labeler … once more after 0 s: The database does not answer: {' '.join(wrong.split())}",
    ]


def test_a_mistake_of_the_program_keeps_its_traceback_and_the_next_one_like_it_is_counted(journal):
    def broken(number):
        try:
            return 1 / number
        except ZeroDivisionError as problem:
            journal.tell("It broke", problem=problem, level=logging.ERROR)

    for _ in range(3):
        broken(0)
    assert journal.lines[:2] == ["ERROR labeler It broke", "Traceback (most recent call last):"]
    assert journal.lines[-1] == "ZeroDivisionError: division by zero"
    assert journal.after(5) == ["ERROR labeler … 2 times more in 0 s: It broke"]


def test_the_same_words_about_another_mistake_are_a_fact_of_their_own(journal):
    journal.tell("It broke", problem=raised(ValueError("one")))
    journal.tell("It broke", problem=raised(ValueError("two")))
    assert [line for line in journal.lines if line.startswith("ValueError")] == ["ValueError: one", "ValueError: two"]


def test_a_mistake_that_came_up_while_a_fault_was_told_is_not_taken_for_it(journal):
    try:
        try:
            raise FULL
        except OSError:
            {}["missing"]
    except KeyError as problem:
        journal.tell("It broke", problem=problem)
    assert journal.lines[-1] == "KeyError: 'missing'"


# --- refusals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("problem", [PermissionDenied("no"), SuspiciousOperation("Invalid HTTP_HOST header: 'x'")])
def test_a_mistake_of_whoever_asked_is_one_line(journal, problem):
    journal.tell("Forbidden: %s", "/x/", problem=raised(problem), logger="django.request")
    assert journal.lines == ["WARNING django.request Forbidden: /x/"]


def test_what_has_its_line_gets_no_second_one_of_django(journal):
    journal.tell("Forbidden: %s", "/x/", problem=raised(as_told(PermissionDenied("no"))), logger="django.request")
    assert journal.lines == []
