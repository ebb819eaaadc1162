"""Pure: what two people made of one answer, put together: by category, or by the ids of objects.

`static/labeler/outbox/merge.js` does the same; tests/merging.json holds both to it. What one side changed counts. What
both changed in the same way does, too; what both changed in different ways is a conflict: it is told, and stays as it
was. It does not matter which side is which: merge(b, x, y) = merge(b, y, x), and merge(b, x, b) = x.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Object = Mapping[str, Any]  # as JSON has it, with its `id`


@dataclass(frozen=True)
class Merged:
    """`conflicts`: ids of objects that both sides changed, each in its way, ascending; of these `objects` has what was
    there before, if anything was."""

    objects: tuple[Object, ...]
    conflicts: tuple[str, ...] = ()


def merge_sets(base: Iterable[int], mine: Iterable[int], theirs: Iterable[int]) -> tuple[int, ...]:
    """Ids of categories, ascending. A category is there or not, so that two who changed it agree: there is no
    conflict. (Rules between them may be broken by what both brought: `projects.rules.label_rules.broken` tells.)"""
    before, one, other = set(base), set(mine), set(theirs)
    return tuple(sorted((one & other) | ((one | other) - before)))


def merge_objects(base: Sequence[Object], mine: Sequence[Object], theirs: Sequence[Object]) -> Merged:
    """Objects, each whole: those that were there before in their order, then new ones by their ids."""
    before, one, other = (_by_id(objects) for objects in (base, mine, theirs))
    merged, conflicts = [], []
    for id in [*before, *sorted((one.keys() | other.keys()) - before.keys())]:
        was, here, there = before.get(id), one.get(id), other.get(id)
        if was not in (here, there) and here != there:
            conflicts.append(id)
            here = there = was
        if (now := there if here == was else here) is not None:
            merged.append(now)
    return Merged(tuple(merged), tuple(sorted(conflicts)))


def _by_id(objects: Sequence[Object]) -> dict[str, Object]:
    return {one["id"]: one for one in objects}
