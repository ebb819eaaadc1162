"""What happened in a project, in one order, for whoever asks: its events, and in the place of each that points to
answers these answers.

An entry's id is that of its event, a thousand times, and the place among the answers that the event points to. So every
answer has an id of its own although there is one row for all that were written at once.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from annotations.models import AnnotationEvent
from annotations.sight import Sight, sight_of
from core import settled
from core.db import these
from core.times import spelled
from projects.access import Right
from projects.events import PLACES, Kind, numbers_of
from projects.models import Project

LATEST = "latest"
AT_ONCE = 2000  # entries, where all are told
ROWS = 502  # events of a query: a page of one answer each, and what shows that there is more

# Who is told, where it is not everybody who sees the project: as with the lists of these things.
NEEDS = {
    Kind.IMPORT_REQUESTED: Right.CURATE,
    Kind.IMPORT_FINISHED: Right.CURATE,
    Kind.IMPORT_CANCELLED: Right.CURATE,
    Kind.JOB_FAILED: Right.CURATE,
    Kind.VERSION_REQUESTED: Right.CURATE,
    Kind.VERSION_READY: Right.CURATE,
    Kind.VERSION_FAILED: Right.CURATE,
    Kind.VERSION_CANCELLED: Right.CURATE,
    Kind.MEMBER_ADDED: Right.MANAGE,
    Kind.MEMBER_CHANGED: Right.MANAGE,
    Kind.MEMBER_REMOVED: Right.MANAGE,
    Kind.CHECK_BEGUN: Right.REVIEW,
    Kind.CHECK_FINISHED: Right.REVIEW,
}
COLUMNS = ("pk", "kind", "at", "actor__username", "object", "from_value", "to_value", "answers")
ANSWER = (
    "pk", "at", "actor__username", "asset_id", "asset__sha256", "from_status", "from_category_ids", "to_status",
    "to_category_ids", "revision", "op_id", "bulk", "seen", "shown_ms", "source", "reason",
)  # fmt: skip

Entry = dict[str, Any]
Place = tuple[int, Entry | int]  # the id of an entry, and what it tells, or the number of its answer


@dataclass(frozen=True)
class Page:
    """Some entries; the id up to which everything was looked at, which what is asked for next begins behind; and
    whether there is more now."""

    entries: list[Entry]
    after: int
    more: bool


class Feed:
    """What one person is told of a project, as far as it is settled at this moment: what comes later is for the next
    one who asks."""

    def __init__(self, project: Project, user: Any, rights: Collection[Right]) -> None:
        """`rights`: those of the user in the project."""
        self.project = project
        self.sight: Sight = sight_of(project, user)
        self.kinds = {kind for kind in Kind if NEEDS.get(kind, Right.ANSWER) in rights}
        self.newest = settled.newest(project.events.all())

    @property
    def latest(self) -> int:
        """The id behind which nothing is told yet."""
        return self.newest * PLACES + PLACES - 1 if self.newest else 0

    def page(self, after: int, limit: int) -> Page:
        """Of the entries behind this id so many at most. Those of which this person is not told, and answers that are
        gone, leave gaps. Two queries for a page of usual size."""
        places = self._places(after, limit)
        more = len(places) > limit
        places = places[:limit]
        answers = self._answers([what for _, what in places if isinstance(what, int)])
        entries = []
        for pk, what in places:
            entry = answers.get(what) if isinstance(what, int) else what
            if entry:
                entries.append({"id": pk, **entry})
        return Page(entries, places[-1][0] if places else after, more)

    def all(self, after: int, limit: int | None) -> Iterator[Entry]:
        """The same without a page, a part at a time; nothing grows with how many there are. `limit`: so many places are
        looked at, at most."""
        more, left = True, limit
        while more and left != 0:
            page = self.page(after, AT_ONCE if left is None else min(left, AT_ONCE))
            yield from page.entries
            more, after = page.more, page.after
            left = None if left is None else left - min(left, AT_ONCE)

    def _places(self, after: int, limit: int) -> list[Place]:
        """More than `limit` where there are more."""
        found: list[Place] = []
        for pk, *told, runs in self._rows(after // PLACES, limit + 2):
            places: Sequence[Entry | int] = [self._entry(*told)] if runs is None else numbers_of(runs)
            ids = range(pk * PLACES, pk * PLACES + len(places))
            found += [place for place in zip(ids, places, strict=True) if place[0] > after]
            if len(found) > limit:
                break
        return found

    def _rows(self, first: int, wanted: int) -> Iterator[tuple[Any, ...]]:
        """Events from this one on, some at a time: as many as are `wanted` where each has one entry."""
        at_once = min(ROWS, wanted)
        rows = self.project.events.filter(pk__lte=self.newest).order_by("pk").values_list(*COLUMNS)
        some = list(rows.filter(pk__gte=first)[:at_once]) if first <= self.newest else []
        while some:
            yield from some
            some = list(rows.filter(pk__gt=some[-1][0])[:at_once]) if len(some) == at_once else []

    def _entry(self, kind: str, at: Any, actor: str | None, of: int | None, before: Any, now: Any) -> Entry:
        if kind not in self.kinds:
            return {}
        return {
            "at": spelled(at),
            "actor": actor,
            "kind": kind,
            "object": of,
            "from": before,
            "to": now,
            "answer": None,
        }

    def _answers(self, numbers: Sequence[int]) -> dict[int, Entry]:
        if not numbers:
            return {}
        rows = AnnotationEvent.objects.filter(pk__in=these(numbers))
        if self.sight.hidden is not None:
            rows = rows.filter(asset__in=self.sight.visible(self.project.assets.all()))
        return {pk: _answer(*rest) for pk, *rest in rows.order_by("pk").values_list(*ANSWER)}


def _answer(
    at: Any, actor: str, asset: int, sha256: str, status: str, ids: Any, to_status: str, to_ids: Any, revision: int,
    op_id: str, bulk: Any, seen: bool | None, shown_ms: int | None, source: Any, reason: str,
) -> Entry:  # fmt: skip
    return {
        "at": spelled(at),
        "actor": actor,
        "kind": "answer",
        "object": asset,
        "from": {"status": status, "category_ids": ids},
        "to": {"status": to_status, "category_ids": to_ids},
        "answer": {
            "sha256": sha256,
            "revision": revision,
            "op_id": op_id,
            "bulk": None if bulk is None else str(bulk),
            "seen": seen,
            "shown_ms": shown_ms,
            "source": source,
            "reason": reason,
        },
    }
