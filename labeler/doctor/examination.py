"""The screen of `manage.py doctor`: a line for each thing that was looked at, with the way out where one is needed.

Nothing here stops at what does not answer, and no line holds a secret: passwords and keys are told by their length, and
addresses without what signs in at them.
"""

import importlib.util
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from django import db
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.utils import timezone
from django_q.models import OrmQ

from assets.videos import ffmpeg
from core.program import VERSION
from core.storage.base import blobs
from labeler import health
from labeler.configuration import VARIABLES
from labeler.doctor import concerns, names
from labeler.jobs import pausing
from labeler.models import WorkerHeartbeat
from labeler.serving import first_run, only_server, start_words

WELL, WATCH, WRONG = "well", "watch", "wrong"
SLOW_DATABASE, SLOW_STORE = 50.0, 1000.0  # milliseconds
OLD_QUEUE = timedelta(minutes=10)
LEAST_MEMORY = 500_000_000  # bytes
EXTRAS = {"s3": ("boto3", "STORAGE_URL"), "postgres": ("psycopg", "DATABASE_URL"), "redis": ("redis", "CACHE_URL")}
LOCAL = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Line:
    """What was looked at, how it is (`well`, `watch`, `wrong`), what was seen, and what to do about it."""

    what: str
    state: str
    seen: str
    way_out: str = ""


Lines = Iterator[Line]


def examine() -> Lines:
    """All lines, each as soon as it is known."""
    yield Line("labeler", WELL, f"{VERSION}, data folder {settings.CONFIG.data}")
    for look in LOOKS:
        try:
            yield from look()
        except Exception as problem:  # whatever it is, the others are looked at
            yield Line(look.__name__.strip("_"), WRONG, f"It could not be looked at: {_first_line(problem)}")


def _first_line(problem: Exception) -> str:
    lines = str(problem).strip().splitlines()
    return lines[0] if lines else type(problem).__name__


def _took(action: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    action()
    return (time.perf_counter() - began) * 1000


# --- what it stands on ----------------------------------------------------------------------------------------------


def _database() -> Lines:
    try:
        first_run.reach_database()
        with db.connection.cursor() as cursor:
            took = _took(lambda: cursor.execute("SELECT 1"))
    except (first_run.NotReady, db.Error) as problem:
        yield Line("database", WRONG, _first_line(problem), "Start it, or look at DATABASE_URL.")
        return
    slow = took > SLOW_DATABASE
    yield Line(
        "database",
        WATCH if slow else WELL,
        f"{start_words.database()}, answers in {took:.1f} ms",
        "That is slow: pages ask some ten times. Bring it nearer." if slow else "",
    )
    yield from _tables()


def _tables() -> Lines:
    try:
        first_run.refuse_newer_tables()
    except first_run.NotReady as problem:
        yield Line("tables", WRONG, str(problem), "Start the newer Labeler.")
        return
    try:
        first_run.refuse_older_tables()
    except first_run.NotReady as problem:
        yield Line("tables", WRONG, str(problem), "Start Labeler: make run, or manage.py serve.")
        return
    written = health.database()
    if written["ok"]:
        yield Line("tables", WELL, "as this version has them; a row was written")
    else:
        yield Line("tables", WRONG, written["reason"], "Make room on its disk, or let this user write to it.")


def _store() -> Lines:
    name, content = f"probe/{uuid4()}", os.urandom(1000)
    where = start_words.files()
    try:
        took = [_took(lambda: blobs.save(name, ContentFile(content)))]
        took.append(_took(lambda: _read_back(name, content)))
        took.append(_took(lambda: blobs.delete(name)))
    except Exception as problem:  # the client of a bucket has its own kinds
        way_out = (
            "Look at STORAGE_URL and the AWS_… variables." if settings.CONFIG.bucket else "Let this user write there."
        )
        yield Line("store", WRONG, f"{where}: {_first_line(problem)}", way_out)
        return
    told = ", ".join(f"{verb} {each:.0f} ms" for verb, each in zip(("write", "read", "remove"), took, strict=True))
    slow = max(took) > SLOW_STORE
    yield Line("store", WATCH if slow else WELL, f"{where}: {told}", "That is slow for 1 KB." if slow else "")


def _read_back(name: str, content: bytes) -> None:
    with closing(blobs.open(name)) as file:
        if file.read() != content:
            raise OSError("It gave back other bytes than were written.")


def _cache() -> Lines:
    address = settings.CACHES["default"].get("LOCATION", "")
    where = f"Redis at {urlsplit(address).hostname}:{urlsplit(address).port or 6379}" if address else "in memory"
    began = time.perf_counter()
    part = health.cache()
    took = (time.perf_counter() - began) * 1000
    if part["ok"]:
        yield Line("cache", WELL, f"{where}, answers in {took:.1f} ms")
    else:
        yield Line("cache", WRONG, f"{where}: {part['reason']}", "Start it, or look at CACHE_URL.")


def _worker() -> Lines:
    now, limit = timezone.now(), timedelta(seconds=settings.WATCHDOG_SECONDS)
    beats = list(WorkerHeartbeat.objects.order_by("-at").values_list("cluster", "at"))
    future = [cluster for cluster, at in beats if at > now + limit]
    alive = [cluster for cluster, at in beats if now - limit < at <= now + limit]
    if future:
        yield Line(
            "clock",
            WATCH,
            f"signs of life from the future, of {', '.join(future)}",
            "The clock was set back, or clocks of hosts differ: set them by NTP.",
        )
    if alive:
        yield Line("worker", WELL, f"{len(alive)} alive: {', '.join(alive)}")
    else:
        seen = _ago(now - beats[0][1]) if beats and not future else "no sign of life"
        yield Line("worker", WRONG, f"none is alive: {seen}", "Start one: manage.py serve, or serve --only worker.")


def _queue() -> Lines:
    if paused := pausing.current():
        seen = f"new jobs are paused by {paused.by} since {_ago(timezone.now() - paused.at)}"
        yield Line("queue", WATCH, seen, "Let them go on under Jobs.")
        return
    waiting = OrmQ.objects.filter(lock__lt=timezone.now()).order_by("lock").values_list("lock", flat=True)
    count, first = waiting.count(), waiting.first()
    if first is None:
        yield Line("queue", WELL, "nothing waits")
        return
    age = timezone.now() - first
    old = age > OLD_QUEUE
    way_out = "More workers take more at a time: serve --only worker on another host." if old else ""
    yield Line("queue", WATCH if old else WELL, f"{count:,} wait, the first since {_ago(age)}", way_out)


def _ago(age: timedelta) -> str:
    seconds = age.total_seconds()
    for length, name in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= length:
            whole = int(seconds // length)
            return f"{whole} {name}{'s' if whole > 1 else ''}"
    return f"{max(0, seconds):.0f} seconds"


# --- room -----------------------------------------------------------------------------------------------------------


def _disk() -> Lines:
    warning = health.disk().get("warning")
    yield Line(
        "disk", WATCH if warning else WELL, concerns.free_words(), "Make room, or get a larger one." if warning else ""
    )


def _memory() -> Lines:
    """Linux tells what a program may still take."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return
    told = {name: 1024 * int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines) if rest}
    free, whole = told["MemAvailable"], told["MemTotal"]
    low = free < LEAST_MEMORY
    way_out = "A reader of large pictures may take 1 GB: give it more, or lower LABELER_MAX_MEGAPIXELS." if low else ""
    yield Line("memory", WATCH if low else WELL, f"{free / 1e9:.1f} GB of {whole / 1e9:.1f} GB are free", way_out)


# --- what it needs besides ------------------------------------------------------------------------------------------


def _ffmpeg() -> Lines:
    try:
        path, version = ffmpeg.binary()
    except Exception as problem:  # imageio_ffmpeg raises what comes
        yield Line("ffmpeg", WRONG, _first_line(problem), "Install ffmpeg; without it there are no videos.")
        return
    yield Line("ffmpeg", WELL, f"{version}, {path}")


def _extras() -> Lines:
    has = [name for name, (module, _) in EXTRAS.items() if importlib.util.find_spec(module)]
    lacks = [f"{name} ({variable})" for name, (_, variable) in EXTRAS.items() if name not in has]
    # One that is needed and not there is refused before anything starts.
    seen = f"installed: {', '.join(has) or 'none'}; not installed, and not needed: {', '.join(lacks) or 'none'}"
    yield Line("extras", WELL, seen)


# --- what is unsafe -------------------------------------------------------------------------------------------------


def _addresses() -> Lines:
    config = settings.CONFIG
    others = config.host not in LOCAL or any(host not in (*LOCAL, "[::1]") for host in settings.ALLOWED_HOSTS)
    told = f"listens on {config.host}:{config.port}; ALLOWED_HOSTS {', '.join(dict.fromkeys(settings.ALLOWED_HOSTS))}"
    if "*" in settings.ALLOWED_HOSTS:
        yield Line("addresses", WRONG, told, "ALLOWED_HOSTS=* believes any name: list those that people type.")
    else:
        yield Line("addresses", WELL, told)
    if config.https:
        origins = ", ".join(settings.CSRF_TRUSTED_ORIGINS) or "those of ALLOWED_HOSTS"
        way_out = "" if config.trusted_proxies else "Set LABELER_TRUSTED_PROXIES: all have the address of the proxy."
        yield Line("https", WATCH if way_out else WELL, f"on; forms are taken from {origins}", way_out)
    elif others:
        yield Line(
            "https", WATCH, "off, and others reach it", "Put a proxy with HTTPS before it, and set LABELER_HTTPS=on."
        )
    else:
        yield Line("https", WELL, "off; only this machine reaches it")
    if settings.DEBUG:
        yield Line("debug", WRONG if others else WATCH, "DEBUG is on: error pages show settings", "Unset DEBUG.")


def _secrets() -> Lines:
    found = list(concerns.weak_key())
    where = "from SECRET_KEY" if os.environ.get("SECRET_KEY") else "kept in the data folder"
    for words in found:
        yield Line("secret key", WRONG, f"{len(settings.SECRET_KEY)} characters, {where}", words)
    if not found:
        yield Line("secret key", WELL, f"{len(settings.SECRET_KEY)} characters, {where}")
    weak = list(concerns.weak_passwords())
    for words in weak:
        yield Line("passwords", WRONG, words)
    if not weak:
        yield Line("passwords", WELL, f"none that everybody tries, of {_those_asked()} who may do everything")


def _those_asked() -> str:
    all_of_them = get_user_model().objects.filter(is_superuser=True, is_active=True).count()
    asked = min(all_of_them, concerns.MOST_ASKED)
    return f"{all_of_them}" if asked == all_of_them else f"the first {asked} of {all_of_them}"


def _environment() -> Lines:
    found = list(names.unknown(os.environ, VARIABLES))
    for words in found:
        yield Line("environment", WRONG, words, "README.md lists all names.")
    if not found:
        given = sorted(name for name in VARIABLES if os.environ.get(name))
        yield Line("environment", WELL, f"set: {', '.join(given) or 'nothing, all is as it comes'}")


def _server() -> Lines:
    if only_server.lock_file() is None:
        return  # any number may serve one database
    try:
        running = only_server.running()
    except OSError as problem:
        yield Line("server", WATCH, f"not known, as the lock beside the database cannot be asked: {problem.strerror}")
        return
    yield Line(
        "server", WELL, f"process {running[0]}, port {running[1]}" if running else "none runs on this database file"
    )


def _log() -> Lines:
    """Whether a proxy writes a line a request cannot be seen from here: it is said that it would have to."""
    program = logging.getLevelName(logging.getLogger("labeler").getEffectiveLevel())
    others = logging.getLevelName(logging.getLogger().getEffectiveLevel())
    told = f"standard error; {program} and above of Labeler, {others} of all else; "
    config = settings.CONFIG
    if config.access_log:
        told += "a line a request"
    elif config.https or config.trusted_proxies:
        told += "no line a request: either the proxy writes them, or set LABELER_ACCESS_LOG=on"
    else:
        told += "no line a request (LABELER_ACCESS_LOG is off)"
    yield Line("log", WELL, told)


def _mail() -> Lines:
    yield Line("mail", WELL, "none is sent: reset links and invitations are made on pages, and handed over by people")


LOOKS = (
    _database, _store, _cache, _worker, _queue, _disk, _memory, _ffmpeg, _extras, _addresses, _secrets, _environment,
    _server, _log, _mail,
)  # fmt: skip
