"""Verb: tell what happened in a project, where it happened: in the transaction of the verb that did it, behind its
changes. What verbs of this room announce, rooms above may listen to."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils import timezone

from core import settled
from core.db import insert
from people.audit import CHANGED
from projects.models import Event, Project

Kind = Event.Kind

PLACES = 1000  # the most answers that one event points to

Runs = list[list[int]]
Listener = Callable[[Project, str, Mapping[str, Any]], None]

_listeners: list[Listener] = []


@transaction.atomic(savepoint=False)
def record(
    project: Project | int,
    kind: Event.Kind,
    *,
    by: Any = None,
    of: int | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Event:
    """Keep that this happened in the project (or the one with this key). `by`: the user who did it, or asked for the
    job that did. `of`: the number that the API gives what it is about. `before`, `after`: as JSON; no secrets."""
    with settled.drawn((Event, 1)) as [[pk]]:
        event = Event(
            pk=pk,
            project_id=project if isinstance(project, int) else project.pk,
            at=timezone.now(),
            actor_id=getattr(by, "pk", None),
            kind=kind,
            object=of,
            from_value=dict(before) if before else None,
            to_value=dict(after) if after else None,
        )
        event.save(force_insert=True)
    return event


def record_change(
    project: Project,
    kind: Event.Kind,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    by: Any = None,
    of: int | None = None,
    briefly: Collection[str] = (),
) -> None:
    """Keep each of the values that differs; nothing where none does. `briefly`: of those only that they changed."""
    changed = [name for name, now in after.items() if before.get(name) != now]
    told = [name for name in changed if name not in briefly]
    if changed:
        record(
            project,
            kind,
            by=by,
            of=of,
            before={name: before[name] for name in told if name in before},
            after={name: after[name] if name in told else CHANGED for name in changed},
        )


def record_failed_job(project: Project | int, job: str, of: int, error: str, *, by: Any = None) -> None:
    """Keep that a job of this sort has failed, about what the API knows by this number."""
    record(project, Kind.JOB_FAILED, by=by, of=of, after={"job": job, "error": error})


def point(keys: Sequence[int], project: Project, numbers: Sequence[int], *, by: Any, at: datetime) -> None:
    """Keep, under these keys, that answers were given, by their ascending numbers. Whoever wrote them drew both."""
    parts = [numbers[start : start + PLACES] for start in range(0, len(numbers), PLACES)]
    rows = [[key, json.dumps(runs_of(part))] for key, part in zip(keys, parts, strict=True)]
    constants = {"project_id": project.pk, "at": at, "actor_id": by.pk, "kind": Kind.ANSWERS.value}
    insert(Event, rows, {"id": "bigint", "answers": "jsonb"}, constants)


def pointers_to(count: int) -> int:
    """How many events point to so many answers."""
    return -(-count // PLACES)


def runs_of(numbers: Sequence[int]) -> Runs:
    """Ascending numbers as [[first, last], …]: most are in a row."""
    if not numbers:
        return []
    gaps = [(one, other) for one, other in pairwise(numbers) if other != one + 1]
    firsts = [numbers[0], *(other for _, other in gaps)]
    lasts = [*(one for one, _ in gaps), numbers[-1]]
    return [list(run) for run in zip(firsts, lasts, strict=True)]


def numbers_of(runs: Sequence[Sequence[int]]) -> list[int]:
    return [number for first, last in runs for number in range(first, last + 1)]


def listen(listener: Listener) -> None:
    """To be called in `AppConfig.ready`, by a room above that is to hear of what the verbs of this room do."""
    if listener not in _listeners:
        _listeners.append(listener)


def announce(project: Project, kind: str, facts: Mapping[str, Any]) -> None:
    """Tell all who listen, in the transaction of the verb that did it."""
    for listener in _listeners:
        listener(project, kind, facts)
