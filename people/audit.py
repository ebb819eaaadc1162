"""What was done that somebody may have to account for: who, what, when, from where. Kept for ever, and said in the log.

Written where it is done, in the same transaction: what is undone by an error leaves no entry, and nothing is done
without one.
"""

import json
import logging
from functools import partial
from typing import Any

from django.db import models, transaction
from django.http import HttpRequest

from people import guessing
from people.models import AuditEntry

What = AuditEntry.What

logger = logging.getLogger("labeler.audit")


def note(what: AuditEntry.What, by: Any, of: Any, request: HttpRequest | None = None, **facts: Any) -> AuditEntry:
    """Keep that `by` (a user; None: nobody who signed in) did this to `of` (a row, or words).

    `request`: by which it was asked for; without one it was a command or a job. `facts`: whatever else tells what was
    done, as JSON; no secrets.
    """
    row = of if isinstance(of, models.Model) else None
    known = by is not None and by.is_authenticated
    entry = AuditEntry.objects.create(
        what=what,
        actor_id=by.pk if known else None,
        actor=by.get_username() if known else "",
        of_kind=row._meta.model_name or "" if row else "",
        of_id=str(row.pk) if row else "",
        of=_printable(str(of or "")),
        address=guessing.address_of(request) if request else "",
        facts=facts,
    )
    transaction.on_commit(partial(logger.info, "%s", line(entry)))
    return entry


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
    return " ".join(
        f"{name}={json.dumps(value, default=str)}" for name, value in told.items() if value not in ("", None)
    )


def _printable(text: str) -> str:
    """Short enough for its column, and without what PostgreSQL does not store."""
    return text.replace("\0", "")[:300]
