"""What receivers of webhooks that take their time mean for the jobs of people: the seconds until a version that
somebody asks for is begun, while five receivers take almost ten seconds over each yes. Against the same without any."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from statistics import median
from typing import Any

from bench import harness

RECEIVERS = 5
SECONDS = 1.0 if harness.SMALL else 9.5  # that each takes; ten would be a failure
ROUNDS = 1 if harness.SMALL else 3
LONGEST = 120  # seconds


def measure() -> Iterator[harness.Row]:
    harness.prepare()
    from django.conf import settings

    from bench import rows, traffic

    settings.WEBHOOK_NETWORKS = (ip_network("127.0.0.0/8"),)  # here, too

    project = rows.project(100)
    # The same key, as each signs what it puts into the queue.
    environment = {"LABELER_WEBHOOK_NETWORKS": "127.0.0.0/8", "SECRET_KEY": settings.SECRET_KEY}
    with _slow_receiver() as address, traffic.program(**environment):
        alone = [_begun(project) for _ in range(ROUNDS)]
        hooks = [_hook(project, address) for _ in range(RECEIVERS)]
        beside, arrived = [], []
        for number in range(ROUNDS):
            began = _tell(project, number)
            _until(partial(_is_sending, hooks))
            beside.append(_begun(project))
            _until(lambda: not _waiting(hooks))
            arrived.append(time.monotonic() - began)
            _until(lambda: not _resting(hooks))
    yield harness.Row(
        f"a version begins beside {RECEIVERS} slow receivers",
        f"{median(beside):.1f} s, longest {max(beside):.1f} s",
        f"without them: {median(alone):.1f} s",
        median(beside) / median(alone),
    )
    yield harness.Row(
        f"until all {RECEIVERS} of them were told", f"{median(arrived):.1f} s", f"one of them takes {SECONDS:g} s"
    )


@contextmanager
def _slow_receiver() -> Iterator[str]:
    """Its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            time.sleep(SECONDS)  # what the benchmark is about
            self.send_response(204)
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def _hook(project: Any, url: str) -> Any:
    from webhooks import hooks

    return hooks.make(project, url, ["category.changed"])


def _tell(project: Any, number: int) -> float:
    from projects import categories

    began = time.monotonic()
    categories.change(project.categories.order_by("pk")[0], name=f"Told {number}")
    return began


def _begun(project: Any) -> float:
    """Seconds from asking to the first attempt. There are no files, so nothing comes of it."""
    from bench import rows
    from core.exceptions import Refused
    from exports.versions import builder
    from exports.wanted import Wanted

    version = builder.request_version(project, Wanted(), by=rows.user())
    began = time.monotonic()
    _until(lambda: type(version).objects.get(pk=version.pk).attempts > 0)
    taken = time.monotonic() - began
    with suppress(Refused):  # it may have failed already
        builder.cancel(version, by=rows.user())
    return taken


def _is_sending(hooks: list[Any]) -> bool:
    from webhooks.models import Delivery

    return bool(Delivery.objects.on_their_way().filter(webhook__in=hooks).exists())


def _waiting(hooks: list[Any]) -> int:
    from webhooks.models import Delivery

    return int(Delivery.objects.unfinished().filter(webhook__in=hooks).count())


def _resting(hooks: list[Any]) -> bool:
    from django.utils import timezone

    from webhooks.models import Webhook

    return Webhook.objects.filter(pk__in=[hook.pk for hook in hooks], rests_until__gt=timezone.now()).exists()


def _until(is_so: Callable[[], bool]) -> None:
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() < began + LONGEST, "nothing came of it"
        time.sleep(0.05)


if __name__ == "__main__":
    harness.main(measure)
