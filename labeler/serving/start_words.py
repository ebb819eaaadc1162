"""What the start says of itself: version, database, folder, processes and log."""

import os
import sqlite3
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from core.program import VERSION
from labeler.serving import webserver


def lines(*, with_web: bool, with_worker: bool) -> Iterator[str]:
    """Without passwords, and without what looks like an address to be opened."""
    yield f"Labeler {VERSION}, process {os.getpid()}"
    yield f"  database   {database()}"
    yield f"  files      {files()}"
    yield f"  processes  {_processes(with_web=with_web, with_worker=with_worker)}"
    yield f"  log        standard error, {'with' if settings.ACCESS_LOG else 'without'} a line a request"


def database() -> str:
    """Which one, and where; it must be connected to."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}, {told['NAME']}"
    number = connection.pg_version  # type: ignore[attr-defined]
    where = f"{told['HOST'] or 'localhost'}:{told['PORT'] or 5432}"
    return f"PostgreSQL {number // 10000}.{number % 10000}, {told['NAME']} at {where}"


def files() -> str:
    bucket = settings.CONFIG.bucket
    if bucket is None:
        return str(settings.CONFIG.data / "files")
    return f"bucket {bucket.name} at {urlsplit(bucket.origin).netloc}; work folder {settings.WORK_DIR}"


def _processes(*, with_web: bool, with_worker: bool) -> str:
    web = f"web ({webserver.WORKERS} of {webserver.THREADS} threads)"
    worker = f"worker ({settings.Q_CLUSTER['workers']} jobs at a time), watchdog"
    return ", ".join(name for name, runs in ((web, with_web), (worker, with_worker)) if runs)
