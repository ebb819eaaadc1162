"""A dataset version into a folder: what is not in the cache is fetched, the folder is verified, and only then shown."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import httpx

from labeler_client import labeler_contract
from labeler_client.cache import LEFT_BEHIND, Cache, Incoming, is_as_it_came, is_marked, told_of
from labeler_client.connection import Connection, Trying
from labeler_client.errors import Altered, LocalProblem, NoServer, Usage
from labeler_client.progress import Bar
from labeler_client.ranges import FRONT, PATH, WITHDRAWN, Image, Splitter, grouped, images, withdrawn

WORKERS = 4
MOST_WORKERS = 32
CACHE = ".labeler-cache"  # beside the folder, so that links lead there
MANIFEST, CHECKSUMS = FRONT[:2]
IMAGES = PATH.rstrip("/")
Arrived = Callable[[str, tuple[int, int]], None]  # of an image its sha256, and the device and inode of its file
TELLS_OF_WRITES = os.name == "posix"  # elsewhere st_ctime is when a file was made
KEPT_YOUNG = LEFT_BEHIND / 24  # seconds


class Fetched(NamedTuple):
    """What a pull brought: images and their bytes, and how many images were here already."""

    images: int
    bytes: int
    kept: int


class Place(NamedTuple):
    """Where a version comes from, and where it goes."""

    connection: Connection
    path: str  # of the version in the API, with a slash at its end
    name: str  # for people: wardrobe v3
    folder: Path
    cache: Cache
    workers: int
    quiet: bool


def pull(
    connection: Connection,
    path: str,
    name: str,
    folder: str | os.PathLike[str],
    *,
    cache: str | os.PathLike[str] | None = None,
    workers: int = WORKERS,
    verify: bool = True,
    quiet: bool = True,
) -> tuple[Path, Fetched]:
    """The version at `path`, in `folder`, which is made, or holds another version until this one is whole."""
    if not 1 <= workers <= MOST_WORKERS:
        raise Usage(f"1 to {MOST_WORKERS} requests at once.")
    target = Path(os.path.abspath(folder))
    store = Path(os.path.abspath(cache or os.environ.get("LABELER_CACHE") or target.parent / CACHE))
    place = Place(connection, path, name, target, Cache(store), workers, quiet)
    _check_cache(place)
    _check_target(place)
    with told_of(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    place.cache.prepare()
    sealed = _manifest(place)
    if _is_there(place, sealed, verify):
        return target, Fetched(0, 0, sealed.images)
    with _staging(place) as staging:
        fresh = Fresh()
        fetched = _fill(place, staging, sealed, fresh)
        if verify:
            fetched = _verified(place, staging, sealed, fetched, fresh)
        _check_target(place)  # what was put there meanwhile
        _show(staging, target)
    return target, fetched


# --- the folder -----------------------------------------------------------------------------------------------------


def _check_target(place: Place) -> None:
    """A pull replaces what it made before, and nothing else."""
    target = place.folder
    with told_of(target):
        if target == Path.cwd() or target in Path.cwd().parents:
            raise LocalProblem("You are in that folder; name another, or go out of it.")
        if not os.path.lexists(target):
            return
        if target.is_symlink() or not target.is_dir():
            raise LocalProblem(f"{target} is no folder.")
        names = set(os.listdir(target))
        if names and (not names.issuperset(FRONT) or names - {*FRONT, WITHDRAWN, IMAGES}):
            raise LocalProblem(f"{target} holds other things than a version; they would be lost. Name another folder.")
        if IMAGES in names and (foreign := _foreign(target)):
            raise LocalProblem(f"{foreign} is none of the version there; it would be lost. Name another folder.")


def _foreign(target: Path) -> Path | None:
    """What lies with the images of a version, and is none that its checksums.sha256 lists."""
    images = target / IMAGES
    if images.is_symlink() or not images.is_dir():
        return images
    with os.scandir(images) as entries:
        names = {each.name: each.is_file(follow_symlinks=False) for each in entries}
    with (target / CHECKSUMS).open("rb") as lines:
        for line in lines:
            name = os.fsdecode(line.rstrip(b"\n").partition(b"  images/")[2])
            if names.get(name):
                del names[name]
    return images / min(names) if names else None


def _check_cache(place: Place) -> None:
    """The folder is replaced by the next version, and what lies in it goes."""
    target, cache = (Path(os.path.realpath(each)) for each in (place.folder, place.cache.folder))
    if target == cache or target in cache.parents:
        raise Usage(f"The cache cannot be {place.folder} or lie in it; name a folder beside it by --cache.")


@contextmanager
def _staging(place: Place) -> Iterator[Path]:
    """A folder beside the target, on the same disk; gone afterwards, and those of killed programs with it."""
    parent, prefix = place.folder.parent, f".{place.folder.name}.pull-"
    with told_of(parent):
        for left in parent.glob(f"{_literal(prefix)}*"):
            with suppress(FileNotFoundError):  # another program clears away, too
                if time.time() - left.lstat().st_mtime > LEFT_BEHIND:
                    shutil.rmtree(left, ignore_errors=True)
        staging = parent / f"{prefix}{secrets.token_hex(8)}"
        staging.mkdir()  # for those whom the umask lets in, as it is shown later
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _literal(text: str) -> str:
    return "".join(f"[{each}]" if each in "*?[" else each for each in text)


def _show(staging: Path, target: Path) -> None:
    """Two renames: whoever looks sees the old version or the new one, or for a moment none; never both mixed."""
    with told_of(target):
        old = None
        if target.exists():
            old = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.pull-"))
            os.rename(target, old / "old")
        try:
            os.rename(staging, target)
        except OSError:
            if old:
                os.rename(old / "old", target)
            raise
    if old:
        shutil.rmtree(old, ignore_errors=True)


def _is_there(place: Place, sealed: Sealed, verify: bool) -> bool:
    """The folder is this very version, as it was sealed."""
    try:
        if (place.folder / MANIFEST).read_bytes() != sealed.content:
            return False
        if len(withdrawn(place.folder)) != sealed.withdrawn:  # more may be since
            return False
    except (Altered, OSError):
        return False
    return _problem(place.folder) is None if verify else _seems_whole(place.folder, sealed)


def _seems_whole(folder: Path, sealed: Sealed) -> bool:
    """All its files are here, and nobody wrote to them since they came."""
    if not all(is_as_it_came(folder / name) for name in FRONT[1:]):
        return False
    try:
        held = [is_as_it_came(folder / image.path, image.size) for image in images(folder)]
    except (Altered, OSError):
        return False
    return all(held) and len(held) == sealed.images - sealed.withdrawn


# --- what is fetched ------------------------------------------------------------------------------------------------


class Sealed(NamedTuple):
    """A manifest: its bytes, the sha256 of checksums.sha256, and how many images it counts; and how many of these were
    withdrawn since, as the server says."""

    content: bytes
    sha256: str
    images: int
    withdrawn: int = 0


def _manifest(place: Place) -> Sealed:
    response = place.connection.send("GET", place.path + MANIFEST, missing=f"There is no {place.name}.")
    content = response.content
    try:
        manifest = labeler_contract.parse_json(content, MANIFEST)
        labeler_contract.manifest_definitions(manifest)
        counted = int(manifest["counts"]["images"])
        gone = int(response.headers.get("Labeler-Withdrawn", "0"))
        return Sealed(content, str(manifest["hash"]).partition(":")[2], counted, gone)
    except (labeler_contract.Unreadable, labeler_contract.Refusal) as problem:
        raise Altered(f"{place.name} cannot be read: {problem}") from None
    except (KeyError, TypeError, ValueError):
        raise Altered(f"{place.name} cannot be read: its manifest has no hash or no counts.") from None


def _fill(place: Place, staging: Path, sealed: Sealed, fresh: Fresh) -> Fetched:
    """The whole version, in `staging`; each image once it is in the cache."""
    with told_of(staging):
        (staging / "images").mkdir()
    _fetch_front(place, staging, sealed)
    if sealed.withdrawn:
        _fetch_withdrawn(place, staging)
    root = os.fspath(staging)
    missing: dict[str, list[Image]] = {}
    count = 0
    for image in images(staging):
        count += 1
        if image.sha256 in missing:
            missing[image.sha256].append(image)
        elif place.cache.holds(image.sha256, image.size):
            place.cache.place(image.sha256, os.path.join(root, image.path))
        else:
            missing[image.sha256] = [image]

    def arrived(sha256: str, file: tuple[int, int]) -> None:
        for image in missing[sha256]:
            place.cache.place(sha256, os.path.join(root, image.path))
        fresh.note(place.cache.path(sha256), sha256, file)  # all links of it are there

    firsts = [each[0] for each in missing.values()]
    _fetch(place, firsts, staging, arrived)
    size = sum(image.size for image in firsts)
    return Fetched(len(firsts), size, count - len(firsts))


def _fetch_front(place: Place, staging: Path, sealed: Sealed) -> None:
    """The four text files. All but the manifest are known by their sha256, so they are cached as images are."""
    with told_of(staging):
        (staging / MANIFEST).write_bytes(sealed.content)
    known = {CHECKSUMS: sealed.sha256}
    for name in FRONT[1:]:
        if name not in known:
            raise Altered(f"checksums.sha256 does not list {name}.")
        place.cache.drop_altered(known[name])  # its size is not known; images are looked at when all are here
        if not place.cache.holds(known[name]):
            _fetch_part(place, name, known[name])
        place.cache.place(known[name], staging / name)
        if name == CHECKSUMS:
            known |= _listed(staging / CHECKSUMS)
            if more := sorted(known.keys() - set(FRONT)):
                raise Altered(f"This version has {more[0]}, which this client does not know. Take a newer one.")


def _fetch_withdrawn(place: Place, staging: Path) -> None:
    """Which pictures there are no more: not here, either."""
    content = place.connection.send("GET", place.path + WITHDRAWN).content
    with told_of(staging):
        (staging / WITHDRAWN).write_bytes(content)
    for sha256 in withdrawn(staging).values():
        place.cache.forget(sha256)


def _listed(checksums: Path) -> dict[str, str]:
    """Of what is no image, the sha256."""
    with checksums.open("rb") as lines:
        texts = (line.decode("ascii", "replace").rstrip("\n") for line in lines if b"  images/" not in line)
        return {name: sha256 for sha256, _, name in (text.partition("  ") for text in texts)}


def _fetch_part(place: Place, name: str, sha256: str) -> None:
    trying = place.connection.trying()
    while True:
        try:
            with place.connection.stream(place.path + name) as response:
                if not trying.may_come_again(response):
                    _take(response, place.cache.begin(sha256, name))
                    return
        except httpx.TransportError as problem:
            trying.after_break(problem)


def _take(response: httpx.Response, arriving: Incoming) -> None:
    try:
        for piece in response.iter_raw():
            arriving.write(piece)
        arriving.finish()
    finally:
        arriving.discard()


def _fetch(place: Place, missing: list[Image], staging: Path, arrived: Arrived) -> None:
    """By several requests at once, into the cache; `arrived` is told of each image that is there. The first problem
    ends all of them; what came stays."""
    size = sum(image.size for image in missing)
    _check_room(place, size)
    stop = threading.Event()
    with Bar(place.name, len(missing), quiet=place.quiet) as bar, ThreadPoolExecutor(place.workers) as threads:
        stretches = grouped(missing, place.workers, size)
        futures = [threads.submit(_fetch_stretch, place, stretch, Whole(bar, arrived), stop) for stretch in stretches]
        try:
            _wait(futures, staging)
        finally:
            stop.set()
            for future in futures:
                future.cancel()


def _wait(futures: list[Future[None]], staging: Path) -> None:
    """Until all are done, or one has a problem. Meanwhile the folder is kept young, so that no other pull takes it for
    one that a killed program left behind."""
    waiting = set(futures)
    while waiting:
        done, waiting = wait(waiting, timeout=KEPT_YOUNG, return_when=FIRST_EXCEPTION)
        for future in done:
            future.result()
        with told_of(staging):
            os.utime(staging)


def _check_room(place: Place, size: int) -> None:
    with told_of(place.cache.folder):
        free = shutil.disk_usage(place.cache.folder).free
    if size > free:
        raise LocalProblem(
            f"{size / 1e6:,.0f} MB are to come, and the disk of {place.cache.folder} has {free / 1e6:,.0f} MB."
        )


class Whole(NamedTuple):
    """Who is told of each image that is whole, and where it is counted."""

    bar: Bar
    arrived: Arrived


def _fetch_stretch(place: Place, stretch: list[Image], whole: Whole, stop: threading.Event) -> None:
    """After a break it goes on with the first byte that did not come."""
    splitter = Splitter(stretch)
    trying = place.connection.trying(stop)
    with Arriving(place.cache, whole) as arriving:
        while (left := splitter.left) and not stop.is_set():
            try:
                _fetch_range(place, left, splitter, arriving, trying, stop)
            except httpx.TransportError as problem:
                if splitter.left != left:
                    trying.went_on()
                trying.after_break(problem)


def _fetch_range(
    place: Place, left: tuple[int, int], splitter: Splitter, arriving: Arriving, trying: Trying, stop: threading.Event
) -> None:
    asked = {"Range": f"bytes={left[0]}-{left[1]}"}
    with place.connection.stream(place.path + "download/", headers=asked) as response:
        if trying.may_come_again(response):
            return
        if response.status_code != 206 or not response.headers.get("Content-Range", "").startswith(f"bytes {left[0]}-"):
            raise NoServer("The server, or one in front of it, does not serve parts of files (HTTP Range).")
        for piece in response.iter_raw():
            if stop.is_set():
                return
            for image, part, is_last in splitter.feed(piece):
                arriving.write(image, part, is_last)
        if splitter.left:
            raise httpx.RemoteProtocolError("the answer ended too soon")


class Arriving:
    """The image of a stretch that is on its way, of which some bytes may have come before a break."""

    def __init__(self, cache: Cache, whole: Whole) -> None:
        self._cache, self._bar, self._arrived = cache, whole.bar, whole.arrived
        self._file: Incoming | None = None

    def __enter__(self) -> Arriving:
        return self

    def __exit__(self, *problem: object) -> None:
        if self._file is not None:  # not whole
            self._file.discard()

    def write(self, image: Image, part: memoryview, is_last: bool) -> None:
        if self._file is None:
            self._file = self._cache.begin(image.sha256, image.path)
        self._file.write(part)
        self._bar.add(size=len(part))
        if is_last:
            whole, self._file = self._file, None
            self._arrived(image.sha256, whole.finish())
            self._bar.add(1)


# --- verifying ------------------------------------------------------------------------------------------------------


class Fresh:
    """Images that this pull hashed while it wrote them, as their files were once all links of them were there. While
    nothing shows that somebody touched such a file since, its sha256 is known; all others are read.

    What is remembered is the file and not its name, so that a copy, or another file under that name, is read. Every
    write moves its ctime, which nobody can set but by the clock of the machine; so does another pull that links it."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], tuple[str, tuple[int, int, int]]] = {}

    def note(self, path: str, sha256: str, file: tuple[int, int]) -> None:
        """`file`: device and inode of what was written; another pull may have put its own there meanwhile."""
        with suppress(OSError):
            found = os.stat(path)
            # Written to since it was finished, it has lost its mark.
            is_whole = is_marked(found)
            if TELLS_OF_WRITES and found.st_ino and is_whole and (found.st_dev, found.st_ino) == file:
                self._known[file] = (sha256, _state(found))

    def digest(self, export: labeler_contract.Folder | labeler_contract.Zip, name: str) -> str:
        """As the contract's program asks for it."""
        if isinstance(export, labeler_contract.Folder):
            with suppress(OSError):  # what is not there is told by who reads it
                found = os.lstat(os.path.join(export.path, name))
                sha256, state = self._known.get((found.st_dev, found.st_ino), ("", None))
                if state == _state(found):
                    return sha256
        return labeler_contract.sha256_of(export, name)


def _state(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _verified(place: Place, staging: Path, sealed: Sealed, fetched: Fetched, fresh: Fresh) -> Fetched:
    """By the contract, every byte. Files of the cache that changed since they came are fetched once more."""
    problem = _problem(staging, fresh)
    if problem is None:
        return fetched
    bad = [image for image in images(staging) if place.cache.drop_altered(image.sha256)]
    if not bad:
        raise Altered(f"{place.name} was altered: {problem}")
    for path in list(staging.iterdir()):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    fresh = Fresh()
    again = _fill(place, staging, sealed, fresh)
    if problem := _problem(staging, fresh):
        raise Altered(f"{place.name} was altered: {problem}")
    kept = max(0, fetched.kept - again.images)  # an image that came twice counts once
    return Fetched(again.images + again.kept - kept, fetched.bytes + again.bytes, kept)


def _problem(folder: Path, fresh: Fresh | None = None) -> str | None:
    try:
        labeler_contract.verify(str(folder), fresh.digest if fresh else None)
    except (labeler_contract.Refusal, labeler_contract.Unreadable, OSError) as problem:
        return str(problem)
    return None
