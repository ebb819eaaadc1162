"""What was done that somebody may have to account for: who, what, when, from where. Kept for ever, and said in the log.

Written where it is done, in the same transaction: what is undone by an error leaves no entry, and nothing is done
without one. docs/operations.md lists what is noted.
"""

import json
import logging
from collections.abc import Collection, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from django import db
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone

from people import guessing
from people.models import AuditEntry

What = AuditEntry.What

CHANGED = "changed"

logger = logging.getLogger("labeler.audit")


def note(what: AuditEntry.What, by: Any, of: Any, request: HttpRequest | None = None, **facts: Any) -> AuditEntry:
    """Keep that `by` (a user; None: nobody who signed in) did this to `of` (a row, or words).

    `request`: by which it was asked for; without one it was a command or a job. `facts`: whatever else tells what was
    done, as JSON; no secrets.
    """
    entry = _entry(what, by, of, request, facts)
    entry.save(force_insert=True)
    transaction.on_commit(partial(logger.info, "%s", line(entry)))
    return entry


def note_change(
    what: AuditEntry.What,
    by: Any,
    of: Any,
    request: HttpRequest | None,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    briefly: Collection[str] = (),
    **facts: Any,
) -> AuditEntry | None:
    """Keep each of the values that differs, as a fact of its name: [before, after]. Nothing where none does.

    `briefly`: those of which only is told that they changed, for long texts and for what need not be kept for ever.
    """
    changed = {
        name: CHANGED if name in briefly else [before.get(name), now]
        for name, now in after.items()
        if before.get(name) != now
    }
    return note(what, by, of, request, **changed, **facts) if changed else None


def note_if_possible(
    what: AuditEntry.What,
    by: Any,
    of: Any,
    request: HttpRequest | None = None,
    *,
    unless_within: timedelta | None = None,
    **facts: Any,
) -> None:
    """As `note`, where nothing is changed that an error could undo: what was asked for is given all the same when the
    entry cannot be kept, and the log says it with the line. `unless_within`: not when the same, of the same by the same
    and with the same facts, was noted so lately."""
    entry = _entry(what, by, of, request, facts)
    try:
        if unless_within and _was_noted(entry, unless_within):
            return
        with transaction.atomic():
            entry.save(force_insert=True)
    except (db.Error, OSError) as problem:
        logger.warning("Not kept, because of %s: %s", type(problem).__name__, line(entry))
        return
    transaction.on_commit(partial(logger.info, "%s", line(entry)))


def line(entry: AuditEntry) -> str:
    """As `name=value`, each value a JSON text, so that no name can break the line."""
    told = {
        "what": entry.what,
        "by": entry.actor,
        "of": entry.of,
        "kind": entry.of_kind,
        "id": entry.of_id,
        "from": entry.address,
        **entry.facts,
    }
    return spelled(told)


def spelled(told: Mapping[str, Any]) -> str:
    """For a line of the log; without what is empty."""
    return " ".join(
        f"{name}={json.dumps(value, default=str)}" for name, value in told.items() if value not in ("", None)
    )


def _entry(
    what: AuditEntry.What, by: Any, of: Any, request: HttpRequest | None, facts: Mapping[str, Any]
) -> AuditEntry:
    row = of if isinstance(of, models.Model) else None
    known = by is not None and by.is_authenticated
    return AuditEntry(
        what=what,
        actor_id=by.pk if known else None,
        actor=by.get_username() if known else "",
        of_kind=row._meta.model_name or "" if row else "",
        of_id=str(row.pk) if row else "",
        of=_storable(str(of or ""))[:300],
        address=guessing.address_of(request) if request else "",
        facts=_plain(facts),
    )


def _was_noted(entry: AuditEntry, lately: timedelta) -> bool:
    since = timezone.now() - lately
    of = {"of_kind": entry.of_kind, "of_id": entry.of_id} if entry.of_id else {"of": entry.of}
    same = AuditEntry.objects.filter(what=entry.what, at__gte=since, actor_id=entry.actor_id, **of)
    return entry.facts in same.values_list("facts", flat=True)


def _plain(value: Any) -> Any:
    """As JSON has it."""
    if isinstance(value, Mapping):
        return {_storable(str(name)): _plain(each) for name, each in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(map(_plain, value))
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return _storable(str(value))


def _storable(text: str) -> str:
    """Without what PostgreSQL does not store."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
