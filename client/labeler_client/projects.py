"""The server, its projects and their versions, as objects."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import httpx

from labeler_client import pulling, pushing
from labeler_client.connection import Connection
from labeler_client.errors import NotFound, SaidNo, Usage
from labeler_client.progress import Bar
from labeler_client.samples import Export

NoneType = type(None)  # types.NoneType came with Python 3.10

UNFINISHED = ("queued", "building")
ASK_AGAIN = (0.5, 5.0)  # seconds between two looks at a version that is built: at first, and at most
MOST_OF_A_PAGE = 100
MOST_EVENTS = 500  # of a page
LATEST = "latest"
PROJECT = {"slug": str, "name": str}
EVENTS = {"results": [{"id": int}], "next": (str, NoneType), "after": int}


VERSION = {
    "number": int,
    "state": str,
    "progress": int,
    "hash": (str, NoneType),
    "counts": (dict, NoneType),
    "created_at": str,
}
VERSIONS = {"results": [VERSION], "next": (str, NoneType)}
DIFF = {"images": {...: int}, "verdict": {"fits": bool, "title": str, "meaning": str, "action": str}}


class EventPage(NamedTuple):
    """Some events, and the id up to which everything was looked at: keep it, and go on there."""

    results: list[dict[str, Any]]
    after: int


class Labeler:
    """A server, and who asks: `Labeler("https://labels.example.org", token)`; without, LABELER_URL and LABELER_TOKEN.

    `patience`: for how many seconds a server that restarts is waited for.
    """

    def __init__(
        self,
        url: str | None = None,
        token: str | None = None,
        *,
        patience: float | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        url = os.environ.get("LABELER_URL", "") if url is None else url
        token = os.environ.get("LABELER_TOKEN", "") if token is None else token
        self.connection = Connection(url, token, patience=patience, transport=transport)

    def __repr__(self) -> str:
        return f"Labeler({self.connection.url!r})"

    def __enter__(self) -> Labeler:
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()

    def close(self) -> None:
        self.connection.close()

    def project(self, slug: str) -> Project:
        """The project of this name in addresses. The server is asked by what is done with it."""
        return Project(self.connection, slug)

    def create(
        self,
        slug: str,
        *,
        name: str | None = None,
        categories: Sequence[str] = (),
        task_type: str | None = None,
        guidelines: str | None = None,
        license: str | None = None,
    ) -> Project:
        """Make a project, whose slug this is; for staff. Without a name it is called like its slug. `categories`: the
        names of its classes, in the order of their ids. Raises SaidNo where there is one of this slug or name: its
        `code` is `slug_taken` or `name_taken`, and nothing was made."""
        project = Project(self.connection, slug)
        wanted = {"task_type": task_type, "guidelines": guidelines, "license": license}
        body = {
            "name": slug if name is None else name,
            "slug": slug,
            "categories": [{"name": each} for each in categories],
            **{key: value for key, value in wanted.items() if value is not None},
        }
        self.connection.post("projects/", body, again=False, shape=PROJECT)
        return project


class Project:
    def __init__(self, connection: Connection, slug: str) -> None:
        if not slug or not all(each.isascii() and (each.isalnum() or each in "-_") for each in slug):
            raise Usage("A project is named as in its address: wardrobe, of …/projects/wardrobe/.")
        self.connection = connection
        self.slug = slug
        self.path = f"projects/{slug}/"
        self.missing = f"There is no project {slug} that this token may see."

    def __repr__(self) -> str:
        return f"Project({self.slug!r})"

    def read(self) -> dict[str, Any]:
        """Its settings, as the API tells them now."""
        return dict(self.connection.get(self.path, missing=self.missing, shape=PROJECT))

    def version(self, number: int | str = "latest") -> Version:
        """One by its number, or the newest that is ready. Raises NotFound where there is none."""
        if str(number) != "latest" and not str(number).isdecimal():
            raise Usage("A version is a number, or latest.")
        if str(number) != "latest":
            self.connection.get(self.path, missing=self.missing)
        told = self.connection.get(f"{self.path}versions/{number}/", missing=self._no_version(number), shape=VERSION)
        return Version(self, told)

    def versions(self) -> Iterator[Version]:
        """All of them, the newest first."""
        for told in self._pages("versions/", VERSIONS):
            yield Version(self, told)

    def export(self, **wanted: Any) -> Version:
        """Ask for a new version, which is built by then: `wait()` for it. `wanted` as the API takes it: `statuses`,
        `include_unlabeled`, `include_inactive_categories`, `category_ids`, `notes`, `splits`."""
        body = {name: value for name, value in wanted.items() if value is not None}
        told = self.connection.post(f"{self.path}versions/", body, again=False, missing=self.missing, shape=VERSION)
        return Version(self, told)

    def push(self, folder: str | os.PathLike[str], **options: Any) -> pushing.Report:
        """Bring the pictures of a folder in; see `pushing.push` for the options."""
        return pushing.push(self.connection, self.path, folder, missing=self.missing, **options)

    def diff(self, older: int, newer: int) -> dict[str, Any]:
        """What changed from the one to the other, and what that means for a model, as the API tells it."""
        told = self.connection.get(
            f"{self.path}versions/{newer}/diff/{older}/",
            missing=f"{self.slug} has no version {older} or {newer}.",
            shape=DIFF,
        )
        return dict(told)

    def events(self, after: int | str = 0) -> Iterator[dict[str, Any]]:
        """What happened since the event of this id, in order, up to now; of `latest` nothing yet. Whoever asks again
        later goes by `event_pages`, which tell where to go on."""
        for page in self.event_pages(after):
            yield from page.results

    def event_pages(self, after: int | str = 0) -> Iterator[EventPage]:
        """The same by pages, one at least. `latest` stands for the id of the newest: the page is empty, and its `after`
        is that id. A page may be empty with more behind it: what was deleted, and what one is not told, leaves gaps."""
        if after != LATEST and not str(after).isdecimal():
            raise Usage(f"after is the id of an event, or {LATEST}.")
        more = True
        while more:
            told = self.connection.get(
                f"{self.path}events/", missing=self.missing, shape=EVENTS, after=after, limit=MOST_EVENTS
            )
            more = told["next"] is not None
            if more and after != LATEST and told["after"] <= int(after):  # it would be asked for ever
                raise self.connection.not_labeler(200)
            after = told["after"]
            yield EventPage(told["results"], told["after"])

    def _pages(self, path: str, shape: dict[str, Any]) -> Iterator[Any]:
        params: dict[str, Any] = {"limit": MOST_OF_A_PAGE}
        while params:
            told = self.connection.get(self.path + path, missing=self.missing, shape=shape, **params)
            yield from told["results"]
            # The address of the next page is as the server is called where it stands: only its query is taken.
            asked, params = params, dict(parse_qsl(urlsplit(told["next"] or "").query))
            if params == asked:  # it would be asked for ever
                raise self.connection.not_labeler(200)

    def _no_version(self, number: int | str) -> str:
        return self.missing if number == "latest" else f"{self.slug} has no version {number}."


class Version:
    """`data`: as the API tells it."""

    def __init__(self, project: Project, data: dict[str, Any]) -> None:
        self.project = project
        self.data = data
        self.number: int = data["number"]
        self.path = f"{project.path}versions/{self.number}/"

    def __repr__(self) -> str:
        return f"<{self.project.slug} v{self.number}, {self.state}>"

    @property
    def state(self) -> str:
        return str(self.data["state"])

    @property
    def hash(self) -> str:
        """The identity of its content: equal means the same bytes and names. Empty until it is frozen."""
        return str(self.data["hash"] or "")

    def manifest(self) -> dict[str, Any]:
        self._ready()
        return dict(self.project.connection.get(f"{self.path}manifest.json", shape=dict))

    def wait(self, *, quiet: bool = True) -> Version:
        """Until it is ready. Raises SaidNo where it failed or was cancelled."""
        pause = ASK_AGAIN[0]
        with Bar(f"{self.project.slug} v{self.number}", 100, quiet=quiet) as bar:
            done = 0
            while self.state in UNFINISHED:
                time.sleep(pause)
                pause = min(pause * 1.5, ASK_AGAIN[1])
                self.data = self.project.connection.get(self.path, shape=VERSION)
                bar.add(max(0, self.data["progress"] - done))
                done = max(done, self.data["progress"])
        self._ready()
        return self

    def pull(
        self,
        folder: str | os.PathLike[str],
        *,
        cache: str | os.PathLike[str] | None = None,
        workers: int = pulling.WORKERS,
        verify: bool = True,
        quiet: bool = True,
    ) -> Export:
        """Have it in a folder, verified byte for byte. What the cache holds is not fetched again; the cache lies beside
        the folder, where neither `cache` nor LABELER_CACHE says otherwise. What was fetched is compared with its sha256
        in any case; without `verify` the whole folder is not read once more."""
        self._ready()
        target, fetched = pulling.pull(
            self.project.connection,
            self.path,
            f"{self.project.slug} v{self.number}",
            folder,
            cache=cache,
            workers=workers,
            verify=verify,
            quiet=quiet,
        )
        return Export(target, fetched)

    def _ready(self) -> None:
        if self.state == "ready":
            return
        if self.state in UNFINISHED:
            raise NotFound(f"{self.project.slug} v{self.number} is {self.state}; it can be read when it is ready.")
        why = f": {self.data['error']}" if self.data.get("error") else "."
        raise SaidNo(f"{self.project.slug} v{self.number} is {self.state}{why}", "not_ready")
