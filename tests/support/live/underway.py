"""The requests that a live server in this process is answering."""

import threading
from contextlib import contextmanager

from django.core.signals import request_finished, request_started

PATIENCE = 60  # seconds


class Requests:
    """Those in threads of their own: what a test asks for in its own thread has been answered when it goes on."""

    def __init__(self):
        self._threads = set()
        self._changed = threading.Condition()

    def begins(self, **_):
        with self._changed:
            self._threads.add(threading.get_ident())

    def ends(self, **_):
        with self._changed:
            self._threads.discard(threading.get_ident())
            self._changed.notify_all()

    def wait_for_end(self):
        with self._changed:
            self._changed.wait_for(lambda: self._threads <= {threading.get_ident()}, timeout=PATIENCE)


@contextmanager
def counted():
    requests = Requests()
    request_started.connect(requests.begins)
    request_finished.connect(requests.ends)
    try:
        yield requests
    finally:
        request_started.disconnect(requests.begins)
        request_finished.disconnect(requests.ends)
