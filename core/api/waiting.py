"""Calls that wait for news (`Prefer: wait=30`, RFC 7240), so that nobody has to ask again and again.

Each takes a thread of the web server while it waits, so only a few may, and one of a caller; the others are answered
at once, and told when to ask again. Between two looks it holds no connection to the database. It ends when the server
does.
"""

import re
import threading
import time
from collections.abc import Callable, Hashable
from enum import Enum
from typing import Any

from django.db import connections

LONGEST = 30  # seconds
LOOK = 1.0  # seconds between two looks
MOST_WAITING = 2  # of a process, which has eight threads
RETRY_AFTER = 10  # seconds, for those who may not wait now

_waiting: set[Hashable] = set()
_lock = threading.Lock()
_stopping = threading.Event()


class Outcome(Enum):
    NEWS = "news"
    NOTHING = "nothing"  # until the time was over, or the server stops
    FULL = "full"  # too many wait, or this caller does


def stop() -> None:
    """The server stops: whoever waits is answered now, and nobody waits from now on. May be called by a signal."""
    _stopping.set()


def wished(request: Any) -> int:
    """For how many seconds the caller would wait, LONGEST at most; 0 where it does not say so."""
    found = re.search(r"(?:^|[,;\s])wait=\"?([0-9]{1,9})", request.headers.get("Prefer", ""), re.IGNORECASE)
    return min(LONGEST, int(found[1])) if found else 0


def caller(request: Any) -> Hashable:
    """Who waits: a token, or whoever signed in."""
    key = getattr(request.auth, "pk", None)
    return ("user", request.user.pk) if key is None else ("token", key)


def until(is_news: Callable[[], bool], seconds: float, who: Hashable) -> Outcome:
    """Look until there is news, for so many seconds at most."""
    if is_news():
        return Outcome.NEWS
    with _lock:
        if who in _waiting or len(_waiting) >= MOST_WAITING:
            return Outcome.FULL
        _waiting.add(who)
    try:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            _let_go_of_databases()
            if _stopping.wait(min(LOOK, left)):
                return Outcome.NOTHING
            if is_news():
                return Outcome.NEWS
        return Outcome.NOTHING
    finally:
        with _lock:
            _waiting.discard(who)


def _let_go_of_databases() -> None:
    """This thread's own. One in a transaction stays: only a test waits in one."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()
