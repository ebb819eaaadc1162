"""How many calls a token makes in a minute: no more than a setting allows, so that a program in a loop leaves room for
people. Each process of the web server counts for itself, in its memory: it is asked with every call."""

import threading
import time
from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

WINDOW = 60  # seconds, from each full minute on


class Counter:
    """Calls by token, of the present window alone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._window = 0
        self._calls: dict[str, int] = {}

    def count(self, key: str, now: float) -> int:
        """How many it made in this window, this one included."""
        window = int(now // WINDOW)
        with self._lock:
            if window != self._window:
                self._window, self._calls = window, {}
            self._calls[key] = self._calls.get(key, 0) + 1
            return self._calls[key]


counter = Counter()


class TokenRate(BaseThrottle):
    """For DRF. Who is signed in by a session works by hand, and is not counted."""

    def allow_request(self, request: Request, view: Any) -> bool:
        if request.auth is None:
            return True
        now = time.time()
        made = counter.count(request.auth.pk, now)
        self._left = WINDOW - now % WINDOW
        left = max(0, settings.API_CALLS_PER_MINUTE - made)
        # As the draft of the IETF's HTTPAPI group spells them.
        view.headers_of_rate = {
            "RateLimit-Policy": f'"token";q={settings.API_CALLS_PER_MINUTE};w={WINDOW}',
            "RateLimit": f'"token";r={left};t={max(1, round(self._left))}',
        }
        return made <= settings.API_CALLS_PER_MINUTE

    def wait(self) -> float:
        return self._left
