"""Verb: bring in labels that a file holds. First all names are looked up; nothing is written while one is unknown."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, BinaryIO

from annotations.imports import give_labels, label_formats
from annotations.imports.label_formats import Label, LabelFile
from annotations.imports.report import Listing
from assets.images.names import sort_name
from assets.states import Status
from projects.models import Project
from projects.names import name_key

BATCH = 500  # names that are looked up at once
LISTS = ("unknown_images", "unknown_categories", "retired_categories", "ambiguous")
COUNTS = ("to_set", "would_replace", "set", "replaced", "kept", "already_so", "without_label")


@dataclass
class Matched:
    """What a file asks for, in this project. `wanted`: asset number to public category id."""

    wanted: dict[int, int] = field(default_factory=dict)
    status: Status = Status.LABELED
    without_label: int = 0
    lists: dict[str, Listing] = field(default_factory=lambda: {name: Listing() for name in LISTS})

    @property
    def unclear(self) -> int:
        return sum(listing.count for listing in self.lists.values())

    def report(self, counts: Mapping[str, int]) -> dict[str, Any]:
        """Counts and lists, as the API and the page show them."""
        numbers = {name: counts.get(name, 0) for name in COUNTS} | {"without_label": self.without_label}
        return numbers | {name: listing.value() for name, listing in self.lists.items()}


def match(project: Project, kind: str, file: BinaryIO, *, alive: Callable[[], object] = lambda: None) -> Matched:
    """Look up every image and category that the file names. Raises label_files.Unreadable.

    An image is found by its bytes where the file tells their hash; else by its file name, whatever folders stand
    before it, exactly or, when that finds nothing, in upper or lower case. A category is found by its id in a file of
    this very project, else by its name. `alive` is called now and then.
    """
    with label_formats.opened(kind, file) as labels:
        return _Match(project, labels).walk(alive)


def dry_run(project: Project, matched: Matched, *, alive: Callable[[], object] = lambda: None) -> dict[str, Any]:
    """The report of what would be set, without writing."""
    outcomes: Counter[str] = Counter()
    for batch in _batches(matched.wanted):
        outcomes += give_labels.dry_run(project, batch)
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
    for batch in _batches(matched.wanted):
        done += len(batch)

        def in_transaction(fresh: Counter[str], done: int = done, before: Counter[str] = outcomes) -> None:
            progress(done, _written(matched, before + fresh))

        outcomes = outcomes + give_labels.give(
            project, batch, by=by, op_id=op_id, status=matched.status, replace=replace, in_transaction=in_transaction
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
    }
    parts = [
        f"{matched.lists[name].count:,} {words[name][matched.lists[name].count != 1]}"
        for name in LISTS
        if matched.lists[name].count
    ]
    return f"{', '.join(parts)}. Nothing was written."


def _batches(wanted: dict[int, int]) -> Iterator[dict[int, int]]:
    rows = iter(sorted(wanted.items()))
    while batch := dict(islice(rows, give_labels.BATCH)):
        yield batch


class _Match:
    """One walk through a file."""

    def __init__(self, project: Project, file: LabelFile) -> None:
        self.project = project
        self.file = file
        self.is_own = file.dataset_id == str(project.dataset_id)
        self.result = Matched(status=Status.APPROVED if file.approved else Status.LABELED)
        categories = list(project.categories.all())
        self.by_id = {category.public_id: category for category in categories}
        self.by_name = {category.name_key: category for category in categories}
        self.listed: set[tuple[str, str]] = set()  # what stands in the lists
        self.conflicting: set[int] = set()  # assets that the file gives several categories

    def walk(self, alive: Callable[[], object]) -> Matched:
        labels = iter(self.file.labels)
        while batch := list(islice(labels, BATCH)):
            find = self._finder(batch)
            for label in batch:
                self._take(label, find)
            alive()
        return self.result

    def _take(self, label: Label, find: Callable[[Label], tuple[int, ...]]) -> None:
        if not label.categories:
            self.result.without_label += 1
            return
        if len(label.categories) > 1:
            self._tell("ambiguous", label.name, f"It has {len(label.categories)} categories in the file.")
            return
        category_id = self._category(label)
        assets = find(label)
        if not assets:
            self._tell("unknown_images", label.name)
        elif len(assets) > 1:
            what = "have these bytes" if label.sha256 else "have this name"
            self._tell("ambiguous", label.name, f"{len(assets):,} images {what}.")
        elif category_id is not None:
            self._want(assets[0], category_id, label)

    def _want(self, asset: int, category_id: int, label: Label) -> None:
        if asset in self.conflicting:
            return
        if self.result.wanted.setdefault(asset, category_id) != category_id:
            del self.result.wanted[asset]
            self.conflicting.add(asset)
            self._tell("ambiguous", label.name, "The file gives it several categories.")

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
        if (listing, name) not in self.listed:
            self.listed.add((listing, name))
            self.result.lists[listing].add(name, why)

    def _finder(self, batch: Iterable[Label]) -> Callable[[Label], tuple[int, ...]]:
        """Finds the assets that a label of this batch names, in memory, after two queries."""
        hashes = {label.sha256 for label in batch if label.sha256}
        names = {sort_name(_last(label.name)) for label in batch if not label.sha256}
        by_hash: dict[str, list[int]] = {}
        for pk, sha256 in self.project.assets.filter(sha256__in=hashes).values_list("pk", "sha256"):
            by_hash.setdefault(sha256, []).append(pk)
        exact: dict[str, list[int]] = {}
        folded: dict[str, list[int]] = {}
        rows = self.project.assets.filter(sort_name__in=names).values_list("pk", "original_name", "sort_name")
        for pk, name, key in rows:
            exact.setdefault(name, []).append(pk)
            folded.setdefault(key, []).append(pk)

        def find(label: Label) -> tuple[int, ...]:
            if label.sha256:
                found = by_hash.get(label.sha256, [])
                # Frames of one video may have equal bytes; in a file of this project the number tells them apart.
                return (label.asset,) if self.is_own and label.asset in found else tuple(found)
            name = _last(label.name)
            return tuple(exact.get(name) or folded.get(sort_name(name)) or ())

        return find


def _last(path: str) -> str:
    """The last component of a path of any system."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2].strip()
