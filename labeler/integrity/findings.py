"""Pure: what a check can find, and how it is told."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

# kind -> what it means. The table of docs/integrity.md lists the same; a test compares the two.
KINDS = {
    "original_missing": "a row of a picture or a video whose file is gone",
    "original_size": "its file has another size than the one that came in",
    "original_hash": "its file has other bytes than those that came in (`--hash`)",
    "original_unreadable": "its file is there, and the disk or the bucket does not give it out",
    "rendition_missing": "a picture without one of its two smaller ones",
    "rendition_cut": "a smaller picture that was cut off, as by a power cut; without `--hash` only an empty one",
    "import_missing": "a file of an import that its row still names",
    "zip_missing": "a ready version whose zip is gone, though nobody freed its room",
    "zip_size": "its zip has another size than the sealed row says",
    "zip_hash": "its zip has other bytes than were sealed (`--hash`), or begins with another manifest",
    "shape_missing": "a ready shape of a version whose file is gone",
    "shape_size": "the file of a shape has another size than its row says",
    "shape_hash": "the file of a shape has other bytes than its row says (`--hash`)",
    "version_rows": "what a sealed version says of itself is not what its frozen rows say",
    "history_gap": "an image has another number of events than it has changes",
    "history_chain": "an event does not begin where the one before it ended",
    "history_state": "the present answer of an image is not the one that its last event led to",
    "count": "a kept sum is not what the rows say",
    "withdrawn_there": "a stored file with bytes that were withdrawn, after the removal was done",
    "stray": "a stored file that no row names",
}


@dataclass
class Finding:
    """One thing that is wrong. `repaired`: None while nobody tried to mend it; `repair`: what came of that."""

    kind: str
    words: str
    project: str = ""
    file: str = ""
    assets: list[int] = field(default_factory=list)
    video: int | None = None
    version: int | None = None
    shape: str = ""
    repaired: bool | None = None
    repair: str = ""

    def told(self) -> dict[str, Any]:
        """As one line of JSON tells it: what does not apply is left out."""
        named: dict[str, Any] = {"finding": self.kind, "words": self.words, "project": self.project, "file": self.file}
        named |= {"assets": self.assets, "video": self.video, "version": self.version, "shape": self.shape}
        named |= {"repaired": self.repaired, "repair": self.repair}
        return {name: value for name, value in named.items() if value not in ("", None, [])}

    @classmethod
    def of(cls, told: dict[str, Any]) -> "Finding":
        """The same, read back."""
        return cls(told["finding"], **{name: value for name, value in told.items() if name != "finding"})


@dataclass
class Unit:
    """A piece of a part that was looked at: where to go on behind it, what was found, how many of what were there."""

    after: str
    findings: list[Finding] = field(default_factory=list)
    looked: Counter[str] = field(default_factory=Counter)


Units = Iterator[Unit]
