"""What is refused to those who guess, kept in the audit so seldom that no flood of guesses fills it: entries stay for
ever, and anybody may send requests.

About an account there are no more than the limits of guessing let through; about none, MOST_ABOUT_NOBODY an hour of a
kind, wherever they come from. Up to there a name is noted the same whether it exists or not, so that the time of the
answer tells nothing. Each of these is about a request of somebody who is not who they say, or not yet.

What leaves no entry is a line of the log all the same, without what was typed: the log sums what comes again and again.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from core.db import one_at_a_time
from people import audit, guessing
from people.audit import What
from people.models import AuditEntry

HOUR = timedelta(hours=1)
MOST_ABOUT_NOBODY = 200
LOCK = 5_225_239  # any number: those who note that somebody is locked out agree on it
UNKNOWN = {"name": "unknown"}

logger = logging.getLogger("labeler.refusals")


def say(what: str, request: HttpRequest, by: Any = None, **facts: Any) -> None:
    """In one line, and nowhere else. `by`: who asked, where that is known; `facts`: whatever else tells what was
    refused, as JSON; no secrets, and nothing that was typed."""
    name = by.get_username() if by is not None and by.is_authenticated else ""
    logger.warning("%s", audit.spelled({"what": what, "by": name, "from": guessing.address_of(request), **facts}))


@contextmanager
def said_if_early(guessed: str, request: HttpRequest) -> Iterator[None]:
    """Around what raises guessing.TooManyTries: a line when it does."""
    try:
        yield
    except guessing.TooManyTries as refusal:
        say("throttled", request, guessed=guessed, limit=refusal.limit)
        raise


def note(what: What, of: Any, request: HttpRequest, by: Any = None, **facts: Any) -> None:
    """A password, or a code, that is not that of `of`. None: nobody has the name that was typed, which is kept nowhere,
    as it may be a password."""
    if _is_bearable(what) or of is not None:
        audit.note(what, by, of, request, **facts, **({} if of else UNKNOWN))
    else:
        say(what, request, by, **facts, **UNKNOWN)


def note_lock(refusal: guessing.TooManyTries, source: guessing.Source, of: Any, request: HttpRequest) -> None:
    """A guess was wrong, and now its source has to wait. Once in a window, however often that begins anew."""
    # By its address, nobody in particular waits.
    of = None if refusal.limit == guessing.BY_ADDRESS else of
    same = Q(of_id=str(of.pk)) if of else Q(of_id="", address=source.address)
    recent = AuditEntry.objects.filter(same, what=What.LOCKED_OUT, at__gte=timezone.now() - guessing.WINDOW)
    with transaction.atomic():
        one_at_a_time(LOCK)
        if recent.exists() or not (of or _is_bearable(What.LOCKED_OUT)):
            return
        audit.note(What.LOCKED_OUT, None, of, request, guessed=source.kind, limit=refusal.limit)


def _is_bearable(what: What) -> bool:
    about_nobody = AuditEntry.objects.filter(what=what, of_id="", at__gte=timezone.now() - HOUR)
    return about_nobody.count() < MOST_ABOUT_NOBODY
