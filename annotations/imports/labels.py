"""Verb: bring in labels that a file holds. First all names are looked up; nothing is written while one is unknown."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, BinaryIO

from annotations.imports import give_labels, matching
from annotations.imports.matching import Match, Matcher, Named
from annotations.imports.reading import opening
from annotations.imports.reading.records import LabelFile, Problem, Record, State
from annotations.imports.report import Listing
from annotations.imports.wanted import Wanted
from annotations.labeling.provenance import Source
from assets.states import Status
from core.storage.scratch import work_dir
from projects.models import Project
from projects.names import name_key

LISTS = ("unknown_images", "unknown_categories", "retired_categories", "ambiguous", "bad_records")
COUNTS = ("to_set", "would_replace", "set", "replaced", "kept", "already_so", "without_label", "skipped")


@dataclass
class Matched:
    """What a file asks for, in this project. `title`: what the file is, for people. `by_rule`: how many images were
    found by which rule of matching."""

    wanted: Wanted
    title: str = ""
    status: Status = Status.LABELED
    without_label: int = 0
    lists: dict[str, Listing] = field(default_factory=lambda: {name: Listing() for name in LISTS})
    by_rule: Counter[str] = field(default_factory=Counter)

    @property
    def unclear(self) -> int:
        return sum(listing.count for listing in self.lists.values())

    def report(self, counts: Mapping[str, int]) -> dict[str, Any]:
        """Counts and lists, as the API and the page show them."""
        numbers = {name: counts.get(name, 0) for name in COUNTS}
        numbers |= {"without_label": self.without_label}
        by_rule = {rule.value: self.by_rule[rule] for rule in matching.Rule if self.by_rule[rule]}
        return {"title": self.title, **numbers, "by_rule": by_rule} | {
            name: listing.value() for name, listing in self.lists.items()
        }


@contextmanager
def match(project: Project, file: BinaryIO, *, alive: Callable[[], object] = lambda: None) -> Iterator[Matched]:
    """Look up every image and category that the file names. Raises reading.records.Unreadable.

    An image is found as `Matcher.find` tells. A category is found by its id in a file of this very project, else by its
    name. `alive` is called now and then.
    """
    wanted = Wanted()
    try:
        with opening.opened(file, work_dir=work_dir(), alive=alive) as labels:
            matched = _Match(project, labels, wanted).walk(alive)
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
            "skipped": outcomes[give_labels.SKIPS],
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
            "skipped": outcomes[give_labels.SKIPS],
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

    def __init__(self, project: Project, file: LabelFile, wanted: Wanted) -> None:
        self.file = file
        self.tool = file.title.partition(",")[0]
        self.is_own = file.dataset_id == str(project.dataset_id)
        self.matcher = Matcher(project, own=self.is_own)
        self.result = Matched(wanted, title=file.title)
        categories = list(project.categories.all())
        self.by_id = {category.public_id: category for category in categories}
        self.by_name = {category.name_key: category for category in categories}

    def walk(self, alive: Callable[[], object]) -> Matched:
        said = iter(self.file.records)
        while batch := list(islice(said, matching.BATCH)):
            self._take_all([each for each in batch if isinstance(each, Record) and self._is_clear(each)])
            for problem in batch:
                if isinstance(problem, Problem):
                    self.result.lists["bad_records"].add(problem.place, problem.why)
            alive()
        for name in self.result.wanted.clashes():
            self._tell("ambiguous", name, "The file gives it several categories.")
        return self.result

    def _is_clear(self, record: Record) -> bool:
        """Whether it names one category, or says that there is none. What else it is, is told."""
        if record.state == State.SKIPPED:
            return True
        if not record.categories:
            self.result.without_label += 1
        elif (count := len({name_key(name.strip()) for name in record.categories})) > 1:
            self._tell("ambiguous", record.path, f"It has {count} categories in the file.")
        else:
            return True
        return False

    def _take_all(self, records: list[Record]) -> None:
        named = [Named(each.path, each.other_paths, each.sha256, each.asset) for each in records]
        for record, found in zip(records, self.matcher.find(named), strict=True):
            self._take(record, found)

    def _take(self, record: Record, found: Match) -> None:
        if record.state == State.APPROVED:  # of all of a file, or of none
            self.result.status = Status.APPROVED
        category_id = give_labels.SKIPPED if record.state == State.SKIPPED else self._category(record)
        if found.rule is None:
            self._tell("ambiguous" if found.count else "unknown_images", record.path, found.why)
            return
        self.result.by_rule[found.rule] += 1
        if category_id is not None:
            source = Source(self.tool, record.by, record.at, record.origin)
            self.result.wanted.put(found.asset, category_id, json.dumps(source.value()), record.path)

    def _category(self, label: Record) -> int | None:
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
