"""An export as a zip: frozen rows in, one deterministic file out. No Django: the caller brings files.

Memory does not grow with the number of images, apart from zipfile's central directory (0.6 KB an image at
most): texts go through spool files, image bytes through one buffer. A build that ends early leaves nothing.
"""

import hashlib
import json
import tempfile
from collections import deque
from collections.abc import Callable, Container, Generator, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from functools import reduce
from pathlib import Path
from typing import IO, Any, BinaryIO, NamedTuple, Self, TypeVar
from zlib import crc32

from contract import stored_zip, task_types, v1, v1_4, withdrawn

CHUNK = 1 << 20  # bytes read at a time
IN_MEMORY = 8 << 20  # bytes of an image that is held whole while it is copied
BATCH = 64  # images that one reader takes at a time, or fewer
BATCH_BYTES = 4 << 20
READERS = 2  # threads that read and hash ahead of the writer


OpenImage = Callable[[v1.Bytes], BinaryIO]
AnyImage = TypeVar("AnyImage", bound=v1.Bytes)


class Read(NamedTuple):
    """What was read of an image, and verified: its check sum for the zip, and its bytes unless they are too many to be
    held whole."""

    crc: int
    content: bytes | None


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a finished build knows. Digests are spelled as in the manifest, the zip's own sha256 as hex."""

    manifest: bytes
    hash: str
    labels_hash: str
    samples_hash: str
    counts: dict[str, Any]
    zip_sha256: str
    zip_size: int


class DamagedImage(Exception):
    """The stored bytes of an image are not those that came in."""

    def __init__(self, image_id: int, reason: str) -> None:
        super().__init__(image_id, reason)
        self.image_id = image_id
        self.reason = reason

    def __str__(self) -> str:
        return f"Image {self.image_id} cannot be exported: {self.reason}."


class EmptyExport(Exception):
    """The rows hold no image, and an export of nothing is never made."""

    def __str__(self) -> str:
        return "There is no image to export."


def build(
    frozen: Mapping[str, Any],
    *,
    images: Iterable[v1.Picture],
    videos: Iterable[v1.Video],
    distinct_images: int,
    open_image: OpenImage,
    target: Path,
    work_dir: Path,
    progress: Callable[[int], None] = lambda copied: None,
    quality: Mapping[str, Any] | None = None,
    gone: Container[str] = frozenset(),
) -> Sealed:
    """Write the export of a frozen version to `target`, whole and synced; its digests, its counts and its manifest.

    `frozen` is what `task_types.snapshot_of` reads; `images` and `videos` its rows by rising id, each gone through
    once: images as the task type has them (`v1.Image` and `v1_1.Image`, or `v1_1_multi.Image`). `distinct_images`: how
    many different sha256 they have, as counting here would cost memory. `open_image` is called by several threads, and
    raises FileNotFoundError when there are no bytes. `progress` hears for every image how many are copied so far (0
    during the scan); what it raises cancels the build. `quality` is what `v1_4.Quality.of` reads, or None where the
    manifest tells nothing of it. `gone`: the sha256 of pictures that were withdrawn; these are left out, and named in a
    text of their own (`withdrawn.py`), while all else, digests and counts included, stays as published.

    Raises DamagedImage, EmptyExport, ValueError for rows that break the contract, and what `open_image`, the disk or
    `progress` raise; `target` is gone then.
    """
    snapshot = task_types.snapshot_of(frozen)
    more = {} if quality is None else {"quality": v1_4.Quality.of(quality).record()}
    videos = tuple(videos)
    try:
        with _spools(work_dir) as spools:
            counts, samples_hash = _scan(snapshot, images, videos, distinct_images, gone, spools, progress)
            checksums, annotations, metadata = _join(snapshot, videos, spools)
            digests = v1.Digests(
                hash=v1.digest(checksums.sha256),
                labels_hash=v1.labels_hash(snapshot.categories),
                samples_hash=samples_hash,
            )
            manifest = v1.manifest_json(snapshot, digests, counts, more)
            with stored_zip.StoredZip(target) as packed:
                packed.add("manifest.json", size=len(manifest), crc=crc32(manifest), pieces=[manifest])
                for text in (checksums, annotations, metadata):
                    packed.add(text.path, size=text.size, crc=text.crc, pieces=text.pieces())
                if missing := _withdrawn(spools):
                    packed.add(missing.path, size=missing.size, crc=missing.crc, pieces=missing.pieces())
                _add_images(packed, spools.images, gone, open_image, progress)
                zip_sha256, zip_size = packed.finish()
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return Sealed(
        manifest=manifest,
        hash=digests.hash,
        labels_hash=digests.labels_hash,
        samples_hash=digests.samples_hash,
        counts=asdict(counts),
        zip_sha256=zip_sha256,
        zip_size=zip_size,
    )


# The texts


@dataclass(frozen=True, slots=True)
class _Spools:
    """What the scan writes, one line an image (`annotations`: one a label; `withdrawn`: one a picture that is gone), to
    be joined into the texts."""

    images: IO[bytes]
    annotations: IO[bytes]
    metadata: IO[bytes]
    checksums: IO[bytes]
    withdrawn: IO[bytes]


@contextmanager
def _spools(work_dir: Path) -> Iterator[_Spools]:
    with ExitStack() as opened:
        yield _Spools(*(opened.enter_context(tempfile.TemporaryFile(dir=work_dir)) for _ in range(5)))


def _scan(
    snapshot: v1.Snapshot,
    images: Iterable[v1.Picture],
    videos: tuple[v1.Video, ...],
    distinct_images: int,
    gone: Container[str],
    spools: _Spools,
    progress: Callable[[int], None],
) -> tuple[v1.Counts, str]:
    """Fill the spools; return the counts and `samples_hash`."""
    samples = hashlib.sha256()
    by_category = {str(category.id): 0 for category in snapshot.categories}
    by_split = dict.fromkeys(v1.SPLITS, 0)
    referred = set()
    count = annotations = image_bytes = last_id = 0
    teller = snapshot.teller()
    for image in images:
        if image.id <= last_id:
            raise ValueError(f"Images come by rising id: {image.id} came after {last_id}.")
        told = teller.tell(image, annotations + 1)
        spools.images.write(v1.image_line(told.image))
        spools.metadata.write(v1.image_line(told.metadata))
        spools.checksums.write(v1.checksum_line(image.path, image.sha256))
        if image.sha256 in gone:
            spools.withdrawn.write(v1.image_line(withdrawn.record(image)))
        samples.update(v1.image_line(told.sample))
        for annotation in told.annotations:
            spools.annotations.write(v1.image_line(annotation))
            by_category[str(annotation["category_id"])] += 1
        annotations += len(told.annotations)
        if told.split:
            by_split[told.split] += 1
        if image.frame:
            referred.add(image.frame.video_id)
        count, image_bytes, last_id = count + 1, image_bytes + image.size_bytes, image.id
        progress(0)
    if not count:
        raise EmptyExport
    if [video.id for video in videos] != sorted(referred):
        raise ValueError("The videos are not those that the frames refer to, by rising id.")
    if not 1 <= distinct_images <= count:
        raise ValueError(f"{count} images cannot have {distinct_images} different contents.")
    counts = v1.Counts(
        images=count,
        annotations=annotations,
        image_bytes=image_bytes,
        by_category=by_category,
        by_split=by_split if snapshot.splits else None,
        duplicate_images=count - distinct_images,
    )
    return teller.counts(counts), v1.digest(samples.hexdigest())


@dataclass(frozen=True, slots=True)
class _Text:
    """A text file of the export, in pieces that can be gone through again."""

    path: str
    pieces: Callable[[], Iterable[bytes]]
    size: int
    crc: int
    sha256: str

    @classmethod
    def of(cls, path: str, pieces: Callable[[], Iterable[bytes]]) -> Self:
        sha256, size, crc = hashlib.sha256(), 0, 0
        for piece in pieces():
            sha256.update(piece)
            size += len(piece)
            crc = crc32(piece, crc)
        return cls(path, pieces, size, crc, sha256.hexdigest())


def _join(snapshot: v1.Snapshot, videos: tuple[v1.Video, ...], spools: _Spools) -> tuple[_Text, _Text, _Text]:
    """The texts that the manifest vouches for, in the zip's order: checksums, annotations, metadata."""

    def annotations_json() -> Iterator[bytes]:
        images, labels = _records(spools.images), _records(spools.annotations)
        return v1.annotations_json(snapshot, videos, images, labels)

    def checksum_lines() -> Iterator[bytes]:
        return v1.checksums(annotations.sha256, _lines(spools.checksums), metadata.sha256)

    annotations = _Text.of("annotations.json", annotations_json)
    metadata = _Text.of("metadata.jsonl", lambda: _lines(spools.metadata))
    return _Text.of("checksums.sha256", checksum_lines), annotations, metadata


def _withdrawn(spools: _Spools) -> _Text | None:
    """The text that names what is gone; None where nothing is."""
    if not spools.withdrawn.tell():
        return None
    return _Text.of(withdrawn.PATH, lambda: withdrawn.pieces(_records(spools.withdrawn)))


def _lines(spool: IO[bytes]) -> Iterator[bytes]:
    spool.seek(0)
    return iter(spool)


def _records(spool: IO[bytes]) -> Iterator[bytes]:
    return (line.removesuffix(b"\n") for line in _lines(spool))


# The zip


def _add_images(
    packed: stored_zip.StoredZip,
    scanned: IO[bytes],
    gone: Container[str],
    open_image: OpenImage,
    progress: Callable[[int], None],
) -> None:
    images = (image for image in map(_bytes_of, _lines(scanned)) if image.sha256 not in gone)
    # Closed also when the writer fails: a build that ended reads no more.
    with closing(read_ahead(images, open_image)) as ahead:
        for copied, (image, read) in enumerate(ahead, start=1):
            add_image(packed, image.path, image, read, open_image)
            progress(copied)


def _bytes_of(line: bytes) -> v1.Bytes:
    """What the scan wrote of an image, as far as its bytes are concerned."""
    record = json.loads(line)
    mime_type = v1.MIME_TYPES[record["file_name"].rpartition(".")[2]]
    return v1.Bytes(record["id"], record["sha256"], record["size_bytes"], mime_type)


def add_image(packed: stored_zip.StoredZip, path: str, image: v1.Bytes, read: Read, open_image: OpenImage) -> None:
    """Put the verified bytes of an image into a zip; those of a large one are read, and verified, a second time."""
    pieces = verified(image, open_image) if read.content is None else (read.content,)
    packed.add(path, size=image.size_bytes, crc=read.crc, pieces=pieces)


def read_ahead(images: Iterable[AnyImage], open_image: OpenImage) -> Generator[tuple[AnyImage, Read]]:
    """Each image with what was read of it, in order.

    Some are read and hashed by other threads while the caller writes earlier ones. Raises what `verified` does.
    """
    pool = ThreadPoolExecutor(READERS, thread_name_prefix="read-ahead")
    ahead: deque[tuple[list[AnyImage], Future[list[Read]]]] = deque()
    try:
        for batch in _batches(images):
            ahead.append((batch, pool.submit(_read, batch, open_image)))
            if len(ahead) > READERS:
                yield from _next(ahead)
        while ahead:
            yield from _next(ahead)
    finally:
        pool.shutdown(cancel_futures=True)


def _next(
    ahead: deque[tuple[list[AnyImage], Future[list[Read]]]],
) -> Iterator[tuple[AnyImage, Read]]:
    batch, read = ahead.popleft()
    return zip(batch, read.result(), strict=True)


def _batches(images: Iterable[AnyImage]) -> Iterator[list[AnyImage]]:
    batch: list[AnyImage] = []
    size = 0
    for image in images:
        if batch and (len(batch) == BATCH or size + image.size_bytes > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(image)
        size += image.size_bytes
    if batch:
        yield batch


def _read(images: list[AnyImage], open_image: OpenImage) -> list[Read]:
    return [_read_one(image, open_image) for image in images]


def _read_one(image: v1.Bytes, open_image: OpenImage) -> Read:
    chunks = verified(image, open_image)
    if image.size_bytes > IN_MEMORY:
        return Read(reduce(lambda crc, chunk: crc32(chunk, crc), chunks, 0), None)
    content = b"".join(chunks)
    return Read(crc32(content), content)


def verified(image: v1.Bytes, open_image: OpenImage) -> Iterator[bytes]:
    """The bytes of an image, as long as they are the ones that came in; else DamagedImage."""
    sha256, size = hashlib.sha256(), 0
    try:
        with open_image(image) as source:
            # Stop at the first byte too many: a file that grew may be of any size.
            while size <= image.size_bytes and (chunk := source.read(min(CHUNK, image.size_bytes + 1 - size))):
                size += len(chunk)
                sha256.update(chunk)
                yield chunk
    except FileNotFoundError:
        raise DamagedImage(image.id, "its file is missing") from None
    if size != image.size_bytes:
        longer = "longer" if size > image.size_bytes else "shorter"
        raise DamagedImage(image.id, f"its file is {longer} than the {image.size_bytes} bytes that came in")
    if sha256.hexdigest() != image.sha256:
        raise DamagedImage(image.id, "its file has changed since it came in")
