"""Pure: what stands of an image's history, and which labels in it a reviewer looked at, sent back or mended.

What one person did to an image in a row is one step, from what they found to what they left. A step that leaves what it
found is none: it was taken back, and what was before it goes on. So it is with a bulk action that somebody else undid.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from assets.states import Status

NONE = "[]"  # category ids as they are spelled in JSON: they are only compared here


PROGRAM = 0  # no person's number


class Event(NamedTuple):
    """One change of an answer. `imported`: it came from a file, so it is nobody's label here. `actor`: PROGRAM where a
    file or a comparison of two answers made it, and nobody looked. `takes_back`: it undoes the event before it, whoever
    made that."""

    number: int
    actor: int
    at: datetime
    found: tuple[str, str]  # status, category ids
    left: tuple[str, str]
    imported: bool = False
    takes_back: bool = False


def actor_of(actor: int, *, source: bool, relabels: bool) -> int:
    """Who did it: nobody, where it has a source and leaves the label. A file of labels that approves has looked at no
    image, and no more has a comparison of two answers."""
    return PROGRAM if source and not relabels else actor


class Step(NamedTuple):
    """`event`: the last one of the step; `gave`: the last one that set other categories; `took`: the one that took away
    those that were found."""

    actor: int
    found: tuple[str, str]
    left: tuple[str, str]
    event: Event
    gave: Event | None
    took: Event | None

    @property
    def relabels(self) -> bool:
        return self.found[1] != self.left[1]


@dataclass
class Label:
    """A label that somebody gave. `looked`: the event by which somebody else approved it or sent it back, the last one;
    `sent_back`: the one that sent it back; `mended`: the one that gave the image another label, and `to` that label."""

    by: int
    category_ids: str
    looked: Event | None = None
    sent_back: Event | None = None
    mended: Event | None = None
    to: str = NONE


def not_undone(events: Iterable[Event]) -> Sequence[Event]:
    """Those of one image that nobody has undone; an undo is none of them, and one that is undone itself brings back
    what it took. So it does not matter who undoes: it is nobody's change."""
    before: tuple[Event, ...] = ()
    now: tuple[Event, ...] = ()
    last: Event | None = None
    for event in events:
        if event.takes_back and last is not None and event.left == last.found:
            before, now = now, before
        else:
            before, now = now, (*now, event)
        last = event
    return now


def steps(events: Iterable[Event]) -> list[Step]:
    """What stands of the events of one image, which are all up to some moment, in their order. Two steps in a row are
    of two people."""
    standing: list[Step] = []
    for event in not_undone(events):
        relabels = event.found[1] != event.left[1]
        gave = event if relabels else None
        took = gave
        found = event.found
        if standing and standing[-1].actor == event.actor:
            before = standing.pop()
            found = before.found
            gave = gave or before.gave
            took = event if relabels and event.found[1] == found[1] else before.took
        if found != event.left:
            standing.append(Step(event.actor, found, event.left, event, gave, took))
    return standing


def looked_at(events: Iterable[Event]) -> list[Label]:
    """The labels of one image that somebody else than who gave them looked at: approved, sent back, or changed.

    Each person's label of the same categories is one, however often they gave it. It is mended when somebody else gave
    the image another label instead, and the image does not carry it again.
    """
    standing = steps(events)
    found: dict[tuple[int, str], Label] = {}
    present: Label | None = None
    for step in standing:
        if present is not None and step.actor != present.by:
            _look(present, step)
        if step.relabels:
            present = _given(step, found)
    carried = standing[-1].left[1] if standing else NONE
    for label in found.values():
        if label.category_ids == carried:
            label.mended, label.to = None, NONE
        elif label.mended:
            label.looked = label.mended  # given again later, it may have been sent back since
    return [label for label in found.values() if label.looked]


def _look(label: Label, step: Step) -> None:
    """What this step of somebody else says of the label that it found."""
    status, category_ids = step.left
    if step.actor == PROGRAM:
        return
    if step.relabels:
        assert step.gave is not None
        if category_ids != NONE and not step.gave.imported:
            label.looked = label.mended = step.took
            label.to = category_ids
    elif status == Status.APPROVED:
        label.looked = step.event
    elif status == Status.NEEDS_REVIEW:
        label.looked = label.sent_back = step.event


def _given(step: Step, found: dict[tuple[int, str], Label]) -> Label | None:
    assert step.gave is not None
    if step.left[1] == NONE or step.gave.imported:
        return None
    key = step.actor, step.left[1]
    return found.setdefault(key, Label(*key))


def sent_back(events: Sequence[Event], by: int) -> Event | None:
    """By which somebody else sent the label back that `by` gave, when it still waits: the last event that is not of
    `by` led to needs_review, and the label is the same now. `events`: of one image, in their order."""
    last = next((event for event in reversed(events) if event.actor != by), None)
    if last is None or last.left[0] != Status.NEEDS_REVIEW:
        return None
    status, category_ids = events[-1].left
    return last if status == Status.NEEDS_REVIEW and category_ids == last.left[1] else None
