"""What was done in a project lately: answers, uploads and versions, told as a person would tell them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.db.models import Case, Value, When

from annotations.browse.event_kinds import KINDS
from annotations.models import AnnotationEvent
from exports.models import DatasetVersion
from projects.models import Project

# Read from the newest rows only: the cost stays the same when there are millions.
RECENT = 2000
SHORT_BREAK = timedelta(hours=1)  # what one person does with shorter breaks is one thing

WORDS = {
    "labeled": "labeled {}",
    "relabeled": "relabeled {}",
    "approved": "approved {}",
    "sent_back": "sent {} back",
    "returned": "put {} back to Labeled",
    "skipped": "skipped {}",
    "cleared": "cleared {}",
    "added": "added {}",
}


@dataclass
class Entry:
    """Something that one person did, once or to several images. `at`: when it was done last. `first` to `last`: where
    it lies, in numbers of events, of images that were added, or of versions."""

    by: int
    kind: str
    at: datetime
    since: datetime
    first: int
    last: int
    images: set[int] = field(default_factory=set)
    actor: Any = None

    @property
    def version(self) -> int | None:
        return self.last if self.kind == "version" else None

    @property
    def query(self) -> str:
        """Parameters of the list of exactly its images."""
        by, within = self.actor.get_username(), f"{self.first}-{self.last}"
        if self.kind == "added":
            return urlencode({"status": "all", "added_by": by, "numbers": within})
        return urlencode({"status": "all", "did": self.kind, "by": by, "events": within})

    @property
    def words(self) -> str:
        if self.version is not None:
            return f"created version v{self.version}"
        return WORDS[self.kind].format(f"{len(self.images):,} image{'' if len(self.images) == 1 else 's'}")


def recent(project: Project, limit: int) -> list[Entry]:
    """The newest entries first. Four queries, of which one is for the people."""
    entries = [*_merged(_answers(project)), *_merged(_uploads(project)), *_versions(project, limit)]
    shown = sorted(entries, key=lambda entry: entry.at, reverse=True)[:limit]
    people = get_user_model().objects.in_bulk({entry.by for entry in shown})
    for entry in shown:
        entry.actor = people[entry.by]
    return shown


def _answers(project: Project) -> Iterator[Entry]:
    events = AnnotationEvent.objects.filter(asset__project=project).order_by("-pk")
    kind = Case(*(When(condition, then=Value(name)) for name, condition in KINDS.items()))
    for event, asset, by, at, name in events.annotate(kind=kind).values_list("pk", "asset", "actor", "at", "kind")[
        :RECENT
    ]:
        yield Entry(by, name, at, at, event, event, {asset})


def _uploads(project: Project) -> Iterator[Entry]:
    for asset, by, at in project.assets.order_by("-pk").values_list("pk", "uploaded_by", "created_at")[:RECENT]:
        yield Entry(by, "added", at, at, asset, asset, {asset})


def _versions(project: Project, limit: int) -> Iterator[Entry]:
    made = project.versions.exclude(state=DatasetVersion.State.CANCELLED).order_by("-number")
    for number, by, at in made.values_list("number", "created_by", "created_at")[:limit]:
        yield Entry(by, "version", at, at, number, number)


def _merged(entries: Iterable[Entry]) -> list[Entry]:
    """Newest first, in and out: entries of one person and kind with short breaks become one."""
    merged: list[Entry] = []
    latest: dict[tuple[int, str], Entry] = {}
    for entry in entries:
        before = latest.get((entry.by, entry.kind))
        if before and before.since - entry.at <= SHORT_BREAK:
            before.since, before.first = entry.since, entry.first
            before.images |= entry.images
        else:
            latest[entry.by, entry.kind] = entry
            merged.append(entry)
    return merged
