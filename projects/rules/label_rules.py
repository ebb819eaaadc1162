"""Pure: rules between the classes of an image that can have several: parents, and groups of which it has at most one.

`static/labeler/label/editors/label-rules.js` does the same while one labels; tests/label_rules.json holds both to it.
What is said of a class here is said of its public id. A *line* is a class and all above it: its parent, the parent's
parent… Rules that a project may have (`problem_of`) put no two classes of a line into one group, so that each class can
be chosen with all above it.

The law of choosing: afterwards the set holds the line of what was chosen; gone is what is in a group with one of that
line, with all below it; everything else stays. Nothing more is taken away: the parent of a class that is gone stays.
The law of removing: gone is the class, with all below it. Both begin with the completed set.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

DEEPEST = 8  # classes in a line


@dataclass(frozen=True)
class Rules:
    """Retired classes are in them as any others: what was true of an image stays true."""

    parents: Mapping[int, int] = field(default_factory=dict)  # of a child, the class that each of its images has, too
    groups: Mapping[int, str] = field(default_factory=dict)  # of a class, its group: an image has at most one of it


def completed(ids: Iterable[int], rules: Rules) -> tuple[int, ...]:
    """With the parents that are missing; ascending, as all sets here."""
    return _sorted(above for id in ids for above in line(id, rules))


def choose(ids: Iterable[int], id: int, rules: Rules) -> tuple[int, ...]:
    """The set with one more class, which takes the place of others in its groups."""
    chosen = set(line(id, rules))
    taken = {rules.groups[each] for each in chosen if each in rules.groups}
    replaced = {each for each in rules.groups if rules.groups[each] in taken} - chosen
    return _sorted([*_without(completed(ids, rules), replaced, rules), *chosen])


def remove(ids: Iterable[int], id: int, rules: Rules) -> tuple[int, ...]:
    """The set without a class, and without all below it."""
    return _sorted(_without(completed(ids, rules), {id}, rules))


def broken(ids: Iterable[int], rules: Rules, unknown: Iterable[int] = ()) -> dict[str, list[list[int]]]:
    """The rules that a set breaks, spelled as in `exported`: a child without its parent; of a group all that are there,
    where these are several. Of what is `unknown`, as the image was not asked about it, nobody can say that it is
    missing."""
    present = set(ids)
    missing = set(rules.parents.values()) - present - set(unknown)
    here = [id for id in rules.groups if id in present]
    return {
        "implies": sorted([id, rules.parents[id]] for id in present if rules.parents.get(id) in missing),
        "exclusive": _several(here, rules),
    }


def exported(rules: Rules) -> dict[str, list[list[int]]]:
    """As the manifest of a version has them (dataset contract, section 18)."""
    implies = sorted([child, parent] for child, parent in rules.parents.items())
    return {"implies": implies, "exclusive": _several(rules.groups, rules)}


def line(id: int, rules: Rules) -> Iterator[int]:
    """The class, and all above it, the nearest first."""
    seen: set[int] = set()
    here: int | None = id
    while here is not None and here not in seen:  # a circle would be no rule; it ends here all the same
        yield here
        seen.add(here)
        here = rules.parents.get(here)


def tree(ids: Sequence[int], parents: Mapping[int, int]) -> list[tuple[int, int]]:
    """Each below its parent, with how many are above it; otherwise in the order that they have. A parent that is none
    of them is none."""
    here = set(ids)
    below = defaultdict(list)
    for id in ids:
        parent = parents.get(id)
        below[parent if parent in here else None].append(id)

    def walk(parent: int | None, depth: int) -> Iterator[tuple[int, int]]:
        for id in below[parent]:
            yield id, depth
            yield from walk(id, depth + 1)

    return list(walk(None, 0))


class Problem(StrEnum):
    """Why rules cannot be those of a project."""

    CIRCLE = "circle"
    DEPTH = "depth"
    GROUP = "group"  # two classes of a line are in it: neither could be chosen with the other


def problem_of(rules: Rules, classes: Iterable[int]) -> Problem | None:
    """The first problem that the lines of these classes have, or none."""
    for id in classes:
        above = list(line(id, rules))
        groups = [rules.groups[each] for each in above if each in rules.groups]
        if rules.parents.get(above[-1]) is not None:
            return Problem.CIRCLE
        if len(above) > DEEPEST:
            return Problem.DEPTH
        if len(groups) > len(set(groups)):
            return Problem.GROUP
    return None


def _without(ids: Sequence[int], gone: set[int], rules: Rules) -> Iterator[int]:
    return (id for id in ids if gone.isdisjoint(line(id, rules)))


def _several(ids: Iterable[int], rules: Rules) -> list[list[int]]:
    """Those of one group together, where they are several."""
    together = defaultdict(list)
    for id in sorted(ids):
        together[rules.groups[id]].append(id)
    return sorted(members for members in together.values() if len(members) > 1)


def _sorted(ids: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(ids)))
