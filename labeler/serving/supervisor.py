"""Child processes that are kept running: started again when they die, and stopped together.

The supervisor has no thread and no database connection, so that it may fork at any time and can always be stopped.
"""

import contextlib
import logging
import multiprocessing
import os
import selectors
import signal
import sys
import time
from collections.abc import Callable, Sequence

from labeler.serving.back_off import BackOff

log = logging.getLogger(__name__)

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# How long children may take to end, and to hand their jobs back. What is cut off is taken up when its lease is over.
GRACE_SECONDS = 3.0

_processes = multiprocessing.get_context("fork")


class Child:
    """One process, in a process group of its own, so that it can be killed with all that it started."""

    def __init__(self, name: str, run: Callable[[], object], *, once: bool = False) -> None:
        self.name = name
        self.due: float | None = 0.0
        self._run = run
        self._once = once
        self._process: multiprocessing.process.BaseProcess | None = None
        self._started = 0.0
        self._back_off = BackOff()
        # In shared memory, so that a sibling can know whom it watches; 0 while there is none.
        self._shared_pid = _processes.RawValue("l", 0)

    @property
    def pid(self) -> int:
        return int(self._shared_pid.value)

    def start(self) -> None:
        self.due = None
        self._started = time.monotonic()
        self._process = _processes.Process(target=self._live, name=self.name)
        # A signal that came between the fork and the first lines of the child would meet the parent's handlers.
        signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
        _lead_a_group(self._process.pid)
        self._shared_pid.value = self._process.pid

    def _live(self) -> None:
        _lead_a_group(0)
        signal.set_wakeup_fd(-1)
        for number in (*STOP_SIGNALS, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
        os.environ["LABELER_ROLE"] = self.name
        _show_as(f"labeler-{self.name}")
        try:
            self._run()
        except Exception:
            # Said here: multiprocessing would write it past the log, each time anew.
            log.exception("The %s failed", self.name)
            sys.exit(1)

    def alive(self) -> bool:
        return self._process is not None and self._process.exitcode is None

    def bury(self) -> None:
        """When it has died: kill what it left behind, and say when it is to be started again."""
        if self._process is None or self._process.exitcode is None:
            return
        code = self._process.exitcode
        self.signal_group(signal.SIGKILL)
        self._shared_pid.value = 0
        self._process = None
        if self._once:
            return
        now = time.monotonic()
        pause = self._back_off.after(now - self._started)
        self.due = now + pause
        log.warning("The %s %s; it is started again%s.", self.name, _how(code), f" in {pause:.0f} s" if pause else "")

    def signal_leader(self, number: int) -> None:
        if self._process is not None and self._process.exitcode is None:
            os.kill(self.pid, number)

    def signal_group(self, number: int) -> None:
        if self.pid:
            kill_group(self.pid, number)


class Supervisor:
    """`each_second`: what it does beside; it has to be short."""

    def __init__(self, children: Sequence[Child], each_second: Callable[[], object] | None = None) -> None:
        self.children = children
        self._each_second = each_second
        self._stopping = False

    def run(self) -> None:
        """Keep the children running until this process is told to stop; then stop them."""
        alarm = self._listen_for_signals()
        try:
            while not self._stopping:
                for child in self.children:
                    if child.due is not None and child.due <= time.monotonic():
                        child.start()
                self._sleep(alarm, until=self._next())
                for child in self.children:
                    child.bury()
                if self._each_second:
                    self._each_second()
        finally:
            self._stop(alarm)

    def _next(self) -> float | None:
        """When there is something to do that no signal tells of."""
        due = [child.due for child in self.children if child.due is not None]
        return min(due + ([time.monotonic() + 1.0] if self._each_second else []), default=None)

    def _listen_for_signals(self) -> int:
        """Handlers that only wake the loop: the file descriptor answered becomes readable on every signal."""
        readable, writable = os.pipe()
        os.set_blocking(readable, False)
        os.set_blocking(writable, False)
        signal.set_wakeup_fd(writable, warn_on_full_buffer=False)
        for number in STOP_SIGNALS:
            if signal.getsignal(number) != signal.SIG_IGN:  # as nohup asks for
                signal.signal(number, self._told_to_stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        return readable

    def _told_to_stop(self, *_: object) -> None:
        self._stopping = True

    def _sleep(self, alarm: int, *, until: float | None) -> None:
        with selectors.SelectSelector() as selector:
            selector.register(alarm, selectors.EVENT_READ)
            if selector.select(None if until is None else max(0.0, until - time.monotonic())):
                os.read(alarm, 4096)

    def _stop(self, alarm: int) -> None:
        for child in self.children:
            child.signal_leader(signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        while any(child.alive() for child in self.children) and time.monotonic() < deadline:
            self._sleep(alarm, until=deadline)
        for child in self.children:
            child.signal_group(signal.SIGKILL)


def kill_group(leader: int, number: int = signal.SIGKILL) -> None:
    """Signal the process group of `leader`, if any of it is left."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, number)


def _lead_a_group(pid: int | None) -> None:
    """Parent and child both say it, because neither knows who runs first."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.setpgid(pid or 0, pid or 0)


def _show_as(name: str) -> None:
    """The name that top and pstree show; also for what this process forks. Linux only, and 15 letters at most."""
    with contextlib.suppress(OSError), open("/proc/self/comm", "w") as comm:
        comm.write(name)


def _how(code: int) -> str:
    if code >= 0:
        return f"ended with exit code {code}"
    return f"was killed by {signal.Signals(-code).name}"
