"""gunicorn, run by the supervisor on a socket that the supervisor opened.

The socket outlives gunicorn: while it is started again, requests wait instead of being refused.
"""

import errno
import http.client
import logging
import socket
import sys
import time
from collections.abc import Callable
from concurrent import futures
from datetime import timedelta
from typing import Any

from django.conf import settings
from gunicorn import glogging
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.workers import gthread

from core.api import waiting
from labeler.logs import access
from labeler.serving import memory
from labeler.serving.back_off import BackOff

WORKERS = 2
THREADS = 8  # of each
# A thread that computes lets another go on after as long. With Python's own 5 ms, who holds the database's one lock of
# writers would wait so long after each of its statements, and all others with it (ADR 0013).
SWITCH_SECONDS = 0.0005
BACKLOG = 512
# In-flight requests get this long when the program stops; browsers that keep a connection open do not hold it up.
GRACE_SECONDS = 1


requests = logging.getLogger("labeler.requests")


class CannotListen(Exception):
    """With a sentence that says why."""


def listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        door = socket.socket(family, kind, protocol)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(address)
        door.listen(BACKLOG)
    except OSError as problem:
        raise CannotListen(_why(problem, host, port)) from problem
    return door


def _why(problem: OSError, host: str, port: int) -> str:
    if problem.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use already. Stop the program that uses it, or set PORT to another number."
    if problem.errno == errno.EACCES:
        return f"Port {port} may not be opened by this user. Set PORT to a number above 1023."
    return f"HOST must be an address of this machine, and {host!r} is not: {problem.strerror}."


def address_of(door: socket.socket) -> str:
    """What a person types into a browser on this machine."""
    host, port = door.getsockname()[:2]
    return f"http://{_reachable(host, bracketed=True)}:{port}/"


def _reachable(host: str, *, bracketed: bool = False) -> str:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    return f"[{host}]" if bracketed and ":" in host else host


def wait_until_it_answers(door: socket.socket, then: Callable[[], object]) -> None:
    host, port = door.getsockname()[:2]
    while not _answers(_reachable(host), port):
        time.sleep(0.1)
    then()


def _answers(host: str, port: int) -> bool:
    # The socket is open before anybody serves it, so this waits for an answer rather than being refused.
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def serve(door: socket.socket) -> None:
    """Answer requests until told to stop."""
    # What its processes count together has to be there before they are forked.
    from people import token_rate  # noqa: F401

    _Gunicorn(door).run()


class Worker(gthread.ThreadWorker):
    """Gives a connection to a thread only when it has something to say.

    Browsers open connections ahead of need. gunicorn's own worker lets a thread wait five seconds on each, so that a
    few open pages would stop all others; here the poller waits for them, as it does after those five seconds.
    """

    def handle_exit(self, sig: int, frame: Any) -> None:
        waiting.stop()  # whoever waits for news holds up no stop
        super().handle_exit(sig, frame)

    def handle_quit(self, sig: int, frame: Any) -> None:
        waiting.stop()
        super().handle_quit(sig, frame)

    def load_wsgi(self) -> None:
        super().load_wsgi()
        memory.settle()
        sys.setswitchinterval(SWITCH_SECONDS)

    def enqueue_req(self, conn: gthread.TConn) -> None:
        if conn.initialized or conn.data_ready:
            super().enqueue_req(conn)
        else:
            silent: futures.Future[object] = futures.Future()
            silent.set_result(gthread._DEFER)
            self.finish_request(conn, silent)


class Log(glogging.Logger):
    """What gunicorn has to say goes where all else goes; a line a request, where that is asked for."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.propagate = True

    def _set_handler(self, *args: Any, **options: Any) -> None:
        """None of its own."""

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> None:
        if settings.ACCESS_LOG:
            requests.info("%s", access.line(int(str(resp.status or 0).split()[0]), resp.sent, request_time, environ))


class PatientArbiter(Arbiter):
    """gunicorn's own starts a process that died at once, for as long as it takes. This one pauses, as the supervisor
    does."""

    def __init__(self, app: BaseApplication) -> None:
        self._back_off = BackOff()
        self._began: dict[int, float] = {}
        self._next_start = 0.0
        super().__init__(app)

    def spawn_worker(self) -> int:
        pid = int(super().spawn_worker())
        self._began[pid] = time.monotonic()
        return pid

    def reap_workers(self) -> None:
        super().reap_workers()
        now = time.monotonic()
        for pid in self._began.keys() - self.WORKERS.keys():
            self._next_start = now + self._back_off.after(now - self._began.pop(pid))

    def spawn_workers(self) -> None:
        if time.monotonic() >= self._next_start:
            super().spawn_workers()


class _Gunicorn(BaseApplication):
    def __init__(self, door: socket.socket) -> None:
        self._door = door
        super().__init__()

    def run(self) -> None:
        PatientArbiter(self).run()

    def load_config(self) -> None:
        for name, value in self._settings().items():
            self.cfg.set(name, value)

    def _settings(self) -> dict[str, Any]:
        return {
            "bind": f"fd://{self._door.fileno()}",
            "worker_class": Worker,
            # Python computes on one core a process, also beside SQLite's one writer: most of a request is no writing.
            "workers": WORKERS,
            "threads": THREADS,
            "keepalive": 5,
            "graceful_timeout": GRACE_SECONDS,
            "loglevel": "warning",
            "logger_class": Log,
            "control_socket_disable": True,
        }

    def load(self) -> Any:
        from labeler.wsgi import application

        return application
