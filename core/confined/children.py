"""Runs functions of ours on bytes of strangers in child processes under limits, and kills those that go beyond.

A child is a new program (`child.py`), not a fork: whoever asks may have threads. It gets no variable of the
environment. There are as many children as cores at most, and who finds them all at work waits.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from core.confined import messages
from core.confined.limits import IN_LINUX, Limits, launched

TIMES = 200  # that a kept child does something before another one takes its place
# One for all threads: the allocator of glibc keeps tens of megabytes of addresses for each that asks for memory.
ENVIRONMENT = {"MALLOC_ARENA_MAX": "1"}
ROOT = Path(__file__).resolve().parents[2]
TRIES = 2
OWN_FAULTS = {signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT, signal.SIGFPE, signal.SIGILL, signal.SIGSYS}
END_SECONDS = 5  # that a child may take to end that has hung up
Alive = Callable[[], object]


class Said(Exception):
    """The function said no: whatever it raised that has a code and a message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class TooMuch(Exception):
    """A limit was met: `of` is `memory` or `time`."""

    def __init__(self, of: str) -> None:
        super().__init__(of)
        self.of = of


class Crashed(Exception):
    """The child died of what it read, or answered nothing that can be understood."""


class _Ended(Exception):
    """The child ended in the middle of it; `code`, as subprocess tells it."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class _NotAlive(Exception):
    """What `alive` raised, which is none of the child's."""

    def __init__(self, problem: Exception) -> None:
        super().__init__(problem)
        self.problem = problem


def call(
    function: Callable[..., dict[str, Any]],
    limits: Limits,
    *,
    keep: bool = False,
    alive: Callable[[], object] = lambda: None,
    **values: Any,
) -> dict[str, Any]:
    """What a function of a module gives for these values; both of JSON, and bytes. Raises Said, TooMuch and Crashed.

    `keep`: the child stays for the next one, for a minute or TIMES times. What a child was at that was killed by
    somebody else is tried once more. `alive` is called in this thread, twice a second, while nothing comes; when it
    raises, the child is killed at once.
    """
    asked = {"function": f"{function.__module__}:{function.__qualname__}", **values}
    return _children.call(limits, asked, keep=keep, alive=alive)


def output(command: list[str], limits: Limits) -> bytes:
    """What a program writes that runs under limits, without a variable of the environment. Raises TooMuch, OSError."""
    until = time.monotonic() + limits.seconds
    quiet: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(launched(command, limits), env={}, **quiet) as process:  # noqa: S603 - each argument is ours
        try:
            while True:
                try:
                    return bytes(process.communicate(timeout=messages.LOOK_SECONDS)[0])
                except subprocess.TimeoutExpired:
                    check_memory(process.pid, limits)
                if until < time.monotonic():
                    raise TooMuch("time")
        finally:
            process.kill()


def check_memory(pid: int, limits: Limits) -> None:
    """Where the system does not keep the limit itself. Raises TooMuch."""
    if not IN_LINUX and resident(pid) > limits.memory:
        raise TooMuch("memory")


def resident(pid: int) -> int:
    """Bytes of memory that a process has in use, on systems without /proc; 0 when there is no such process."""
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S603, S607
    return int(told.stdout or 0) * 1024


class _Child:
    def __init__(self, limits: Limits, times: int) -> None:
        self.limits = limits
        self._left = times
        self._door, theirs = socket.socketpair()
        with theirs:
            numbers = (theirs.fileno(), limits.memory, limits.cpu_seconds, times)
            try:
                self._process = subprocess.Popen(  # noqa: S603 - no shell, and each argument is ours
                    [sys.executable, "-B", "-m", "core.confined.child", *map(str, numbers)],
                    cwd=ROOT,
                    env=ENVIRONMENT,
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                )
            except BaseException:
                self._door.close()
                raise

    def is_usable(self) -> bool:
        return self._left > 0 and self._process.poll() is None

    def ask(self, values: dict[str, Any], alive: Alive) -> dict[str, Any]:
        def look() -> None:
            check_memory(self._process.pid, self.limits)
            try:
                alive()
            except Exception as problem:  # which may be a TimeoutError, too
                raise _NotAlive(problem) from None

        self._left -= 1
        until = time.monotonic() + self.limits.seconds
        try:
            self._door.settimeout(self.limits.seconds)
            messages.send(self._door, values)
            return messages.answered(self._door, until, look)
        except (messages.TooLate, TimeoutError):
            raise TooMuch("time") from None
        except messages.Garbled:
            raise Crashed from None
        except (EOFError, ConnectionError):
            raise _Ended(self._ended()) from None

    def _ended(self) -> int:
        try:
            return self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            raise Crashed from None

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._door.close()

    def forget(self) -> None:
        """In a process that was forked: the child is that of the other one, and ends with it."""
        self._door.close()


class _Children:
    def __init__(self, most: int) -> None:
        self._most = most
        self._line = threading.BoundedSemaphore(most)
        self._lock = threading.Lock()
        self._idle: list[_Child] = []
        self._busy: set[_Child] = set()

    def call(self, limits: Limits, values: dict[str, Any], *, keep: bool, alive: Alive) -> dict[str, Any]:
        with self._in_line(alive):
            for attempt in range(TRIES):
                try:
                    # Whoever killed the one may have killed others that wait: the next try is a new one's.
                    return _told(self._asked(limits, values, keep=keep, alive=alive, new=attempt > 0))
                except _NotAlive as end:
                    raise end.problem from None
                except _Ended as end:
                    code = end.code
                    if code == -signal.SIGXCPU:
                        raise TooMuch("time") from None
                    if code == messages.NO_MEMORY:
                        raise TooMuch("memory") from None
                    if -code in OWN_FAULTS:
                        raise Crashed from None
        if code == -signal.SIGKILL:
            raise TooMuch("memory")  # twice, and not by us: the system has none left
        raise RuntimeError(f"A confined child ended with {code}.")

    @contextmanager
    def _in_line(self, alive: Alive) -> Iterator[None]:
        while not self._line.acquire(timeout=messages.LOOK_SECONDS):
            alive()
        try:
            yield
        finally:
            self._line.release()

    def _asked(self, limits: Limits, values: dict[str, Any], *, keep: bool, alive: Alive, new: bool) -> dict[str, Any]:
        child = self._taken(limits, TIMES if keep else 1, new=new)
        is_well = False
        try:
            answer = child.ask(values, alive)
            is_well = answer.get("how") in ("done", "refused")
            return answer
        finally:
            self._give_back(child, keep=keep and is_well)

    def _taken(self, limits: Limits, times: int, *, new: bool) -> _Child:
        with self._lock:
            for child in [each for each in self._idle if not each.is_usable()]:
                self._idle.remove(child)
                child.end()
            alike = [each for each in self._idle if each.limits == limits] if times > 1 and not new else []
            if not alike and len(self._idle) + len(self._busy) >= self._most:
                self._idle.pop(0).end()
            child = alike[-1] if alike else _Child(limits, times)
            if alike:
                self._idle.remove(child)
            self._busy.add(child)
        return child

    def _give_back(self, child: _Child, *, keep: bool) -> None:
        if not keep:
            child.end()
        with self._lock:
            self._busy.remove(child)
            if keep:
                self._idle.append(child)

    def forget(self) -> None:
        for child in (*self._idle, *self._busy):
            child.forget()


def _told(answer: dict[str, Any]) -> dict[str, Any]:
    match answer.pop("how", None):
        case "done":
            return answer
        case "refused":
            raise Said(str(answer.get("code")), str(answer.get("message")))
        case "no_memory":
            raise TooMuch("memory")
        case "failed":
            raise RuntimeError(answer.get("error"))
    raise Crashed


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begin_anew() -> None:
    """A process that was forked shares no child with the one it was forked from."""
    global _children  # noqa: PLW0603 - one for the process
    _children.forget()
    _children = _Children(_cores())


_children = _Children(_cores())
os.register_at_fork(after_in_child=_begin_anew)
