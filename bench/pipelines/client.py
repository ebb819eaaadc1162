"""The Python client against the program as `manage.py serve` runs it, over HTTP on loopback: a version pulled, against
a bare parallel GET of the same bytes; photos pushed, against a bare parallel POST of each."""

import hashlib
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from bench import harness, ingest, traffic

sys.path.insert(0, str(harness.ROOT / "client"))  # a package of its own

from labeler_client import Labeler, ranges
from labeler_client.pulling import WORKERS

COUNT = 12 if harness.SMALL else 700
LARGE = 4 if harness.SMALL else 200
ROUNDS = 1 if harness.SMALL else 3
LARGE_SIZE = (1920, 1440)
BOUND = "at least 0.8"


def measure() -> Iterator[harness.Row]:
    harness.prepare()
    with tempfile.TemporaryDirectory(prefix="labeler-bench-") as name, traffic.program() as url:
        folder = Path(name)
        with Labeler(url, _token()) as server:
            small = _linked(ingest.photos(folder / "drawn", COUNT), folder / "small")
            yield from _push(server, small)
            large = _enlarged(small, folder / "large")
            server.project(_project("large")).push(large)
            for slug, what in (("pushed-0", "photos"), ("large", "of 1 MB")):
                yield from _pull(server, _version(server, slug), what, folder)


def _token() -> str:
    from bench import rows
    from people import tokens

    return str(tokens.make(rows.user(), "client")[1])


def _project(name: str) -> str:
    from bench import rows
    from projects import categories, lifecycle

    project = lifecycle.create(name, by=rows.user())
    categories.add(project, "Photo")
    return str(project.slug)


def _linked(paths: Sequence[Path], folder: Path) -> Path:
    folder.mkdir()
    for number, path in enumerate(paths):
        shutil.copy(path, folder / f"{number:04d}.jpg")
    return folder


def _enlarged(small: Path, folder: Path) -> Path:
    from PIL import Image

    folder.mkdir()
    for path in sorted(small.iterdir())[:LARGE]:
        with Image.open(path) as image:
            image.convert("RGB").resize(LARGE_SIZE).effect_spread(4).save(folder / path.name, quality=95)
    return folder


def _push(server: Labeler, folder: Path) -> Iterator[harness.Row]:
    paths = sorted(folder.iterdir())
    bare, ours = [], []
    for number in range(ROUNDS):
        alone, pushed = server.project(_project(f"bare-{number}")), server.project(_project(f"pushed-{number}"))
        bare.append(_seconds(partial(_parallel, paths, partial(_post, server, alone.path))))
        ours.append(_seconds(partial(_push_all, pushed, folder, len(paths))))
    rate, floor = len(paths) / min(ours), len(paths) / min(bare)
    yield harness.Row(
        f"client, push, {len(paths)} photos",
        f"{rate:.0f} images/s",
        f"bare POST: {floor:.0f} images/s",
        rate / floor,
        BOUND,
    )


def _push_all(project: Any, folder: Path, count: int) -> None:
    assert project.push(folder).count("added") == count


def _post(server: Labeler, path: str, photo: Path) -> None:
    told = server.connection.send("POST", f"{path}assets/", files={"file": (photo.name, photo.read_bytes())})
    assert told.status_code == httpx.codes.CREATED


def _version(server: Labeler, slug: str) -> Any:
    """Of all images of a project, as they are: nobody has to label them to measure how they travel."""
    return server.project(slug).export(statuses=["unlabeled"], include_unlabeled=True).wait()


def _pull(server: Labeler, version: Any, what: str, folder: Path) -> Iterator[harness.Row]:
    """Each round into new folders, and none is deleted before the end: ext4 looks at each inode that was freed a moment
    ago before it makes a file, and that would be measured."""
    ours: list[float] = []
    limits: dict[str, list[float]] = {"ranges, hashed and written": [], "ranges, thrown away": [], "each image": []}
    for number in range(ROUNDS):
        where, written = (folder / f"{kind}-{what}-{number}" for kind in ("pulled", "written"))
        ours.append(_seconds(partial(version.pull, where / "version")))
        images = list(ranges.images(where / "version"))
        size = sum(image.size for image in images)
        stretches = list(ranges.grouped(images, WORKERS, size))
        numbers = [sample.image_id for sample in version.pull(where / "version")]
        written.mkdir()
        for taken, (items, act) in zip(
            limits.values(),
            (
                (stretches, partial(_keep, server, version, written)),
                (stretches, partial(_get, server, version)),
                (numbers, partial(_original, server, version)),
            ),
            strict=True,
        ):
            taken.append(_seconds(partial(_parallel, items, act)))
    best = min(ours)
    for name, taken in limits.items():
        yield harness.Row(
            f"client, pull, {len(images)} {what}, verified",
            f"{size / best / 1e6:.0f} MB/s, {len(images) / best:.0f} images/s",
            f"bare GET of {name}: {size / min(taken) / 1e6:.0f} MB/s, {len(images) / min(taken):.0f} images/s",
            min(taken) / best,
            "" if "thrown" in name else BOUND,
        )


def _keep(server: Labeler, version: Any, folder: Path, stretch: list[ranges.Image]) -> None:
    """The least that anybody does who wants the images and wants them right: one file each, and no promise more."""
    content = memoryview(b"".join(_pieces(server, version, stretch)))
    for image in stretch:
        body = content[image.end - image.size - stretch[0].offset : image.end - stretch[0].offset]
        assert hashlib.sha256(body).hexdigest() == image.sha256
        (folder / image.sha256).write_bytes(body)


def _get(server: Labeler, version: Any, stretch: list[ranges.Image]) -> None:
    size = stretch[-1].end - stretch[0].offset
    assert sum(len(piece) for piece in _pieces(server, version, stretch)) == size


def _pieces(server: Labeler, version: Any, stretch: list[ranges.Image]) -> Iterator[bytes]:
    asked = {"Range": f"bytes={stretch[0].offset}-{stretch[-1].end - 1}"}
    with server.connection.stream(f"{version.path}download/", headers=asked) as response:
        yield from response.iter_raw()


def _original(server: Labeler, version: Any, number: int) -> None:
    with server.connection.stream(f"{version.project.path}assets/{number}/original") as response:
        assert sum(len(piece) for piece in response.iter_raw())


def _parallel(items: Sequence[Any], act: Callable[[Any], object]) -> None:
    with ThreadPoolExecutor(WORKERS) as threads:
        list(threads.map(act, items))


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


if __name__ == "__main__":
    harness.main(measure, databases=["SQLite"])
