"""Does this process answer, and is everything there that it needs?

Both calls are answered before the middleware that needs a session, an allowed host or a database. They need no login.
What is wrong is said in words that give nothing away to strangers; the log has the details.
"""

import logging
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django import db
from django.conf import settings
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from labeler.configuration import Bucket
from labeler.models import WorkerHeartbeat
from labeler.serving import watchdog

log = logging.getLogger(__name__)

BUCKET_PATIENCE_SECONDS = 2


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"ok": True})


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    parts = report()
    response = JsonResponse(parts, status=200 if all(part["ok"] for part in parts.values()) else 503)
    # Django would log every 503 as an error of the program; the report has logged what is wrong.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answers the health calls at the door. The routes in urls.py stay the ones that name them."""
    calls = {"/healthz": alive, "/readyz": ready}

    def answer(request: HttpRequest) -> HttpResponse:
        return calls.get(request.path_info, get_response)(request)

    return answer


def report() -> dict[str, dict[str, Any]]:
    """Each part with `ok` and, when it is not, the reason."""
    try:
        worker = _worker()
    except db.Error as problem:
        log.warning("The database does not answer: %s", str(problem).strip())
        database = _down("The database does not answer.")
        worker = _down("Not known while the database does not answer.")
    else:
        database = {"ok": True}
    return {"database": database, "storage": _storage(), "worker": worker}


def _worker() -> dict[str, Any]:
    last = WorkerHeartbeat.objects.order_by("-at").values_list("at", flat=True).first()
    if last is not None and last > timezone.now() - timedelta(seconds=settings.WATCHDOG_SECONDS):
        return {"ok": True}
    if watchdog.a_job_is_alive():
        return {"ok": True}
    return _down(_silence(last))


def _silence(last: datetime | None) -> str:
    if last is None:
        return "No worker has given a sign of life yet."
    return f"No worker has given a sign of life for {(timezone.now() - last).total_seconds():.0f} seconds."


def _storage() -> dict[str, Any]:
    try:
        if bucket := settings.CONFIG.bucket:
            _client_for(bucket).head_bucket(Bucket=bucket.name)
        else:
            _write_something(Path(default_storage.path("")))
    except Exception as problem:  # the client of a bucket has its own kinds, and makes more of them on the way
        log.warning("Files cannot be stored: %s", problem)
        return _down("Files cannot be stored.")
    return {"ok": True}


def _write_something(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"Is there room, and may we?")


@cache
def _client_for(bucket: Bucket) -> Any:
    """A client of the health call's own, because the one that moves files has more patience."""
    import boto3
    from botocore.config import Config

    return boto3.Session().client(
        "s3",
        endpoint_url=bucket.endpoint,
        region_name=bucket.region,
        config=Config(
            signature_version="s3v4",
            connect_timeout=BUCKET_PATIENCE_SECONDS,
            read_timeout=BUCKET_PATIENCE_SECONDS,
            retries={"total_max_attempts": 1},
        ),
    )


def _down(reason: str) -> dict[str, Any]:
    return {"ok": False, "reason": reason}
