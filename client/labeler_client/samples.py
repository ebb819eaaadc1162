"""A version that lies in a folder, read as samples: what a training loop walks through."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from labeler_client import labeler_contract
from labeler_client.errors import Altered, LocalProblem, Usage
from labeler_client.pulling import Fetched
from labeler_client.ranges import withdrawn

SPLITS = ("train", "val", "test")


class Sample(NamedTuple):
    """An image of a version. `label`: its class index, the position of a model's output; -1 where it has no label.
    `split`: train, val or test, or "" where the version has no splits. The pixels are as stored: turn them by EXIF."""

    path: Path
    label: int
    label_name: str
    split: str
    image_id: int


class Samples(Sequence[Sample]):
    """Samples by position, in the order of the version; what `torch.utils.data.Dataset` needs, without torch."""

    def __init__(self, samples: list[Sample]) -> None:
        self._samples = samples

    def __len__(self) -> int:
        return len(self._samples)

    def __getitem__(self, place: Any) -> Any:
        found = self._samples[place]
        return Samples(found) if isinstance(place, slice) else found

    def __repr__(self) -> str:
        return f"<{len(self)} samples>"


class Export:
    """A dataset version in a folder. `fetched`: what the pull that made it brought, None where it was only opened."""

    def __init__(self, folder: str | os.PathLike[str], fetched: Fetched | None = None) -> None:
        self.folder = Path(folder)
        self.fetched = fetched
        try:
            self.manifest: dict[str, Any] = json.loads((self.folder / "manifest.json").read_bytes())
        except (OSError, ValueError):
            raise LocalProblem(f"{self.folder} holds no dataset version: it has no manifest.json.") from None

    def __repr__(self) -> str:
        return f"Export({str(self.folder)!r})"

    @property
    def classes(self) -> list[str]:
        """Names by class index; inactive ones included, so that a model's head has as many outputs."""
        return [category["name"] for category in self.manifest["categories"]]

    def verify(self) -> str:
        """What the contract says of it, in a sentence. Raises Altered where a byte is another one."""
        try:
            return labeler_contract.verify(str(self.folder))
        except (labeler_contract.Refusal, labeler_contract.Unreadable) as problem:
            raise Altered(str(problem)) from None

    def __iter__(self) -> Iterator[Sample]:
        """All images, labeled or not, read line by line; without those that were withdrawn."""
        if self.manifest.get("task_type") == labeler_contract.MULTI:
            raise Usage(
                "This version has any number of classes an image, and a sample has one. Read metadata.jsonl as "
                "docs/dataset-contract.md tells, under 'Any number of classes an image'."
            )
        gone = withdrawn(self.folder)
        with (self.folder / "metadata.jsonl").open("rb") as lines:
            for line in lines:
                row = json.loads(line)
                path = self.folder / row["file_name"]
                if path.name in gone:
                    continue
                yield Sample(path, row["label"], row["label_name"], row["split"], row["image_id"])

    def samples(self, split: str | None = None, *, unlabeled: bool = False) -> Samples:
        """Those of one split, or of all; `unlabeled` ones too, which are left out without."""
        if split is not None and split not in SPLITS:
            raise Usage(f"A split is one of {', '.join(SPLITS)}.")
        if split is not None and not self.manifest.get("splits"):
            raise Usage("This version has no splits. Ask for some when you export, or take all samples.")
        return Samples([each for each in self if split in (None, each.split) and (unlabeled or each.label >= 0)])
