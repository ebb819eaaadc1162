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
