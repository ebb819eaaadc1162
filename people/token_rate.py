"""How many calls a token makes in a minute: no more than a setting allows, so that a program in a loop leaves room for
people. All processes of a web server count together, in memory that they share: it is asked with every call."""

import fcntl
import math
import mmap
import struct
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from people import refusals

WINDOW = 60  # seconds, from each full minute on
PLACES = 1 << 14  # tokens that are told apart in one window
TRIES = 64  # places that are looked at for one token
HEAD = struct.Struct("=Q")  # the window
ENTRY = struct.Struct("=QQ")  # which token, and how many calls


class Counter:
    """Calls by token, of the present window alone: of this process, and of all that are forked from it."""

    def __init__(self) -> None:
        self._table = mmap.mmap(-1, HEAD.size + PLACES * ENTRY.size)
        self._threads = threading.Lock()
        # A process that is killed lets go of such a lock, and of no other kind.
        self._processes = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the counter

    def count(self, key: str, now: float) -> int:
        """How many it made in this window, this one included."""
        window = int(now // WINDOW)
        with self._alone():
            # A thread that asked a moment before the minute ended counts in the new one. Further ahead is no minute of
            # ours: the clock was set back.
            if not window <= HEAD.unpack_from(self._table)[0] <= window + 1:
                self._table[:] = bytes(len(self._table))
                HEAD.pack_into(self._table, 0, window)
            who = hash(key) % (1 << 64) or 1  # the same in all processes that are forked from one
            place = self._place_of(who)
            made: int = ENTRY.unpack_from(self._table, place)[1] + 1
            ENTRY.pack_into(self._table, place, who, made)
        return made

    def _place_of(self, who: int) -> int:
        """Its own, or the next free one. Where all are taken it shares one with another token: rather fewer calls."""
        places = (HEAD.size + (who + step) % PLACES * ENTRY.size for step in range(TRIES))
        own = HEAD.size + who % PLACES * ENTRY.size
        return next((place for place in places if ENTRY.unpack_from(self._table, place)[0] in (0, who)), own)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._threads:
            fcntl.lockf(self._processes, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._processes, fcntl.LOCK_UN)


# Made before the web server forks its processes (labeler/serving/webserver.py).
counter = Counter()


class TokenRate(BaseThrottle):
    """For DRF. Who is signed in by a session works by hand, and is not counted."""

    def allow_request(self, request: Request, view: Any) -> bool:
        if request.auth is None:
            return True
        now = time.time()
        made = counter.count(request.auth.pk, now)
        self._left = math.ceil(WINDOW - now % WINDOW)  # never so few seconds that the next call comes too early
        left = max(0, settings.API_CALLS_PER_MINUTE - made)
        # As the draft of the IETF's HTTPAPI group spells them.
        view.headers_of_rate = {
            "RateLimit-Policy": f'"token";q={settings.API_CALLS_PER_MINUTE};w={WINDOW}',
            "RateLimit": f'"token";r={left};t={self._left}',
        }
        if made > settings.API_CALLS_PER_MINUTE:
            token: Any = request.auth
            refusals.say("throttled", request, request.user, token=token.facts.name, limit="calls in a minute")
            return False
        return True

    def wait(self) -> float:
        return self._left
