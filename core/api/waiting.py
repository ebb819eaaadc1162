"""Calls that wait for news (`Prefer: wait=30`, RFC 7240), so that nobody has to ask again and again.

Each takes a thread of the web server while it waits, so only a few may in each process, and one of a caller in all
processes of a server, or of all servers where they share a cache; the others are answered at once, and told when to ask
again. Between two looks it holds no connection to the database. It ends when the server does.
"""

import hashlib
import logging
import re
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from enum import Enum
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connections

from core.storage import locks

LONGEST = 30  # seconds
LOOK = 1.0  # seconds between two looks
MOST_WAITING = 2  # of a process, which has eight threads
RETRY_AFTER = 10  # seconds, for those who may not wait now

OF_ONE_PROCESS = "django.core.cache.backends.locmem.LocMemCache"

logger = logging.getLogger("labeler")

_waiting: set[str] = set()
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


def caller(request: Any) -> str:
    """Who waits, by a name that tells nothing: a token, or whoever signed in."""
    key = getattr(request.auth, "pk", None)
    who = f"user {request.user.pk}" if key is None else f"token {key}"
    return hashlib.sha256(who.encode()).hexdigest()[:32]


def until(is_news: Callable[[], bool], seconds: int, who: str) -> Outcome:
    """Look until there is news, for so many seconds at most."""
    if is_news():
        return Outcome.NEWS
    with ExitStack() as places:
        if not all(places.enter_context(place) for place in (_in_process(who), _on_server(who), _on_all(who, seconds))):
            return Outcome.FULL
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            _let_go_of_databases()
            if _stopping.wait(min(LOOK, left)):
                return Outcome.NOTHING
            if is_news():
                return Outcome.NEWS
        return Outcome.NOTHING


@contextmanager
def _in_process(who: str) -> Iterator[bool]:
    """Whether there is a place."""
    with _lock:
        free = who not in _waiting and len(_waiting) < MOST_WAITING
        if free:
            _waiting.add(who)
    try:
        yield free
    finally:
        if free:
            with _lock:
                _waiting.discard(who)


def _on_server(who: str) -> Any:
    return locks.held(f"waits-{who}")


@contextmanager
def _on_all(who: str, seconds: int) -> Iterator[bool]:
    """The place of a server that is killed is free when its wait would have been over. Where the cache does not answer,
    each server counts for itself."""
    if settings.CACHES["default"]["BACKEND"] == OF_ONE_PROCESS:
        yield True
        return
    key, own = f"waits-{who}", uuid.uuid4().hex
    free = _of_cache(lambda: cache.add(key, own, seconds), otherwise=True)
    try:
        yield free
    finally:
        if free and _of_cache(lambda: cache.get(key), otherwise=None) == own:
            _of_cache(lambda: cache.delete(key), otherwise=None)


def _of_cache(call: Callable[[], Any], *, otherwise: Any) -> Any:
    try:
        return call()
    except Exception as problem:  # of whatever the cache is
        logger.warning("The cache does not answer: %s", problem)
        return otherwise


def _let_go_of_databases() -> None:
    """This thread's own. One in a transaction stays: only a test waits in one."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()
