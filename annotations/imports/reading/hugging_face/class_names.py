"""Pure: what the numbers of a column are called, as Hugging Face's datasets tell it beside their rows.

A `ClassLabel` keeps its names apart from the rows: in what a Parquet file says of itself, in the YAML at the top of
`README.md` (`dataset_info`), or in `dataset_infos.json`, as it was called before.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from heapq import nsmallest
from typing import Any

import yaml

from annotations.imports.reading.archives import Packed
from annotations.imports.reading.records import Unreadable

Names = Mapping[str, tuple[str, ...]]  # of the classes, by column, in the order of their numbers

NONE: Names = {}
CARD, INFOS = "readme.md", ("dataset_info.json", "dataset_infos.json")
MOST_FILES = 20  # of a zip, the outermost first
LARGEST = 4_000_000  # bytes of JSON that are read, of all files together
LARGEST_CARD = 50_000  # of YAML, which is read slowly: a thousand names take some 30,000
DEEPEST = 20  # levels that are looked into
LONGEST_NAME = 1000  # characters
MOST_NAMES = 10_000  # of a column


def of_zip(packed: Packed, alive: Callable[[], object] = lambda: None) -> Names:
    """What the files beside the rows tell; the first that tells of a column counts. `alive` is called before each.

    All of a kind share what is read: one that goes beyond what is left tells nothing.
    """
    found: dict[str, tuple[str, ...]] = {}
    cards, infos = LARGEST_CARD, LARGEST
    for path in nsmallest(MOST_FILES, packed.named(CARD, *INFOS), key=lambda path: (path.count("/"), path)):
        alive()
        with suppress(Unreadable), packed.open(path) as file:
            if path.lower().endswith(".md"):
                head = _head(file.read(cards))
                cards -= len(head)
                told = _of_yaml(head.decode(errors="replace"))
            else:
                content = file.read(infos)
                infos -= len(content)
                told = of_json(content.decode(errors="replace"))
            found = {**told, **found}
    return found


def of_json(text: str) -> Names:
    """Of `dataset_info.json`, or of what a Parquet file says of itself; NONE where it cannot be read."""
    try:
        return _features(json.loads(text), 0)
    except (ValueError, RecursionError):
        return NONE


def _head(card: bytes) -> bytes:
    """What stands between two lines of hyphens at the top; nothing where the second one is missing."""
    lines = card.splitlines()
    if not lines or lines[0].strip() != b"---" or b"---" not in lines[1:]:
        return b""
    return b"\n".join(lines[1 : lines.index(b"---", 1)])


class _Loader(yaml.SafeLoader):
    """For each character it looks at all brackets that are open, so that these are to be few."""

    def fetch_flow_collection_start(self, token: Any) -> None:
        if self.flow_level >= DEEPEST:
            raise yaml.YAMLError
        super().fetch_flow_collection_start(token)


def _of_yaml(head: str) -> Names:
    """It is read as nodes, of which no object is made: tags do nothing, and what an alias stands for is not copied."""
    try:
        node = yaml.compose(head, Loader=_Loader)
        return _features(_plain(node, "dataset_info"), 0)
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):  # the third of a character beyond all
        return NONE


def _plain(node: yaml.Node | None, *members: str) -> Any:
    """What stands in a member as lists, objects and text, as deep as names of classes stand."""
    for name in members:
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        node = next((value for key, value in pairs if isinstance(key, yaml.ScalarNode) and key.value == name), None)
    budget = iter(range(LARGEST_CARD))

    def plain(node: yaml.Node | None, depth: int) -> Any:
        if depth > DEEPEST or next(budget, None) is None:  # an alias may stand for itself, or for very many
            raise ValueError
        if isinstance(node, yaml.SequenceNode):
            return [plain(each, depth + 1) for each in node.value]
        if isinstance(node, yaml.MappingNode):
            return {key.value: plain(value, depth + 1) for key, value in node.value if isinstance(key, yaml.ScalarNode)}
        if isinstance(node, yaml.ScalarNode):
            node.value = _name(node.value)  # once, and not for each alias: these keep one text
            return node.value
        return None

    return plain(node, 0)


def _features(told: Any, depth: int) -> Names:
    """The names by column, in whatever configuration of the dataset they stand; the first one counts."""
    found: dict[str, tuple[str, ...]] = {}
    for features in _all_features(told, depth):
        for column, feature in features:
            if names := _names(feature, 0):
                found.setdefault(column, names)
    return found


def _all_features(told: Any, depth: int) -> Iterator[list[tuple[str, Any]]]:
    if depth > DEEPEST:
        return
    if isinstance(told, dict):
        features = told.get("features")
        if isinstance(features, dict):
            yield [(str(name), feature) for name, feature in features.items()]
        elif isinstance(features, list):
            yield [(str(each.get("name")), each) for each in features if isinstance(each, dict)]
    for inner in told.values() if isinstance(told, dict) else told if isinstance(told, list) else ():
        if isinstance(inner, dict | list):
            yield from _all_features(inner, depth + 1)


def _names(feature: Any, depth: int) -> tuple[str, ...]:
    """Of a ClassLabel or a list of them: `{"_type": "ClassLabel", "names": […]}`, `{"dtype": {"class_label": …}}`."""
    if isinstance(feature, list) and len(feature) == 1:
        feature = feature[0]
    if depth > DEEPEST or not isinstance(feature, dict):
        return ()
    if "names" in feature and (feature.get("_type", "ClassLabel") == "ClassLabel"):
        return _listed(feature["names"])
    inner = (feature.get(name) for name in ("class_label", "dtype", "feature", "sequence", "list"))
    return next((names for each in inner if (names := _names(each, depth + 1))), ())


def _listed(names: Any) -> tuple[str, ...]:
    """Of a list, or of an object whose members are called 0, 1 and so on; () where one is missing or none, or where
    they are too many."""
    if not isinstance(names, list | dict) or len(names) > MOST_NAMES:
        return ()
    if isinstance(names, dict):
        names = [names.get(str(number)) for number in range(len(names))]
    if not all(isinstance(each, str) and each.strip() for each in names):
        return ()
    return tuple(map(_name, names))


def _name(text: str) -> str:
    """The same object where it is one already."""
    return text.strip()[:LONGEST_NAME].rstrip()
