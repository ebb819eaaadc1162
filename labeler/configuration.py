"""Every environment variable that Labeler reads, read once and refused with a clear sentence when malformed.

The table in README.md lists the same variables; a test compares the two.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from zoneinfo import available_timezones

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

VARIABLES = (
    "LABELER_DATA",
    "HOST",
    "PORT",
    "LABELER_ADMIN_PASSWORD",
    "DATABASE_URL",
    "STORAGE_URL",
    "CACHE_URL",
    "SECRET_KEY",
    "DEBUG",
    "ALLOWED_HOSTS",
    "LABELER_HTTPS",
    "TIME_ZONE",
    "LABELER_MAX_UPLOAD_MB",
    "LABELER_MAX_MEGAPIXELS",
    "LABELER_WATCHDOG_SECONDS",
)


@dataclass(frozen=True)
class Bucket:
    """Where files lie on S3-compatible storage. Keys come from the usual AWS variables."""

    name: str
    endpoint: str | None
    region: str | None


@dataclass(frozen=True)
class Configuration:
    data: Path
    host: str
    port: int
    admin_password: str
    database: dict
    bucket: Bucket | None
    cache: dict
    secret_key: str
    debug: bool
    allowed_hosts: list[str]
    https: bool
    time_zone: str
    max_upload_bytes: int
    max_pixels: int
    watchdog_seconds: int


def read(environment=None) -> Configuration:
    """The configuration that the environment describes.

    Raises ImproperlyConfigured with one sentence that names the variable and what it takes.
    """
    if environment is None:
        environment = os.environ
    values = {name: environment.get(name, "").strip() for name in VARIABLES}
    data = Path(values["LABELER_DATA"] or BASE_DIR / "data").expanduser().resolve()
    host = values["HOST"] or "127.0.0.1"
    return Configuration(
        data=data,
        host=host,
        port=_whole_number("PORT", values["PORT"], default=8000, least=1, most=65535),
        admin_password=values["LABELER_ADMIN_PASSWORD"],
        database=_database(values["DATABASE_URL"], data),
        bucket=_bucket(values["STORAGE_URL"]),
        cache=_cache(values["CACHE_URL"]),
        secret_key=values["SECRET_KEY"] or _kept_secret(data),
        debug=_switch("DEBUG", values["DEBUG"]),
        allowed_hosts=[h.strip() for h in values["ALLOWED_HOSTS"].split(",") if h.strip()] or [*LOCAL_HOSTS, host],
        https=_switch("LABELER_HTTPS", values["LABELER_HTTPS"]),
        time_zone=_time_zone(values["TIME_ZONE"]),
        max_upload_bytes=1_000_000
        * _whole_number("LABELER_MAX_UPLOAD_MB", values["LABELER_MAX_UPLOAD_MB"], default=25, least=1, most=2000),
        max_pixels=1_000_000
        * _whole_number("LABELER_MAX_MEGAPIXELS", values["LABELER_MAX_MEGAPIXELS"], default=100, least=1, most=1000),
        watchdog_seconds=_whole_number(
            "LABELER_WATCHDOG_SECONDS", values["LABELER_WATCHDOG_SECONDS"], default=30, least=3, most=3600
        ),
    )


def _whole_number(name, text, *, default, least, most):
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}, not {text!r}.")
    return int(text)


def _switch(name, text):
    if text.lower() in ("", "0", "false", "no", "off"):
        return False
    if text.lower() in ("1", "true", "yes", "on"):
        return True
    raise ImproperlyConfigured(f"{name} must be on or off, not {text!r}.")


def _time_zone(text):
    if text and text not in available_timezones():
        raise ImproperlyConfigured(f"TIME_ZONE must be a name such as Europe/Berlin, not {text!r}.")
    return text or "UTC"


def _database(url, data):
    if not url:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(data / "labeler.sqlite3")}
    scheme = urlsplit(url).scheme
    if scheme not in ("postgres", "postgresql", "sqlite"):
        raise ImproperlyConfigured(
            f"DATABASE_URL must start with postgres:// or sqlite:///, not {scheme or url[:20]!r}."
        )
    parsed = environ.Env.db_url_config(url)
    if not parsed.get("NAME"):
        raise ImproperlyConfigured("DATABASE_URL must name a database, as in postgres://user:password@host:5432/name.")
    return parsed


def _bucket(url):
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.netloc:
        raise ImproperlyConfigured("STORAGE_URL must look like s3://bucket?endpoint=https://host:port&region=name.")
    options = parse_qs(parts.query)
    return Bucket(parts.netloc, options.get("endpoint", [None])[0], options.get("region", [None])[0])


def _cache(url):
    if not url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if urlsplit(url).scheme not in ("redis", "rediss"):
        raise ImproperlyConfigured("CACHE_URL must start with redis:// or rediss://.")
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}


def _kept_secret(data):
    """The secret key of this data folder, made on the first run and readable by its owner only."""
    path = data / "secret-key"
    data.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    secret = path.read_text().strip()
    if not secret:
        raise ImproperlyConfigured(f"The secret key in {path} is empty. Delete that file or set SECRET_KEY.")
    return secret
