"""The dataset card of the Hugging Face shape: README.md, whose head tells `datasets` the splits and the classes. No
Django.

Written from the manifest, from what was counted, and from the license and the citation that were frozen, so the same
version gives the same bytes. Nothing is told that nobody said. Names are typed by people: the head has them as JSON
strings, which YAML reads, and the text with what Markdown would take for its own escaped.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

# As others call the splits, which is what `load_dataset` gives.
FOLDERS = {"train": "train", "val": "validation", "test": "test"}
WHOLE = "train"  # where a version has no splits: what `load_dataset` gives of one piece
FEATURES = {"image": "image", "category_id": "int64", "image_id": "int64", "label": "", "label_name": "string"}
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
    images: Mapping[str, int],
    labels: Mapping[tuple[str, int], int],
    license: str | None,
    citation: str | None,
) -> bytes:
    """README.md in UTF-8. `images`: how many lie in each folder that is there; `labels`: by folder and class index."""
    head = "\n".join(_head(manifest, images, license))
    text = "\n".join(_text(manifest, images, Counter(labels), license, citation))
    return f"---\n{head}\n---\n\n{text}\n".encode()


def _head(manifest: Mapping[str, Any], images: Mapping[str, int], license: str | None) -> Iterator[str]:
    yield f"pretty_name: {_quoted(manifest['dataset_name'])}"
    yield from _license(license)
    yield "task_categories:\n- image-classification"
    yield "configs:\n- config_name: default\n  drop_labels: true\n  data_files:"
    for folder in images:
        yield f'  - split: {folder}\n    path: "{folder}/**"'
    yield "  features:"
    for name, kind in (*FEATURES.items(), ("split", "string")):
        if name != "label":
            yield f"  - name: {name}\n    dtype: {kind}"
            continue
        yield "  - name: label\n    dtype:\n      class_label:\n        names:"
        for category in manifest["categories"]:
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
    images: Mapping[str, int],
    labels: Counter[tuple[str, int]],
    license: str | None,
    citation: str | None,
) -> Iterator[str]:
    counts = manifest["counts"]
    yield f"# {_plain(manifest['dataset_name'])}, version {manifest['version']}\n"
    classes = len(manifest["categories"])
    yield f"{counts['images']:,} images, {counts['annotations']:,} of them labeled; {classes:,} classes.\n"
    yield f"- Identity of the content: `{manifest['hash']}`"
    yield f"- Identity of the classes: `{manifest['labels_hash']}`"
    yield f"- Made: {manifest['created_at']}"
    yield f"- License: {_plain(license) if license else 'nobody named one'}\n"
    yield "```python\nfrom datasets import load_dataset\n"
    yield 'dataset = load_dataset("path/to/this/folder")'
    yield 'dataset["train"].features["label"].names  # position = class index = output of a model\n```\n'
    yield "A label of -1 is none. Classes that are no longer used keep their place.\n"
    yield "## Classes\n"
    yield f"| | class | {' | '.join(images)} |\n| ---: | --- |{' ---: |' * len(images)}"
    for category in manifest["categories"]:
        index = category["class_index"]
        numbers = " | ".join(f"{labels[folder, index]:,}" for folder in images)
        yield f"| {index} | {_plain(category['name'])}{'' if category['active'] else ' (no longer used)'} | {numbers} |"
    yield f"| | images | {' | '.join(f'{count:,}' for count in images.values())} |"
    if citation:
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", citation)), default=0))
        yield f"\n## Citation\n\n{fence}\n{citation}\n{fence}"


def _plain(text: str) -> str:
    """Nothing in it means anything to Markdown, or to HTML."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|<>&~$:])", r"\\\1", text)
