"""How often a password or a token may be guessed, counted in the database. Nobody sleeps: who comes too early is told
when to come again, and is refused until then, even with what is right; else guessing would go on.

Strangers (browsers that have not signed in as this name before) are counted by name and address, by address, and by
name alone; a browser that has is counted by itself, and no stranger keeps it out. Names are counted alike whether they
exist or not. docs/adr/0015 has the table of limits.
"""

import math
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.db import one_at_a_time
from core.exceptions import Refused
from people import addresses
from people.models import Guess

WINDOW = timedelta(minutes=15)
MOST_OF_ONE = 10  # with one name from one address, or in one browser that is known
MOST_OF_ADDRESS = 50
FIRST_TO_WAIT = 5  # of the failures with one name; after the nth the name waits 2ⁿ seconds
LONGEST_WAIT = timedelta(minutes=5)
NAME_WINDOW = timedelta(days=1)  # with the longest wait, what many addresses together can do in a shorter one adds up
SWEPT = 100  # old rows that go with each new one
BY_ADDRESS, BY_NAME, BY_NAME_AND_ADDRESS, BY_BROWSER = "address", "name", "name and address", "browser"
BY_CODE = "code"  # of a second factor, which has a limit of its own (people/accounts/second_factor.py)
LOCK = 5_225_238  # any number: those who count in the same PostgreSQL database agree on it


class TooManyTries(Refused):
    """`limit`: which of them says so, the one that lasts longest."""

    def __init__(self, wait: timedelta, limit: str) -> None:
        self.limit = limit
        self.seconds = max(1, math.ceil(wait.total_seconds()))
        super().__init__(f"Too many tries did not match. Try again in {_words(self.seconds)}.", code="too_many_tries")


@dataclass(frozen=True)
class Source:
    """Who guesses what. Only a password has a name; a stranger has no browser."""

    kind: Guess.Kind
    address: str
    name: str = ""
    browser: str = ""


def key_of(name: str) -> str:
    """How a name is kept: names that Django tells apart by capitals only count together. What is typed into the field
    of the name may be a password."""
    folded = unicodedata.normalize("NFKC", name).casefold().strip()
    return salted_hmac("people.guessing", folded, algorithm="sha256").hexdigest()


def address_of(request: HttpRequest) -> str:
    meta = request.META
    return addresses.client_of(
        meta.get("REMOTE_ADDR", ""), meta.get("HTTP_X_FORWARDED_FOR", ""), settings.TRUSTED_PROXIES
    )


def count(source: Source) -> None:
    """Count a guess, before it is known to be wrong: of many at once no more than the limit are looked at.

    Raises TooManyTries when it comes too early; that is not counted.
    """
    refuse_early(source)  # by reading alone, so that a flood does not keep writers waiting
    with transaction.atomic():
        one_at_a_time(LOCK)
        refuse_early(source)
        now = timezone.now()
        Guess.objects.create(kind=source.kind, name=source.name, address=source.address, browser=source.browser, at=now)
        old = Guess.objects.exclude(at__range=_around(now, NAME_WINDOW)).values("pk")[:SWEPT]
        Guess.objects.filter(pk__in=old).delete()


def refuse_early(source: Source) -> None:
    """Raises TooManyTries when the next guess is not due."""
    now = timezone.now()
    free_again = _free_again(source, now)
    limit = max(free_again, key=free_again.__getitem__)
    wait = free_again[limit] - now
    if wait > timedelta():
        raise TooManyTries(min(wait, WINDOW), limit)


def forget(source: Source) -> None:
    """It was right: what this name did wrong from this address, or in this browser, no longer counts."""
    _own(Guess.objects.all(), source).delete()


def _free_again(source: Source, now: datetime) -> dict[str, datetime]:
    """By each limit, when the next guess may come."""
    recent = Guess.objects.filter(kind=source.kind, at__range=_around(now, WINDOW))
    if source.browser:
        return {BY_BROWSER: _below(MOST_OF_ONE, _own(recent, source), now)}
    strangers = recent.filter(browser="")
    of_address = {BY_ADDRESS: _below(MOST_OF_ADDRESS, strangers.filter(address=source.address), now)}
    if source.kind != Guess.Kind.PASSWORD:
        return of_address
    of_name = Guess.objects.filter(kind=source.kind, name=source.name, browser="", at__range=_around(now, NAME_WINDOW))
    own = _own(recent, source)
    return of_address | {BY_NAME: _back_off(of_name, now), BY_NAME_AND_ADDRESS: _below(MOST_OF_ONE, own, now)}


def _own(guesses: QuerySet[Guess], source: Source) -> QuerySet[Guess]:
    own = guesses.filter(kind=source.kind, name=source.name, browser=source.browser)
    return own if source.browser else own.filter(address=source.address)


def _below(most: int, guesses: QuerySet[Guess], now: datetime) -> datetime:
    """When one of the newest `most` is no longer recent."""
    last = guesses.order_by("-at").values_list("at", flat=True)[most - 1 : most].first()
    return now if last is None else last + WINDOW


def _back_off(guesses: QuerySet[Guess], now: datetime) -> datetime:
    seen = guesses.aggregate(number=Count("pk"), last=Max("at"))
    if seen["number"] < FIRST_TO_WAIT:
        return now
    wait: datetime = seen["last"] + min(timedelta(seconds=2 ** min(seen["number"], 20)), LONGEST_WAIT)
    return wait


def _around(now: datetime, window: timedelta) -> tuple[datetime, datetime]:
    """A little into the future as well: another host's clock may be ahead."""
    return now - window, now + WINDOW


def _words(seconds: int) -> str:
    units = ((60, 1, "second"), (2 * 3600, 60, "minute"), (2 * 86400, 3600, "hour"))
    size, unit = next(((size, unit) for most, size, unit in units if seconds < most), (86400, "day"))
    number = math.ceil(seconds / size)
    return f"{number} {unit}" + ("" if number == 1 else "s")
