"""Child processes that die with their parent, however the parent dies.

The kernel does it (Linux only, prctl(2), PR_SET_PDEATHSIG), for one process: it is asked anew after every fork, and so
reaches what gunicorn and django-q2 fork in their turn. What subprocess starts is stopped by whoever started it.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1

_parent: int | None = None


def tie_every_fork() -> None:
    """From now on each process that this one forks, and each that those fork, dies with the one that forked it."""
    if _parent is not None or not sys.platform.startswith("linux"):
        return
    _remember_parent()
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def tie() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != _parent:  # it ended between the fork and the line above
            os.kill(os.getpid(), signal.SIGKILL)

    os.register_at_fork(before=_remember_parent, after_in_child=tie)


def _remember_parent() -> None:
    global _parent  # noqa: PLW0603 - there is one process, and it has one parent
    _parent = os.getpid()
