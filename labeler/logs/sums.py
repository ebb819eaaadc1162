"""Warnings and errors that are told again and again are one line, and then a line with how often they came.

The first is written at once. What is the same is counted, by all processes that are forked from one (web, worker,
watchdog) together, and written as "… 37 times more in 20 s:" once it is quiet, now and then while it goes on, and when
the program ends. Same is: the same words of the same logger with the same traceback; or the same fact behind it
(core/faults.py), in whatever words, which needs no traceback either. Nothing else is held back: what happened, such as
the lines of the audit, and a line a request, is written each time.
"""

import atexit
import copy
import fcntl
import hashlib
import logging
import mmap
import os
import struct
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http.multipartparser import MultiPartParserError

from core.exceptions import is_told
from core.faults import Fact, fact_behind

PLACES = 256  # facts that are told apart at one time; what finds no place is written each time
TEXT = 800  # bytes that are kept of a line
QUIET_SECONDS = 5.0  # after the last one; then it is said how often it came
PAUSE_SECONDS = 30.0  # between two lines about what goes on; doubled by each
LONGEST_SECONDS = 600.0
NEW_AGAIN_SECONDS = 60.0  # after the last one: then the next is written at once

# Each entry is about something of its own.
NEVER_SUMMED = ("labeler.audit",)
# Mistakes of whoever asked: where in the program they were noticed helps nobody.
OF_WHO_ASKED = (PermissionDenied, SuspiciousOperation, BadRequest, MultiPartParserError)


@dataclass(frozen=True)
class Sum:
    logger: str
    level: int
    text: str
    times: int
    seconds: float


class Sums:
    """How often each fact came since the last line about it: in this process, and in all that are forked from it. One
    thread at a time may ask; processes wait for one another."""

    # Key, when it was written last, when it came last, how often since, how many lines said so; level, logger, text.
    PLACE = struct.Struct(f"=32sddQIi64p{TEXT}s")

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._table = mmap.mmap(-1, PLACES * self.PLACE.size)
        self._processes = _lockable()

    def hear(self, key: bytes, logger: str, level: int, text: str) -> bool:
        """Whether it is new, and so to be written now. `key`: 32 bytes, the same for what is the same."""
        with self._alone():
            now = self._clock()
            place = self._place_of(key, now)
            if place is None:
                return True
            found, written, seen, times, lines, *said = self._at(place)
            is_new = found != key or _is_over(times, seen, now)
            if is_new:
                said = [level, logger.encode()[:63], text.encode(errors="replace")[:TEXT]]
                self._put(place, key, now, now, 0, 0, *said)
            else:
                self._put(place, key, written, now, times + 1, lines, *said)
        return is_new

    def due(self, *, all_of_them: bool = False) -> list[Sum]:
        """What is to be said of what was counted; it is not counted any more."""
        with self._alone():
            now = self._clock()
            found = []
            for place in range(0, len(self._table), self.PLACE.size):
                key, written, seen, times, lines, level, logger, text = self._at(place)
                pause = min(PAUSE_SECONDS * 2**lines, LONGEST_SECONDS)
                quiet = pause * QUIET_SECONDS / PAUSE_SECONDS
                if times and (all_of_them or now - written >= pause or now - seen >= quiet):
                    self._put(place, key, now, seen, 0, min(lines + 1, 30), level, logger, text)
                    spelled = text.rstrip(b"\0").decode(errors="ignore")
                    found.append(Sum(logger.decode(), level, spelled, times, seen - written))
        return found

    def _place_of(self, key: bytes, now: float) -> int | None:
        """Its own, or one that nobody needs any more."""
        free = None
        for place in range(0, len(self._table), self.PLACE.size):
            found, _, seen, times, *_ = self._at(place)
            if found == key:
                return place
            if free is None and _is_over(times, seen, now):
                free = place
        return free

    def _at(self, place: int) -> tuple[Any, ...]:
        return self.PLACE.unpack_from(self._table, place)

    def _put(self, place: int, *fields: Any) -> None:
        self.PLACE.pack_into(self._table, place, *fields)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            fcntl.lockf(self._processes, fcntl.LOCK_EX)
            yield
        finally:
            fcntl.lockf(self._processes, fcntl.LOCK_UN)


def _lockable() -> IO[bytes]:
    """What processes lock one after the other: one that is killed lets go of such a lock, and of no other kind. In
    memory where the system knows how, so that a full disk stops no log."""
    return open(os.memfd_create("log"), "rb+") if hasattr(os, "memfd_create") else tempfile.TemporaryFile()


def _is_over(times: int, seen: float, now: float) -> bool:
    return not times and (not seen or now - seen >= NEW_AGAIN_SECONDS)


class Summed(logging.StreamHandler):
    """Standard error, by the rule above."""

    def __init__(self, sums: Sums | None = None) -> None:
        super().__init__()
        self._sums = sums or Sums()
        self._next_look = 0.0
        # Those who were forked from this process end before it, and leave what they counted here.
        atexit.register(self._say_the_rest, os.getpid())

    def emit(self, record: logging.LogRecord) -> None:
        try:
            if _is_told_elsewhere(record):
                return
            fact, record = plain(record)
            if record.levelno < logging.WARNING or record.name in NEVER_SUMMED:
                super().emit(record)
                return
            if self._sums.hear(_key(record, fact), record.name, record.levelno, _words_of_sum(record, fact)):
                super().emit(record)
            self.say_what_is_due()
        except Exception:
            self.handleError(record)

    def say_what_is_due(self) -> None:
        """Called by whoever writes, and by the supervisor, which has the time."""
        now = time.monotonic()
        if now >= self._next_look:
            self._next_look = now + 1.0
            self._say()

    def _say_the_rest(self, maker: int) -> None:
        if os.getpid() == maker and not self.stream.closed:
            self._say(all_of_them=True)

    def _say(self, *, all_of_them: bool = False) -> None:
        self.acquire()  # as logging does around emit; a fork makes it anew
        try:
            self._write(self._sums.due(all_of_them=all_of_them))
        finally:
            self.release()

    def _write(self, sums: list[Sum]) -> None:
        for each in sums:
            words = f"… {each.times:,} times more in {each.seconds:.0f} s: {each.text}"
            if each.times == 1:
                words = f"… once more after {each.seconds:.0f} s: {each.text}"
            super().emit(logging.LogRecord(each.logger, each.level, __file__, 0, words, (), None))


def say_what_is_due() -> None:
    """What this program's log has counted, when it is time."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, Summed):
            handler.say_what_is_due()


def plain(record: logging.LogRecord) -> tuple[Fact | None, logging.LogRecord]:
    """The fact behind it, if any, and the record as it is written: on one line where there is a fact, or a mistake of
    whoever asked."""
    problem = _problem_of(record)
    fact = fact_behind(problem) if problem else None
    if not (fact or isinstance(problem, OF_WHO_ASKED)):
        return None, record
    text = " ".join(record.getMessage().split())
    if fact and fact.reason not in text:
        text = f"{text}: {fact.reason}"
    record = copy.copy(record)  # others see it whole
    record.msg, record.args, record.exc_info, record.exc_text = text, (), None, None
    return fact, record


def _problem_of(record: logging.LogRecord) -> BaseException | None:
    """What it tells of: its traceback, or an exception among its words."""
    words = record.args if isinstance(record.args, tuple) else ()
    told = (record.exc_info[1] if record.exc_info else None, record.msg, *words)
    return next((each for each in told if isinstance(each, BaseException)), None)


def _is_told_elsewhere(record: logging.LogRecord) -> bool:
    """Django adds a line to what whoever refused has said."""
    return record.name.startswith("django.") and bool(record.exc_info) and is_told(_problem_of(record))


def _words_of_sum(record: logging.LogRecord, fact: Fact | None) -> str:
    if fact is None:
        return record.getMessage()
    return f"{fact.what}: {fact.reason}" if fact.which else fact.what


def _key(record: logging.LogRecord, fact: Fact | None) -> bytes:
    if fact:
        told = ("fact", fact.what, fact.which)
    else:
        traceback = logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
        told = (record.name, str(record.levelno), record.getMessage() + traceback)
    return hashlib.sha256("\0".join(told).encode(errors="replace")).digest()
