"""Verbs: let the workers take no new job, and let them go on. What is under way goes on to its end; what waits, waits.
Kept in the database, so it holds for the workers of all hosts, whatever is started anew."""

import json
import logging
from typing import Any

from django.utils import timezone

from labeler.models import Pause

logger = logging.getLogger("labeler.jobs")


def pause(*, by: Any) -> None:
    """Nothing changes where they are paused already."""
    name = by.get_username()
    _, is_new = Pause.objects.get_or_create(pk=Pause.ONLY, defaults={"by": name, "at": timezone.now()})
    if is_new:
        logger.info("New jobs were paused by %s", json.dumps(name))


def resume(*, by: Any) -> None:
    """What waits is taken within half a second, in its order."""
    if Pause.objects.filter(pk=Pause.ONLY).delete()[0]:
        logger.info("New jobs are taken again, says %s", json.dumps(by.get_username()))


def current() -> Pause | None:
    return Pause.objects.first()
