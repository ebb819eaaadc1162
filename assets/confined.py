"""Files of strangers are read under limits, in a process that has nothing to lose (`core/confined/`). Where it meets
one, that is told as any other refusal: Unusable, with a sentence."""

from collections.abc import Callable
from typing import Any

from assets.formats import Unusable
from core.confined import children
from core.confined.limits import Limits

MEMORY = 1_000_000_000  # bytes, for at most so many pixels:
USUAL_PIXELS = 100_000_000
CPU_SECONDS = 30
PATIENCE = 4  # seconds by the clock for one of the processor's: others may be at work, and disks are slow


def limits(*, memory: float = 1, time: float = 1) -> Limits:
    """The usual ones, or several times as much."""
    cpu_seconds = round(CPU_SECONDS * max(1, time))
    return Limits(round(MEMORY * max(1, memory)), cpu_seconds, PATIENCE * cpu_seconds)


def read(
    what: str, function: Callable[..., dict[str, Any]], bounds: Limits, *, keep: bool = False, **values: Any
) -> dict[str, Any]:
    """What a function that may raise Unusable says of a file; `what` the file is, for people. Raises Unusable."""
    try:
        return children.call(function, bounds, keep=keep, **values)
    except children.Said as problem:
        raise Unusable(problem.code, problem.message) from None
    except children.TooMuch as problem:
        raise too_much(what, problem.of) from None
    except children.Crashed:
        raise Unusable("damaged", f"The file is damaged: the program that reads this {what} ends over it.") from None


def too_much(what: str, of: str) -> Unusable:
    """`of`: `memory` or `time`."""
    return Unusable(f"too_much_{of}", f"This {what} takes more {of} to read than is allowed.")
