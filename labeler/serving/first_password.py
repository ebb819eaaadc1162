"""LABELER_ADMIN_PASSWORD: one process needs it, once.

What a process was started with can be read in the system's table of processes, there and in all that it forks, whatever
becomes of its own environment later (proc(5), /proc/pid/environ). So a program that was started with the password
starts itself again without it, and it comes along in a pipe. Standard library only: this runs before all else.
"""

import os
import sys

VARIABLE = "LABELER_ADMIN_PASSWORD"
LONGEST = 4096  # bytes: a pipe holds as many before anybody reads
_PIPE = "LABELER_ADMIN_PASSWORD_PIPE"

_kept: list[int] = []  # the pipe, until somebody takes what is in it


def hide() -> None:
    """Start this program again, under the same process id, if the password is in its environment."""
    password = os.environ.pop(VARIABLE, "").encode(errors="surrogateescape")
    if len(password) > LONGEST:
        sys.exit(f"{VARIABLE} has more than {LONGEST} bytes.")
    if password:
        readable, writable = os.pipe()
        os.write(writable, password)
        os.close(writable)
        os.set_inheritable(readable, True)
        again = [sys.executable, *sys.orig_argv[1:]]
        os.execve(sys.executable, again, os.environ | {_PIPE: str(readable)})  # noqa: S606 - this program itself
    # It is this process's, and no number that a program that this one starts could make anything of.
    if pipe := os.environ.pop(_PIPE, ""):
        os.set_inheritable(int(pipe), False)
        _kept.append(int(pipe))


def take() -> str:
    """The password, the first time that somebody asks; empty when there is none."""
    if not _kept:
        return ""
    with open(_kept.pop(), encoding="utf-8", errors="replace") as file:
        return file.read().strip()
