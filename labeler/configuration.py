"""Every environment variable that Labeler reads, read once and refused with a clear sentence when malformed.

The table in README.md lists the same variables; a test compares the two.
"""

import contextlib
import importlib.util
import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit
from zoneinfo import available_timezones

import environ
from django.core.exceptions import ImproperlyConfigured

from people.addresses import Proxies

Network = IPv4Network | IPv6Network

HOST_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?")
IPV6 = re.compile(r"[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

ESCAPED = "The port is a number, and in a password / # ? @ : are written as %2F %23 %3F %40 %3A."

VARIABLES = (
    "LABELER_DATA",
    "LABELER_FILES_GROUP",
    "HOST",
    "PORT",
    "LABELER_ADMIN_PASSWORD",  # read in serving/first_password.py, and kept nowhere
    "DATABASE_URL",
    "STORAGE_URL",
    "CACHE_URL",
    "SECRET_KEY",
    "DEBUG",
    "ALLOWED_HOSTS",
    "LABELER_HTTPS",
    "LABELER_TRUSTED_PROXIES",
    "LABELER_X_ACCEL",
    "LABELER_STAFF_SECOND_FACTOR",
    "LABELER_WEBHOOK_NETWORKS",
    "TIME_ZONE",
    "LABELER_MAX_UPLOAD_MB",
    "LABELER_MAX_MEGAPIXELS",
    "LABELER_MAX_IMPORT_MB",
    "LABELER_MAX_IMPORT_FILES",
    "LABELER_API_CALLS_PER_MINUTE",
    "LABELER_MAX_JSON_MB",
    "LABELER_MAX_VIDEO_MB",
    "LABELER_MAX_VIDEO_FRAMES",
    "LABELER_FREE_ZIPS_AFTER_DAYS",
    "LABELER_ZIPS_GB",
    "LABELER_WATCHDOG_SECONDS",
    "LABELER_ACCESS_LOG",
)


@dataclass(frozen=True)
class Bucket:
    """Where files lie on S3-compatible storage. Keys come from the usual AWS variables."""

    name: str
    endpoint: str | None
    region: str | None

    @property
    def origin(self) -> str:
        """Scheme, host and port that browsers are sent to."""
        if self.endpoint:
            parts = urlsplit(self.endpoint)
            return f"{parts.scheme}://{parts.netloc}"
        return (
            f"https://{self.name}.s3.{self.region}.amazonaws.com"
            if self.region
            else f"https://{self.name}.s3.amazonaws.com"
        )


@dataclass(frozen=True)
class Configuration:
    data: Path
    files_group: int | None
    host: str
    port: int
    database: dict
    bucket: Bucket | None
    cache: dict
    secret_key: str
    debug: bool
    allowed_hosts: list[str]
    https: bool
    trusted_proxies: Proxies
    x_accel: str
    staff_need_second_factor: bool
    webhook_networks: tuple[Network, ...]
    time_zone: str
    max_upload_bytes: int
    max_pixels: int
    max_import_bytes: int
    max_import_files: int
    api_calls_per_minute: int
    max_json_bytes: int
    free_zips_after_days: int
    zips_room: int
    max_video_bytes: int
    max_video_frames: int
    watchdog_seconds: int
    access_log: bool


def read(environment: Mapping[str, str] | None = None) -> Configuration:
    """The configuration that the environment describes.

    Raises ImproperlyConfigured with one sentence that names the variable and what it takes.
    """
    if environment is None:
        environment = os.environ
    values = {name: environment.get(name, "").strip() for name in VARIABLES}
    data = Path(values["LABELER_DATA"] or BASE_DIR / "data").expanduser().resolve()
    host = _host(values["HOST"])
    return Configuration(
        data=data,
        files_group=_group(values["LABELER_FILES_GROUP"]),
        host=host,
        port=_whole_number("PORT", values["PORT"], default=8000, least=1, most=65535),
        database=database_at(values["DATABASE_URL"], data),
        bucket=bucket_at(values["STORAGE_URL"]),
        cache=_cache(values["CACHE_URL"]),
        secret_key=values["SECRET_KEY"] or _kept_secret(data),
        debug=_switch("DEBUG", values["DEBUG"]),
        allowed_hosts=_allowed_hosts(values["ALLOWED_HOSTS"]) or [*LOCAL_HOSTS, f"[{host}]" if ":" in host else host],
        https=_switch("LABELER_HTTPS", values["LABELER_HTTPS"]),
        trusted_proxies=_trusted_proxies(values["LABELER_TRUSTED_PROXIES"]),
        x_accel=_x_accel(values["LABELER_X_ACCEL"]),
        staff_need_second_factor=_required("LABELER_STAFF_SECOND_FACTOR", values["LABELER_STAFF_SECOND_FACTOR"]),
        webhook_networks=_webhook_networks(values["LABELER_WEBHOOK_NETWORKS"]),
        time_zone=_time_zone(values["TIME_ZONE"]),
        max_upload_bytes=1_000_000
        * _whole_number("LABELER_MAX_UPLOAD_MB", values["LABELER_MAX_UPLOAD_MB"], default=25, least=1, most=2000),
        max_pixels=1_000_000
        * _whole_number("LABELER_MAX_MEGAPIXELS", values["LABELER_MAX_MEGAPIXELS"], default=100, least=1, most=1000),
        max_import_bytes=1_000_000
        * _whole_number("LABELER_MAX_IMPORT_MB", values["LABELER_MAX_IMPORT_MB"], default=2000, least=1, most=100_000),
        max_import_files=_whole_number(
            "LABELER_MAX_IMPORT_FILES", values["LABELER_MAX_IMPORT_FILES"], default=100_000, least=1, most=1_000_000
        ),
        api_calls_per_minute=_whole_number(
            "LABELER_API_CALLS_PER_MINUTE",
            values["LABELER_API_CALLS_PER_MINUTE"],
            default=30_000,
            least=1,
            most=10_000_000,
        ),
        max_json_bytes=1_000_000
        * _whole_number("LABELER_MAX_JSON_MB", values["LABELER_MAX_JSON_MB"], default=5, least=1, most=1000),
        max_video_bytes=1_000_000
        * _whole_number("LABELER_MAX_VIDEO_MB", values["LABELER_MAX_VIDEO_MB"], default=4000, least=1, most=100_000),
        max_video_frames=_whole_number(
            "LABELER_MAX_VIDEO_FRAMES", values["LABELER_MAX_VIDEO_FRAMES"], default=20_000, least=1, most=1_000_000
        ),
        free_zips_after_days=_whole_number(
            "LABELER_FREE_ZIPS_AFTER_DAYS", values["LABELER_FREE_ZIPS_AFTER_DAYS"], default=0, least=0, most=36_500
        ),
        zips_room=10**9
        * _whole_number("LABELER_ZIPS_GB", values["LABELER_ZIPS_GB"], default=0, least=0, most=1_000_000),
        watchdog_seconds=_whole_number(
            "LABELER_WATCHDOG_SECONDS", values["LABELER_WATCHDOG_SECONDS"], default=30, least=3, most=3600
        ),
        access_log=_switch("LABELER_ACCESS_LOG", values["LABELER_ACCESS_LOG"]),
    )


# --- as Django spells it ---------------------------------------------------------------------------------------------


def django_database(database: Mapping[str, Any]) -> dict[str, Any]:
    """How Django's settings say how a configured database is connected to."""
    if database["ENGINE"].endswith("sqlite3"):
        return {
            **database,
            "ENGINE": "core.sqlite",
            # A connection for each thread is kept, so that the pragmas run once.
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # Without IMMEDIATE two writers fail at once with "database is locked" instead of waiting.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,  # seconds
                # FULL: an answer that was acknowledged survives a power cut.
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728; "
                    "PRAGMA cache_size=-20000"
                ),
            },
        }
    # A connection for each thread is kept. No pool: it does not survive the forks of the supervisor and of django-q2.
    return {
        **database,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            # A database whose host vanishes closes no connection. Without these a query waits for its answer until TCP
            # gives up, which takes a quarter of an hour, or tries again, up to two minutes after the host is back; so
            # do the worker, and the watchdog that would see to it.
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 2,
            "tcp_user_timeout": 15_000,  # milliseconds
        }
        | database.get("OPTIONS", {}),
    }


def django_store(bucket: Bucket | None, data: Path, files_group: int | None) -> dict[str, Any]:
    """How Django's settings name the store: a bucket, or the folder of the data folder."""
    if bucket is None:
        options = {"location": data / "files", "readers": files_group}
        return {"BACKEND": "core.storage.local.LocalBlobs", "OPTIONS": options}
    return {
        "BACKEND": "core.storage.s3.Bucket",
        "OPTIONS": {"bucket_name": bucket.name, "endpoint_url": bucket.endpoint, "region_name": bucket.region},
    }


# --- each of them ----------------------------------------------------------------------------------------------------


def _group(name: str) -> int | None:
    """The number of a group of this machine."""
    if not name:
        return None
    import grp  # not on every system

    try:
        return grp.getgrnam(name).gr_gid
    except KeyError:
        raise ImproperlyConfigured(f"LABELER_FILES_GROUP: this machine has no group {name!r}.") from None


def _host(text: str) -> str:
    if not text:
        return "127.0.0.1"
    if not HOST_NAME.fullmatch(text) and not IPV6.fullmatch(text):
        raise ImproperlyConfigured(f"HOST must be an address or a name such as 0.0.0.0, not {text!r}.")
    return text


def _allowed_hosts(text: str) -> list[str]:
    hosts = [host.strip() for host in text.split(",") if host.strip()]
    for host in hosts:
        if host != "*" and not HOST_NAME.fullmatch(host.removeprefix(".")) and not IPV6.fullmatch(host.strip("[]")):
            raise ImproperlyConfigured(
                f"ALLOWED_HOSTS must be names separated by commas, without scheme or port, and {host!r} is none."
            )
    return hosts


def _whole_number(name: str, text: str, *, default: int, least: int, most: int) -> int:
    if not text:
        return default
    # A number of many digits is not read at all: Python refuses that in its own words.
    if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}, not {text!r}.")
    return int(text)


def _switch(name: str, text: str) -> bool:
    if text.lower() in ("", "0", "false", "no", "off"):
        return False
    if text.lower() in ("1", "true", "yes", "on"):
        return True
    raise ImproperlyConfigured(f"{name} must be on or off, not {text!r}.")


def _required(name: str, text: str) -> bool:
    if text.lower() not in ("", "optional", "required"):
        raise ImproperlyConfigured(f"{name} must be optional or required, not {text!r}.")
    return text.lower() == "required"


def _x_accel(path: str) -> str:
    if path and not re.fullmatch(r"/(?:[A-Za-z0-9_.-]+/)+", path):
        raise ImproperlyConfigured(
            "LABELER_X_ACCEL must be the path of an internal location of the front server, such as /_files/."
        )
    return path


def _trusted_proxies(text: str) -> Proxies:
    if not text or (text.isascii() and text.isdigit() and len(text) < 3):
        return int(text or 0)
    try:
        networks = tuple(ip_network(each.strip()) for each in text.split(","))
    except ValueError:
        networks = ()
    # All there are: then everybody could name any address.
    if not networks or not all(network.prefixlen for network in networks):
        raise ImproperlyConfigured(
            "LABELER_TRUSTED_PROXIES must be how many proxies stand before Labeler, or their networks separated by "
            f"commas, such as 10.0.0.0/8, not {text!r}."
        )
    return networks


def _webhook_networks(text: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(each.strip()) for each in text.split(",")) if text else ()
    except ValueError:
        raise ImproperlyConfigured(
            "LABELER_WEBHOOK_NETWORKS must be networks separated by commas, such as 10.1.0.0/16,127.0.0.1/32, not "
            f"{text!r}."
        ) from None


def _time_zone(text: str) -> str:
    if text and text not in available_timezones():
        raise ImproperlyConfigured(f"TIME_ZONE must be a name such as Europe/Berlin, not {text!r}.")
    return text or "UTC"


def database_at(url: str, data: Path) -> dict[str, Any]:
    """What DATABASE_URL names; without one, a file of the data folder. Raises ImproperlyConfigured."""
    if not url:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(data / "labeler.sqlite3")}
    parts = _split("DATABASE_URL", url)
    if parts.scheme not in ("postgres", "postgresql", "sqlite"):
        instead = f", not {parts.scheme!r}" if parts.scheme else ""
        raise ImproperlyConfigured(f"DATABASE_URL must start with postgres:// or sqlite:///{instead}.")
    try:
        if parts.scheme != "sqlite":
            _see_that_it_was_escaped("DATABASE_URL", parts)
        parsed: dict[str, Any] = environ.Env.db_url_config(url)
    except ValueError:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read. {ESCAPED}") from None
    if not parsed.get("NAME"):
        raise ImproperlyConfigured("DATABASE_URL must name a database, as in postgres://user:password@host:5432/name.")
    if parts.scheme != "sqlite":
        _needs_extra("DATABASE_URL", "a PostgreSQL database", module="psycopg", extra="postgres")
    return parsed


def _split(name: str, url: str) -> SplitResult:
    """Without the words of what cannot be split: they repeat it, with its password."""
    try:
        return urlsplit(url)
    except ValueError:
        raise ImproperlyConfigured(f"{name} cannot be read. {ESCAPED}") from None


def _see_that_it_was_escaped(name: str, parts: SplitResult) -> None:
    """A slash in a password ends the address of the host: what stands behind it would be told as a part of a name."""
    try:
        is_read = parts.port is None or bool(parts.hostname)
    except ValueError:
        is_read = False
    if not is_read or "@" in parts.path + parts.query + parts.fragment:
        raise ImproperlyConfigured(f"{name} cannot be read. {ESCAPED}")


def _needs_extra(variable: str, what: str, *, module: str, extra: str) -> None:
    if importlib.util.find_spec(module) is None:
        raise ImproperlyConfigured(
            f"{variable} names {what}, and what that needs is not installed. Install it with: make run EXTRAS={extra}"
        )


def bucket_at(url: str) -> Bucket | None:
    """What STORAGE_URL names. Raises ImproperlyConfigured."""
    if not url:
        return None
    parts = _split("STORAGE_URL", url)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    endpoint = options.get("endpoint")
    if (
        parts.scheme != "s3"
        or not parts.netloc
        or "@" in parts.netloc  # keys come from elsewhere, and this is told
        or options.keys() - {"endpoint", "region"}
        or (endpoint and not _is_web_address(endpoint))
    ):
        raise ImproperlyConfigured("STORAGE_URL must look like s3://bucket?endpoint=https://host:port&region=name.")
    _needs_extra("STORAGE_URL", "a bucket", module="boto3", extra="s3")
    return Bucket(parts.netloc, endpoint, options.get("region"))


def _is_web_address(url: str) -> bool:
    """Without a name and a password, which nothing reads, and which would be told."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc


def _cache(url: str) -> dict[str, str]:
    if not url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    parts = _split("CACHE_URL", url)
    if parts.scheme not in ("redis", "rediss") or not parts.netloc:
        raise ImproperlyConfigured("CACHE_URL must look like redis://host:6379/0 or rediss://host:6379/0.")
    _see_that_it_was_escaped("CACHE_URL", parts)
    _needs_extra("CACHE_URL", "a Redis server", module="redis", extra="redis")
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}


def _kept_secret(data: Path) -> str:
    """The secret key of this data folder, made on the first run and readable by its owner only."""
    path = data / "secret-key"
    try:
        data.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(48))
        secret = path.read_text().strip()
    except OSError as problem:
        raise ImproperlyConfigured(
            f"LABELER_DATA: the folder {data} cannot be written: {problem.strerror}."
        ) from problem
    if not secret:
        raise ImproperlyConfigured(f"The secret key in {path} is empty. Delete that file or set SECRET_KEY.")
    return secret


def _write_once(path: Path, text: str) -> None:
    """Whole or not at all, so that of two processes that start together neither reads half a secret."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=".secret-") as file:  # 0600
        file.write(text)
        file.flush()
        with contextlib.suppress(FileExistsError):  # the other one was first
            os.link(file.name, path)
