"""Locks between the processes of a server."""

import errno
import os
import signal
import threading

import pytest

from core.storage import locks
from core.storage.scratch import work_dir
from tests.support.cast import at_once


def test_one_has_it_at_a_time_and_the_next_one_behind_it():
    with locks.held("x") as first, locks.held("x") as second, locks.held("y") as other:
        assert (first, second, other) == (True, False, True)
    with locks.held("x") as again:
        assert again
    assert not list(work_dir().glob("lock-*"))


def test_of_many_threads_no_two_have_it_together():
    going, had = threading.Semaphore(1), []

    def often():
        for _ in range(200):
            with locks.held("x") as ours:
                if ours:
                    assert going.acquire(blocking=False)
                    had.append(True)
                    going.release()

    at_once(*[often] * 4)
    assert had


def test_who_is_killed_holds_it_no_longer():
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with locks.held("x"):
            os.write(writing, b"!")
            signal.pause()
    try:
        assert os.read(reading, 1) == b"!"
        with locks.held("x") as ours:
            assert not ours
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    with locks.held("x") as ours:
        assert ours


def left_behind(name):
    """The file of somebody who was killed."""
    child = os.fork()
    if child == 0:
        with locks.held(name):
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert (work_dir() / f"lock-{name}").exists()


def test_what_was_left_by_the_killed_is_removed_and_what_is_held_stays():
    left_behind("x")
    left_behind("waits-1")
    with locks.held("y") as ours:
        locks.remove_left()
        assert ours
        assert [path.name for path in work_dir().glob("lock-*")] == ["lock-y"]
        with locks.held("y") as again:
            assert not again
    assert not list(work_dir().glob("lock-*"))


def test_while_they_are_removed_no_two_have_one_together():
    going = threading.Semaphore(1)

    def often():
        for _ in range(200):
            with locks.held("x") as ours:
                if ours:
                    assert going.acquire(blocking=False)
                    going.release()

    at_once(often, often, *[lambda: [locks.remove_left() for _ in range(200)]] * 2)


def test_a_file_that_cannot_be_opened_stays_and_stops_no_start(monkeypatch, caplog):
    def locked(path, *arguments):
        raise PermissionError(errno.EACCES, "Permission denied")

    left_behind("x")
    with monkeypatch.context() as patched:
        patched.setattr(locks.os, "open", locked)
        locks.remove_left()
    assert "lock-x is left over, and was not removed: Permission denied" in caplog.text
    locks.remove_left()
    assert not list(work_dir().glob("lock-*"))


def test_what_goes_wrong_in_the_block_frees_it():
    with pytest.raises(RuntimeError), locks.held("x"):
        raise RuntimeError
    with locks.held("x") as ours:
        assert ours


def test_where_no_file_can_be_locked_work_goes_on(monkeypatch, caplog):
    def full(path, *arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(locks.os, "open", full)
    with locks.held("x") as ours:
        assert ours
    assert "No lock could be taken at lock-x: No space left on device" in caplog.text
