"""A confined child: sets its limits, then does what it is asked, one thing after the other, until its parent ends.

`python -m core.confined.child DOOR MEMORY CPU_SECONDS TIMES`; DOOR is the number of an open socket.
"""

import importlib
import os
import select
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Callable
from typing import Any

from core.confined import limits, messages

IDLE_SECONDS = 60  # without anything to do, then it ends: what it holds is memory
STACK = 1 << 18  # bytes of the thread that only waits


def main(number: int, memory: int, cpu_seconds: int, times: int) -> None:
    limits.confine(memory, cpu_seconds * times)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started us stops us
    door = socket.socket(fileno=number)
    _end_with_the_parent(door)
    for _ in range(times):
        if not select.select([door], [], [], IDLE_SECONDS)[0]:
            return
        try:
            asked = messages.asked(door)
        except (EOFError, ConnectionError):
            return
        except MemoryError:
            sys.exit(messages.NO_MEMORY)
        limits.allow_cpu(cpu_seconds)
        messages.send(door, _answer(asked))


def _end_with_the_parent(door: socket.socket) -> None:
    """Also in the middle of work, however the parent ends: nobody else holds the other end of the door."""
    waiting = select.poll()
    waiting.register(door, 0)  # for being hung up

    def watch() -> None:
        # Begun late, it may find the door closed by a child that is ending by itself, whose exit code tells why.
        if not waiting.poll()[0][1] & select.POLLNVAL:
            os._exit(0)

    threading.stack_size(STACK)
    threading.Thread(target=watch, daemon=True).start()
    threading.stack_size(0)


def _answer(asked: dict[str, Any]) -> dict[str, Any]:
    """`how` it went: `done`, with what the function gave; `refused`, with code and message; `no_memory`; `failed`."""
    try:
        module, name = asked.pop("function").split(":")
        function: Callable[..., dict[str, Any]] = getattr(importlib.import_module(module), name)
        return function(**asked) | {"how": "done"}
    except MemoryError:
        return {"how": "no_memory"}
    except Exception as problem:
        if hasattr(problem, "code") and hasattr(problem, "message"):
            return {"how": "refused", "code": problem.code, "message": problem.message}
        return {"how": "failed", "error": traceback.format_exc()}


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
