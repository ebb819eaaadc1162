"""What a process may take that works on bytes of strangers, set by itself before it meets them: memory, processor time,
no network, and an end with its parent.

Run as a program it sets the limits and becomes another program, which has them from its first instruction on:
`python limits.py MEMORY CPU_SECONDS PARENT COMMAND …`. So it imports nothing but what starts in no time.
"""

import contextlib
import ctypes
import os
import resource
import signal
import sys
from dataclasses import dataclass

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000  # unshare(2)
PR_SET_PDEATHSIG = 1  # prctl(2)
LATER = 5  # seconds
IN_LINUX = sys.platform.startswith("linux")


@dataclass(frozen=True)
class Limits:
    """`memory`: bytes of address space, libraries included; where the system does not keep that (macOS), the parent
    looks at what the process has in use. `seconds`: by the clock, which the parent looks at."""

    memory: int
    cpu_seconds: int
    seconds: float


def launched(command: list[str], limits: Limits) -> list[str]:
    """The command line that runs a program under limits. It ends with the thread that starts it."""
    return [
        sys.executable, "-I", "-S", __file__, str(limits.memory), str(limits.cpu_seconds), str(os.getpid()), *command
    ]  # fmt: skip


def confine(memory: int, cpu_seconds: int) -> None:
    """Set the limits of this process, for good. While it has one thread."""
    _lower(resource.RLIMIT_AS, memory)
    # A signal says that time is up; later the end cannot be put off.
    _lower(resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + LATER)
    _lower(resource.RLIMIT_CORE, 0)
    if IN_LINUX:
        _leave_the_network()


def allow_cpu(seconds: int) -> None:
    """So much processor time from now on, within what `confine` allows at all."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (min(soft, most - 1), most))


def _lower(kind: int, soft: int, hard: int | None = None) -> None:
    _, most = resource.getrlimit(kind)
    hard = soft if hard is None else hard
    if most != resource.RLIM_INFINITY:
        soft, hard = min(soft, most), min(hard, most)
    with contextlib.suppress(ValueError, OSError):  # macOS keeps no limit of the address space
        resource.setrlimit(kind, (soft, hard))


def _leave_the_network() -> None:
    """Into a network of its own, without any address, where the kernel lets us; who is not root needs a user
    namespace for it, which some systems and most containers forbid."""
    unshare = ctypes.CDLL(None).unshare
    if unshare(CLONE_NEWNET):
        unshare(CLONE_NEWUSER | CLONE_NEWNET)


def _end_with(parent: int) -> None:
    """Linux only; after `confine`, because whoever enters a user namespace loses it."""
    if IN_LINUX:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("whoever started this has ended")


if __name__ == "__main__":
    confine(int(sys.argv[1]), int(sys.argv[2]))
    _end_with(int(sys.argv[3]))
    for ignored_by_python in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(ignored_by_python, signal.SIG_DFL)
    os.execv(sys.argv[4], sys.argv[4:])  # noqa: S606 - no shell, and each argument is ours
