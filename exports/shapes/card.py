"""The dataset card of the Hugging Face shape: README.md, whose head tells `datasets` the splits and the classes. No
Django.

Written from the manifest, from what was counted, and from the license and the citation that were frozen, so the same
version gives the same bytes. Nothing is told that nobody said. Names are typed by people: the head has them as JSON
strings, which YAML reads, and the text with what Markdown would take for its own escaped.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from exports.shapes import parquet
from exports.shapes.task_types.base import Column, TaskType

# As others call the splits, which is what `load_dataset` gives.
FOLDERS = {"train": "train", "val": "validation", "test": "test"}
WHOLE = "train"  # where a version has no splits: what `load_dataset` gives of one piece
SPDX = "https://spdx.org/licenses/"
# Those that huggingface.co knows by id; any other is `other`, with its name.
KNOWN_THERE = (
    *(f"cc-by{kind}-4.0" for kind in ("", "-sa", "-nd", "-nc", "-nc-sa", "-nc-nd")),
    "cc0-1.0", "apache-2.0", "mit", "mpl-2.0", "bsd-2-clause", "bsd-3-clause", "unlicense", "odbl-1.0", "pddl-1.0",
    "cdla-permissive-1.0", "cdla-permissive-2.0", "cdla-sharing-1.0",
)  # fmt: skip
_UNPRINTED = re.compile("[^ -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
CALLED_THERE = {"odbl-1.0": "odbl", "pddl-1.0": "pddl"}


def readme(
    manifest: Mapping[str, Any],
    task_type: TaskType,
    images: Mapping[str, int],
    labels: Mapping[tuple[str, int], int],
    license: str | None,
    citation: str | None,
) -> bytes:
    """README.md in UTF-8. `images`: how many lie in each folder that is there; `labels`: by folder and what the
    task type counts."""
    head = "\n".join(_head(manifest, task_type, images, license))
    text = "\n".join(_text(manifest, task_type, images, Counter(labels), license, citation))
    return f"---\n{head}\n---\n\n{text}\n".encode()


def _head(
    manifest: Mapping[str, Any], task_type: TaskType, images: Mapping[str, int], license: str | None
) -> Iterator[str]:
    yield f"pretty_name: {_quoted(manifest['dataset_name'])}"
    yield from _license(license)
    yield "task_categories:\n- image-classification"
    yield "configs:\n- config_name: default\n  drop_labels: true\n  data_files:"
    for folder in images:
        yield f'  - split: {folder}\n    path: "{folder}/**"'
    yield "  features:\n  - name: image\n    dtype: image"
    for column in task_type.COLUMNS:
        if column.name != "file_name":  # whose place the image takes
            yield from _feature(column, manifest["categories"])


def _feature(column: Column, categories: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    key = "sequence" if column.type in parquet.LISTS else "dtype"
    if not column.of_classes:
        yield f"  - name: {column.name}\n    {key}: {parquet.LISTS.get(column.type, column.type)}"
        return
    yield f"  - name: {column.name}\n    {key}:\n      class_label:\n        names:"
    for category in categories:
        yield f"          '{category['class_index']}': {_quoted(category['name'])}"


def _quoted(text: str) -> str:
    """A string of YAML in double quotes: as JSON has it, but what lies beyond the first 65,536 characters is not cut
    into halves, and what YAML cannot print is escaped."""
    return _UNPRINTED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def _license(license: str | None) -> Iterator[str]:
    if not license:
        return
    known = license.removeprefix(SPDX).lower() if license.startswith(SPDX) else ""
    if known in KNOWN_THERE:
        yield f"license: {CALLED_THERE.get(known, known)}"
        return
    yield f"license: other\nlicense_name: {_quoted(license.removeprefix(SPDX))}"
    if license.startswith("https://"):
        yield f"license_link: {_quoted(license)}"


def _text(
    manifest: Mapping[str, Any],
    task_type: TaskType,
    images: Mapping[str, int],
    labels: Counter[tuple[str, int]],
    license: str | None,
    citation: str | None,
) -> Iterator[str]:
    yield f"# {_plain(manifest['dataset_name'])}, version {manifest['version']}\n"
    yield f"{task_type.held(manifest['counts'], len(manifest['categories']))}\n"
    yield f"- Identity of the content: `{manifest['hash']}`"
    yield f"- Identity of the classes: `{manifest['labels_hash']}`"
    yield f"- Made: {manifest['created_at']}"
    yield f"- License: {_plain(license) if license else 'nobody named one'}\n"
    yield task_type.READING
    yield "## Classes\n"
    yield f"| | class | {' | '.join(images)} |\n| ---: | --- |{' ---: |' * len(images)}"
    for category in manifest["categories"]:
        index = category["class_index"]
        numbers = _numbers(labels, images, index)
        yield f"| {index} | {_plain(category['name'])}{'' if category['active'] else ' (no longer used)'} | {numbers} |"
    for other, words in task_type.OTHER_ROWS.items():
        yield f"| | {words} | {_numbers(labels, images, other)} |"
    yield f"| | images | {' | '.join(f'{count:,}' for count in images.values())} |"
    if citation:
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", citation)), default=0))
        yield f"\n## Citation\n\n{fence}\n{citation}\n{fence}"


def _numbers(labels: Counter[tuple[str, int]], folders: Iterable[str], counted: int) -> str:
    return " | ".join(f"{labels[folder, counted]:,}" for folder in folders)


def _plain(text: str) -> str:
    """Nothing in it means anything to Markdown, or to HTML."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|<>&~$:])", r"\\\1", text)
