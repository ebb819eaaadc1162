"""Verbs: one action on many assets, and taking it back.

An action is one transaction of a bounded number of statements, however many assets it names: the rows are read and
locked by one, judged here, and written from the action's own events.
"""

import json
import uuid
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, Model, OuterRef
from django.utils import timezone

from annotations.browse.filters import narrowed
from annotations.labeling.answers import classes_of
from annotations.labeling.as_of import matched_then
from annotations.labeling.operations import Answer, NotAllowed, judge
from annotations.models import Annotation, AnnotationEvent, Claim
from assets.models import Asset
from assets.states import Status
from core.db import these
from core.exceptions import Refused
from projects.models import Project

MOST_IDS = 10_000


@dataclass(frozen=True)
class Outcome:
    """What a bulk action did: how many it changed, found so already, could not change, and left alone as others were
    faster. `by_status`: how many of those it changed are in which state now. `id` names it for undo."""

    id: uuid.UUID
    changed: int
    already: int
    refused: int
    changed_meanwhile: int
    reasons: tuple[str, ...] = ()
    by_status: dict[str, int] = field(default_factory=dict)


# An answer that is wanted, as an operation would name it; None: somebody else changed the asset meanwhile.
Wish = tuple[str, tuple[int, ...] | None] | None


@dataclass(frozen=True)
class Row:
    """One asset as it is now, locked."""

    pk: int
    revision: int
    present: Answer


@dataclass(frozen=True)
class Choice:
    """One answer for these assets: (number, revision that was seen, or None for any)."""

    selected: Iterable[tuple[int, int | None]]
    status: str
    category_ids: Sequence[int] | None = None


def set_selected(
    project: Project,
    selected: Iterable[tuple[int, int | None]],
    *,
    status: str,
    category_ids: Sequence[int] | None,
    by: Any,
) -> Outcome:
    """One answer for these assets: (number, revision that was seen, or None for any). Unknown numbers are refused."""
    return set_each(project, [Choice(selected, status, category_ids)], by=by)


def set_each(project: Project, choices: Iterable[Choice], *, by: Any) -> Outcome:
    """Each choice's assets get its answer, in one action that is taken back as a whole: the right ones of a class are
    approved and the wrong ones sent back. A number in two choices is refused."""
    seen: dict[int, int | None] = {}
    wanted: dict[int, tuple[str, tuple[int, ...] | None]] = {}
    for choice in choices:
        revisions = dict(choice.selected)
        if not wanted.keys().isdisjoint(revisions):
            raise Refused("An asset can have one answer only.", code="named_twice")
        seen |= revisions
        wanted |= dict.fromkeys(revisions, _wanted(choice.status, choice.category_ids))
    if len(seen) > MOST_IDS:
        raise Refused(f"At most {MOST_IDS} assets can be named; use a filter for more.", code="too_many")

    def wish(row: Row) -> Wish:
        return wanted[row.pk] if seen[row.pk] in (None, row.revision) else None

    return _act(project, seen, wish, by)


def set_matching(
    project: Project,
    filters: Mapping[str, Any],
    *,
    max_id: int,
    as_of: int,
    status: str,
    category_ids: Sequence[int] | None,
    by: Any,
) -> Outcome:
    """One answer for all images that matched the filters when their list was seen: when `max_id` was the newest image,
    and `as_of` the newest event. What changed since is left alone, whether it still matches, or came to, or no longer
    does. Refused when there is no such filter.
    """
    wanted = _wanted(status, category_ids)
    matching = narrowed(project.assets.filter(pk__lte=max_id), filters)
    later = AnnotationEvent.objects.filter(asset=OuterRef("pk"), pk__gt=as_of)
    with transaction.atomic():
        looked = matching.order_by().annotate(later=Exists(later)).values_list("pk", "revision", "later")
        seen = {pk: None if changed else revision for pk, revision, changed in looked}
        # Asked after the look: what leaves the filter between the two is counted, too.
        left = matched_then(project, filters, max_id=max_id, as_of=as_of) - seen.keys()
        # The revision tells of an event between our look and our lock.
        outcome = _act(project, seen, lambda row: wanted if seen[row.pk] == row.revision else None, by)
    return replace(outcome, changed_meanwhile=outcome.changed_meanwhile + len(left))


def undo(project: Project, bulk: uuid.UUID, *, by: Any) -> Outcome:
    """Give each asset of a bulk action the answer back that it had before, unless it changed since.

    An undo is such an action itself: undoing it is the redo.
    """
    events = AnnotationEvent.objects.filter(bulk=bulk, asset__project=project)
    before = {
        pk: (revision, status, tuple(category_ids))
        for pk, revision, status, category_ids in events.values_list(
            "asset_id", "revision", "from_status", "from_category_ids"
        )
    }
    if not before:
        raise Refused("There is no such bulk action in this project.", code="not_found")

    def wish(row: Row) -> Wish:
        revision, status, category_ids = before[row.pk]
        return (status, category_ids) if row.revision == revision else None

    return _act(project, before, wish, by)


def _wanted(status: str, category_ids: Sequence[int] | None) -> tuple[str, tuple[int, ...] | None]:
    return status, None if category_ids is None else tuple(category_ids)


@transaction.atomic
def _act(project: Project, ids: Collection[int], wish: Callable[[Row], Wish], by: Any) -> Outcome:
    rows = _lock(project, ids)
    classes = classes_of(project)

    @cache  # thousands of images have few answers between them
    def judged(present: Answer, wanted: tuple[str, tuple[int, ...] | None]) -> Answer | str:
        try:
            return judge(present, *wanted, classes)
        except NotAllowed as reason:
            return str(reason)

    unknown = len(ids) - len(rows)
    reasons = Counter({f"This project has no such asset ({unknown}).": unknown} if unknown else {})
    changes: list[tuple[Row, Answer]] = []
    already = meanwhile = 0
    for row in rows:
        wanted = wish(row)
        if wanted is None:
            meanwhile += 1
            continue
        after = judged(row.present, wanted)
        if isinstance(after, str):
            reasons[after] += 1
        elif after == row.present:
            already += 1
        else:
            changes.append((row, after))
    action = uuid.uuid4()
    if changes:
        _record(project, action, changes, by)
    by_status = Counter(after.status.value for _, after in changes)
    return Outcome(action, len(changes), already, reasons.total(), meanwhile, tuple(reasons), dict(by_status))


def _lock(project: Project, ids: Iterable[int]) -> list[Row]:
    """The assets by number, locked in this one order so that two actions never wait for each other."""
    assets = project.assets.filter(pk__in=these(ids)).select_for_update().order_by("pk")
    found = list(assets.values_list("pk", "revision", "status"))
    # Asked after the locks were taken, so that they belong to these revisions.
    labels: dict[int, list[int]] = {}
    annotations = Annotation.objects.filter(asset__in=these(ids)).order_by("category__class_index")
    for pk, class_index in annotations.values_list("asset_id", "category__class_index"):
        labels.setdefault(pk, []).append(class_index + 1)
    return [Row(pk, revision, Answer(Status(status), tuple(labels.get(pk, ())))) for pk, revision, status in found]


def _record(project: Project, action: uuid.UUID, changes: Sequence[tuple[Row, Answer]], by: Any) -> None:
    """Write the history, then bring assets and annotations to where it says they are. The assets must be locked.

    An annotation stays as it is, with who made it, when the category stays: approving or sending back leaves it.
    """
    now = timezone.now()
    _insert_events(action, changes, by, now)
    events = AnnotationEvent.objects.filter(bulk=action)
    for status in {after.status for _, after in changes}:
        Asset.objects.filter(pk__in=events.filter(to_status=status).values("asset_id")).update(
            status=status, revision=F("revision") + 1
        )
    relabeled = [(row, after) for row, after in changes if after.category_ids != row.present.category_ids]
    if relabeled:
        Annotation.objects.filter(asset__in=these(row.pk for row, _ in relabeled)).delete()
        _insert_annotations(project, relabeled, by, now)
    Claim.objects.filter(asset__in=events.values("asset_id")).delete()


def _insert_events(action: uuid.UUID, changes: Sequence[tuple[Row, Answer]], by: Any, at: datetime) -> None:
    """One statement for all, from one parameter."""
    rows = [
        [
            row.pk,
            f"{action}:{row.pk}",
            row.present.status,
            after.status,
            json.dumps(row.present.category_ids),
            json.dumps(after.category_ids),
            row.revision + 1,
        ]
        for row, after in changes
    ]
    _insert(
        AnnotationEvent,
        rows,
        {
            "asset_id": "bigint",
            "op_id": "text",
            "from_status": "text",
            "to_status": "text",
            "from_category_ids": "jsonb",
            "to_category_ids": "jsonb",
            "revision": "int",
        },
        {"actor_id": by.pk, "at": at, "bulk": action},
    )


def _insert_annotations(project: Project, changes: Sequence[tuple[Row, Answer]], by: Any, at: datetime) -> None:
    keys = dict(project.categories.values_list("class_index", "pk"))
    rows = [[row.pk, keys[category_id - 1]] for row, after in changes for category_id in after.category_ids]
    _insert(
        Annotation, rows, {"asset_id": "bigint", "category_id": "bigint"}, {"created_by_id": by.pk, "created_at": at}
    )


def _insert(
    model: type[Model], rows: Sequence[Sequence[Any]], columns: Mapping[str, str], constants: Mapping[str, Any]
) -> None:
    """One INSERT for any number of rows. `columns`: of `rows`, with their types on PostgreSQL; `constants`: columns
    that have one value in all rows."""
    names = ", ".join([*columns, *constants])
    if connection.vendor == "postgresql":
        chosen = ", ".join(f"(value->>{place})::{kind}" for place, kind in enumerate(columns.values()))
        source = "jsonb_array_elements(%s::jsonb)"
    else:
        chosen = ", ".join(f"json_extract(value, '$[{place}]')" for place in range(len(columns)))
        source = "json_each(%s)"
    by_column = {field.column: field for field in model._meta.concrete_fields}
    values = [by_column[name].get_db_prep_save(value, connection) for name, value in constants.items()]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({names}) "  # noqa: S608
            f"SELECT {chosen}{', %s' * len(values)} FROM {source}",
            [*values, json.dumps(rows)],
        )
