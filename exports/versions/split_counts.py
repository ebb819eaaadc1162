"""Pure: what the splits of a version hold, class by class, and of which classes too little lies in val or test."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contract import v1

FEWEST = 10  # images of a class that a score on val or test can be told from
JUDGED = ("val", "test")
MOST_NAMED = 4  # classes in a sentence; a long list says nothing more

Counts = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Thin:
    """A class of which some images are in the version, and fewer than FEWEST in this split."""

    category_id: int
    split: str
    images: int


def dealer(splits: Mapping[str, Any]) -> Callable[[str, int | None], str]:
    """Which split an image falls into, by its SHA-256 and the number of its video. `splits`: as the manifest has it."""
    seed, ratios = splits["seed"], v1.Ratios(**splits["ratios"])
    return lambda sha256, video: v1.split_of(seed, ratios, v1.split_key(sha256, video))


def table(counted: Counter[tuple[str, int]], category_ids: Collection[int]) -> Counts:
    """By split, then by category id as string: every split, and every category in each."""
    ids = sorted(category_ids)
    return {split: {str(each): counted[split, each] for each in ids} for split in v1.SPLITS}


def thin(counts: Counts | None, splits: Mapping[str, Any] | None, active_ids: Collection[int]) -> list[Thin]:
    """By category id. A split that nothing is dealt into is none that anybody judges by, and a class of which the
    version holds nothing is told elsewhere."""
    if counts is None or splits is None:
        return []
    judged = [split for split in JUDGED if splits["ratios"][split]]
    held = [each for each in sorted(active_ids) if any(counts[split].get(str(each)) for split in v1.SPLITS)]
    found = (Thin(each, split, counts[split][str(each)]) for each in held for split in judged)
    return [each for each in found if each.images < FEWEST]


def in_words(found: Sequence[Thin], names: Mapping[int, str]) -> str:
    """Hat has 3 in val and 2 in test; Bag has none in val. Nothing where nothing is thin."""
    by_class: dict[int, list[str]] = {}
    for each in found:
        by_class.setdefault(each.category_id, []).append(f"{each.images or 'none'} in {each.split}")
    said = [f"{names[each]} has {' and '.join(parts)}" for each, parts in by_class.items()]
    if len(said) > MOST_NAMED:
        said[MOST_NAMED:] = [f"{len(said) - MOST_NAMED} more classes have as few"]
    return f"{'; '.join(said)}." if said else ""
