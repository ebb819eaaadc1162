"""Verb: bring in labels that a file holds. First all names are looked up; nothing is written while one is unknown."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, BinaryIO
from uuid import UUID

from django.db import transaction

from annotations.imports import give_labels, matching
from annotations.imports.classes import Classes, Decisions, How
from annotations.imports.matching import Match, Matcher, Named
from annotations.imports.problems import Problems
from annotations.imports.reading import opening
from annotations.imports.reading.records import Columns, LabelFile, Problem, Record, State
from annotations.imports.report import Listing
from annotations.imports.wanted import Wanted
from annotations.labeling import record as answers
from annotations.labeling.provenance import Source
from assets.states import Status
from core.storage.scratch import work_dir
from projects.models import Project

LISTS = ("unknown_images", "unknown_categories", "retired_categories", "ambiguous", "bad_records")
COUNTS = ("to_set", "would_replace", "set", "replaced", "kept", "already_so", "not_set", "without_label", "skipped")
OF_CLASSES = {How.UNKNOWN: "unknown_categories", How.RETIRED: "retired_categories"}
SKIPPED = 0  # instead of a class: somebody left the image out

# Which images of this project a file means, and why not: Matcher.find, or one that knows more.
Find = Callable[[list[Named]], list[Match]]


@dataclass
class Matched:
    """What a file asks for, in this project. `title`: what the file is, for people. `records`: how many it has.
    `by_rule`: how many images were found by which rule of matching."""

    wanted: Wanted
    classes: Classes
    problems: Problems
    title: str = ""
    columns: Columns | None = None
    status: Status = Status.LABELED
    records: int = 0
    without_label: int = 0
    left_out: int = 0
    lists: dict[str, Listing] = field(default_factory=lambda: {name: Listing() for name in LISTS})
    by_rule: Counter[str] = field(default_factory=Counter)

    @property
    def unclear(self) -> int:
        return sum(listing.count for listing in self.lists.values())

    def report(self, counts: Mapping[str, int], **more: Any) -> dict[str, Any]:
        """Counts and lists, as the API and the page show them."""
        numbers = {name: counts.get(name, 0) for name in COUNTS}
        numbers |= {"without_label": self.without_label, "left_out": self.left_out, "records": self.records}
        by_rule = {rule.value: self.by_rule[rule] for rule in matching.Rule if self.by_rule[rule]}
        lists = {name: listing.value() for name, listing in self.lists.items()}
        return {
            "title": self.title,
            **numbers,
            "status": self.status.value,
            "by_rule": by_rule,
            **lists,
            **more,
        }


@contextmanager
def match(
    project: Project,
    file: BinaryIO,
    *,
    decisions: Decisions | None = None,
    find: Callable[[Matcher], Find] = lambda matcher: matcher.find,
    alive: Callable[[], object] = lambda: None,
) -> Iterator[Matched]:
    """Look up every image and category that the file names. Raises reading.records.Unreadable, and ColumnsUnclear where
    somebody has to say which columns of a table are meant.

    An image is found as `Matcher.find` tells, a category as `Classes` does. `alive` is called now and then.
    """
    decided = decisions or Decisions()
    wanted, problems = Wanted(), Problems()
    try:
        with opening.opened(
            file, columns=decided.columns, classes=decided.folders, work_dir=work_dir(), alive=alive
        ) as labels:
            own = labels.dataset_id == str(project.dataset_id)
            classes = Classes(project, decided, own=own)
            matched = Matched(wanted, classes, problems, labels.title, labels.columns)
            _Walk(labels, matched, find(Matcher(project, own=own))).go(alive)
        yield matched
    finally:
        wanted.close()
        problems.close()


def dry_run(
    project: Project, matched: Matched, *, carried_skips: int = 0, alive: Callable[[], object] = lambda: None
) -> dict[str, Any]:
    """The report of what would be set, without writing. It tells of each class what it would do, whichever category
    somebody chooses for it, so that a page can tell at once what a choice does. `carried_skips`: images that would be
    skipped, and come with the file."""
    skips: Counter[str] = Counter({give_labels.TO_SET: carried_skips})
    for batch in matched.wanted.batches(give_labels.BATCH):
        rows = answers.read(project, [asset for asset, _, _ in batch])
        for asset, number, _ in batch:
            if asset in rows and number == SKIPPED:
                skips[give_labels.judge(rows[asset].answer, give_labels.SKIPPED, replace=False)] += 1
            elif asset in rows:
                matched.classes[number].meets(rows[asset].answer)
        alive()
    known = [each for each in matched.classes.all() if each.category or each.how == How.NEW]
    return matched.report(
        {
            "skipped": skips[give_labels.TO_SET],
            "to_set": skips[give_labels.TO_SET] + sum(each.free for each in known),
            "already_so": skips[give_labels.ALREADY] + sum(each.already for each in known),
            "would_replace": skips[give_labels.KEPT] + sum(each.answered.total() - each.already for each in known),
        },
        classes=matched.classes.value(alive),
        matched=len(matched.wanted),
        skips={name: skips[name] for name in (give_labels.TO_SET, give_labels.ALREADY, give_labels.KEPT)},
        problems=matched.problems.value(),
        places=matched.problems.count,
        columns=_columns(matched.columns),
    )


def write(
    project: Project,
    matched: Matched,
    *,
    by: Any,
    replace: bool,
    op_id: Callable[[int], str],
    bulk: UUID | None = None,
    begun: Mapping[str, Any] | None = None,
    progress: Callable[[int, dict[str, Any]], object] = lambda done, report: None,
) -> dict[str, Any]:
    """Set the labels, some in a transaction, and answer the report. What was set under its `op_id` before is not set
    again. Categories that were decided to be new are made first. `bulk`: the action that all of it is. `begun`: the
    report of a run that was interrupted. `progress` is told, in each transaction, how many are done, and the report so
    far."""
    outcomes: Counter[str] = Counter()
    with transaction.atomic():
        fresh = matched.classes.make(project, by=by)
        made = [*(begun or {}).get("new_categories", ()), *fresh]
        if fresh:
            progress(0, _written(matched, outcomes, made))
    done = 0
    for batch in matched.wanted.batches(give_labels.BATCH):
        done += len(batch)

        def in_transaction(fresh: Counter[str], done: int = done, before: Counter[str] = outcomes) -> None:
            progress(done, _written(matched, before + fresh, made))

        wanted = {asset: matched.classes.target(number) if number else SKIPPED for asset, number, _ in batch}
        outcomes = outcomes + give_labels.give(
            project,
            {asset: category for asset, category in wanted.items() if category is not None and category >= 0},
            by=by,
            op_id=op_id,
            status=matched.status,
            replace=replace,
            bulk=bulk,
            in_transaction=in_transaction,
            sources={asset: json.loads(source) for asset, _, source in batch},
        )
    return _written(matched, outcomes, made)


def _written(matched: Matched, outcomes: Counter[str], made: list[str]) -> dict[str, Any]:
    return matched.report(
        {
            "set": outcomes[give_labels.TO_SET] + outcomes[give_labels.REPLACED],
            "skipped": outcomes[give_labels.SKIPS],
            "replaced": outcomes[give_labels.REPLACED],
            "kept": outcomes[give_labels.KEPT],
            "already_so": outcomes[give_labels.ALREADY],
            "not_set": outcomes[give_labels.NOT_SET],
        },
        new_categories=made,
    )


def unclear_columns(columns: Columns, message: str) -> dict[str, Any]:
    """The report of a table of which somebody has to choose two columns before it can be read."""
    return {"title": "CSV", "columns": _columns(columns), "columns_unclear": message}


def refusal(matched: Matched) -> str:
    """Why nothing is written while names are unclear; "" where nothing is."""
    return _refusal({name: listing.count for name, listing in matched.lists.items()})


def refusal_of(report: Mapping[str, Any]) -> str:
    """The same of a report."""
    return _refusal({name: report[name]["count"] for name in LISTS})


def _refusal(counts: Mapping[str, int]) -> str:
    words = {
        "unknown_images": ("image is not here", "images are not here"),
        "unknown_categories": ("category is not here", "categories are not here"),
        "retired_categories": ("category was retired", "categories were retired"),
        "ambiguous": ("image is ambiguous", "images are ambiguous"),
        "bad_records": ("record cannot be read", "records cannot be read"),
    }
    parts = [f"{counts[name]:,} {words[name][counts[name] != 1]}" for name in LISTS if counts[name]]
    return f"{', '.join(parts)}. Nothing was written." if parts else ""


def _columns(columns: Columns | None) -> dict[str, Any] | None:
    if columns is None:
        return None
    return {
        "names": list(columns.names),
        "rows": [list(row) for row in columns.rows],
        "file": columns.file,
        "category": columns.category,
        "header": columns.header,
    }


class _Walk:
    """One way through a file."""

    def __init__(self, file: LabelFile, matched: Matched, find: Find) -> None:
        self.records = file.records
        self.tool = file.title.partition(",")[0]
        self.result = matched
        self.find = find

    def go(self, alive: Callable[[], object]) -> None:
        said = iter(self.records)
        while batch := list(islice(said, matching.BATCH)):
            self.result.records += len(batch)
            records = [each for each in batch if isinstance(each, Record)]
            classes = [self._class_of(each) for each in records]
            self._take_all(
                [(each, number) for each, number in zip(records, classes, strict=True) if number is not None]
            )
            for problem in batch:
                if isinstance(problem, Problem):
                    self.result.lists["bad_records"].add(problem.place, problem.why)
                    self.result.problems.add("bad_records", problem.place, "", problem.why)
            alive()
        for name in self.result.wanted.clashes():
            self._tell_image("ambiguous", "", name, "The file gives it several categories.")
        for each in self.result.classes.unclear():
            self.result.lists[OF_CLASSES[each.how]].add(each.name)

    def _class_of(self, record: Record) -> int | None:
        """The number of its class, or SKIPPED. None where it names none, or several; which of both, is told."""
        if record.note:
            self.result.problems.add("notes", record.place, record.path, record.note)
        if record.state == State.SKIPPED:
            return SKIPPED
        if not record.categories:
            self.result.without_label += 1
            return None
        classes = self.result.classes
        ids = dict(zip(record.categories, record.ids, strict=False))
        numbers = [classes.number(name, ids.get(name, 0)) for name in record.categories]
        kept = [number for number in numbers if classes.target(number) is not None] or numbers
        if (count := len({classes.target(number) for number in kept})) > 1:
            why = f"It has {count} categories in the file."
            self._tell_image("ambiguous", record.place, record.path, why, "They have several categories in the file.")
            return None
        return kept[0]

    def _take_all(self, records: list[tuple[Record, int]]) -> None:
        named = [Named(each.path, each.other_paths, each.sha256, each.asset) for each, _ in records]
        for (record, number), found in zip(records, self.find(named), strict=True):
            self._take(record, number, found)

    def _take(self, record: Record, number: int, found: Match) -> None:
        if record.state == State.APPROVED:  # of all of a file, or of none
            self.result.status = Status.APPROVED
        if number != SKIPPED:
            self.result.classes[number].count += 1
        if found.rule is None and found.count:
            self._tell_image("ambiguous", record.place, record.path, found.why, "Several images here are called so.")
        elif found.rule is None:
            self._tell_image("unknown_images", record.place, record.path, found.why)
        else:
            self.result.by_rule[found.rule] += 1
            target = SKIPPED if number == SKIPPED else self.result.classes.target(number)
            if target is None:  # counted all the same: somebody may choose otherwise yet
                self.result.left_out += 1
                target = -number
            source = Source(self.tool, record.by, record.at, record.origin)
            self.result.wanted.put(found.asset, number, target, json.dumps(source.value()), record.path)

    def _tell_image(self, listing: str, place: str, name: str, why: str, reason: str = "") -> None:
        """Once, however often the file names it."""
        if self.result.wanted.is_new(listing, name):
            self.result.lists[listing].add(name, why)
            self.result.problems.add(listing, place, name, why, reason=reason)
