"""What the step from one dataset version to another means for a model. Pure: dataset contract, sections 3, 9 and 13."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contract import labeler_contract
from contract.labeler_contract import Definitions

IDENTICAL = "identical"
SAME_LABELS = "same_labels"
EXTENDED = "extended"
RENAMED = "renamed"
TASK_CHANGED = "task_changed"
INCOMPATIBLE = "incompatible"

MOST_NAMED = 4  # categories in a sentence


@dataclass(frozen=True)
class Verdict:
    """`code` for programs; `title`, what it means and what to do for people. `fits`: a model that was trained on the
    version that one came from may be used where the other one is expected."""

    code: str
    title: str
    meaning: str
    action: str
    fits: bool


@dataclass(frozen=True)
class Side:
    """A version as far as its verdict is concerned. `categories` as manifest.json lists them."""

    number: int
    dataset_id: str
    task_type: str
    categories: Sequence[Mapping[str, Any]]

    @property
    def name(self) -> str:
        return f"v{self.number}"

    @property
    def definitions(self) -> Definitions:
        five = [{key: category[key] for key in labeler_contract.FIELDS} for category in self.categories]
        return Definitions(
            names=[category["name"] for category in five],
            categories=five,
            dataset_id=self.dataset_id,
            task_type=self.task_type,
            labels_hash=labeler_contract.labels_hash(five),
        )


def judge(older: Side, newer: Side, images: Mapping[str, int]) -> Verdict:
    """The verdict on the step from `older` to `newer`. `images`: how many were added, removed, relabeled and moved."""
    if older.task_type != newer.task_type:
        return _task_changed(older, newer)
    before, after = older.definitions, newer.definitions
    problem = labeler_contract.compare(before, after)
    if problem.code == labeler_contract.REFUSED:
        return _incompatible(older, newer, problem.words)
    if before.labels_hash == after.labels_hash:
        changed = any(images[kind] for kind in ("added", "removed", "relabeled", "moved"))
        return _same_labels(older, newer, images) if changed else _identical(older, newer)
    if len(before.names) < len(after.names):
        return _extended(older, newer)
    return _renamed(older, newer)


def _identical(older: Side, newer: Side) -> Verdict:
    return Verdict(
        IDENTICAL,
        "Identical",
        f"{older.name} and {newer.name} hold the same images, labels and definitions.",
        "Nothing to do: a model of one is a model of the other.",
        fits=True,
    )


def _same_labels(older: Side, newer: Side, images: Mapping[str, int]) -> Verdict:
    only_added = not (images["removed"] or images["relabeled"] or images["moved"])
    corrected = f" {newer.name} corrects labels, so training again is worth it." if images["relabeled"] else ""
    return Verdict(
        SAME_LABELS,
        "Same labels, more data" if only_added else "Same labels, other data",
        f"The classes are the same, in name and order: the labels_hash of {older.name} and {newer.name} is equal.",
        f"A model trained on {older.name} fits {newer.name}. Train again to learn from what is new.{corrected}",
        fits=True,
    )


def _extended(older: Side, newer: Side) -> Verdict:
    here, now = len(older.categories), len(newer.categories)
    added = [f"{category['class_index']} {category['name']}" for category in newer.categories[here:]]
    also = _renames(older, newer)
    return Verdict(
        EXTENDED,
        "Extended",
        f"{newer.name} adds {counted(now - here, 'class', 'classes')} at the end: {some(added)}. "
        f"The first {here} keep their places.{also}",
        f"Models trained on {older.name} stay valid with their {counted(here, 'output')} and never answer a new one. "
        f"Train again with {now} to know all. A model of {newer.name} does not fit where {older.name} is expected.",
        fits=True,
    )


def _renamed(older: Side, newer: Side) -> Verdict:
    changed = category_changes(older.categories, newer.categories)
    states = {
        words: [f"{entry['class_index']} {entry['name']}" for entry in changed[kind]]
        for kind, words in (("retired", "Retired"), ("restored", "In use again"), ("regrouped", "In another group"))
        if changed[kind]
    }
    if changed["renamed"]:
        title, hint = "Renamed", f"Take the names from the manifest of {newer.name}."
    elif changed["retired"]:
        title, hint = (
            "Same classes, some retired",
            "A model may still answer a retired class: decide what happens then.",
        )
    else:
        title, hint = "Same classes, defined anew", f"Take their groups and states from the manifest of {newer.name}."
    sentences = [f"{words}: {some(names)}." for words, names in states.items()]
    meaning = " ".join([f"Every class kept its place.{_renames(older, newer)}", *sentences])
    return Verdict(RENAMED, title, meaning, f"No retraining: each output means what it meant. {hint}", fits=True)


def _task_changed(older: Side, newer: Side) -> Verdict:
    before, now = (labeler_contract.head(side.task_type) for side in (older, newer))
    return Verdict(
        TASK_CHANGED,
        "Another task type",
        f"{older.name} is of {before}, {newer.name} of {now}.",
        f"A model of {older.name} does not fit {newer.name}, nor the other way round, even with equal classes. Train a "
        f"new one on {newer.name}.",
        fits=False,
    )


def _incompatible(older: Side, newer: Side, reason: str) -> Verdict:
    here, now = len(older.categories), len(newer.categories)
    unknown = [f"{category['class_index']} {category['name']}" for category in older.categories[now:]]
    if unknown:
        reason = (
            f"{older.name} has {counted(here, 'class', 'classes')}, {newer.name} has {now}. "
            f"Nothing in {newer.name} tells what these outputs mean: {some(unknown)}."
        )
    return Verdict(
        INCOMPATIBLE,
        "Incompatible",
        reason.removeprefix("refused: "),
        f"Do not use a model trained on {older.name} where {newer.name} is expected: its outputs would be taken for "
        f"other classes. Use one trained on {newer.name} or on an earlier version.",
        fits=False,
    )


def _renames(older: Side, newer: Side) -> str:
    renamed = category_changes(older.categories, newer.categories)["renamed"]
    sentences = [f"{entry['from']} is now {entry['to']}" for entry in renamed]
    return f" Renamed: {some(sentences)}." if sentences else ""


def category_changes(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> dict[str, list[dict[str, Any]]]:
    """Categories added, missing, renamed, retired, restored and regrouped, each list by id."""
    old = {category["id"]: category for category in before}
    new = {category["id"]: category for category in after}
    both = [(old[number], new[number]) for number in sorted(old.keys() & new.keys())]
    return {
        "added": [_entry(new[number]) for number in sorted(new.keys() - old.keys())],
        "missing": [_entry(old[number]) for number in sorted(old.keys() - new.keys())],
        "renamed": [
            {"id": a["id"], "class_index": a["class_index"], "from": a["name"], "to": b["name"]}
            for a, b in both
            if a["name"] != b["name"]
        ],
        "retired": [_entry(b) for a, b in both if a["active"] and not b["active"]],
        "restored": [_entry(b) for a, b in both if b["active"] and not a["active"]],
        "regrouped": [
            _entry(b) | {"from": a["supercategory"], "to": b["supercategory"]}
            for a, b in both
            if a["supercategory"] != b["supercategory"]
        ],
    }


def _entry(category: Mapping[str, Any]) -> dict[str, Any]:
    return {key: category[key] for key in ("id", "class_index", "name")}


def summary(images: Mapping[str, int], categories: Mapping[str, Sequence[Any]]) -> str:
    """What differs, on one line: 172 added, 8 removed, 19 relabeled; 1 category added, 2 renamed."""
    words = {"added": "added", "removed": "removed", "relabeled": "relabeled", "moved": "moved between splits"}
    sentences = [f"{images[kind]:,} {word}" for kind, word in words.items() if images[kind]]
    changed = [(kind, len(entries)) for kind, entries in categories.items() if entries]
    parts = [", ".join(sentences)] if sentences else ["No image differs"]
    if changed:
        (kind, count), *more = changed
        first = f"{counted(count, 'category', 'categories')} {kind}"
        parts.append(", ".join([first, *(f"{count} {kind}" for kind, count in more)]))
    return "; ".join(parts) + "."


def counted(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def some(words: Sequence[str]) -> str:
    more = [f"{len(words) - MOST_NAMED:,} more"] if len(words) > MOST_NAMED else []
    return ", ".join([*words[:MOST_NAMED], *more])
