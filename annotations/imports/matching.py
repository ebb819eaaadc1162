"""Which images a file of labels means, by what it says of each: bytes, a number, a path.

However long the file is, it takes the same memory: some hundred are looked up at once, by a few queries.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice
from typing import NamedTuple

from django.db.models import Count, QuerySet

from annotations.imports.suffixes import Backwards, Near, Paths, backwards
from assets.images import names as asset_names
from assets.images.names import path_of, sort_name
from assets.models import Asset, AssetName, AssetQuerySet
from core.db import these
from core.storage.scratch import work_dir
from projects.models import Project

BATCH = 500  # that are looked up at once
MOST_ROWS = 20_000  # of all names of a batch, before those that very many images have are looked at by themselves
CROWD = 100  # images of one name, from which on they are kept for the next batches
# Names that share as much, among which the spelling is looked at; more of them are of several images for sure.
MOST_COMPARED = 2 * (1 + asset_names.MOST)
MOST_TOLD = 3
OTHER = "+"  # marks another name of an asset


class Rule(StrEnum):
    """By what an image was found, the surest first."""

    CONTENT = "content"
    WITH_IT = "with_it"  # a picture of the same zip, which is not here yet
    NUMBER = "number"
    PATH = "path"  # with at least one folder
    NAME = "name"
    OTHER_NAME = "other_name"  # under which its bytes came again
    SPELLING = "spelling"  # only in another upper or lower case, or with accents written in another way


class Named(NamedTuple):
    """What a file says of one image. `other_paths`: to be tried where `path` finds nothing. Where the file tells them:
    the `sha256` of its bytes, and its number `asset`."""

    path: str
    other_paths: tuple[str, ...] = ()
    sha256: str = ""
    asset: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """The number of the image and the rule that found it. Without: `count` images that nothing tells apart, none where
    it is not here; `why` says which they are."""

    asset: int = 0
    rule: Rule | None = None
    count: int = 0
    why: str = ""


MISSING = Match()


class Matcher:
    """Finds the images of one project. `own`: the numbers that a file tells are those of this project."""

    def __init__(self, project: Project, *, own: bool = False) -> None:
        self._project = project
        self._own = own
        self._crowds: dict[str, Paths] = {}  # by name; together at most all the names of the project

    def find(self, batch: Sequence[Named]) -> list[Match]:
        """One answer for each, in order; at most `BATCH` at once.

        By its bytes, where the file tells their hash. Else by its number, where it is one of this project. Else by the
        path that shares most whole components with that of the file, from the name backwards. Of several that share as
        much, by that which is spelled most alike; when there are still several, nothing tells them apart.
        """
        contents = self._by_content([each for each in batch if each.sha256])
        numbers = self._by_number([each.asset for each in batch if not each.sha256])
        by_path = [each for each in batch if not each.sha256 and each.asset not in numbers]
        paths = dict(zip(map(id, by_path), self._by_path(by_path), strict=True))
        return [self._answer(each, contents, numbers, paths) for each in batch]

    def _answer(self, each: Named, contents: dict[str, list[int]], numbers: set[int], paths: dict[int, Match]) -> Match:
        if not each.sha256:
            return Match(each.asset, Rule.NUMBER) if each.asset in numbers else paths[id(each)]
        found = contents.get(each.sha256, [])
        if len(found) == 1:
            return Match(found[0], Rule.CONTENT)
        if self._own and each.asset in found:
            # Frames of one video may have equal bytes.
            return Match(each.asset, Rule.NUMBER)
        return Match(count=len(found), why=f"{len(found):,} images have these bytes.") if found else MISSING

    def _by_content(self, asked: Sequence[Named]) -> dict[str, list[int]]:
        """Those that have these bytes, or were made of them."""
        found: dict[str, list[int]] = {}
        if hashes := {each.sha256 for each in asked}:
            assets = self._project.assets.present()
            as_they_are = assets.filter(sha256__in=hashes).values_list("pk", "sha256")
            converted = assets.filter(upload_sha256__in=hashes).values_list("pk", "upload_sha256")
            # Not one condition with OR, for which SQLite would go through the whole project.
            for pk, sha256 in sorted(as_they_are.union(converted)):
                found.setdefault(sha256, []).append(pk)
        return found

    def _by_number(self, asked: Iterable[int]) -> set[int]:
        numbers = {number for number in asked if number} if self._own else set()
        if not numbers:
            return set()
        return set(self._project.assets.present().filter(pk__in=these(numbers)).values_list("pk", flat=True))

    # --- by path ---

    def _by_path(self, asked: Sequence[Named]) -> list[Match]:
        wanted = [[backwards(path) for path in (each.path, *each.other_paths)] for each in asked]
        names = {sort_name(path.spelled[0]) for spellings in wanted for path in spellings} - {""}
        nearby = self._paths_of(names)
        found = [self._nearest(spellings, nearby) for spellings in wanted]
        spelled = _spelled(near for _, near in found if near.count <= MOST_COMPARED)
        return [_closest(path, near, spelled) for path, near in found]

    def _nearest(self, spellings: Sequence[Backwards], nearby: Paths) -> tuple[Backwards, Near]:
        """Of the first spelling that finds something."""
        for path in spellings:
            near = self._crowds.get(sort_name(path.spelled[0]), nearby).nearest(path, most=MOST_COMPARED)
            if near.count:
                return path, near
        return spellings[0], Near(0, 0, [])

    def _paths_of(self, names: set[str]) -> Paths:
        """All paths of the project with these names, but for those of crowds."""
        asked = _Called(self._project, names - self._crowds.keys())
        rows = list(islice(asked.rows(), MOST_ROWS + 1))
        if len(rows) > MOST_ROWS:
            crowds = asked.crowds()
            self._crowds |= {name: _kept(_Called(self._project, {name}).rows()) for name in crowds}
            rows = list(_Called(self._project, asked.names - crowds).rows())
        return _kept(rows)


Spelled = Mapping[str, tuple[int, str]]  # by mark: the asset, and its path as it is spelled


@dataclass(frozen=True)
class _Called:
    """All that is called by one of these names, with folders before it or not."""

    project: Project
    names: set[str]

    def rows(self) -> Iterator[tuple[str, str]]:
        """Path and mark, as they are asked for."""
        own = self._own().values_list("pk", "folder", "original_name")
        others = self._others().values_list("pk", "path")
        return chain(
            ((path_of(folder, name), str(pk)) for pk, folder, name in own.iterator()),
            ((path, f"{pk}{OTHER}") for pk, path in others.iterator()),
        )

    def crowds(self) -> set[str]:
        """Those of the names that very many have."""
        own = self._own().order_by().values("sort_name").annotate(images=Count("pk")).filter(images__gt=CROWD)
        others = self._others().order_by().values("key").annotate(images=Count("pk")).filter(images__gt=CROWD)
        return {*own.values_list("sort_name", flat=True), *others.values_list("key", flat=True)}

    def _own(self) -> AssetQuerySet:
        return self.project.assets.present().filter(sort_name__in=self.names)

    def _others(self) -> QuerySet[AssetName]:
        return AssetName.objects.filter(key__in=self.names, asset__project=self.project)


def _kept(rows: Iterable[tuple[str, str]]) -> Paths:
    paths = Paths(work_dir())
    for path, mark in rows:
        paths.add(path, mark)
    return paths


def _spelled(nears: Iterable[Near]) -> Spelled:
    """Of all that is near, by two queries."""
    marks = {mark for near in nears for mark in near.marks}
    others = {mark for mark in marks if mark.endswith(OTHER)}
    own = Asset.objects.filter(pk__in=these(int(mark) for mark in marks - others))
    found = {
        str(pk): (pk, path_of(folder, name)) for pk, folder, name in own.values_list("pk", "folder", "original_name")
    }
    rows = AssetName.objects.filter(pk__in=these(int(mark.removesuffix(OTHER)) for mark in others)) if others else ()
    return found | {f"{row.pk}{OTHER}": (row.asset_id, row.path) for row in rows}


def _closest(path: Backwards, near: Near, spelled: Spelled) -> Match:
    """The one that is spelled most alike, of those that share most."""
    if near.count > MOST_COMPARED:
        return Match(count=near.count, why=f"{near.count:,} names of images here end like it.")
    ranked = [(path.shared_with(backwards(spelled[mark][1])), mark) for mark in near.marks if mark in spelled]
    best = max((rank for rank, _ in ranked), default=None)
    marks = sorted((mark for rank, mark in ranked if rank == best), key=lambda mark: (mark.endswith(OTHER), mark))
    assets = {spelled[mark][0]: spelled[mark][1] for mark in reversed(marks)}  # by its own name rather than by another
    if best is None or not assets:
        return MISSING
    if len(assets) > 1:
        return Match(count=len(assets), why=_why_not_clear(assets))
    return Match(next(iter(assets)), _rule(best, marks[0]))


def _rule(shared: tuple[bool, ...], mark: str) -> Rule:
    if mark.endswith(OTHER):
        return Rule.OTHER_NAME
    if not all(shared):
        return Rule.SPELLING
    return Rule.PATH if len(shared) > 1 else Rule.NAME


def _why_not_clear(assets: Mapping[int, str]) -> str:
    told = [f"{path} (number {pk})" for pk, path in sorted(assets.items())]
    more = f" and {len(told) - MOST_TOLD:,} more" if len(told) > MOST_TOLD else ""
    return f"{len(told):,} images are called so: {', '.join(told[:MOST_TOLD])}{more}."
