"""Does this process answer, and is everything there that it needs?

Both calls are answered before the middleware that needs a session, an allowed host or a database. They need no login.
What is wrong is said in words that give nothing away to strangers; the log has the details.
"""

import functools
import logging
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django import db
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.redis import RedisCache
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.http import has_its_line
from labeler.configuration import Bucket
from labeler.models import Pause, WorkerHeartbeat
from labeler.serving import watchdog

log = logging.getLogger(__name__)

BUCKET_PATIENCE_SECONDS = 2
CACHE_PATIENCE_SECONDS = 2
PAUSED = "New jobs are paused."
PROBE = "labeler-ready"  # a key of the cache
LEAST_SHARE, LEAST_BYTES = 0.05, 500_000_000  # of a disk that are free, before it is told

UP: dict[str, Any] = {"ok": True}


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"ok": True})


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    parts = report()
    response = JsonResponse(parts, status=200 if all(part["ok"] for part in parts.values()) else 503)
    return has_its_line(response)  # the report has logged what is wrong


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answers the health calls at the door. The routes in urls.py stay the ones that name them."""
    calls = {"/healthz": alive, "/readyz": ready}

    def answer(request: HttpRequest) -> HttpResponse:
        return calls.get(request.path_info, get_response)(request)

    return answer


def report() -> dict[str, dict[str, Any]]:
    """Each part with `ok` and, when it is not, the reason; a `warning` where it will not be for long."""
    try:
        worker = _worker()
        written = database()
    except db.Error as problem:
        log.warning("The database does not answer: %s", problem)
        written = _down("The database does not answer.")
        worker = _down("Not known while the database does not answer.")
    return {"database": written, "storage": storage(), "cache": cache(), "disk": disk(), "worker": worker}


def _worker() -> dict[str, Any]:
    now, limit = timezone.now(), timedelta(seconds=settings.WATCHDOG_SECONDS)
    last, is_paused = signs_of_life(now).values_list("at", Exists(Pause.objects.all())).first() or (None, False)
    if (last is not None and last > now - limit) or watchdog.a_job_is_alive():
        return UP | {"warning": PAUSED} if is_paused else UP
    return _down(_silence(last))


def signs_of_life(now: datetime) -> QuerySet[WorkerHeartbeat, datetime]:
    """When each worker gave its last one, the newest first. One from the future was written before the clock was set
    back, and tells nothing of today."""
    limit = timedelta(seconds=settings.WATCHDOG_SECONDS)
    return WorkerHeartbeat.objects.filter(at__lte=now + limit).order_by("-at").values_list("at", flat=True)


def _silence(last: datetime | None) -> str:
    if last is None:
        if WorkerHeartbeat.objects.exists():
            return "The last sign of life of a worker is from the future: the clock was set back."
        return "No worker has given a sign of life yet."
    return f"No worker has given a sign of life for {(timezone.now() - last).total_seconds():.0f} seconds."


# --- the database ---------------------------------------------------------------------------------------------------

WRITE = """
    INSERT INTO labeler_writeprobe (id, at) VALUES (1, CURRENT_TIMESTAMP)
    ON CONFLICT (id) DO UPDATE SET at = excluded.at
"""
# PostgreSQL takes a row into a page that has room when its disk has none left. After this it needs a new file with a
# new page, as tables do that grow, and the old one goes: nothing adds up, and nothing waits for a vacuum.
EMPTY = "TRUNCATE labeler_writeprobe"
WRITE_PATIENCE_SECONDS = 0.2  # for whoever writes to SQLite, or to this row, just now
LOCK_NOT_AVAILABLE = "55P03"  # of PostgreSQL
TRUSTED_SECONDS = 5.0  # that a row that was written stands for others: strangers may ask as often as they like

_trusted_until = float("-inf")


def database() -> dict[str, Any]:
    """Answering is not enough: on a full disk, or a copy that may only be read, no answer of anybody is taken."""
    global _trusted_until  # noqa: PLW0603 - of this process
    if time.monotonic() < _trusted_until:
        return UP
    try:
        _write_a_row()
    except (db.Error, sqlite3.Error) as problem:
        log.warning("The database takes no row: %s", problem)
        return _down("The database takes no row.")
    _trusted_until = time.monotonic() + TRUSTED_SECONDS
    return UP


def _write_a_row() -> None:
    if db.connection.vendor == "sqlite":
        _write_to_sqlite(str(db.connection.settings_dict["NAME"]))
        return
    # Who reads this table for long, as a backup does, is in the way of the first; who writes the row, of both. Then, as
    # below, somebody has written it and did not end yet.
    if not _write_within_patience(EMPTY, WRITE):
        _write_within_patience(WRITE)


def _write_within_patience(*statements: str) -> bool:
    """Whether nobody was in the way."""
    try:
        with transaction.atomic(), db.connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{WRITE_PATIENCE_SECONDS * 1000:.0f}ms'")
            for statement in statements:
                cursor.execute(statement)
    except db.OperationalError as problem:
        if getattr(problem.__cause__, "sqlstate", "") != LOCK_NOT_AVAILABLE:
            raise
        return False
    return True


def _write_to_sqlite(name: str) -> None:
    """By a connection that does not stand in line: who asks for health does not wait for a large import."""
    where = f"file:{quote(name)}?mode=rw"
    with closing(sqlite3.connect(where, uri=True, timeout=WRITE_PATIENCE_SECONDS)) as own:
        try:
            own.execute(WRITE)
            own.commit()
        except sqlite3.OperationalError as problem:
            # Its low byte: there are kinds, as while what a killed process left is brought in.
            if problem.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            # Somebody writes at this moment: so rows are written.


# --- files and disk -------------------------------------------------------------------------------------------------


def storage() -> dict[str, Any]:
    try:
        if bucket := settings.CONFIG.bucket:
            _client_for(bucket).head_bucket(Bucket=bucket.name)
        else:
            _write_something(Path(default_storage.path("")))
    except Exception as problem:  # the client of a bucket has its own kinds, and makes more of them on the way
        log.warning("Files cannot be stored: %s", problem)
        return _down("Files cannot be stored.")
    return UP


def _write_something(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"Is there room, and may we?")


@functools.cache
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


def disk() -> dict[str, Any]:
    """Whether there is room where the work folder lies, with the database of SQLite and the store of a laptop."""
    total, free = room()
    if free < LEAST_BYTES or free < LEAST_SHARE * total:
        return {"ok": True, "warning": "The disk is nearly full."}
    return UP


def room() -> tuple[int, int]:
    """How many bytes that disk has, and how many of them are free."""
    path = Path(settings.WORK_DIR)
    while not path.exists():
        path = path.parent
    usage = shutil.disk_usage(path)
    return usage.total, usage.free


# --- the cache ------------------------------------------------------------------------------------------------------


def cache() -> dict[str, Any]:
    """Whether it keeps what it is given."""
    try:
        kept = _cache()
        kept.set(PROBE, 1, 10)
        is_kept = kept.get(PROBE) == 1
    except Exception as problem:  # the client of a cache has its own kinds
        log.warning("The cache does not answer: %s", problem)
        return _down("The cache does not answer.")
    return UP if is_kept else _down("The cache keeps nothing.")


@functools.cache
def _patient_cache(address: str) -> BaseCache:
    """A client of the health call's own, which does not wait as long as the system does."""
    patience = {"socket_timeout": CACHE_PATIENCE_SECONDS, "socket_connect_timeout": CACHE_PATIENCE_SECONDS}
    return RedisCache(address, {"OPTIONS": patience})


def _cache() -> BaseCache:
    address = settings.CACHES["default"].get("LOCATION", "")
    return _patient_cache(address) if address.startswith(("redis:", "rediss:")) else caches["default"]


def _down(reason: str) -> dict[str, Any]:
    return {"ok": False, "reason": reason}
