"""How numbers, sizes and times are written on pages. The words are those of the design, in one place."""

import math
from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@register.filter
def thousands(number: int) -> str:
    """1150 is written 1,150."""
    return f"{number:,}"


@register.filter
def percent(part: int, whole: int) -> str:
    """A share in whole per cent, rounded down: only what is done is 100%. Something is never 0%."""
    if not part or not whole:
        return "0%"
    return "under 1%" if part * 100 < whole else f"{part * 100 // whole}%"


@register.filter
def bound(share_of_all: float) -> str:
    """An upper bound in per cent, rounded up: 0.0237 is at most 2.4%."""
    return f"{math.ceil(round(share_of_all * 1000, 6)) / 10:g}%"


@register.filter
def plain(number: float | None) -> str:
    """As it is typed: 2.50 is written 2.5, and none is empty."""
    return "" if number is None else f"{number:g}"


@register.filter
def share(part: int, whole: int) -> str:
    """How much of a bar it fills; `data-v` carries it to the style."""
    return f"{part * 100 / whole:.2f}%" if whole else "0%"


@register.filter
def ratio(width: int, height: int) -> str:
    """Width over height, for boxes that keep their shape while a picture loads."""
    return f"{width / height:.4f}"


@register.filter
def size(size_bytes: int) -> str:
    """Decimal units, as file managers and upload limits count."""
    if size_bytes < 1000:
        return f"{size_bytes} bytes"
    value, unit = float(size_bytes), ""
    for unit in ("KB", "MB", "GB", "TB"):  # noqa: B007 the last unit is used below
        value /= 1000
        if value < 999.5:
            break
    digits = 0 if value >= 99.5 or unit == "KB" else 1
    return f"{value:.{digits}f}".removesuffix(".0") + f" {unit}"


@register.filter
def seconds(milliseconds: int) -> str:
    """Where in a video: 83500 is 1:23.5."""
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes}:{rest / 1000:04.1f}"


@register.filter
def day(moment: datetime) -> str:
    """20 Nov 2026, in the time zone of the installation."""
    local = timezone.localtime(moment)
    return f"{local.day} {local:%b %Y}"


@register.filter
def short_day(moment: datetime) -> str:
    """20 Nov; the year stands beside it or in the title."""
    local = timezone.localtime(moment)
    return f"{local.day} {local:%b}"


@register.filter
def signed(number: int) -> str:
    """+37, −4, 0."""
    return f"{number:+,}".replace("-", "−") if number else "0"


@register.filter
def clock(moment: datetime) -> str:
    """20 Nov 2026, 14:05."""
    return f"{day(moment)}, {timezone.localtime(moment):%H:%M}"


@register.filter
def ago(moment: datetime) -> SafeString:
    """Recent times relative, older ones as a day, always with the full time at hand."""
    return _time(moment, since(moment))


@register.filter
def ago_in_short(moment: datetime) -> SafeString:
    """The same where there is little room: 12 min, 3 h, 2 d."""
    return _time(moment, in_short(moment))


def _time(moment: datetime, text: str) -> SafeString:
    full = moment.isoformat(timespec="seconds")
    return format_html('<time datetime="{}" title="{}">{}</time>', full, clock(moment), text)


def in_short(moment: datetime, now: datetime | None = None) -> str:
    past = (now or timezone.now()) - moment
    if past < MINUTE:
        return "now"
    if past < HOUR:
        return f"{past // MINUTE} min"
    if past < DAY:
        return f"{past // HOUR} h"
    return f"{past // DAY} d" if past < 7 * DAY else day(moment)


def since(moment: datetime, now: datetime | None = None) -> str:
    now = now or timezone.now()
    past = now - moment
    if past < MINUTE:
        return "just now"
    if past < HOUR:
        return _some(past // MINUTE, "minute")
    if past < DAY:
        return _some(past // HOUR, "hour")
    days = (timezone.localtime(now).date() - timezone.localtime(moment).date()).days
    if days == 1:
        return "yesterday"
    return _some(days, "day") if days < 7 else day(moment)


def _some(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'} ago"


@register.filter
def joined(words: list[str]) -> str:
    """Bag, Hat and Shoes."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 2 else words)
