"""Verb: bring in labels that a file holds. First all names are looked up; nothing is written while one is unknown."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, BinaryIO

from annotations.imports import give_labels, label_formats, matching
from annotations.imports.label_formats import Label, LabelFile
from annotations.imports.matching import Match, Matcher, Named
from annotations.imports.report import Listing
from annotations.imports.wanted import Wanted
from annotations.labeling.provenance import Source
from assets.states import Status
from projects.models import Project
from projects.names import name_key

LISTS = ("unknown_images", "unknown_categories", "retired_categories", "ambiguous", "bad_records")
TOOLS = {label_formats.COCO: "COCO", label_formats.CSV: "CSV", label_formats.EXPORT: "Labeler"}  # as people read them
COUNTS = ("to_set", "would_replace", "set", "replaced", "kept", "already_so", "without_label")


@dataclass(frozen=True)
class Problem:
    """A record that cannot be read, in its place in the file: why. It stops nothing else."""

    place: str
    why: str


@dataclass
class Matched:
    """What a file asks for, in this project. `by_rule`: how many images were found by which rule of matching."""

    wanted: Wanted
    status: Status = Status.LABELED
    without_label: int = 0
    lists: dict[str, Listing] = field(default_factory=lambda: {name: Listing() for name in LISTS})
    by_rule: Counter[str] = field(default_factory=Counter)

    @property
    def unclear(self) -> int:
        return sum(listing.count for listing in self.lists.values())

    def report(self, counts: Mapping[str, int]) -> dict[str, Any]:
        """Counts and lists, as the API and the page show them."""
        numbers = {name: counts.get(name, 0) for name in COUNTS} | {"without_label": self.without_label}
        by_rule = {rule.value: self.by_rule[rule] for rule in matching.Rule if self.by_rule[rule]}
        return numbers | {"by_rule": by_rule} | {name: listing.value() for name, listing in self.lists.items()}


@contextmanager
def match(
    project: Project, kind: str, file: BinaryIO, *, alive: Callable[[], object] = lambda: None
) -> Iterator[Matched]:
    """Look up every image and category that the file names. Raises label_files.Unreadable.

    An image is found as `Matcher.find` tells. A category is found by its id in a file of this very project, else by its
    name. `alive` is called now and then.
    """
    wanted = Wanted()
    try:
        with label_formats.opened(kind, file) as labels:
            matched = _Match(project, labels, wanted, TOOLS[kind]).walk(alive)
        yield matched
    finally:
        wanted.close()


def dry_run(project: Project, matched: Matched, *, alive: Callable[[], object] = lambda: None) -> dict[str, Any]:
    """The report of what would be set, without writing."""
    outcomes: Counter[str] = Counter()
    for batch in matched.wanted.batches(give_labels.BATCH):
        outcomes += give_labels.dry_run(project, _categories(batch))
        alive()
    return matched.report(
        {
            "to_set": outcomes[give_labels.TO_SET],
            "would_replace": outcomes[give_labels.KEPT],
            "already_so": outcomes[give_labels.ALREADY],
        }
    )


def write(
    project: Project,
    matched: Matched,
    *,
    by: Any,
    replace: bool,
    op_id: Callable[[int], str],
    progress: Callable[[int, dict[str, Any]], object] = lambda done, report: None,
) -> dict[str, Any]:
    """Set the labels, some in a transaction, and answer the report. What was set under its `op_id` before is not set
    again. `progress` is told, in each transaction, how many are done, and the report so far."""
    outcomes: Counter[str] = Counter()
    done = 0
    for batch in matched.wanted.batches(give_labels.BATCH):
        done += len(batch)

        def in_transaction(fresh: Counter[str], done: int = done, before: Counter[str] = outcomes) -> None:
            progress(done, _written(matched, before + fresh))

        outcomes = outcomes + give_labels.give(
            project,
            _categories(batch),
            by=by,
            op_id=op_id,
            status=matched.status,
            replace=replace,
            in_transaction=in_transaction,
            sources={asset: json.loads(source) for asset, _, source in batch},
        )
    return _written(matched, outcomes)


def _written(matched: Matched, outcomes: Counter[str]) -> dict[str, Any]:
    return matched.report(
        {
            "set": outcomes[give_labels.TO_SET] + outcomes[give_labels.REPLACED],
            "replaced": outcomes[give_labels.REPLACED],
            "kept": outcomes[give_labels.KEPT],
            "already_so": outcomes[give_labels.ALREADY],
        }
    )


def refusal(matched: Matched) -> str:
    """Why nothing is written while names are unclear."""
    words = {
        "unknown_images": ("image is not here", "images are not here"),
        "unknown_categories": ("category is not here", "categories are not here"),
        "retired_categories": ("category was retired", "categories were retired"),
        "ambiguous": ("image is ambiguous", "images are ambiguous"),
        "bad_records": ("record cannot be read", "records cannot be read"),
    }
    parts = [
        f"{matched.lists[name].count:,} {words[name][matched.lists[name].count != 1]}"
        for name in LISTS
        if matched.lists[name].count
    ]
    return f"{', '.join(parts)}. Nothing was written."


def _categories(batch: list[tuple[int, int, str]]) -> dict[int, int]:
    return {asset: category for asset, category, _ in batch}


class _Match:
    """One walk through a file."""

    def __init__(self, project: Project, file: LabelFile, wanted: Wanted, tool: str) -> None:
        self.file = file
        self.tool = tool
        self.is_own = file.dataset_id == str(project.dataset_id)
        self.matcher = Matcher(project, own=self.is_own)
        self.result = Matched(wanted, Status.APPROVED if file.approved else Status.LABELED)
        categories = list(project.categories.all())
        self.by_id = {category.public_id: category for category in categories}
        self.by_name = {category.name_key: category for category in categories}

    def walk(self, alive: Callable[[], object]) -> Matched:
        labels = iter(self.file.labels)
        while batch := list(islice(labels, matching.BATCH)):
            self._take_all([label for label in batch if self._is_clear(label)])
            alive()
        for name in self.result.wanted.clashes():
            self._tell("ambiguous", name, "The file gives it several categories.")
        return self.result

    def _is_clear(self, label: Label | Problem) -> bool:
        """Whether it names one category. What else it is, is told."""
        if isinstance(label, Problem):
            self.result.lists["bad_records"].add(label.place, label.why)
        elif not label.categories:
            self.result.without_label += 1
        elif (count := len({name_key(name.strip()) for name in label.categories})) > 1:
            self._tell("ambiguous", label.name, f"It has {count} categories in the file.")
        else:
            return True
        return False

    def _take_all(self, labels: list[Label]) -> None:
        named = [Named(label.name, sha256=label.sha256, asset=label.asset) for label in labels]
        for label, found in zip(labels, self.matcher.find(named), strict=True):
            self._take(label, found)

    def _take(self, label: Label, found: Match) -> None:
        category_id = self._category(label)
        if found.rule is None:
            self._tell("ambiguous" if found.count else "unknown_images", label.name, found.why)
            return
        self.result.by_rule[found.rule] += 1
        if category_id is not None:
            source = json.dumps(Source(self.tool).value())
            self.result.wanted.put(found.asset, category_id, source, label.name)

    def _category(self, label: Label) -> int | None:
        if self.is_own and label.ids:
            found = self.by_id.get(label.ids[0])
        else:
            found = self.by_name.get(name_key(label.categories[0].strip()))
        if found is None:
            self._tell("unknown_categories", label.categories[0])
        elif not found.active:
            self._tell("retired_categories", found.name)
        else:
            return found.public_id
        return None

    def _tell(self, listing: str, name: str, why: str = "") -> None:
        """Once, however often the file names it."""
        if self.result.wanted.is_new(listing, name):
            self.result.lists[listing].add(name, why)
