"""Pictures a second that one core brings in, against a bare loop that reads, hashes, decodes as small as it may, makes
two sizes one from the other, as the product does, and saves them, on the same files in the same run."""

import hashlib
import io
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image, ImageCms

from bench import harness

PHOTOS = harness.ROOT.parent / "shared" / "data" / "clothing" / "photos"
COUNT = 10 if harness.SMALL else 700
CAMERA = 10 if harness.SMALL else 300
LARGE = 2 if harness.SMALL else 40
ROUNDS = 1 if harness.SMALL else 3
# A tenth less than was measured before large pictures were decoded in a process of their own (ADR 14): 0.49 of the
# bare loop, 0.66 and 0.96.
ONE_BY_ONE, FOUR_AT_A_TIME, LARGE_ONES = "at least 0.39", "at least 0.56", "at least 0.86"
UPLOADED = "at most 1.3"
TOGETHER = 12  # pictures of a request, as in static/labeler/uploads/queue.js


def measure() -> Iterator[harness.Row]:
    harness.prepare()
    with tempfile.TemporaryDirectory(prefix="labeler-bench-") as folder:
        found = photos(Path(folder) / "photos", COUNT)
        yield _compare("ingest, photos", found, Path(folder), ONE_BY_ONE)
        yield _compare("ingest, photos, 4 at a time", found, Path(folder), FOUR_AT_A_TIME, at_once=4)
        yield from _through_the_page(Path(folder) / "camera")
        yield _compare("ingest, 12 megapixels", _large(Path(folder) / "large", LARGE), Path(folder), LARGE_ONES)


def _compare(name: str, paths: list[Path], folder: Path, bound: str, *, at_once: int = 1) -> harness.Row:
    """Both in turns on one core, the best round of each. `at_once`: pictures that are brought in side by side, as the
    page sends four: while one waits for the disk, which the bare loop never does, the core works on the others.
    """
    from bench import rows
    from projects import lifecycle

    user = rows.user()
    bare, ours = [], []
    for number in range(ROUNDS):
        project = lifecycle.create(f"{name} {number}", by=user)
        target = folder / f"bare-{number}"
        target.mkdir()
        bare.append(_seconds(paths, partial(_bare, target)))
        ours.append(_seconds(paths, partial(_ours, project, user), at_once))
        shutil.rmtree(target)
    floor, rate = len(paths) / min(bare), len(paths) / min(ours)
    return harness.Row(name, f"{rate:.1f} a second", f"bare loop: {floor:.1f} a second", rate / floor, bound)


def _through_the_page(folder: Path) -> Iterator[harness.Row]:
    """Processor time of an upload of 1280 × 960 from a camera, all of the request, the rows and the files included,
    against one full decode, its thumbnail and its sha256: the best round of each, in turns. Alone, as programs send
    them, and several in a request, as the page sends those of a long list."""
    from bench import rows
    from projects import lifecycle

    paths = [camera(folder, number, path) for number, path in enumerate(photos(folder / "drawn", CAMERA))]
    contents = [path.read_bytes() for path in paths]
    client = rows.client()
    ways = {"one by one": 1, f"{TOGETHER} in a request": TOGETHER}
    floors: list[float] = []
    ours: dict[str, list[float]] = {way: [] for way in ways}
    for way, size in ways.items():
        # The first request loads what the others find.
        _upload(client, lifecycle.create(way, by=rows.user()).slug, contents[:size])
    for number in range(ROUNDS):
        floors.append(processor_ms([[each] for each in contents], lambda one: least(one[0])))
        for way, size in ways.items():
            project = lifecycle.create(f"{way} {number}", by=rows.user())
            groups = [contents[start : start + size] for start in range(0, len(contents), size)]
            ours[way].append(processor_ms(groups, partial(_upload, client, project.slug)))
    for way, taken in ours.items():
        yield harness.Row(
            f"ingest, 1280 × 960 through the API, {way}",
            f"{min(taken):.1f} ms of CPU a picture",
            f"decode, thumb, hash: {min(floors):.1f} ms",
            min(taken) / min(floors),
            UPLOADED,
        )


def processor_ms(groups: Sequence[Sequence[bytes]], bring_in: Callable[[Sequence[bytes]], object]) -> float:
    """Of each picture."""
    with _one_core():
        start = time.process_time()
        for group in groups:
            bring_in(group)
        return (time.process_time() - start) * 1000 / sum(map(len, groups))


def least(content: bytes) -> None:
    hashlib.sha256(content).hexdigest()
    with Image.open(io.BytesIO(content)) as image:
        image.load()
        image.thumbnail((320, 320), Image.Resampling.HAMMING, reducing_gap=1.5)
        image.save(io.BytesIO(), "JPEG", quality=85)


def _upload(client: Any, slug: str, contents: Sequence[bytes]) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    address = f"/api/v1/projects/{slug}/assets/"
    files = [SimpleUploadedFile("photo.jpg", content, "image/jpeg") for content in contents]
    if len(files) == 1:
        answer = client.post(address, {"file": files[0]})
        assert answer.status_code == 201, answer.content
        return
    answer = client.post(f"{address}several/", {"file": files})
    assert answer.status_code == 200, answer.content
    assert all("asset" in each for each in answer.json()["results"])


def camera(folder: Path, number: int, path: Path) -> Path:
    """As cameras write: sRGB told by a profile, EXIF with the place where it was taken, half as fine again."""
    folder.mkdir(parents=True, exist_ok=True)
    exif = Image.Exif()
    exif[ExifTags.Base.Model] = f"Camera {number}"
    exif[ExifTags.Base.Orientation] = 1
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (52.0, 31.0, 12.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    target = folder / f"camera-{number}.jpg"
    with Image.open(path) as image:
        shot = image.convert("RGB").resize((1280, 960), Image.Resampling.BICUBIC)
    shot.save(target, quality=90, exif=exif, icc_profile=profile)
    return target


def _seconds(paths: list[Path], bring_in: Callable[[Path], object], at_once: int = 1) -> float:
    with _one_core(), ThreadPoolExecutor(at_once) as threads:
        start = time.perf_counter()
        list(threads.map(bring_in, paths))
        return time.perf_counter() - start


@contextmanager
def _one_core() -> Iterator[None]:
    """This process and the threads that it starts stay on one core, where the system can be told so."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def _bare(target: Path, path: Path) -> None:
    content = path.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    with Image.open(io.BytesIO(content)) as image:
        for size in (1600, 320):
            image.thumbnail((size, size), Image.Resampling.BICUBIC, reducing_gap=1.5)
            image.save(target / f"{sha256}-{size}.jpg", quality=85)


def _ours(project: Any, user: Any, path: Path) -> None:
    from assets.images import ingest

    done = ingest.add_image(project, content=path.read_bytes(), original_name=path.name, by=user)
    assert not done.duplicate


def photos(folder: Path, count: int) -> list[Path]:
    found = sorted(PHOTOS.glob("*/*.jpg"))[:count]
    return found or [_drawn(folder, number, (1280, 960)) for number in range(count)]


def _large(folder: Path, count: int) -> list[Path]:
    folder.mkdir(parents=True)
    paths = []
    for number, path in enumerate(photos(folder, count)):
        with Image.open(path) as image:
            large = image.convert("RGB").resize((4000, 3000), Image.Resampling.BICUBIC)
        paths.append(folder / f"large-{number}.jpg")
        large.save(paths[-1], quality=90)
    return paths


def _drawn(folder: Path, number: int, size: tuple[int, int]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"drawn-{number}.jpg"
    Image.effect_noise(size, 20 + number % 60).convert("RGB").save(path, quality=90)
    return path


if __name__ == "__main__":
    harness.main(measure, databases=["SQLite"])
